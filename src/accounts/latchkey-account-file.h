#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LATCHKEY_ACCOUNT_FILE_LIMIT:
 *
 * How large the file may be, in bytes. An account takes some 300; ten thousand would go in.
 */
#define LATCHKEY_ACCOUNT_FILE_LIMIT (1024 * 1024)

GBytes *latchkey_account_file_read (GFile *file, GError **error);
void
latchkey_account_file_read_async (GFile *file, GAsyncReadyCallback callback, gpointer user_data);
GBytes *latchkey_account_file_read_finish (GAsyncResult *result, GError **error);
GFile *latchkey_account_file_set_aside (GFile *file, GError **error);

void latchkey_account_file_write_async (GFile *file,
                                        GBytes *content,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean latchkey_account_file_write_finish (GAsyncResult *result, GError **error);

GError *latchkey_account_file_new_newer_error (void);
GError *latchkey_account_file_new_write_error (GFile *file, const GError *cause);

G_END_DECLS
