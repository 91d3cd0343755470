#include "latchkey-connection-private.h"

#include "homebox-error.h"

enum
{
  PROP_ACCOUNT = 1,
  PROP_SESSION,
  PROP_STATE,
  PROP_KEPT_IN_MEMORY,
  PROP_OFFLINE,
  PROP_ALTERNATIVE_ADDRESS,
  PROP_REFRESH_PROBLEM,
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

/* Each state says whether the server is waited for, and whether the session can be kept alive. */
static void
follow_state (LatchkeyConnection *self)
{
  if (self->recovery == NULL)
    return;

  switch (self->state)
    {
    case LATCHKEY_CONNECTION_READY:
      latchkey_recovery_succeeded (self->recovery);
      latchkey_refresher_start (self->refresher, self->session, self->not_kept != NULL);
      break;
    case LATCHKEY_CONNECTION_UNREACHABLE:
      latchkey_refresher_stop (self->refresher);
      latchkey_recovery_failed (self->recovery, self->error);
      break;
    case LATCHKEY_CONNECTION_LOADING:
      break;
    case LATCHKEY_CONNECTION_STORED:
    case LATCHKEY_CONNECTION_UNLOCKING:
    case LATCHKEY_CONNECTION_KEYRING_FAILED:
    case LATCHKEY_CONNECTION_NO_HOME:
    case LATCHKEY_CONNECTION_SIGN_IN_NEEDED:
    case LATCHKEY_CONNECTION_CLOSED:
    default:
      latchkey_refresher_stop (self->refresher);
      latchkey_recovery_succeeded (self->recovery);
      break;
    }
}

static gboolean
says_the_same (const GError *a, const GError *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->domain == b->domain && a->code == b->code && g_str_equal (a->message, b->message);
}

/*
 * latchkey_connection_set_state:
 * @self: a connection
 * @state: the state it is in now
 * @error: (nullable): why, if that is not what the person wanted
 *
 * The one place that changes the state, and what follows from it.
 */
void
latchkey_connection_set_state (LatchkeyConnection *self,
                               LatchkeyConnectionState state,
                               const GError *error)
{
  g_autoptr (GError) former_error = g_steal_pointer (&self->error);
  LatchkeyConnectionState former = self->state;

  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->state = state;

  if (state == LATCHKEY_CONNECTION_READY)
    latchkey_connection_note_address (self);
  if (state != LATCHKEY_CONNECTION_UNREACHABLE)
    latchkey_connection_set_alternative_address (self, NULL);
  follow_state (self);

  /* Whoever was told of it first may have changed it again. */
  if (self->state == state && (former != state || !says_the_same (former_error, self->error)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/*
 * latchkey_connection_set_not_kept:
 * @self: a connection
 * @not_kept: (nullable): why the token is in memory only, or %NULL if it is in the keyring
 *
 * Notes where the token is.
 */
void
latchkey_connection_set_not_kept (LatchkeyConnection *self, const GError *not_kept)
{
  GError *copy = not_kept != NULL ? g_error_copy (not_kept) : NULL;
  gboolean changed = !says_the_same (self->not_kept, not_kept);

  g_clear_error (&self->not_kept);
  self->not_kept = copy;
  if (!changed)
    return;
  if (self->state == LATCHKEY_CONNECTION_READY)
    follow_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEPT_IN_MEMORY]);
}

/*
 * latchkey_connection_set_alternative_address:
 * @self: a connection
 * @address: (nullable): where something answers that only the person can know
 *
 * Offers an address, or does not any more.
 */
void
latchkey_connection_set_alternative_address (LatchkeyConnection *self, const char *address)
{
  if (g_strcmp0 (self->alternative_address, address) == 0)
    return;
  g_free (self->alternative_address);
  self->alternative_address = g_strdup (address);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALTERNATIVE_ADDRESS]);
}

void
latchkey_connection_notify_session (LatchkeyConnection *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

static void
on_offline (LatchkeyConnection *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
}

static void
on_refresh_problem (LatchkeyConnection *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESH_PROBLEM]);
}

static void
on_renewed (LatchkeyConnection *self, const GError *not_kept)
{
  if (self->state != LATCHKEY_CONNECTION_CLOSED)
    latchkey_connection_set_not_kept (self, not_kept);
}

static void
on_try_again (LatchkeyConnection *self)
{
  if (self->state == LATCHKEY_CONNECTION_UNREACHABLE && !self->closing)
    latchkey_connection_look (self);
}

/* The person decided about a certificate, maybe this one. */
static void
on_pins_changed (LatchkeyConnection *self)
{
  if (self->state == LATCHKEY_CONNECTION_UNREACHABLE
      && (g_error_matches (self->error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_TRUSTED)
          || g_error_matches (self->error, HOMEBOX_ERROR, HOMEBOX_ERROR_CERTIFICATE_CHANGED)))
    latchkey_connection_open (self);
}

/*
 * latchkey_connection_look_after:
 * @self: a connection
 *
 * Makes what looks after the server and the session, which the first frame does not wait for.
 */
