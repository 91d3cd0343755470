#pragma once

#include "homebox-session.h"

G_BEGIN_DECLS

/* A forgotten password: a mail with a link is asked for, and the token in it sets a new one. Both
 * need no session. */

/**
 * HomeboxResetOutcome:
 * @HOMEBOX_RESET_NOT_DONE: the password is what it was
 * @HOMEBOX_RESET_UNKNOWN: no answer came, and whether the new password is accepted could not be
 *   found out either
 * @HOMEBOX_RESET_DONE: the new password is in force
 *
 * What became of a new password, whether or not somebody could sign in with it.
 */
typedef enum
{
  HOMEBOX_RESET_NOT_DONE,
  HOMEBOX_RESET_UNKNOWN,
  HOMEBOX_RESET_DONE,
} HomeboxResetOutcome;

void homebox_password_reset_probe_async (HomeboxClient *client,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean homebox_password_reset_probe_finish (HomeboxClient *client,
                                              GAsyncResult *result,
                                              gboolean *is_offered,
                                              GError **error);

void homebox_password_reset_request_async (HomeboxClient *client,
                                           const char *email,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
homebox_password_reset_request_finish (HomeboxClient *client, GAsyncResult *result, GError **error);

void homebox_password_reset_redeem_async (HomeboxClient *client,
                                          HomeboxSecret *token,
                                          HomeboxSecret *new_password,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
homebox_password_reset_redeem_finish (HomeboxClient *client, GAsyncResult *result, GError **error);

void homebox_password_reset_redeem_and_sign_in_async (HomeboxClient *client,
                                                      HomeboxSecret *token,
                                                      const char *email,
                                                      HomeboxSecret *new_password,
                                                      gboolean stay_signed_in,
                                                      GCancellable *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer user_data);
HomeboxSession *homebox_password_reset_redeem_and_sign_in_finish (HomeboxClient *client,
                                                                  GAsyncResult *result,
                                                                  HomeboxResetOutcome *outcome,
                                                                  GError **error);

G_END_DECLS
