#include "latchkey-lost-accounts.h"

#include "latchkey-account-restore.h"
#include "latchkey-weak.h"

struct _LatchkeyLostAccounts
{
  GObject parent_instance;

  LatchkeyVault *vault;
  GListStore *list;
  /* Of looking, while that goes on. */
  GCancellable *cancellable;
  gboolean looked;
};

G_DEFINE_FINAL_TYPE (LatchkeyLostAccounts, latchkey_lost_accounts, G_TYPE_OBJECT)

static void
look_again (LatchkeyLostAccounts *self)
{
  if (self->looked)
    latchkey_lost_accounts_look (self);
}

static gboolean
is_same (GListModel *list, GPtrArray *found)
{
  if (g_list_model_get_n_items (list) != found->len)
    return FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      g_autoptr (LatchkeyFoundSecret) known = g_list_model_get_item (list, i);
      LatchkeyFoundSecret *other = g_ptr_array_index (found, i);

      if (!g_str_equal (latchkey_found_secret_get_server (known),
                        latchkey_found_secret_get_server (other))
          || !g_str_equal (latchkey_found_secret_get_user_id (known),
                           latchkey_found_secret_get_user_id (other)))
        return FALSE;
    }

  return TRUE;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyLostAccounts) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = latchkey_account_restore_find_finish (result, &error);

  if (self == NULL || g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);

  /* A keyring that cannot be asked now has nothing to offer; it tells when it can. */
  if (found == NULL)
    g_list_store_remove_all (self->list);
  else if (!is_same (G_LIST_MODEL (self->list), found))
    g_list_store_splice (self->list,
                         0,
                         g_list_model_get_n_items (G_LIST_MODEL (self->list)),
                         found->pdata,
                         found->len);
}

static void
latchkey_lost_accounts_dispose (GObject *object)
{
  LatchkeyLostAccounts *self = LATCHKEY_LOST_ACCOUNTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->list);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (latchkey_lost_accounts_parent_class)->dispose (object);
}

static void
latchkey_lost_accounts_class_init (LatchkeyLostAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_lost_accounts_dispose;
}

static void
latchkey_lost_accounts_init (LatchkeyLostAccounts *self)
{
  self->list = g_list_store_new (LATCHKEY_TYPE_FOUND_SECRET);
}

/**
 * latchkey_lost_accounts_new:
 * @vault: the list of accounts, and the keyring
 *
 * Makes an empty list. Nobody is asked before latchkey_lost_accounts_look().
 *
 * Returns: (transfer full): a new list
 */
LatchkeyLostAccounts *
latchkey_lost_accounts_new (LatchkeyVault *vault)
{
  LatchkeyLostAccounts *self;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);

  self = g_object_new (LATCHKEY_TYPE_LOST_ACCOUNTS, NULL);
  self->vault = g_object_ref (vault);
  g_signal_connect_object (latchkey_vault_get_secrets (vault),
                           "unlocked",
                           G_CALLBACK (look_again),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (latchkey_vault_get_accounts (vault),
                           "items-changed",
                           G_CALLBACK (look_again),
                           self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * latchkey_lost_accounts_look:
 * @self: a list
 *
 * Asks the keyring. The list follows when it answered.
 */
void
latchkey_lost_accounts_look (LatchkeyLostAccounts *self)
{
  g_return_if_fail (LATCHKEY_IS_LOST_ACCOUNTS (self));

  self->looked = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  latchkey_account_restore_find_async (latchkey_vault_get_accounts (self->vault),
                                       latchkey_vault_get_secrets (self->vault),
                                       self->cancellable,
                                       on_found,
                                       latchkey_weak_new (self));
}

/**
 * latchkey_lost_accounts_get_list:
 * @self: a list
 *
 * Returns: (transfer none): what was found, as #LatchkeyFoundSecret
 */
GListModel *
latchkey_lost_accounts_get_list (LatchkeyLostAccounts *self)
{
  g_return_val_if_fail (LATCHKEY_IS_LOST_ACCOUNTS (self), NULL);

  return G_LIST_MODEL (self->list);
}
