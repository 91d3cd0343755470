#include "latchkey-account-folder.h"
#include "latchkey-account-store-private.h"

static void
choose_current (LatchkeyAccountStore *self, LatchkeyAccount *account)
{
  if (g_set_object (&self->current, account))
    self->current_chosen = TRUE;
}

/* For saves that nobody waits for. */
static void
save_in_background (LatchkeyAccountStore *self, gpointer tag)
{
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_source_tag (task, tag);
  latchkey_account_store_save (self, task);
}

/**
 * latchkey_account_store_set_current:
 * @self: a store
 * @account: an account of the list
 *
 * Notes which account is used now, so that the next start shows it in its first frame, and saves
 * that. Nobody waits for it: #LatchkeyAccountStore:save-error says when it failed.
 */
void
latchkey_account_store_set_current (LatchkeyAccountStore *self, LatchkeyAccount *account)
{
  g_autoptr (LatchkeyAccount) before = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));
  g_return_if_fail (g_ptr_array_find (self->accounts, account, NULL));

  before = latchkey_account_store_dup_current (self);
  if (self->current == account)
    return;
  choose_current (self, account);
  latchkey_account_store_notify_current (self, before);
  save_in_background (self, latchkey_account_store_set_current);
}

/**
 * latchkey_account_store_move:
 * @self: a store
 * @account: an account of the list
 * @position: where it shall be; the end if that is farther
 *
 * Moves an account within the list and saves the list. Nobody waits for it:
 * #LatchkeyAccountStore:save-error says when it failed.
 */
void
latchkey_account_store_move (LatchkeyAccountStore *self, LatchkeyAccount *account, guint position)
{
  g_autoptr (LatchkeyAccount) before = NULL;
  guint from = 0;
  guint first = 0;
  guint n_changed = 0;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));
  g_return_if_fail (g_ptr_array_find (self->accounts, account, &from));

  position = MIN (position, self->accounts->len - 1);
  if (position == from)
    return;
  before = latchkey_account_store_dup_current (self);
  g_ptr_array_insert (self->accounts, (int) position,
                      g_ptr_array_steal_index (self->accounts, from));
  /* In one go, so that it is at no time off the list: what is selected stays so. */
  first = MIN (from, position);
  n_changed = MAX (from, position) - first + 1;
  g_list_model_items_changed (G_LIST_MODEL (self), first, n_changed, n_changed);
  latchkey_account_store_notify_current (self, before);
  save_in_background (self, latchkey_account_store_move);
}

/**
 * latchkey_account_store_add_async:
 * @self: a store
 * @account: an account; may be in the store already
 * @cancellable: (nullable): see latchkey_account_store_save_async()
 * @callback: called when the account is on the disk, or could not be written
 * @user_data: data for @callback
 *
 * Adds an account at the end of the list, makes it the current one and saves the list.
 */
void
latchkey_account_store_add_async (LatchkeyAccountStore *self,
                                  LatchkeyAccount *account,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (LatchkeyAccount) before = NULL;
  GTask *task = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_account_store_add_async);

  before = latchkey_account_store_dup_current (self);
  choose_current (self, account);
  if (!g_ptr_array_find (self->accounts, account, NULL))
    {
      g_ptr_array_add (self->accounts, g_object_ref (account));
      g_list_model_items_changed (G_LIST_MODEL (self), self->accounts->len - 1, 0, 1);
    }
  latchkey_account_store_notify_current (self, before);
  latchkey_account_store_save (self, task);
}

/**
 * latchkey_account_store_add_finish:
 * @self: a store
 * @result: the result that the callback got
 * @error: return location for an error, as with latchkey_account_store_save_finish()
 *
 * Returns: %TRUE if the account is on the disk. If not, it is in the list all the same, until the
 *   program ends
 */
gboolean
latchkey_account_store_add_finish (LatchkeyAccountStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_folder_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  LatchkeyAccountStore *self = g_task_get_source_object (task);

  g_clear_error (&self->left_behind);
  latchkey_account_folder_delete_finish (result, &self->left_behind);
  latchkey_account_store_save (self, task);
}

/**
 * latchkey_account_store_remove_async:
 * @self: a store
 * @account: an account; need not be in the store any more
 * @cancellable: (nullable): see latchkey_account_store_save_async()
 * @callback: called when the account is gone from the disk, or that could not be written
 * @user_data: data for @callback
 *
 * Takes an account off the list, deletes its folder (latchkey_account_store_get_folder()) and saves
 * the list, in that order: who is killed in between finds the account, and can remove it again. The
 * token is not touched.
 */
void
latchkey_account_store_remove_async (LatchkeyAccountStore *self,
                                     LatchkeyAccount *account,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (LatchkeyAccount) before = NULL;
  g_autoptr (GFile) folder = NULL;
  GTask *task = NULL;
  guint position = 0;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_account_store_remove_async);

  before = latchkey_account_store_dup_current (self);
  folder = latchkey_account_store_get_folder (self, account);
  if (g_ptr_array_find (self->accounts, account, &position))
    {
      g_ptr_array_remove_index (self->accounts, position);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
    }
  latchkey_account_store_notify_current (self, before);
  if (self->blocked != NULL)
    {
      latchkey_account_store_save (self, task);
      return;
    }
  latchkey_account_folder_delete_async (folder, on_folder_deleted, task);
}

/**
 * latchkey_account_store_remove_finish:
 * @self: a store
 * @result: the result that the callback got
 * @error: return location for an error, as with latchkey_account_store_save_finish()
 *
 * Returns: %TRUE if the account is gone from the disk. If not, it is off the list all the same,
 *   and comes back with the next start
 */
gboolean
latchkey_account_store_remove_finish (LatchkeyAccountStore *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
