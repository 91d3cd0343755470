#include "homebox-address-private.h"

G_DEFINE_BOXED_TYPE (HomeboxAddress, homebox_address, homebox_address_copy, homebox_address_free)

/**
 * homebox_address_copy:
 * @self: an address
 *
 * Returns: (transfer full): a copy of @self
 */
HomeboxAddress *
homebox_address_copy (HomeboxAddress *self)
{
  HomeboxAddress *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (HomeboxAddress, 1);
  copy->scheme = g_strdup (self->scheme);
  copy->host = g_strdup (self->host);
  copy->port = self->port;
  copy->path = g_strdup (self->path);

  return copy;
}

/**
 * homebox_address_free:
 * @self: (transfer full): an address
 *
 * Frees @self.
 */
void
homebox_address_free (HomeboxAddress *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->scheme);
  g_free (self->host);
  g_free (self->path);
  g_free (self);
}

/**
 * homebox_address_get_scheme:
 * @self: an address
 *
 * Returns: (transfer none) (nullable): `http` or `https`, or %NULL when none was typed
 */
const char *
homebox_address_get_scheme (HomeboxAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->scheme;
}

/**
 * homebox_address_get_host:
 * @self: an address
 *
 * Returns: (transfer none): the host in lower case and ASCII, an IPv6 address without brackets
 */
const char *
homebox_address_get_host (HomeboxAddress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->host;
}

/**
 * homebox_address_has_port:
 * @self: an address
 *
 * Returns: whether a port was typed
 */
gboolean
homebox_address_has_port (HomeboxAddress *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->port != -1;
}

/**
 * homebox_address_dup_base_uri:
 * @self: an address
 * @scheme: (nullable): `http` or `https`; %NULL for the one that was typed, and `https` when none
 *   was
 *
 * Writes the address as the one form in which it is asked, kept and shown: without the default
 * port of @scheme and without a `/` at its end. `/api/v1` follows directly behind it.
 *
 * Returns: (transfer full): the base URI
 */
char *
homebox_address_dup_base_uri (HomeboxAddress *self, const char *scheme)
{
  int port;

  g_return_val_if_fail (self != NULL, NULL);

  if (scheme == NULL)
    scheme = self->scheme != NULL ? self->scheme : "https";

  port = self->port;
  if (port == (g_str_equal (scheme, "http") ? 80 : 443))
    port = -1;

  return g_uri_join (G_URI_FLAGS_ENCODED_PATH, scheme, NULL, self->host, port, self->path, NULL,
                     NULL);
}