void
latchkey_connection_look_after (LatchkeyConnection *self)
{
  if (self->recovery != NULL)
    return;

  self->recovery = latchkey_recovery_new (latchkey_vault_get_clock (self->vault),
                                          latchkey_vault_get_network (self->vault),
                                          g_random_int ());
  g_signal_connect_swapped (self->recovery, "try-again", G_CALLBACK (on_try_again), self);
  g_signal_connect_swapped (self->recovery, "network-changed",
                            G_CALLBACK (latchkey_connection_on_network_changed), self);
  g_signal_connect_swapped (self->recovery, "notify::offline", G_CALLBACK (on_offline), self);

  self->refresher = latchkey_refresher_new (self->vault, self->account);
  g_signal_connect_swapped (self->refresher, "renewed", G_CALLBACK (on_renewed), self);
  g_signal_connect_swapped (self->refresher, "notify::problem", G_CALLBACK (on_refresh_problem),
                            self);

  g_signal_connect_swapped (latchkey_vault_get_secrets (self->vault), "unlocked",
                            G_CALLBACK (latchkey_connection_on_unlocked), self);
  g_signal_connect_swapped (latchkey_vault_get_pins (self->vault), "items-changed",
                            G_CALLBACK (on_pins_changed), self);
}

static gboolean
is_listed (LatchkeyConnection *self)
{
  GListModel *accounts = G_LIST_MODEL (latchkey_vault_get_accounts (self->vault));

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LatchkeyAccount) account = g_list_model_get_item (accounts, i);

      if (account == self->account)
        return TRUE;
    }
  return FALSE;
}

/* Another process may have signed out, and taken the record off the list they share. */
static void
on_list_changed (LatchkeyConnection *self, guint position, guint n_removed)
{
  gboolean was_listed = self->listed;

  self->listed = is_listed (self);
  if (!was_listed || self->listed || self->closing || self->state == LATCHKEY_CONNECTION_CLOSED)
    return;
  latchkey_connection_abandon_step (self);
  latchkey_connection_give_up (self);
  latchkey_connection_set_state (self, LATCHKEY_CONNECTION_CLOSED, NULL);
}

static void
latchkey_connection_dispose (GObject *object)
{
  LatchkeyConnection *self = LATCHKEY_CONNECTION (object);

  latchkey_connection_abandon_step (self);
  if (self->vault != NULL)
    g_signal_handlers_disconnect_by_data (latchkey_vault_get_accounts (self->vault), self);
  if (self->recovery != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->recovery, self);
      g_signal_handlers_disconnect_by_data (self->refresher, self);
      g_signal_handlers_disconnect_by_data (latchkey_vault_get_secrets (self->vault), self);
      g_signal_handlers_disconnect_by_data (latchkey_vault_get_pins (self->vault), self);
      latchkey_refresher_stop (self->refresher);
    }
  g_clear_object (&self->recovery);
  g_clear_object (&self->refresher);
  latchkey_connection_leave_session (self);
  g_clear_object (&self->session);
  g_clear_object (&self->account);
  g_clear_object (&self->vault);
  g_clear_error (&self->error);
  g_clear_error (&self->not_kept);
  g_clear_pointer (&self->alternative_address, g_free);
  g_clear_pointer (&self->accepted_address, g_free);
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
      g_value_set_boolean (value, self->not_kept != NULL);
      break;
    case PROP_OFFLINE:
      g_value_set_boolean (value, latchkey_connection_get_offline (self));
      break;
    case PROP_ALTERNATIVE_ADDRESS:
      g_value_set_string (value, self->alternative_address);
      break;
    case PROP_REFRESH_PROBLEM:
      g_value_set_boxed (value, latchkey_connection_get_refresh_problem (self));
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
  properties[PROP_OFFLINE] = g_param_spec_boolean ("offline", NULL, NULL, FALSE, flags);
  properties[PROP_ALTERNATIVE_ADDRESS]
      = g_param_spec_string ("alternative-address", NULL, NULL, NULL, flags);
  properties[PROP_REFRESH_PROBLEM]
      = g_param_spec_boxed ("refresh-problem", NULL, NULL, G_TYPE_ERROR, flags);
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
  self->listed = is_listed (self);
  g_signal_connect_swapped (latchkey_vault_get_accounts (vault), "items-changed",
                            G_CALLBACK (on_list_changed), self);
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

  latchkey_connection_look_after (self);
  latchkey_connection_set_session (self, session);
  latchkey_connection_set_not_kept (self, not_kept);
  latchkey_connection_accept_address (self);
  latchkey_connection_set_state (self, LATCHKEY_CONNECTION_READY, NULL);
  latchkey_connection_follow_session (self);
  return self;
}

/**
 * latchkey_connection_get_vault:
 * @self: a connection
 *
 * Returns: (transfer none): what this computer keeps, this account's part of it included
 */
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
  return self->state == LATCHKEY_CONNECTION_READY ? self->not_kept : self->error;
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
  return self->not_kept != NULL;
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
  return self->recovery != NULL && latchkey_recovery_get_offline (self->recovery);
}

/**
 * latchkey_connection_get_address:
 * @self: a connection
 *
 * Returns: (transfer none): the base URI that requests go to now, one of the account's addresses;
 *   the first one while there is no session
 */
const char *
latchkey_connection_get_address (LatchkeyConnection *self)
{
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (self), NULL);

  if (self->session == NULL)
    return latchkey_account_get_server (self->account);
  return homebox_client_get_base_uri (homebox_session_get_client (self->session));
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
  return self->alternative_address;
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
  return self->refresher != NULL ? latchkey_refresher_get_problem (self->refresher) : NULL;
}
