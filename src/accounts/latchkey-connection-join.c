#include "latchkey-connection-join.h"

#include "latchkey-connection-private.h"

/*
 * Joining:
 * @added: the connection that goes
 * @new_address: whether the address was not one of the account's before
 *
 * Two connections on their way to one.
 */
typedef struct
{
  LatchkeyConnection *added;
  gboolean new_address;
} Joining;

static void
joining_free (gpointer data)
{
  Joining *joining = data;

  g_clear_object (&joining->added);
  g_free (joining);
}

static void
on_forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (latchkey_connection_forget_finish (LATCHKEY_CONNECTION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_resumed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnection *self = LATCHKEY_CONNECTION (source);
  Joining *joining = g_task_get_task_data (task);
  LatchkeyAccount *account = latchkey_connection_get_account (self);
  LatchkeyAccount *other = latchkey_connection_get_account (joining->added);
  GError *error = NULL;

  if (!latchkey_connection_resume_finish (self, result, &error))
    {
      if (joining->new_address
          && latchkey_account_remove_address (account, latchkey_account_get_server (other)))
        latchkey_account_store_save_async (latchkey_connection_get_accounts (self), NULL, NULL,
                                           NULL);
      g_task_return_error (task, error);
      return;
    }
  /* An account without a session of its own took this one over as it is. */
  if (latchkey_connection_get_session (self) == latchkey_connection_get_session (joining->added))
    latchkey_connection_pass_session_on (joining->added);
  /* Only now: whoever is killed here finds both, and loses nothing. */
  latchkey_connection_forget_async (joining->added, on_forgotten, g_object_ref (task));
}

/**
 * latchkey_connection_join_async:
 * @self: the account that stays
 * @added: one that was just signed in to, with the same user id at another address
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Makes the address of @added one of @self's, goes on there with the session of @added, and takes
 * @added off this computer. That both are one server is for the person to say: the token of
 * each may be sent to the other from now on.
 */
void
latchkey_connection_join_async (LatchkeyConnection *self,
                                LatchkeyConnection *added,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Joining *joining = NULL;
  const char *address = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (added) && added != self);
  g_return_if_fail (latchkey_connection_get_session (added) != NULL);

  address = latchkey_account_get_server (latchkey_connection_get_account (added));
  joining = g_new0 (Joining, 1);
  joining->added = g_object_ref (added);
  joining->new_address
      = latchkey_account_add_address (latchkey_connection_get_account (self), address);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, latchkey_connection_join_async);
  g_task_set_task_data (task, joining, joining_free);
  latchkey_connection_resume_async (self, latchkey_connection_get_session (added), NULL, on_resumed,
                                    g_object_ref (task));
}

/**
 * latchkey_connection_join_finish:
 * @self: the account that stays
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails as latchkey_connection_resume_finish() does, with both accounts still there, but the
 * session of the added one ended; and as latchkey_connection_forget_finish() does.
 *
 * Returns: whether they are one account now
 */
gboolean
latchkey_connection_join_finish (LatchkeyConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_connection_join_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
