#include "latchkey-connection-private.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

/*
 * Ending:
 * @session: what the server is told with; made here when the token was not read before
 * @deletion: whether the account is deleted rather than signed out
 * @server_error: why the server was not told
 * @secret_error: why the keyring may still hold the token
 * @record_error: why the record may still be on the disk
 *
 * A connection on its way to its end, and what went wrong on it.
 */
typedef struct
{
  HomeboxSession *session;
  gboolean deletion;
  GError *server_error;
  GError *secret_error;
  GError *record_error;
} Ending;

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_clear_object (&ending->session);
  g_clear_error (&ending->server_error);
  g_clear_error (&ending->secret_error);
  g_clear_error (&ending->record_error);
  g_free (ending);
}

static GError *
with_message (const GError *cause, char *message)
{
  GError *error = NULL;

  if (cause->domain == HOMEBOX_ERROR)
    error = homebox_error_new_with_message (cause->code, HOMEBOX_FIELD_NONE, message);
  else
    error = g_error_new_literal (cause->domain, cause->code, message);
  g_free (message);
  return error;
}

static char *
dup_end_label (LatchkeyAccount *account)
{
  GDateTime *end = latchkey_account_get_expires_at (account);
  g_autoptr (GDateTime) local = end != NULL ? g_date_time_to_local (end) : NULL;

  return local != NULL ? g_date_time_format (local, "%x") : NULL;
}

/* The server was not told: its session stays, and whether the token is still here matters. */
static GError *
new_not_told (Ending *ending, LatchkeyAccount *account)
{
  const GError *cause = ending->server_error != NULL ? ending->server_error : ending->secret_error;
  g_autofree char *server = latchkey_account_dup_server_label (account);
  g_autofree char *end = dup_end_label (account);

  if (ending->secret_error == NULL && end != NULL)
    return with_message (
        cause, g_strdup_printf (
                   /* Translators: %1$s is a server, %2$s a date */
                   _("You are signed out on this computer. %1$s could not be reached, so it still "
                     "holds your session until %2$s."),
                   server, end));
  if (ending->secret_error == NULL)
    return with_message (
        cause, g_strdup_printf (
                   /* Translators: %s is a server */
                   _("You are signed out on this computer. %s could not be reached, so it still "
                     "holds your session until that ends by itself."),
                   server));
  if (end != NULL)
    return with_message (
        cause, g_strdup_printf (
                   /* Translators: %1$s is a server, %2$s a date */
                   _("The account is off the list, but %1$s still holds your session until %2$s, "
                     "and the keyring may hold the sign-in. Delete it in Passwords and Keys."),
                   server, end));
  return with_message (
      cause, g_strdup_printf (
                 /* Translators: %s is a server */
                 _("The account is off the list, but %s still holds your session until that ends "
                   "by itself, and the keyring may hold the sign-in. Delete it in Passwords and "
                   "Keys."),
                 server));
}

static GError *
new_summary (Ending *ending, gboolean told, LatchkeyAccount *account)
{
  if (!told)
    return new_not_told (ending, account);

  if (ending->secret_error != NULL)
    return with_message (
        ending->secret_error,
        g_strdup (ending->deletion
                      ? _("Your account is deleted, but its sign-in could not be removed from the "
                          "keyring. It is of no use any more; you can delete it in Passwords and "
                          "Keys.")
                      : _("You are signed out, but the sign-in could not be removed from the "
                          "keyring. It is of no use any more; you can delete it in Passwords and "
                          "Keys.")));
  if (ending->record_error != NULL)
    return with_message (
        ending->record_error,
        g_strdup (ending->deletion
                      ? _("Your account is deleted, but the list of accounts on this computer "
                          "could not be saved. When the account shows up again, sign out of it.")
                      : _("You are signed out, but the list of accounts on this computer could "
                          "not be saved. When the account shows up again, sign out once more.")));
  return NULL;
}

static void
on_record_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnection *self = g_task_get_source_object (task);
  LatchkeyAccount *account = latchkey_connection_get_account (self);
  Ending *ending = g_task_get_task_data (task);
  gboolean told = ending->session != NULL && ending->server_error == NULL;
  GError *summary = NULL;

  latchkey_account_store_remove_finish (LATCHKEY_ACCOUNT_STORE (source), result,
                                        &ending->record_error);

  /* Without a token there was nothing to tell the server, or nothing that is known of. */
  if (ending->session == NULL && ending->secret_error == NULL)
    told = TRUE;
  summary = new_summary (ending, told, account);

  latchkey_connection_close (self);
  if (summary != NULL)
    g_task_return_error (task, summary);
  else
    g_task_return_boolean (task, TRUE);
}

