#include "latchkey-connection-private.h"

/*
 * latchkey_connection_begin_closing:
 * @self: a connection
 *
 * Stops opening, and keeps it from beginning again.
 *
 * Returns: %FALSE if it is closed or closing already
 */
gboolean
latchkey_connection_begin_closing (LatchkeyConnection *self)
{
  if (self->closing || self->state == LATCHKEY_CONNECTION_CLOSED)
    return FALSE;
  self->closing = TRUE;
  latchkey_connection_abandon_step (self);
  if (self->state == LATCHKEY_CONNECTION_UNLOCKING || self->state == LATCHKEY_CONNECTION_LOADING)
    latchkey_connection_set_state (self, LATCHKEY_CONNECTION_STORED, NULL);
  return TRUE;
}

/*
 * latchkey_connection_stop_closing:
 * @self: a connection that is closing
 *
 * Goes on as if nothing had been asked for, and with what happened to the session meanwhile.
 */
void
latchkey_connection_stop_closing (LatchkeyConnection *self)
{
  self->closing = FALSE;
  if (self->session == NULL)
    return;
  if (self->state == LATCHKEY_CONNECTION_UNREACHABLE)
    latchkey_connection_set_state (self, self->state, self->error);
  latchkey_connection_follow_session (self);
}

static void
on_record_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnection *self = g_task_get_source_object (task);
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  GError *summary = NULL;

  latchkey_account_store_remove_finish (LATCHKEY_ACCOUNT_STORE (source), result,
                                        &ending->record_error);
  summary = latchkey_connection_ending_new_summary (ending, self->account);

  /* What waited for a sign-in waits for nothing any more. */
  latchkey_connection_give_up (self);
  self->closing = FALSE;
  latchkey_connection_set_state (self, LATCHKEY_CONNECTION_CLOSED, NULL);
  if (summary != NULL)
    g_task_return_error (task, summary);
  else
    g_task_return_boolean (task, TRUE);
}

/*
 * latchkey_connection_remove_record:
 * @task: an end of whose token nothing is left that could be removed
 *
 * Takes the record off the list, and that is it.
 */
void
latchkey_connection_remove_record (GTask *task)
{
  LatchkeyConnection *self = g_task_get_source_object (task);

  latchkey_account_store_remove_async (latchkey_connection_get_accounts (self), self->account, NULL,
                                       on_record_removed, g_object_ref (task));
}

static void
on_secret_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnection *self = g_task_get_source_object (task);
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* A keyring that was not there for the sign-in, and is not now, holds nothing. */
  if (!latchkey_secret_store_clear_finish (LATCHKEY_SECRET_STORE (source), result, &error)
      && !(self->not_kept != NULL
           && g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_NO_SERVICE)))
    ending->secret_error = g_steal_pointer (&error);
  latchkey_connection_remove_record (task);
}

/*
 * latchkey_connection_end_here:
 * @task: an end of which the server knows what it has to
 *
 * Takes the account off this computer. From here on nothing is cancelled: half of it would be worse
 * than either end. The token goes first, so that whoever is killed here finds an account that asks
 * for a sign-in, and no token that nobody knows of.
 */
void
latchkey_connection_end_here (GTask *task)
{
  LatchkeyConnection *self = g_task_get_source_object (task);

  latchkey_secret_store_clear_async (latchkey_connection_get_secrets (self), self->account, NULL,
                                     on_secret_cleared, g_object_ref (task));
}

/*
 * latchkey_connection_end_not:
 * @task: an end
 * @error: (transfer full): why nothing comes of it
 *
 * Goes on, and says why.
 */
void
latchkey_connection_end_not (GTask *task, GError *error)
{
  latchkey_connection_stop_closing (g_task_get_source_object (task));
  g_task_return_error (task, error);
}

/*
 * latchkey_connection_begin_end:
 * @self: a connection
 * @what: what is to be ended
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 * @tag: the source tag
 *
 * Returns: (transfer full): a task whose data is a #LatchkeyConnectionEnding
 */
GTask *
latchkey_connection_begin_end (LatchkeyConnection *self,
                               LatchkeyConnectionEnd what,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data,
                               gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* What was done is told, also when the caller cancelled a moment later. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, latchkey_connection_ending_new (what, self->session),
                        (GDestroyNotify) latchkey_connection_ending_free);
  return task;
}
