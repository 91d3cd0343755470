#include "latchkey-refresh-hold.h"

#include <gio/gio.h>

/* Whether the program is held for a session. */
typedef struct
{
  gboolean holding;
} Hold;

static void
hold_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
session_changed (HomeboxSession *session, GParamSpec *pspec, gpointer user_data)
{
  Hold *hold = user_data;
  GApplication *application = g_application_get_default ();
  gboolean refreshing = homebox_session_get_state (session) == HOMEBOX_SESSION_REFRESHING;

  if (application == NULL || refreshing == hold->holding)
    return;

  hold->holding = refreshing;

  /* The session has to live to say when it is over, also without a window. */
  if (refreshing)
    {
      g_object_ref (session);
      g_application_hold (application);
    }
  else
    {
      g_application_release (application);
      g_object_unref (session);
    }
}

static void
follow_session (LatchkeyConnection *connection)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);

  if (session != NULL)
    g_signal_connect_data (session,
                           "notify::state",
                           G_CALLBACK (session_changed),
                           g_new0 (Hold, 1),
                           hold_free,
                           0);
}

/**
 * latchkey_refresh_hold_follow:
 * @connection: an account
 *
 * Keeps the program from ending while the session of an account is being refreshed, even when its
 * last window is closed just then: the server has forgotten the old token by the time the keyring
 * has the new one.
 */
void
latchkey_refresh_hold_follow (LatchkeyConnection *connection)
{
  g_return_if_fail (LATCHKEY_IS_CONNECTION (connection));

  follow_session (connection);
  g_signal_connect (connection, "notify::session", G_CALLBACK (follow_session), NULL);
}
