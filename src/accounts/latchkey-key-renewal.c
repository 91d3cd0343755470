#include "latchkey-key-renewal.h"

#include "homebox-error.h"
#include "homebox-expiry.h"
#include "homebox-session-api-keys.h"
#include "latchkey-lock.h"
#include "latchkey-own-keys.h"

/* Longer than the other process can take if it lives: its requests have deadlines. In
 * milliseconds. */
#define LOCK_LIMIT 90000

/*
 * Renewal:
 * @vault: where everything is kept
 * @account: whose key it is
 * @session: what uses it
 * @mode: what is to be done
 * @lock: (nullable): keeps other processes from doing the same
 * @worker: (nullable): a session of our own: the person's may be patient, and what it waits for
 *   while the lock is held is nobody's to decide here
 * @old_token: (nullable): what the keyring held when it was read
 * @new_name: (nullable): what the new key is called
 * @new_token: (nullable): the new key
 * @kept_name: (nullable): which own key the account is used with in the end
 * @result: what came of it
 * @error: (nullable): why there is no new key, while that is cleared away
 *
 * A renewal on its way. It belongs to itself, so that it comes to its end whoever waits for it.
 */
typedef struct
{
  LatchkeyVault *vault;
  LatchkeyAccount *account;
  HomeboxSession *session;
  LatchkeyKeyRenewalMode mode;
  LatchkeyLock *lock;
  HomeboxSession *worker;
  HomeboxToken *old_token;
  char *new_name;
  HomeboxToken *new_token;
  char *kept_name;
  LatchkeyKeyRenewalResult result;
  GError *error;
} Renewal;

static void
renewal_free (gpointer data)
{
  Renewal *renewal = data;

  g_clear_pointer (&renewal->lock, latchkey_lock_release);
  g_clear_object (&renewal->vault);
  g_clear_object (&renewal->account);
  g_clear_object (&renewal->session);
  g_clear_object (&renewal->worker);
  g_clear_pointer (&renewal->old_token, homebox_token_unref);
  g_clear_pointer (&renewal->new_token, homebox_token_unref);
  g_free (renewal->new_name);
  g_free (renewal->kept_name);
  g_clear_error (&renewal->error);
  g_free (renewal);
}

static LatchkeySecretStore *
get_secrets (Renewal *renewal)
{
  return latchkey_vault_get_secrets (renewal->vault);
}

static void
save (GTask *task, GAsyncReadyCallback callback)
{
  Renewal *renewal = g_task_get_task_data (task);

  /* Not cancelled: what was begun on the server has to be known here. */
  latchkey_account_store_save_async (latchkey_vault_get_accounts (renewal->vault), NULL, callback,
                                     g_object_ref (task));
}

/* Others go on from here, before anybody hears of it. */
static void
finish (GTask *task)
{
  Renewal *renewal = g_task_get_task_data (task);

  g_clear_pointer (&renewal->lock, latchkey_lock_release);
  if (renewal->error != NULL)
    g_task_return_error (task, g_steal_pointer (&renewal->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
fail (GTask *task, GError *error)
{
  Renewal *renewal = g_task_get_task_data (task);

  g_clear_error (&renewal->error);
  renewal->error = error;
  finish (task);
}

static void
use (Renewal *renewal, HomeboxToken *token)
{
  g_clear_object (&renewal->worker);
  renewal->worker = homebox_session_new (homebox_session_get_client (renewal->session), token);
}

static void
on_tidied_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* A name too many on the disk costs the next start one request. */
  latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, NULL);
  finish (task);
}

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean is_tidy = latchkey_own_keys_revoke_finish (result, &error);

  if (is_tidy && renewal->result == LATCHKEY_KEY_RENEWAL_NOTHING)
    renewal->result = LATCHKEY_KEY_RENEWAL_TIDIED;

  /* The account has a key that works, and that is what was wanted. What is left to be revoked is
   * on the record. */
  if (!is_tidy && renewal->error == NULL && renewal->result == LATCHKEY_KEY_RENEWAL_NOTHING)
    renewal->error = g_steal_pointer (&error);
  g_clear_error (&error);
  save (task, on_tidied_saved);
}

