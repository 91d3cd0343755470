#pragma once

#include "homebox-session-api-keys.h"

G_BEGIN_DECLS

#define HOMEBOX_TYPE_API_KEYS (homebox_api_keys_get_type ())

/**
 * HomeboxApiKeys:
 *
 * The person's API keys as a list (#GListModel of #HomeboxApiKey), the newest first, kept in step
 * with what is done through it.
 *
 * Properties: `session` (construct only); `loaded`, whether the server was asked successfully, so
 * that an empty list is a list without keys; `busy`, while a call is under way. Both read-only and
 * notified. Calls do not wait for each other; a list that was asked for before a key was made or
 * revoked is not taken for the newer one.
 */
G_DECLARE_FINAL_TYPE (HomeboxApiKeys, homebox_api_keys, HOMEBOX, API_KEYS, GObject)

HomeboxApiKeys *homebox_api_keys_new (HomeboxSession *session);

gboolean homebox_api_keys_get_loaded (HomeboxApiKeys *self);
gboolean homebox_api_keys_get_busy (HomeboxApiKeys *self);

void homebox_api_keys_load_async (HomeboxApiKeys *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean
homebox_api_keys_load_finish (HomeboxApiKeys *self, GAsyncResult *result, GError **error);

void homebox_api_keys_create_async (HomeboxApiKeys *self,
                                    const char *name,
                                    GDateTime *expires_at,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HomeboxToken *
homebox_api_keys_create_finish (HomeboxApiKeys *self, GAsyncResult *result, GError **error);

void homebox_api_keys_revoke_async (HomeboxApiKeys *self,
                                    HomeboxApiKey *key,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
homebox_api_keys_revoke_finish (HomeboxApiKeys *self, GAsyncResult *result, GError **error);

void homebox_api_keys_revoke_all_async (HomeboxApiKeys *self,
                                        const char *kept_name,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean homebox_api_keys_revoke_all_finish (HomeboxApiKeys *self,
                                             GAsyncResult *result,
                                             guint *n_revoked,
                                             GError **error);

G_END_DECLS
