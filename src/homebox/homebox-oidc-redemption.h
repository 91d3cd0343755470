#pragma once

#include "homebox-authorization-answer.h"
#include "homebox-client.h"
#include "homebox-oidc-offer.h"

G_BEGIN_DECLS

/* The last step of HomeboxOidcLogin: an authorization code becomes an access token. */
void homebox_oidc_redemption_run_async (HomeboxClient *client,
                                        HomeboxOidcOffer *offer,
                                        HomeboxAuthorizationAnswer *answer,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
HomeboxToken *
homebox_oidc_redemption_run_finish (HomeboxClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