static void
remove_record (GTask *task)
{
  LatchkeyConnection *self = g_task_get_source_object (task);

  latchkey_account_store_remove_async (latchkey_connection_get_accounts (self),
                                       latchkey_connection_get_account (self), NULL,
                                       on_record_removed, g_object_ref (task));
}

static void
on_secret_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnection *self = g_task_get_source_object (task);
  Ending *ending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* A keyring that was not there for the sign-in, and is not now, holds nothing. */
  if (!latchkey_secret_store_clear_finish (LATCHKEY_SECRET_STORE (source), result, &error)
      && !(latchkey_connection_get_kept_in_memory (self)
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

  latchkey_secret_store_clear_async (latchkey_connection_get_secrets (self),
                                     latchkey_connection_get_account (self), NULL,
                                     on_secret_cleared, g_object_ref (task));
}

static void
give_up (GTask *task, GError *error)
{
  latchkey_connection_stop_closing (g_task_get_source_object (task));
  g_task_return_error (task, error);
}

static void
on_server_told (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Ending *ending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  homebox_session_sign_out_finish (HOMEBOX_SESSION (source), result, &error);
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
  Ending *ending = g_task_get_task_data (task);

  homebox_session_sign_out_async (ending->session, g_task_get_cancellable (task), on_server_told,
                                  g_object_ref (task));
}

static void
on_token_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnection *self = g_task_get_source_object (task);
  LatchkeyAccount *account = latchkey_connection_get_account (self);
  Ending *ending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxToken) token
      = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (source), result, &error);

  if (token != NULL)
    {
      g_autoptr (HomeboxClient) client
          = latchkey_vault_make_client (latchkey_connection_get_vault (self),
                                        latchkey_account_get_server (account));

      ending->session = homebox_session_new (client, token);
      tell_server (task);
    }
  else if (g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_CANCELLED))
    give_up (task, g_steal_pointer (&error));
  else if (g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_GONE)
           || g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_UNREADABLE))
    clear_secret (task);
  else
    {
      /* It was asked a moment ago, and maybe the person with it: not again. */
      ending->secret_error = g_steal_pointer (&error);
      remove_record (task);
    }
}

static GTask *
begin (LatchkeyConnection *self,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data,
       gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Ending *ending = g_new0 (Ending, 1);
  HomeboxSession *session = latchkey_connection_get_session (self);

  g_task_set_source_tag (task, tag);
  /* What was done is told, also when the caller cancelled a moment later. */
  g_task_set_check_cancellable (task, FALSE);
  g_set_object (&ending->session, session);
  g_task_set_task_data (task, ending, ending_free);
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
  Ending *ending = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  task = begin (self, cancellable, callback, user_data, latchkey_connection_sign_out_async);
  ending = g_task_get_task_data (task);
  if (!latchkey_connection_begin_closing (self))
    g_task_return_boolean (task, TRUE);
  else if (ending->session != NULL)
    tell_server (task);
  else
    latchkey_secret_store_lookup_async (latchkey_connection_get_secrets (self),
                                        latchkey_connection_get_account (self), cancellable,
                                        on_token_found, g_object_ref (task));
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
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (homebox_session_delete_account_finish (HOMEBOX_SESSION (source), result, &error))
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
  Ending *ending = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  task = begin (self, cancellable, callback, user_data, latchkey_connection_delete_account_async);
  ending = g_task_get_task_data (task);
  ending->deletion = TRUE;
  if (ending->session == NULL || !latchkey_connection_begin_closing (self))
    g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE,
                                                  NULL));
  else
    homebox_session_delete_account_async (ending->session, cancellable, on_deleted,
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

  task = begin (self, cancellable, callback, user_data,
                latchkey_connection_sign_out_everywhere_async);
  g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE,
                                                NULL));
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

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  task = begin (self, NULL, callback, user_data, latchkey_connection_forget_async);
  if (!latchkey_connection_begin_closing (self))
    g_task_return_boolean (task, TRUE);
  else
    clear_secret (task);
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
