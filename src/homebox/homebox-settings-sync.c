#include "homebox-settings-private.h"

#include "homebox-error.h"
#include "homebox-settings-merge.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define PATH "/users/self/settings"

/* The queue. One thing is done at a time:
 *
 *   idle ── somebody wants to read, or changes are due ──▸ reading
 *   reading ── the answer came, and there is something to write ──▸ writing
 *   reading ── there is nothing to write, or it failed ──▸ idle
 *   writing ── it was done, or it failed ──▸ idle
 *
 * When a write failed in a way that it may have been done all the same, one read follows to find
 * out, and nothing is written after it by itself. */

static GWeakRef *
weak_new (HomeboxSettings *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);

  return weak;
}

static HomeboxSettings *
weak_free_to_strong (GWeakRef *weak)
{
  HomeboxSettings *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);

  return self;
}

static void
finish_tasks (GPtrArray *tasks, const GError *error)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      if (error != NULL)
        g_task_return_error (g_ptr_array_index (tasks, i), g_error_copy (error));
      else
        g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
    }
}

/* Whoever waits for a read hears of it after everything else did. */
static void
finish_reading (HomeboxSettings *self, const GError *error)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->reading_for);

  self->reading_for = g_ptr_array_new_with_free_func (g_object_unref);
  finish_tasks (tasks, error);
}

static GError *
find_edit_error (HomeboxSettings *self)
{
  GHashTableIter iter;
  HomeboxSetting *setting;

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &setting, NULL))
    {
      if (setting->error != NULL)
        return g_error_copy (setting->error);
    }

  return NULL;
}

static void
finish_flushes (HomeboxSettings *self)
{
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) error = NULL;

  if (self->flushes->len == 0)
    return;

  tasks = g_steal_pointer (&self->flushes);
  self->flushes = g_ptr_array_new_with_free_func (g_object_unref);
  error = find_edit_error (self);
  finish_tasks (tasks, error);
}

static gboolean
has_edit_in (HomeboxSettings *self, HomeboxSettingState state)
{
  GHashTableIter iter;
  HomeboxSetting *setting;

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &setting, NULL))
    {
      if (setting->state == state)
        return TRUE;
    }

  return FALSE;
}

static gboolean
put_edit (HomeboxSettings *self, HomeboxJsonMembers *document, HomeboxSetting *setting)
{
  g_auto (HomeboxValueMerge) merge = { 0 };

  if (!setting->has_edit || (setting->state == HOMEBOX_SETTING_FAILED && !setting->is_fresh))
    return FALSE;

  /* Of what is in conflict goes out what is not: the rest of an object. */
  homebox_value_merge (&merge, setting->base, setting->stored, setting->mine);
  if (homebox_json_text_equal (merge.theirs, setting->stored))
    return FALSE;

  if (merge.theirs != NULL)
    homebox_json_members_set (document, setting->name, merge.theirs);
  else
    homebox_json_members_remove (document, setting->name);

  setting->is_sent = TRUE;
  setting->is_edited_since = FALSE;
  g_free (setting->sent);
  setting->sent = g_steal_pointer (&merge.theirs);
  g_free (setting->sent_base);
  setting->sent_base = g_strdup (setting->base);

  return TRUE;
}

/* Puts all changes that are on their way into what the server has. Returns NULL if that changes
 * nothing. */
static char *
build_document (HomeboxSettings *self)
{
  g_autoptr (HomeboxJsonMembers) document = NULL;
  gboolean has_changed = FALSE;
  GHashTableIter iter;
  HomeboxSetting *setting;
  char *text;

  if (g_hash_table_size (self->edits) == 0)
    return NULL;

  document = homebox_json_members_copy (self->seen);
  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &setting, NULL))
    has_changed = put_edit (self, document, setting) || has_changed;

  if (!has_changed)
    return NULL;

  text = homebox_json_members_to_text (document);
  if (strlen (text) > HOMEBOX_SETTINGS_LIMIT)
    {
      g_autofree char *longer = text;

      text = homebox_json_text_shorten (longer);
    }

  return text;
}

static void
fail_edits (HomeboxSettings *self, const GError *error)
{
  homebox_settings_set_edit_states (self,
                                    homebox_settings_is_worth_waiting (error)
                                        ? HOMEBOX_SETTING_WAITING
                                        : HOMEBOX_SETTING_FAILED,
                                    error);
}

