#include "latchkey-connection-private.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (latchkey-connection-error-quark, latchkey_connection_error)

/**
 * latchkey_connection_resume_async:
 * @self: a connection, usually %LATCHKEY_CONNECTION_SIGN_IN_NEEDED
 * @fresh: a session that was just made, at one of the account's addresses
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Goes on with a new sign-in where the old session ended. Whose it is is asked of the server first.
 * Then its token goes into the keyring, which may ask the person to unlock it, and into
 * the session that the connection has, if any: what waited there is sent. It may be of another kind
 * than before.
 *
 * When the keyring will not take the token, that is no failure, see
 * #LatchkeyConnection:kept-in-memory.
 */
void
latchkey_connection_resume_async (LatchkeyConnection *self,
                                  HomeboxSession *fresh,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));
  g_return_if_fail (HOMEBOX_IS_SESSION (fresh));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_connection_resume_async);
  g_task_return_new_error (task, LATCHKEY_CONNECTION_ERROR, LATCHKEY_CONNECTION_ERROR_CLOSED, "%s",
                           "");
}

/**
 * latchkey_connection_resume_finish:
 * @self: a connection
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails with %LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT when somebody else signed in, or on another
 * server, as homebox_session_load_user_finish() does, and when it was cancelled. Then the
 * connection is as it was, and the fresh session is signed out again in the background.
 *
 * Returns: whether the session goes on
 */
gboolean
latchkey_connection_resume_finish (LatchkeyConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_connection_resume_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * latchkey_connection_give_up:
 * @self: a connection that is %LATCHKEY_CONNECTION_SIGN_IN_NEEDED
 *
 * The person will not sign in now: what waits in the session fails with
 * %HOMEBOX_ERROR_SESSION_ENDED, and what is asked of it later does at once. The state stays, and a
 * sign-in can resume the session at any time.
 */
void
latchkey_connection_give_up (LatchkeyConnection *self)
{
  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));
}
