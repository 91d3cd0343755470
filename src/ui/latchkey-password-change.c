#include "latchkey-password-change.h"

#include "homebox-endpoint-probe.h"
#include "homebox-error.h"

#include <glib/gi18n-lib.h>

/* What becomes of the account's other sessions when its password changes. */
typedef enum
{
  FATE_UNKNOWN,
  FATE_STAY,
  FATE_END,
} Fate;

struct _LatchkeyPasswordChange
{
  GObject parent_instance;

  LatchkeyConnection *connection;
  /* One for all requests; NULL once closed: an answer that comes later finds nothing to do. */
  GCancellable *closing;
  GCancellable *sending;
  HomeboxSecret *sent;
  GError *error;
  LatchkeyPasswordChangeState state;
  Fate fate;
};

G_DEFINE_FINAL_TYPE (LatchkeyPasswordChange, latchkey_password_change, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (LatchkeyPasswordChange *self, LatchkeyPasswordChangeState state, const GError *error)
{
  GError *copy = error != NULL ? g_error_copy (error) : NULL;

  g_clear_error (&self->error);
  self->error = copy;
  self->state = state;

  /* Only as long as somebody may want to know whether it is in use. */
  if (!latchkey_password_change_is_working (self) && !latchkey_password_change_is_unknown (self))
    g_clear_pointer (&self->sent, homebox_secret_unref);

  g_signal_emit (self, signals[CHANGED], 0);
}

/* After these the server may have done what it was asked to: it did not say. */
static gboolean
is_answer_lost (const GError *error)
{
  if (error->domain != HOMEBOX_ERROR)
    return TRUE;

  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_CONNECTION_LOST:
    case HOMEBOX_ERROR_TIMED_OUT:
    case HOMEBOX_ERROR_CANCELLED:
    case HOMEBOX_ERROR_BROKEN_ANSWER:
    case HOMEBOX_ERROR_TOO_LARGE:
    /* A gateway says this about itself, not about what the server behind it did. */
    case HOMEBOX_ERROR_SERVER_BUSY:
    case HOMEBOX_ERROR_BAD_GATEWAY:
    case HOMEBOX_ERROR_UNAVAILABLE:
    case HOMEBOX_ERROR_GATEWAY_TIMEOUT:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyPasswordChange) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean changed
    = homebox_session_change_password_finish (HOMEBOX_SESSION (source), result, &error);
  gboolean finding_out = self->state == LATCHKEY_PASSWORD_CHANGE_FINDING_OUT;

  if (self->closing == NULL)
    return;

  g_clear_object (&self->sending);

  if (changed)
    set_state (self, LATCHKEY_PASSWORD_CHANGE_DONE, NULL);
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD))
    set_state (self,
               finding_out ? LATCHKEY_PASSWORD_CHANGE_UNCHANGED
                           : LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT,
               error);
  else if (finding_out)
    set_state (self, LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN, error);
  else if (is_answer_lost (error))
    set_state (self, LATCHKEY_PASSWORD_CHANGE_UNKNOWN, error);
  else
    set_state (self, LATCHKEY_PASSWORD_CHANGE_REFUSED, error);
}

static void
send (LatchkeyPasswordChange *self,
      HomeboxSecret *current_password,
      HomeboxSecret *new_password,
      LatchkeyPasswordChangeState state,
      LatchkeyPasswordChangeState failed)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);
  const GError *reason = latchkey_connection_get_error (self->connection);
  g_autoptr (GError) error = NULL;

  if (session == NULL)
    {
      error = reason != NULL
                ? g_error_copy (reason)
                : homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE, NULL);
      set_state (self, failed, error);
      return;
    }

  self->sending = g_cancellable_new ();
  set_state (self, state, NULL);
  homebox_session_change_password_async (session,
                                         current_password,
                                         new_password,
                                         self->sending,
                                         on_answer,
                                         g_object_ref (self));
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyPasswordChange) self = user_data;
  gboolean exists;

  /* Nothing is lost when this fails: the person is then told less. */
  if (!homebox_endpoint_probe_run_finish (HOMEBOX_CLIENT (source), result, &exists, NULL)
      || self->closing == NULL)
    return;

  self->fate = exists ? FATE_END : FATE_STAY;
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
has_api_key (LatchkeyPasswordChange *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);

  return latchkey_account_get_kind (account) == HOMEBOX_TOKEN_API_KEY;
}

static void
latchkey_password_change_dispose (GObject *object)
{
  LatchkeyPasswordChange *self = LATCHKEY_PASSWORD_CHANGE (object);

  latchkey_password_change_close (self);
  g_clear_object (&self->connection);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (latchkey_password_change_parent_class)->dispose (object);
}

