#include "latchkey-password-change.h"

#include "await.h"
#include "connection-fixture.h"
#include "homebox-error.h"

#include <string.h>

#define PATH "/api/v1/users/self/change-password"

static void
serve (ConnectionFixture *fixture, LatchkeyDemoVersion version, LatchkeyDemoFlags flags)
{
  g_autoptr (GError) error = NULL;

  connection_fixture_stop_server (fixture);
  fixture->server = latchkey_demo_server_new (version, flags);
  latchkey_demo_server_listen (fixture->server, 0, &error);
  g_assert_no_error (error);
}

static void
misbehave (ConnectionFixture *fixture, LatchkeyDemoMode mode, const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, "PUT", PATH, mode, argument, &error);
  g_assert_no_error (error);
}

static void
send (LatchkeyPasswordChange *change, const char *current, const char *new)
{
  g_autoptr (HomeboxSecret) current_password = homebox_secret_new (current);
  g_autoptr (HomeboxSecret) new_password = homebox_secret_new (new);

  latchkey_password_change_send (change, current_password, new_password);
}

static void
wait_for (LatchkeyPasswordChange *change, LatchkeyPasswordChangeState state)
{
  while (latchkey_password_change_is_working (change))
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (latchkey_password_change_get_state (change), ==, state);
}

static void
wait_for_note (LatchkeyPasswordChange *change)
{
  while (latchkey_password_change_get_note (change) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_request (ConnectionFixture *fixture)
{
  while (strstr (fixture->events->str, "PUT /users/self/change-password") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* It goes when the last answer did, even one that was cancelled. */
static void
finish (LatchkeyPasswordChange *change)
{
  gpointer watched = change;

  g_object_add_weak_pointer (G_OBJECT (change), &watched);
  latchkey_password_change_close (change);
  g_object_unref (change);

  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
can_sign_in (ConnectionFixture *fixture, const char *password)
{
  g_autoptr (HomeboxClient) client
    = homebox_client_new (latchkey_demo_server_get_uri (fixture->server));
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (password);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_sign_in_async (client,
                                 "ada@example.org",
                                 secret,
                                 FALSE,
                                 NULL,
                                 await_store,
                                 &result);
  session = homebox_session_sign_in_finish (client, await (&result), &error);

  return session != NULL;
}

static void
test_success (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);

  wait_for_note (change);
  g_assert_cmpstr (latchkey_password_change_get_note (change),
                   ==,
                   "Your other devices will have to sign in again.");

  send (change, "analytical-engine", "difference-engine");
  g_assert_true (latchkey_password_change_is_working (change));
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_DONE);
  g_assert_cmpstr (latchkey_password_change_get_success (change),
                   ==,
                   "Password changed, other sessions signed out");
  g_assert_true (can_sign_in (fixture, "difference-engine"));
  finish (change);
}

static void
test_older_server (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = NULL;
  LatchkeyPasswordChange *change;

  serve (fixture, GPOINTER_TO_INT (data), LATCHKEY_DEMO_DEFAULT);
  connection = connection_fixture_ready (fixture);
  change = latchkey_password_change_new (connection);
  wait_for_note (change);
  g_assert_cmpstr (latchkey_password_change_get_note (change),
                   ==,
                   "On this server, your other devices stay signed in.");
  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_DONE);
  g_assert_cmpstr (latchkey_password_change_get_success (change),
                   ==,
                   "Password changed, other sessions stay signed in");
  finish (change);
}

/* What is not known is not said. */
static void
test_unknown_server (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change;
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server,
                                  "GET",
                                  "/api/v1/users/forgot-password",
                                  LATCHKEY_DEMO_MODE_HTML,
                                  NULL,
                                  &error);
  g_assert_no_error (error);
  change = latchkey_password_change_new (connection);
  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_DONE);
  g_assert_null (latchkey_password_change_get_note (change));
  g_assert_cmpstr (latchkey_password_change_get_success (change), ==, "Password changed");
  finish (change);
}

