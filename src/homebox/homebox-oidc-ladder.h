#pragma once

#include "homebox-client.h"
#include "homebox-oidc-offer.h"

G_BEGIN_DECLS

/* The first step of HomeboxOidcLogin: how the server is made to send the browser to us. */
void homebox_oidc_ladder_climb_async (HomeboxClient *client,
                                      guint16 port,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
HomeboxOidcOffer *
homebox_oidc_ladder_climb_finish (HomeboxClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
