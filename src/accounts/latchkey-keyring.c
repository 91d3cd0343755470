#include "latchkey-keyring-private.h"
#include "latchkey-keyring-watch.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Two minutes: time to remember a password, and short enough that a forgotten prompt does not leave
 * a window waiting. */
#define DEFAULT_TIMEOUT 120000

/* Homebox's tokens have some 60 characters. */
#define MAX_TOKEN_LENGTH 4096

struct _LatchkeyKeyring
{
  GObject parent_instance;

  guint timeout;
  LatchkeyKeyringWatch *watch;
};

enum
{
  PROP_TIMEOUT = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void latchkey_keyring_store_init (LatchkeySecretStoreInterface *iface);
static void find_again (LatchkeyKeyringCall *call);

G_DEFINE_FINAL_TYPE_WITH_CODE (LatchkeyKeyring,
                               latchkey_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LATCHKEY_TYPE_SECRET_STORE,
                                                      latchkey_keyring_store_init))

const SecretSchema latchkey_keyring_schema = {
  "io.github.latchkey_app.Latchkey",
  SECRET_SCHEMA_NONE,
  {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "version", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
    { NULL, 0 },
  },
};

static GHashTable *
attributes_of_kind (LatchkeyAccount *account, HomeboxTokenKind kind)
{
  return secret_attributes_build (
      &latchkey_keyring_schema, "server", latchkey_account_get_server (account), "user",
      latchkey_account_get_user_id (account), "kind",
      kind == HOMEBOX_TOKEN_API_KEY ? "api-key" : "session", "version",
      LATCHKEY_KEYRING_ITEM_VERSION, NULL);
}

LatchkeyKeyringCall *
latchkey_keyring_new_call (LatchkeySecretStore *store,
                           LatchkeyAccount *account,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data,
                           gpointer tag)
{
  LatchkeyKeyring *self = LATCHKEY_KEYRING (store);
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  latchkey_keyring_watch_start (self->watch);
  return latchkey_keyring_call_new (task, account, self->timeout);
}

/*
 * latchkey_keyring_note_failure:
 * @self: a keyring
 * @code: why a call failed
 *
 * From what lies in the service, and not in what it holds, another attempt may help one day.
 */
void
latchkey_keyring_note_failure (LatchkeyKeyring *self, LatchkeySecretError code)
{
  if (code != LATCHKEY_SECRET_ERROR_GONE && code != LATCHKEY_SECRET_ERROR_UNREADABLE
      && code != LATCHKEY_SECRET_ERROR_CANCELLED)
    latchkey_keyring_watch_expect (self->watch);
}

/*
 * latchkey_keyring_list_locked:
 * @items: (element-type SecretRetrievable): what was found
 *
 * Returns: (transfer container): those of them that are locked
 */
GList *
latchkey_keyring_list_locked (GList *items)
{
  GList *locked = NULL;

  /* In a sandbox the items are not #SecretItems, and never locked. */
  for (GList *item = items; item != NULL; item = item->next)
    {
      if (SECRET_IS_ITEM (item->data) && secret_item_get_locked (item->data))
        locked = g_list_prepend (locked, item->data);
    }
  return locked;
}

/* Somebody else may have put anything there, and what is read goes into a header. RFC 6750, 2.1
 * allows fewer characters still. */
static HomeboxToken *
read_token (SecretValue *value, LatchkeyAccount *account)
{
  gsize length = 0;
  const char *text = secret_value_get (value, &length);

  if (text == NULL || length == 0 || length > MAX_TOKEN_LENGTH)
    return NULL;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (text[i]))
        return NULL;
    }
  return homebox_token_new (text, latchkey_account_get_kind (account),
                            latchkey_account_get_expires_at (account));
}

static void
on_secret_retrieved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (HomeboxToken) token = NULL;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &problem);
  if (problem != NULL)
    {
      latchkey_keyring_call_fail_for (call, problem);
      return;
    }
  if (value != NULL)
    token = read_token (value, latchkey_keyring_call_get_account (call));
  if (token == NULL)
    latchkey_keyring_call_fail (call, LATCHKEY_SECRET_ERROR_UNREADABLE);
  else
    latchkey_keyring_call_return_token (call, token);
}

static void
fail_without_keyring (LatchkeyKeyringCall *call)
{
  latchkey_keyring_call_fail (call, LATCHKEY_SECRET_ERROR_NO_KEYRING);
  latchkey_keyring_call_drop (call);
}

