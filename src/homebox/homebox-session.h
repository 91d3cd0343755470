#pragma once

#include "homebox-client.h"
#include "homebox-group.h"
#include "homebox-member.h"
#include "homebox-token-keeper.h"
#include "homebox-token.h"
#include "homebox-user.h"

G_BEGIN_DECLS

/**
 * HomeboxSessionState:
 * @HOMEBOX_SESSION_SIGNED_OUT: signed out or deleted by this client. It stays so
 * @HOMEBOX_SESSION_SIGNING_IN: it had ended, and the person is signing in again
 *   (homebox_session_begin_resume())
 * @HOMEBOX_SESSION_ACTIVE: the server accepts the token, as far as is known
 * @HOMEBOX_SESSION_REFRESHING: the token is being exchanged for a new one; requests wait for it
 * @HOMEBOX_SESSION_ENDED: the server refused the token: sign in again
 * @HOMEBOX_SESSION_UNREACHABLE: the last request found no server (homebox_error_is_no_server());
 *   the token may well be good
 *
 * Whether a session can be used. It begins as %HOMEBOX_SESSION_ACTIVE. These are all the ways from
 * one state to another:
 *
 * | what happens | from | to |
 * |---|---|---|
 * | a request found no server | ACTIVE | UNREACHABLE |
 * | a request was answered, by whomever | UNREACHABLE | ACTIVE |
 * | the server refused the session's token (401) | ACTIVE, UNREACHABLE, REFRESHING | ENDED |
 * | a refresh begins | ACTIVE, UNREACHABLE | REFRESHING |
 * | it is over, with or without a new token | REFRESHING | ACTIVE |
 * | it is over, and no server was found | REFRESHING | UNREACHABLE |
 * | a new sign-in begins | ENDED | SIGNING_IN |
 * | it came to nothing | SIGNING_IN | ENDED |
 * | there is a new token | ENDED, SIGNING_IN, UNREACHABLE | ACTIVE |
 * | another process got a new token | ENDED, SIGNING_IN | ACTIVE |
 * | signed out, deleted, disposed of | any | SIGNED_OUT |
 *
 * A session that had ended has nothing to sign out of: homebox_session_sign_out_async() leaves it
 * ENDED.
 */
typedef enum
{
  HOMEBOX_SESSION_SIGNED_OUT,
  HOMEBOX_SESSION_SIGNING_IN,
  HOMEBOX_SESSION_ACTIVE,
  HOMEBOX_SESSION_REFRESHING,
  HOMEBOX_SESSION_ENDED,
  HOMEBOX_SESSION_UNREACHABLE,
} HomeboxSessionState;

#define HOMEBOX_TYPE_SESSION_STATE (homebox_session_state_get_type ())

GType homebox_session_state_get_type (void);

#define HOMEBOX_TYPE_SESSION (homebox_session_get_type ())

/**
 * HomeboxSession:
 *
 * An access token on a server, the person it belongs to, and what may be done with it.
 *
 * Properties: `client` (notified when homebox_session_set_client() changes it), `token` (notified
 * when a refresh or a new sign-in changes it), `user` (always there, empty until the first answer),
 * `state` (#HomeboxSessionState), `patient` (see homebox_session_set_patient()).
 *
 * Every request of the session goes through homebox_session_send_async(), which adds the token and
 * is the one place that notices when the server no longer accepts it.
 *
 * What waits keeps the session alive. Whoever makes a session patient has to call
 * homebox_session_give_up() before letting go of it.
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
void homebox_session_set_client (HomeboxSession *self, HomeboxClient *client);
HomeboxToken *homebox_session_get_token (HomeboxSession *self);
HomeboxUser *homebox_session_get_user (HomeboxSession *self);
HomeboxSessionState homebox_session_get_state (HomeboxSession *self);
gboolean homebox_session_is_over (HomeboxSession *self);

/* Going on after the end, with a new token of the same person. */
void homebox_session_set_patient (HomeboxSession *self, gboolean patient);
gboolean homebox_session_get_patient (HomeboxSession *self);
void homebox_session_begin_resume (HomeboxSession *self);
void homebox_session_cancel_resume (HomeboxSession *self);
gboolean homebox_session_resume (HomeboxSession *self, HomeboxToken *token);
gboolean homebox_session_take_token (HomeboxSession *self, HomeboxToken *token);
void homebox_session_give_up (HomeboxSession *self);

void homebox_session_refresh_async (HomeboxSession *self,
                                    HomeboxTokenKeeper *keeper,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean homebox_session_refresh_finish (HomeboxSession *self,
                                         GAsyncResult *result,
                                         GError **not_kept,
                                         GError **error);
gboolean homebox_session_refresh_may_be_done (const GError *error);

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

void homebox_session_sign_out_everywhere_async (HomeboxSession *self,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);
gboolean homebox_session_sign_out_everywhere_finish (HomeboxSession *self,
                                                     GAsyncResult *result,
                                                     GError **error);

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
