#include "refresh-fixture.h"

#include "deaf-socket.h"

#define HTTP(status, type, body) "HTTP/1.1 " status "\r\nContent-Type: " type "\r\n" \
                                 "Connection: close\r\n\r\n" body

/* What the server may have done, while nothing is known of the new token. */
static const struct
{
  const char *name;
  RawThen then;
  const char *answer;
  HomeboxError code;
} losses[] = {
  { "closed", RAW_THEN_CLOSE, "", HOMEBOX_ERROR_CONNECTION_LOST },
  { "reset", RAW_THEN_RESET, "", HOMEBOX_ERROR_CONNECTION_LOST },
  { "closed-within-the-head", RAW_THEN_CLOSE, "HTTP/1.1 200 OK\r\nContent-",
    HOMEBOX_ERROR_CONNECTION_LOST },
  { "closed-within-the-token", RAW_THEN_CLOSE,
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"
    "{\"raw\":\"NEWTO", HOMEBOX_ERROR_CONNECTION_LOST },
  { "damaged", RAW_THEN_CLOSE, HTTP ("200 OK", "application/json", "{\"raw\":NEWTOKEN}"),
    HOMEBOX_ERROR_BROKEN_ANSWER },
  { "without-a-token", RAW_THEN_CLOSE, HTTP ("200 OK", "application/json", "{\"item\":{}}"),
    HOMEBOX_ERROR_BROKEN_ANSWER },
  { "with-an-empty-token", RAW_THEN_CLOSE, HTTP ("200 OK", "application/json", "{\"raw\":\"\"}"),
    HOMEBOX_ERROR_BROKEN_ANSWER },
  { "with-null", RAW_THEN_CLOSE, HTTP ("200 OK", "application/json", "null"),
    HOMEBOX_ERROR_BROKEN_ANSWER },
  { "without-a-body", RAW_THEN_CLOSE, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    HOMEBOX_ERROR_BROKEN_ANSWER },
  { "as-text", RAW_THEN_CLOSE, HTTP ("200 OK", "text/plain", "NEWTOKEN"),
    HOMEBOX_ERROR_NOT_HOMEBOX },
  { "web-page", RAW_THEN_CLOSE, HTTP ("200 OK", "text/html", "<html>Welcome to our train"),
    HOMEBOX_ERROR_GATEWAY_LOGIN },
  { "bad-gateway", RAW_THEN_CLOSE, HTTP ("502 Bad Gateway", "text/html", "<h1>"),
    HOMEBOX_ERROR_BAD_GATEWAY },
  { "gateway-timeout", RAW_THEN_CLOSE, HTTP ("504 Gateway Timeout", "text/html", "<h1>"),
    HOMEBOX_ERROR_GATEWAY_TIMEOUT },
};

static void
assert_asked_once_and_probed_once (RefreshFixture *fixture)
{
  SessionFixture *session = &fixture->session;

  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 2);
  session_fixture_assert_request (session, 0, "GET /api/v1/users/refresh");
  session_fixture_assert_request (session, 1, "GET /api/v1/users/self");
  g_assert_true (session_fixture_has_header (session, 1, "Authorization: Bearer XTOKENX"));
  g_assert_cmpuint (test_keeper_get_n_calls (fixture->keeper), ==, 0);
  refresh_fixture_assert_token (fixture, "XTOKENX");
}

/* As on current servers: the old token is dead. */
static void
test_lost_and_done (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  RefreshFixture fixture = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  refresh_fixture_set_up (&fixture, NULL);
  raw_server_answer (fixture.session.server, losses[i].then, losses[i].answer);
  raw_server_answer_json (fixture.session.server, "401 Unauthorized", NO_TOKEN_JSON);
  refresh_fixture_begin (&fixture, NULL, &result);
  refresh_fixture_end_with (&fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  assert_asked_once_and_probed_once (&fixture);
  g_assert_cmpstr (fixture.session.states->str, ==, "refreshing ended ");
  refresh_fixture_tear_down (&fixture, NULL);
}

/* As on v0.21 and v0.25, or because the request never arrived. */
static void
test_lost_and_not_done (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  RefreshFixture fixture = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  refresh_fixture_set_up (&fixture, NULL);
  raw_server_answer (fixture.session.server, losses[i].then, losses[i].answer);
  raw_server_answer_json (fixture.session.server, "200 OK", USER_JSON);
  refresh_fixture_begin (&fixture, NULL, &result);
  refresh_fixture_end_with (&fixture, &result, losses[i].code);
  assert_asked_once_and_probed_once (&fixture);
  g_assert_cmpstr (fixture.session.states->str, ==, "refreshing active ");
  refresh_fixture_tear_down (&fixture, NULL);
}

static void
test_probe_lost (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (session->server, RAW_THEN_CLOSE, "");
  raw_server_answer (session->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (session->server, "401 Unauthorized", NO_TOKEN_JSON);
  refresh_fixture_begin (fixture, NULL, &result);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_CONNECTION_LOST);
  assert_asked_once_and_probed_once (fixture);
  g_assert_cmpstr (session->states->str, ==, "refreshing unreachable ");

  /* The next request finds out. */
  g_assert_false (session_fixture_load_user (session, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpstr (session->states->str, ==, "refreshing unreachable active ended ");
}

static void
test_timed_out (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;

  homebox_client_set_timeout (session->client, 50);
  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  refresh_fixture_begin (fixture, NULL, &result);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_TIMED_OUT);
  g_assert_cmpuint (raw_server_get_n_requests (session->server), <=, 2);
  g_assert_cmpstr (session->states->str, ==, "refreshing unreachable ");
  refresh_fixture_assert_token (fixture, "XTOKENX");
}

/* A stranger's answer to the probe tells nothing about the token, and is no reason for another. */
static void
test_probe_answered_by_others (RefreshFixture *fixture, gconstpointer data)
{
  static const char *const answers[] = {
    HTTP ("502 Bad Gateway", "text/html", "<h1>"),
    HTTP ("200 OK", "text/html", "<html>"),
    HTTP ("403 Forbidden", "application/json", NO_TENANT_JSON),
    "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: https://portal.example/\r\nContent-Length: 0\r\n\r\n",
  };
  SessionFixture *session = &fixture->session;

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      session_fixture_watch (session);
      raw_server_answer (session->server, RAW_THEN_CLOSE, "");
      raw_server_answer (session->server, RAW_THEN_CLOSE, answers[i]);
      refresh_fixture_begin (fixture, NULL, &result);
      refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_CONNECTION_LOST);
      g_assert_cmpstr (session->states->str, ==, "refreshing active ");
      g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 2 * (i + 1));
    }
}

