#pragma once

#include "homebox-response.h"
#include "homebox-secret.h"

G_BEGIN_DECLS

/**
 * HomeboxOidcOffer:
 *
 * What a Homebox server answered to `GET /users/login/oidc`: where the person signs in, where the
 * provider will send the browser afterwards, the state that will come back, and the three cookies
 * with which alone the server will accept the code.
 *
 * Immutable and reference counted.
 */
typedef struct _HomeboxOidcOffer HomeboxOidcOffer;

#define HOMEBOX_TYPE_OIDC_OFFER (homebox_oidc_offer_get_type ())

GType homebox_oidc_offer_get_type (void);

HomeboxOidcOffer *homebox_oidc_offer_new_from_response (const char *host_header,
                                                        const char *host,
                                                        HomeboxResponse *response,
                                                        GError **error);
HomeboxOidcOffer *homebox_oidc_offer_ref (HomeboxOidcOffer *self);
void homebox_oidc_offer_unref (HomeboxOidcOffer *self);

const char *homebox_oidc_offer_get_host_header (HomeboxOidcOffer *self);
const char *homebox_oidc_offer_get_host (HomeboxOidcOffer *self);
const char *homebox_oidc_offer_get_authorization_uri (HomeboxOidcOffer *self);
GUri *homebox_oidc_offer_get_redirect_uri (HomeboxOidcOffer *self);
HomeboxSecret *homebox_oidc_offer_get_state (HomeboxOidcOffer *self);
HomeboxSecret *homebox_oidc_offer_get_cookies (HomeboxOidcOffer *self);
gboolean homebox_oidc_offer_redirects_to (HomeboxOidcOffer *self, guint16 port);
gboolean homebox_oidc_offer_redirects_here (HomeboxOidcOffer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxOidcOffer, homebox_oidc_offer_unref)

G_END_DECLS
