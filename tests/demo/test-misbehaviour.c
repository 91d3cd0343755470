#include "demo-fixture.h"

#include "latchkey-demo-control.h"

#define STATUS "/api/v1/status"
#define SELF "/api/v1/users/self"
#define RAW_GET "GET " STATUS " HTTP/1.1\r\nHost: localhost\r\n\r\n"

static void
control (DemoFixture *fixture, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = latchkey_demo_control_run (fixture->server, line, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, "ok");
}

static void
assert_last_request (DemoFixture *fixture, const char *request)
{
  g_assert_cmpuint (fixture->requests->len, >, 0);
  g_assert_cmpstr (
      g_ptr_array_index (fixture->requests, fixture->requests->len - 1), ==, request);
}

static void
test_close (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *answer = NULL;

  control (fixture, "misbehave DELETE /api/v1/users close");
  demo_fixture_assert (fixture, "DELETE", SELF, token, NULL, 0, NULL);
  assert_last_request (fixture, "DELETE " SELF " 0");
  demo_fixture_assert (fixture, "GET", SELF, token, NULL, 200, NULL);

  control (fixture, "misbehave * / close");
  answer = demo_fixture_exchange_raw (fixture, RAW_GET);
  g_assert_cmpstr (answer, ==, "");
}

static void
test_lose (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);

  control (fixture, "misbehave DELETE " SELF " lose");
  demo_fixture_assert (fixture, "DELETE", SELF, token, NULL, 0, NULL);
  assert_last_request (fixture, "DELETE " SELF " 204");
  demo_fixture_assert (fixture, "GET", SELF, token, NULL, 401, NULL);
}

static void
test_cut (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *none = NULL;
  g_autofree char *some = NULL;
  g_autofree char *whole = NULL;
  const char *body;

  control (fixture, "misbehave GET " STATUS " cut 0");
  none = demo_fixture_exchange_raw (fixture, RAW_GET);
  g_assert_cmpstr (none, ==, "");
  control (fixture, "misbehave GET " STATUS " cut 12");
  some = demo_fixture_exchange_raw (fixture, RAW_GET);
  g_assert_cmpstr (some, ==, "HTTP/1.1 200");
  control (fixture, "misbehave GET " STATUS " cut 1000000");
  whole = demo_fixture_exchange_raw (fixture, RAW_GET);
  body = strstr (whole, "\r\n\r\n");
  g_assert_nonnull (body);
  g_assert_true (g_str_has_suffix (body, "}"));
  g_assert_cmpuint (fixture->requests->len, ==, 3);
}

static void
test_cut_executes (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) profile = NULL;
  g_autofree char *name = NULL;

  control (fixture, "misbehave PUT " SELF " cut 20");
  demo_fixture_assert (
      fixture, "PUT", SELF, token, "{\"name\":\"Countess\",\"email\":\"" ADA "\"}", 0, NULL);
  profile = demo_fixture_send (fixture, "GET", SELF, token, NULL);
  name = demo_answer_get_string (profile, "$.item.name");
  g_assert_cmpstr (name, ==, "Countess");
}

static void
note_requested (LatchkeyDemoServer *server,
                const char *method,
                const char *path,
                guint status,
                gboolean *is_requested)
{
  *is_requested = TRUE;
}

static void
note_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  *(int *) user_data = bytes != NULL ? 1 : -1;
}

static SoupMessage *
begin (DemoFixture *fixture, int *state)
{
  g_autofree char *uri
      = g_strconcat (latchkey_demo_server_get_uri (fixture->server), STATUS, NULL);
  SoupMessage *message = soup_message_new ("GET", uri);
  gboolean is_requested = FALSE;
  gulong handler = g_signal_connect (
      fixture->server, "request", G_CALLBACK (note_requested), &is_requested);

  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  soup_session_send_and_read_async (
      fixture->session, message, G_PRIORITY_DEFAULT, NULL, note_answered, state);
  while (!is_requested)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (fixture->server, handler);

  return message;
}

