#include "latchkey-settings-version.h"

#include "homebox-json.h"

#include <string.h>

struct _LatchkeySettingsVersion
{
  GObject parent_instance;

  GDateTime *time;

  /* At least one of these; the other is made when it is asked for. */
  char *text;
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
  g_free (self->text);
  g_clear_pointer (&self->members, homebox_json_members_unref);

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
      g_value_set_boxed (value, latchkey_settings_version_get_members (self));
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

/*
 * latchkey_settings_version_new_from_json:
 * @object: a record of the file
 *
 * Returns: (transfer full) (nullable): the version that was recorded, or %NULL if it is none
 */
LatchkeySettingsVersion *
latchkey_settings_version_new_from_json (JsonObject *object)
{
  g_autoptr (GDateTime) time = homebox_json_get_time (object, "time");
  const char *text = homebox_json_get_string (object, "settings");
  g_autoptr (LatchkeySettingsVersion) self = NULL;

  if (time == NULL || text == NULL)
    return NULL;

  self = g_object_new (LATCHKEY_TYPE_SETTINGS_VERSION, NULL);
  self->time = g_steal_pointer (&time);
  self->text = g_strdup (text);

  return g_steal_pointer (&self);
}

static const char *
get_text (LatchkeySettingsVersion *self)
{
  if (self->text == NULL)
    self->text = homebox_json_members_to_text (self->members);

  return self->text;
}

/*
 * latchkey_settings_version_to_json:
 * @self: a version
 *
 * The settings are recorded as a string: json-glib would damage them as an object.
 *
 * Returns: (transfer full): a record for the file
 */
JsonNode *
latchkey_settings_version_to_json (LatchkeySettingsVersion *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GDateTime) utc = g_date_time_to_utc (self->time);
  g_autofree char *time = g_date_time_format_iso8601 (utc);
  JsonNode *node = json_node_alloc ();

  json_object_set_string_member (object, "time", time);
  json_object_set_string_member (object, "settings", get_text (self));

  return json_node_init_object (node, object);
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

  if (self->members == NULL)
    self->members = homebox_json_members_parse_stored (self->text, strlen (self->text));
  if (self->members == NULL)
    self->members = homebox_json_members_new ();

  return self->members;
}
