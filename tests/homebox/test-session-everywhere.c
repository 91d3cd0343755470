#include "session-fixture.h"

static gboolean
sign_out_everywhere (SessionFixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_sign_out_everywhere_async (fixture->session, NULL, await_store, &result);

  return homebox_session_sign_out_everywhere_finish (fixture->session, await (&result), error);
}

static void
test_closes (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  g_assert_true (sign_out_everywhere (fixture, &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "POST /api/v1/users/logout/all");
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
  session_fixture_assert_state (fixture, SIGNED_OUT);
}

static void
test_fails (SessionFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *answer;
    HomeboxError code;
  } cases[] = {
    { "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 19\r\n\r\n"
      "404 page not found\n", HOMEBOX_ERROR_SERVER_TOO_OLD },
    { "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", HOMEBOX_ERROR_FORBIDDEN },
    { "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n",
      HOMEBOX_ERROR_TOO_MANY_ATTEMPTS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer (fixture->server, RAW_THEN_KEEP, cases[i].answer);
      g_assert_false (sign_out_everywhere (fixture, &error));
      assert_homebox_error (error, cases[i].code);
      session_fixture_assert_state (fixture, ACTIVE);
      g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, i + 1);
    }
}

/* It is not known since when it is: the person signs in and confirms it anew. */
static void
test_had_ended (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_false (sign_out_everywhere (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_assert_state (fixture, ENDED);
}

static void
test_lost_and_done (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  session_fixture_watch (fixture);
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_true (sign_out_everywhere (fixture, &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 1, "GET /api/v1/users/self");
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
  g_assert_cmpstr (fixture->states->str, ==, "signed-out ");
}

static void
test_lost_and_not_done (SessionFixture *fixture, gconstpointer data)
{
  static const char *const answers[] = {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    "",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
      raw_server_answer (fixture->server, *answers[i] != '\0' ? RAW_THEN_KEEP : RAW_THEN_CLOSE,
                         answers[i]);
      g_assert_false (sign_out_everywhere (fixture, &error));
      assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
      session_fixture_assert_state (fixture, ACTIVE);
      g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2 * (i + 1));
    }
}

static void
test_cancelled (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  homebox_session_sign_out_everywhere_async (fixture->session, cancellable, await_store, &result);
  session_fixture_await_requests (fixture, 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (homebox_session_sign_out_everywhere_finish (fixture->session, await (&result),
                                                              &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  session_fixture_assert_state (fixture, ACTIVE);
}

/* The key is none of the sessions that end. */
static void
test_api_key (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxToken) key = homebox_token_new ("hb_KEY", HOMEBOX_TOKEN_API_KEY, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (homebox_session_resume (fixture->session, key));
  session_fixture_answer_204 (fixture);
  g_assert_true (sign_out_everywhere (fixture, &error));
  g_assert_no_error (error);
  session_fixture_assert_state (fixture, ACTIVE);

  /* So it cannot tell whether they have, either. */
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  g_assert_false (sign_out_everywhere (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/session/sign-out-everywhere/closes", test_closes);
  session_fixture_add ("/session/sign-out-everywhere/fails", test_fails);
  session_fixture_add ("/session/sign-out-everywhere/session-had-ended", test_had_ended);
  session_fixture_add ("/session/sign-out-everywhere/lost-answer/done", test_lost_and_done);
  session_fixture_add ("/session/sign-out-everywhere/lost-answer/not-done",
                       test_lost_and_not_done);
  session_fixture_add ("/session/sign-out-everywhere/cancelled", test_cancelled);
  session_fixture_add ("/session/sign-out-everywhere/api-key-goes-on", test_api_key);

  return g_test_run ();
}