static void
tidy (GTask *task)
{
  Renewal *renewal = g_task_get_task_data (task);

  latchkey_own_keys_revoke_async (renewal->account, renewal->worker, renewal->kept_name,
                                  renewal->error != NULL ? LATCHKEY_OWN_KEYS_KEEP_ABSENT
                                                         : LATCHKEY_OWN_KEYS_FORGET_ABSENT,
                                  NULL, on_revoked, g_object_ref (task));
}

/* There is no new key, or one that is no good: the old one stays, and whatever there is of the new
 * one goes. */
static void
clear_away (GTask *task, GError *error)
{
  Renewal *renewal = g_task_get_task_data (task);

  g_clear_error (&renewal->error);
  renewal->error = error;
  g_free (renewal->kept_name);
  renewal->kept_name = latchkey_account_dup_own_key_name (renewal->account, renewal->old_token);
  latchkey_account_set_kind (renewal->account, homebox_token_get_kind (renewal->old_token));
  use (renewal, renewal->old_token);
  tidy (task);
}

static void
on_put_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  GError *error = NULL;

  if (latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (source), result, &error))
    clear_away (task, g_steal_pointer (&renewal->error));
  else
    fail (task, error);
}

static void
on_signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* What the server does not hear of now ends by itself. */
  homebox_session_sign_out_finish (HOMEBOX_SESSION (source), result, NULL);
  tidy (task);
}

static void
on_taken_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  Renewal *renewal = g_task_get_task_data (task);
  g_autoptr (HomeboxSession) old = NULL;

  /* Without the date the next start renews early, and that is all. */
  latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, NULL);
  if (homebox_token_get_kind (renewal->old_token) == HOMEBOX_TOKEN_API_KEY)
    {
      tidy (task);
      return;
    }
  old = homebox_session_new (homebox_session_get_client (renewal->session), renewal->old_token);
  homebox_session_sign_out_async (old, NULL, on_signed_out, g_object_ref (task));
}

static void
on_tried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  HomeboxUser *user = homebox_session_get_user (renewal->worker);
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GError) error = NULL;

  if (!homebox_session_load_user_finish (HOMEBOX_SESSION (source), result, &error))
    {
      /* Refused: the server made a key that it does not take. Otherwise nothing is known, the
       * keyring has the new one, and the next start tries that and tidies up. */
      if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
        {
          renewal->error = g_steal_pointer (&error);
          latchkey_account_set_kind (renewal->account,
                                     homebox_token_get_kind (renewal->old_token));
          latchkey_secret_store_store_async (get_secrets (renewal), renewal->account,
                                             renewal->old_token, NULL, on_put_back,
                                             g_object_ref (task));
          return;
        }
      fail (task, g_steal_pointer (&error));
      return;
    }

  now = latchkey_clock_dup_now (latchkey_vault_get_clock (renewal->vault));
  homebox_session_take_token (renewal->session, renewal->new_token);
  latchkey_account_set_last_refresh_at (renewal->account, now);
  latchkey_account_update (renewal->account, user,
                           homebox_token_get_expires_at (renewal->new_token));
  g_free (renewal->kept_name);
  renewal->kept_name = g_strdup (renewal->new_name);
  renewal->result = LATCHKEY_KEY_RENEWAL_RENEWED;
  save (task, on_taken_saved);
}

static void
try_new (GTask *task)
{
  Renewal *renewal = g_task_get_task_data (task);

  use (renewal, renewal->new_token);
  homebox_session_load_user_async (renewal->worker, NULL, on_tried, g_object_ref (task));
}

static void
on_kind_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, NULL);
  try_new (task);
}

static void
go_on_with_new (GTask *task)
{
  Renewal *renewal = g_task_get_task_data (task);

  g_clear_error (&renewal->error);
  if (homebox_token_get_kind (renewal->old_token) == HOMEBOX_TOKEN_API_KEY)
    try_new (task);
  else
    /* The keyring's item is known by it. */
    save (task, on_kind_saved);
}

static void
on_looked_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  token = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (source), result, &error);
  if (token == NULL
      && !g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_GONE))
    {
      /* Which of the two it holds is not known: both stay. */
      latchkey_account_set_kind (renewal->account, homebox_token_get_kind (renewal->old_token));
      finish (task);
    }
  else if (token != NULL
           && homebox_secret_equal (homebox_token_get_secret (token),
                                    homebox_token_get_secret (renewal->new_token)))
    {
      go_on_with_new (task);
    }
  else
    clear_away (task, g_steal_pointer (&renewal->error));
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);

  if (latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (source), result, &renewal->error))
    go_on_with_new (task);
  else
    latchkey_secret_store_lookup_async (LATCHKEY_SECRET_STORE (source), renewal->account, NULL,
                                        on_looked_again, g_object_ref (task));
}

