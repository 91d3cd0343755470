#include "session-fixture.h"

#include <string.h>

#define LOGIN_JSON                                                                                 \
  "{\"token\":\"Bearer XSECRETX\",\"expiresAt\":\"2026-12-21T13:47:23.215820744+01:00\","          \
  "\"attachmentToken\":\"XATTACHX\"}"

static HomeboxSession *
sign_in (SessionFixture *fixture, const char *email, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) password = homebox_secret_new ("p\"ass\\w\nord");

  homebox_session_sign_in_async (fixture->client, email, password, TRUE, cancellable, await_store,
                                 &result);

  return homebox_session_sign_in_finish (fixture->client, await (&result), error);
}

static void
await_requests (SessionFixture *fixture, guint n)
{
  while (raw_server_get_n_requests (fixture->server) < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_success (SessionFixture *fixture, gconstpointer data)
{
  HomeboxSession *session;
  HomeboxToken *token;
  g_autofree char *expires_at = NULL;
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = sign_in (fixture, " Ann@Example.ORG\n", NULL, &error);
  g_assert_no_error (error);

  session_fixture_assert_request (fixture, 0, "POST /api/v1/users/login");
  g_assert_true (session_fixture_has_header (fixture, 0, "Content-Type: application/json"));
  g_assert_null (strstr (raw_server_get_request (fixture->server, 0), "Authorization"));
  session_fixture_assert_body (fixture, 0,
                               "{\"username\":\"ann@example.org\","
                               "\"password\":\"p\\\"ass\\\\w\\u000aord\",\"stayLoggedIn\":true}");
  session_fixture_assert_request (fixture, 1, "GET /api/v1/users/self");
  g_assert_true (session_fixture_has_header (fixture, 1, "Authorization: Bearer XSECRETX"));
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);

  token = homebox_session_get_token (session);
  g_assert_cmpint (homebox_token_get_kind (token), ==, HOMEBOX_TOKEN_SESSION);
  g_assert_cmpstr (homebox_secret_peek (homebox_token_get_secret (token)), ==, "XSECRETX");
  utc = g_date_time_to_utc (homebox_token_get_expires_at (token));
  expires_at = g_date_time_format_iso8601 (utc);
  g_assert_true (g_str_has_prefix (expires_at, "2026-12-21T12:47:23"));
  g_assert_cmpstr (homebox_user_get_name (homebox_session_get_user (session)), ==, "Ann");
  g_assert_true (homebox_session_get_client (session) == fixture->client);
  g_assert_finalize_object (session);
}

/* The shape of a refresh, which some descriptions give for a sign-in too. */
static void
test_raw (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxToken *token;

  raw_server_answer_json (fixture->server, "200 OK", "{\"item\":{\"raw\":\"XSECRETX\"}}");
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = sign_in (fixture, "ann@example.org", NULL, &error);
  g_assert_no_error (error);
  token = homebox_session_get_token (session);
  g_assert_cmpstr (homebox_secret_peek (homebox_token_get_secret (token)), ==, "XSECRETX");
  g_assert_null (homebox_token_get_expires_at (token));
}

static void
test_odd_email (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = sign_in (fixture, "Admin", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (raw_server_get_request (fixture->server, 0), "\"admin\""));
}

static void
test_no_email (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sign_in (fixture, " \n", NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EMAIL);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_refused (SessionFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *json;
    HomeboxError code;
  } cases[] = {
    { "401 Unauthorized", "{\"error\":\"unauthorized\"}", HOMEBOX_ERROR_WRONG_CREDENTIALS },
    { "500 Internal Server Error", "\"invalid username or password\"",
      HOMEBOX_ERROR_WRONG_CREDENTIALS },
    { "500 Internal Server Error", "\"invalid content type\"", HOMEBOX_ERROR_SERVER_FAILED },
    { "500 Internal Server Error", "{\"error\":\"Unknown Error\"}", HOMEBOX_ERROR_SERVER_FAILED },
    { "403 Forbidden", "{\"error\":\"local login is not enabled\"}",
      HOMEBOX_ERROR_LOCAL_LOGIN_OFF },
    { "403 Forbidden", "{\"error\":\"something else\"}", HOMEBOX_ERROR_LOCAL_LOGIN_OFF },
    { "404 Not Found", "{\"x\":1}", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "200 OK", "{}", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "{\"token\":null}", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "{\"token\":\"Bearer \"}", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "[]", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "{\"token\":\"Bearer XSE", HOMEBOX_ERROR_BROKEN_ANSWER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer_json (fixture->server, cases[i].status, cases[i].json);
      g_test_message ("%s %s", cases[i].status, cases[i].json);
      g_assert_null (sign_in (fixture, "ann@example.org", NULL, &error));
      assert_homebox_error (error, cases[i].code);
      g_assert_null (strstr (error->message, "XSE"));
    }

  /* Whatever the answer is, nothing is ever sent again. */
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, G_N_ELEMENTS (cases));
}

static void
test_too_many (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 10\r\n"
                     "Content-Type: application/json\r\nContent-Length: 42\r\n\r\n"
                     "{\"error\":\"too many authentication attempts\"}");
  g_assert_null (sign_in (fixture, "ann@example.org", NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS);
  g_assert_cmpuint (homebox_error_get_retry_after (error), ==, 10);
}

static void
test_web_page (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n"
                     "<html>");
  g_assert_null (sign_in (fixture, "ann@example.org", NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
assert_abandoned (SessionFixture *fixture)
{
  await_requests (fixture, 3);
  session_fixture_assert_request (fixture, 2, "POST /api/v1/users/logout");
  g_assert_true (session_fixture_has_header (fixture, 2, "Authorization: Bearer XSECRETX"));

  /* Until the one that nobody waits for is over. */
  while (G_OBJECT (fixture->client)->ref_count > 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_no_home (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_null (sign_in (fixture, "ann@example.org", NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NO_HOME);
  assert_abandoned (fixture);
}

static void
test_user_lost (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", "{\"item\":{}}");
  session_fixture_answer_204 (fixture);
  g_assert_null (sign_in (fixture, "ann@example.org", NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_BROKEN_ANSWER);
  assert_abandoned (fixture);
}

static void
test_cancelled (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) password = homebox_secret_new ("password");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  session_fixture_answer_204 (fixture);

  homebox_session_sign_in_async (fixture->client, "ann@example.org", password, FALSE, cancellable,
                                 await_store, &result);
  await_requests (fixture, 2);
  g_cancellable_cancel (cancellable);
  g_assert_null (homebox_session_sign_in_finish (fixture->client, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  g_clear_object (&result);
  assert_abandoned (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/sign-in/makes-a-complete-session", test_success);
  session_fixture_add ("/sign-in/token-in-the-other-shape", test_raw);
  session_fixture_add ("/sign-in/email-is-not-judged", test_odd_email);
  session_fixture_add ("/sign-in/without-email-asks-nothing", test_no_email);
  session_fixture_add ("/sign-in/refused", test_refused);
  session_fixture_add ("/sign-in/too-many-attempts", test_too_many);
  session_fixture_add ("/sign-in/web-page", test_web_page);
  session_fixture_add ("/sign-in/unused-session-is-signed-out/no-home", test_no_home);
  session_fixture_add ("/sign-in/unused-session-is-signed-out/no-user", test_user_lost);
  session_fixture_add ("/sign-in/unused-session-is-signed-out/cancelled", test_cancelled);

  return g_test_run ();
}
