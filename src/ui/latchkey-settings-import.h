#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LATCHKEY_SETTINGS_IMPORT_LIMIT:
 *
 * How large a file to import may be, in bytes. What fits on the server fits in here, however it is
 * indented and escaped.
 */
#define LATCHKEY_SETTINGS_IMPORT_LIMIT (1024 * 1024)

void latchkey_settings_import_present (GtkWidget *parent, HomeboxSettings *settings);

void latchkey_settings_import_open (GtkWidget *parent, HomeboxSettings *settings, GFile *file);

void latchkey_settings_import_read_async (GFile *file,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
HomeboxJsonMembers *
latchkey_settings_import_read_finish (GFile *file, GAsyncResult *result, GError **error);

G_END_DECLS
