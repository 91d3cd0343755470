#include "latchkey-demo-control.h"

static char *
fail (GError **error, const char *text)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);

  return NULL;
}

static char *
succeed (gboolean success)
{
  return success ? g_strdup ("ok") : NULL;
}

static char *
misbehave (LatchkeyDemoServer *server, const char *arguments, GError **error)
{
  g_auto (GStrv) words = g_strsplit (arguments, " ", 4);
  LatchkeyDemoMode mode;

  if (g_strv_length (words) < 3)
    return fail (error, "misbehave needs a method, a path and a mode");
  if (!latchkey_demo_misbehaviour_parse_mode (words[2], &mode))
    return fail (error, "there is no such mode");

  return succeed (latchkey_demo_server_misbehave (
      server, words[0], words[1], mode, words[3], error));
}

static char *
control_events (LatchkeyDemoServer *server, const char *argument, GError **error)
{
  if (strcmp (argument, "drop") == 0)
    latchkey_demo_server_drop_events (server);
  else if (strcmp (argument, "mute") == 0)
    latchkey_demo_server_mute_events (server, TRUE);
  else if (strcmp (argument, "unmute") == 0)
    latchkey_demo_server_mute_events (server, FALSE);
  else
    return fail (error, "events can be: drop, mute, unmute");

  return succeed (TRUE);
}

static char *
control_provider (LatchkeyDemoServer *server, const char *argument, GError **error)
{
  g_auto (GStrv) words = g_strsplit (argument, " ", 2);
  LatchkeyDemoProviderMode mode = LATCHKEY_DEMO_PROVIDER_PLAIN;
  gboolean is_slow = g_strcmp0 (words[0], "slow") == 0;

  if (words[0] == NULL || (words[1] != NULL) != is_slow
      || (!is_slow && !latchkey_demo_provider_parse_mode (words[0], &mode)))
    return fail (error,
                 "provider can be: slow SECONDS, consent, deny, error, wrong-state, refuse, off");

  return succeed (latchkey_demo_server_set_provider_mode (server, mode, error)
                  && latchkey_demo_server_misbehave (
                      server,
                      "*",
                      LATCHKEY_DEMO_PROVIDER_PATH,
                      is_slow ? LATCHKEY_DEMO_MODE_SLOW : LATCHKEY_DEMO_MODE_OFF,
                      words[1],
                      error));
}

static char *
read_mail (LatchkeyDemoServer *server, const char *email, GError **error)
{
  g_autofree char *link = latchkey_demo_server_read_mail (server, email, error);

  return link != NULL ? g_strconcat ("ok ", link, NULL) : NULL;
}

static char *
run_plain (LatchkeyDemoServer *server, const char *command, GError **error)
{
  if (strcmp (command, "release") == 0)
    latchkey_demo_server_release (server);
  else if (strcmp (command, "expire-sessions") == 0)
    latchkey_demo_server_expire_sessions (server);
  else
    return fail (error, "not understood");

  return succeed (TRUE);
}

/**
 * latchkey_demo_control_run:
 * @server: a server
 * @line: a line such as `misbehave PUT /api/v1/users/self slow 3`; see
 *   %LATCHKEY_DEMO_CONTROL_HELP
 * @error: return location for a #GError
 *
 * Does what the line says.
 *
 * Returns: (transfer full) (nullable): `ok`, with what was asked for, if anything, behind it; %NULL
 *   when it could not be done, the message of @error being one line
 */
char *
latchkey_demo_control_run (LatchkeyDemoServer *server, const char *line, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  const char *command = words[0] != NULL ? words[0] : "";
  const char *argument = words[0] != NULL ? words[1] : NULL;

  if (argument == NULL)
    return run_plain (server, command, error);
  if (strcmp (command, "misbehave") == 0)
    return misbehave (server, argument, error);
  if (strcmp (command, "lock-out") == 0)
    return succeed (latchkey_demo_server_lock_out (server, argument, error));
  if (strcmp (command, "forget") == 0)
    return succeed (latchkey_demo_server_forget (server, argument, error));
  if (strcmp (command, "provider") == 0)
    return control_provider (server, argument, error);
  if (strcmp (command, "mail") == 0)
    return read_mail (server, argument, error);
  if (strcmp (command, "events") == 0)
    return control_events (server, argument, error);

  return fail (error, "not understood");
}
