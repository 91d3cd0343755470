#include "session-fixture.h"

#include <string.h>

#define JSON "Content-Type: application/json\r\n"
#define HTML "Content-Type: text/html; charset=utf-8\r\n"

/* What a person meets between a desk and a server that is known to be a Homebox. */
static const struct
{
  const char *name;
  const char *status;
  const char *headers;
  const char *body;
  HomeboxError code;
  guint retry_after;
  const char *words;
} cases[] = {
  { "bad-gateway", "502 Bad Gateway", HTML, "<h1>nginx", HOMEBOX_ERROR_BAD_GATEWAY, 0,
    "cannot reach Homebox" },
  { "unavailable", "503 Service Unavailable", HTML, "<h1>", HOMEBOX_ERROR_UNAVAILABLE, 0,
    "too much to do" },
  { "unavailable-for-a-while", "503 Service Unavailable", HTML "Retry-After: 120\r\n", "<h1>",
    HOMEBOX_ERROR_UNAVAILABLE, 120, "too much to do" },
  { "gateway-timeout", "504 Gateway Timeout", "", "", HOMEBOX_ERROR_GATEWAY_TIMEOUT, 0, "in time" },
  { "portal-page", "200 OK", HTML, "<html>Welcome to our train", HOMEBOX_ERROR_GATEWAY_LOGIN, 0,
    "sign in there" },
  { "portal-page-without-a-type", "200 OK", "", "\n<!doctype html>", HOMEBOX_ERROR_GATEWAY_LOGIN,
    0, "sign in there" },
  { "portal-by-the-book", "511 Network Authentication Required", HTML, "<html>",
    HOMEBOX_ERROR_GATEWAY_LOGIN, 0, "sign in there" },
  { "portal-redirect", "302 Found", "Location: http://portal.example/login?next=abc\r\n", "",
    HOMEBOX_ERROR_GATEWAY_LOGIN, 0, "sign in there" },
  { "gateway-redirect", "303 See Other", "Location: https://auth.example.org/?rd=abc\r\n", "",
    HOMEBOX_ERROR_GATEWAY_LOGIN, 0, "sign in there" },
  { "gateway-page", "401 Unauthorized", HTML, "<html>", HOMEBOX_ERROR_GATEWAY_LOGIN, 0,
    "sign in there" },
  { "gateway-refusal", "403 Forbidden", HTML, "<html>", HOMEBOX_ERROR_GATEWAY_LOGIN, 0,
    "sign in there" },
  { "gateway-challenge", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "",
    HOMEBOX_ERROR_GATEWAY_LOGIN, 0, "sign in there" },
  { "gateway-negotiates", "401 Unauthorized", "WWW-Authenticate: Negotiate\r\n", "",
    HOMEBOX_ERROR_GATEWAY_LOGIN, 0, "sign in there" },
  { "proxy-challenge", "407 Proxy Authentication Required",
    "Proxy-Authenticate: Basic realm=\"x\"\r\n", "", HOMEBOX_ERROR_GATEWAY_LOGIN, 0,
    "sign in there" },
  { "moved", "301 Moved Permanently", "Location: https://moved.example.org/api/v1/users/self\r\n",
    "", HOMEBOX_ERROR_REDIRECTED, 0, "another address" },
  { "nothing-there", "404 Not Found", HTML, "<html>", HOMEBOX_ERROR_NOT_HOMEBOX, 0, "" },
  { "wait-seconds", "429 Too Many Requests", JSON "Retry-After: 10\r\n", "{\"error\":\"x\"}",
    HOMEBOX_ERROR_TOO_MANY_ATTEMPTS, 10, "10 seconds" },
  { "wait-until", "429 Too Many Requests",
    JSON "Date: Mon, 23 Nov 2026 10:00:00 GMT\r\nRetry-After: Mon, 23 Nov 2026 10:01:30 GMT\r\n",
    "{\"error\":\"x\"}", HOMEBOX_ERROR_TOO_MANY_ATTEMPTS, 90, "90 seconds" },
  { "wait-a-sensible-time", "429 Too Many Requests", HTML, "<h1>slow down",
    HOMEBOX_ERROR_TOO_MANY_ATTEMPTS, 60, "60 seconds" },
};

