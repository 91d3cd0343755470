#include "homebox-settings-private.h"

/* How long changes are collected before they are sent, in milliseconds. */
#define DELAY 300

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_AVAILABILITY,
  PROP_STATE,
  PROP_ERROR,
  PROP_SIZE,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED_ELSEWHERE,
  MAYBE_OVERWRITTEN,
  KEEP_LIMIT_REACHED,
  SEEN,
  KEEP_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void homebox_settings_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HomeboxSettings,
                               homebox_settings,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      homebox_settings_list_model_init))

G_DEFINE_ENUM_TYPE (HomeboxSettingsAvailability,
                    homebox_settings_availability,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_UNSUPPORTED, "unsupported"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_SETTINGS_UNAVAILABLE, "unavailable"))

static GType
homebox_settings_get_item_type (GListModel *model)
{
  return HOMEBOX_TYPE_SETTING;
}

static guint
homebox_settings_get_n_items (GListModel *model)
{
  return HOMEBOX_SETTINGS (model)->listed->len;
}

static gpointer
homebox_settings_get_item (GListModel *model, guint position)
{
  HomeboxSettings *self = HOMEBOX_SETTINGS (model);

  if (position >= self->listed->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->listed, position));
}

static void
homebox_settings_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = homebox_settings_get_item_type;
  iface->get_n_items = homebox_settings_get_n_items;
  iface->get_item = homebox_settings_get_item;
}

static void
homebox_settings_constructed (GObject *object)
{
  G_OBJECT_CLASS (homebox_settings_parent_class)->constructed (object);

  homebox_settings_init_sync (HOMEBOX_SETTINGS (object));
}

static void
homebox_settings_dispose (GObject *object)
{
  HomeboxSettings *self = HOMEBOX_SETTINGS (object);

  homebox_settings_stop_sync (self);
  homebox_settings_stop_following (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (homebox_settings_parent_class)->dispose (object);
}

static void
homebox_settings_finalize (GObject *object)
{
  HomeboxSettings *self = HOMEBOX_SETTINGS (object);

  g_clear_error (&self->error);
  g_ptr_array_unref (self->undo);
  g_ptr_array_unref (self->redo);
  g_ptr_array_unref (self->loads);
  g_ptr_array_unref (self->reading_for);
  g_ptr_array_unref (self->flushes);
  g_hash_table_unref (self->offers_by_name);
  g_object_unref (self->offers);
  g_hash_table_unref (self->foreign);
  g_hash_table_unref (self->edits);
  g_ptr_array_unref (self->listed);
  g_hash_table_unref (self->by_name);
  g_clear_pointer (&self->seen, homebox_json_members_unref);
  g_clear_pointer (&self->kept_before, homebox_json_members_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (homebox_settings_parent_class)->finalize (object);
}

static void
homebox_settings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxSettings *self = HOMEBOX_SETTINGS (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_AVAILABILITY:
      g_value_set_enum (value, (int) self->availability);
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_SIZE:
      g_value_set_uint64 (value, self->size);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, homebox_settings_get_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, homebox_settings_get_can_redo (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_settings_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HomeboxSettings *self = HOMEBOX_SETTINGS (object);

  switch (id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static guint
new_signal (const char *name, guint n_parameters, GType one, GType other)
{
  return g_signal_new (name, HOMEBOX_TYPE_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_parameters, one, other);
}

static void
homebox_settings_class_init (HomeboxSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags given = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = homebox_settings_constructed;
  object_class->dispose = homebox_settings_dispose;
  object_class->finalize = homebox_settings_finalize;
  object_class->get_property = homebox_settings_get_property;
  object_class->set_property = homebox_settings_set_property;

  properties[PROP_SESSION]
      = g_param_spec_object ("session", NULL, NULL, HOMEBOX_TYPE_SESSION, given);
  properties[PROP_AVAILABILITY]
      = g_param_spec_enum ("availability", NULL, NULL, HOMEBOX_TYPE_SETTINGS_AVAILABILITY,
                           HOMEBOX_SETTINGS_UNKNOWN, told);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, HOMEBOX_TYPE_SETTING_STATE,
                                              HOMEBOX_SETTING_SAVED, told);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, told);
  properties[PROP_SIZE] = g_param_spec_uint64 ("size", NULL, NULL, 0, G_MAXUINT64, 0, told);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, told);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED_ELSEWHERE] = new_signal ("changed-elsewhere", 1, HOMEBOX_TYPE_SETTING, 0);
  signals[MAYBE_OVERWRITTEN] = new_signal ("maybe-overwritten", 2, G_TYPE_UINT, G_TYPE_STRV);
  signals[KEEP_LIMIT_REACHED] = new_signal ("keep-limit-reached", 1, HOMEBOX_TYPE_SETTING, 0);
  signals[SEEN] = new_signal ("seen", 1, HOMEBOX_TYPE_JSON_MEMBERS, 0);
  signals[KEEP_CHANGED] = new_signal ("keep-changed", 0, 0, 0);
}

static void
homebox_settings_init (HomeboxSettings *self)
{
  GDestroyNotify unref_array = (GDestroyNotify) g_ptr_array_unref;

  self->delay = DELAY;
  self->get_time = g_get_monotonic_time;
  self->size = strlen ("{}");
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->listed = g_ptr_array_new ();
  self->edits = g_hash_table_new (NULL, NULL);
  self->loads = g_ptr_array_new_with_free_func (g_object_unref);
  self->reading_for = g_ptr_array_new_with_free_func (g_object_unref);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  self->undo = g_ptr_array_new_with_free_func (unref_array);
  self->redo = g_ptr_array_new_with_free_func (unref_array);
  self->offers = g_list_store_new (HOMEBOX_TYPE_SETTING_OFFER);
  self->offers_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->foreign = g_hash_table_new (NULL, NULL);
}

/**
 * homebox_settings_new:
 * @session: the session of the person whose settings they are
 *
 * Makes the model. Nothing is asked before homebox_settings_load_async().
 *
 * Returns: (transfer full): settings that are not known yet
 */
HomeboxSettings *
homebox_settings_new (HomeboxSession *session)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (session), NULL);

  return g_object_new (HOMEBOX_TYPE_SETTINGS, "session", session, NULL);
}

