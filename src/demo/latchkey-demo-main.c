/* A Homebox of its own on the loopback, for trying Latchkey out and for its tests.
 *
 * The protocol with whoever started it, line by line:
 * - the first line on stdout is `listening URI`;
 * - every request is reported on stdout as `request METHOD PATH STATUS`, never with a query, a
 *   header or a body, the status being 0 when there will be no answer;
 * - every line on stdin (see LATCHKEY_DEMO_CONTROL_HELP) is answered on stdout, in their order,
 *   with `ok`, behind which may be what was asked for, or with `error MESSAGE`;
 * - at the end of stdin, or on SIGTERM or SIGINT, the program ends with success. */

#include "latchkey-demo-control.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct
{
  GMainLoop *loop;
  LatchkeyDemoServer *server;
  GDataInputStream *input;
} Program;

static void G_GNUC_PRINTF (1, 2)
print_line (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  /* When nobody listens any more, stdin is about to end too. */
  fflush (stdout);
}

static void
requested (LatchkeyDemoServer *server, const char *method, const char *path, guint status)
{
  g_autofree char *escaped = g_strescape (path, NULL);

  print_line ("request %s %s %u", method, escaped, status);
}

static void
line_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Program *program = user_data;
  g_autofree char *line
      = g_data_input_stream_read_line_finish (program->input, result, NULL, NULL);
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;

  if (line == NULL)
    {
      g_main_loop_quit (program->loop);
      return;
    }

  answer = latchkey_demo_control_run (program->server, line, &error);
  if (answer != NULL)
    print_line ("%s", answer);
  else
    print_line ("error %s", error->message);
  g_data_input_stream_read_line_async (
      program->input, G_PRIORITY_DEFAULT, NULL, line_read, program);
}

static gboolean
terminated (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
parse_version (const char *name, LatchkeyDemoVersion *version)
{
  if (name == NULL || strcmp (name, "current") == 0)
    *version = LATCHKEY_DEMO_VERSION_CURRENT;
  else if (strcmp (name, "v0.25") == 0)
    *version = LATCHKEY_DEMO_VERSION_0_25;
  else if (strcmp (name, "v0.21") == 0)
    *version = LATCHKEY_DEMO_VERSION_0_21;
  else
    return FALSE;

  return TRUE;
}

static LatchkeyDemoServer *
start (int *argc, char ***argv, GError **error)
{
  g_autofree char *version_name = NULL;
  g_autofree char *certificate_path = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *hostname = NULL;
  gboolean empty = FALSE, demo = FALSE, closed = FALSE, no_login = FALSE, postgres = FALSE;
  gboolean oidc = FALSE, oidc_down = FALSE, auto_redirect = FALSE, trust_proxy = FALSE;
  int port = 0;
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_STRING, &version_name, "Which Homebox to be: current, v0.25 "
      "or v0.21", "VERSION" },
    { "port", 0, 0, G_OPTION_ARG_INT, &port, "Where to listen (default: any)", "PORT" },
    { "empty", 0, 0, G_OPTION_ARG_NONE, &empty, "Start without people and homes", NULL },
    { "demo-mode", 0, 0, G_OPTION_ARG_NONE, &demo, "Refuse password changes and deletions", NULL },
    { "no-registration", 0, 0, G_OPTION_ARG_NONE, &closed, "Accounts by invitation only", NULL },
    { "no-local-login", 0, 0, G_OPTION_ARG_NONE, &no_login, "Take no passwords", NULL },
    { "postgres", 0, 0, G_OPTION_ARG_NONE, &postgres, "Word errors as on PostgreSQL", NULL },
    { "oidc", 0, 0, G_OPTION_ARG_NONE, &oidc, "Have a provider to sign in through", NULL },
    { "oidc-auto-redirect", 0, 0, G_OPTION_ARG_NONE, &auto_redirect, "Prefer that provider", NULL },
    { "oidc-down", 0, 0, G_OPTION_ARG_NONE, &oidc_down, "Have not reached it at the start", NULL },
    { "hostname", 0, 0, G_OPTION_ARG_STRING, &hostname, "Have a public name of its own", "HOST" },
    { "trust-proxy", 0, 0, G_OPTION_ARG_NONE, &trust_proxy, "Believe X-Forwarded headers", NULL },
    { "tls-certificate", 0, 0, G_OPTION_ARG_FILENAME, &certificate_path, "Speak TLS", "PEM" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &key_path, "The key of the certificate", "PEM" },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (LatchkeyDemoServer) server = NULL;
  LatchkeyDemoVersion version;

  g_option_context_set_summary (
      context,
      "A Homebox of its own on 127.0.0.1, in memory, for trying Latchkey out and for its tests.\n"
      "It says 'listening URI', reports each request, and ends when its standard input does.\n"
      "Sign in as ada@example.org with the password analytical-engine. With --oidc\n"
      "the provider knows her too, and olive@example.org with the password password, who is new\n"
      "to Homebox.");
  g_option_context_set_description (
      context,
      "Lines on standard input, each answered with 'ok' or 'error …':\n"
      LATCHKEY_DEMO_CONTROL_HELP);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return NULL;
  if (*argc > 1 || !parse_version (version_name, &version) || port < 0 || port > G_MAXUINT16
      || (certificate_path == NULL) != (key_path == NULL)
      || (!oidc && (oidc_down || auto_redirect)))
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           "These options were not understood; see --help");
      return NULL;
    }

  server = latchkey_demo_server_new (version,
                                     (empty ? LATCHKEY_DEMO_EMPTY : 0)
                                         | (demo ? LATCHKEY_DEMO_DEMO_MODE : 0)
                                         | (closed ? LATCHKEY_DEMO_NO_REGISTRATION : 0)
                                         | (no_login ? LATCHKEY_DEMO_NO_LOCAL_LOGIN : 0)
                                         | (postgres ? LATCHKEY_DEMO_POSTGRES : 0)
                                         | (oidc ? LATCHKEY_DEMO_OIDC : 0)
                                         | (oidc_down ? LATCHKEY_DEMO_OIDC_DOWN : 0)
                                         | (auto_redirect ? LATCHKEY_DEMO_OIDC_AUTO_REDIRECT : 0)
                                         | (trust_proxy ? LATCHKEY_DEMO_TRUST_PROXY : 0));
  if (hostname != NULL)
    latchkey_demo_server_set_hostname (server, hostname);
  if (certificate_path != NULL)
    {
      g_autoptr (GTlsCertificate) certificate
          = g_tls_certificate_new_from_files (certificate_path, key_path, error);

      if (certificate == NULL)
        return NULL;
      latchkey_demo_server_set_certificate (server, certificate);
    }
  if (!latchkey_demo_server_listen (server, port, error))
    return NULL;

  return g_steal_pointer (&server);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyDemoServer) server = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  Program program = { .loop = loop, .input = lines };

  setlocale (LC_ALL, "");
  server = start (&argc, &argv, &error);
  if (server == NULL)
    {
      g_printerr ("latchkey-demo-server: %s\n", error->message);
      return EXIT_FAILURE;
    }

  program.server = server;
  g_signal_connect (server, "request", G_CALLBACK (requested), NULL);
  g_unix_signal_add (SIGTERM, terminated, loop);
  g_unix_signal_add (SIGINT, terminated, loop);
  print_line ("listening %s", latchkey_demo_server_get_uri (server));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, line_read, &program);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}
