#include "latchkey-connection-private.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (latchkey-connection-error-quark, latchkey_connection_error)

/*
 * Resumption:
 * @fresh: the session that was just made
 * @former_kind: what kind of token the account was used with
 * @not_kept: (nullable): why the new token is in memory only
 *
 * A new sign-in on its way into an old session.
 */
typedef struct
{
  HomeboxSession *fresh;
  HomeboxTokenKind former_kind;
  GError *not_kept;
} Resumption;

static void
resumption_free (gpointer data)
{
  Resumption *resumption = data;

  g_clear_object (&resumption->fresh);
  g_clear_error (&resumption->not_kept);
  g_free (resumption);
}

/* Nobody will use its token: the server need not hold a session for it. An API key stays what it
 * is. */
static void
fail (GTask *task, GError *error)
{
  LatchkeyConnection *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);

  homebox_session_sign_out_async (resumption->fresh, NULL, NULL, NULL);
  if (self->session != NULL)
    homebox_session_cancel_resume (self->session);
  g_task_return_error (task, error);
}

static gboolean
is_closed (LatchkeyConnection *self)
{
  return self->closing || self->state == LATCHKEY_CONNECTION_CLOSED;
}

static GError *
new_closed_error (void)
{
  return g_error_new_literal (LATCHKEY_CONNECTION_ERROR, LATCHKEY_CONNECTION_ERROR_CLOSED,
                              _("This account is not on this computer any more. Add it again to "
                                "use it."));
}

static GError *
new_other_account_error (LatchkeyConnection *self, HomeboxSession *fresh)
{
  const char *email = homebox_user_get_email (homebox_session_get_user (fresh));
  const char *mine = latchkey_account_get_email (self->account);

  if (email != NULL && g_strcmp0 (email, mine) != 0)
    return g_error_new (LATCHKEY_CONNECTION_ERROR, LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT,
                        /* Translators: both are email addresses */
                        _("You signed in as %1$s, and this is the account of %2$s. Sign in as "
                          "%2$s, or add the other account."),
                        email, mine);
  return g_error_new_literal (LATCHKEY_CONNECTION_ERROR, LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT,
                              _("That is another account with the same email address. Sign in to "
                                "this account, or add the other one."));
}

static void
go_on (GTask *task)
{
  LatchkeyConnection *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  HomeboxSession *fresh = resumption->fresh;
  HomeboxToken *token = homebox_session_get_token (fresh);
  g_autoptr (GDateTime) now = latchkey_clock_dup_now (latchkey_vault_get_clock (self->vault));

  latchkey_account_update (self->account, homebox_session_get_user (fresh),
                           homebox_token_get_expires_at (token));
  latchkey_account_set_signed_in_at (self->account, now);
  latchkey_account_set_last_refresh_at (self->account, NULL);
  latchkey_account_store_save_async (latchkey_connection_get_accounts (self), NULL, NULL, NULL);

  latchkey_connection_look_after (self);
  latchkey_connection_abandon_step (self);
  latchkey_connection_set_not_kept (self, resumption->not_kept);
  if (self->session == NULL)
    latchkey_connection_set_session (self, fresh);
  else
    {
      /* First: what waits goes to where the person just signed in. */
      homebox_session_set_client (self->session, homebox_session_get_client (fresh));
      if (!homebox_session_resume (self->session, token))
        latchkey_connection_set_session (self, fresh);
    }
  latchkey_connection_accept_address (self);
  latchkey_connection_load (self);
  g_task_return_boolean (task, TRUE);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LatchkeyConnection *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (source), result, &error))
    {
      if (is_closed (self)
          || g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_CANCELLED))
        {
          latchkey_account_set_kind (self->account, resumption->former_kind);
          fail (task, g_steal_pointer (&error));
          return;
        }
      resumption->not_kept = g_steal_pointer (&error);
    }
  if (is_closed (self))
    {
      /* Signed out while the keyring took its time. */
      latchkey_secret_store_clear_async (LATCHKEY_SECRET_STORE (source), self->account, NULL, NULL,
                                         NULL);
      fail (task, new_closed_error ());
      return;
    }
  go_on (task);
}

static void
store (GTask *task)
{
  LatchkeyConnection *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  HomeboxToken *token = homebox_session_get_token (resumption->fresh);

  if (is_closed (self))
    {
      fail (task, new_closed_error ());
      return;
    }
  resumption->former_kind = latchkey_account_get_kind (self->account);
  latchkey_account_set_kind (self->account, homebox_token_get_kind (token));
  latchkey_secret_store_store_async (latchkey_connection_get_secrets (self), self->account, token,
                                     g_task_get_cancellable (task), on_stored, g_object_ref (task));
}

static void
check_person (GTask *task)
{
  LatchkeyConnection *self = g_task_get_source_object (task);
  Resumption *resumption = g_task_get_task_data (task);
  HomeboxUser *user = homebox_session_get_user (resumption->fresh);
  HomeboxClient *client = homebox_session_get_client (resumption->fresh);

  /* The same id on another server may be anybody: its members see each other's. */
  if (g_strcmp0 (homebox_user_get_id (user), latchkey_account_get_user_id (self->account)) == 0
      && latchkey_account_has_address (self->account, homebox_client_get_base_uri (client)))
    latchkey_connection_when_settled (self, task, store);
  else
    fail (task, new_other_account_error (self, resumption->fresh));
}

static void
on_user_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (homebox_session_load_user_finish (HOMEBOX_SESSION (source), result, &error))
    check_person (task);
  else
    fail (task, error);
}

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
  Resumption *resumption = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));
  g_return_if_fail (HOMEBOX_IS_SESSION (fresh));
  g_return_if_fail (fresh != self->session);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_connection_resume_async);
  /* A session that goes on must not be called cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  resumption = g_new0 (Resumption, 1);
  resumption->fresh = g_object_ref (fresh);
  g_task_set_task_data (task, resumption, resumption_free);

  if (is_closed (self))
    {
      fail (task, new_closed_error ());
      return;
    }
  if (self->session != NULL)
    homebox_session_begin_resume (self->session);
  if (homebox_user_get_id (homebox_session_get_user (fresh)) != NULL)
    check_person (task);
  else
    homebox_session_load_user_async (fresh, cancellable, on_user_loaded, g_object_ref (task));
}

/**
 * latchkey_connection_resume_finish:
 * @self: a connection
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails with %LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT when somebody else signed in, or on another
 * server; as homebox_session_load_user_finish() does; and when it was cancelled
 * (%HOMEBOX_ERROR_CANCELLED or %LATCHKEY_SECRET_ERROR_CANCELLED). Then the connection is as it was,
 * and the fresh session is signed out again in the background.
 *
 * Returns: whether the session goes on; the profile is being loaded then
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

  if (self->session != NULL)
    homebox_session_give_up (self->session);
}
