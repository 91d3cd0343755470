#include "latchkey-settings-history.h"

#include "homebox-json.h"
#include "latchkey-account-file.h"
#include "latchkey-settings-file.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define FOLDER_NAME "settings"
#define FILE_VERSION 1

/* Several versions in a row, as when a tab of the web page answers to us, are written together. In
 * milliseconds. */
#define DELAY 500

struct _LatchkeySettingsHistory
{
  GObject parent_instance;

  GFile *file;
  GCancellable *cancellable;
  HomeboxSettings *settings;

  /* Newest first. */
  GPtrArray *versions;

  /* What the file said before the settings were followed. */
  HomeboxJsonMembers *kept;

  /* Nothing is written before the file was read, or when it must stay as it is. */
  gboolean is_loaded;
  gboolean is_removed;
  gboolean is_dirty;
  gboolean is_writing;
  guint timer;
  GError *blocked;
  GError *save_error;
  GPtrArray *flushes;
};

enum
{
  PROP_SAVE_ERROR = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void latchkey_settings_history_list_model_init (GListModelInterface *iface);
static void write_now (LatchkeySettingsHistory *self);

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
    write_now (self);

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

static void
set_save_error (LatchkeySettingsHistory *self, const GError *problem)
{
  if (self->save_error == NULL && problem == NULL)
    return;

  g_clear_error (&self->save_error);
  self->save_error = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_ERROR]);
}

static void
finish_flushes (LatchkeySettingsHistory *self)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->flushes);

  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    {
      if (self->save_error != NULL)
        g_task_return_error (g_ptr_array_index (tasks, i), g_error_copy (self->save_error));
      else
        g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
    }
}

static GBytes *
serialize (LatchkeySettingsHistory *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_alloc ();
  g_autoptr (HomeboxJsonMembers) kept = NULL;
  g_autofree char *kept_text = NULL;
  JsonArray *records = json_array_new ();
  char *text;

  if (self->settings != NULL)
    kept = homebox_settings_dup_kept (self->settings);
  else if (self->kept != NULL)
    kept = homebox_json_members_ref (self->kept);
  if (kept != NULL)
    kept_text = homebox_json_members_to_text (kept);

  json_object_set_int_member (object, "version", FILE_VERSION);
  json_object_set_string_member (object, "kept", kept_text != NULL ? kept_text : "{}");
  for (guint i = 0; i < self->versions->len; i++)
    json_array_add_element (
        records, latchkey_settings_version_to_json (g_ptr_array_index (self->versions, i)));
  json_object_set_array_member (object, "versions", records);

  json_node_init_object (root, object);
  text = json_to_string (root, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeySettingsHistory) self = user_data;
  g_autoptr (GError) problem = NULL;

  latchkey_settings_file_write_finish (G_FILE (source), result, &problem);
  self->is_writing = FALSE;
  if (self->is_removed)
    g_file_delete (self->file, NULL, NULL);
  else
    set_save_error (self, problem);

  if (self->is_dirty && self->timer == 0 && !self->is_removed)
    write_now (self);
  if (!self->is_writing)
    finish_flushes (self);
}

static void
write_now (LatchkeySettingsHistory *self)
{
  g_autoptr (GBytes) content = NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->is_loaded || self->is_removed || self->is_writing)
    return;

  self->is_dirty = FALSE;
  if (self->blocked != NULL)
    {
      set_save_error (self, self->blocked);
      finish_flushes (self);
      return;
    }

  content = serialize (self);
  self->is_writing = TRUE;
  latchkey_settings_file_write_async (self->file, content, on_written, g_object_ref (self));
}

static gboolean
on_due (gpointer user_data)
{
  LatchkeySettingsHistory *self = user_data;

  self->timer = 0;
  write_now (self);

  return G_SOURCE_REMOVE;
}

static void
write_soon (LatchkeySettingsHistory *self)
{
  self->is_dirty = TRUE;
  if (self->is_loaded && !self->is_removed && self->timer == 0)
    self->timer = g_timeout_add (DELAY, on_due, self);
}

static void
drop_oldest (LatchkeySettingsHistory *self)
{
  guint n = self->versions->len;

  if (n <= LATCHKEY_SETTINGS_HISTORY_LENGTH)
    return;

  g_ptr_array_set_size (self->versions, LATCHKEY_SETTINGS_HISTORY_LENGTH);
  g_list_model_items_changed (G_LIST_MODEL (self), LATCHKEY_SETTINGS_HISTORY_LENGTH,
                              n - LATCHKEY_SETTINGS_HISTORY_LENGTH, 0);
}

static gboolean
is_same (LatchkeySettingsVersion *version, HomeboxJsonMembers *members)
{
  return homebox_json_members_equal (latchkey_settings_version_get_members (version), members);
}

