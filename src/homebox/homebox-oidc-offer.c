#include "homebox-oidc-offer.h"

#include "homebox-error.h"
#include "homebox-set-cookie.h"

#include <gio/gio.h>
#include <string.h>

static const char *const cookie_names[] = { "oidc_state", "oidc_nonce", "oidc_pkce_verifier" };

struct _HomeboxOidcOffer
{
  char *host_header;
  char *host;
  char *authorization_uri;
  GUri *redirect_uri;
  HomeboxSecret *state;
  HomeboxSecret *cookies;
};

G_DEFINE_BOXED_TYPE (HomeboxOidcOffer,
                     homebox_oidc_offer,
                     homebox_oidc_offer_ref,
                     homebox_oidc_offer_unref)

static void
homebox_oidc_offer_clear (HomeboxOidcOffer *self)
{
  g_clear_pointer (&self->host_header, g_free);
  g_clear_pointer (&self->host, g_free);
  homebox_secret_free_string (self->authorization_uri);
  g_clear_pointer (&self->redirect_uri, g_uri_unref);
  g_clear_pointer (&self->state, homebox_secret_unref);
  g_clear_pointer (&self->cookies, homebox_secret_unref);
}

static HomeboxSecret *
read_cookies (SoupMessageHeaders *headers)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cookie_names); i++)
    {
      g_autoptr (SoupCookie) cookie = homebox_set_cookie_find (headers, cookie_names[i]);

      if (cookie == NULL)
        {
          explicit_bzero (text->str, text->len);
          return NULL;
        }
      g_string_append_printf (text, "%s%s=%s", i > 0 ? "; " : "", cookie_names[i],
                              soup_cookie_get_value (cookie));
    }

  return homebox_secret_new_take (g_string_free (g_steal_pointer (&text), FALSE));
}

static gboolean
homebox_oidc_offer_read_location (HomeboxOidcOffer *self, const char *location)
{
  g_autoptr (GUri) uri = g_uri_parse (location, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GHashTable) params = NULL;
  const char *redirect_uri, *state;

  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_query (uri) == NULL)
    return FALSE;

  params = g_uri_parse_params (g_uri_get_query (uri), -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  if (params == NULL)
    return FALSE;

  redirect_uri = g_hash_table_lookup (params, "redirect_uri");
  state = g_hash_table_lookup (params, "state");
  if (redirect_uri == NULL || state == NULL || *state == '\0')
    return FALSE;

  self->authorization_uri = g_strdup (location);
  self->redirect_uri = g_uri_parse (redirect_uri, SOUP_HTTP_URI_FLAGS, NULL);
  self->state = homebox_secret_new (state);

  return self->redirect_uri != NULL && g_uri_get_host (self->redirect_uri) != NULL;
}

/**
 * homebox_oidc_offer_new_from_response:
 * @host_header: the header with which the server was asked to take us for its web page
 * @host: the value of that header, `127.0.0.1:PORT`
 * @response: the answer to `GET /users/login/oidc`, with its redirect not followed
 * @error: the place for a #HomeboxError
 *
 * Reads the server's 302. Its `Location` is the provider's authorization URL (OpenID Connect Core,
 * section 3.1.2.1). A redirect that is none, such as a proxy's, is
 * %HOMEBOX_ERROR_REDIRECTED with its target as detail.
 *
 * Returns: (transfer full) (nullable): the offer, or %NULL with @error set
 */
