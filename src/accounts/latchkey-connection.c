#include "latchkey-connection-private.h"

#include "homebox-error.h"

struct _LatchkeyConnection
{
  GObject parent_instance;

  LatchkeyVault *vault;
  LatchkeyAccount *account;
  HomeboxSession *session;

  LatchkeyConnectionState state;
  GError *error;
  gboolean kept_in_memory;

  /* Signing out or deleting: nothing may be opened meanwhile. */
  gboolean closing;

  /* The step of opening that is under way. */
  GCancellable *cancellable;
  guint serial;
};

enum
{
  PROP_ACCOUNT = 1,
  PROP_SESSION,
  PROP_STATE,
  PROP_KEPT_IN_MEMORY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (LatchkeyConnectionState,
                    latchkey_connection_state,
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_STORED, "stored"),
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_UNLOCKING, "unlocking"),
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_KEYRING_FAILED, "keyring-failed"),
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_UNREACHABLE, "unreachable"),
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_NO_HOME, "no-home"),
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_SIGN_IN_NEEDED, "sign-in-needed"),
                    G_DEFINE_ENUM_VALUE (LATCHKEY_CONNECTION_CLOSED, "closed"))

G_DEFINE_FINAL_TYPE (LatchkeyConnection, latchkey_connection, G_TYPE_OBJECT)

/* One step of opening. It keeps no connection alive, and is late as soon as another began. */
typedef struct
{
  GWeakRef connection;
  guint serial;
} Step;

