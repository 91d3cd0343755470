#include "homebox-trust.h"

G_DEFINE_INTERFACE (HomeboxTrust, homebox_trust, G_TYPE_OBJECT)

static void
homebox_trust_default_init (HomeboxTrustInterface *iface)
{
}

/**
 * homebox_trust_dup_pin:
 * @self: what a person trusts
 * @origin: an origin, as homebox_uri_dup_origin() writes it
 *
 * Returns: (transfer full) (nullable): the SHA-256 fingerprint of the one certificate that @origin
 *   may show, as homebox_certificate_get_fingerprint() writes it; %NULL when it is up to the system
 */
char *
homebox_trust_dup_pin (HomeboxTrust *self, const char *origin)
{
  g_return_val_if_fail (HOMEBOX_IS_TRUST (self), NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  return HOMEBOX_TRUST_GET_IFACE (self)->dup_pin (self, origin);
}

/**
 * homebox_trust_tell_superfluous:
 * @self: what a person trusts
 * @origin: an origin with a pin
 *
 * Tells that @origin showed the pinned certificate, and that the system trusts it by now: the pin
 * has done its work. May come once for every connection until the pin is gone.
 */
void
homebox_trust_tell_superfluous (HomeboxTrust *self, const char *origin)
{
  HomeboxTrustInterface *iface;

  g_return_if_fail (HOMEBOX_IS_TRUST (self));
  g_return_if_fail (origin != NULL);

  iface = HOMEBOX_TRUST_GET_IFACE (self);
  if (iface->pin_is_superfluous != NULL)
    iface->pin_is_superfluous (self, origin);
}

/**
 * homebox_trust_allows_plain_http:
 * @self: what a person trusts
 * @origin: an origin that is asked with plain http: `http://host:port`
 *
 * Returns: whether the person agreed that what is sent there is not encrypted, also when the server
 *   is not in a network of one's own
 */
gboolean
homebox_trust_allows_plain_http (HomeboxTrust *self, const char *origin)
{
  HomeboxTrustInterface *iface;

  g_return_val_if_fail (HOMEBOX_IS_TRUST (self), FALSE);
  g_return_val_if_fail (origin != NULL, FALSE);

  iface = HOMEBOX_TRUST_GET_IFACE (self);

  return iface->allows_plain_http != NULL && iface->allows_plain_http (self, origin);
}
