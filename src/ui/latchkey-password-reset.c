#include "latchkey-password-reset-private.h"

G_DEFINE_FINAL_TYPE (LatchkeyPasswordReset, latchkey_password_reset, G_TYPE_OBJECT)

enum
{
  CHANGED,
  SUCCEEDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
sent_free (LatchkeyPasswordResetSent *sent)
{
  g_free (sent->email);
  homebox_secret_unref (sent->password);
  g_free (sent);
}

/* Another state, or another error of the same; tells whoever shows it. */
void
latchkey_password_reset_set_state (LatchkeyPasswordReset *self,
                                   LatchkeyPasswordResetState state,
                                   const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;

  g_clear_error (&self->error);
  self->error = copy;
  self->state = state;

  if (state != LATCHKEY_PASSWORD_RESET_UNKNOWN && !latchkey_password_reset_is_working (self))
    g_clear_pointer (&self->sent, sent_free);

  g_signal_emit (self, signals[CHANGED], 0);
}

/* The end of it. */
void
latchkey_password_reset_succeed (LatchkeyPasswordReset *self, LatchkeyConnection *connection)
{
  latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_DONE, NULL);
  g_signal_emit (self, signals[SUCCEEDED], 0, connection);
}

/* An answer of what went on before is late from now on. */
void
latchkey_password_reset_begin (LatchkeyPasswordReset *self, LatchkeyPasswordResetState state)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  latchkey_password_reset_set_state (self, state, NULL);
}

static void
latchkey_password_reset_dispose (GObject *object)
{
  LatchkeyPasswordReset *self = LATCHKEY_PASSWORD_RESET (object);

  latchkey_password_reset_close (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  g_clear_object (&self->client);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (latchkey_password_reset_parent_class)->dispose (object);
}

static void
latchkey_password_reset_finalize (GObject *object)
{
  LatchkeyPasswordReset *self = LATCHKEY_PASSWORD_RESET (object);

  g_clear_error (&self->error);
  g_free (self->mailed_to);

  G_OBJECT_CLASS (latchkey_password_reset_parent_class)->finalize (object);
}

static void
latchkey_password_reset_class_init (LatchkeyPasswordResetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_password_reset_dispose;
  object_class->finalize = latchkey_password_reset_finalize;

  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);

  /**
   * LatchkeyPasswordReset::succeeded:
   * @self: the reset
   * @connection: what came of it
   *
   * The account is on the disk and in use.
   */
  signals[SUCCEEDED] = g_signal_new ("succeeded",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     LATCHKEY_TYPE_CONNECTION);
}

static void
latchkey_password_reset_init (LatchkeyPasswordReset *self)
{
}

/**
 * latchkey_password_reset_new:
 * @vault: where the account goes
 * @client: the server whose password was forgotten
 *
 * Makes a reset that nobody was asked for yet.
 *
 * Returns: (transfer full): a new reset
 */
LatchkeyPasswordReset *
latchkey_password_reset_new (LatchkeyVault *vault, HomeboxClient *client)
{
  LatchkeyPasswordReset *self;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);

  self = g_object_new (LATCHKEY_TYPE_PASSWORD_RESET, NULL);
  self->vault = g_object_ref (vault);
  self->client = g_object_ref (client);

  return self;
}

/**
 * latchkey_password_reset_new_again:
 * @vault: where the account is
 * @connection: the account, whose session has ended
 *
 * Makes a reset for an account that is on this computer already, at the address that is in use. The
 * sign-in of somebody else is refused with %LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT, after their
 * password was set.
 *
 * Returns: (transfer full): a new reset
 */
LatchkeyPasswordReset *
latchkey_password_reset_new_again (LatchkeyVault *vault, LatchkeyConnection *connection)
{
  LatchkeyPasswordReset *self;
  g_autoptr (HomeboxClient) client = NULL;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  client = latchkey_vault_make_client (vault, latchkey_connection_get_address (connection));
  self = latchkey_password_reset_new (vault, client);
  self->connection = g_object_ref (connection);

  return self;
}

/**
 * latchkey_password_reset_get_client:
 * @self: a reset
 *
 * Returns: (transfer none): the server
 */
HomeboxClient *
latchkey_password_reset_get_client (LatchkeyPasswordReset *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_RESET (self), NULL);

  return self->client;
}

/**
 * latchkey_password_reset_get_state:
 * @self: a reset
 *
 * Returns: how far it has come
 */
LatchkeyPasswordResetState
latchkey_password_reset_get_state (LatchkeyPasswordReset *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_RESET (self), LATCHKEY_PASSWORD_RESET_WANTS_EMAIL);

  return self->state;
}

