#include "latchkey-pins-private.h"

#include "latchkey-account-file.h"
#include "latchkey-pins-file.h"

#include <glib/gi18n-lib.h>

static void write_next (LatchkeyPins *self);

static GPtrArray *
read_file (LatchkeyPins *self, GError **error)
{
  g_autoptr (GBytes) content = latchkey_account_file_read (self->file, error);

  return content != NULL ? latchkey_pins_file_parse (content, error) : NULL;
}

static gboolean
load_set_aside (LatchkeyPins *self, GError **error)
{
  g_autoptr (GFile) damaged = latchkey_account_file_set_aside (self->file, NULL);
  g_autofree char *name = g_file_get_parse_name (damaged != NULL ? damaged : self->file);

  if (damaged == NULL)
    {
      self->blocked = g_error_new (
          G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
          /* Translators: %s is the name of a file */
          _("The list of certificates that you trust in “%s” is damaged, and Latchkey may not move "
            "it out of the way. Until that is done, you will be asked again at every start."),
          name);
      g_propagate_error (error, g_error_copy (self->blocked));
      return FALSE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: %s is the name of a file */
               _("The list of certificates that you trust could not be read. It was kept as “%s”. "
                 "You will be asked again."),
               name);
  return FALSE;
}

/**
 * latchkey_pins_load:
 * @self: a list that was not loaded yet
 * @error: return location for an error
 *
 * Reads the file. This is synchronous on purpose, as with latchkey_account_store_load(): it is one
 * small local file, and has to be known before the first connection is made.
 *
 * No file is no error: the list is then empty. Whatever fails, the list can be used, and trusts
 * nothing: a file that is damaged is set aside (%G_IO_ERROR_INVALID_DATA); one that may not be
 * read, or that a later version of Latchkey wrote, stays where it is, and nothing is saved.
 *
 * Returns: %TRUE if the file was read or there is none; otherwise %FALSE and @error with a message
 *   for the person
 */
gboolean
latchkey_pins_load (LatchkeyPins *self, GError **error)
{
  g_autoptr (GPtrArray) pins = NULL;
  g_autoptr (GError) problem = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (LATCHKEY_IS_PINS (self), FALSE);
  g_return_val_if_fail (self->pins->len == 0, FALSE);

  if (self->file == NULL)
    return TRUE;

  pins = read_file (self, &problem);
  if (pins != NULL)
    {
      latchkey_pins_take_in (self, pins);
      return TRUE;
    }
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return load_set_aside (self, error);

  name = g_file_get_parse_name (self->file);
  self->blocked = g_error_new (
      G_IO_ERROR, problem->code,
      problem->code == G_IO_ERROR_NOT_SUPPORTED
          /* Translators: %s is the name of a file */
          ? _("The list of certificates that you trust in “%s” was saved by a newer version of "
              "Latchkey. You will be asked again until you update Latchkey.")
          /* Translators: %s is the name of a file */
          : _("Latchkey could not open “%s”, which holds the list of certificates that you trust. "
              "Make sure that you may read and write it, then start Latchkey again."),
      name);
  g_propagate_error (error, g_error_copy (self->blocked));
  return FALSE;
}

static void
set_save_error (LatchkeyPins *self, const GError *problem)
{
  if (self->save_error == NULL && problem == NULL)
    return;
  g_clear_error (&self->save_error);
  self->save_error = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify (G_OBJECT (self), "save-error");
}

/* What could not be written is told by code; the words are about another file. */
static GError *
not_saved (LatchkeyPins *self, const GError *cause)
{
  g_autofree char *name = g_file_get_parse_name (self->file);

  return g_error_new (cause->domain, cause->code,
                      /* Translators: %s is the name of a file */
                      _("The list of certificates that you trust could not be saved in “%s”. After "
                        "the next start you will be asked again."),
                      name);
}

static void
keep_decided (LatchkeyPins *self)
{
  GHashTableIter iter;
  gpointer origin = NULL;

  g_hash_table_iter_init (&iter, self->written);
  while (g_hash_table_iter_next (&iter, &origin, NULL))
    g_hash_table_add (self->decided, g_strdup (origin));
}

/* Answers who waited for the write that is over, after the next one began. */
static void
end_write (LatchkeyPins *self, const GError *problem)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->written_for);

  /* Still to be written. */
  if (problem != NULL)
    keep_decided (self);
  g_clear_pointer (&self->written, g_hash_table_unref);
  g_clear_pointer (&self->lock, latchkey_lock_release);
  set_save_error (self, problem);

  self->writing = FALSE;
  if (self->waiting->len > 0)
    write_next (self);

  for (guint i = 0; i < tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (tasks, i);

      if (problem != NULL)
        g_task_return_error (task, g_error_copy (problem));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyPins) self = LATCHKEY_PINS (user_data);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GError) problem = NULL;

  if (!latchkey_account_file_write_finish (result, &cause))
    problem = not_saved (self, cause);
  end_write (self, problem);
}

/* Takes in what another process wrote. Returns: whether the file may be replaced now. */
static gboolean
make_room (LatchkeyPins *self, GError **error)
{
  g_autoptr (GFile) damaged = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) others = read_file (self, &problem);

  if (others != NULL)
    {
      latchkey_pins_take_in (self, others);
      return TRUE;
    }
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    {
      g_clear_error (&problem);
      damaged = latchkey_account_file_set_aside (self->file, &problem);
      if (damaged != NULL)
        return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static void
on_locked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyPins) self = LATCHKEY_PINS (user_data);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) content = NULL;
  gboolean may_be_replaced = FALSE;

  self->lock = latchkey_lock_acquire_finish (result, &cause);
  /* Where there are no locks, the list is still merged with what others wrote before. */
  if (self->lock != NULL || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      g_clear_error (&cause);
      /* As small as when it is loaded. */
      may_be_replaced = make_room (self, &cause);
    }

  self->written = g_steal_pointer (&self->decided);
  self->decided = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->written_for = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);

  if (!may_be_replaced)
    {
      problem = not_saved (self, cause);
      end_write (self, problem);
      return;
    }
  content = latchkey_pins_file_serialize (self->pins);
  latchkey_account_file_write_async (self->file, content, on_written, g_object_ref (self));
}

/* Two copies of Latchkey may run, one on each of two sessions. */
static void
write_next (LatchkeyPins *self)
{
  self->writing = TRUE;
  latchkey_lock_acquire_async (self->folder, LATCHKEY_LOCK_PINS, self->lock_limit, NULL, on_locked,
                               g_object_ref (self));
}

/**
 * latchkey_pins_save_async:
 * @self: a list
 * @cancellable: (nullable): stops the waiting only: what was begun is written all the same
 * @callback: (nullable): called when what the list was at the time of the call (or later) is on the
 *   disk, or could not be written
 * @user_data: data for @callback
 *
 * Writes the list; every change does so by itself. One write runs at a time; calls that come
 * meanwhile share the next one. A process killed at any point leaves the old file or the new one.
 */
void
latchkey_pins_save_async (LatchkeyPins *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LATCHKEY_IS_PINS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_pins_save_async);

  if (self->blocked != NULL)
    {
      set_save_error (self, self->blocked);
      g_task_return_error (task, g_error_copy (self->blocked));
      return;
    }
  if (self->file == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  if (!self->writing)
    write_next (self);
}

/**
 * latchkey_pins_save_finish:
 * @self: a list
 * @result: the result that the callback got
 * @error: return location for an error with a message for the person
 *
 * Returns: whether the list is on the disk, or is not meant to be
 */
gboolean
latchkey_pins_save_finish (LatchkeyPins *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
