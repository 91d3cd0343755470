#pragma once

#include "homebox-session.h"

G_BEGIN_DECLS

/* A forgotten password: a mail with a link is asked for, and the token in it sets a new one. Both
 * need no session. */

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
                                                                  gboolean *is_reset,
                                                                  GError **error);

G_END_DECLS
