#pragma once

#include "homebox-session.h"

G_BEGIN_DECLS

/**
 * HomeboxOidcLoginState:
 * @HOMEBOX_OIDC_LOGIN_IDLE: not started
 * @HOMEBOX_OIDC_LOGIN_ASKING: the server is asked where the person can sign in
 * @HOMEBOX_OIDC_LOGIN_WAITING: the person signs in in the browser; the receiver waits for it
 * @HOMEBOX_OIDC_LOGIN_PASTING: the person signs in in the browser, whose last address has to be
 *   pasted: it cannot reach us
 * @HOMEBOX_OIDC_LOGIN_REDEEMING: the server exchanges the code for a session
 * @HOMEBOX_OIDC_LOGIN_DONE: there is a session
 * @HOMEBOX_OIDC_LOGIN_FAILED: it ended without one; see homebox_oidc_login_get_error()
 *
 * The steps of a sign-in through an OpenID Connect provider. IDLE, ASKING, then WAITING or
 * PASTING, REDEEMING, DONE; from each of them FAILED, and from DONE and FAILED nothing.
 */
typedef enum
{
  HOMEBOX_OIDC_LOGIN_IDLE,
  HOMEBOX_OIDC_LOGIN_ASKING,
  HOMEBOX_OIDC_LOGIN_WAITING,
  HOMEBOX_OIDC_LOGIN_PASTING,
  HOMEBOX_OIDC_LOGIN_REDEEMING,
  HOMEBOX_OIDC_LOGIN_DONE,
  HOMEBOX_OIDC_LOGIN_FAILED,
} HomeboxOidcLoginState;

#define HOMEBOX_TYPE_OIDC_LOGIN (homebox_oidc_login_get_type ())

/**
 * HomeboxOidcLogin:
 *
 * One sign-in through the server's OpenID Connect provider, in the person's own browser
 * (RFC 8252).
 *
 * Homebox's flow is made for its own web page: it keeps `state`, `nonce` and the PKCE verifier in
 * three cookies, and hands out the token in a fourth. So this asks the server as that page would,
 * under an address of this computer, keeps the cookies, lets the person's browser go to the
 * provider, and takes the code back when the browser comes to that address. How the server is
 * made to use our address goes by a ladder, tried without bothering the person:
 *
 * 1. `Host` is our address.
 * 2. `X-Forwarded-Host` is our address: for servers behind a proxy that they trust.
 * 3. What comes out is on this computer, but not where we listen: the address is pasted.
 *
 * Property: `state`.
 */
G_DECLARE_FINAL_TYPE (HomeboxOidcLogin, homebox_oidc_login, HOMEBOX, OIDC_LOGIN, GObject)

HomeboxOidcLogin *
homebox_oidc_login_new (HomeboxClient *client, const guint16 *ports, gsize n_ports);

void homebox_oidc_login_start (HomeboxOidcLogin *self);
void homebox_oidc_login_cancel (HomeboxOidcLogin *self);
gboolean
homebox_oidc_login_paste (HomeboxOidcLogin *self, const char *address, GError **error);

HomeboxOidcLoginState homebox_oidc_login_get_state (HomeboxOidcLogin *self);
const GError *homebox_oidc_login_get_error (HomeboxOidcLogin *self);
HomeboxSession *homebox_oidc_login_get_session (HomeboxOidcLogin *self);
const char *homebox_oidc_login_get_authorization_uri (HomeboxOidcLogin *self);
char *homebox_oidc_login_dup_authorization_host (HomeboxOidcLogin *self);
char *homebox_oidc_login_dup_redirect_uri (HomeboxOidcLogin *self);
gboolean homebox_oidc_login_get_usual_port (HomeboxOidcLogin *self);

G_END_DECLS
