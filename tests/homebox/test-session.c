#include "session-fixture.h"

#include <string.h>

static void
on_state (HomeboxSession *session, GParamSpec *pspec, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_new (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxClient) client = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxUser) user = NULL;
  HomeboxSessionState state;

  g_object_get (fixture->session, "client", &client, "token", &token, "user", &user, "state",
                &state, NULL);
  g_assert_true (client == fixture->client);
  g_assert_true (token == homebox_session_get_token (fixture->session));
  g_assert_true (user == homebox_session_get_user (fixture->session));
  g_assert_null (homebox_user_get_id (user));
  g_assert_cmpint (state, ==, HOMEBOX_SESSION_ACTIVE);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_token (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  /* Everything but a refused token is the caller's to judge. */
  raw_server_answer_json (fixture->server, "500 Internal Server Error", "{\"error\":\"x\"}");
  response = session_fixture_send (fixture, "GET", "/anything", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 500);
  session_fixture_assert_request (fixture, 0, "GET /api/v1/anything");
  g_assert_true (session_fixture_has_header (fixture, 0, "Authorization: Bearer XTOKENX"));
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ACTIVE);
}

static void
test_ends (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_states = 0;

  g_signal_connect (fixture->session, "notify::state", G_CALLBACK (on_state), &n_states);
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);

  g_assert_null (session_fixture_send (fixture, "GET", "/users/self", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ENDED);
  g_assert_cmpuint (n_states, ==, 1);
  g_clear_error (&error);

  g_assert_null (session_fixture_send (fixture, "PUT", "/users/self", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpuint (n_states, ==, 1);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

/* A proxy that wants a password of its own says nothing about the token. */
static void
test_proxy (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"proxy\"\r\n"
                     "Content-Type: text/html\r\nContent-Length: 4\r\n\r\nhalt");
  response = session_fixture_send (fixture, "GET", "/users/self", &error);
  g_assert_no_error (error);
  g_assert_false (homebox_response_check (response, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_GATEWAY_LOGIN);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ACTIVE);
}

static void
test_load_user (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  HomeboxUser *user = homebox_session_get_user (fixture->session);

  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  g_assert_true (session_fixture_load_user (fixture, &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "GET /api/v1/users/self");
  g_assert_true (homebox_session_get_user (fixture->session) == user);
  g_assert_cmpstr (homebox_user_get_name (user), ==, "Ann");
}

static void
test_load_user_fails (SessionFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *status;
    const char *json;
    HomeboxError code;
  } cases[] = {
    { "403 Forbidden", NO_TENANT_JSON, HOMEBOX_ERROR_NO_HOME },
    { "200 OK", "{\"item\":{\"id\":\"1\"}}", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "{\"item\":null}", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "200 OK", "{\"item\":", HOMEBOX_ERROR_BROKEN_ANSWER },
    { "500 Internal Server Error", "{\"error\":\"Unknown Error\"}", HOMEBOX_ERROR_SERVER_FAILED },
    { "502 Bad Gateway", "{}", HOMEBOX_ERROR_BAD_GATEWAY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer_json (fixture->server, cases[i].status, cases[i].json);
      g_assert_false (session_fixture_load_user (fixture, &error));
      assert_homebox_error (error, cases[i].code);
    }

  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ACTIVE);
  g_assert_null (homebox_user_get_id (homebox_session_get_user (fixture->session)));
}

static void
test_sign_out (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_states = 0;

  g_signal_connect (fixture->session, "notify::state", G_CALLBACK (on_state), &n_states);
  session_fixture_answer_204 (fixture);
  g_assert_true (session_fixture_sign_out (fixture, &error));
  g_assert_no_error (error);
  session_fixture_assert_request (fixture, 0, "POST /api/v1/users/logout");
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
  g_assert_cmpuint (n_states, ==, 1);

  /* Nothing goes out any more, and signing out twice is no mistake. */
  g_assert_false (session_fixture_load_user (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_clear_error (&error);
  g_assert_true (session_fixture_sign_out (fixture, &error));
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_sign_out_of_ended (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_false (session_fixture_load_user (fixture, &error));
  g_clear_error (&error);

  g_assert_true (session_fixture_sign_out (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ENDED);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_sign_out_refused (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_true (session_fixture_sign_out (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
}

static void
test_sign_out_without_home (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "403 Forbidden", NO_TENANT_JSON);
  g_assert_true (session_fixture_sign_out (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
}

static void
test_sign_out_lost (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_RESET, "");
  g_assert_false (session_fixture_sign_out (fixture, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ACTIVE);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_sign_out_api_key (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxToken) key = homebox_token_new ("hb_KEY", HOMEBOX_TOKEN_API_KEY, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_finalize_object (fixture->session);
  fixture->session = homebox_session_new (fixture->client, key);

  g_assert_true (session_fixture_sign_out (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_dropped (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session = fixture->session;
  g_autoptr (HomeboxToken) token = homebox_token_new ("OTHER", HOMEBOX_TOKEN_SESSION, NULL);

  /* Whoever asked lets go of the session while the answer is under way. */
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  homebox_session_load_user_async (session, NULL, await_store, &result);
  g_object_unref (session);
  await (&result);
  g_assert_true (homebox_session_load_user_finish (session, result, &error));
  g_assert_no_error (error);

  fixture->session = homebox_session_new (fixture->client, token);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  session_fixture_add ("/session/new-asks-nothing", test_new);
  session_fixture_add ("/session/gate/adds-the-token", test_token);
  session_fixture_add ("/session/gate/refused-token-ends-it", test_ends);
  session_fixture_add ("/session/gate/challenge-of-a-proxy-does-not", test_proxy);
  session_fixture_add ("/session/user/is-updated-in-place", test_load_user);
  session_fixture_add ("/session/user/failures", test_load_user_fails);
  session_fixture_add ("/session/dropped-while-waiting", test_dropped);
  session_fixture_add ("/session/sign-out/closes", test_sign_out);
  session_fixture_add ("/session/sign-out/of-an-ended-one", test_sign_out_of_ended);
  session_fixture_add ("/session/sign-out/refused-token-is-fine", test_sign_out_refused);
  session_fixture_add ("/session/sign-out/without-a-home", test_sign_out_without_home);
  session_fixture_add ("/session/sign-out/lost-answer-fails", test_sign_out_lost);
  session_fixture_add ("/session/sign-out/api-key-asks-nothing", test_sign_out_api_key);

  return g_test_run ();
}
