#include "stopping-secrets.h"

struct _StoppingSecrets
{
  GObject parent_instance;

  LatchkeySecretStore *keyring;
  StoppingStep step;
  guint n_lookups;
};

static guint reached_signal;

static void stopping_secrets_store_init (LatchkeySecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (StoppingSecrets,
                               stopping_secrets,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LATCHKEY_TYPE_SECRET_STORE,
                                                      stopping_secrets_store_init))

static gboolean
stops_at (StoppingSecrets *self, StoppingStep step)
{
  if (self->step != step)
    return FALSE;
  g_signal_emit (self, reached_signal, 0);
  return TRUE;
}

/* The callbacks get the keyring as what was called: whoever ends a call asks that. */
static void
stopping_secrets_lookup_async (LatchkeySecretStore *store,
                               LatchkeyAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  StoppingSecrets *self = STOPPING_SECRETS (store);

  if (++self->n_lookups != 2 || !stops_at (self, STOPPING_AT_SECOND_LOOKUP))
    latchkey_secret_store_lookup_async (self->keyring, account, cancellable, callback, user_data);
}

static void
on_stored_for_nobody (GObject *source, GAsyncResult *result, gpointer user_data)
{
  StoppingSecrets *self = user_data;
  g_autoptr (GError) error = NULL;

  latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (source), result, &error);
  g_assert_no_error (error);
  g_assert_true (stops_at (self, STOPPING_AFTER_STORE));
}

static void
stopping_secrets_store_async (LatchkeySecretStore *store,
                              LatchkeyAccount *account,
                              HomeboxToken *token,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  StoppingSecrets *self = STOPPING_SECRETS (store);

  if (stops_at (self, STOPPING_BEFORE_STORE))
    return;
  if (self->step == STOPPING_AFTER_STORE)
    latchkey_secret_store_store_async (self->keyring, account, token, cancellable,
                                       on_stored_for_nobody, self);
  else
    latchkey_secret_store_store_async (self->keyring, account, token, cancellable, callback,
                                       user_data);
}

static void
stopping_secrets_clear_async (LatchkeySecretStore *store,
                              LatchkeyAccount *account,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  latchkey_secret_store_clear_async (STOPPING_SECRETS (store)->keyring, account, cancellable,
                                     callback, user_data);
}

static void
stopping_secrets_check_writable_async (LatchkeySecretStore *store,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  StoppingSecrets *self = STOPPING_SECRETS (store);

  if (!stops_at (self, STOPPING_AT_CHECK))
    latchkey_secret_store_check_writable_async (self->keyring, cancellable, callback, user_data);
}

static void
stopping_secrets_store_init (LatchkeySecretStoreInterface *iface)
{
  iface->lookup_async = stopping_secrets_lookup_async;
  iface->store_async = stopping_secrets_store_async;
  iface->clear_async = stopping_secrets_clear_async;
  iface->check_writable_async = stopping_secrets_check_writable_async;
}

static void
stopping_secrets_dispose (GObject *object)
{
  g_clear_object (&STOPPING_SECRETS (object)->keyring);
  G_OBJECT_CLASS (stopping_secrets_parent_class)->dispose (object);
}

static void
stopping_secrets_class_init (StoppingSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stopping_secrets_dispose;
  reached_signal = g_signal_new ("reached", STOPPING_TYPE_SECRETS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
stopping_secrets_init (StoppingSecrets *self)
{
}

StoppingSecrets *
stopping_secrets_new (LatchkeySecretStore *keyring, StoppingStep step)
{
  StoppingSecrets *self = g_object_new (STOPPING_TYPE_SECRETS, NULL);

  self->keyring = g_object_ref (keyring);
  self->step = step;
  return self;
}
