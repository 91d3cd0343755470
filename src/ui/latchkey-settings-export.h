#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Writing all settings into a file that latchkey-settings-import.h reads. */

void latchkey_settings_export_present (GtkWidget *parent, HomeboxSettings *settings);

void latchkey_settings_export_write_async (HomeboxSettings *settings,
                                           GFile *file,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean latchkey_settings_export_write_finish (HomeboxSettings *settings,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