static void
on_seen (LatchkeySettingsHistory *self, HomeboxJsonMembers *members)
{
  g_autoptr (GDateTime) now = NULL;

  if (self->versions->len > 0 && is_same (g_ptr_array_index (self->versions, 0), members))
    return;

  now = g_date_time_new_now_utc ();
  g_ptr_array_insert (self->versions, 0, latchkey_settings_version_new (now, members));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  drop_oldest (self);
  write_soon (self);
}

/* Puts what was seen in earlier runs behind what was seen in this one, while the file was read. */
static void
add_recorded (LatchkeySettingsHistory *self, JsonArray *records)
{
  guint position = self->versions->len;

  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      JsonNode *node = json_array_get_element (records, i);
      LatchkeySettingsVersion *version = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        version = latchkey_settings_version_new_from_json (json_node_get_object (node));
      if (version == NULL)
        continue;

      if (self->versions->len == position && position > 0
          && is_same (version, latchkey_settings_version_get_members (
                                   g_ptr_array_index (self->versions, position - 1))))
        g_object_unref (version);
      else
        g_ptr_array_add (self->versions, version);
    }

  if (self->versions->len > position)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, self->versions->len - position);
  drop_oldest (self);
}

static gboolean
read_content (LatchkeySettingsHistory *self, GBytes *content, gboolean *is_newer)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonNode *records;
  const char *kept;
  gint64 version;
  gsize length;
  const char *text = g_bytes_get_data (content, &length);

  root = homebox_json_parse (text, length, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;

  object = json_node_get_object (root);
  if (!homebox_json_get_count (object, "version", &version))
    return FALSE;
  *is_newer = version > FILE_VERSION;
  records = json_object_get_member (object, "versions");
  if (*is_newer || records == NULL || !JSON_NODE_HOLDS_ARRAY (records))
    return FALSE;

  kept = homebox_json_get_string (object, "kept");
  if (kept != NULL)
    self->kept = homebox_json_members_parse_stored (kept, strlen (kept));
  add_recorded (self, json_node_get_array (records));

  return TRUE;
}

static void
block (LatchkeySettingsHistory *self)
{
  g_autofree char *name = g_file_get_parse_name (self->file);

  /* Translators: %s is the name of a file */
  self->blocked = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED,
                               _("The earlier versions of your settings in “%s” could not be read. "
                                 "New ones can be brought back only while Latchkey is open."),
                               name);
  set_save_error (self, self->blocked);
}

/* A file that makes no sense is kept under another name; one that must not be touched, where it
 * is. */
static void
take_content (LatchkeySettingsHistory *self, GBytes *content, const GError *error)
{
  gboolean is_newer = FALSE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return;
  if (content != NULL && read_content (self, content, &is_newer))
    return;

  if (!is_newer
      && (content != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)))
    {
      g_autoptr (GFile) aside = latchkey_account_file_set_aside (self->file, NULL);

      if (aside != NULL)
        return;
    }

  block (self);
}

static void
hand_over_kept (LatchkeySettingsHistory *self)
{
  if (self->kept == NULL || self->settings == NULL)
    return;

  homebox_settings_set_kept (self->settings, self->kept);
  g_clear_pointer (&self->kept, homebox_json_members_unref);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeySettingsHistory) self = user_data;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GError) error = NULL;

  content = latchkey_settings_file_read_finish (G_FILE (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable) || self->is_removed)
    return;

  take_content (self, content, error);
  self->is_loaded = TRUE;
  hand_over_kept (self);

  if (self->flushes->len > 0 && !self->is_dirty)
    finish_flushes (self);
  else if (self->flushes->len > 0)
    write_now (self);
  else if (self->is_dirty)
    write_soon (self);
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
  latchkey_settings_file_read_async (self->file, self->cancellable, on_read, g_object_ref (self));

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
  g_signal_connect_swapped (settings, "keep-changed", G_CALLBACK (write_soon), self);
  if (homebox_settings_get_seen (settings) != NULL)
    on_seen (self, homebox_settings_get_seen (settings));
  hand_over_kept (self);
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
 * latchkey_settings_history_flush_async:
 * @self: a history
 * @callback: called when everything is on the disk, or could not be written
 * @user_data: data for @callback
 *
 * Writes at once what is still to be written: before the program ends.
 */
void
latchkey_settings_history_flush_async (LatchkeySettingsHistory *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (LATCHKEY_IS_SETTINGS_HISTORY (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, latchkey_settings_history_flush_async);
  g_ptr_array_add (self->flushes, task);

  if (self->is_dirty && !self->is_removed)
    write_now (self);
  else if (!self->is_writing && (self->is_removed || self->is_loaded))
    finish_flushes (self);
}

/**
 * latchkey_settings_history_flush_finish:
 * @self: a history
 * @result: the result
 * @error: return location for an error
 *
 * Ends latchkey_settings_history_flush_async(). Fails as #LatchkeySettingsHistory:save-error says.
 *
 * Returns: whether everything is on the disk
 */
gboolean
latchkey_settings_history_flush_finish (LatchkeySettingsHistory *self,
                                        GAsyncResult *result,
                                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_settings_history_flush_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
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
    finish_flushes (self);
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
