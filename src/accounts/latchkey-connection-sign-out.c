#include "latchkey-connection-private.h"

#include "homebox-error.h"
#include "latchkey-own-keys.h"

static void
on_server_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  ending->is_told
      = homebox_session_sign_out_finish (HOMEBOX_SESSION (source), result, &error);
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    {
      latchkey_connection_end_not (task, g_steal_pointer (&error));
      return;
    }
  ending->server_error = g_steal_pointer (&error);
  latchkey_connection_end_here (task);
}

static void
on_keys_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* With a key that is no longer taken there is nobody to tell. */
  if (latchkey_own_keys_revoke_finish (result, &error)
      || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
    {
      /* With its key gone, the session has only to hear that it is over. */
      homebox_session_sign_out_async (ending->session, g_task_get_cancellable (task),
                                      on_server_told, g_object_ref (task));
      return;
    }
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    {
      latchkey_connection_end_not (task, g_steal_pointer (&error));
      return;
    }
  ending->server_error = g_steal_pointer (&error);
  latchkey_connection_end_here (task);
}

/* A key that Latchkey made for this account goes with it; one of the person's own stays. */
static void
tell_server (GTask *task)
{
  LatchkeyConnection *self = g_task_get_source_object (task);
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  g_auto (GStrv) own_keys = latchkey_account_dup_own_keys (self->account);

  if (own_keys[0] != NULL && ending->session != NULL)
    {
      g_autoptr (HomeboxSession) worker
          = homebox_session_new (homebox_session_get_client (ending->session),
                                 homebox_session_get_token (ending->session));

      latchkey_own_keys_revoke_async (self->account, worker, NULL, LATCHKEY_OWN_KEYS_FORGET_ABSENT,
                                      g_task_get_cancellable (task), on_keys_revoked,
                                      g_object_ref (task));
      return;
    }

  homebox_session_sign_out_async (ending->session, g_task_get_cancellable (task), on_server_told,
                                  g_object_ref (task));
}

static void
on_token_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnection *self = g_task_get_source_object (task);
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxToken) token
      = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (source), result, &error);

  if (token != NULL)
    {
      g_autoptr (HomeboxClient) client = latchkey_connection_make_client (self);

      ending->session = homebox_session_new (client, token);
      tell_server (task);
    }
  else if (g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_CANCELLED))
    latchkey_connection_end_not (task, g_steal_pointer (&error));
  else if (g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_GONE)
           || g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_UNREADABLE))
    {
      /* Without a token there is nothing to tell the server. */
      ending->is_told = TRUE;
      latchkey_connection_end_here (task);
    }
  else
    {
      /* It was asked a moment ago, and maybe the person with it: not again. */
      ending->secret_error = g_steal_pointer (&error);
      latchkey_connection_remove_record (task);
    }
}

/**
 * latchkey_connection_sign_out_async:
 * @self: a connection
 * @cancellable: (nullable): cancels as long as the server was not told
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Signs out: tells the server to forget the session, removes the token from the keyring and takes
 * the record off the list. A token that was not read yet is read for it, which may ask the
 * person to unlock the keyring.
 *
 * Every step is taken whether or not the one before succeeded, so that afterwards the account is
 * not on this computer any more (%LATCHKEY_CONNECTION_CLOSED); what could not be done is told. Only
 * cancelling stops it, and leaves everything as it is: whether the server heard of it shows with
 * the next request. Killed in between, the account is there and asks for a sign-in.
 */
void
latchkey_connection_sign_out_async (LatchkeyConnection *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  task = latchkey_connection_begin_end (self, LATCHKEY_CONNECTION_END_SIGN_OUT, cancellable,
                                        callback, user_data, latchkey_connection_sign_out_async);
  if (!latchkey_connection_begin_closing (self))
    g_task_return_boolean (task, TRUE);
  else if (self->session != NULL)
    tell_server (task);
  else
    latchkey_secret_store_lookup_async (latchkey_connection_get_secrets (self), self->account,
                                        cancellable, on_token_found, g_object_ref (task));
}

