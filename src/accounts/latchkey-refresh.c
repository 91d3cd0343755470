#include "latchkey-refresh.h"

#include "latchkey-lock.h"
#include "latchkey-token-keeper.h"

/* Longer than the other process can take if it lives: its requests have deadlines. In
 * milliseconds. */
#define LOCK_LIMIT 90000

/*
 * Refresh:
 * @vault: where everything is kept
 * @account: whose token it is
 * @session: what uses it
 * @mode: what is to be done
 * @lock: (nullable): keeps other processes from doing the same
 * @result: what came of it
 * @not_kept: (nullable): why a new token is not in the keyring
 *
 * A refresh on its way. It belongs to itself, so that it comes to its end whoever waits for it.
 */
typedef struct
{
  LatchkeyVault *vault;
  LatchkeyAccount *account;
  HomeboxSession *session;
  LatchkeyRefreshMode mode;
  LatchkeyLock *lock;
  LatchkeyRefreshResult result;
  GError *not_kept;
} Refresh;

static void
refresh_free (gpointer data)
{
  Refresh *refresh = data;

  g_clear_pointer (&refresh->lock, latchkey_lock_release);
  g_clear_object (&refresh->vault);
  g_clear_object (&refresh->account);
  g_clear_object (&refresh->session);
  g_clear_error (&refresh->not_kept);
  g_free (refresh);
}

/* Others go on from here, before anybody hears of it. */
static void
finish (GTask *task, LatchkeyRefreshResult what)
{
  Refresh *refresh = g_task_get_task_data (task);

  g_clear_pointer (&refresh->lock, latchkey_lock_release);
  refresh->result = what;
  g_task_return_boolean (task, TRUE);
}

static void
fail (GTask *task, GError *error)
{
  Refresh *refresh = g_task_get_task_data (task);

  g_clear_pointer (&refresh->lock, latchkey_lock_release);
  g_task_return_error (task, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* The dates are on the disk only for the other process and the next start, which do without;
   * #LatchkeyAccountStore:save-error tells the person. */
  latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, NULL);
  finish (task, LATCHKEY_REFRESH_RENEWED);
}

static void
note_dates (Refresh *refresh, gboolean renewed)
{
  HomeboxUser *user = homebox_session_get_user (refresh->session);
  HomeboxToken *token = homebox_session_get_token (refresh->session);
  g_autoptr (GDateTime) now = latchkey_clock_dup_now (latchkey_vault_get_clock (refresh->vault));

  latchkey_account_set_last_refresh_at (refresh->account, now);
  if (renewed
      && g_strcmp0 (homebox_user_get_id (user), latchkey_account_get_user_id (refresh->account))
             == 0)
    latchkey_account_update (refresh->account, user, homebox_token_get_expires_at (token));
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Refresh *refresh = g_task_get_task_data (task);
  LatchkeyAccountStore *accounts = latchkey_vault_get_accounts (refresh->vault);
  GError *error = NULL;
  gboolean renewed = homebox_session_refresh_finish (HOMEBOX_SESSION (source), result,
                                                     &refresh->not_kept, &error);

  if (renewed)
    {
      note_dates (refresh, TRUE);
      latchkey_account_store_save_async (accounts, NULL, on_saved, g_object_ref (task));
      return;
    }
  /* The server goes on with the old token. It is not asked again for a day, also by the next
   * start: each time makes a session that nobody has. */
  if (homebox_session_refresh_may_be_done (error)
      && homebox_session_get_state (refresh->session) == HOMEBOX_SESSION_ACTIVE)
    {
      note_dates (refresh, FALSE);
      latchkey_account_store_save_async (accounts, NULL, NULL, NULL);
    }
  fail (task, error);
}

static void
renew (GTask *task)
{
  Refresh *refresh = g_task_get_task_data (task);
  g_autoptr (HomeboxTokenKeeper) keeper
      = latchkey_token_keeper_new (latchkey_vault_get_secrets (refresh->vault), refresh->account);

  /* Not cancelled: the lock is held until the new token is kept. */
  homebox_session_refresh_async (refresh->session, keeper, NULL, on_refreshed,
                                 g_object_ref (task));
}

static void
on_caught_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, NULL);
  finish (task, LATCHKEY_REFRESH_TAKEN);
}

