#include "latchkey-settings-history-private.h"

#define FOLDER_NAME "settings"

enum
{
  PROP_SAVE_ERROR = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void latchkey_settings_history_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LatchkeySettingsHistory,
                               latchkey_settings_history,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      latchkey_settings_history_list_model_init))

static GType
latchkey_settings_history_get_item_type (GListModel *model)
{
  return LATCHKEY_TYPE_SETTINGS_VERSION;
}

static guint
latchkey_settings_history_get_n_items (GListModel *model)
{
  return LATCHKEY_SETTINGS_HISTORY (model)->versions->len;
}

static gpointer
latchkey_settings_history_get_item (GListModel *model, guint position)
{
  LatchkeySettingsHistory *self = LATCHKEY_SETTINGS_HISTORY (model);

  if (position >= self->versions->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->versions, position));
}

static void
latchkey_settings_history_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = latchkey_settings_history_get_item_type;
  iface->get_n_items = latchkey_settings_history_get_n_items;
  iface->get_item = latchkey_settings_history_get_item;
}

static void
latchkey_settings_history_dispose (GObject *object)
{
  LatchkeySettingsHistory *self = LATCHKEY_SETTINGS_HISTORY (object);

  /* What was not written yet is, while nobody waits for it any more. */
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->is_dirty && !self->is_writing)
    latchkey_settings_history_write_now (self);

  g_cancellable_cancel (self->cancellable);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (latchkey_settings_history_parent_class)->dispose (object);
}

static void
latchkey_settings_history_finalize (GObject *object)
{
  LatchkeySettingsHistory *self = LATCHKEY_SETTINGS_HISTORY (object);

  g_object_unref (self->file);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->versions);
  g_ptr_array_unref (self->flushes);
  g_clear_pointer (&self->kept, homebox_json_members_unref);
  g_clear_error (&self->blocked);
  g_clear_error (&self->save_error);

  G_OBJECT_CLASS (latchkey_settings_history_parent_class)->finalize (object);
}