HomeboxOidcOffer *
homebox_oidc_offer_new_from_response (const char *host_header,
                                      const char *host,
                                      HomeboxResponse *response,
                                      GError **error)
{
  g_autoptr (HomeboxOidcOffer) self = NULL;
  SoupMessageHeaders *headers = homebox_response_get_headers (response);
  const char *location = soup_message_headers_get_one (headers, "Location");

  if (!SOUP_STATUS_IS_REDIRECTION (homebox_response_get_status (response)))
    {
      if (homebox_response_check (response, error))
        g_propagate_error (error,
                           homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE, NULL));
      return NULL;
    }

  self = g_atomic_rc_box_new0 (HomeboxOidcOffer);
  self->host_header = g_strdup (host_header);
  self->host = g_strdup (host);
  self->cookies = read_cookies (headers);
  if (location == NULL || self->cookies == NULL ||
      !homebox_oidc_offer_read_location (self, location))
    {
      g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_REDIRECTED, HOMEBOX_FIELD_NONE,
                                                   location));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * homebox_oidc_offer_ref:
 * @self: an offer
 *
 * Takes one more reference.
 *
 * Returns: (transfer full): @self
 */
HomeboxOidcOffer *
homebox_oidc_offer_ref (HomeboxOidcOffer *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * homebox_oidc_offer_unref:
 * @self: (transfer full): an offer
 *
 * Drops a reference. With the last one, state and cookies are overwritten.
 */
void
homebox_oidc_offer_unref (HomeboxOidcOffer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) homebox_oidc_offer_clear);
}

/**
 * homebox_oidc_offer_get_host_header:
 * @self: an offer
 *
 * The server repeats the redirect URI to the provider, and makes it anew from the same header.
 *
 * Returns: (transfer none): the name of the header that the callback has to carry again
 */
const char *
homebox_oidc_offer_get_host_header (HomeboxOidcOffer *self)
{
  return self->host_header;
}

/**
 * homebox_oidc_offer_get_host:
 * @self: an offer
 *
 * Returns: (transfer none): the value of that header
 */
const char *
homebox_oidc_offer_get_host (HomeboxOidcOffer *self)
{
  return self->host;
}

/**
 * homebox_oidc_offer_get_authorization_uri:
 * @self: an offer
 *
 * Returns: (transfer none): the address to open in the person's browser. Its scheme was not
 *   judged
 */
const char *
homebox_oidc_offer_get_authorization_uri (HomeboxOidcOffer *self)
{
  return self->authorization_uri;
}

/**
 * homebox_oidc_offer_get_redirect_uri:
 * @self: an offer
 *
 * Returns: (transfer none): where the provider will send the browser
 */
GUri *
homebox_oidc_offer_get_redirect_uri (HomeboxOidcOffer *self)
{
  return self->redirect_uri;
}

/**
 * homebox_oidc_offer_get_state:
 * @self: an offer
 *
 * Returns: (transfer none): the state that has to come back
 */
HomeboxSecret *
homebox_oidc_offer_get_state (HomeboxOidcOffer *self)
{
  return self->state;
}

/**
 * homebox_oidc_offer_get_cookies:
 * @self: an offer
 *
 * Returns: (transfer none): the value of the `Cookie` header for the callback
 */
HomeboxSecret *
homebox_oidc_offer_get_cookies (HomeboxOidcOffer *self)
{
  return self->cookies;
}

/**
 * homebox_oidc_offer_redirects_to:
 * @self: an offer
 * @port: a port of 127.0.0.1
 *
 * Returns: whether the browser will come to exactly that port, by plain http
 */
gboolean
homebox_oidc_offer_redirects_to (HomeboxOidcOffer *self, guint16 port)
{
  return strcmp (g_uri_get_scheme (self->redirect_uri), "http") == 0 &&
         strcmp (g_uri_get_host (self->redirect_uri), "127.0.0.1") == 0 &&
         g_uri_get_port (self->redirect_uri) == port;
}

/**
 * homebox_oidc_offer_redirects_here:
 * @self: an offer
 *
 * Returns: whether the browser will stay on this computer, where nobody else sees the code
 */
gboolean
homebox_oidc_offer_redirects_here (HomeboxOidcOffer *self)
{
  g_autoptr (GInetAddress) address = NULL;

  if (strcmp (g_uri_get_host (self->redirect_uri), "localhost") == 0)
    return TRUE;

  address = g_inet_address_new_from_string (g_uri_get_host (self->redirect_uri));
  return address != NULL && g_inet_address_get_is_loopback (address);
}