/* Answers that the server gives instead of a token: nothing was done, nothing is probed. */
static void
test_refused_clearly (RefreshFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *json;
    HomeboxError code;
  } cases[] = {
    { "400 Bad Request", "{\"error\":\"API keys do not require refresh\"}",
      HOMEBOX_ERROR_INVALID_INPUT },
    { "403 Forbidden", NO_TENANT_JSON, HOMEBOX_ERROR_NO_HOME },
    { "404 Not Found", "{\"error\":\"x\"}", HOMEBOX_ERROR_NOT_FOUND },
    { "405 Method Not Allowed", "", HOMEBOX_ERROR_SERVER_TOO_OLD },
    { "429 Too Many Requests", "{\"error\":\"x\"}", HOMEBOX_ERROR_TOO_MANY_ATTEMPTS },
    { "500 Internal Server Error", "{\"error\":\"x\"}", HOMEBOX_ERROR_SERVER_FAILED },
    { "503 Service Unavailable", "", HOMEBOX_ERROR_UNAVAILABLE },
  };
  SessionFixture *session = &fixture->session;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;

      session_fixture_watch (session);
      raw_server_answer_json (session->server, cases[i].status, cases[i].json);
      refresh_fixture_begin (fixture, NULL, &result);
      refresh_fixture_end_with (fixture, &result, cases[i].code);
      g_assert_cmpstr (session->states->str, ==, "refreshing active ");
      g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, i + 1);
    }

  refresh_fixture_assert_token (fixture, "XTOKENX");
  g_assert_cmpuint (test_keeper_get_n_calls (fixture->keeper), ==, 0);
}

static void
test_not_sent (void)
{
  guint16 port;
  g_autoptr (GSocket) deaf = deaf_socket_new (&port);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (HomeboxClient) client = homebox_client_new (uri);
  g_autoptr (HomeboxToken) token = homebox_token_new ("XTOKENX", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (HomeboxSession) session = homebox_session_new (client, token);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_refresh_async (session, NULL, NULL, await_store, &result);
  g_assert_false (homebox_session_refresh_finish (session, await (&result), NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_REFUSED);
  g_assert_cmpint (homebox_session_get_state (session), ==, HOMEBOX_SESSION_UNREACHABLE);
  g_assert_true (homebox_session_get_token (session) == token);
}

static void
test_waiting_goes_on (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;

  refresh_fixture_begin_held (fixture, NULL, &result);
  session_fixture_begin (session, "PUT", "/users/self", NULL, &waiting);
  raw_server_continue (session->server,
                       "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_UNAVAILABLE);
  session_fixture_end_with_status (session, &waiting, 200);
  g_assert_true (session_fixture_has_header (session, 1, "Authorization: Bearer XTOKENX"));
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 2);
}

static void
test_waiting_fails (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *waiting[50] = { NULL };

  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  raw_server_answer_json (session->server, "401 Unauthorized", NO_TOKEN_JSON);
  refresh_fixture_begin (fixture, NULL, &result);
  session_fixture_await_requests (session, 1);
  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++)
    session_fixture_begin (session, "PUT", "/users/self", NULL, &waiting[i]);
  raw_server_continue (session->server, "");

  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++)
    session_fixture_end_with (session, &waiting[i], HOMEBOX_ERROR_SESSION_ENDED);
  assert_asked_once_and_probed_once (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autofree char *done = NULL;
      g_autofree char *not_done = NULL;

      done = g_strconcat ("/session/refresh/lost-answer/", losses[i].name,
                          "-asks-to-sign-in", NULL);
      not_done = g_strconcat ("/session/refresh/lost-answer/", losses[i].name,
                              "-goes-on-with-the-old-token", NULL);
      g_test_add_data_func (done, GUINT_TO_POINTER (i), test_lost_and_done);
      g_test_add_data_func (not_done, GUINT_TO_POINTER (i), test_lost_and_not_done);
    }

  refresh_fixture_add ("/session/refresh/lost-answer/and-that-of-the-probe", test_probe_lost);
  refresh_fixture_add ("/session/refresh/lost-answer/timed-out", test_timed_out);
  refresh_fixture_add ("/session/refresh/lost-answer/probe-answered-by-others",
                       test_probe_answered_by_others);
  refresh_fixture_add ("/session/refresh/lost-answer/what-waits-fails", test_waiting_fails);
  refresh_fixture_add ("/session/refresh/refused/clearly", test_refused_clearly);
  refresh_fixture_add ("/session/refresh/refused/what-waits-goes-out", test_waiting_goes_on);
  g_test_add_func ("/session/refresh/never-sent", test_not_sent);

  return g_test_run ();
}
