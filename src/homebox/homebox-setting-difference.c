#include "homebox-setting-difference.h"

struct _HomeboxSettingDifference
{
  GObject parent_instance;

  char *name;
  char *key;
  char *now;
  char *then;
  gboolean selected;
};

enum
{
  PROP_0,
  PROP_KEY,
  PROP_NOW,
  PROP_THEN,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxSettingDifference, homebox_setting_difference, G_TYPE_OBJECT)

static void
homebox_setting_difference_finalize (GObject *object)
{
  HomeboxSettingDifference *self = HOMEBOX_SETTING_DIFFERENCE (object);

  g_free (self->name);
  g_free (self->key);
  g_free (self->now);
  g_free (self->then);

  G_OBJECT_CLASS (homebox_setting_difference_parent_class)->finalize (object);
}

static void
homebox_setting_difference_get_property (GObject *object,
                                         guint id,
                                         GValue *value,
                                         GParamSpec *pspec)
{
  HomeboxSettingDifference *self = HOMEBOX_SETTING_DIFFERENCE (object);

  switch (id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_NOW:
      g_value_set_string (value, self->now);
      break;
    case PROP_THEN:
      g_value_set_string (value, self->then);
      break;
    case PROP_SELECTED:
      g_value_set_boolean (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_setting_difference_set_property (GObject *object,
                                         guint id,
                                         const GValue *value,
                                         GParamSpec *pspec)
{
  HomeboxSettingDifference *self = HOMEBOX_SETTING_DIFFERENCE (object);

  switch (id)
    {
    case PROP_SELECTED:
      homebox_setting_difference_set_selected (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_setting_difference_class_init (HomeboxSettingDifferenceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_setting_difference_finalize;
  object_class->get_property = homebox_setting_difference_get_property;
  object_class->set_property = homebox_setting_difference_set_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, told);
  properties[PROP_NOW] = g_param_spec_string ("now", NULL, NULL, NULL, told);
  properties[PROP_THEN] = g_param_spec_string ("then", NULL, NULL, NULL, told);
  properties[PROP_SELECTED]
      = g_param_spec_boolean ("selected", NULL, NULL, FALSE, told | G_PARAM_WRITABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_setting_difference_init (HomeboxSettingDifference *self)
{
}

/**
 * homebox_setting_difference_new:
 * @name: the name as in #HomeboxJsonMember
 * @now: (nullable): the text of its value now, or %NULL if it is not there
 * @then: (nullable): the text of its value in what is compared
 *
 * Returns: (transfer full): a new difference; selected unless it would remove the key
 */
HomeboxSettingDifference *
homebox_setting_difference_new (const char *name, const char *now, const char *then)
{
  HomeboxSettingDifference *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (now != NULL || then != NULL, NULL);

  self = g_object_new (HOMEBOX_TYPE_SETTING_DIFFERENCE, NULL);
  self->name = g_strdup (name);
  self->key = homebox_json_text_dup_string (name);
  self->now = g_strdup (now);
  self->then = g_strdup (then);
  self->selected = then != NULL;

  return self;
}

/**
 * homebox_setting_difference_get_name:
 * @self: a difference
 *
 * Returns: (transfer none): the name as in #HomeboxJsonMember
 */
const char *
homebox_setting_difference_get_name (HomeboxSettingDifference *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_DIFFERENCE (self), NULL);

  return self->name;
}

/**
 * homebox_setting_difference_get_key:
 * @self: a difference
 *
 * Returns: (transfer none): the key, to be shown
 */
const char *
homebox_setting_difference_get_key (HomeboxSettingDifference *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_DIFFERENCE (self), NULL);

  return self->key;
}

/**
 * homebox_setting_difference_get_now:
 * @self: a difference
 *
 * Returns: (transfer none) (nullable): the text of the value as it is, or %NULL if it is not there
 */
const char *
homebox_setting_difference_get_now (HomeboxSettingDifference *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_DIFFERENCE (self), NULL);

  return self->now;
}

/**
 * homebox_setting_difference_get_then:
 * @self: a difference
 *
 * Returns: (transfer none) (nullable): the text of the value in what is compared, or %NULL if it is
 *   not there
 */
const char *
homebox_setting_difference_get_then (HomeboxSettingDifference *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_DIFFERENCE (self), NULL);

  return self->then;
}

/**
 * homebox_setting_difference_get_selected:
 * @self: a difference
 *
 * Returns: whether it is to be taken over
 */
gboolean
homebox_setting_difference_get_selected (HomeboxSettingDifference *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING_DIFFERENCE (self), FALSE);

  return self->selected;
}

/**
 * homebox_setting_difference_set_selected:
 * @self: a difference
 * @selected: whether it is to be taken over
 *
 * Selects it, or not.
 */
void
homebox_setting_difference_set_selected (HomeboxSettingDifference *self, gboolean selected)
{
  g_return_if_fail (HOMEBOX_IS_SETTING_DIFFERENCE (self));

  if (self->selected == !!selected)
    return;

  self->selected = !!selected;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}
