#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void latchkey_account_folder_delete_async (GFile *folder,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean latchkey_account_folder_delete_finish (GAsyncResult *result, GError **error);

G_END_DECLS
