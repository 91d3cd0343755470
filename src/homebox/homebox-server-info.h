#pragma once

#include "homebox-client.h"

G_BEGIN_DECLS

#define HOMEBOX_TYPE_SERVER_INFO (homebox_server_info_get_type ())

/**
 * HomeboxServerInfo:
 *
 * What a server says about itself (`GET /status`), which is how a client learns what to offer.
 *
 * Immutable. Properties: `version` (as told, for showing only), `demo`, `allow-registration`,
 * `allow-local-login`, `oidc-enabled`, `oidc-auto-redirect`, `oidc-button-text` (nullable).
 */
G_DECLARE_FINAL_TYPE (HomeboxServerInfo, homebox_server_info, HOMEBOX, SERVER_INFO, GObject)

/**
 * HomeboxServerWatch:
 * @network: (nullable): hears how the connection is being made
 * @answered: (nullable): sees the answer before it is judged
 * @user_data: data for both; it has to last until the result is there
 *
 * Whoever watches a server being asked what it is.
 */
typedef struct
{
  HomeboxNetworkFunc network;
  void (*answered) (HomeboxResponse *response, gpointer user_data);
  gpointer user_data;
} HomeboxServerWatch;

HomeboxServerInfo *homebox_server_info_new_from_json (JsonObject *object, GError **error);

const char *homebox_server_info_get_version (HomeboxServerInfo *self);
gboolean homebox_server_info_get_demo (HomeboxServerInfo *self);
gboolean homebox_server_info_get_allow_registration (HomeboxServerInfo *self);
gboolean homebox_server_info_get_allow_local_login (HomeboxServerInfo *self);
gboolean homebox_server_info_get_oidc_enabled (HomeboxServerInfo *self);
gboolean homebox_server_info_get_oidc_auto_redirect (HomeboxServerInfo *self);
const char *homebox_server_info_get_oidc_button_text (HomeboxServerInfo *self);

void homebox_server_info_fetch_async (HomeboxClient *client,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void homebox_server_info_fetch_watched_async (HomeboxClient *client,
                                              const HomeboxServerWatch *watch,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
HomeboxServerInfo *
homebox_server_info_fetch_finish (HomeboxClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
