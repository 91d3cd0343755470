#include "scripted-trust.h"

struct _ScriptedTrust
{
  GObject parent_instance;

  GHashTable *pins;
  guint n_superfluous;
};

static void scripted_trust_trust_init (HomeboxTrustInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptedTrust,
                               scripted_trust,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOMEBOX_TYPE_TRUST,
                                                      scripted_trust_trust_init))

static char *
scripted_trust_dup_pin (HomeboxTrust *trust, const char *origin)
{
  return g_strdup (g_hash_table_lookup (SCRIPTED_TRUST (trust)->pins, origin));
}

static void
scripted_trust_pin_is_superfluous (HomeboxTrust *trust, const char *origin)
{
  SCRIPTED_TRUST (trust)->n_superfluous++;
}

static gboolean
scripted_trust_allows_plain_http (HomeboxTrust *trust, const char *origin)
{
  return g_str_has_prefix (origin, "http://")
         && g_hash_table_contains (SCRIPTED_TRUST (trust)->pins, origin);
}

static void
scripted_trust_trust_init (HomeboxTrustInterface *iface)
{
  iface->dup_pin = scripted_trust_dup_pin;
  iface->pin_is_superfluous = scripted_trust_pin_is_superfluous;
  iface->allows_plain_http = scripted_trust_allows_plain_http;
}

static void
scripted_trust_finalize (GObject *object)
{
  g_hash_table_unref (SCRIPTED_TRUST (object)->pins);

  G_OBJECT_CLASS (scripted_trust_parent_class)->finalize (object);
}

static void
scripted_trust_class_init (ScriptedTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scripted_trust_finalize;
}

static void
scripted_trust_init (ScriptedTrust *self)
{
  self->pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/*
 * scripted_trust_new:
 *
 * Returns: (transfer full): somebody who trusts what the system does
 */
ScriptedTrust *
scripted_trust_new (void)
{
  return g_object_new (SCRIPTED_TYPE_TRUST, NULL);
}

/*
 * scripted_trust_pin:
 * @self: what a person trusts
 * @origin: a server: `https://host:port`, or `http://host:port` where everything may be read
 * @fingerprint: (nullable): the only certificate that it may show, or %NULL to leave it to the
 *   system again
 *
 * Sets a pin.
 */
void
scripted_trust_pin (ScriptedTrust *self, const char *origin, const char *fingerprint)
{
  if (fingerprint != NULL)
    g_hash_table_replace (self->pins, g_strdup (origin), g_strdup (fingerprint));
  else
    g_hash_table_remove (self->pins, origin);
}

/*
 * scripted_trust_get_n_superfluous:
 * @self: what a person trusts
 *
 * Returns: how often it was told that a pin has done its work
 */
guint
scripted_trust_get_n_superfluous (ScriptedTrust *self)
{
  return self->n_superfluous;
}
