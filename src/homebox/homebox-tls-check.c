#include "homebox-tls-check.h"

#include "homebox-address.h"
#include "homebox-certificate.h"
#include "homebox-error.h"
#include "homebox-uri.h"

#include <string.h>

struct _HomeboxTlsCheck
{
  SoupMessage *message;
  HomeboxTrust *trust;
  GCancellable *cancellable;

  char *origin;
  gboolean over_tls;
  /* The one that the system verified when the connection was made. */
  GTlsCertificate *verified;
  GError *error;
};

/* What a server is trusted with does not depend on what is said to it. */
static char *
dup_origin (GUri *uri)
{
  g_autofree char *origin = homebox_uri_dup_origin (uri);

  if (g_str_has_prefix (origin, "wss://"))
    return g_strconcat ("https://", origin + strlen ("wss://"), NULL);
  if (g_str_has_prefix (origin, "ws://"))
    return g_strconcat ("http://", origin + strlen ("ws://"), NULL);

  return g_steal_pointer (&origin);
}

static char *
dup_pin (HomeboxTlsCheck *self)
{
  return self->trust != NULL ? homebox_trust_dup_pin (self->trust, self->origin) : NULL;
}

static gboolean
is_pinned (GTlsCertificate *certificate, const char *pin)
{
  g_autofree char *fingerprint = homebox_certificate_fingerprint_of (certificate);

  return g_strcmp0 (fingerprint, pin) == 0;
}

static void
refuse (HomeboxTlsCheck *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);

  /* With this, libsoup gives the connection up before it writes. */
  g_cancellable_cancel (self->cancellable);
}

static void
refuse_certificate (HomeboxTlsCheck *self,
                    GTlsCertificate *certificate,
                    const char *pin,
                    GTlsCertificateFlags problems)
{
  g_autoptr (HomeboxCertificate) shown
      = homebox_certificate_new (certificate, self->origin, pin, problems);

  refuse (self, homebox_error_new_certificate (shown));
}

/*
 * What the system says to a certificate, whoever accepted it before.
 *
 * This reads no network, and the files of the system were read when TLS was used for the first
 * time: it is a comparison in memory. It has to be known at once, since libsoup goes on to write
 * when its signal returns.
 */
static GTlsCertificateFlags
verify (HomeboxTlsCheck *self, GTlsCertificate *certificate)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GSocketConnectable) identity = NULL;
  g_autoptr (GError) error = NULL;
  GUri *uri = soup_message_get_uri (self->message);
  GTlsCertificateFlags problems;

  database = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  if (database == NULL)
    return G_TLS_CERTIFICATE_GENERIC_ERROR;

  identity = g_network_address_new (g_uri_get_host (uri), (guint16) g_uri_get_port (uri));
  problems = g_tls_database_verify_chain (database, certificate,
                                          G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                                          NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error);

  return error != NULL ? problems | G_TLS_CERTIFICATE_GENERIC_ERROR : problems;
}

/* The verdict of the system when the connection was made: by this message, or by one before it. */
static GTlsCertificateFlags
recall_problems (HomeboxTlsCheck *self, GTlsCertificate *certificate)
{
  if (certificate == self->verified)
    return 0;

  return soup_message_get_tls_peer_certificate_errors (self->message);
}

static void
look_at (HomeboxTlsCheck *self, GTlsCertificate *certificate, gboolean is_new)
{
  g_autofree char *pin = NULL;
  GTlsCertificateFlags problems;

  if (certificate == NULL)
    {
      refuse (self, homebox_error_new (HOMEBOX_ERROR_NOT_SECURE, HOMEBOX_FIELD_NONE,
                                       "no certificate"));
      return;
    }

  problems = is_new ? verify (self, certificate) : recall_problems (self, certificate);
  if (problems == 0)
    g_set_object (&self->verified, certificate);

  pin = dup_pin (self);
  if (pin != NULL ? !is_pinned (certificate, pin) : problems != 0)
    refuse_certificate (self, certificate, pin, problems);
  else if (pin != NULL && problems == 0)
    homebox_trust_tell_superfluous (self->trust, self->origin);
}

static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags problems,
                       gpointer user_data)
{
  HomeboxTlsCheck *self = user_data;
  g_autofree char *pin = dup_pin (self);

  if (pin != NULL && is_pinned (certificate, pin))
    return TRUE;

  refuse_certificate (self, certificate, pin, problems);

  return FALSE;
}

