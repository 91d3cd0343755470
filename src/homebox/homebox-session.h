#pragma once

#include "homebox-client.h"
#include "homebox-group.h"
#include "homebox-member.h"
#include "homebox-token.h"
#include "homebox-user.h"

G_BEGIN_DECLS

/**
 * HomeboxSessionState:
 * @HOMEBOX_SESSION_ACTIVE: the server accepts the token, as far as is known
 * @HOMEBOX_SESSION_ENDED: the server refused the token: sign in again. It stays so
 * @HOMEBOX_SESSION_CLOSED: signed out or deleted by this client. It stays so
 *
 * Whether a session can be used.
 */
typedef enum
{
  HOMEBOX_SESSION_ACTIVE,
  HOMEBOX_SESSION_ENDED,
  HOMEBOX_SESSION_CLOSED,
} HomeboxSessionState;

#define HOMEBOX_TYPE_SESSION_STATE (homebox_session_state_get_type ())

GType homebox_session_state_get_type (void);

#define HOMEBOX_TYPE_SESSION (homebox_session_get_type ())

/**
 * HomeboxSession:
 *
 * An access token on a server, the person it belongs to, and what may be done with it.
 *
 * Properties: `client` and `token` (construct only), `user` (always there, empty until the first
 * answer), `state` (#HomeboxSessionState).
 *
 * Every request of the session goes through homebox_session_send_async(), which adds the token
 * and notices when the server no longer accepts it.
 */
G_DECLARE_FINAL_TYPE (HomeboxSession, homebox_session, HOMEBOX, SESSION, GObject)

HomeboxSession *homebox_session_new (HomeboxClient *client, HomeboxToken *token);

/* Sign in: needs no session and makes one. */
void homebox_session_sign_in_async (HomeboxClient *client,
                                    const char *email,
                                    HomeboxSecret *password,
                                    gboolean stay_signed_in,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HomeboxSession *
homebox_session_sign_in_finish (HomeboxClient *client, GAsyncResult *result, GError **error);

HomeboxClient *homebox_session_get_client (HomeboxSession *self);
HomeboxToken *homebox_session_get_token (HomeboxSession *self);
HomeboxUser *homebox_session_get_user (HomeboxSession *self);
HomeboxSessionState homebox_session_get_state (HomeboxSession *self);

void homebox_session_send_async (HomeboxSession *self,
                                 HomeboxRequest *request,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HomeboxResponse *
homebox_session_send_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_load_user_async (HomeboxSession *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
homebox_session_load_user_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_update_profile_async (HomeboxSession *self,
                                           const char *name,
                                           const char *email,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
homebox_session_update_profile_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_change_password_async (HomeboxSession *self,
                                            HomeboxSecret *current_password,
                                            HomeboxSecret *new_password,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
homebox_session_change_password_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_delete_account_async (HomeboxSession *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
homebox_session_delete_account_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_sign_out_async (HomeboxSession *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
homebox_session_sign_out_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_list_groups_async (HomeboxSession *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GListModel *
homebox_session_list_groups_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_list_members_async (HomeboxSession *self,
                                         HomeboxGroup *group,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GListModel *
homebox_session_list_members_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_load_statistics_async (HomeboxSession *self,
                                            HomeboxGroup *group,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
homebox_session_load_statistics_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_load_ownership_async (HomeboxSession *self,
                                           HomeboxGroup *group,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
homebox_session_load_ownership_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