static void
assert_names (SessionFixture *fixture, guint i, const GError *error)
{
  g_autofree char *uri = raw_server_dup_uri (fixture->server);

  assert_homebox_error (error, cases[i].code);
  g_assert_nonnull (strstr (error->message, cases[i].words));
  g_assert_cmpuint (homebox_error_get_retry_after (error), ==, cases[i].retry_after);
  if (cases[i].code == HOMEBOX_ERROR_GATEWAY_LOGIN)
    g_assert_cmpstr (homebox_error_get_detail (error), ==, uri);
}

/* A read and a change, in a session that would keep what is refused: none of this is a refusal. */
static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  SessionFixture fixture = { 0 };
  g_autofree char *bytes = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) read_error = NULL;
  g_autoptr (GError) change_error = NULL;

  bytes = g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                           cases[i].status, cases[i].headers, strlen (cases[i].body),
                           cases[i].body);
  session_fixture_set_up (&fixture, NULL);
  session_fixture_watch (&fixture);
  homebox_session_set_patient (fixture.session, TRUE);
  raw_server_answer (fixture.server, RAW_THEN_KEEP, bytes);

  g_assert_false (session_fixture_load_user (&fixture, &read_error));
  assert_names (&fixture, i, read_error);

  homebox_session_update_profile_async (fixture.session, "Ann", "ann@example.org", NULL,
                                        await_store, &result);
  g_assert_false (homebox_session_update_profile_finish (fixture.session, await (&result),
                                                         &change_error));
  assert_names (&fixture, i, change_error);

  g_assert_cmpuint (raw_server_get_n_requests (fixture.server), ==, 2);
  g_assert_cmpstr (fixture.states->str, ==, "");
  g_clear_object (&result);
  session_fixture_tear_down (&fixture, NULL);
}

/* A gateway with its login page on the same origin: a read follows, a change does not. */
static void
test_login_page_on_the_same_origin (SessionFixture *fixture, gconstpointer data)
{
  g_autofree char *uri = raw_server_dup_uri (fixture->server);
  g_autoptr (GError) error = NULL;

  raw_server_answer_redirect (fixture->server, "302 Found", "/outpost/login");
  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 200 OK\r\n" HTML "Content-Length: 6\r\n\r\n<html>");
  g_assert_false (session_fixture_load_user (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_GATEWAY_LOGIN);
  g_assert_cmpstr (homebox_error_get_detail (error), ==, uri);
  g_clear_error (&error);

  raw_server_answer_redirect (fixture->server, "302 Found", "/outpost/login");
  g_assert_null (session_fixture_send (fixture, "PUT", "/users/self", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_GATEWAY_LOGIN);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);
}

static void
test_portal_gets_no_token (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (RawServer) portal = raw_server_new ();
  g_autofree char *location = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (portal, "200 OK", USER_JSON);
  location = g_strdup_printf ("http://127.0.0.1:%u/login", raw_server_get_port (portal));
  raw_server_answer_redirect (fixture->server, "302 Found", location);
  g_assert_false (session_fixture_load_user (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_GATEWAY_LOGIN);
  g_assert_cmpuint (raw_server_get_n_connections (portal), ==, 0);
}

/* Before anything is known about a server, a web page is just no Homebox. */
static void
test_unknown_server (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 200 OK\r\n" HTML "Content-Length: 6\r\n\r\n<html>");
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_false (homebox_response_check (response, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
test_reads_are_repeated (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer (fixture->server, RAW_THEN_RESET, "");
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  g_assert_true (session_fixture_load_user (fixture, &error));
  g_assert_true (session_fixture_load_user (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 4);
  session_fixture_assert_state (fixture, ACTIVE);

  for (guint i = 0; i < 4; i++)
    raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  g_assert_false (session_fixture_load_user (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 7);
}

static void
test_changes_are_not_repeated (SessionFixture *fixture, gconstpointer data)
{
  static const char *const methods[] = { "PUT", "POST", "DELETE" };

  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  g_assert_true (session_fixture_load_user (fixture, NULL));
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (session_fixture_send (fixture, methods[i], "/change", &error));
      assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
      g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, i + 2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/session/network/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }

  session_fixture_add ("/session/network/login-page-on-the-same-origin",
                       test_login_page_on_the_same_origin);
  session_fixture_add ("/session/network/portal-gets-no-token", test_portal_gets_no_token);
  session_fixture_add ("/session/network/unknown-server", test_unknown_server);
  session_fixture_add ("/session/network/dropped-reads-are-repeated", test_reads_are_repeated);
  session_fixture_add ("/session/network/dropped-changes-are-not", test_changes_are_not_repeated);

  return g_test_run ();
}