/* When TLS resumes, in whatever session of this process the connection before was made, nobody is
 * asked about the certificate. This is the first moment at which it is known. */
static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && G_IS_TLS_CONNECTION (connection))
    look_at (user_data, g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (connection)),
             TRUE);
}

/* Whether somebody who reads it could do what the person can. */
static gboolean
carries_secret (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  return !g_str_equal (soup_message_get_method (message), "GET")
         || soup_message_headers_get_one (headers, "Authorization") != NULL
         || soup_message_headers_get_one (headers, "Cookie") != NULL
         || soup_message_headers_get_one (headers, "Sec-WebSocket-Protocol") != NULL;
}

/* Where a proxy leads is only known when it was told an address. */
static HomeboxReach
find_reach (GSocketAddress *address)
{
  g_autoptr (GInetAddress) literal = NULL;

  if (G_IS_PROXY_ADDRESS (address))
    literal = g_inet_address_new_from_string (
        g_proxy_address_get_destination_hostname (G_PROXY_ADDRESS (address)));
  else if (G_IS_INET_SOCKET_ADDRESS (address))
    literal = g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));

  return literal != NULL ? homebox_address_reach_of (literal) : HOMEBOX_REACH_PUBLIC;
}

static void
look_at_plain (HomeboxTlsCheck *self)
{
  if (!carries_secret (self->message)
      || find_reach (soup_message_get_remote_address (self->message)) != HOMEBOX_REACH_PUBLIC
      || (self->trust != NULL && homebox_trust_allows_plain_http (self->trust, self->origin)))
    return;

  refuse (self, homebox_error_new (HOMEBOX_ERROR_NOT_ENCRYPTED, HOMEBOX_FIELD_NONE, NULL));
}

/* The last moment before the message is written, on whatever connection it got. */
static void
on_starting (SoupMessage *message, gpointer user_data)
{
  HomeboxTlsCheck *self = user_data;

  if (self->over_tls)
    look_at (self, soup_message_get_tls_peer_certificate (message), FALSE);
  else
    look_at_plain (self);
}

/*
 * homebox_tls_check_new:
 * @message: a message that is about to be sent
 * @trust: (nullable): what a person trusts beyond what the system does
 * @cancellable: what @message will be sent with
 *
 * Keeps @message from being written to a server whose certificate is not the one in @trust or,
 * where that has none, one that the system trusts for the server's name; and, over plain http, from
 * being written to a server that is not in a network of one's own, if it has a token or changes
 * something, and @trust does not allow that. Then @cancellable is cancelled, and
 * homebox_tls_check_get_error() says why.
 *
 * Rests on libsoup: `network-event` with %G_SOCKET_CLIENT_TLS_HANDSHAKED and `starting` are emitted
 * before the message is written, and a message whose cancellable is cancelled then is not.
 *
 * Returns: (transfer full): a check, to be kept as long as @message is under way
 */
HomeboxTlsCheck *
homebox_tls_check_new (SoupMessage *message, HomeboxTrust *trust, GCancellable *cancellable)
{
  HomeboxTlsCheck *self = g_new0 (HomeboxTlsCheck, 1);

  self->message = g_object_ref (message);
  self->cancellable = g_object_ref (cancellable);
  self->origin = dup_origin (soup_message_get_uri (message));
  g_set_object (&self->trust, trust);

  self->over_tls = g_str_has_prefix (self->origin, "https://");

  if (self->over_tls)
    {
      g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), self);
      g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), self);
    }

  g_signal_connect (message, "starting", G_CALLBACK (on_starting), self);

  return self;
}

/*
 * homebox_tls_check_free:
 * @self: (transfer full): a check
 *
 * Ends the check. What is still written of the message is no longer looked at.
 */
void
homebox_tls_check_free (HomeboxTlsCheck *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_object (&self->trust);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->verified);
  g_clear_error (&self->error);
  g_free (self->origin);
  g_free (self);
}

/*
 * homebox_tls_check_get_error:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): why the message was not sent: %HOMEBOX_ERROR_NOT_TRUSTED,
 *   %HOMEBOX_ERROR_CERTIFICATE_CHANGED, %HOMEBOX_ERROR_NOT_SECURE or %HOMEBOX_ERROR_NOT_ENCRYPTED;
 *   %NULL if it may be
 */
const GError *
homebox_tls_check_get_error (HomeboxTlsCheck *self)
{
  return self->error;
}
