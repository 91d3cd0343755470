#include "homebox-setting-private.h"

#include <string.h>

/* How many replaced values are remembered. */
#define PAST_MAX 8

enum
{
  PROP_0,
  PROP_KEY,
  PROP_VALUE,
  PROP_KIND,
  PROP_STATE,
  PROP_ORIGIN,
  PROP_KEEP,
  PROP_CHANGED_ELSEWHERE,
  PROP_THEIR_VALUE,
  PROP_OLD_VALUE,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HomeboxSetting, homebox_setting, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (HomeboxSettingState,
                    homebox_setting_state,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_SAVED, "saved"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_SAVING, "saving"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_CONFLICT, "conflict"))

G_DEFINE_ENUM_TYPE (HomeboxSettingOrigin,
                    homebox_setting_origin,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_FROM_SERVER, "server"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_FROM_HERE, "here"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_FROM_ELSEWHERE, "elsewhere"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_FROM_KEPT, "kept"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTING_FROM_PAST, "past"))

static void
homebox_setting_finalize (GObject *object)
{
  HomeboxSetting *self = HOMEBOX_SETTING (object);

  g_free (self->name);
  g_free (self->key);
  g_free (self->value);
  g_free (self->stored);
  g_free (self->base);
  g_free (self->mine);
  g_free (self->sent);
  g_free (self->sent_base);
  g_free (self->lost);
  g_free (self->theirs);
  g_free (self->old);
  g_clear_pointer (&self->past, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (homebox_setting_parent_class)->finalize (object);
}

static void
homebox_setting_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxSetting *self = HOMEBOX_SETTING (object);

  switch (id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case PROP_KIND:
      g_value_set_enum (value, (int) homebox_setting_get_kind (self));
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_ORIGIN:
      g_value_set_enum (value, (int) self->origin);
      break;
    case PROP_KEEP:
      g_value_set_boolean (value, self->keep);
      break;
    case PROP_CHANGED_ELSEWHERE:
      g_value_set_boolean (value, self->changed_elsewhere);
      break;
    case PROP_THEIR_VALUE:
      g_value_set_string (value, self->theirs);
      break;
    case PROP_OLD_VALUE:
      g_value_set_string (value, self->old);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_setting_class_init (HomeboxSettingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_setting_finalize;
  object_class->get_property = homebox_setting_get_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, told);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, told);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, HOMEBOX_TYPE_JSON_KIND,
                                             HOMEBOX_JSON_ABSENT, told);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HOMEBOX_TYPE_SETTING_STATE,
                                              HOMEBOX_SETTING_SAVED, told);
  properties[PROP_ORIGIN] = g_param_spec_enum ("origin", NULL, NULL, HOMEBOX_TYPE_SETTING_ORIGIN,
                                               HOMEBOX_SETTING_FROM_SERVER, told);
  properties[PROP_KEEP] = g_param_spec_boolean ("keep", NULL, NULL, FALSE, told);
  properties[PROP_CHANGED_ELSEWHERE]
      = g_param_spec_boolean ("changed-elsewhere", NULL, NULL, FALSE, told);
  properties[PROP_THEIR_VALUE] = g_param_spec_string ("their-value", NULL, NULL, NULL, told);
  properties[PROP_OLD_VALUE] = g_param_spec_string ("old-value", NULL, NULL, NULL, told);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_setting_init (HomeboxSetting *self)
{
}

/*
 * homebox_setting_new:
 * @name: a name as in HomeboxJsonMember
 *
 * Returns: (transfer full): a key that is not stored
 */
HomeboxSetting *
homebox_setting_new (const char *name)
{
  HomeboxSetting *self = g_object_new (HOMEBOX_TYPE_SETTING, NULL);

  self->name = g_strdup (name);
  self->key = homebox_json_text_dup_string (name);

  return self;
}

/*
 * homebox_setting_measure:
 * @self: a setting
 * @value: (nullable): the text of a value
 *
 * Returns: how many bytes the setting takes on the server with that value, at least
 */