static void
latchkey_settings_history_get_property (GObject *object,
                                        guint property,
                                        GValue *value,
                                        GParamSpec *pspec)
{
  LatchkeySettingsHistory *self = LATCHKEY_SETTINGS_HISTORY (object);

  switch (property)
    {
    case PROP_SAVE_ERROR:
      g_value_set_boxed (value, self->save_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_settings_history_class_init (LatchkeySettingsHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_settings_history_dispose;
  object_class->finalize = latchkey_settings_history_finalize;
  object_class->get_property = latchkey_settings_history_get_property;

  properties[PROP_SAVE_ERROR]
      = g_param_spec_boxed ("save-error", NULL, NULL, G_TYPE_ERROR,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_settings_history_init (LatchkeySettingsHistory *self)
{
  self->cancellable = g_cancellable_new ();
  self->versions = g_ptr_array_new_with_free_func (g_object_unref);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
}

void
latchkey_settings_history_drop_oldest (LatchkeySettingsHistory *self)
{
  guint n = self->versions->len;

  if (n <= LATCHKEY_SETTINGS_HISTORY_LENGTH)
    return;

  g_ptr_array_set_size (self->versions, LATCHKEY_SETTINGS_HISTORY_LENGTH);
  g_list_model_items_changed (G_LIST_MODEL (self), LATCHKEY_SETTINGS_HISTORY_LENGTH,
                              n - LATCHKEY_SETTINGS_HISTORY_LENGTH, 0);
}

gboolean
latchkey_settings_history_is_same (LatchkeySettingsVersion *version, HomeboxJsonMembers *members)
{
  return homebox_json_members_equal (latchkey_settings_version_get_members (version), members);
}

static void
on_seen (LatchkeySettingsHistory *self, HomeboxJsonMembers *members)
{
  g_autoptr (GDateTime) now = NULL;

  if (self->versions->len > 0
      && latchkey_settings_history_is_same (g_ptr_array_index (self->versions, 0), members))
    return;

  now = g_date_time_new_now_utc ();
  g_ptr_array_insert (self->versions, 0, latchkey_settings_version_new (now, members));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  latchkey_settings_history_drop_oldest (self);
  latchkey_settings_history_write_soon (self);
}

void
latchkey_settings_history_hand_over_kept (LatchkeySettingsHistory *self)
{
  if (self->kept == NULL || self->settings == NULL)
    return;

  homebox_settings_set_kept (self->settings, self->kept);
  g_clear_pointer (&self->kept, homebox_json_members_unref);
}

static GFile *
get_file (GFile *folder, LatchkeyAccount *account)
{
  g_autoptr (GFile) inner = g_file_get_child (folder, FOLDER_NAME);
  g_autofree char *id = g_uri_escape_string (latchkey_account_get_id (account), NULL, FALSE);
  g_autofree char *name = g_strconcat (id, ".json", NULL);

  return g_file_get_child (inner, name);
}

/**
 * latchkey_settings_history_new:
 * @folder: a local folder, such as that of the account: latchkey_account_store_get_folder()
 * @account: whose settings they are
 *
 * Makes the history of an account, and begins to read its file in the background. What cannot be
 * read is set aside under another name; a file of a later version of Latchkey stays as it is, and
 * nothing is saved.
 *
 * Returns: (transfer full): a history, still empty
 */
LatchkeySettingsHistory *
latchkey_settings_history_new (GFile *folder, LatchkeyAccount *account)
{
  LatchkeySettingsHistory *self;

  g_return_val_if_fail (G_IS_FILE (folder) && g_file_is_native (folder), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  self = g_object_new (LATCHKEY_TYPE_SETTINGS_HISTORY, NULL);
  self->file = get_file (folder, account);
  latchkey_settings_history_read (self);

  return self;
}

/**
 * latchkey_settings_history_follow:
 * @self: a history
 * @settings: settings of the same account; instead of any others
 *
 * Records what the settings see from now on, and keeps their marks to be kept: those of the file
 * are handed over to them as soon as they are known.
 */
void
latchkey_settings_history_follow (LatchkeySettingsHistory *self, HomeboxSettings *settings)
{
  g_return_if_fail (LATCHKEY_IS_SETTINGS_HISTORY (self));
  g_return_if_fail (HOMEBOX_IS_SETTINGS (settings));

  if (self->settings == settings)
    return;

  if (self->settings != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->settings, self);
      if (self->kept == NULL)
        self->kept = homebox_settings_dup_kept (self->settings);
    }
  g_set_object (&self->settings, settings);

  g_signal_connect_swapped (settings, "seen", G_CALLBACK (on_seen), self);
  g_signal_connect_swapped (settings, "keep-changed",
                            G_CALLBACK (latchkey_settings_history_write_soon), self);
  if (homebox_settings_get_seen (settings) != NULL)
    on_seen (self, homebox_settings_get_seen (settings));
  latchkey_settings_history_hand_over_kept (self);
}

/**
 * latchkey_settings_history_get_save_error:
 * @self: a history
 *
 * Returns: (transfer none) (nullable): why the last version is not on the disk, with a message for
 *   the person
 */
const GError *
latchkey_settings_history_get_save_error (LatchkeySettingsHistory *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SETTINGS_HISTORY (self), NULL);

  return self->save_error;
}

/**
 * latchkey_settings_history_remove:
 * @self: a history
 *
 * Deletes the file of an account that is removed from this computer, and writes no other.
 */
void
latchkey_settings_history_remove (LatchkeySettingsHistory *self)
{
  g_return_if_fail (LATCHKEY_IS_SETTINGS_HISTORY (self));

  self->is_removed = TRUE;
  self->is_dirty = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_file_delete (self->file, NULL, NULL);
  if (!self->is_writing)
    latchkey_settings_history_finish_flushes (self);
}

/**
 * latchkey_settings_history_delete:
 * @folder: the folder that the history was made with
 * @account: an account that is removed from this computer
 *
 * Deletes the file of an account whose history nobody has open.
 */
void
latchkey_settings_history_delete (GFile *folder, LatchkeyAccount *account)
{
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (G_IS_FILE (folder));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));

  file = get_file (folder, account);
  g_file_delete (file, NULL, NULL);
}
