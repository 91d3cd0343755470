#include "deaf-socket.h"
#include "session-fixture.h"

#include <string.h>

typedef enum
{
  DONE,
  STILL_THERE,
  NOT_KNOWN,
} Outcome;

static gboolean
delete_account (SessionFixture *fixture, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_delete_account_async (fixture->session, cancellable, await_store, &result);

  return homebox_session_delete_account_finish (fixture->session, await (&result), error);
}

static void
answer_user (SessionFixture *fixture)
{
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
}

static void
answer_no_token (SessionFixture *fixture)
{
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
}

static void
lose_answer (SessionFixture *fixture)
{
  raw_server_answer (fixture->server, RAW_THEN_RESET, "");
}

static void
assert_asked_once_and_checked (SessionFixture *fixture)
{
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
  session_fixture_assert_request (fixture, 0, "DELETE /api/v1/users/self");
  session_fixture_assert_request (fixture, 1, "GET /api/v1/users/self");
}

static void
test_delete (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (fixture);
  g_assert_true (delete_account (fixture, NULL, &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "DELETE /api/v1/users/self");
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
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
    { "403 Forbidden", "{\"error\":\"Forbidden\"}", HOMEBOX_ERROR_DEMO_SERVER },
    { "403 Forbidden", NO_TENANT_JSON, HOMEBOX_ERROR_NO_HOME },
    { "403 Forbidden", "{\"error\":\"because\"}", HOMEBOX_ERROR_FORBIDDEN },
    { "429 Too Many Requests", "{\"error\":\"x\"}", HOMEBOX_ERROR_TOO_MANY_ATTEMPTS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer_json (fixture->server, cases[i].status, cases[i].json);
      g_assert_false (delete_account (fixture, NULL, &error));
      assert_homebox_error (error, cases[i].code);
    }

  /* A clear refusal needs no check. */
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, G_N_ELEMENTS (cases));
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ACTIVE);
}

static void
test_session_ended (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  answer_no_token (fixture);
  g_assert_false (delete_account (fixture, NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ENDED);
}

static void
test_refused_connection (SessionFixture *fixture, gconstpointer data)
{
  guint16 port;
  g_autoptr (GSocket) deaf = deaf_socket_new (&port);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", port);
  HomeboxToken *token = homebox_session_get_token (fixture->session);
  g_autoptr (HomeboxClient) client = homebox_client_new (uri);
  g_autoptr (HomeboxSession) session = homebox_session_new (client, token);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_delete_account_async (session, NULL, await_store, &result);
  g_assert_false (homebox_session_delete_account_finish (session, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_REFUSED);
}

static void
on_state (HomeboxSession *session, GParamSpec *pspec, gpointer user_data)
{
  /* "Signed out by the server" would be shown for a moment. */
  g_assert_cmpint (homebox_session_get_state (session), ==, HOMEBOX_SESSION_SIGNED_OUT);
}

static void
test_lost_and_done (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_signal_connect (fixture->session, "notify::state", G_CALLBACK (on_state), NULL);
  lose_answer (fixture);
  answer_no_token (fixture);
  g_assert_true (delete_account (fixture, NULL, &error));
  g_assert_no_error (error);
  assert_asked_once_and_checked (fixture);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
}

static void
test_lost_and_still_there (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  lose_answer (fixture);
  answer_user (fixture);
  g_assert_false (delete_account (fixture, NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_nonnull (strstr (error->message, "still there"));
  assert_asked_once_and_checked (fixture);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ACTIVE);
}

static void
test_timed_out_and_not_known (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  homebox_client_set_timeout (fixture->client, 50);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  g_assert_false (delete_account (fixture, NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_TIMED_OUT);
  g_assert_nonnull (strstr (error->message, "deleted or not"));

  /* A request that ran out of time may not have got as far as the server. */
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), <=, 2);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_UNREACHABLE);
}

/* What a proxy or a portal answers for the server says nothing about the account. */
static void
test_not_known (SessionFixture *fixture, gconstpointer data)
{
  static const char *const answers[] = {
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n{",
    "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: https://portal.example/\r\nContent-Length: 0\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;

      lose_answer (fixture);
      raw_server_answer (fixture->server, RAW_THEN_KEEP, answers[i]);
      g_test_message ("%s", answers[i]);
      g_assert_false (delete_account (fixture, NULL, &error));
      assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
      g_assert_nonnull (strstr (error->message, "deleted or not"));
      g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ACTIVE);
    }
}

static void
test_gateway (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n");
  answer_user (fixture);
  g_assert_false (delete_account (fixture, NULL, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_GATEWAY_TIMEOUT);
  g_clear_error (&error);

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
  answer_no_token (fixture);
  g_assert_true (delete_account (fixture, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
}

static void
cancel_while_deleting (SessionFixture *fixture, Outcome outcome)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  if (outcome == DONE)
    answer_no_token (fixture);
  else if (outcome == STILL_THERE)
    answer_user (fixture);
  else
    lose_answer (fixture);

  homebox_session_delete_account_async (fixture->session, cancellable, await_store, &result);
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  done = homebox_session_delete_account_finish (fixture->session, await (&result), &error);
  assert_asked_once_and_checked (fixture);

  if (outcome == DONE)
    g_assert_no_error (error);
  else if (outcome == STILL_THERE)
    assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  else
    assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);

  g_assert_cmpint (done, ==, outcome == DONE);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==,
                   done ? HOMEBOX_SESSION_SIGNED_OUT : HOMEBOX_SESSION_ACTIVE);
}

static void
test_cancelled_and_done (SessionFixture *fixture, gconstpointer data)
{
  cancel_while_deleting (fixture, DONE);
}

static void
test_cancelled_and_still_there (SessionFixture *fixture, gconstpointer data)
{
  cancel_while_deleting (fixture, STILL_THERE);
}

static void
test_cancelled_and_not_known (SessionFixture *fixture, gconstpointer data)
{
  cancel_while_deleting (fixture, NOT_KNOWN);
}

/* Another request learns of the end first. */
static void
test_other_request (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  answer_no_token (fixture);

  homebox_session_delete_account_async (fixture->session, NULL, await_store, &deleted);
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);

  homebox_session_load_user_async (fixture->session, NULL, await_store, &loaded);
  g_assert_false (homebox_session_load_user_finish (fixture->session, await (&loaded), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_clear_error (&error);

  raw_server_continue (fixture->server, "");
  g_assert_true (homebox_session_delete_account_finish (fixture->session, await (&deleted),
                                                        &error));
  g_assert_no_error (error);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/deletion/closes-the-session", test_delete);
  session_fixture_add ("/deletion/refused", test_refused);
  session_fixture_add ("/deletion/session-had-ended", test_session_ended);
  session_fixture_add ("/deletion/never-arrived", test_refused_connection);
  session_fixture_add ("/deletion/lost-answer/done", test_lost_and_done);
  session_fixture_add ("/deletion/lost-answer/still-there", test_lost_and_still_there);
  session_fixture_add ("/deletion/lost-answer/check-times-out", test_timed_out_and_not_known);
  session_fixture_add ("/deletion/lost-answer/not-known", test_not_known);
  session_fixture_add ("/deletion/lost-answer/of-a-gateway", test_gateway);
  session_fixture_add ("/deletion/lost-answer/other-request-learns-first", test_other_request);
  session_fixture_add ("/deletion/cancelled/done", test_cancelled_and_done);
  session_fixture_add ("/deletion/cancelled/still-there", test_cancelled_and_still_there);
  session_fixture_add ("/deletion/cancelled/not-known", test_cancelled_and_not_known);

  return g_test_run ();
}