/*
 * homebox_settings_set_delay:
 * @self: settings
 * @milliseconds: how long changes are collected before they are sent
 *
 * For tests, which have no time.
 */
void
homebox_settings_set_delay (HomeboxSettings *self, guint milliseconds)
{
  self->delay = milliseconds;
}

/*
 * homebox_settings_set_clock:
 * @self: settings
 * @get_time: tells the time in microseconds; it never goes back
 *
 * For tests, which have no hour.
 */
void
homebox_settings_set_clock (HomeboxSettings *self, gint64 (*get_time) (void))
{
  self->get_time = get_time;
}

/**
 * homebox_settings_get_availability:
 * @self: settings
 *
 * Returns: whether there are settings to show
 */
HomeboxSettingsAvailability
homebox_settings_get_availability (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), HOMEBOX_SETTINGS_UNKNOWN);

  return self->availability;
}

/**
 * homebox_settings_get_state:
 * @self: settings
 *
 * Returns: the largest state of all changes, those of removed keys included
 */
HomeboxSettingState
homebox_settings_get_state (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), HOMEBOX_SETTING_SAVED);

  return self->state;
}

/**
 * homebox_settings_get_error:
 * @self: settings
 *
 * Returns: (transfer none) (nullable): why the last read or write failed, with a message for the
 *   person; %NULL when it succeeded
 */
const GError *
homebox_settings_get_error (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), NULL);

  return self->error;
}

/**
 * homebox_settings_get_size:
 * @self: settings
 *
 * Returns: how many bytes what is shown takes on the server, in its shortest form; more than
 *   %HOMEBOX_SETTINGS_LIMIT is refused
 */
gsize
homebox_settings_get_size (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), 0);

  return self->size;
}

/**
 * homebox_settings_get_session:
 * @self: settings
 *
 * Returns: (transfer none): the session of the person whose settings they are
 */
HomeboxSession *
homebox_settings_get_session (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), NULL);

  return self->session;
}

/**
 * homebox_settings_get_seen:
 * @self: settings
 *
 * Returns: (transfer none) (nullable): what the server had when it was last heard of
 */
HomeboxJsonMembers *
homebox_settings_get_seen (HomeboxSettings *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), NULL);

  return self->seen;
}

/**
 * homebox_settings_find:
 * @self: settings
 * @key: a key in plain text
 *
 * Returns: (transfer none) (nullable): the setting with that key, if it has a value
 */
HomeboxSetting *
homebox_settings_find (HomeboxSettings *self, const char *key)
{
  g_autofree char *name = NULL;
  HomeboxSetting *setting;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  name = homebox_json_text_from_string (key);
  setting = g_hash_table_lookup (self->by_name, name);

  return setting != NULL && setting->value != NULL ? setting : NULL;
}