static void
latchkey_password_change_class_init (LatchkeyPasswordChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_password_change_dispose;

  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
latchkey_password_change_init (LatchkeyPasswordChange *self)
{
  self->closing = g_cancellable_new ();
}

/**
 * latchkey_password_change_new:
 * @connection: the account
 *
 * Makes an attempt that has not begun, and asks the server what a change will do to other
 * sessions. The servers that end them are those that have %HOMEBOX_ENDPOINT_FORGOT_PASSWORD; their
 * answer to the change itself is the same as that of others, 204.
 *
 * Returns: (transfer full): the attempt
 */
LatchkeyPasswordChange *
latchkey_password_change_new (LatchkeyConnection *connection)
{
  LatchkeyPasswordChange *self;
  HomeboxSession *session;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  self = g_object_new (LATCHKEY_TYPE_PASSWORD_CHANGE, NULL);
  self->connection = g_object_ref (connection);
  session = latchkey_connection_get_session (connection);

  if (session != NULL)
    homebox_endpoint_probe_run_async (homebox_session_get_client (session),
                                      HOMEBOX_ENDPOINT_FORGOT_PASSWORD,
                                      self->closing,
                                      on_probed,
                                      g_object_ref (self));

  return self;
}

/**
 * latchkey_password_change_get_state:
 * @self: an attempt
 *
 * Returns: how far it has come
 */
LatchkeyPasswordChangeState
latchkey_password_change_get_state (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), LATCHKEY_PASSWORD_CHANGE_IDLE);

  return self->state;
}

/**
 * latchkey_password_change_get_error:
 * @self: an attempt
 *
 * Returns: (transfer none) (nullable): why it is in its state, where that is a failure
 */
const GError *
latchkey_password_change_get_error (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), NULL);

  return self->error;
}

/**
 * latchkey_password_change_is_working:
 * @self: an attempt
 *
 * Returns: whether an answer of the server is awaited
 */
gboolean
latchkey_password_change_is_working (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), FALSE);

  return self->state == LATCHKEY_PASSWORD_CHANGE_SENDING
         || self->state == LATCHKEY_PASSWORD_CHANGE_FINDING_OUT;
}

/**
 * latchkey_password_change_is_unknown:
 * @self: an attempt
 *
 * Returns: whether the new password was sent and nobody knows whether it is in use
 */
gboolean
latchkey_password_change_is_unknown (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), FALSE);

  return self->state == LATCHKEY_PASSWORD_CHANGE_UNKNOWN
         || self->state == LATCHKEY_PASSWORD_CHANGE_FINDING_OUT
         || self->state == LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN;
}

/**
 * latchkey_password_change_send:
 * @self: an attempt that is not working
 * @current_password: the password in use
 * @new_password: the one to come
 *
 * Sends the new password. Once: nobody repeats it.
 */
void
latchkey_password_change_send (LatchkeyPasswordChange *self,
                               HomeboxSecret *current_password,
                               HomeboxSecret *new_password)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self));
  g_return_if_fail (self->closing != NULL);
  g_return_if_fail (!latchkey_password_change_is_working (self));

  g_clear_pointer (&self->sent, homebox_secret_unref);
  self->sent = homebox_secret_ref (new_password);
  send (self,
        current_password,
        new_password,
        LATCHKEY_PASSWORD_CHANGE_SENDING,
        LATCHKEY_PASSWORD_CHANGE_REFUSED);
}

/**
 * latchkey_password_change_find_out:
 * @self: an attempt of which it is not known whether it succeeded
 *
 * Asks the server whether the password that was sent is in use: changing it into itself succeeds
 * only then, and changes nothing. A sign-in would tell the same, but make a session, and count as
 * an attempt that failed.
 */
void
latchkey_password_change_find_out (LatchkeyPasswordChange *self)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self));
  g_return_if_fail (self->closing != NULL);
  g_return_if_fail (latchkey_password_change_is_unknown (self));
  g_return_if_fail (!latchkey_password_change_is_working (self));

  send (self,
        self->sent,
        self->sent,
        LATCHKEY_PASSWORD_CHANGE_FINDING_OUT,
        LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN);
}

/**
 * latchkey_password_change_cancel:
 * @self: an attempt
 *
 * Stops waiting for the server. What was sent may have been done all the same, which is what the
 * state will say.
 */
void
latchkey_password_change_cancel (LatchkeyPasswordChange *self)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self));

  g_cancellable_cancel (self->sending);
}

/**
 * latchkey_password_change_close:
 * @self: an attempt
 *
 * Ends the attempt: nothing is sent any more, nothing is told, and no password is kept.
 */
void
latchkey_password_change_close (LatchkeyPasswordChange *self)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self));

  g_cancellable_cancel (self->sending);
  g_clear_object (&self->sending);
  g_cancellable_cancel (self->closing);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->sent, homebox_secret_unref);
}

/**
 * latchkey_password_change_may_have_no_password:
 * @self: an attempt
 *
 * An account that was made by signing in through an identity provider has no password. One that
 * was linked to a provider later, or that got a password by mail, has: the server tells nobody
 * which it is.
 *
 * Returns: whether the account is linked to an identity provider
 */
