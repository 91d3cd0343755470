#include "latchkey-connection-private.h"

/*
 * Adoption:
 * @not_kept: why the token will be in memory only
 * @is_new: whether the record was made for this session
 *
 * A session on its way to an account.
 */
typedef struct
{
  LatchkeyVault *vault;
  HomeboxSession *session;
  LatchkeyAccount *account;
  GError *not_kept;
  gboolean is_new;
} Adoption;

static void
adoption_free (gpointer data)
{
  Adoption *adoption = data;

  g_clear_object (&adoption->vault);
  g_clear_object (&adoption->session);
  g_clear_object (&adoption->account);
  g_clear_error (&adoption->not_kept);
  g_free (adoption);
}

static void
finish (GTask *task)
{
  Adoption *adoption = g_task_get_task_data (task);

  g_task_return_pointer (task,
                         latchkey_connection_new_ready (adoption->vault, adoption->account,
                                                        adoption->session, adoption->not_kept),
                         g_object_unref);
}

static void
take_back (GTask *task, GError *error)
{
  Adoption *adoption = g_task_get_task_data (task);

  if (adoption->is_new)
    latchkey_account_store_remove_async (latchkey_vault_get_accounts (adoption->vault),
                                         adoption->account, NULL, NULL, NULL);
  g_task_return_error (task, error);
}

static void
on_token_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Adoption *adoption = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (source), result, &error))
    {
      if (g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_CANCELLED))
        {
          take_back (task, g_steal_pointer (&error));
          return;
        }
      adoption->not_kept = g_steal_pointer (&error);
    }
  finish (task);
}

static void
on_record_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Adoption *adoption = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (latchkey_account_store_add_finish (LATCHKEY_ACCOUNT_STORE (source), result, &error))
    latchkey_secret_store_store_async (
        latchkey_vault_get_secrets (adoption->vault), adoption->account,
        homebox_session_get_token (adoption->session), g_task_get_cancellable (task),
        on_token_stored, g_object_ref (task));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_back (task, g_steal_pointer (&error));
  else
    {
      /* A token in the keyring whose account nobody remembers would be found by nobody. */
      adoption->not_kept = g_steal_pointer (&error);
      finish (task);
    }
}

static void
keep (GTask *task)
{
  Adoption *adoption = g_task_get_task_data (task);
  HomeboxClient *client = homebox_session_get_client (adoption->session);
  HomeboxToken *token = homebox_session_get_token (adoption->session);
  HomeboxUser *user = homebox_session_get_user (adoption->session);
  const char *server = homebox_client_get_base_uri (client);
  LatchkeyAccountStore *accounts = latchkey_vault_get_accounts (adoption->vault);
  g_autoptr (GDateTime) now = latchkey_clock_dup_now (latchkey_vault_get_clock (adoption->vault));
  LatchkeyAccount *known
      = latchkey_account_store_find (accounts, server, homebox_user_get_id (user));

  adoption->is_new = known == NULL;
  if (adoption->is_new)
    adoption->account = latchkey_account_new (server, homebox_user_get_id (user),
                                              homebox_token_get_kind (token));
  else
    adoption->account = g_object_ref (known);
  latchkey_account_set_kind (adoption->account, homebox_token_get_kind (token));
  latchkey_account_update (adoption->account, user, homebox_token_get_expires_at (token));
  latchkey_account_set_signed_in_at (adoption->account, now);
  latchkey_account_set_last_refresh_at (adoption->account, NULL);
  latchkey_account_store_add_async (accounts, adoption->account, g_task_get_cancellable (task),
                                    on_record_saved, g_object_ref (task));
}

static void
on_user_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (homebox_session_load_user_finish (HOMEBOX_SESSION (source), result, &error))
    keep (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * latchkey_connection_adopt_async:
 * @vault: what shall have the record and the token
 * @session: a session that was just made
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Turns a session into an account of this computer. The user is loaded if that was not done yet. A
 * record of the same user on the same server is brought up to date, otherwise one is made; it
 * becomes the current one. When it is on the disk, the token goes into the keyring, which may ask
 * the person to unlock it. Killed in between, the account is there and asks for a sign-in.
 *
 * When the keyring will not take the token, that is no failure: the connection is ready, and
 * #LatchkeyConnection:kept-in-memory. The record stays, so that the next start knows who has to
 * sign in where; nothing else is written anywhere. The same holds when the record could not be
 * saved.
 */
void
latchkey_connection_adopt_async (LatchkeyVault *vault,
                                 HomeboxSession *session,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Adoption *adoption = NULL;

  g_return_if_fail (LATCHKEY_IS_VAULT (vault));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_connection_adopt_async);
  /* A token that was stored must not be called cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  adoption = g_new0 (Adoption, 1);
  adoption->vault = g_object_ref (vault);
  adoption->session = g_object_ref (session);
  g_task_set_task_data (task, adoption, adoption_free);

  if (homebox_user_get_id (homebox_session_get_user (session)) != NULL)
    keep (task);
  else
    homebox_session_load_user_async (session, cancellable, on_user_loaded, g_object_ref (task));
}

/**
 * latchkey_connection_adopt_finish:
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails as homebox_session_load_user_finish() does, and when it was cancelled
 * (%G_IO_ERROR_CANCELLED, %LATCHKEY_SECRET_ERROR_CANCELLED or %HOMEBOX_ERROR_CANCELLED). Then no
 * token was stored, a record that was made for the session is taken back, and the session is as it
 * was: whoever made it hands it back to the server.
 *
 * Returns: (transfer full) (nullable): a connection that is ready, or %NULL
 */
LatchkeyConnection *
latchkey_connection_adopt_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_connection_adopt_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
