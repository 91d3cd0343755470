#include "latchkey-connection-private.h"

#include "homebox-error.h"

static void
on_user_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyConnection) self = latchkey_connection_end_step (user_data);
  HomeboxSession *session = HOMEBOX_SESSION (source);
  const char *user_id = homebox_user_get_id (homebox_session_get_user (session));
  g_autoptr (GError) error = NULL;
  gboolean loaded = homebox_session_load_user_finish (session, result, &error);

  /* Another state: the session ended, which came with a notification of its own. */
  if (self == NULL || self->state != LATCHKEY_CONNECTION_LOADING)
    return;

  if (!loaded && g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME))
    latchkey_connection_set_state (self, LATCHKEY_CONNECTION_NO_HOME, error);
  else if (!loaded)
    latchkey_connection_set_state (self, LATCHKEY_CONNECTION_UNREACHABLE, error);
  else if (g_strcmp0 (user_id, latchkey_account_get_user_id (self->account)) != 0)
    {
      /* Somebody else's token, say after the server was set up anew: not for this account. */
      g_autoptr (GError) stranger = homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED,
                                                       HOMEBOX_FIELD_NONE, "another user");

      latchkey_connection_set_session (self, NULL);
      latchkey_connection_set_state (self, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, stranger);
    }
  else
    latchkey_connection_set_state (self, LATCHKEY_CONNECTION_READY, NULL);
}

/*
 * latchkey_connection_load:
 * @self: a connection with a session that is not over
 *
 * Asks the server for the profile, at the address that the session has.
 */
void
latchkey_connection_load (LatchkeyConnection *self)
{
  gpointer step = latchkey_connection_begin_step (self);

  latchkey_connection_set_state (self, LATCHKEY_CONNECTION_LOADING, NULL);
  homebox_session_load_user_async (self->session, self->cancellable, on_user_loaded, step);
}

static void
use_token (LatchkeyConnection *self, HomeboxToken *token)
{
  g_autoptr (HomeboxClient) client = NULL;
  g_autoptr (HomeboxSession) session = NULL;

  if (self->session != NULL && !homebox_session_take_token (self->session, token))
    {
      /* The one that the server refused already. */
      g_autoptr (GError) error
          = homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE, NULL);

      latchkey_connection_set_state (self, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, error);
      return;
    }
  if (self->session == NULL)
    {
      client = latchkey_connection_make_client (self);
      session = homebox_session_new (client, token);
      latchkey_connection_set_session (self, session);
    }
  latchkey_connection_find_server (self);
}

static void
on_token_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyConnection) self = latchkey_connection_end_step (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxToken) token
      = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (source), result, &error);

  if (self == NULL)
    return;

  if (token != NULL)
    use_token (self, token);
  else if (g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_GONE)
           || g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_UNREADABLE))
    latchkey_connection_set_state (self, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, error);
  else
    latchkey_connection_set_state (self, LATCHKEY_CONNECTION_KEYRING_FAILED, error);
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

  latchkey_connection_look_after (self);
  if (self->session == NULL || homebox_session_get_state (self->session) == HOMEBOX_SESSION_ENDED)
    {
      gpointer step = latchkey_connection_begin_step (self);

      latchkey_connection_set_state (self, LATCHKEY_CONNECTION_UNLOCKING, NULL);
      latchkey_secret_store_lookup_async (latchkey_connection_get_secrets (self), self->account,
                                          self->cancellable, on_token_found, step);
    }
  else if (!homebox_session_is_over (self->session))
    latchkey_connection_find_server (self);
}
