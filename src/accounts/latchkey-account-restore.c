#include "latchkey-account-restore.h"

typedef struct
{
  LatchkeyAccountStore *accounts;
  LatchkeyAccount *account;
} Restoring;

static void
restoring_free (gpointer data)
{
  Restoring *restoring = data;

  g_clear_object (&restoring->accounts);
  g_clear_object (&restoring->account);
  g_free (restoring);
}

static GTask *
new_task (LatchkeyAccountStore *accounts,
          LatchkeyAccount *account,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data,
          gpointer tag)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Restoring *restoring = g_new0 (Restoring, 1);

  restoring->accounts = g_object_ref (accounts);
  restoring->account = account;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, restoring, restoring_free);
  return task;
}

static gboolean
is_known (gconstpointer found, gconstpointer accounts)
{
  LatchkeyFoundSecret *secret = LATCHKEY_FOUND_SECRET ((gpointer) found);

  return latchkey_account_store_find (LATCHKEY_ACCOUNT_STORE ((gpointer) accounts),
                                      latchkey_found_secret_get_server (secret),
                                      latchkey_found_secret_get_user_id (secret))
         != NULL;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restoring *restoring = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found
      = latchkey_secret_store_list_finish (LATCHKEY_SECRET_STORE (source), result, &error);

  if (found == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  for (guint i = found->len; i > 0; i--)
    {
      if (is_known (g_ptr_array_index (found, i - 1), restoring->accounts))
        g_ptr_array_remove_index (found, i - 1);
    }
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * latchkey_account_restore_find_async:
 * @accounts: the list of accounts, loaded
 * @secrets: where the tokens are
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: data for @callback
 *
 * Looks for sign-ins that no account of the list belongs to. It shows no prompt: a keyring that is
 * locked fails with %LATCHKEY_SECRET_ERROR_LOCKED, and is to be asked again when
 * #LatchkeySecretStore::unlocked says so.
 */
void
latchkey_account_restore_find_async (LatchkeyAccountStore *accounts,
                                     LatchkeySecretStore *secrets,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (accounts));
  g_return_if_fail (LATCHKEY_IS_SECRET_STORE (secrets));

  task = new_task (accounts, NULL, cancellable, callback, user_data,
                   latchkey_account_restore_find_async);
  /* A cancelled call fails with an error of the store. */
  g_task_set_check_cancellable (task, FALSE);
  latchkey_secret_store_list_async (secrets, cancellable, on_listed, task);
}

/**
 * latchkey_account_restore_find_finish:
 * @result: the result that the callback got
 * @error: return location for an error, as with latchkey_secret_store_list_finish()
 *
 * Returns: (transfer full) (element-type LatchkeyFoundSecret) (nullable): what was found, maybe
 *   nothing, or %NULL
 */
GPtrArray *
latchkey_account_restore_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_account_restore_find_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Restoring *restoring = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (latchkey_account_store_add_finish (LATCHKEY_ACCOUNT_STORE (source), result, &error))
    g_task_return_pointer (task, g_object_ref (restoring->account), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * latchkey_account_restore_async:
 * @accounts: the list of accounts
 * @found: a sign-in that was found
 * @cancellable: (nullable): see latchkey_account_store_save_async()
 * @callback: called when the account is on the disk, or could not be written
 * @user_data: data for @callback
 *
 * Makes an account of a sign-in and adds it to the list, as the current one. It is not signed in
 * yet: a connection to it reads the token from the keyring, and takes it only if the server says
 * that it belongs to that person. An account that is in the list by now is left as it is.
 */
void
latchkey_account_restore_async (LatchkeyAccountStore *accounts,
                                LatchkeyFoundSecret *found,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  LatchkeyAccount *account = NULL;
  LatchkeyAccount *known = NULL;
  g_autofree char *email = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (accounts));
  g_return_if_fail (LATCHKEY_IS_FOUND_SECRET (found));

  known = latchkey_account_store_find (accounts, latchkey_found_secret_get_server (found),
                                       latchkey_found_secret_get_user_id (found));
  if (known != NULL)
    account = g_object_ref (known);
  else
    {
      account = latchkey_account_new (latchkey_found_secret_get_server (found),
                                      latchkey_found_secret_get_user_id (found),
                                      latchkey_found_secret_get_kind (found));
      email = latchkey_found_secret_dup_email (found);
      if (email != NULL)
        latchkey_account_set_email (account, email);
    }
  latchkey_account_store_add_async (accounts, account, cancellable, on_added,
                                    new_task (accounts, account, cancellable, callback, user_data,
                                              latchkey_account_restore_async));
}

/**
 * latchkey_account_restore_finish:
 * @result: the result that the callback got
 * @error: return location for an error, as with latchkey_account_store_add_finish()
 *
 * Returns: (transfer full) (nullable): the account, or %NULL if it is not on the disk; it is in the
 *   list all the same, until the program ends
 */
LatchkeyAccount *
latchkey_account_restore_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_account_restore_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
