#include "latchkey-demo-control.h"

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);

  return FALSE;
}

static gboolean
misbehave (LatchkeyDemoServer *server, const char *arguments, GError **error)
{
  g_auto (GStrv) words = g_strsplit (arguments, " ", 4);
  LatchkeyDemoMode mode;

  if (g_strv_length (words) < 3)
    return fail (error, "misbehave needs a method, a path and a mode");
  if (!latchkey_demo_misbehaviour_parse_mode (words[2], &mode))
    return fail (error, "there is no such mode");

  return latchkey_demo_server_misbehave (server, words[0], words[1], mode, words[3], error);
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
 * Returns: whether it could; an error's message is one line
 */
gboolean
latchkey_demo_control_run (LatchkeyDemoServer *server, const char *line, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  const char *command = words[0] != NULL ? words[0] : "";
  const char *argument = words[0] != NULL ? words[1] : NULL;

  if (strcmp (command, "misbehave") == 0)
    return misbehave (server, argument != NULL ? argument : "", error);
  if (strcmp (command, "lock-out") == 0 && argument != NULL)
    return latchkey_demo_server_lock_out (server, argument, error);
  if (strcmp (command, "forget") == 0 && argument != NULL)
    return latchkey_demo_server_forget (server, argument, error);
  if (argument != NULL)
    return fail (error, "not understood");
  if (strcmp (command, "release") == 0)
    {
      latchkey_demo_server_release (server);
      return TRUE;
    }
  if (strcmp (command, "expire-sessions") == 0)
    {
      latchkey_demo_server_expire_sessions (server);
      return TRUE;
    }

  return fail (error, "not understood");
}
