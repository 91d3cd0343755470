#include "latchkey-password-reset-private.h"

#include "homebox-error.h"
#include "homebox-password-reset.h"
#include "latchkey-hand-over.h"

/* What an asynchronous call carries: the reset, and which of its calls it is. */
typedef struct
{
  LatchkeyPasswordReset *self;
  GCancellable *cancellable;
} Step;

static Step *
step_new (LatchkeyPasswordReset *self)
{
  Step *step = g_new0 (Step, 1);

  step->self = g_object_ref (self);
  step->cancellable = g_object_ref (self->cancellable);

  return step;
}

static void
step_free (Step *step)
{
  g_object_unref (step->self);
  g_object_unref (step->cancellable);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static gboolean
step_is_late (Step *step)
{
  return step->self->closed || step->self->cancellable != step->cancellable;
}

/* A server that does not know the path cannot do it, whatever was told before. */
static void
fail (LatchkeyPasswordReset *self, LatchkeyPasswordResetState state, const GError *error)
{
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD))
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_NOT_OFFERED, NULL);
  else
    latchkey_password_reset_set_state (self, state, error);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  LatchkeyPasswordReset *self = step->self;
  gboolean is_offered = FALSE;
  gboolean known = homebox_password_reset_probe_finish (HOMEBOX_CLIENT (source), result,
                                                        &is_offered, &error);

  if (step_is_late (step))
    return;

  if (!known)
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_NOT_ASKED, error);
  else if (is_offered)
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_WANTS_EMAIL, NULL);
  else
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_NOT_OFFERED, NULL);
}

static void
on_requested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  LatchkeyPasswordReset *self = step->self;
  gboolean understood
    = homebox_password_reset_request_finish (HOMEBOX_CLIENT (source), result, &error);

  if (step_is_late (step))
    return;

  if (understood)
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_WANTS_LINK, NULL);
  else
    {
      g_clear_pointer (&self->mailed_to, g_free);
      fail (self, self->asked_from, error);
    }
}

static void
on_handed_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyConnection) connection = latchkey_hand_over_finish (result, &error);
  LatchkeyPasswordReset *self = step->self;

  if (step_is_late (step))
    return;

  if (connection == NULL)
    {
      latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_SET, error);
      return;
    }

  latchkey_password_reset_succeed (self, connection);
}

static void
keep (LatchkeyPasswordReset *self, HomeboxSession *session)
{
  latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_KEEPING, NULL);
  latchkey_hand_over_async (self->vault, self->connection, session, self->cancellable,
                            on_handed_over, step_new (self));
}

/* Nobody will use it. If handing it back fails, it ends by itself after its time. */
static void
hand_back (HomeboxSession *session)
{
  if (session != NULL)
    homebox_session_sign_out_async (session, NULL, NULL, NULL);
}

static void
on_redeemed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  LatchkeyPasswordReset *self = step->self;
  HomeboxResetOutcome outcome = HOMEBOX_RESET_NOT_DONE;
  g_autoptr (HomeboxSession) session
    = homebox_password_reset_redeem_and_sign_in_finish (HOMEBOX_CLIENT (source), result, &outcome,
                                                        &error);

  if (step_is_late (step))
    {
      hand_back (session);
      return;
    }

  if (session != NULL)
    keep (self, session);
  else if (outcome == HOMEBOX_RESET_DONE)
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_SET, error);
  else if (outcome == HOMEBOX_RESET_UNKNOWN)
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_UNKNOWN, error);
  else
    fail (self, LATCHKEY_PASSWORD_RESET_WANTS_LINK, error);
}

static void
on_found_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (GError) error = NULL;
  LatchkeyPasswordReset *self = step->self;
  g_autoptr (HomeboxSession) session
    = homebox_session_sign_in_finish (HOMEBOX_CLIENT (source), result, &error);

  if (step_is_late (step))
    {
      hand_back (session);
      return;
    }

  if (session != NULL)
    keep (self, session);
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS))
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_WANTS_LINK, error);
  else
    latchkey_password_reset_set_state (self, LATCHKEY_PASSWORD_RESET_UNKNOWN, error);
}