static void
on_hash_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  GError *error = NULL;

  /* In the keyring it would be a key that nobody knows to be ours. */
  if (!latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, &error))
    {
      clear_away (task, error);
      return;
    }
  latchkey_account_set_kind (renewal->account, HOMEBOX_TOKEN_API_KEY);
  latchkey_secret_store_store_async (get_secrets (renewal), renewal->account, renewal->new_token,
                                     NULL, on_stored, g_object_ref (task));
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  g_autoptr (HomeboxApiKey) key = NULL;
  GError *error = NULL;

  key = homebox_session_create_api_key_finish (HOMEBOX_SESSION (source), result,
                                               &renewal->new_token, &error);
  if (key == NULL)
    {
      clear_away (task, error);
      return;
    }
  latchkey_account_set_own_key_token (renewal->account, renewal->new_name, renewal->new_token);
  save (task, on_hash_saved);
}

static void
on_name_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  LatchkeyClock *clock = latchkey_vault_get_clock (renewal->vault);
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) expires_at = NULL;
  GError *error = NULL;

  if (!latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, &error))
    {
      latchkey_account_remove_own_key (renewal->account, renewal->new_name);
      fail (task, error);
      return;
    }
  now = latchkey_clock_dup_now (clock);
  expires_at = g_date_time_add_days (now, LATCHKEY_KEY_RENEWAL_DAYS);
  homebox_session_create_api_key_async (renewal->worker, renewal->new_name, expires_at, NULL,
                                        on_created, g_object_ref (task));
}

static void
make (GTask *task)
{
  Renewal *renewal = g_task_get_task_data (task);

  renewal->new_name = latchkey_own_keys_make_name ();
  latchkey_account_add_own_key (renewal->account, renewal->new_name);
  save (task, on_name_saved);
}

static gboolean
has_leftovers (Renewal *renewal)
{
  g_auto (GStrv) names = latchkey_account_dup_own_keys (renewal->account);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_strcmp0 (names[i], renewal->kept_name) != 0)
        return TRUE;
    }
  return FALSE;
}

static void
on_stored_one_tried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  /* Before it is known to work, no other is revoked. */
  if (homebox_session_load_user_finish (HOMEBOX_SESSION (source), result, &error))
    tidy (task);
  else
    fail (task, error);
}

static void
on_caught_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  gboolean is_wanted = FALSE;

  /* Saving merges: now what another process noted is known here. */
  latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, NULL);
  g_free (renewal->kept_name);
  renewal->kept_name = latchkey_account_dup_own_key_name (renewal->account, renewal->old_token);
  is_wanted = renewal->mode == LATCHKEY_KEY_RENEWAL_MAKE
              || (renewal->mode == LATCHKEY_KEY_RENEWAL_RENEW && renewal->kept_name != NULL);
  use (renewal, renewal->old_token);

  if (is_wanted && renewal->result != LATCHKEY_KEY_RENEWAL_TAKEN)
    make (task);
  else if (has_leftovers (renewal))
    homebox_session_load_user_async (renewal->worker, NULL, on_stored_one_tried,
                                     g_object_ref (task));
  else
    finish (task);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  GError *error = NULL;

  renewal->old_token
      = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (source), result, &error);
  if (renewal->old_token == NULL)
    {
      fail (task, error);
      return;
    }
  if (homebox_session_take_token (renewal->session, renewal->old_token))
    renewal->result = LATCHKEY_KEY_RENEWAL_TAKEN;
  save (task, on_caught_up);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  GError *error = NULL;

  if (latchkey_secret_store_check_writable_finish (LATCHKEY_SECRET_STORE (source), result, &error))
    latchkey_secret_store_lookup_async (get_secrets (renewal), renewal->account,
                                        g_task_get_cancellable (task), on_read,
                                        g_object_ref (task));
  else
    fail (task, error);
}