/* What the server stored otherwise than it was sent, against all that is known of it. */
static GPtrArray *
find_unlike (HomeboxSettings *self, HomeboxJsonMembers *answer)
{
  GPtrArray *unlike = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  HomeboxSetting *setting;

  g_hash_table_iter_init (&iter, self->edits);
  while (g_hash_table_iter_next (&iter, (gpointer *) &setting, NULL))
    {
      if (setting->is_sent
          && !homebox_json_text_equal (setting->sent,
                                       homebox_json_members_lookup (answer, setting->name)))
        g_ptr_array_add (unlike, g_object_ref (setting));
    }

  return unlike;
}

static void
take_answer (HomeboxSettings *self, HomeboxJsonMembers *answer)
{
  g_autoptr (GPtrArray) unlike = find_unlike (self, answer);
  g_autoptr (GPtrArray) touched = homebox_settings_absorb (self, answer, TRUE);
  g_autoptr (GError) error = NULL;

  homebox_settings_present (self, touched);

  for (guint i = 0; i < unlike->len; i++)
    {
      HomeboxSetting *setting = g_ptr_array_index (unlike, i);

      if (!setting->has_edit || setting->state == HOMEBOX_SETTING_CONFLICT)
        continue;

      if (error == NULL)
        error = homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                   "stored otherwise than sent");
      homebox_setting_set_state (setting, HOMEBOX_SETTING_FAILED, error);
    }

  homebox_settings_set_error (self, error);
  homebox_settings_update (self);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxSettings) self = weak_free_to_strong (user_data);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxJsonMembers) answer = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);
  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  if (response != NULL)
    answer = homebox_settings_read_answer (response, &error);
  self->phase = HOMEBOX_SETTINGS_IDLE;
  homebox_settings_account_written (self);

  if (answer != NULL)
    {
      take_answer (self, answer);
    }
  else
    {
      if (homebox_settings_is_undecided (error))
        {
          self->is_unsure = TRUE;
          self->is_confirming = TRUE;
          self->wants_read = TRUE;
        }
      else
        {
          homebox_settings_unsend (self);
        }

      homebox_settings_set_error (self, error);
      fail_edits (self, error);
    }

  homebox_settings_go_on (self);
}

static void
send_document (HomeboxSettings *self, char *text)
{
  g_autoptr (HomeboxRequest) request
      = homebox_request_new ("PUT", PATH, HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxSecret) body = homebox_secret_new_take (text);

  self->phase = HOMEBOX_SETTINGS_WRITING;
  homebox_request_set_body (request, body);
  homebox_session_send_async (self->session, request, self->cancellable, on_written,
                              weak_new (self));
}

/* Sends what is due, if anything is; at once, and nothing else before it: whatever another program
 * writes between the read and this is lost. Returns what is in the way, or NULL. */
static GError *
write_after_read (HomeboxSettings *self)
{
  char *text = NULL;
  gboolean only_looks = self->is_confirming && !self->wants_write;

  self->is_confirming = FALSE;
  if (only_looks || (!self->wants_write && !has_edit_in (self, HOMEBOX_SETTING_WAITING)))
    return NULL;

  self->wants_write = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  text = build_document (self);
  if (text == NULL)
    return NULL;

  if (strlen (text) <= HOMEBOX_SETTINGS_LIMIT)
    {
      send_document (self, text);
      return NULL;
    }

  g_free (text);
  homebox_settings_unsend (self);

  return homebox_error_new_with_message (
      HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NONE,
      _("The server has no room for this: all settings together may take 64 KiB. Remove some "
        "first."));
}

/* What waited is on its way again, and what was sent is. */
static void
mark_sent (HomeboxSettings *self)
{
  if (self->phase == HOMEBOX_SETTINGS_WRITING)
    homebox_settings_set_edit_states (self, HOMEBOX_SETTING_SAVING, NULL);
}

static void
take_document (HomeboxSettings *self, HomeboxJsonMembers *document)
{
  g_autoptr (GPtrArray) touched = homebox_settings_absorb (self, document, FALSE);
  g_autoptr (GError) error = write_after_read (self);

  mark_sent (self);
  homebox_settings_present (self, touched);
  homebox_settings_set_error (self, error);
  if (error != NULL)
    fail_edits (self, error);
  homebox_settings_set_availability (self, HOMEBOX_SETTINGS_READY);
}