static Step *
begin_step (LatchkeyConnection *self)
{
  Step *step = g_new0 (Step, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_weak_ref_init (&step->connection, self);
  step->serial = ++self->serial;
  return step;
}

static void
abandon_step (LatchkeyConnection *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->serial++;
}

/* Returns: (transfer full) (nullable): the connection, unless the answer comes too late for it. */
static LatchkeyConnection *
end_step (Step *step)
{
  g_autoptr (LatchkeyConnection) self = g_weak_ref_get (&step->connection);
  guint serial = step->serial;

  g_weak_ref_clear (&step->connection);
  g_free (step);
  if (self == NULL || self->serial != serial)
    return NULL;
  return g_steal_pointer (&self);
}

/* The one place that changes the state. */
static void
set_state (LatchkeyConnection *self, LatchkeyConnectionState state, const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;

  g_clear_error (&self->error);
  self->error = copy;
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* What the person changed on the server, here or elsewhere, is what the next start shows. */
static void
follow_user (LatchkeyConnection *self)
{
  HomeboxUser *user = homebox_session_get_user (self->session);
  GDateTime *end = homebox_token_get_expires_at (homebox_session_get_token (self->session));

  if (self->state == LATCHKEY_CONNECTION_CLOSED)
    return;
  if (g_strcmp0 (homebox_user_get_id (user), latchkey_account_get_user_id (self->account)) != 0)
    return;
  if (latchkey_account_update (self->account, user, end))
    /* Nobody waits for it: #LatchkeyAccountStore:save-error says when it failed. */
    latchkey_account_store_save_async (latchkey_vault_get_accounts (self->vault), NULL, NULL, NULL);
}

static void
follow_session (LatchkeyConnection *self)
{
  g_autoptr (GError) error = NULL;

  if (homebox_session_get_state (self->session) != HOMEBOX_SESSION_ENDED)
    return;
  error = homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE, NULL);
  set_state (self, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, error);
}

static void
set_session (LatchkeyConnection *self, HomeboxSession *session)
{
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (homebox_session_get_user (self->session), self);
      g_signal_handlers_disconnect_by_data (self->session, self);
    }
  if (!g_set_object (&self->session, session))
    return;
  if (session != NULL)
    {
      HomeboxUser *user = homebox_session_get_user (session);

      g_signal_connect_swapped (user, "notify::name", G_CALLBACK (follow_user), self);
      g_signal_connect_swapped (user, "notify::email", G_CALLBACK (follow_user), self);
      g_signal_connect_swapped (session, "notify::state", G_CALLBACK (follow_session), self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
latchkey_connection_dispose (GObject *object)
{
  LatchkeyConnection *self = LATCHKEY_CONNECTION (object);

  abandon_step (self);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (homebox_session_get_user (self->session), self);
      g_signal_handlers_disconnect_by_data (self->session, self);
    }
  g_clear_object (&self->session);
  g_clear_object (&self->account);
  g_clear_object (&self->vault);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (latchkey_connection_parent_class)->dispose (object);
}

static void
latchkey_connection_get_property (GObject *object,
                                  guint property,
                                  GValue *value,
                                  GParamSpec *pspec)
{
  LatchkeyConnection *self = LATCHKEY_CONNECTION (object);

  switch (property)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_KEPT_IN_MEMORY:
      g_value_set_boolean (value, self->kept_in_memory);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_connection_class_init (LatchkeyConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = latchkey_connection_dispose;
  object_class->get_property = latchkey_connection_get_property;

  properties[PROP_ACCOUNT]
      = g_param_spec_object ("account", NULL, NULL, LATCHKEY_TYPE_ACCOUNT, flags);
  properties[PROP_SESSION]
      = g_param_spec_object ("session", NULL, NULL, HOMEBOX_TYPE_SESSION, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, LATCHKEY_TYPE_CONNECTION_STATE,
                                              LATCHKEY_CONNECTION_STORED, flags);
  properties[PROP_KEPT_IN_MEMORY]
      = g_param_spec_boolean ("kept-in-memory", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_connection_init (LatchkeyConnection *self)
{
}

/**
 * latchkey_connection_new:
 * @vault: what has the record and the token
 * @account: the record
 *
 * Makes a connection that knows what is on the disk. Neither the keyring nor the server is asked
 * before latchkey_connection_open().
 *
 * Returns: (transfer full): a new connection, %LATCHKEY_CONNECTION_STORED
 */
LatchkeyConnection *
latchkey_connection_new (LatchkeyVault *vault, LatchkeyAccount *account)
{
  LatchkeyConnection *self = NULL;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  self = g_object_new (LATCHKEY_TYPE_CONNECTION, NULL);
  self->vault = g_object_ref (vault);
  self->account = g_object_ref (account);
  return self;
}

/*
 * latchkey_connection_new_ready:
 * @vault: what has the record, and the token if anything has
 * @account: the record
 * @session: a session whose user is loaded
 * @not_kept: (nullable): why the token is in memory only, or %NULL if it is in the
 *   keyring
 *
 * Makes a connection from a session that was just made.
 *
 * Returns: (transfer full): a new connection, %LATCHKEY_CONNECTION_READY
 */
LatchkeyConnection *
latchkey_connection_new_ready (LatchkeyVault *vault,
                               LatchkeyAccount *account,
                               HomeboxSession *session,
                               const GError *not_kept)
{
  LatchkeyConnection *self = latchkey_connection_new (vault, account);

  set_session (self, session);
  self->kept_in_memory = not_kept != NULL;
  set_state (self, LATCHKEY_CONNECTION_READY, not_kept);
  follow_session (self);
  return self;
}

static void
on_user_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyConnection) self = end_step (user_data);
  HomeboxSession *session = HOMEBOX_SESSION (source);
  const char *user_id = homebox_user_get_id (homebox_session_get_user (session));
  g_autoptr (GError) error = NULL;
  gboolean loaded = homebox_session_load_user_finish (session, result, &error);

  /* Another state: the session ended, which came with a notification of its own. */
  if (self == NULL || self->state != LATCHKEY_CONNECTION_LOADING)
    return;

  if (!loaded && g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME))
    set_state (self, LATCHKEY_CONNECTION_NO_HOME, error);
  else if (!loaded)
    set_state (self, LATCHKEY_CONNECTION_UNREACHABLE, error);
  else if (g_strcmp0 (user_id, latchkey_account_get_user_id (self->account)) != 0)
    {
      /* Somebody else's token, say after the server was set up anew: not for this account. */
      g_autoptr (GError) stranger = homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED,
                                                       HOMEBOX_FIELD_NONE, "another user");

      set_session (self, NULL);
      set_state (self, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, stranger);
    }
  else
    set_state (self, LATCHKEY_CONNECTION_READY, NULL);
}

static void
load (LatchkeyConnection *self)
{
  Step *step = begin_step (self);

  set_state (self, LATCHKEY_CONNECTION_LOADING, NULL);
  homebox_session_load_user_async (self->session, self->cancellable, on_user_loaded, step);
}

static void
on_token_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyConnection) self = end_step (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxToken) token
      = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (source), result, &error);
  g_autoptr (HomeboxClient) client = NULL;
  g_autoptr (HomeboxSession) session = NULL;

  if (self == NULL)
    return;

  if (token == NULL)
    {
      gboolean useless
          = g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_GONE)
            || g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_UNREADABLE);

      set_state (self,
                 useless ? LATCHKEY_CONNECTION_SIGN_IN_NEEDED : LATCHKEY_CONNECTION_KEYRING_FAILED,
                 error);
      return;
    }

  client = latchkey_vault_make_client (self->vault, latchkey_account_get_server (self->account));
  session = homebox_session_new (client, token);
  set_session (self, session);
  load (self);
}