static void
test_api_key (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) other = connection_fixture_ready (fixture);
  g_autoptr (LatchkeyConnection) connection = NULL;
  g_autoptr (HomeboxRequest) request = homebox_request_new ("POST",
                                                            "/users/self/api-keys",
                                                            HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxSecret) body = homebox_secret_new ("{\"name\": \"Desk\"}");
  HomeboxSession *session = latchkey_connection_get_session (other);
  g_autoptr (HomeboxSession) key_session = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyPasswordChange *change;
  const char *key;

  homebox_request_set_body (request, body);
  homebox_session_send_async (session, request, NULL, await_store, &result);
  response = homebox_session_send_finish (session, await (&result), &error);
  g_assert_no_error (error);
  key = json_object_get_string_member (homebox_response_get_object (response, &error), "token");
  g_assert_no_error (error);

  token = homebox_token_new (key, homebox_token_kind_for_text (key), NULL);
  key_session = homebox_session_new (homebox_session_get_client (session), token);
  homebox_session_load_user_async (key_session, NULL, await_store, &loaded);
  homebox_session_load_user_finish (key_session, await (&loaded), &error);
  g_assert_no_error (error);
  connection = connection_fixture_adopt (fixture, key_session);

  change = latchkey_password_change_new (connection);
  wait_for_note (change);
  g_assert_cmpstr (
    latchkey_password_change_get_note (change),
    ==,
    "You are signed in with an API key, so this signs out every device. API keys stay.");
  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_DONE);
  g_assert_cmpstr (latchkey_password_change_get_success (change),
                   ==,
                   "Password changed, all sessions signed out");
  finish (change);
}

static void
test_wrong_current (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);

  send (change, "steam-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT);
  g_assert_cmpstr (latchkey_password_change_get_current_problem (change),
                   ==,
                   "This password is wrong. Enter it again.");
  g_assert_null (latchkey_password_change_get_message (change));

  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_DONE);
  finish (change);
}

static void
test_demo_server (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = NULL;
  LatchkeyPasswordChange *change;

  serve (fixture, LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_DEMO_MODE);
  connection = connection_fixture_ready (fixture);
  change = latchkey_password_change_new (connection);
  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_REFUSED);
  g_assert_error ((GError *) latchkey_password_change_get_error (change),
                  HOMEBOX_ERROR,
                  HOMEBOX_ERROR_DEMO_SERVER);
  g_assert_cmpstr (latchkey_password_change_get_message (change),
                   ==,
                   latchkey_password_change_get_error (change)->message);
  finish (change);
}

static void
test_session_ended (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);

  latchkey_demo_server_expire_sessions (fixture->server);
  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_REFUSED);
  g_assert_error ((GError *) latchkey_password_change_get_error (change),
                  HOMEBOX_ERROR,
                  HOMEBOX_ERROR_SESSION_ENDED);
  finish (change);
}

static void
test_lost_and_done (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);

  misbehave (fixture, LATCHKEY_DEMO_MODE_LOSE, NULL);
  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_UNKNOWN);
  g_assert_nonnull (strstr (latchkey_password_change_get_message (change), "did not answer"));

  misbehave (fixture, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  latchkey_password_change_find_out (change);
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN);

  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_password_change_find_out (change);
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_DONE);
  g_assert_true (can_sign_in (fixture, "difference-engine"));
  finish (change);
}

static void
test_lost_and_not_done (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);
  LatchkeyDemoMode mode = GPOINTER_TO_INT (data);

  misbehave (fixture, mode, mode == LATCHKEY_DEMO_MODE_STATUS ? "502" : NULL);
  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_UNKNOWN);

  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_password_change_find_out (change);
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_UNCHANGED);
  g_assert_true (can_sign_in (fixture, "analytical-engine"));

  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_DONE);
  finish (change);
}

static void
test_unknown_without_session (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);

  misbehave (fixture, LATCHKEY_DEMO_MODE_LOSE, NULL);
  send (change, "analytical-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_UNKNOWN);

  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_demo_server_expire_sessions (fixture->server);
  latchkey_password_change_find_out (change);
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN);
  g_assert_nonnull (strstr (latchkey_password_change_get_message (change),
                            "with the new password first, then with the old one"));
  finish (change);
}

/* The server did it, which the message must not deny. */
static void
test_cancelled (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);

  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD, NULL);
  send (change, "analytical-engine", "difference-engine");
  wait_for_request (fixture);
  latchkey_password_change_cancel (change);
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_UNKNOWN);
  g_assert_nonnull (strstr (latchkey_password_change_get_message (change), "You cancelled"));

  latchkey_demo_server_release (fixture->server);
  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_password_change_find_out (change);
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_DONE);
  finish (change);
}

static void
count (LatchkeyPasswordChange *change, guint *changes)
{
  (*changes)++;
}

