#include "latchkey-hand-over.h"

#include "homebox-error.h"

/* Nobody will use what the server gave out: it is handed back. If that fails, it ends by itself
 * after its time. An API key is the person's own, and stays. */
static void
hand_back (HomeboxSession *session)
{
  if (homebox_token_get_kind (homebox_session_get_token (session)) == HOMEBOX_TOKEN_SESSION)
    homebox_session_sign_out_async (session, NULL, NULL, NULL);
}

static GError *
new_cancelled (void)
{
  return homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL);
}

static void
on_adopted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (LatchkeyConnection) connection = latchkey_connection_adopt_finish (result, &error);

  if (connection == NULL)
    {
      hand_back (g_task_get_task_data (task));
      g_task_return_error (task, error);
    }
  else if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      /* Cancelled, and done all the same: taken back, as it was meant. */
      latchkey_connection_sign_out_async (connection, NULL, NULL, NULL);
      g_task_return_error (task, new_cancelled ());
    }
  else
    {
      g_task_return_pointer (task, g_steal_pointer (&connection), g_object_unref);
    }
}

static void
on_resumed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  /* Cancelled or not: whoever is signed in to their own account stays so. */
  if (latchkey_connection_resume_finish (LATCHKEY_CONNECTION (source), result, &error))
    g_task_return_pointer (task, g_object_ref (source), g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * latchkey_hand_over_async:
 * @vault: where a new account goes
 * @connection: (nullable): the account that the person signed in to again, or %NULL for whichever
 *   account it is
 * @session: a session that was just made
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * The end of every way to sign in: makes a session an account of this computer
 * (latchkey_connection_adopt_async()), or lets an account go on with it
 * (latchkey_connection_resume_async()). A session that nobody will use is handed back to the
 * server.
 */
void
latchkey_hand_over_async (LatchkeyVault *vault,
                          LatchkeyConnection *connection,
                          HomeboxSession *session,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LATCHKEY_IS_VAULT (vault));
  g_return_if_fail (connection == NULL || LATCHKEY_IS_CONNECTION (connection));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_hand_over_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (session), g_object_unref);

  if (connection != NULL)
    latchkey_connection_resume_async (connection,
                                      session,
                                      cancellable,
                                      on_resumed,
                                      g_steal_pointer (&task));
  else
    latchkey_connection_adopt_async (vault,
                                     session,
                                     cancellable,
                                     on_adopted,
                                     g_steal_pointer (&task));
}

/**
 * latchkey_hand_over_finish:
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails as latchkey_connection_adopt_finish() and latchkey_connection_resume_finish() do, and with
 * %HOMEBOX_ERROR_CANCELLED.
 *
 * Returns: (transfer full) (nullable): the account, ready for use
 */
LatchkeyConnection *
latchkey_hand_over_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_hand_over_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
