#include "latchkey-connection-private.h"

#include "homebox-error.h"
#include "latchkey-refresh.h"

/* What the person changed on the server, here or elsewhere, is what the next start shows. */
static void
follow_user (LatchkeyConnection *self)
{
  HomeboxUser *user = homebox_session_get_user (self->session);
  GDateTime *end = latchkey_account_get_expires_at (self->account);

  if (self->state == LATCHKEY_CONNECTION_CLOSED)
    return;
  if (g_strcmp0 (homebox_user_get_id (user), latchkey_account_get_user_id (self->account)) != 0)
    return;
  if (latchkey_account_update (self->account, user, end))
    /* Nobody waits for it: #LatchkeyAccountStore:save-error says when it failed. */
    latchkey_account_store_save_async (latchkey_vault_get_accounts (self->vault), NULL, NULL, NULL);
}

static void
ask_for_sign_in (LatchkeyConnection *self)
{
  g_autoptr (GError) error
      = homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE, NULL);

  latchkey_connection_set_state (self, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, error);
}

static void
on_looked_for_another (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyConnection) self = latchkey_connection_end_step (user_data);

  if (self == NULL)
    return;
  if (latchkey_refresh_run_finish (result, NULL, NULL) == LATCHKEY_REFRESH_TAKEN)
    latchkey_connection_find_server (self);
  else
    ask_for_sign_in (self);
}

/*
 * latchkey_connection_look_for_another_token:
 * @self: a connection whose session ended
 *
 * Finds out whether another process has refreshed the token, or signed in anew: on another session
 * bus, since the application is unique on one only. If not, %LATCHKEY_CONNECTION_SIGN_IN_NEEDED.
 */
void
latchkey_connection_look_for_another_token (LatchkeyConnection *self)
{
  gpointer step = latchkey_connection_begin_step (self);

  latchkey_refresh_run_async (self->vault, self->account, self->session, LATCHKEY_REFRESH_TAKE,
                              self->cancellable, on_looked_for_another, step);
}

/*
 * latchkey_connection_follow_session:
 * @self: a connection with a session
 *
 * Does what the state of the session asks for.
 */
void
latchkey_connection_follow_session (LatchkeyConnection *self)
{
  if (self->closing || self->state == LATCHKEY_CONNECTION_CLOSED)
    return;

  switch (homebox_session_get_state (self->session))
    {
    case HOMEBOX_SESSION_ENDED:
      if (self->state == LATCHKEY_CONNECTION_SIGN_IN_NEEDED)
        break;
      /* What is in the keyring is older than a token that could not be put there. */
      if (self->not_kept != NULL)
        {
          latchkey_connection_abandon_step (self);
          ask_for_sign_in (self);
        }
      else
        latchkey_connection_look_for_another_token (self);
      break;
    case HOMEBOX_SESSION_UNREACHABLE:
      /* One request came to nothing. Whether the server is away is asked before that is said. */
      if (self->state == LATCHKEY_CONNECTION_READY)
        latchkey_connection_look (self);
      break;
    case HOMEBOX_SESSION_ACTIVE:
      /* Something that the person did was answered before it was tried again here. */
      if (self->state == LATCHKEY_CONNECTION_UNREACHABLE)
        latchkey_connection_load (self);
      break;
    case HOMEBOX_SESSION_REFRESHING:
    case HOMEBOX_SESSION_SIGNING_IN:
    case HOMEBOX_SESSION_SIGNED_OUT:
    default:
      break;
    }
}

static void
stop_following (LatchkeyConnection *self)
{
  g_signal_handlers_disconnect_by_data (homebox_session_get_user (self->session), self);
  g_signal_handlers_disconnect_by_data (self->session, self);
}

/*
 * latchkey_connection_leave_session:
 * @self: a connection
 *
 * Follows its session no longer.
 */
void
latchkey_connection_leave_session (LatchkeyConnection *self)
{
  if (self->session == NULL)
    return;
  stop_following (self);
  /* What waits in it would keep it alive, and wait for ever. */
  homebox_session_give_up (self->session);
}

/*
 * latchkey_connection_pass_session_on:
 * @self: a connection that is about to be closed, with a session
 *
 * Leaves its session to another connection that has it too: nothing in it is given up.
 */
void
latchkey_connection_pass_session_on (LatchkeyConnection *self)
{
  stop_following (self);
  g_clear_object (&self->session);
  latchkey_connection_notify_session (self);
}

/*
 * latchkey_connection_set_session:
 * @self: a connection
 * @session: (nullable): the session that it has from now on
 *
 * Changes the session. Requests that are refused because it ended wait in it for
 * latchkey_connection_resume_async().
 */
void
latchkey_connection_set_session (LatchkeyConnection *self, HomeboxSession *session)
{
  if (self->session == session)
    return;

  latchkey_connection_leave_session (self);
  g_set_object (&self->session, session);
  if (session != NULL)
    {
      HomeboxUser *user = homebox_session_get_user (session);

      homebox_session_set_patient (session, TRUE);
      g_signal_connect_swapped (user, "notify::name", G_CALLBACK (follow_user), self);
      g_signal_connect_swapped (user, "notify::email", G_CALLBACK (follow_user), self);
      g_signal_connect_swapped (session, "notify::state",
                                G_CALLBACK (latchkey_connection_follow_session), self);
    }
  latchkey_connection_notify_session (self);
}

/*
 * Settling:
 * @task: what waits
 * @next: what it does then
 *
 * Something that must not be done while the token is being exchanged.
 */
typedef struct
{
  GTask *task;
  void (*next) (GTask *task);
} Settling;

static void
settling_free (gpointer data, GClosure *closure)
{
  Settling *settling = data;

  g_object_unref (settling->task);
  g_free (settling);
}

static void
on_settled (HomeboxSession *session, GParamSpec *pspec, gpointer user_data)
{
  Settling *settling = user_data;
  g_autoptr (GTask) task = g_object_ref (settling->task);
  void (*next) (GTask *task) = settling->next;

  if (homebox_session_get_state (session) == HOMEBOX_SESSION_REFRESHING)
    return;
  g_signal_handlers_disconnect_by_data (session, settling);
  next (task);
}

/*
 * latchkey_connection_when_settled:
 * @self: a connection
 * @task: what waits
 * @next: what it does then
 *
 * Waits for a refresh that is going on, which would put its token into the keyring after whatever
 * is done there now. A refresh comes to its end by itself.
 */
void
latchkey_connection_when_settled (LatchkeyConnection *self,
                                  GTask *task,
                                  void (*next) (GTask *task))
{
  Settling *settling = NULL;

  if (self->session == NULL
      || homebox_session_get_state (self->session) != HOMEBOX_SESSION_REFRESHING)
    {
      next (task);
      return;
    }
  settling = g_new0 (Settling, 1);
  settling->task = g_object_ref (task);
  settling->next = next;
  g_signal_connect_data (self->session, "notify::state", G_CALLBACK (on_settled), settling,
                         settling_free, G_CONNECT_AFTER);
}