/* That nothing comes is shown by something else that comes in the meantime. */
static void
test_hold (DemoFixture *fixture, gconstpointer version)
{
  int state = 0;
  g_autoptr (SoupMessage) held = NULL;

  control (fixture, "misbehave GET " STATUS " hold");
  held = begin (fixture, &state);
  demo_fixture_assert (fixture, "GET", "/", NULL, NULL, 200, NULL);
  g_assert_cmpint (state, ==, 0);

  control (fixture, "release");
  while (state == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (state, ==, 1);
  g_assert_cmpuint (soup_message_get_status (held), ==, 200);
}

/* The server is finalized with the answer still held, which ends the connection. */
static void
test_end_while_held (DemoFixture *fixture, gconstpointer version)
{
  int state = 0;
  g_autoptr (SoupMessage) held = NULL;

  control (fixture, "misbehave GET " STATUS " hold");
  held = begin (fixture, &state);
  demo_fixture_restart (fixture, LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_DEFAULT);
  while (state == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (state, ==, -1);
}

static void
test_client_gone_while_held (DemoFixture *fixture, gconstpointer version)
{
  int state = 0;
  g_autoptr (SoupMessage) held = NULL;

  control (fixture, "misbehave GET " STATUS " hold");
  held = begin (fixture, &state);
  soup_session_abort (fixture->session);
  while (state == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (state, ==, -1);
  control (fixture, "release");
  control (fixture, "misbehave GET " STATUS " off");
  demo_fixture_assert (fixture, "GET", STATUS, NULL, NULL, 200, NULL);
}

static void
test_slow (DemoFixture *fixture, gconstpointer version)
{
  gint64 start = g_get_monotonic_time ();

  control (fixture, "misbehave GET " STATUS " slow 1");
  demo_fixture_assert (fixture, "GET", STATUS, NULL, NULL, 200, NULL);
  /* GLib's timers may be a little early. */
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 990 * G_TIME_SPAN_MILLISECOND);
}

static void
note_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(gssize *) user_data
      = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  g_assert_no_error (error);
}

static void
test_drip (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (GSocketConnection) connection = NULL;
  GInputStream *input;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  control (fixture, "misbehave GET " STATUS " drip");
  connection = demo_fixture_connect (fixture);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             RAW_GET,
                             strlen (RAW_GET),
                             NULL,
                             NULL,
                             &error);
  g_assert_no_error (error);

  for (int i = 0; i < 3; i++)
    {
      char buffer[100];
      gssize n_read = -1;

      g_input_stream_read_async (
          input, buffer, sizeof buffer, G_PRIORITY_DEFAULT, NULL, note_read, &n_read);
      while (n_read == -1)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (n_read, ==, 1);
      g_assert_cmpint (buffer[0], ==, "HTTP"[i]);
    }
  /* GLib's timers may be a little early. */
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 1990 * G_TIME_SPAN_MILLISECOND);
}

static void
test_replacements (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) large = NULL;
  g_autoptr (DemoAnswer) deep = NULL;
  g_autoptr (DemoAnswer) html = NULL;
  g_autoptr (DemoAnswer) redirect = NULL;

  control (fixture, "misbehave DELETE " SELF " huge");
  large = demo_fixture_send (fixture, "DELETE", SELF, token, NULL);
  g_assert_cmpuint (strlen (large->body), ==, 2 * 1024 * 1024);

  control (fixture, "misbehave DELETE " SELF " deep");
  deep = demo_fixture_send (fixture, "DELETE", SELF, token, NULL);
  g_assert_cmpuint (strspn (deep->body, "["), ==, 100000);

  control (fixture, "misbehave DELETE " SELF " html");
  html = demo_fixture_send (fixture, "DELETE", SELF, token, NULL);
  g_assert_cmpuint (html->status, ==, 200);
  g_assert_cmpstr (
      soup_message_headers_get_content_type (html->headers, NULL), ==, "text/html");

  control (fixture, "misbehave DELETE " SELF " redirect https://auth.example.org/?x=1");
  redirect = demo_fixture_send (fixture, "DELETE", SELF, token, NULL);
  g_assert_cmpuint (redirect->status, ==, 302);
  g_assert_cmpstr (soup_message_headers_get_one (redirect->headers, "Location"),
                   ==,
                   "https://auth.example.org/?x=1");

  control (fixture, "misbehave DELETE " SELF " empty");
  demo_fixture_assert (fixture, "DELETE", SELF, token, NULL, 200, "");
  control (fixture, "misbehave DELETE " SELF " broken");
  demo_fixture_assert (fixture, "DELETE", SELF, token, NULL, 200, "{\"item\":{\"id\":\"ada");
  control (fixture, "misbehave DELETE " SELF " status 503");
  demo_fixture_assert (fixture, "DELETE", SELF, token, NULL, 503, "");
  control (fixture, "misbehave DELETE " SELF " status 403 No \"way\" out");
  demo_fixture_assert (
      fixture, "DELETE", SELF, token, NULL, 403, "{\"error\":\"No \\\"way\\\" out\"}");

  /* None of them did what it was asked to. */
  control (fixture, "misbehave DELETE " SELF " off");
  demo_fixture_assert (fixture, "GET", SELF, token, NULL, 200, NULL);
}

