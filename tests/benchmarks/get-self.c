/* Asks a server for the profile many times over one kept connection, through the protocol layer,
 * and prints the microseconds one request took:
 *
 *   get-self SERVER COUNT     with the access token on standard input
 */

#include "homebox-session.h"

#include <stdlib.h>

typedef struct
{
  GMainLoop *loop;
  guint remaining;
} Run;

static void
user_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *session = HOMEBOX_SESSION (source);
  Run *run = user_data;
  g_autoptr (GError) error = NULL;

  if (!homebox_session_load_user_finish (session, result, &error))
    g_error ("%s", error->message);

  if (--run->remaining == 0)
    g_main_loop_quit (run->loop);
  else
    homebox_session_load_user_async (session, NULL, user_loaded, run);
}

static gint64
measure (HomeboxSession *session, guint count)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { loop, count };
  gint64 start = g_get_monotonic_time ();

  homebox_session_load_user_async (session, NULL, user_loaded, &run);
  g_main_loop_run (loop);

  return g_get_monotonic_time () - start;
}

int
main (int argc, char **argv)
{
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autofree char *text = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxClient) client = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  guint count;

  if (argc != 3)
    g_error ("get-self SERVER COUNT");

  g_io_channel_read_line (input, &text, NULL, NULL, NULL);
  token = homebox_token_new (g_strstrip (text), HOMEBOX_TOKEN_SESSION, NULL);
  client = homebox_client_new (argv[1]);
  session = homebox_session_new (client, token);
  count = atoi (argv[2]);

  /* The first request makes the connection. */
  measure (session, 1);
  g_print ("%.3f\n", (double) measure (session, count) / count);

  return 0;
}