static void
use_found (LatchkeyKeyringCall *owned, GAsyncResult *result, gboolean again)
{
  g_autoptr (LatchkeyKeyringCall) call = owned;
  g_autoptr (GError) problem = NULL;
  g_autolist (SecretRetrievable) items = secret_password_search_finish (result, &problem);
  g_autoptr (GList) locked = latchkey_keyring_list_locked (items);

  if (latchkey_keyring_call_is_over (call))
    return;
  if (problem != NULL)
    latchkey_keyring_call_fail_for (call, problem);
  else if (locked != NULL && again)
    latchkey_keyring_call_fail (call, LATCHKEY_SECRET_ERROR_LOCKED);
  else if (locked != NULL)
    latchkey_keyring_call_unlock (g_steal_pointer (&call), locked, find_again);
  else if (items != NULL)
    {
      SecretRetrievable *item = items->data;

      secret_retrievable_retrieve_secret (item, NULL, on_secret_retrieved, g_steal_pointer (&call));
    }
  else if (again)
    latchkey_keyring_call_fail (call, LATCHKEY_SECRET_ERROR_GONE);
  else
    /* A service may hide the items of a locked keyring: "gone" is only said about an open one. */
    latchkey_keyring_call_open_default (g_steal_pointer (&call), find_again, fail_without_keyring);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  use_found (user_data, result, FALSE);
}

static void
on_found_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  use_found (user_data, result, TRUE);
}

static void
search (LatchkeyKeyringCall *call, GAsyncReadyCallback callback)
{
  LatchkeyAccount *account = latchkey_keyring_call_get_account (call);
  g_autoptr (GHashTable) attributes
      = attributes_of_kind (account, latchkey_account_get_kind (account));

  secret_password_searchv (&latchkey_keyring_schema, attributes, SECRET_SEARCH_NONE, NULL, callback,
                           call);
}

static void
find_token (LatchkeyKeyringCall *call)
{
  search (call, on_found);
}

static void
find_again (LatchkeyKeyringCall *call)
{
  search (call, on_found_again);
}

static void
latchkey_keyring_lookup_async (LatchkeySecretStore *store,
                               LatchkeyAccount *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  find_token (latchkey_keyring_new_call (store, account, cancellable, callback, user_data,
                                         latchkey_keyring_lookup_async));
}

static HomeboxToken *
latchkey_keyring_lookup_finish (LatchkeySecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_other_kind_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;

  /* The token is kept, which is what was asked for. An old one that stays is never looked up. */
  if (!secret_password_clear_finish (result, &problem) && problem != NULL)
    g_debug ("An older token stays in the keyring: %s", problem->message);
  latchkey_keyring_call_return_done (call);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  HomeboxTokenKind kind;

  if (!secret_password_store_finish (result, &problem))
    {
      latchkey_keyring_call_fail_for (call, problem);
      return;
    }
  kind = homebox_token_get_kind (latchkey_keyring_call_get_token (call));
  attributes = attributes_of_kind (
      latchkey_keyring_call_get_account (call),
      kind == HOMEBOX_TOKEN_API_KEY ? HOMEBOX_TOKEN_SESSION : HOMEBOX_TOKEN_API_KEY);
  secret_password_clearv (&latchkey_keyring_schema, attributes, NULL, on_other_kind_cleared,
                          g_steal_pointer (&call));
}

static void
store_token (LatchkeyKeyringCall *call)
{
  LatchkeyAccount *account = latchkey_keyring_call_get_account (call);
  HomeboxToken *token = latchkey_keyring_call_get_token (call);
  HomeboxSecret *secret = homebox_token_get_secret (token);
  g_autoptr (GHashTable) attributes = attributes_of_kind (account, homebox_token_get_kind (token));
  g_autofree char *server = latchkey_account_dup_server_label (account);
  g_autofree char *label = NULL;
  g_autoptr (SecretValue) value = NULL;

  /* Translators: how a keyring item is listed in Passwords and Keys, for example
   * “Latchkey: ada@example.org on homebox.lan” */
  label = g_strdup_printf (_("Latchkey: %s on %s"), latchkey_account_get_email (account), server);
  /* libsecret copies it into memory that it keeps from swapping and wipes. */
  value = secret_value_new (homebox_secret_peek (secret),
                            (gssize) homebox_secret_get_length (secret), "text/plain");
  secret_password_storev_binary (&latchkey_keyring_schema, attributes, SECRET_COLLECTION_DEFAULT,
                                 label, value, NULL, on_stored, call);
}

