#include "latchkey-settings-version.h"

struct _LatchkeySettingsVersion
{
  GObject parent_instance;

  GDateTime *time;
  HomeboxJsonMembers *members;
};

enum
{
  PROP_0,
  PROP_TIME,
  PROP_MEMBERS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LatchkeySettingsVersion, latchkey_settings_version, G_TYPE_OBJECT)

static void
latchkey_settings_version_finalize (GObject *object)
{
  LatchkeySettingsVersion *self = LATCHKEY_SETTINGS_VERSION (object);

  g_date_time_unref (self->time);
  homebox_json_members_unref (self->members);

  G_OBJECT_CLASS (latchkey_settings_version_parent_class)->finalize (object);
}

static void
latchkey_settings_version_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LatchkeySettingsVersion *self = LATCHKEY_SETTINGS_VERSION (object);

  switch (id)
    {
    case PROP_TIME:
      g_value_set_boxed (value, self->time);
      break;
    case PROP_MEMBERS:
      g_value_set_boxed (value, self->members);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
latchkey_settings_version_class_init (LatchkeySettingsVersionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = latchkey_settings_version_finalize;
  object_class->get_property = latchkey_settings_version_get_property;

  properties[PROP_TIME] = g_param_spec_boxed ("time", NULL, NULL, G_TYPE_DATE_TIME, flags);
  properties[PROP_MEMBERS]
      = g_param_spec_boxed ("members", NULL, NULL, HOMEBOX_TYPE_JSON_MEMBERS, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_settings_version_init (LatchkeySettingsVersion *self)
{
}

/**
 * latchkey_settings_version_new:
 * @time: when it was seen first
 * @members: what the server had
 *
 * Returns: (transfer full): a new version
 */
LatchkeySettingsVersion *
latchkey_settings_version_new (GDateTime *time, HomeboxJsonMembers *members)
{
  LatchkeySettingsVersion *self;

  g_return_val_if_fail (time != NULL, NULL);
  g_return_val_if_fail (members != NULL, NULL);

  self = g_object_new (LATCHKEY_TYPE_SETTINGS_VERSION, NULL);
  self->time = g_date_time_ref (time);
  self->members = homebox_json_members_ref (members);

  return self;
}

/**
 * latchkey_settings_version_get_time:
 * @self: a version
 *
 * Returns: (transfer none): when it was seen first
 */
GDateTime *
latchkey_settings_version_get_time (LatchkeySettingsVersion *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTINGS_VERSION (self), NULL);

  return self->time;
}

/**
 * latchkey_settings_version_get_members:
 * @self: a version
 *
 * Returns: (transfer none): what the server had
 */
HomeboxJsonMembers *
latchkey_settings_version_get_members (LatchkeySettingsVersion *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTINGS_VERSION (self), NULL);

  return self->members;
}
