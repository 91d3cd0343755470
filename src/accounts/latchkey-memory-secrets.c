#include "latchkey-memory-secrets.h"

struct _LatchkeyMemorySecrets
{
  GObject parent_instance;

  GHashTable *tokens;
};

typedef struct
{
  HomeboxToken *token;
  LatchkeyFoundSecret *found;
} Kept;

static void latchkey_memory_secrets_store_init (LatchkeySecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LatchkeyMemorySecrets,
                               latchkey_memory_secrets,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LATCHKEY_TYPE_SECRET_STORE,
                                                      latchkey_memory_secrets_store_init))

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  homebox_token_unref (kept->token);
  g_object_unref (kept->found);
  g_free (kept);
}

static Kept *
keep (LatchkeyAccount *account, HomeboxToken *token)
{
  Kept *kept = g_new0 (Kept, 1);

  kept->token = homebox_token_ref (token);
  kept->found = latchkey_found_secret_new (latchkey_account_get_server (account),
                                           latchkey_account_get_user_id (account),
                                           homebox_token_get_kind (token),
                                           latchkey_account_get_email (account));
  return kept;
}

static char *
key_for (LatchkeyAccount *account)
{
  return g_strconcat (latchkey_account_get_server (account), "\n",
                      latchkey_account_get_user_id (account), NULL);
}

static GTask *
new_task (LatchkeySecretStore *store,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data,
          gpointer tag)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* A cancelled call has to fail with an error of this domain. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

static gboolean
return_if_cancelled (GTask *task)
{
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;
  g_task_return_error (task, latchkey_secret_error_new (LATCHKEY_SECRET_ERROR_CANCELLED));
  return TRUE;
}

static void
latchkey_memory_secrets_lookup_async (LatchkeySecretStore *store,
                                      LatchkeyAccount *account,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  LatchkeyMemorySecrets *self = LATCHKEY_MEMORY_SECRETS (store);
  g_autoptr (GTask) task = new_task (store, cancellable, callback, user_data,
                                     latchkey_memory_secrets_lookup_async);
  g_autofree char *key = key_for (account);
  Kept *kept = g_hash_table_lookup (self->tokens, key);

  if (return_if_cancelled (task))
    return;
  if (kept == NULL || homebox_token_get_kind (kept->token) != latchkey_account_get_kind (account))
    g_task_return_error (task, latchkey_secret_error_new (LATCHKEY_SECRET_ERROR_GONE));
  else
    g_task_return_pointer (
        task,
        homebox_token_new (homebox_secret_peek (homebox_token_get_secret (kept->token)),
                           latchkey_account_get_kind (account),
                           latchkey_account_get_expires_at (account)),
        (GDestroyNotify) homebox_token_unref);
}

static HomeboxToken *
latchkey_memory_secrets_lookup_finish (LatchkeySecretStore *store,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
latchkey_memory_secrets_store_async (LatchkeySecretStore *store,
                                     LatchkeyAccount *account,
                                     HomeboxToken *token,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  LatchkeyMemorySecrets *self = LATCHKEY_MEMORY_SECRETS (store);
  g_autoptr (GTask) task = new_task (store, cancellable, callback, user_data,
                                     latchkey_memory_secrets_store_async);

  if (return_if_cancelled (task))
    return;
  g_hash_table_replace (self->tokens, key_for (account), keep (account, token));
  g_task_return_boolean (task, TRUE);
}

static void
latchkey_memory_secrets_clear_async (LatchkeySecretStore *store,
                                     LatchkeyAccount *account,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  LatchkeyMemorySecrets *self = LATCHKEY_MEMORY_SECRETS (store);
  g_autoptr (GTask) task = new_task (store, cancellable, callback, user_data,
                                     latchkey_memory_secrets_clear_async);
  g_autofree char *key = key_for (account);

  if (return_if_cancelled (task))
    return;
  g_hash_table_remove (self->tokens, key);
  g_task_return_boolean (task, TRUE);
}

static gboolean
latchkey_memory_secrets_finish (LatchkeySecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
latchkey_memory_secrets_list_async (LatchkeySecretStore *store,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  LatchkeyMemorySecrets *self = LATCHKEY_MEMORY_SECRETS (store);
  g_autoptr (GTask) task = new_task (store, cancellable, callback, user_data,
                                     latchkey_memory_secrets_list_async);
  GPtrArray *found = NULL;
  GHashTableIter iter;
  Kept *kept = NULL;

  if (return_if_cancelled (task))
    return;
  found = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->tokens);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &kept))
    g_ptr_array_add (found, g_object_ref (kept->found));
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static GPtrArray *
latchkey_memory_secrets_list_finish (LatchkeySecretStore *store,
                                     GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
latchkey_memory_secrets_check_writable_async (LatchkeySecretStore *store,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data)
{
  g_autoptr (GTask) task = new_task (store, cancellable, callback, user_data,
                                     latchkey_memory_secrets_check_writable_async);

  if (!return_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
latchkey_memory_secrets_store_init (LatchkeySecretStoreInterface *iface)
{
  iface->lookup_async = latchkey_memory_secrets_lookup_async;
  iface->lookup_finish = latchkey_memory_secrets_lookup_finish;
  iface->store_async = latchkey_memory_secrets_store_async;
  iface->store_finish = latchkey_memory_secrets_finish;
  iface->clear_async = latchkey_memory_secrets_clear_async;
  iface->clear_finish = latchkey_memory_secrets_finish;
  iface->list_async = latchkey_memory_secrets_list_async;
  iface->list_finish = latchkey_memory_secrets_list_finish;
  iface->check_writable_async = latchkey_memory_secrets_check_writable_async;
  iface->check_writable_finish = latchkey_memory_secrets_finish;
}

static void
latchkey_memory_secrets_finalize (GObject *object)
{
  LatchkeyMemorySecrets *self = LATCHKEY_MEMORY_SECRETS (object);

  g_hash_table_unref (self->tokens);
  G_OBJECT_CLASS (latchkey_memory_secrets_parent_class)->finalize (object);
}

static void
latchkey_memory_secrets_class_init (LatchkeyMemorySecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = latchkey_memory_secrets_finalize;
}

static void
latchkey_memory_secrets_init (LatchkeyMemorySecrets *self)
{
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
}

/**
 * latchkey_memory_secrets_new:
 *
 * Makes an empty store whose tokens are wiped with it.
 *
 * Returns: (transfer full): a new store
 */
LatchkeySecretStore *
latchkey_memory_secrets_new (void)
{
  return g_object_new (LATCHKEY_TYPE_MEMORY_SECRETS, NULL);
}