static void
test_last_one_counts (DemoFixture *fixture, gconstpointer version)
{
  control (fixture, "misbehave * /api/v1 status 502");
  control (fixture, "misbehave GET " STATUS " status 503");
  demo_fixture_assert (fixture, "GET", STATUS, NULL, NULL, 503, NULL);
  demo_fixture_assert (fixture, "POST", STATUS, NULL, NULL, 502, NULL);
  demo_fixture_assert (fixture, "GET", "/elsewhere", NULL, NULL, 200, NULL);
  control (fixture, "misbehave GET " STATUS " off");
  demo_fixture_assert (fixture, "GET", STATUS, NULL, NULL, 502, NULL);
  control (fixture, "misbehave * /api/v1 off");
  demo_fixture_assert (fixture, "GET", STATUS, NULL, NULL, 200, NULL);
}

static void
test_people (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *charles = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_autofree char *again = NULL;
  g_autoptr (DemoAnswer) forgotten = NULL;

  control (fixture, "lock-out " ADA);
  demo_fixture_assert (fixture,
                       "GET",
                       SELF,
                       ada,
                       NULL,
                       403,
                       "{\"error\":\"user does not have access to the requested tenant\"}");
  control (fixture, "expire-sessions");
  demo_fixture_assert (fixture, "GET", SELF, charles, NULL, 401, NULL);
  again = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  control (fixture, "forget " CHARLES);
  forgotten = demo_fixture_try_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_assert_cmpuint (forgotten->status, ==, 401);
}

static void
test_nonsense (DemoFixture *fixture, gconstpointer version)
{
  static const char *const lines[] = {
    "",
    "misbehave",
    "misbehave GET /",
    "misbehave GET / nonsense",
    "misbehave GET / slow",
    "misbehave GET / slow soon",
    "misbehave GET / cut -1",
    "misbehave GET / redirect",
    "misbehave GET / status 99",
    "misbehave GET / huge 3",
    "release all",
    "lock-out nobody@example.org",
    "forget nobody@example.org",
    "forget",
    "mail " ADA,
    "events nonsense",
    "nonsense " ADA,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (latchkey_demo_control_run (fixture->server, lines[i], &error));
      g_assert_nonnull (error);
      g_assert_null (strchr (error->message, '\n'));
    }
  demo_fixture_assert (fixture, "GET", STATUS, NULL, NULL, 200, NULL);
}

#define ADD(path, function) \
  g_test_add ("/demo/misbehaviour/" path, \
              DemoFixture, \
              DEMO_VERSION (CURRENT), \
              demo_fixture_set_up, \
              function, \
              demo_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("close-does-nothing", test_close);
  ADD ("lose-executes", test_lose);
  ADD ("cut", test_cut);
  ADD ("cut-executes", test_cut_executes);
  ADD ("hold-until-release", test_hold);
  ADD ("end-while-held", test_end_while_held);
  ADD ("client-gone-while-held", test_client_gone_while_held);
  ADD ("slow", test_slow);
  ADD ("drip", test_drip);
  ADD ("replacements-do-nothing", test_replacements);
  ADD ("last-one-counts", test_last_one_counts);
  ADD ("people", test_people);
  ADD ("nonsense-is-refused", test_nonsense);

  return g_test_run ();
}
