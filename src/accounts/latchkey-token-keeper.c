#include "latchkey-token-keeper.h"

struct _LatchkeyTokenKeeper
{
  GObject parent_instance;

  LatchkeySecretStore *secrets;
  LatchkeyAccount *account;
};

static void latchkey_token_keeper_iface_init (HomeboxTokenKeeperInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LatchkeyTokenKeeper,
                               latchkey_token_keeper,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOMEBOX_TYPE_TOKEN_KEEPER,
                                                      latchkey_token_keeper_iface_init))

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  /* Nobody cancels a refresh that has come this far: it took too long. */
  if (g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      error = latchkey_secret_error_new (LATCHKEY_SECRET_ERROR_NO_ANSWER);
    }
  g_task_return_error (task, error);
}

static void
latchkey_token_keeper_keep_async (HomeboxTokenKeeper *keeper,
                                  HomeboxToken *token,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  LatchkeyTokenKeeper *self = LATCHKEY_TOKEN_KEEPER (keeper);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, latchkey_token_keeper_keep_async);
  /* A token that is stored must not be called lost. */
  g_task_set_check_cancellable (task, FALSE);
  latchkey_secret_store_store_async (self->secrets, self->account, token, cancellable, on_stored,
                                     g_steal_pointer (&task));
}

static gboolean
latchkey_token_keeper_keep_finish (HomeboxTokenKeeper *keeper, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keeper), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_token_keeper_keep_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
latchkey_token_keeper_iface_init (HomeboxTokenKeeperInterface *iface)
{
  iface->keep_async = latchkey_token_keeper_keep_async;
  iface->keep_finish = latchkey_token_keeper_keep_finish;
}

static void
latchkey_token_keeper_dispose (GObject *object)
{
  LatchkeyTokenKeeper *self = LATCHKEY_TOKEN_KEEPER (object);

  g_clear_object (&self->secrets);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (latchkey_token_keeper_parent_class)->dispose (object);
}

static void
latchkey_token_keeper_class_init (LatchkeyTokenKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_token_keeper_dispose;
}

static void
latchkey_token_keeper_init (LatchkeyTokenKeeper *self)
{
}

/**
 * latchkey_token_keeper_new:
 * @secrets: where tokens are kept
 * @account: whose token it is
 *
 * Returns: (transfer full): what a refresh of that account hands its new token to
 */
HomeboxTokenKeeper *
latchkey_token_keeper_new (LatchkeySecretStore *secrets, LatchkeyAccount *account)
{
  LatchkeyTokenKeeper *self = NULL;

  g_return_val_if_fail (LATCHKEY_IS_SECRET_STORE (secrets), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  self = g_object_new (LATCHKEY_TYPE_TOKEN_KEEPER, NULL);
  self->secrets = g_object_ref (secrets);
  self->account = g_object_ref (account);

  return HOMEBOX_TOKEN_KEEPER (self);
}
