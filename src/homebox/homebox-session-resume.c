#include "homebox-session-private.h"

/**
 * homebox_session_begin_resume:
 * @self: a session
 *
 * Says that the person is signing in again: a session that had ended is %HOMEBOX_SESSION_SIGNING_IN
 * until homebox_session_resume() or homebox_session_cancel_resume(). Nothing changes for one that
 * had not.
 */
void
homebox_session_begin_resume (HomeboxSession *self)
{
  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  homebox_session_happen (self, HOMEBOX_SESSION_EVENT_SIGN_IN_BEGAN);
}

/**
 * homebox_session_cancel_resume:
 * @self: a session
 *
 * Says that the new sign-in failed or was cancelled: the session is %HOMEBOX_SESSION_ENDED as
 * before. What waits goes on waiting, for another one; see homebox_session_give_up().
 */
void
homebox_session_cancel_resume (HomeboxSession *self)
{
  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  homebox_session_happen (self, HOMEBOX_SESSION_EVENT_SIGN_IN_FAILED);
}

static gboolean
can_change_token (HomeboxSession *self)
{
  return self->state != HOMEBOX_SESSION_SIGNED_OUT && self->state != HOMEBOX_SESSION_REFRESHING;
}

/**
 * homebox_session_resume:
 * @self: a session
 * @token: a token that the server has just given to the same person
 *
 * Goes on with a new token: the session is %HOMEBOX_SESSION_ACTIVE, and what waited goes out, in
 * the order in which it came. That it is the same person is the caller's to make sure.
 *
 * A session that had not ended is resumed as well, say by somebody who signs in again early.
 *
 * Returns: whether @token is in use now. It is not when the session was signed out, or is being
 *   refreshed at this moment
 */
gboolean
homebox_session_resume (HomeboxSession *self, HomeboxToken *token)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), FALSE);
  g_return_val_if_fail (token != NULL, FALSE);

  if (!can_change_token (self))
    return FALSE;

  self->given_up = FALSE;
  homebox_session_set_token (self, token);
  homebox_session_happen (self, HOMEBOX_SESSION_EVENT_RESUMED);

  return TRUE;
}

/**
 * homebox_session_take_token:
 * @self: a session
 * @token: a token of the same person, which another process got for this account
 *
 * Uses the token of another process, which refreshed or signed in: the one of this session is
 * likely to be dead by now. A session that had ended goes on as with homebox_session_resume(); the
 * state of others stays what it is. A request that is under way with the old token, and refused for
 * it, is sent once more.
 *
 * Returns: whether @token is in use now. It is not when the session was signed out or is being
 *   refreshed, nor when it is the token that the session has already, refused or not
 */
gboolean
homebox_session_take_token (HomeboxSession *self, HomeboxToken *token)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), FALSE);
  g_return_val_if_fail (token != NULL, FALSE);

  if (!can_change_token (self)
      || homebox_secret_equal (homebox_token_get_secret (token),
                               homebox_token_get_secret (self->token)))
    return FALSE;

  self->given_up = FALSE;
  homebox_session_set_token (self, token);
  homebox_session_happen (self, HOMEBOX_SESSION_EVENT_TOKEN_TAKEN);

  return TRUE;
}

/**
 * homebox_session_give_up:
 * @self: a session
 *
 * Says that nobody is going to sign in again, for now at least: requests that wait for it fail with
 * %HOMEBOX_ERROR_SESSION_ENDED, and until the next homebox_session_resume() no more are kept. What
 * waits for a refresh is not concerned.
 *
 * It has to be called before a patient session is let go of, which its waiting requests would keep
 * alive.
 */
void
homebox_session_give_up (HomeboxSession *self)
{
  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  self->given_up = TRUE;
  homebox_session_review_waiting (self);
}
