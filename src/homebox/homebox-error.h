#pragma once

#include "homebox-certificate.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * HomeboxError:
 * @HOMEBOX_ERROR_INVALID_ADDRESS: what was typed is no server address
 * @HOMEBOX_ERROR_NAME_NOT_FOUND: the server's name could not be looked up
 * @HOMEBOX_ERROR_REFUSED: the computer is there, but nothing listens on that port
 * @HOMEBOX_ERROR_UNREACHABLE: no way to the server (no network, no route)
 * @HOMEBOX_ERROR_TIMED_OUT: no complete answer before the deadline
 * @HOMEBOX_ERROR_CONNECTION_LOST: the connection ended before the answer did. Whether the server
 *   did what it was asked to is not known
 * @HOMEBOX_ERROR_NOT_TRUSTED: the server's certificate is not trusted by this computer. Nothing was
 *   sent; see homebox_error_get_certificate()
 * @HOMEBOX_ERROR_CERTIFICATE_CHANGED: the server shows another certificate than the one that the
 *   person trusts for it. Nothing was sent; see homebox_error_get_certificate()
 * @HOMEBOX_ERROR_NOT_SECURE: what answers at this https address does not speak TLS
 * @HOMEBOX_ERROR_NOT_ENCRYPTED: a secret would go over plain http to a server that is not in a
 *   network of one's own, and the person did not agree to that. Nothing was sent; the
 *   detail is its origin
 * @HOMEBOX_ERROR_REDIRECTED: the server sent us to another address, which is not followed
 * @HOMEBOX_ERROR_NOT_HOMEBOX: something else than Homebox answers at this address
 * @HOMEBOX_ERROR_BROKEN_ANSWER: the answer is damaged, or misses something that has to be there
 * @HOMEBOX_ERROR_TOO_LARGE: the answer is larger than the limit
 * @HOMEBOX_ERROR_SERVER_TOO_OLD: this server does not have that endpoint yet
 * @HOMEBOX_ERROR_SERVER_FAILED: the server failed on its side
 * @HOMEBOX_ERROR_SERVER_BUSY: the server is there and not ready (408, or it says that it is not
 *   well)
 * @HOMEBOX_ERROR_BAD_GATEWAY: a proxy in front says that it cannot reach Homebox (502). Whether
 *   Homebox did what it was asked to is not known
 * @HOMEBOX_ERROR_UNAVAILABLE: the server or a proxy in front says that it is down or overloaded
 *   (503); homebox_error_get_retry_after() if it says for how long
 * @HOMEBOX_ERROR_GATEWAY_TIMEOUT: a proxy in front says that Homebox did not answer in time (504).
 *   Whether Homebox did what it was asked to is not known
 * @HOMEBOX_ERROR_GATEWAY_LOGIN: something between here and a server that is known to be a Homebox
 *   wants a sign-in of its own: an access gateway, a proxy, a captive portal. The detail is the
 *   address of the server, to be opened in a web browser
 * @HOMEBOX_ERROR_TOO_MANY_ATTEMPTS: too many attempts; see homebox_error_get_retry_after()
 * @HOMEBOX_ERROR_WRONG_CREDENTIALS: wrong email or password
 * @HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD: the current password is wrong
 * @HOMEBOX_ERROR_SESSION_ENDED: the token is no longer accepted: sign in again
 * @HOMEBOX_ERROR_DEMO_SERVER: a demo server refuses this for everybody
 * @HOMEBOX_ERROR_NOT_OWNER: only the owner of the home may do this
 * @HOMEBOX_ERROR_NO_HOME: the account belongs to no home any more, so that everything is refused
 * @HOMEBOX_ERROR_FORBIDDEN: refused, for a reason this client does not know
 * @HOMEBOX_ERROR_LOCAL_LOGIN_OFF: this server takes no passwords
 * @HOMEBOX_ERROR_EMAIL_TAKEN: another account has that email
 * @HOMEBOX_ERROR_REGISTRATION_OFF: this server makes no accounts for those who have no invitation
 * @HOMEBOX_ERROR_INVITATION_UNKNOWN: there is no such invitation, or it was withdrawn
 * @HOMEBOX_ERROR_INVITATION_SPENT: the invitation was used up or is too old
 * @HOMEBOX_ERROR_RESET_LINK_SPENT: the link for a new password was used, is too old or unknown
 * @HOMEBOX_ERROR_NOT_DONE: no answer came to a change, and it turned out that it was not made: it
 *   can be tried again
 * @HOMEBOX_ERROR_INVALID_INPUT: a value was refused; see homebox_error_get_field()
 * @HOMEBOX_ERROR_NOT_FOUND: what was asked for is not there
 * @HOMEBOX_ERROR_OIDC_OFF: this server has no sign-in through a provider
 * @HOMEBOX_ERROR_OIDC_PROVIDER_DOWN: the server could not reach the provider when it started
 * @HOMEBOX_ERROR_OIDC_OWN_ADDRESS: the server has the browser sent to an address of its own; the
 *   redirect URI is the detail
 * @HOMEBOX_ERROR_OIDC_NOT_SECURE: the provider would be asked over an unprotected connection
 * @HOMEBOX_ERROR_OIDC_DENIED: the person did not consent at the provider
 * @HOMEBOX_ERROR_OIDC_REFUSED: the provider or the server did not accept the sign-in
 * @HOMEBOX_ERROR_OIDC_EXPIRED: the sign-in at the provider took too long
 * @HOMEBOX_ERROR_OIDC_WRONG_ADDRESS: a pasted address is not where this sign-in ends
 * @HOMEBOX_ERROR_CANCELLED: the caller cancelled
 *
 * What went wrong, told apart by what the person can do about it.
 *
 * Every error of this domain carries a translated message that says what happened and what to do.
 * What the server itself said is a detail (homebox_error_get_detail()) and never the message.
 */
