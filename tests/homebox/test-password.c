#include "session-fixture.h"

#include <string.h>

#define PATH "PUT /api/v1/users/self/change-password"
#define OTHER_PATH "PUT /api/v1/users/change-password"

#define NOT_FOUND                                                                                  \
  "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\n"               \
  "404 page not found"
#define NOT_ALLOWED "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"
#define EMPTY_500 "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
#define WEB_500                                                                                    \
  "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n"     \
  "<html>"

static gboolean
change (SessionFixture *fixture, const char *new, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) current_password = homebox_secret_new ("correct \"horse\"");
  g_autoptr (HomeboxSecret) new_password = homebox_secret_new (new);

  homebox_session_change_password_async (fixture->session, current_password, new_password, NULL,
                                         await_store, &result);

  return homebox_session_change_password_finish (fixture->session, await (&result), error);
}

static void
test_change (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  g_assert_true (change (fixture, "battery\\staple", &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, PATH);
  session_fixture_assert_body (fixture, 0,
                               "{\"current\":\"correct \\\"horse\\\"\","
                               "\"new\":\"battery\\\\staple\"}");
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ACTIVE);
}

static void
test_other_path (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);
  session_fixture_answer_204 (fixture);
  g_assert_true (change (fixture, "battery staple", &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, PATH);
  session_fixture_assert_request (fixture, 1, OTHER_PATH);
  g_assert_true (strstr (raw_server_get_request (fixture->server, 1), "battery staple") != NULL);

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_ALLOWED);
  raw_server_answer (fixture->server, RAW_THEN_KEEP, EMPTY_500);
  g_assert_false (change (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD);
  session_fixture_assert_request (fixture, 3, OTHER_PATH);
}

static void
test_no_path (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NOT_FOUND);
  g_assert_false (change (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_wrong (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "500 Internal Server Error",
                          "{\"error\":\"Internal Server Error\"}");
  g_assert_false (change (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_PASSWORD);
  g_clear_error (&error);

  raw_server_answer (fixture->server, RAW_THEN_KEEP, EMPTY_500);
  g_assert_false (change (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD);
  g_clear_error (&error);

  /* Not every 500 blames the person. */
  raw_server_answer (fixture->server, RAW_THEN_KEEP, WEB_500);
  g_assert_false (change (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_FAILED);
  g_clear_error (&error);

  raw_server_answer_json (fixture->server, "500 Internal Server Error",
                          "{\"error\":\"database is locked\"}");
  g_assert_false (change (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SERVER_FAILED);
}

static void
test_forbidden (SessionFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *json;
    HomeboxError code;
  } cases[] = {
    { "{\"error\":\"Forbidden\"}", HOMEBOX_ERROR_DEMO_SERVER },
    { NO_TENANT_JSON, HOMEBOX_ERROR_NO_HOME },
    { "{\"error\":\"local login is not enabled\"}", HOMEBOX_ERROR_LOCAL_LOGIN_OFF },
    { "{\"error\":\"because\"}", HOMEBOX_ERROR_FORBIDDEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer_json (fixture->server, "403 Forbidden", cases[i].json);
      g_assert_false (change (fixture, "battery staple", &error));
      assert_homebox_error (error, cases[i].code);
    }
}

static void
test_short (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (change (fixture, "short", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_PASSWORD);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_lost (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_RESET, "");
  g_assert_false (change (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_nonnull (strstr (error->message, "may be in force"));
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
  g_clear_error (&error);

  homebox_client_set_timeout (fixture->client, 50);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  g_assert_false (change (fixture, "battery staple", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (error->message, "may be in force"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/password/change", test_change);
  session_fixture_add ("/password/other-path-is-tried-once", test_other_path);
  session_fixture_add ("/password/neither-path", test_no_path);
  session_fixture_add ("/password/wrong-current-one", test_wrong);
  session_fixture_add ("/password/forbidden", test_forbidden);
  session_fixture_add ("/password/too-short-asks-nothing", test_short);
  session_fixture_add ("/password/lost-answer-says-it-may-be-done", test_lost);

  return g_test_run ();
}
