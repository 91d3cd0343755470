#include "latchkey-connection-private.h"

#include "homebox-error.h"
#include "latchkey-connection-ending.h"

/* Stops opening, and keeps it from beginning again, unless it is closed or closing already. */
static gboolean
begin_closing (LatchkeyConnection *self)
{
  if (self->closing || self->state == LATCHKEY_CONNECTION_CLOSED)
    return FALSE;
  self->closing = TRUE;
  latchkey_connection_abandon_step (self);
  if (self->state == LATCHKEY_CONNECTION_UNLOCKING || self->state == LATCHKEY_CONNECTION_LOADING)
    latchkey_connection_set_state (self, LATCHKEY_CONNECTION_STORED, NULL);
  return TRUE;
}

/* Goes on as if nothing had been asked for, and with what happened to the session meanwhile. */
static void
stop_closing (LatchkeyConnection *self)
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

static void
remove_record (GTask *task)
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
  remove_record (task);
}

/* From here on nothing is cancelled: half of it would be worse than either end. The token goes
 * first, so that whoever is killed here finds an account that asks for a sign-in, and no token
 * that nobody knows of. */
static void
clear_secret (GTask *task)
{
  LatchkeyConnection *self = g_task_get_source_object (task);

  latchkey_secret_store_clear_async (latchkey_connection_get_secrets (self), self->account, NULL,
                                     on_secret_cleared, g_object_ref (task));
}

static void
give_up (GTask *task, GError *error)
{
  stop_closing (g_task_get_source_object (task));
  g_task_return_error (task, error);
}

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
      give_up (task, g_steal_pointer (&error));
      return;
    }
  ending->server_error = g_steal_pointer (&error);
  clear_secret (task);
}

static void
tell_server (GTask *task)
{
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);

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
    give_up (task, g_steal_pointer (&error));
  else if (g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_GONE)
           || g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_UNREADABLE))
    {
      /* Without a token there is nothing to tell the server. */
      ending->is_told = TRUE;
      clear_secret (task);
    }
  else
    {
      /* It was asked a moment ago, and maybe the person with it: not again. */
      ending->secret_error = g_steal_pointer (&error);
      remove_record (task);
    }
}

static GTask *
begin (LatchkeyConnection *self,
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

  task = begin (self, LATCHKEY_CONNECTION_END_SIGN_OUT, cancellable, callback, user_data,
                latchkey_connection_sign_out_async);
  if (!begin_closing (self))
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
    give_up (task, error);
  else if (homebox_token_get_kind (homebox_session_get_token (session)) == HOMEBOX_TOKEN_API_KEY)
    {
      /* Its key is none of them. */
      stop_closing (g_task_get_source_object (task));
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      ending->is_told = TRUE;
      clear_secret (task);
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

  task = begin (self, LATCHKEY_CONNECTION_END_SIGN_OUT_EVERYWHERE, cancellable, callback, user_data,
                latchkey_connection_sign_out_everywhere_async);
  if (self->session == NULL || !begin_closing (self))
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

  task = begin (self, LATCHKEY_CONNECTION_END_FORGET, NULL, callback, user_data,
                latchkey_connection_forget_async);
  ending = g_task_get_task_data (task);
  /* There is nothing that it should hear. */
  ending->is_told = TRUE;
  if (!begin_closing (self))
    g_task_return_boolean (task, TRUE);
  else
    latchkey_connection_when_settled (self, task, clear_secret);
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

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnectionEnding *ending = g_task_get_task_data (task);
  GError *error = NULL;

  ending->is_told
      = homebox_session_delete_account_finish (HOMEBOX_SESSION (source), result, &error);
  if (ending->is_told)
    clear_secret (task);
  else
    give_up (task, error);
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

  task = begin (self, LATCHKEY_CONNECTION_END_DELETION, cancellable, callback, user_data,
                latchkey_connection_delete_account_async);
  if (self->session == NULL || !begin_closing (self))
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
