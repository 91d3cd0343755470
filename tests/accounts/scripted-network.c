#include "scripted-network.h"

struct _ScriptedNetwork
{
  GObject parent_instance;

  gboolean available;
};

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
scripted_network_monitor_init (GNetworkMonitorInterface *iface)
{
}

static gboolean
scripted_network_initable_init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
scripted_network_initable_iface_init (GInitableIface *iface)
{
  iface->init = scripted_network_initable_init;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
    ScriptedNetwork,
    scripted_network,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, scripted_network_initable_iface_init)
        G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, scripted_network_monitor_init))

static void
scripted_network_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  ScriptedNetwork *self = SCRIPTED_NETWORK (object);

  switch (property)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->available);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value, self->available ? G_NETWORK_CONNECTIVITY_FULL
                                               : G_NETWORK_CONNECTIVITY_LOCAL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
scripted_network_class_init (ScriptedNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = scripted_network_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
scripted_network_init (ScriptedNetwork *self)
{
  self->available = TRUE;
}

ScriptedNetwork *
scripted_network_new (void)
{
  return g_object_new (SCRIPTED_TYPE_NETWORK, NULL);
}

void
scripted_network_set (ScriptedNetwork *self, gboolean available)
{
  gboolean changed = self->available != available;

  self->available = available;
  if (changed)
    g_object_notify (G_OBJECT (self), "network-available");
  g_signal_emit_by_name (self, "network-changed", available);
}