gsize
homebox_setting_measure (HomeboxSetting *self, const char *value)
{
  g_autofree char *shortened = NULL;

  if (value == NULL)
    return 0;

  if (strpbrk (value, "\\ \t\r\n") != NULL)
    shortened = homebox_json_text_shorten (value);

  return strlen (self->name) + strlen (":,") + strlen (shortened != NULL ? shortened : value);
}

/*
 * homebox_setting_show:
 * @self: a setting
 * @value: (nullable): the text of a value, or %NULL if it is not there
 *
 * Changes what is shown.
 */
void
homebox_setting_show (HomeboxSetting *self, const char *value)
{
  HomeboxJsonKind kind = homebox_setting_get_kind (self);

  if (g_strcmp0 (self->value, value) == 0)
    return;

  g_free (self->value);
  self->value = g_strdup (value);
  self->size = homebox_setting_measure (self, value);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
  if (homebox_setting_get_kind (self) != kind)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

/*
 * homebox_setting_set_state:
 * @self: a setting
 * @state: how it stands with the server
 * @error: (nullable): why
 *
 * Changes how the setting stands.
 */
void
homebox_setting_set_state (HomeboxSetting *self, HomeboxSettingState state, const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));

  if (error != NULL || self->error != NULL)
    {
      GError *copy = error != NULL ? g_error_copy (error) : NULL;

      g_clear_error (&self->error);
      self->error = copy;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
    }

  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }

  g_object_thaw_notify (G_OBJECT (self));
}

/*
 * homebox_setting_set_conflict:
 * @self: a setting
 * @theirs: (nullable): what it is with theirs
 * @old: (nullable): what it is with what was before
 *
 * Changes what a conflict can be resolved to; without a conflict both are %NULL.
 */
void
homebox_setting_set_conflict (HomeboxSetting *self, const char *theirs, const char *old)
{
  if (g_strcmp0 (self->theirs, theirs) != 0)
    {
      g_free (self->theirs);
      self->theirs = g_strdup (theirs);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THEIR_VALUE]);
    }

  if (g_strcmp0 (self->old, old) != 0)
    {
      g_free (self->old);
      self->old = g_strdup (old);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OLD_VALUE]);
    }
}

/*
 * homebox_setting_set_origin:
 * @self: a setting
 * @origin: where its value comes from
 *
 * Changes where the value comes from.
 */
void
homebox_setting_set_origin (HomeboxSetting *self, HomeboxSettingOrigin origin)
{
  if (self->origin == origin)
    return;

  self->origin = origin;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORIGIN]);
}

/*
 * homebox_setting_set_keep:
 * @self: a setting
 * @keep: whether to put it back when it vanishes
 *
 * Marks it.
 */
void
homebox_setting_set_keep (HomeboxSetting *self, gboolean keep)
{
  if (self->keep == keep)
    return;

  self->keep = keep;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEP]);
}

/*
 * homebox_setting_set_changed_elsewhere:
 * @self: a setting
 * @changed: whether another program changed it just now
 *
 * Changes whether that is to be shown.
 */
void
homebox_setting_set_changed_elsewhere (HomeboxSetting *self, gboolean changed)
{
  if (self->changed_elsewhere == changed)
    return;

  self->changed_elsewhere = changed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGED_ELSEWHERE]);
}

/*
 * homebox_setting_remember_past:
 * @self: a setting
 * @value: (nullable): a value that a change made here replaced
 *
 * Remembers it, so that it is noticed when another program turns the change back.
 */
void
homebox_setting_remember_past (HomeboxSetting *self, const char *value)
{
  if (value == NULL)
    return;

  if (self->past == NULL)
    self->past = g_ptr_array_new_with_free_func (g_free);
  if (self->past->len == PAST_MAX)
    g_ptr_array_remove_index (self->past, 0);
  g_ptr_array_add (self->past, g_strdup (value));
}

/*
 * homebox_setting_had:
 * @self: a setting
 * @value: (nullable): a value
 *
 * Returns: whether a change made here replaced that value
 */