/**
 * homebox_settings_ensure:
 * @self: settings
 * @key: a key in plain text
 *
 * Finds the object that stands for a key, whether or not it is stored now, so that a control can be
 * bound to it once and for all.
 *
 * Returns: (transfer none): the setting, valid as long as @self is
 */
HomeboxSetting *
homebox_settings_ensure (HomeboxSettings *self, const char *key)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (HOMEBOX_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  name = homebox_json_text_from_string (key);

  return homebox_settings_ensure_name (self, name);
}

/*
 * homebox_settings_ensure_name:
 * @self: settings
 * @name: a name as in HomeboxJsonMember
 *
 * Returns: (transfer none): the setting with that name
 */
HomeboxSetting *
homebox_settings_ensure_name (HomeboxSettings *self, const char *name)
{
  HomeboxSetting *setting = g_hash_table_lookup (self->by_name, name);

  if (setting == NULL)
    {
      setting = homebox_setting_new (name);
      g_hash_table_insert (self->by_name, setting->name, setting);
    }

  return setting;
}

/*
 * homebox_settings_set_availability:
 * @self: settings
 * @availability: whether there are settings to show
 *
 * Changes it.
 */
void
homebox_settings_set_availability (HomeboxSettings *self, HomeboxSettingsAvailability availability)
{
  if (self->availability == availability)
    return;

  self->availability = availability;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABILITY]);
}

/*
 * homebox_settings_set_error:
 * @self: settings
 * @error: (nullable): why the last read or write failed
 *
 * Changes it.
 */
void
homebox_settings_set_error (HomeboxSettings *self, const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/*
 * homebox_settings_update:
 * @self: settings
 *
 * Brings the list, the size and the state of the whole into line with the single settings.
 */
void
homebox_settings_update (HomeboxSettings *self)
{
  HomeboxSettingState state = HOMEBOX_SETTING_SAVED;
  gsize size = strlen ("{}");
  GHashTableIter iter;
  HomeboxSetting *setting;
  gboolean is_empty = TRUE;

  homebox_settings_update_list (self);

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &setting, NULL))
    state = MAX (state, setting->state);

  for (guint i = 0; i < self->listed->len; i++)
    {
      setting = g_ptr_array_index (self->listed, i);
      size += setting->size;
      is_empty = is_empty && setting->value == NULL;
    }
  /* Between n members there are n - 1 commas. */
  if (!is_empty)
    size--;

  if (self->size != size)
    {
      self->size = size;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
    }
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
}

/*
 * homebox_settings_notify_undo:
 * @self: settings
 *
 * Tells that there may be something to undo or to redo.
 */
void
homebox_settings_notify_undo (HomeboxSettings *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
}

/*
 * homebox_settings_emit_changed_elsewhere:
 * @self: settings
 * @setting: what another program changed
 *
 * Tells of it.
 */
void
homebox_settings_emit_changed_elsewhere (HomeboxSettings *self, HomeboxSetting *setting)
{
  g_signal_emit (self, signals[CHANGED_ELSEWHERE], 0, setting);
}

/*
 * homebox_settings_emit_maybe_overwritten:
 * @self: settings
 * @n: how many writes of others were never seen
 * @keys: what to look at
 *
 * Tells of it.
 */
void
homebox_settings_emit_maybe_overwritten (HomeboxSettings *self, guint n, const char *const *keys)
{
  g_signal_emit (self, signals[MAYBE_OVERWRITTEN], 0, n, keys);
}

/*
 * homebox_settings_emit_keep_limit:
 * @self: settings
 * @setting: what was put back too often
 *
 * Tells of it.
 */
void
homebox_settings_emit_keep_limit (HomeboxSettings *self, HomeboxSetting *setting)
{
  g_signal_emit (self, signals[KEEP_LIMIT_REACHED], 0, setting);
}

/*
 * homebox_settings_emit_seen:
 * @self: settings
 *
 * Tells that the server has another version than before.
 */
void
homebox_settings_emit_seen (HomeboxSettings *self)
{
  g_signal_emit (self, signals[SEEN], 0, self->seen);
}

/*
 * homebox_settings_emit_keep_changed:
 * @self: settings
 *
 * Tells that other keys are marked.
 */
void
homebox_settings_emit_keep_changed (HomeboxSettings *self)
{
  g_signal_emit (self, signals[KEEP_CHANGED], 0);
}