gboolean
latchkey_password_change_may_have_no_password (LatchkeyPasswordChange *self)
{
  HomeboxSession *session;
  const char *subject;

  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), FALSE);

  session = latchkey_connection_get_session (self->connection);
  subject = session != NULL ? homebox_user_get_oidc_subject (homebox_session_get_user (session))
                            : NULL;

  return subject != NULL && *subject != '\0';
}

/**
 * latchkey_password_change_dup_no_password_text:
 * @self: an attempt for an account that may have no password
 *
 * Returns: (transfer full): why there may be nothing to change, and what to do instead
 */
char *
latchkey_password_change_dup_no_password_text (LatchkeyPasswordChange *self)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);
  const char *issuer
    = session != NULL ? homebox_user_get_oidc_issuer (homebox_session_get_user (session)) : NULL;
  g_autoptr (GUri) uri = issuer != NULL ? g_uri_parse (issuer, G_URI_FLAGS_NONE, NULL) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup (_("You sign in through an identity provider. If you always did, your account "
                       "has no Homebox password, and there is nothing to change here."));

  /* Translators: %s is the name of a server, such as accounts.example.org */
  return g_strdup_printf (_("You sign in through %s. If you always did, your account has no Homebox "
                            "password, and there is nothing to change here."),
                          g_uri_get_host (uri));
}

/**
 * latchkey_password_change_get_message:
 * @self: an attempt
 *
 * Returns: (nullable): what happened, where that is about no field in particular
 */
const char *
latchkey_password_change_get_message (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), NULL);

  switch (self->state)
    {
    case LATCHKEY_PASSWORD_CHANGE_REFUSED:
      if (homebox_error_get_field (self->error) == HOMEBOX_FIELD_PASSWORD)
        return NULL;

      return self->error->message;
    case LATCHKEY_PASSWORD_CHANGE_UNKNOWN:
      if (g_error_matches (self->error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
        return _("You cancelled while the server was at work, so it may have changed the password "
                 "or not. “Find Out” asks the server and changes nothing.");

      return _("The server did not answer, so it may have changed the password or not. “Find Out” "
               "asks the server and changes nothing.");
    case LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN:
      if (g_error_matches (self->error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
        return _("Your session has ended, and it is still not known whether the password was "
                 "changed. Sign in again: with the new password first, then with the old one.");

      return _("The server still does not answer, so it is not known whether the password was "
               "changed. Try again in a moment.");
    case LATCHKEY_PASSWORD_CHANGE_UNCHANGED:
      return _("The password was not changed. What you typed is still here.");
    case LATCHKEY_PASSWORD_CHANGE_IDLE:
    case LATCHKEY_PASSWORD_CHANGE_SENDING:
    case LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT:
    case LATCHKEY_PASSWORD_CHANGE_FINDING_OUT:
    case LATCHKEY_PASSWORD_CHANGE_DONE:
    default:
      return NULL;
    }
}

/**
 * latchkey_password_change_get_current_problem:
 * @self: an attempt
 *
 * Returns: (nullable): what is wrong with the current password
 */
const char *
latchkey_password_change_get_current_problem (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), NULL);

  if (self->state != LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT)
    return NULL;

  if (latchkey_password_change_may_have_no_password (self))
    return _("This password is wrong, or your account has none.");

  return _("This password is wrong. Enter it again.");
}

/**
 * latchkey_password_change_get_new_problem:
 * @self: an attempt
 *
 * Returns: (nullable): what is wrong with the new password
 */
const char *
latchkey_password_change_get_new_problem (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), NULL);

  if (self->state == LATCHKEY_PASSWORD_CHANGE_REFUSED
      && homebox_error_get_field (self->error) == HOMEBOX_FIELD_PASSWORD)
    return self->error->message;

  return NULL;
}

/**
 * latchkey_password_change_get_note:
 * @self: an attempt
 *
 * Returns: (nullable): what the change will do to other sessions; %NULL when that is not known
 */
const char *
latchkey_password_change_get_note (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), NULL);

  if (self->fate == FATE_STAY)
    return _("On this server, your other devices stay signed in.");

  if (has_api_key (self))
    return _("You are signed in with an API key, so this signs out every device. API keys stay.");

  return self->fate == FATE_END ? _("Your other devices will have to sign in again.") : NULL;
}

/**
 * latchkey_password_change_get_success:
 * @self: an attempt
 *
 * Returns: what to tell once it is done
 */
const char *
latchkey_password_change_get_success (LatchkeyPasswordChange *self)
{
  g_return_val_if_fail (LATCHKEY_IS_PASSWORD_CHANGE (self), NULL);

  if (self->fate == FATE_STAY)
    return _("Password changed, other sessions stay signed in");

  if (has_api_key (self))
    return _("Password changed, all sessions signed out");

  return self->fate == FATE_END ? _("Password changed, other sessions signed out")
                                : _("Password changed");
}