/**
 * latchkey_connection_sign_out_finish:
 * @self: a connection
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails with a message for the person when not everything could be done. If the state is
 * %LATCHKEY_CONNECTION_CLOSED, the person is signed out here all the same, and the error says what
 * is left: a session on the server with its end, the keyring's item (#LatchkeySecretError), or the
 * record (#GIOErrorEnum). If it is not, it was cancelled (%HOMEBOX_ERROR_CANCELLED or
 * %LATCHKEY_SECRET_ERROR_CANCELLED) and nothing changed here.
 *
 * Returns: whether everything was done
 */
gboolean
latchkey_connection_sign_out_finish (LatchkeyConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_connection_sign_out_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_signed_out_everywhere (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxSession *session = HOMEBOX_SESSION (source);
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  GError *error = NULL;

  if (!homebox_session_sign_out_everywhere_finish (session, result, &error))
    latchkey_connection_end_not (task, error);
  else if (homebox_token_get_kind (homebox_session_get_token (session)) == HOMEBOX_TOKEN_API_KEY)
    {
      /* Its key is none of them. */
      latchkey_connection_stop_closing (g_task_get_source_object (task));
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      ending->is_told = TRUE;
      latchkey_connection_end_here (task);
    }
}

/**
 * latchkey_connection_sign_out_everywhere_async:
 * @self: a connection with a session
 * @cancellable: (nullable): cancels as long as the server was not told
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Ends every session of the person on the server, those in browsers and on other computers too;
 * API keys stay. When the server confirmed that, the token goes from the keyring and the record off
 * the list, as when signing out. An account that is used with an API key stays as it is.
 */
void
latchkey_connection_sign_out_everywhere_async (LatchkeyConnection *self,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  task = latchkey_connection_begin_end (self, LATCHKEY_CONNECTION_END_SIGN_OUT_EVERYWHERE,
                                        cancellable, callback, user_data,
                                        latchkey_connection_sign_out_everywhere_async);
  if (self->session == NULL || !latchkey_connection_begin_closing (self))
    g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE,
                                                  NULL));
  else
    homebox_session_sign_out_everywhere_async (self->session, cancellable,
                                               on_signed_out_everywhere, g_object_ref (task));
}

/**
 * latchkey_connection_sign_out_everywhere_finish:
 * @self: a connection
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails as homebox_session_sign_out_everywhere_finish() does, with everything here as it was:
 * %HOMEBOX_ERROR_SERVER_TOO_OLD where the server cannot do it. When the state is
 * %LATCHKEY_CONNECTION_CLOSED, it is done, and the error says what is left here: the keyring's item
 * (#LatchkeySecretError) or the record (#GIOErrorEnum).
 *
 * Returns: whether everything was done
 */
gboolean
latchkey_connection_sign_out_everywhere_finish (LatchkeyConnection *self,
                                                GAsyncResult *result,
                                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (
      g_async_result_is_tagged (result, latchkey_connection_sign_out_everywhere_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * latchkey_connection_forget_async:
 * @self: a connection
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Takes the account off this computer without a word to the server: the token goes from the
 * keyring, the record off the list, and the connection is %LATCHKEY_CONNECTION_CLOSED. The session
 * stays on the server until its date. It cannot be cancelled.
 */
void
latchkey_connection_forget_async (LatchkeyConnection *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  LatchkeyConnectionEnding *ending = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  task = latchkey_connection_begin_end (self, LATCHKEY_CONNECTION_END_FORGET, NULL, callback,
                                        user_data, latchkey_connection_forget_async);
  ending = g_task_get_task_data (task);
  /* There is nothing that it should hear. */
  ending->is_told = TRUE;
  if (!latchkey_connection_begin_closing (self))
    g_task_return_boolean (task, TRUE);
  else
    latchkey_connection_when_settled (self, task, latchkey_connection_end_here);
}

/**
 * latchkey_connection_forget_finish:
 * @self: a connection
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * The error says what is left here: the keyring's item (#LatchkeySecretError) or the record
 * (#GIOErrorEnum).
 *
 * Returns: whether nothing of the account is left on this computer
 */
gboolean
latchkey_connection_forget_finish (LatchkeyConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_connection_forget_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
