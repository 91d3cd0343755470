#include "session-fixture.h"

#include "homebox-password-reset.h"

#include <string.h>

#define FORGOT "POST /api/v1/users/forgot-password"
#define RESET "POST /api/v1/users/reset-password"
#define LOGIN "POST /api/v1/users/login"

#define NO_SUCH_PAGE                                                                               \
  "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\n"               \
  "404 page not found"
#define NOT_ALLOWED "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"
#define LOGIN_JSON "{\"token\":\"Bearer XSECRETX\",\"expiresAt\":\"2026-12-21T13:47:23Z\"}"
#define UNAUTHORIZED_JSON "{\"error\":\"unauthorized\"}"

static gboolean
probe (SessionFixture *fixture, gboolean *is_offered, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_password_reset_probe_async (fixture->client, NULL, await_store, &result);

  return homebox_password_reset_probe_finish (fixture->client, await (&result), is_offered, error);
}

static gboolean
request (SessionFixture *fixture, const char *email, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_password_reset_request_async (fixture->client, email, NULL, await_store, &result);

  return homebox_password_reset_request_finish (fixture->client, await (&result), error);
}

static gboolean
redeem (SessionFixture *fixture, const char *password, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) token = homebox_secret_new ("XTOKENX");
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (password);

  homebox_password_reset_redeem_async (fixture->client, token, secret, NULL, await_store, &result);

  return homebox_password_reset_redeem_finish (fixture->client, await (&result), error);
}

static HomeboxSession *
redeem_and_sign_in (SessionFixture *fixture,
                    const char *email,
                    HomeboxResetOutcome *outcome,
                    GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) token = homebox_secret_new ("XTOKENX");
  g_autoptr (HomeboxSecret) secret = homebox_secret_new ("battery \"staple\"");

  homebox_password_reset_redeem_and_sign_in_async (fixture->client, token, email, secret, TRUE,
                                                   NULL, await_store, &result);

  return homebox_password_reset_redeem_and_sign_in_finish (fixture->client, await (&result),
                                                           outcome, error);
}

static void
test_probe (SessionFixture *fixture, gconstpointer data)
{
  gboolean is_offered = FALSE;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_ALLOWED);
  g_assert_true (probe (fixture, &is_offered, &error));
  g_assert_true (is_offered);
  session_fixture_assert_request (fixture, 0, "GET /api/v1/users/forgot-password");

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  g_assert_true (probe (fixture, &is_offered, &error));
  g_assert_false (is_offered);

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  g_assert_false (probe (fixture, &is_offered, &error));
  g_assert_nonnull (error);
}