static void
on_locked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Renewal *renewal = g_task_get_task_data (task);
  GError *error = NULL;

  renewal->lock = latchkey_lock_acquire_finish (result, &error);
  /* On a disk that has no locks everybody has to do without. */
  if (renewal->lock == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      fail (task, error);
      return;
    }
  g_clear_error (&error);
  latchkey_secret_store_check_writable_async (get_secrets (renewal), g_task_get_cancellable (task),
                                              on_checked, g_object_ref (task));
}

/**
 * latchkey_key_renewal_run_async:
 * @vault: where everything is kept
 * @account: whose key it is
 * @session: what uses it, with its user loaded
 * @mode: what is to be done
 * @cancellable: (nullable): ends it as long as nothing was begun
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Replaces the API key of an account, in an order in which it may be killed anywhere without the
 * account losing its key, and without a key being left behind that nobody knows of:
 *
 * 1. takes the lock that a refresh takes, finds out without a prompt whether the keyring would take
 *    a key, and reads it again: a key that is not the session's was put there by another process
 *    and is used, and nothing is renewed;
 * 2. notes a name that no other key has, on the disk;
 * 3. has the server make a key of that name;
 * 4. notes by what that key is known again, on the disk;
 * 5. puts it into the keyring;
 * 6. tries it, and only then uses it;
 * 7. revokes the old one, and whatever else is on the record and not in the keyring; notes that.
 *
 * Killed before 5, the keyring has the old key, which works; killed after it the new one. The next
 * start tries the one that is there, and revokes every other one on the record
 * (%LATCHKEY_KEY_RENEWAL_TIDY).
 *
 * Only where a session is replaced by a key (%LATCHKEY_KEY_RENEWAL_MAKE) the moment between the
 * keyring and the record is one in which the next start asks for a sign-in, since the keyring's
 * item is known by the kind of its token.
 */
void
latchkey_key_renewal_run_async (LatchkeyVault *vault,
                                LatchkeyAccount *account,
                                HomeboxSession *session,
                                LatchkeyKeyRenewalMode mode,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GFile) folder = NULL;
  g_auto (GStrv) names = NULL;
  Renewal *renewal = NULL;

  g_return_if_fail (LATCHKEY_IS_VAULT (vault));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_key_renewal_run_async);
  /* A key that was renewed must not be called cancelled. */
  g_task_set_check_cancellable (task, FALSE);

  renewal = g_new0 (Renewal, 1);
  renewal->vault = g_object_ref (vault);
  renewal->account = g_object_ref (account);
  renewal->session = g_object_ref (session);
  renewal->mode = mode;
  renewal->kept_name
      = latchkey_account_dup_own_key_name (account, homebox_session_get_token (session));
  g_task_set_task_data (task, renewal, renewal_free);

  /* Nobody is kept waiting for a lock where there is nothing to do. */
  names = latchkey_account_dup_own_keys (account);
  if (mode != LATCHKEY_KEY_RENEWAL_MAKE
      && (names[0] == NULL || (mode == LATCHKEY_KEY_RENEWAL_TIDY && !has_leftovers (renewal))))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  folder = latchkey_account_store_get_folder (latchkey_vault_get_accounts (vault), account);
  latchkey_lock_acquire_async (folder, LATCHKEY_LOCK_REFRESH, LOCK_LIMIT, cancellable, on_locked,
                               g_steal_pointer (&task));
}

/**
 * latchkey_key_renewal_run_finish:
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails with an error of the #LatchkeySecretError domain when the keyring cannot be asked now or
 * does not know the account any more, of the #HomeboxError domain when the server did not do its
 * part (%HOMEBOX_ERROR_SESSION_ENDED also when it does not take the key that it made), and of the
 * #GIOErrorEnum domain when there was no way to the lock or onto the disk. The account goes on with
 * the key it had.
 *
 * Returns: what came of it; %LATCHKEY_KEY_RENEWAL_NOTHING on failure
 */
LatchkeyKeyRenewalResult
latchkey_key_renewal_run_finish (GAsyncResult *result, GError **error)
{
  Renewal *renewal = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), LATCHKEY_KEY_RENEWAL_NOTHING);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_key_renewal_run_async),
                        LATCHKEY_KEY_RENEWAL_NOTHING);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return LATCHKEY_KEY_RENEWAL_NOTHING;
  renewal = g_task_get_task_data (G_TASK (result));
  return renewal->result;
}