static void
on_read_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Refresh *refresh = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxToken) token
      = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (source), result, &error);
  gboolean damaged
      = g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_UNREADABLE);

  if (token != NULL && homebox_session_take_token (refresh->session, token))
    /* Saving merges: now the dates of the other process are known here, and that nothing is due. */
    latchkey_account_store_save_async (latchkey_vault_get_accounts (refresh->vault), NULL,
                                       on_caught_up, g_object_ref (task));
  else if (refresh->mode == LATCHKEY_REFRESH_TAKE
           && (error == NULL || damaged
               || g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_GONE)))
    finish (task, LATCHKEY_REFRESH_NOTHING);
  else if (token != NULL || damaged)
    renew (task);
  else
    /* Also when it is gone: the person took it away, here or in another process, and does not want
     * another one there. */
    fail (task, g_steal_pointer (&error));
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Refresh *refresh = g_task_get_task_data (task);
  LatchkeySecretStore *secrets = latchkey_vault_get_secrets (refresh->vault);
  GError *error = NULL;

  if (!latchkey_secret_store_check_writable_finish (LATCHKEY_SECRET_STORE (source), result, &error))
    fail (task, error);
  else if (refresh->mode == LATCHKEY_REFRESH_RENEW_UNKEPT)
    renew (task);
  else
    latchkey_secret_store_lookup_async (secrets, refresh->account, g_task_get_cancellable (task),
                                        on_read_again, g_object_ref (task));
}

static void
on_locked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Refresh *refresh = g_task_get_task_data (task);
  GError *error = NULL;

  refresh->lock = latchkey_lock_acquire_finish (result, &error);
  /* Who only wants to read can do without, and so has everybody to on a disk that has no locks. */
  if (refresh->lock == NULL && refresh->mode != LATCHKEY_REFRESH_TAKE
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  latchkey_secret_store_check_writable_async (latchkey_vault_get_secrets (refresh->vault),
                                              g_task_get_cancellable (task), on_checked,
                                              g_object_ref (task));
}

/*
 * latchkey_refresh_run_async:
 * @vault: where everything is kept
 * @account: whose token it is
 * @session: what uses it
 * @mode: what is to be done
 * @cancellable: (nullable): ends it as long as the server was not asked
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Exchanges the token of an account for a new one, in an order in which it may be killed anywhere:
 *
 * 1. takes the lock that other processes take for it;
 * 2. finds out without a prompt whether the keyring would take a new token;
 * 3. reads the keyring again: a token that is not the session's is a newer one of another process,
 *    which is used, its dates are read from the disk, and that is all;
 * 4. asks the server, which may kill the old token with that;
 * 5. puts the new token into the keyring, and only then uses it;
 * 6. notes when that was and when it ends, on the disk, and lets go of the lock.
 *
 * Killed before 4, nothing happened. Between 4 and 5 the keyring has the old token: where that is
 * dead, the next start asks for a sign-in. After 5 the next start uses the new one, and may refresh
 * once more if the dates are not there.
 */
void
latchkey_refresh_run_async (LatchkeyVault *vault,
                            LatchkeyAccount *account,
                            HomeboxSession *session,
                            LatchkeyRefreshMode mode,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Refresh *refresh = NULL;
  g_autoptr (GFile) folder = NULL;

  g_return_if_fail (LATCHKEY_IS_VAULT (vault));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_refresh_run_async);
  /* A token that was renewed must not be called cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  refresh = g_new0 (Refresh, 1);
  refresh->vault = g_object_ref (vault);
  refresh->account = g_object_ref (account);
  refresh->session = g_object_ref (session);
  refresh->mode = mode;
  g_task_set_task_data (task, refresh, refresh_free);

  folder = latchkey_account_store_get_folder (latchkey_vault_get_accounts (vault), account);
  latchkey_lock_acquire_async (folder, LATCHKEY_LOCK_REFRESH, LOCK_LIMIT, cancellable, on_locked,
                               g_steal_pointer (&task));
}

/*
 * latchkey_refresh_run_finish:
 * @result: the result that the callback got
 * @not_kept: (out) (optional): why a new token is not in the keyring, or %NULL
 * @error: return location for an error
 *
 * Fails with an error of the #LatchkeySecretError domain when the keyring cannot be asked now or
 * does not know the account any more, of the #HomeboxError domain as
 * homebox_session_refresh_finish() does, and of the #GIOErrorEnum domain when there was no way to
 * the lock.
 *
 * Returns: what came of it; %LATCHKEY_REFRESH_NOTHING on failure
 */
LatchkeyRefreshResult
latchkey_refresh_run_finish (GAsyncResult *result, GError **not_kept, GError **error)
{
  Refresh *refresh = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), LATCHKEY_REFRESH_NOTHING);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_refresh_run_async),
                        LATCHKEY_REFRESH_NOTHING);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return LATCHKEY_REFRESH_NOTHING;
  refresh = g_task_get_task_data (G_TASK (result));
  if (not_kept != NULL)
    *not_kept = g_steal_pointer (&refresh->not_kept);
  return refresh->result;
}