/**
 * latchkey_password_reset_probe:
 * @self: a reset that is not working
 *
 * Asks whether the server can mail a link for a new password; see
 * homebox_password_reset_probe_async().
 */
void
latchkey_password_reset_probe (LatchkeyPasswordReset *self)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_RESET (self));
  g_return_if_fail (!self->closed);
  g_return_if_fail (!latchkey_password_reset_is_working (self));

  latchkey_password_reset_begin (self, LATCHKEY_PASSWORD_RESET_PROBING);
  homebox_password_reset_probe_async (self->client, self->cancellable, on_probed, step_new (self));
}

/**
 * latchkey_password_reset_request:
 * @self: a reset that is not working
 * @email: the email as typed
 *
 * Asks the server to mail a link. It says no more than that it understood, so that nobody learns
 * from it who has an account. Where it is asked for the second time, the first link is void.
 */
void
latchkey_password_reset_request (LatchkeyPasswordReset *self, const char *email)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_RESET (self));
  g_return_if_fail (!self->closed);
  g_return_if_fail (self->state == LATCHKEY_PASSWORD_RESET_WANTS_EMAIL
                    || self->state == LATCHKEY_PASSWORD_RESET_WANTS_LINK);
  g_return_if_fail (email != NULL);

  g_free (self->mailed_to);
  self->mailed_to = g_strstrip (g_strdup (email));
  self->asked_from = self->state;
  latchkey_password_reset_begin (self, LATCHKEY_PASSWORD_RESET_REQUESTING);
  homebox_password_reset_request_async (self->client, email, self->cancellable, on_requested,
                                        step_new (self));
}

/**
 * latchkey_password_reset_redeem:
 * @self: a reset that waits for a link
 * @token: the token from the mail, see latchkey_reset_link_read()
 * @email: the email as typed; the link does not say whom it is for
 * @new_password: the new password
 * @stay_signed_in: %TRUE for a session of 4 weeks, %FALSE for one of a week
 *
 * Sets the new password, once, and signs in with it.
 */
void
latchkey_password_reset_redeem (LatchkeyPasswordReset *self,
                                HomeboxSecret *token,
                                const char *email,
                                HomeboxSecret *new_password,
                                gboolean stay_signed_in)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_RESET (self));
  g_return_if_fail (!self->closed);
  g_return_if_fail (self->state == LATCHKEY_PASSWORD_RESET_WANTS_LINK);
  g_return_if_fail (token != NULL);
  g_return_if_fail (email != NULL);
  g_return_if_fail (new_password != NULL);

  self->sent = g_new0 (LatchkeyPasswordResetSent, 1);
  self->sent->email = g_strdup (email);
  self->sent->password = homebox_secret_ref (new_password);
  self->sent->stay_signed_in = stay_signed_in;

  latchkey_password_reset_begin (self, LATCHKEY_PASSWORD_RESET_REDEEMING);
  homebox_password_reset_redeem_and_sign_in_async (self->client, token, email, new_password,
                                                   stay_signed_in, self->cancellable, on_redeemed,
                                                   step_new (self));
}

/**
 * latchkey_password_reset_find_out:
 * @self: a reset of which it is not known whether the new password counts
 *
 * Tries to sign in with what was sent. The link is not used again.
 */
void
latchkey_password_reset_find_out (LatchkeyPasswordReset *self)
{
  g_return_if_fail (LATCHKEY_IS_PASSWORD_RESET (self));
  g_return_if_fail (!self->closed);
  g_return_if_fail (self->state == LATCHKEY_PASSWORD_RESET_UNKNOWN);

  latchkey_password_reset_begin (self, LATCHKEY_PASSWORD_RESET_FINDING_OUT);
  homebox_session_sign_in_async (self->client, self->sent->email, self->sent->password,
                                 self->sent->stay_signed_in, self->cancellable, on_found_out,
                                 step_new (self));
}
