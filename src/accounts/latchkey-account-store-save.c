#include "latchkey-account-store-private.h"

#include "latchkey-account-file.h"
#include "latchkey-account-merge.h"

static void
set_base (LatchkeyAccountStore *self, LatchkeyAccountDocument *base, GBytes *content)
{
  latchkey_account_document_free (self->base);
  self->base = base;
  g_clear_pointer (&self->seen, g_bytes_unref);
  self->seen = g_bytes_ref (content);
}

/*
 * latchkey_account_store_take_in:
 * @self: a store
 * @theirs: (transfer full): what the file says now
 * @content: the same in bytes
 *
 * Merges what others wrote into the list.
 */
void
latchkey_account_store_take_in (LatchkeyAccountStore *self,
                                LatchkeyAccountDocument *theirs,
                                GBytes *content)
{
  g_autoptr (LatchkeyAccountDocument) mine = latchkey_account_store_describe (self);
  g_autoptr (LatchkeyAccountDocument) merged = latchkey_account_merge (self->base, mine, theirs);

  set_base (self, theirs, content);
  latchkey_account_store_show (self, merged);
}

/* Answers who waited for the write that is over. */
static void
end_write (LatchkeyAccountStore *self, const GError *problem)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->writing_for);

  g_clear_pointer (&self->lock, latchkey_lock_release);
  latchkey_account_store_set_save_error (self, problem != NULL ? problem : self->left_behind);

  /* The next write starts before anybody is told, so that what a callback saves comes after it. */
  self->busy = FALSE;
  latchkey_account_store_next (self);

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
  g_autoptr (LatchkeyAccountStore) self = user_data;
  g_autoptr (LatchkeyAccountDocument) written = g_steal_pointer (&self->written);
  g_autoptr (GBytes) content = g_steal_pointer (&self->written_content);
  g_autoptr (GError) problem = NULL;

  if (latchkey_account_file_write_finish (result, &problem))
    {
      set_base (self, g_steal_pointer (&written), content);
      latchkey_account_store_watch (self);
    }
  else
    self->current_chosen |= self->written_choice;
  end_write (self, problem);
}

static void
write_list (LatchkeyAccountStore *self)
{
  self->written = latchkey_account_store_describe (self);
  self->written_content = latchkey_account_document_serialize (self->written);
  self->written_choice = self->current_chosen;
  self->current_chosen = FALSE;
  latchkey_account_file_write_async (self->file, self->written_content, on_written,
                                     g_object_ref (self));
}

static void
set_aside_and_write (LatchkeyAccountStore *self)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GFile) damaged = latchkey_account_file_set_aside (self->file, &problem);

  if (damaged == NULL)
    {
      end_write (self, problem);
      return;
    }
  latchkey_account_store_set_damaged_file (self, damaged);
  write_list (self);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) self = user_data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) content = latchkey_account_file_read_finish (result, &problem);
  g_autoptr (LatchkeyAccountDocument) theirs = NULL;
  gboolean newer = FALSE;

  if (content != NULL && self->seen != NULL && g_bytes_equal (content, self->seen))
    write_list (self);
  /* No Latchkey deletes the file, so that what was in it was not taken off any list. */
  else if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    write_list (self);
  else if (problem != NULL && !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    end_write (self, problem);
  else
    {
      if (content != NULL)
        theirs = latchkey_account_document_parse (content, &newer);
      if (theirs != NULL)
        {
          latchkey_account_store_take_in (self, g_steal_pointer (&theirs), content);
          write_list (self);
        }
      else if (newer)
        {
          g_autoptr (GError) later = latchkey_account_file_new_newer_error ();

          end_write (self, later);
        }
      else
        set_aside_and_write (self);
    }
}

static void
on_locked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) self = user_data;
  g_autoptr (GError) problem = NULL;

  self->lock = latchkey_lock_acquire_finish (result, &problem);
  /* Where there are no locks, the list is still merged with what others wrote before. */
  if (self->lock == NULL && !g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      g_autoptr (GError) failure = latchkey_account_file_new_write_error (self->file, problem);

      end_write (self, failure);
      return;
    }
  latchkey_account_file_read_async (self->file, on_read, g_object_ref (self));
}

/*
 * latchkey_account_store_next:
 * @self: a store
 *
 * Begins what is to be done next, if anything is and nothing is under way.
 */
void
latchkey_account_store_next (LatchkeyAccountStore *self)
{
  if (self->busy)
    return;
  if (self->waiting->len > 0)
    {
      self->busy = TRUE;
      self->writing_for = g_steal_pointer (&self->waiting);
      self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
      latchkey_lock_acquire_async (self->folder, LATCHKEY_LOCK_ACCOUNTS, self->lock_limit, NULL,
                                   on_locked, g_object_ref (self));
    }
  else if (self->look_again)
    latchkey_account_store_look (self);
}

/*
 * latchkey_account_store_save:
 * @self: a store
 * @task: (transfer full): what to answer when the list as it is now is on the disk
 */
void
latchkey_account_store_save (LatchkeyAccountStore *self, GTask *task)
{
  if (self->blocked != NULL)
    {
      latchkey_account_store_set_save_error (self, self->blocked);
      g_task_return_error (task, g_error_copy (self->blocked));
      g_object_unref (task);
      return;
    }
  g_ptr_array_add (self->waiting, task);
  latchkey_account_store_next (self);
}

/**
 * latchkey_account_store_save_async:
 * @self: a store
 * @cancellable: (nullable): stops the waiting only: what was begun is written all the same
 * @callback: called when what the list was at the time of the call (or later) is on the disk, or
 *   could not be written
 * @user_data: data for @callback
 *
 * Writes the list, after what other processes wrote was merged in. One write runs at a time; calls
 * that come meanwhile share the next one, which writes what the list is by then. A process killed
 * at any point leaves the old file or the new one.
 */
void
latchkey_account_store_save_async (LatchkeyAccountStore *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_account_store_save_async);
  latchkey_account_store_save (self, task);
}

/**
 * latchkey_account_store_save_finish:
 * @self: a store
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails with a message for the person: %G_IO_ERROR_NO_SPACE, %G_IO_ERROR_PERMISSION_DENIED,
 * %G_IO_ERROR_READ_ONLY, %G_IO_ERROR_CANCELLED, %G_IO_ERROR_FAILED, %G_IO_ERROR_TIMED_OUT (another
 * process does not let go of the file), or why the file must not be touched (see
 * latchkey_account_store_load()). The list in memory stays as it is.
 *
 * Returns: whether the list is on the disk
 */
gboolean
latchkey_account_store_save_finish (LatchkeyAccountStore *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
