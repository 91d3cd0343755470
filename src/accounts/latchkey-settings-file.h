#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LATCHKEY_SETTINGS_FILE_LIMIT:
 *
 * How large the file may be, in bytes. 20 versions of 64 KiB, which their escapes make up to twelve
 * times as large, go in.
 */
#define LATCHKEY_SETTINGS_FILE_LIMIT (16 * 1024 * 1024)

void latchkey_settings_file_read_async (GFile *file,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GBytes *latchkey_settings_file_read_finish (GFile *file, GAsyncResult *result, GError **error);

void latchkey_settings_file_write_async (GFile *file,
                                         GBytes *content,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean latchkey_settings_file_write_finish (GFile *file, GAsyncResult *result, GError **error);

G_END_DECLS
