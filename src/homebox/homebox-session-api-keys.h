#pragma once

#include "homebox-api-key.h"
#include "homebox-session.h"

G_BEGIN_DECLS

/* The person's API keys. Where the server is too old for them every call fails with
 * %HOMEBOX_ERROR_SERVER_TOO_OLD. */

void homebox_session_list_api_keys_async (HomeboxSession *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
GListModel *
homebox_session_list_api_keys_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_create_api_key_async (HomeboxSession *self,
                                           const char *name,
                                           GDateTime *expires_at,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
HomeboxApiKey *homebox_session_create_api_key_finish (HomeboxSession *self,
                                                      GAsyncResult *result,
                                                      HomeboxToken **token,
                                                      GError **error);

void homebox_session_revoke_api_key_async (HomeboxSession *self,
                                           const char *id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
homebox_session_revoke_api_key_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
