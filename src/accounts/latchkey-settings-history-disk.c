#include "latchkey-settings-history-private.h"

#include "homebox-json.h"
#include "latchkey-account-file.h"
#include "latchkey-settings-file.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define FILE_VERSION 1

/* Several versions in a row, as when a tab of the web page answers to us, are written together. In
 * milliseconds. */
#define DELAY 500

static void
set_save_error (LatchkeySettingsHistory *self, const GError *problem)
{
  if (self->save_error == NULL && problem == NULL)
    return;

  g_clear_error (&self->save_error);
  self->save_error = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify (G_OBJECT (self), "save-error");
}

/* Answers who waits for everything to be on the disk. */
void
latchkey_settings_history_finish_flushes (LatchkeySettingsHistory *self)
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
    latchkey_settings_history_write_now (self);
  if (!self->is_writing)
    latchkey_settings_history_finish_flushes (self);
}

void
latchkey_settings_history_write_now (LatchkeySettingsHistory *self)
{
  g_autoptr (GBytes) content = NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->is_loaded || self->is_removed || self->is_writing)
    return;

  self->is_dirty = FALSE;
  if (self->blocked != NULL)
    {
      set_save_error (self, self->blocked);
      latchkey_settings_history_finish_flushes (self);
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
  latchkey_settings_history_write_now (self);

  return G_SOURCE_REMOVE;
}

void
latchkey_settings_history_write_soon (LatchkeySettingsHistory *self)
{
  self->is_dirty = TRUE;
  if (self->is_loaded && !self->is_removed && self->timer == 0)
    self->timer = g_timeout_add (DELAY, on_due, self);
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
          && latchkey_settings_history_is_same (
              version, latchkey_settings_version_get_members (
                           g_ptr_array_index (self->versions, position - 1))))
        g_object_unref (version);
      else
        g_ptr_array_add (self->versions, version);
    }

  if (self->versions->len > position)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, self->versions->len - position);
  latchkey_settings_history_drop_oldest (self);
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
  latchkey_settings_history_hand_over_kept (self);

  if (self->flushes->len > 0 && !self->is_dirty)
    latchkey_settings_history_finish_flushes (self);
  else if (self->flushes->len > 0)
    latchkey_settings_history_write_now (self);
  else if (self->is_dirty)
    latchkey_settings_history_write_soon (self);
}

/* Begins to read the file in the background. */
void
latchkey_settings_history_read (LatchkeySettingsHistory *self)
{
  latchkey_settings_file_read_async (self->file, self->cancellable, on_read, g_object_ref (self));
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
    latchkey_settings_history_write_now (self);
  else if (!self->is_writing && (self->is_removed || self->is_loaded))
    latchkey_settings_history_finish_flushes (self);
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
