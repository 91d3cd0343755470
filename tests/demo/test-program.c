#include <gio/gio.h>
#include <libsoup/soup.h>

/* What the command line names. */
static const char *server_path;
static const char *pem_path;

typedef struct
{
  GSubprocess *process;
  GDataInputStream *output;
  char *uri;
} Program;

static char *
read_line (Program *program)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (program->output, NULL, NULL, &error);

  g_assert_no_error (error);

  return line;
}

static Program *
program_new (const char *const *arguments)
{
  Program *program = g_new0 (Program, 1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  g_strv_builder_add (builder, server_path);
  for (; *arguments != NULL; arguments++)
    g_strv_builder_add (builder, *arguments);
  command = g_strv_builder_end (builder);
  program->process
      = g_subprocess_newv ((const char *const *) command,
                           G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                           &error);
  g_assert_no_error (error);
  program->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (program->process));

  line = read_line (program);
  g_assert_true (g_str_has_prefix (line, "listening http"));
  program->uri = g_strdup (line + strlen ("listening "));

  return program;
}

static void
program_free (Program *program)
{
  g_free (program->uri);
  g_object_unref (program->output);
  g_object_unref (program->process);
  g_free (program);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Program, program_free)

static void
send_line (Program *program, const char *line, const char *answer)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);
  g_autofree char *read = NULL;
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (program->process),
                             text,
                             strlen (text),
                             NULL,
                             NULL,
                             &error);
  g_assert_no_error (error);
  read = read_line (program);
  g_assert_cmpstr (read, ==, answer);
}

static guint
get_status (Program *program, const char *method, const char *path, GTlsDatabase *database)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *uri = g_strconcat (program->uri, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  if (database != NULL)
    soup_session_set_tls_database (session, database);
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);

  return soup_message_get_status (message);
}

static void
end_input (Program *program)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (program->process), NULL, &error);
  g_assert_no_error (error);
}

static void
assert_success (Program *program)
{
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  line = read_line (program);
  g_assert_cmpstr (line, ==, NULL);
  g_subprocess_wait_check (program->process, NULL, &error);
  g_assert_no_error (error);
}

static void
test_reports_requests (void)
{
  const char *const arguments[] = { NULL };
  g_autoptr (Program) program = program_new (arguments);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_true (g_str_has_prefix (program->uri, "http://127.0.0.1:"));
  g_assert_cmpuint (
      get_status (program, "GET", "/api/v1/status?access_token=secret", NULL), ==, 200);
  first = read_line (program);
  g_assert_cmpstr (first, ==, "request GET /api/v1/status 200");
  g_assert_cmpuint (get_status (program, "GET", "/api/v1/a%0Arequest", NULL), ==, 404);
  second = read_line (program);
  g_assert_cmpstr (second, ==, "request GET /api/v1/a\\nrequest 404");
  end_input (program);
  assert_success (program);
}

static void
test_obeys_lines (void)
{
  const char *const arguments[] = { "--version", "v0.21", NULL };
  g_autoptr (Program) program = program_new (arguments);
  g_autofree char *request = NULL;

  send_line (program, "misbehave GET /api/v1/status status 503", "ok");
  g_assert_cmpuint (get_status (program, "GET", "/api/v1/status", NULL), ==, 503);
  request = read_line (program);
  g_assert_cmpstr (request, ==, "request GET /api/v1/status 503");
  send_line (program, "misbehave GET /api/v1/status dance", "error there is no such mode");
  send_line (program, "lock-out ada@example.org", "error on v0.21 nobody can be without a home");
  send_line (program, "forget ada@example.org", "ok");
  send_line (program, "forget ada@example.org", "error nobody here has that email");
  end_input (program);
  assert_success (program);
}

static void
test_ends_on_sigterm (void)
{
  const char *const arguments[] = { "--empty", NULL };
  g_autoptr (Program) program = program_new (arguments);

  g_subprocess_send_signal (program->process, SIGTERM);
  assert_success (program);
}

static void
test_speaks_tls (void)
{
  const char *const arguments[] = { "--tls-certificate", pem_path, "--tls-key", pem_path, NULL };
  g_autoptr (Program) program = program_new (arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (pem_path, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (program->uri, "https://127.0.0.1:"));
  g_assert_cmpuint (get_status (program, "GET", "/api/v1/status", database), ==, 200);
}

/* Of the redirect URIs, the provider knows that of the server itself, but not its public name. */
static void
test_has_provider (void)
{
  const char *const plain[] = { "--oidc", NULL };
  const char *const named[] = { "--oidc", "--hostname", "own.example", NULL };
  g_autoptr (Program) one = program_new (plain);
  g_autoptr (Program) other = program_new (named);
  g_autofree char *redirected = NULL;
  g_autofree char *page = NULL;

  g_assert_cmpuint (get_status (one, "GET", "/api/v1/users/login/oidc", NULL), ==, 200);
  redirected = read_line (one);
  g_assert_cmpstr (redirected, ==, "request GET /api/v1/users/login/oidc 302");
  page = read_line (one);
  g_assert_cmpstr (page, ==, "request GET /provider/auth 200");
  g_assert_cmpuint (get_status (other, "GET", "/api/v1/users/login/oidc", NULL), ==, 400);
}

static void
test_refuses_wrong_options (void)
{
  const char *const commands[][3] = {
    { server_path, "--version=v0.1", NULL },
    { server_path, "--port=70000", NULL },
    { server_path, "--tls-key=/nonexistent", NULL },
    { server_path, "--oidc-down", NULL },
    { server_path, "surplus", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process
          = g_subprocess_newv (commands[i], G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);

      g_assert_no_error (error);
      g_subprocess_wait (process, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  server_path = argv[1];
  pem_path = argv[2];

  g_test_add_func ("/demo/program/reports-requests", test_reports_requests);
  g_test_add_func ("/demo/program/obeys-lines", test_obeys_lines);
  g_test_add_func ("/demo/program/ends-on-sigterm", test_ends_on_sigterm);
  g_test_add_func ("/demo/program/speaks-tls", test_speaks_tls);
  g_test_add_func ("/demo/program/has-provider", test_has_provider);
  g_test_add_func ("/demo/program/refuses-wrong-options", test_refuses_wrong_options);

  return g_test_run ();
}