typedef enum
{
  HOMEBOX_ERROR_INVALID_ADDRESS,
  HOMEBOX_ERROR_NAME_NOT_FOUND,
  HOMEBOX_ERROR_REFUSED,
  HOMEBOX_ERROR_UNREACHABLE,
  HOMEBOX_ERROR_TIMED_OUT,
  HOMEBOX_ERROR_CONNECTION_LOST,
  HOMEBOX_ERROR_NOT_TRUSTED,
  HOMEBOX_ERROR_CERTIFICATE_CHANGED,
  HOMEBOX_ERROR_NOT_SECURE,
  HOMEBOX_ERROR_NOT_ENCRYPTED,
  HOMEBOX_ERROR_REDIRECTED,
  HOMEBOX_ERROR_NOT_HOMEBOX,
  HOMEBOX_ERROR_BROKEN_ANSWER,
  HOMEBOX_ERROR_TOO_LARGE,
  HOMEBOX_ERROR_SERVER_TOO_OLD,
  HOMEBOX_ERROR_SERVER_FAILED,
  HOMEBOX_ERROR_SERVER_BUSY,
  HOMEBOX_ERROR_BAD_GATEWAY,
  HOMEBOX_ERROR_UNAVAILABLE,
  HOMEBOX_ERROR_GATEWAY_TIMEOUT,
  HOMEBOX_ERROR_GATEWAY_LOGIN,
  HOMEBOX_ERROR_TOO_MANY_ATTEMPTS,
  HOMEBOX_ERROR_WRONG_CREDENTIALS,
  HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD,
  HOMEBOX_ERROR_SESSION_ENDED,
  HOMEBOX_ERROR_DEMO_SERVER,
  HOMEBOX_ERROR_NOT_OWNER,
  HOMEBOX_ERROR_NO_HOME,
  HOMEBOX_ERROR_FORBIDDEN,
  HOMEBOX_ERROR_LOCAL_LOGIN_OFF,
  HOMEBOX_ERROR_EMAIL_TAKEN,
  HOMEBOX_ERROR_REGISTRATION_OFF,
  HOMEBOX_ERROR_INVITATION_UNKNOWN,
  HOMEBOX_ERROR_INVITATION_SPENT,
  HOMEBOX_ERROR_RESET_LINK_SPENT,
  HOMEBOX_ERROR_NOT_DONE,
  HOMEBOX_ERROR_INVALID_INPUT,
  HOMEBOX_ERROR_NOT_FOUND,
  HOMEBOX_ERROR_OIDC_OFF,
  HOMEBOX_ERROR_OIDC_PROVIDER_DOWN,
  HOMEBOX_ERROR_OIDC_OWN_ADDRESS,
  HOMEBOX_ERROR_OIDC_NOT_SECURE,
  HOMEBOX_ERROR_OIDC_DENIED,
  HOMEBOX_ERROR_OIDC_REFUSED,
  HOMEBOX_ERROR_OIDC_EXPIRED,
  HOMEBOX_ERROR_OIDC_WRONG_ADDRESS,
  HOMEBOX_ERROR_CANCELLED,
} HomeboxError;

/**
 * HomeboxField:
 * @HOMEBOX_FIELD_NONE: no field in particular
 *
 * Which of the person's inputs an error is about, so that it can be shown there.
 */
typedef enum
{
  HOMEBOX_FIELD_NONE,
  HOMEBOX_FIELD_SERVER,
  HOMEBOX_FIELD_NAME,
  HOMEBOX_FIELD_EMAIL,
  HOMEBOX_FIELD_PASSWORD,
  HOMEBOX_FIELD_INVITATION,
  HOMEBOX_FIELD_EXPIRY,
  HOMEBOX_FIELD_USES,
} HomeboxField;

#define HOMEBOX_ERROR (homebox_error_quark ())

GQuark homebox_error_quark (void);

GError *homebox_error_new (HomeboxError code, HomeboxField field, const char *detail);
GError *homebox_error_new_with_message (HomeboxError code, HomeboxField field, const char *message);
GError *homebox_error_new_retry_after (guint seconds, const char *detail);
GError *homebox_error_new_certificate (HomeboxCertificate *certificate);
GError *homebox_error_new_unavailable (guint seconds, const char *detail);
GError *homebox_error_new_from_transport (const GError *cause);

HomeboxField homebox_error_get_field (const GError *error);
guint homebox_error_get_retry_after (const GError *error);
const char *homebox_error_get_detail (const GError *error);
HomeboxCertificate *homebox_error_get_certificate (const GError *error);
gboolean homebox_error_is_no_server (const GError *error);
gboolean homebox_error_is_unclear (const GError *error);

G_END_DECLS