static void
fail_reading (HomeboxSettings *self, const GError *error)
{
  gboolean was_for_write = self->wants_write;
  gboolean is_too_old = g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);

  self->is_confirming = FALSE;
  self->wants_write = FALSE;

  if (self->availability != HOMEBOX_SETTINGS_READY)
    homebox_settings_set_availability (self, is_too_old ? HOMEBOX_SETTINGS_UNSUPPORTED
                                                        : HOMEBOX_SETTINGS_UNAVAILABLE);
  homebox_settings_set_error (self, error);
  if (was_for_write)
    fail_edits (self, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxSettings) self = weak_free_to_strong (user_data);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxJsonMembers) document = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);
  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  if (response != NULL)
    document = homebox_settings_read_answer (response, &error);
  self->phase = HOMEBOX_SETTINGS_IDLE;

  if (document != NULL)
    take_document (self, document);
  else
    fail_reading (self, error);

  finish_reading (self, error);
  homebox_settings_go_on (self);
}

static void
start_reading (HomeboxSettings *self)
{
  g_autoptr (HomeboxRequest) request
      = homebox_request_new ("GET", PATH, HOMEBOX_REQUEST_DEFAULT);

  self->phase = HOMEBOX_SETTINGS_READING;
  self->wants_read = FALSE;
  homebox_settings_account_reading (self);
  g_ptr_array_extend_and_steal (self->reading_for, g_steal_pointer (&self->loads));
  self->loads = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->availability != HOMEBOX_SETTINGS_READY)
    homebox_settings_set_availability (self, HOMEBOX_SETTINGS_LOADING);

  homebox_session_send_async (self->session, request, self->cancellable, on_read, weak_new (self));
}

/*
 * homebox_settings_go_on:
 * @self: settings
 *
 * Does what is to be done next, when nothing is under way.
 */
void
homebox_settings_go_on (HomeboxSettings *self)
{
  if (self->phase != HOMEBOX_SETTINGS_IDLE || self->session == NULL)
    return;

  if (self->wants_read || self->wants_write)
    start_reading (self);
  /* A conflict that ended by itself leaves a change that is due. */
  else if (has_edit_in (self, HOMEBOX_SETTING_SAVING))
    homebox_settings_schedule (self);
  else
    finish_flushes (self);
}

static gboolean
on_due (gpointer user_data)
{
  HomeboxSettings *self = user_data;

  self->timer = 0;
  homebox_settings_write_now (self);

  return G_SOURCE_REMOVE;
}

/*
 * homebox_settings_schedule:
 * @self: settings
 *
 * Sends what was changed, together with what else is changed soon.
 */
void
homebox_settings_schedule (HomeboxSettings *self)
{
  if (self->timer == 0 && g_hash_table_size (self->edits) > 0)
    self->timer = g_timeout_add (self->delay, on_due, self);
}

/*
 * homebox_settings_write_now:
 * @self: settings
 *
 * Sends what was changed, as soon as what is under way is done.
 */
void
homebox_settings_write_now (HomeboxSettings *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->wants_write = g_hash_table_size (self->edits) > 0;
  homebox_settings_go_on (self);
}

static void
on_session_changed (HomeboxSettings *self)
{
  gboolean was_tried = self->availability == HOMEBOX_SETTINGS_UNAVAILABLE || self->error != NULL;

  if (homebox_session_get_state (self->session) == HOMEBOX_SESSION_ACTIVE
      && (was_tried || has_edit_in (self, HOMEBOX_SETTING_WAITING)))
    homebox_settings_refresh (self);
}

/*
 * homebox_settings_init_sync:
 * @self: settings
 *
 * Begins to look at the session.
 */
void
homebox_settings_init_sync (HomeboxSettings *self)
{
  self->cancellable = g_cancellable_new ();
  self->session_handler = g_signal_connect_swapped (self->session, "notify::state",
                                                    G_CALLBACK (on_session_changed), self);
}

/*
 * homebox_settings_stop_sync:
 * @self: settings
 *
 * Ends it all: nothing comes back after this.
 */
void
homebox_settings_stop_sync (HomeboxSettings *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->session != NULL)
    g_clear_signal_handler (&self->session_handler, self->session);
  g_cancellable_cancel (self->cancellable);
}
