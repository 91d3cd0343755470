#include "scripted-secrets.h"

#include "latchkey-memory-secrets.h"

struct _ScriptedSecrets
{
  GObject parent_instance;

  LatchkeySecretStore *memory;
  int codes[N_SCRIPTED];
  gboolean holds[N_SCRIPTED];
  GPtrArray *held;
};

/* A call, and what it is about. */
typedef struct
{
  ScriptedCall call;
  LatchkeyAccount *account;
  HomeboxToken *token;
  GSource *cancelled;
} Request;

static const char *const call_names[] = { "lookup", "store", "clear", "list", "check-writable" };

static guint called_signal;

static void scripted_secrets_store_init (LatchkeySecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptedSecrets,
                               scripted_secrets,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LATCHKEY_TYPE_SECRET_STORE,
                                                      scripted_secrets_store_init))

static void
stop_watching (Request *request)
{
  if (request->cancelled != NULL)
    g_source_destroy (request->cancelled);
  g_clear_pointer (&request->cancelled, g_source_unref);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  stop_watching (request);
  g_clear_object (&request->account);
  g_clear_pointer (&request->token, homebox_token_unref);
  g_free (request);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LatchkeySecretStore *memory = LATCHKEY_SECRET_STORE (source);
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  HomeboxToken *token = NULL;
  GPtrArray *found = NULL;
  gboolean done = FALSE;

  if (request->call == SCRIPTED_LOOKUP)
    token = latchkey_secret_store_lookup_finish (memory, result, &error);
  else if (request->call == SCRIPTED_STORE)
    done = latchkey_secret_store_store_finish (memory, result, &error);
  else if (request->call == SCRIPTED_CLEAR)
    done = latchkey_secret_store_clear_finish (memory, result, &error);
  else if (request->call == SCRIPTED_LIST)
    found = latchkey_secret_store_list_finish (memory, result, &error);
  else
    done = latchkey_secret_store_check_writable_finish (memory, result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (request->call == SCRIPTED_LOOKUP)
    g_task_return_pointer (task, token, (GDestroyNotify) homebox_token_unref);
  else if (request->call == SCRIPTED_LIST)
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_boolean (task, done);
}

static void
perform (GTask *task)
{
  ScriptedSecrets *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  int code = self->codes[request->call];

  stop_watching (request);
  if (code >= 0)
    g_task_return_error (task, latchkey_secret_error_new ((LatchkeySecretError) code));
  else if (request->call == SCRIPTED_LOOKUP)
    latchkey_secret_store_lookup_async (self->memory, request->account, cancellable, on_done,
                                        g_object_ref (task));
  else if (request->call == SCRIPTED_STORE)
    latchkey_secret_store_store_async (self->memory, request->account, request->token, cancellable,
                                       on_done, g_object_ref (task));
  else if (request->call == SCRIPTED_CLEAR)
    latchkey_secret_store_clear_async (self->memory, request->account, cancellable, on_done,
                                       g_object_ref (task));
  else if (request->call == SCRIPTED_LIST)
    latchkey_secret_store_list_async (self->memory, cancellable, on_done, g_object_ref (task));
  else
    latchkey_secret_store_check_writable_async (self->memory, cancellable, on_done,
                                                g_object_ref (task));
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ScriptedSecrets *self = g_task_get_source_object (task);

  g_ptr_array_remove (self->held, task);
  perform (task);
  return G_SOURCE_REMOVE;
}

static void
begin (LatchkeySecretStore *store,
       ScriptedCall call,
       LatchkeyAccount *account,
       HomeboxToken *token,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  ScriptedSecrets *self = SCRIPTED_SECRETS (store);
  g_autoptr (GTask) task = g_task_new (store, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_check_cancellable (task, FALSE);
  request->call = call;
  request->account = account != NULL ? g_object_ref (account) : NULL;
  request->token = token != NULL ? homebox_token_ref (token) : NULL;
  g_task_set_task_data (task, request, request_free);
  g_signal_emit (self, called_signal, 0, call_names[call]);

  if (!self->holds[call])
    {
      perform (task);
      return;
    }
  if (cancellable != NULL)
    {
      request->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (request->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
      g_source_attach (request->cancelled, NULL);
    }
  g_ptr_array_add (self->held, g_steal_pointer (&task));
}

static void
scripted_secrets_lookup_async (LatchkeySecretStore *store,
                               LatchkeyAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  begin (store, SCRIPTED_LOOKUP, account, NULL, cancellable, callback, user_data);
}

static HomeboxToken *
scripted_secrets_lookup_finish (LatchkeySecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
scripted_secrets_store_async (LatchkeySecretStore *store,
                              LatchkeyAccount *account,
                              HomeboxToken *token,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  begin (store, SCRIPTED_STORE, account, token, cancellable, callback, user_data);
}

static void
scripted_secrets_clear_async (LatchkeySecretStore *store,
                              LatchkeyAccount *account,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  begin (store, SCRIPTED_CLEAR, account, NULL, cancellable, callback, user_data);
}

static gboolean
scripted_secrets_finish (LatchkeySecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
scripted_secrets_list_async (LatchkeySecretStore *store,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  begin (store, SCRIPTED_LIST, NULL, NULL, cancellable, callback, user_data);
}

static GPtrArray *
scripted_secrets_list_finish (LatchkeySecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
scripted_secrets_check_writable_async (LatchkeySecretStore *store,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  begin (store, SCRIPTED_CHECK_WRITABLE, NULL, NULL, cancellable, callback, user_data);
}

static void
scripted_secrets_store_init (LatchkeySecretStoreInterface *iface)
{
  iface->lookup_async = scripted_secrets_lookup_async;
  iface->lookup_finish = scripted_secrets_lookup_finish;
  iface->store_async = scripted_secrets_store_async;
  iface->store_finish = scripted_secrets_finish;
  iface->clear_async = scripted_secrets_clear_async;
  iface->clear_finish = scripted_secrets_finish;
  iface->list_async = scripted_secrets_list_async;
  iface->list_finish = scripted_secrets_list_finish;
  iface->check_writable_async = scripted_secrets_check_writable_async;
  iface->check_writable_finish = scripted_secrets_finish;
}

static void
scripted_secrets_finalize (GObject *object)
{
  ScriptedSecrets *self = SCRIPTED_SECRETS (object);

  g_ptr_array_unref (self->held);
  g_object_unref (self->memory);
  G_OBJECT_CLASS (scripted_secrets_parent_class)->finalize (object);
}

static void
scripted_secrets_class_init (ScriptedSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = scripted_secrets_finalize;

  called_signal = g_signal_new ("called", SCRIPTED_TYPE_SECRETS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
scripted_secrets_init (ScriptedSecrets *self)
{
  self->memory = latchkey_memory_secrets_new ();
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < N_SCRIPTED; i++)
    self->codes[i] = -1;
}

ScriptedSecrets *
scripted_secrets_new (void)
{
  return g_object_new (SCRIPTED_TYPE_SECRETS, NULL);
}

void
scripted_secrets_fail (ScriptedSecrets *self, ScriptedCall call, int code)
{
  self->codes[call] = code;
}

void
scripted_secrets_hold (ScriptedSecrets *self, ScriptedCall call)
{
  self->holds[call] = TRUE;
}

void
scripted_secrets_let_go (ScriptedSecrets *self)
{
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);

  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < N_SCRIPTED; i++)
    self->holds[i] = FALSE;
  for (guint i = 0; i < held->len; i++)
    perform (held->pdata[i]);
}