static void
store_in_new_keyring (LatchkeyKeyringCall *call)
{
  latchkey_keyring_call_create_default (call, store_token);
}

/* Not left to secret_password_store(), which would unlock or create as well: once the time is
 * over, a late answer to the prompt must not store a token that the person was told is not kept. */
static void
open_to_store (LatchkeyKeyringCall *call)
{
  latchkey_keyring_call_open_default (call, store_token, store_in_new_keyring);
}

static void
latchkey_keyring_store_async (LatchkeySecretStore *store,
                              LatchkeyAccount *account,
                              HomeboxToken *token,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  LatchkeyKeyringCall *call
      = latchkey_keyring_new_call (store, account, cancellable, callback, user_data,
                                   latchkey_keyring_store_async);

  latchkey_keyring_call_set_token (call, token);
  open_to_store (call);
}

static gboolean
latchkey_keyring_finish (LatchkeySecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GPtrArray *
latchkey_keyring_list_finish (LatchkeySecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
latchkey_keyring_store_init (LatchkeySecretStoreInterface *iface)
{
  iface->lookup_async = latchkey_keyring_lookup_async;
  iface->lookup_finish = latchkey_keyring_lookup_finish;
  iface->store_async = latchkey_keyring_store_async;
  iface->store_finish = latchkey_keyring_finish;
  iface->clear_async = latchkey_keyring_clear_async;
  iface->clear_finish = latchkey_keyring_finish;
  iface->list_async = latchkey_keyring_list_async;
  iface->list_finish = latchkey_keyring_list_finish;
  iface->check_writable_async = latchkey_keyring_check_writable_async;
  iface->check_writable_finish = latchkey_keyring_finish;
}

static void
latchkey_keyring_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  switch (property)
    {
    case PROP_TIMEOUT:
      g_value_set_uint (value, LATCHKEY_KEYRING (object)->timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_keyring_set_property (GObject *object,
                               guint property,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (property)
    {
    case PROP_TIMEOUT:
      latchkey_keyring_set_timeout (LATCHKEY_KEYRING (object), g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_keyring_dispose (GObject *object)
{
  LatchkeyKeyring *self = LATCHKEY_KEYRING (object);

  /* It may be asking something still, and that keeps it. */
  if (self->watch != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->watch, self);
      g_object_run_dispose (G_OBJECT (self->watch));
    }
  g_clear_object (&self->watch);
  G_OBJECT_CLASS (latchkey_keyring_parent_class)->dispose (object);
}

static void
latchkey_keyring_class_init (LatchkeyKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_keyring_dispose;
  object_class->get_property = latchkey_keyring_get_property;
  object_class->set_property = latchkey_keyring_set_property;

  properties[PROP_TIMEOUT]
      = g_param_spec_uint ("timeout", NULL, NULL, 1, G_MAXUINT, DEFAULT_TIMEOUT,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_keyring_init (LatchkeyKeyring *self)
{
  self->timeout = DEFAULT_TIMEOUT;
  self->watch = latchkey_keyring_watch_new (latchkey_keyring_schema.name);
  g_signal_connect_swapped (self->watch, "opened", G_CALLBACK (latchkey_secret_store_emit_unlocked),
                            self);
}

/**
 * latchkey_keyring_new:
 *
 * Returns: (transfer full): a new secret store; the service is not asked for anything yet
 */
LatchkeyKeyring *
latchkey_keyring_new (void)
{
  return g_object_new (LATCHKEY_TYPE_KEYRING, NULL);
}

/**
 * latchkey_keyring_set_timeout:
 * @self: a keyring
 * @milliseconds: how long a call may take altogether, two minutes by default
 *
 * Limits the calls that begin from now on.
 */
void
latchkey_keyring_set_timeout (LatchkeyKeyring *self, guint milliseconds)
{
  g_return_if_fail (LATCHKEY_IS_KEYRING (self));
  g_return_if_fail (milliseconds > 0);

  if (self->timeout == milliseconds)
    return;
  self->timeout = milliseconds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMEOUT]);
}