gboolean
homebox_setting_had (HomeboxSetting *self, const char *value)
{
  for (guint i = 0; value != NULL && self->past != NULL && i < self->past->len; i++)
    {
      if (homebox_json_text_equal (g_ptr_array_index (self->past, i), value))
        return TRUE;
    }

  return FALSE;
}

/*
 * homebox_setting_compare:
 * @self: a setting
 * @other: another
 *
 * Returns: the order of their keys
 */
int
homebox_setting_compare (HomeboxSetting *self, HomeboxSetting *other)
{
  int order = strcmp (self->key, other->key);

  /* Only a NUL and its picture look the same. */
  return order != 0 ? order : strcmp (self->name, other->name);
}

/**
 * homebox_setting_get_key:
 * @self: a setting
 *
 * Returns: (transfer none): its key, to be shown; a NUL in it comes as U+2400
 */
const char *
homebox_setting_get_key (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), NULL);

  return self->key;
}

/**
 * homebox_setting_get_value:
 * @self: a setting
 *
 * Returns: (transfer none) (nullable): the JSON text of its value as the person sees it, saved or
 *   not: letter by letter what the server sent or what was typed; %NULL while it is not stored
 */
const char *
homebox_setting_get_value (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), NULL);

  return self->value;
}

/**
 * homebox_setting_get_kind:
 * @self: a setting
 *
 * Returns: what kind of value it has
 */
HomeboxJsonKind
homebox_setting_get_kind (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), HOMEBOX_JSON_ABSENT);

  return homebox_json_text_get_kind (self->value);
}

/**
 * homebox_setting_get_state:
 * @self: a setting
 *
 * Returns: how it stands with the server
 */
HomeboxSettingState
homebox_setting_get_state (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), HOMEBOX_SETTING_SAVED);

  return self->state;
}

/**
 * homebox_setting_get_origin:
 * @self: a setting
 *
 * Returns: where its value comes from
 */
HomeboxSettingOrigin
homebox_setting_get_origin (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), HOMEBOX_SETTING_FROM_SERVER);

  return self->origin;
}

/**
 * homebox_setting_get_keep:
 * @self: a setting
 *
 * Returns: whether it is put back by itself when it vanishes, see homebox_settings_set_keep()
 */
gboolean
homebox_setting_get_keep (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), FALSE);

  return self->keep;
}

/**
 * homebox_setting_get_changed_elsewhere:
 * @self: a setting
 *
 * Returns: whether another program changed it, and nobody called homebox_setting_acknowledge() yet
 */
gboolean
homebox_setting_get_changed_elsewhere (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), FALSE);

  return self->changed_elsewhere;
}

/**
 * homebox_setting_get_their_value:
 * @self: a setting
 *
 * What a setting in conflict becomes with %HOMEBOX_SETTING_THEIRS. In an object, what was changed
 * on one side only is in it already.
 *
 * Returns: (transfer none) (nullable): a JSON text; %NULL if it was erased there, or without a
 *   conflict
 */
const char *
homebox_setting_get_their_value (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), NULL);

  return self->theirs;
}

/**
 * homebox_setting_get_old_value:
 * @self: a setting
 *
 * What a setting in conflict becomes with %HOMEBOX_SETTING_OLD.
 *
 * Returns: (transfer none) (nullable): a JSON text; %NULL if it was not there, or without a
 *   conflict
 */
const char *
homebox_setting_get_old_value (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), NULL);

  return self->old;
}

/**
 * homebox_setting_get_error:
 * @self: a setting
 *
 * Returns: (transfer none) (nullable): why it is waiting or failed, with a message for the person
 */
const GError *
homebox_setting_get_error (HomeboxSetting *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTING (self), NULL);

  return self->error;
}

/**
 * homebox_setting_acknowledge:
 * @self: a setting
 *
 * Takes back that it was changed elsewhere: it was shown for long enough.
 */
void
homebox_setting_acknowledge (HomeboxSetting *self)
{
  g_return_if_fail (HOMEBOX_IS_SETTING (self));

  homebox_setting_set_changed_elsewhere (self, FALSE);
}