/**
 * latchkey_connection_open:
 * @self: a connection
 *
 * Gets the token from the keyring, which may ask the person to unlock it, and the profile from the
 * server; the state tells how far it has come. After a failure it tries again, with the token that
 * is there or else with the keyring. It does nothing while it is under way, when it succeeded and
 * when the connection is closed or about to be.
 *
 * Where it ends:
 *
 * - %LATCHKEY_CONNECTION_READY: what is shown is what the server stores.
 * - %LATCHKEY_CONNECTION_KEYRING_FAILED: the keyring cannot be asked now.
 * - %LATCHKEY_CONNECTION_SIGN_IN_NEEDED: the keyring holds no token that can be used, the server
 *   does not accept it, or it is somebody else's.
 * - %LATCHKEY_CONNECTION_NO_HOME: %HOMEBOX_ERROR_NO_HOME.
 * - %LATCHKEY_CONNECTION_UNREACHABLE: everything else that keeps the profile from being known, also
 *   when something answers that is not the server. latchkey_connection_get_error() tells which.
 */
void
latchkey_connection_open (LatchkeyConnection *self)
{
  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  if (self->closing || self->state == LATCHKEY_CONNECTION_UNLOCKING
      || self->state == LATCHKEY_CONNECTION_LOADING || self->state == LATCHKEY_CONNECTION_READY
      || self->state == LATCHKEY_CONNECTION_CLOSED)
    return;

  if (self->session != NULL && !homebox_session_is_over (self->session))
    load (self);
  else
    {
      Step *step = begin_step (self);

      set_state (self, LATCHKEY_CONNECTION_UNLOCKING, NULL);
      latchkey_secret_store_lookup_async (latchkey_vault_get_secrets (self->vault), self->account,
                                          self->cancellable, on_token_found, step);
    }
}

/*
 * latchkey_connection_begin_closing:
 * @self: a connection
 *
 * Stops opening, and keeps it from beginning again.
 *
 * Returns: %FALSE if it is closed or closing already
 */
gboolean
latchkey_connection_begin_closing (LatchkeyConnection *self)
{
  if (self->closing || self->state == LATCHKEY_CONNECTION_CLOSED)
    return FALSE;
  self->closing = TRUE;
  abandon_step (self);
  if (self->state == LATCHKEY_CONNECTION_UNLOCKING || self->state == LATCHKEY_CONNECTION_LOADING)
    set_state (self, LATCHKEY_CONNECTION_STORED, NULL);
  return TRUE;
}

/*
 * latchkey_connection_stop_closing:
 * @self: a connection that is closing
 *
 * Goes on as if nothing had been asked for.
 */
void
latchkey_connection_stop_closing (LatchkeyConnection *self)
{
  self->closing = FALSE;
}

/*
 * latchkey_connection_close:
 * @self: a connection that is closing
 *
 * Ends it: there is nothing on this computer any more that belongs to it.
 */