static void
test_closed_while_sending (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);
  guint changes = 0;

  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD, NULL);
  send (change, "analytical-engine", "difference-engine");
  wait_for_request (fixture);
  g_signal_connect (change, "changed", G_CALLBACK (count), &changes);
  finish (change);
  g_assert_cmpuint (changes, ==, 0);
  latchkey_demo_server_release (fixture->server);
}

static void
tell_provider (LatchkeyConnection *connection, const char *issuer)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);
  HomeboxUser *user = homebox_session_get_user (session);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (object, "id", homebox_user_get_id (user));
  json_object_set_string_member (object, "name", homebox_user_get_name (user));
  json_object_set_string_member (object, "email", homebox_user_get_email (user));
  json_object_set_string_member (object, "oidcIssuer", issuer);
  json_object_set_string_member (object, "oidcSubject", "248289761001");
  homebox_user_update (user, object, &error);
  g_assert_no_error (error);
}

static void
test_identity_provider (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);
  g_autofree char *text = NULL;
  g_autofree char *nameless = NULL;

  g_assert_false (latchkey_password_change_may_have_no_password (change));

  tell_provider (connection, "https://accounts.example.org/dex");
  g_assert_true (latchkey_password_change_may_have_no_password (change));
  text = latchkey_password_change_dup_no_password_text (change);
  g_assert_nonnull (strstr (text, "You sign in through accounts.example.org."));

  tell_provider (connection, "no address");
  nameless = latchkey_password_change_dup_no_password_text (change);
  g_assert_nonnull (strstr (nameless, "You sign in through an identity provider."));

  send (change, "steam-engine", "difference-engine");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT);
  g_assert_cmpstr (latchkey_password_change_get_current_problem (change),
                   ==,
                   "This password is wrong, or your account has none.");
  finish (change);
}

static void
test_refused_new (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyPasswordChange *change = latchkey_password_change_new (connection);

  misbehave (fixture, LATCHKEY_DEMO_MODE_STATUS, "500 password must be at least 12 characters");
  send (change, "analytical-engine", "difference");
  wait_for (change, LATCHKEY_PASSWORD_CHANGE_REFUSED);
  g_assert_nonnull (latchkey_password_change_get_new_problem (change));
  g_assert_null (latchkey_password_change_get_message (change));
  finish (change);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/password-change/success", test_success, NULL);
  connection_add_test ("/password-change/other-sessions-stay-on-v0.25",
                       test_older_server,
                       GINT_TO_POINTER (LATCHKEY_DEMO_VERSION_0_25));
  connection_add_test ("/password-change/other-sessions-stay-on-v0.21",
                       test_older_server,
                       GINT_TO_POINTER (LATCHKEY_DEMO_VERSION_0_21));
  connection_add_test ("/password-change/unknown-server-promises-nothing",
                       test_unknown_server,
                       NULL);
  connection_add_test ("/password-change/api-key-signs-out-everything", test_api_key, NULL);
  connection_add_test ("/password-change/wrong-current", test_wrong_current, NULL);
  connection_add_test ("/password-change/refused-new-one-is-said-there", test_refused_new, NULL);
  connection_add_test ("/password-change/demo-server", test_demo_server, NULL);
  connection_add_test ("/password-change/session-ended", test_session_ended, NULL);
  connection_add_test ("/password-change/lost-answer/was-done", test_lost_and_done, NULL);
  connection_add_test ("/password-change/lost-answer/was-not-done",
                       test_lost_and_not_done,
                       GINT_TO_POINTER (LATCHKEY_DEMO_MODE_CLOSE));
  connection_add_test ("/password-change/lost-answer/huge",
                       test_lost_and_not_done,
                       GINT_TO_POINTER (LATCHKEY_DEMO_MODE_HUGE));
  connection_add_test ("/password-change/lost-answer/gateway",
                       test_lost_and_not_done,
                       GINT_TO_POINTER (LATCHKEY_DEMO_MODE_STATUS));
  connection_add_test ("/password-change/lost-answer/session-ended-too",
                       test_unknown_without_session,
                       NULL);
  connection_add_test ("/password-change/cancelled-says-it-is-not-known", test_cancelled, NULL);
  connection_add_test ("/password-change/closed-while-sending", test_closed_while_sending, NULL);
  connection_add_test ("/password-change/identity-provider", test_identity_provider, NULL);

  return g_test_run ();
}