static void
test_request (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  g_assert_true (request (fixture, " Ann@Example.ORG ", &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, FORGOT);
  session_fixture_assert_body (fixture, 0, "{\"email\":\"ann@example.org\"}");
  g_assert_null (strstr (raw_server_get_request (fixture->server, 0), "Authorization"));
}

static void
test_request_empty (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (request (fixture, "  ", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EMAIL);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

typedef struct
{
  const char *status;
  const char *json;
  HomeboxError code;
  HomeboxField field;
} Refusal;

static const Refusal refusals[] = {
  { "403 Forbidden", "{\"error\":\"Forbidden\"}", HOMEBOX_ERROR_DEMO_SERVER },
  { "403 Forbidden", "{\"error\":\"local login is not enabled\"}", HOMEBOX_ERROR_LOCAL_LOGIN_OFF },
  { "429 Too Many Requests", "{\"error\":\"too many authentication attempts\"}",
    HOMEBOX_ERROR_TOO_MANY_ATTEMPTS },
  { "400 Bad Request", "{\"error\":\"password reset link is invalid or has expired\"}",
    HOMEBOX_ERROR_RESET_LINK_SPENT },
  { "400 Bad Request", "{\"error\":\"password must be at least 6 characters\"}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_PASSWORD },
  { "500 Internal Server Error", "{\"error\":\"internal error\"}", HOMEBOX_ERROR_SERVER_FAILED },
};

static void
test_refused (SessionFixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const Refusal *refusal = &refusals[i];
      g_autoptr (GError) error = NULL;

      raw_server_answer_json (fixture->server, refusal->status, refusal->json);
      g_assert_false (redeem (fixture, "battery staple", &error));
      assert_homebox_error (error, refusal->code);
      g_assert_cmpint (homebox_error_get_field (error), ==, refusal->field);
      g_clear_error (&error);

      if (refusal->code == HOMEBOX_ERROR_RESET_LINK_SPENT)
        continue;

      raw_server_answer_json (fixture->server, refusal->status, refusal->json);
      g_assert_false (request (fixture, "ann@example.org", &error));
      assert_homebox_error (error, refusal->code);
    }
}

static void
test_too_old (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  g_assert_false (request (fixture, "ann@example.org", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_clear_error (&error);
  g_assert_false (redeem (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
}

static void
test_redeem (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (redeem (fixture, "short", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_PASSWORD);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
  g_clear_error (&error);

  session_fixture_answer_204 (fixture);
  g_assert_true (redeem (fixture, "battery staple", &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, RESET);
  session_fixture_assert_body (fixture, 0,
                               "{\"token\":\"XTOKENX\",\"password\":\"battery staple\"}");
}

static void
test_back_in (SessionFixture *fixture, gconstpointer data)
{
  HomeboxResetOutcome outcome = HOMEBOX_RESET_NOT_DONE;
  HomeboxSession *session;
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = redeem_and_sign_in (fixture, "Ann@Example.org", &outcome, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_DONE);
  session_fixture_assert_request (fixture, 0, RESET);
  session_fixture_assert_body (fixture, 1,
                               "{\"username\":\"ann@example.org\","
                               "\"password\":\"battery \\\"staple\\\"\",\"stayLoggedIn\":true}");
  g_assert_finalize_object (session);
}

/* The link works once, so everything is looked at before it is used. */
static void
test_back_in_checked (SessionFixture *fixture, gconstpointer data)
{
  HomeboxResetOutcome outcome = HOMEBOX_RESET_DONE;
  g_autoptr (GError) error = NULL;

  g_assert_null (redeem_and_sign_in (fixture, " ", &outcome, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EMAIL);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_NOT_DONE);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_back_in_spent (SessionFixture *fixture, gconstpointer data)
{
  HomeboxResetOutcome outcome = HOMEBOX_RESET_DONE;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "400 Bad Request",
                          "{\"error\":\"password reset link is invalid or has expired\"}");
  g_assert_null (redeem_and_sign_in (fixture, "ann@example.org", &outcome, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_RESET_LINK_SPENT);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_NOT_DONE);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

/* The new password is in force, and the email is that of somebody else. */
static void
test_back_in_as_another (SessionFixture *fixture, gconstpointer data)
{
  HomeboxResetOutcome outcome = HOMEBOX_RESET_NOT_DONE;
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  raw_server_answer_json (fixture->server, "401 Unauthorized", UNAUTHORIZED_JSON);
  g_assert_null (redeem_and_sign_in (fixture, "bea@example.org", &outcome, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_WRONG_CREDENTIALS);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_DONE);
}

static void
test_lost (SessionFixture *fixture, gconstpointer data)
{
  HomeboxResetOutcome outcome = HOMEBOX_RESET_NOT_DONE;
  HomeboxSession *session;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "200 OK", LOGIN_JSON);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session = redeem_and_sign_in (fixture, "ann@example.org", &outcome, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_DONE);
  g_assert_finalize_object (session);

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "401 Unauthorized", UNAUTHORIZED_JSON);
  g_assert_null (redeem_and_sign_in (fixture, "ann@example.org", &outcome, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_DONE);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_NOT_DONE);
  session_fixture_assert_request (fixture, 3, RESET);
  session_fixture_assert_request (fixture, 4, LOGIN);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 5);
}

/* Neither the answer came, nor could it be looked up: nobody knows, and that is said. */
static void
test_lost_for_good (SessionFixture *fixture, gconstpointer data)
{
  HomeboxResetOutcome outcome = HOMEBOX_RESET_DONE;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "429 Too Many Requests",
                          "{\"error\":\"too many authentication attempts\"}");
  g_assert_null (redeem_and_sign_in (fixture, "ann@example.org", &outcome, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/password-reset/is-it-offered", test_probe);
  session_fixture_add ("/password-reset/request/says-no-more-than-that", test_request);
  session_fixture_add ("/password-reset/request/without-an-email", test_request_empty);
  session_fixture_add ("/password-reset/refusals", test_refused);
  session_fixture_add ("/password-reset/server-too-old", test_too_old);
  session_fixture_add ("/password-reset/redeem", test_redeem);
  session_fixture_add ("/password-reset/back-in", test_back_in);
  session_fixture_add ("/password-reset/back-in/checked-before-the-link-is-used",
                       test_back_in_checked);
  session_fixture_add ("/password-reset/back-in/spent-link", test_back_in_spent);
  session_fixture_add ("/password-reset/back-in/as-somebody-else", test_back_in_as_another);
  session_fixture_add ("/password-reset/back-in/lost-answer-is-looked-up", test_lost);
  session_fixture_add ("/password-reset/back-in/lost-answer-that-cannot-be-looked-up",
                       test_lost_for_good);

  return g_test_run ();
}
