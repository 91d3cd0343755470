#include "latchkey-connection-private.h"

#include "homebox-error.h"

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  GError *error = NULL;

  ending->is_told
      = homebox_session_delete_account_finish (HOMEBOX_SESSION (source), result, &error);
  if (ending->is_told)
    latchkey_connection_end_here (task);
  else
    latchkey_connection_end_not (task, error);
}

/**
 * latchkey_connection_delete_account_async:
 * @self: a connection
 * @cancellable: (nullable): see homebox_session_delete_account_async()
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Deletes the account on the server. When the server confirmed that, or it was found out another
 * way, the token goes from the keyring and the record off the list. Killed in between, the account
 * is there, asks for a sign-in that nobody can do, and is taken off by signing out.
 */
void
latchkey_connection_delete_account_async (LatchkeyConnection *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  task = latchkey_connection_begin_end (self, LATCHKEY_CONNECTION_END_DELETION, cancellable,
                                        callback, user_data,
                                        latchkey_connection_delete_account_async);
  if (self->session == NULL || !latchkey_connection_begin_closing (self))
    g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE,
                                                  NULL));
  else
    homebox_session_delete_account_async (self->session, cancellable, on_deleted,
                                          g_object_ref (task));
}

/**
 * latchkey_connection_delete_account_finish:
 * @self: a connection
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails as homebox_session_delete_account_finish() does, with an error of the #HomeboxError domain
 * and everything here as it was. An error of another domain means that the account is deleted
 * (%LATCHKEY_CONNECTION_CLOSED) and says what is left here: the keyring's item
 * (#LatchkeySecretError) or the record (#GIOErrorEnum).
 *
 * Returns: whether the account is gone, on the server and here
 */
gboolean
latchkey_connection_delete_account_finish (LatchkeyConnection *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_connection_delete_account_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