void
latchkey_connection_close (LatchkeyConnection *self)
{
  self->closing = FALSE;
  set_state (self, LATCHKEY_CONNECTION_CLOSED, NULL);
}

LatchkeyVault *
latchkey_connection_get_vault (LatchkeyConnection *self)
{
  return self->vault;
}

LatchkeyAccountStore *
latchkey_connection_get_accounts (LatchkeyConnection *self)
{
  return latchkey_vault_get_accounts (self->vault);
}

LatchkeySecretStore *
latchkey_connection_get_secrets (LatchkeyConnection *self)
{
  return latchkey_vault_get_secrets (self->vault);
}

/**
 * latchkey_connection_get_account:
 * @self: a connection
 *
 * Returns: (transfer none): the record; also when it is closed
 */
LatchkeyAccount *
latchkey_connection_get_account (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), NULL);
  return self->account;
}

/**
 * latchkey_connection_get_session:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): the session, or %NULL while there is no token. It may have
 *   ended, see homebox_session_get_state()
 */
HomeboxSession *
latchkey_connection_get_session (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), NULL);
  return self->session;
}

/**
 * latchkey_connection_get_state:
 * @self: a connection
 *
 * Returns: how far it has come
 */
LatchkeyConnectionState
latchkey_connection_get_state (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), LATCHKEY_CONNECTION_CLOSED);
  return self->state;
}

/**
 * latchkey_connection_get_error:
 * @self: a connection
 *
 * Why it is in a state that is not what the person wanted: an error of the #LatchkeySecretError
 * or #HomeboxError domain. When it is ready and #LatchkeyConnection:kept-in-memory, why it is kept
 * there: of the #LatchkeySecretError domain, or of the #GIOErrorEnum domain if already the record
 * could not be saved.
 *
 * Returns: (transfer none) (nullable): an error with a message for the person, or %NULL
 */
const GError *
latchkey_connection_get_error (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), NULL);
  return self->error;
}

/**
 * latchkey_connection_get_kept_in_memory:
 * @self: a connection
 *
 * Returns: whether the token is in memory only, so that the next start asks for a sign-in
 */
gboolean
latchkey_connection_get_kept_in_memory (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), FALSE);
  return self->kept_in_memory;
}

/**
 * latchkey_connection_get_offline:
 * @self: a connection
 *
 * Returns: whether the server is not to be reached, and this computer has no network
 */
gboolean
latchkey_connection_get_offline (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), FALSE);
  return FALSE;
}

/**
 * latchkey_connection_get_address:
 * @self: a connection
 *
 * Returns: (transfer none): the base URI that requests go to now, one of the account's addresses
 */
const char *
latchkey_connection_get_address (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), NULL);
  return latchkey_account_get_server (self->account);
}

/**
 * latchkey_connection_get_alternative_address:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): see #LatchkeyConnection:alternative-address
 */
const char *
latchkey_connection_get_alternative_address (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), NULL);
  return NULL;
}

/**
 * latchkey_connection_get_refresh_problem:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): an error with a message for the person, or %NULL
 */
const GError *
latchkey_connection_get_refresh_problem (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), NULL);
  return NULL;
}

/**
 * latchkey_connection_use_address:
 * @self: a connection that is not ready
 * @address: one of the account's addresses
 *
 * The person says that the server is at that address now: the token is sent there. It is the only
 * way to a plain-http address of an account that has several, since anybody may answer there in a
 * network that is not the person's own. It holds until the network changes.
 */
void
latchkey_connection_use_address (LatchkeyConnection *self, const char *address)
{
  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));
  g_return_if_fail (address != NULL);
}

/**
 * latchkey_connection_keep:
 * @self: a connection whose token is in memory only
 *
 * Tries again to put the token into the keyring, which may ask the person to unlock it. It
 * is tried without being asked for, and without a prompt, when the keyring was unlocked. When it
 * worked, #LatchkeyConnection:kept-in-memory is %FALSE; else latchkey_connection_get_error() says
 * why not.
 */
void
latchkey_connection_keep (LatchkeyConnection *self)
{
  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));
}
