#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOMEBOX_TYPE_TRUST (homebox_trust_get_type ())

/**
 * HomeboxTrust:
 *
 * Which servers a person trusts beyond those that the system does. For an origin
 * (`https://host:port`, the port always written out) that is the fingerprint of exactly one
 * certificate, its pin; for `http://host:port` that what is sent there may be read on the way.
 *
 * An origin with a pin takes that certificate, whatever else is wrong with it, and no other. One
 * without takes what the system trusts. It is asked on every connection, so that a pin that is
 * removed counts from the next request on.
 */
G_DECLARE_INTERFACE (HomeboxTrust, homebox_trust, HOMEBOX, TRUST, GObject)

/**
 * HomeboxTrustInterface:
 * @dup_pin: see homebox_trust_dup_pin()
 * @pin_is_superfluous: (nullable): see homebox_trust_tell_superfluous()
 * @allows_plain_http: (nullable): see homebox_trust_allows_plain_http(); nowhere if there is none
 */
struct _HomeboxTrustInterface
{
  GTypeInterface parent_interface;

  char *(*dup_pin) (HomeboxTrust *self, const char *origin);
  void (*pin_is_superfluous) (HomeboxTrust *self, const char *origin);
  gboolean (*allows_plain_http) (HomeboxTrust *self, const char *origin);
};

char *homebox_trust_dup_pin (HomeboxTrust *self, const char *origin);
void homebox_trust_tell_superfluous (HomeboxTrust *self, const char *origin);
gboolean homebox_trust_allows_plain_http (HomeboxTrust *self, const char *origin);

G_END_DECLS