/**
 * latchkey_password_reset_get_error:
 * @self: a reset
 *
 * Returns: (transfer none) (nullable): why it is in its state, where that is a failure
 */
const GError *
latchkey_password_reset_get_error (LatchkeyPasswordReset *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_RESET (self), NULL);

  return self->error;
}

/**
 * latchkey_password_reset_get_mailed_to:
 * @self: a reset
 *
 * Returns: (nullable): the address, as typed, for which the server took a wish for a mail
 */
const char *
latchkey_password_reset_get_mailed_to (LatchkeyPasswordReset *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_RESET (self), NULL);

  return self->mailed_to;
}

/**
 * latchkey_password_reset_is_working:
 * @self: a reset
 *
 * Returns: whether an answer is awaited
 */
gboolean
latchkey_password_reset_is_working (LatchkeyPasswordReset *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_RESET (self), FALSE);

  switch (self->state)
    {
    case LATCHKEY_PASSWORD_RESET_PROBING:
    case LATCHKEY_PASSWORD_RESET_REQUESTING:
    case LATCHKEY_PASSWORD_RESET_REDEEMING:
    case LATCHKEY_PASSWORD_RESET_FINDING_OUT:
    case LATCHKEY_PASSWORD_RESET_KEEPING:
      return TRUE;
    case LATCHKEY_PASSWORD_RESET_WANTS_EMAIL:
    case LATCHKEY_PASSWORD_RESET_NOT_ASKED:
    case LATCHKEY_PASSWORD_RESET_NOT_OFFERED:
    case LATCHKEY_PASSWORD_RESET_WANTS_LINK:
    case LATCHKEY_PASSWORD_RESET_UNKNOWN:
    case LATCHKEY_PASSWORD_RESET_SET:
    case LATCHKEY_PASSWORD_RESET_DONE:
    default:
      return FALSE;
    }
}

/**
 * latchkey_password_reset_skip:
 * @self: a reset that waits for an email, or is probing
 *
 * Goes on without a mail: the person has a link already.
 */
void
latchkey_password_reset_skip (LatchkeyPasswordReset *self)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_RESET (self));
  g_return_if_fail (self->state == LATCHKEY_PASSWORD_RESET_WANTS_EMAIL
                    || self->state == LATCHKEY_PASSWORD_RESET_PROBING);

  latchkey_password_reset_begin (self, LATCHKEY_PASSWORD_RESET_WANTS_LINK);
}

/**
 * latchkey_password_reset_go_back:
 * @self: a reset that waits for a link
 *
 * Goes back to where a mail is asked for.
 */
void
latchkey_password_reset_go_back (LatchkeyPasswordReset *self)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_RESET (self));
  g_return_if_fail (self->state == LATCHKEY_PASSWORD_RESET_WANTS_LINK);

  g_clear_pointer (&self->mailed_to, g_free);
  latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_WANTS_EMAIL, NULL);
}

/**
 * latchkey_password_reset_cancel:
 * @self: a reset
 *
 * Stops waiting, where that leaves something to be told: while a new password is on its way, or
 * counts already. What that is, the next state says. Anything else can be left as it is.
 *
 * Returns: whether there will be something to tell
 */
gboolean
latchkey_password_reset_cancel (LatchkeyPasswordReset *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_RESET (self), FALSE);

  switch (self->state)
    {
    case LATCHKEY_PASSWORD_RESET_REDEEMING:
    case LATCHKEY_PASSWORD_RESET_FINDING_OUT:
    case LATCHKEY_PASSWORD_RESET_KEEPING:
      g_cancellable_cancel (self->cancellable);
      return TRUE;
    case LATCHKEY_PASSWORD_RESET_WANTS_EMAIL:
    case LATCHKEY_PASSWORD_RESET_PROBING:
    case LATCHKEY_PASSWORD_RESET_NOT_ASKED:
    case LATCHKEY_PASSWORD_RESET_NOT_OFFERED:
    case LATCHKEY_PASSWORD_RESET_REQUESTING:
    case LATCHKEY_PASSWORD_RESET_WANTS_LINK:
    case LATCHKEY_PASSWORD_RESET_UNKNOWN:
    case LATCHKEY_PASSWORD_RESET_SET:
    case LATCHKEY_PASSWORD_RESET_DONE:
    default:
      return FALSE;
    }
}

/**
 * latchkey_password_reset_close:
 * @self: a reset
 *
 * Ends it: nothing is sent any more, nothing is told, and no password is kept. A session that comes
 * all the same is handed back.
 */
void
latchkey_password_reset_close (LatchkeyPasswordReset *self)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_RESET (self));

  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->sent, sent_free);
}
