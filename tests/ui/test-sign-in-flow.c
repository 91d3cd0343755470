#include "connection-fixture.h"
#include "far-server.h"
#include "homebox-error.h"
#include "latchkey-sign-in.h"

#include <locale.h>

#define EMAIL "ada@example.org"
#define PASSWORD "analytical-engine"

/* A flow, and what it said. */
typedef struct
{
  LatchkeySignIn *flow;
  GString *states;
  LatchkeyConnection *connection;
  GError *error;
  guint n_ends;
} Watch;

static void
note_state (Watch *watch)
{
  const char *names[] = { "idle", "looking", "confirming", "sending", "keeping" };

  g_string_append_printf (watch->states, "%s ", names[latchkey_sign_in_get_state (watch->flow)]);
}

static void
note_success (Watch *watch, LatchkeyConnection *connection)
{
  watch->n_ends++;
  g_set_object (&watch->connection, connection);
}

static void
note_failure (Watch *watch, const GError *error)
{
  watch->n_ends++;
  g_clear_error (&watch->error);
  watch->error = g_error_copy (error);
}

static Watch *
watch_new (ConnectionFixture *fixture)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->states = g_string_new (NULL);
  watch->flow = latchkey_sign_in_new (fixture->vault);
  g_signal_connect_swapped (watch->flow, "notify::state", G_CALLBACK (note_state), watch);
  g_signal_connect_swapped (watch->flow, "succeeded", G_CALLBACK (note_success), watch);
  g_signal_connect_swapped (watch->flow, "failed", G_CALLBACK (note_failure), watch);

  return watch;
}

/* Late answers hold the flow until they came. */
static void
watch_free (Watch *watch)
{
  LatchkeySignIn *flow = watch->flow;

  g_signal_handlers_disconnect_by_data (flow, watch);
  g_object_add_weak_pointer (G_OBJECT (flow), (gpointer *) &flow);
  g_object_unref (flow);

  while (flow != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_string_free (watch->states, TRUE);
  g_clear_error (&watch->error);
  g_clear_object (&watch->connection);
  g_free (watch);
}

static void
start (Watch *watch, const char *server, const char *password)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (password);

  latchkey_sign_in_start (watch->flow, server, EMAIL, secret, TRUE);
}

static void
run (Watch *watch, const char *server, const char *password)
{
  guint n_before = watch->n_ends;

  start (watch, server, password);

  while (watch->n_ends == n_before)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_state (Watch *watch, LatchkeySignInState state)
{
  while (latchkey_sign_in_get_state (watch->flow) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_success (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  run (watch, latchkey_demo_server_get_uri (fixture->server), PASSWORD);
  g_assert_no_error (watch->error);
  g_assert_cmpint (latchkey_connection_get_state (watch->connection),
                   ==,
                   LATCHKEY_CONNECTION_READY);
  g_assert_cmpstr (watch->states->str, ==, "looking sending keeping idle ");
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  watch_free (watch);
}

static void
test_wrong_password (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  run (watch, latchkey_demo_server_get_uri (fixture->server), "difference-engine");
  g_assert_error (watch->error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS);
  g_assert_cmpint (latchkey_sign_in_get_state (watch->flow), ==, LATCHKEY_SIGN_IN_IDLE);

  run (watch, latchkey_demo_server_get_uri (fixture->server), PASSWORD);
  g_assert_nonnull (watch->connection);
  g_assert_cmpuint (watch->n_ends, ==, 2);
  watch_free (watch);
}

static void
test_no_address (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  run (watch, "http://", PASSWORD);
  g_assert_error (watch->error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_ADDRESS);
  assert_events (fixture, "");
  watch_free (watch);
}

static void
test_local_login_off (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyDemoServer) other
    = latchkey_demo_server_new (LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_NO_LOCAL_LOGIN);
  Watch *watch = watch_new (fixture);
  guint n_requests = 0;

  g_assert_true (latchkey_demo_server_listen (other, 0, NULL));
  g_signal_connect_swapped (other, "request", G_CALLBACK (g_atomic_int_inc), &n_requests);
  run (watch, latchkey_demo_server_get_uri (other), PASSWORD);
  g_assert_error (watch->error, HOMEBOX_ERROR, HOMEBOX_ERROR_LOCAL_LOGIN_OFF);
  g_assert_cmpuint (n_requests, ==, 1);
  watch_free (watch);
}

static void
note_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

/* Finds a server as a page does before somebody signs in, and hands it over. */
static void
find_before (Watch *watch, ConnectionFixture *fixture, const char *server)
{
  g_autoptr (HomeboxDiscovery) discovery
    = homebox_discovery_new (HOMEBOX_TRUST (latchkey_vault_get_pins (fixture->vault)));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_discovery_run_async (discovery, server, NULL, note_result, &result);

  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (homebox_discovery_run_finish (discovery, result, &error));
  g_assert_no_error (error);
  latchkey_sign_in_set_found (watch->flow,
                              homebox_discovery_get_client (discovery),
                              homebox_discovery_get_server_info (discovery),
                              homebox_discovery_get_reach (discovery),
                              homebox_discovery_needs_confirmation (discovery));
}

static void
test_found_before (ConnectionFixture *fixture, gconstpointer user_data)
{
  const char *server = latchkey_demo_server_get_uri (fixture->server);
  Watch *watch = watch_new (fixture);

  find_before (watch, fixture, server);
  g_string_truncate (fixture->events, 0);
  run (watch, server, "difference-engine");
  g_assert_error (watch->error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS);
  assert_events (fixture, "POST /users/login 401");
  g_assert_cmpstr (watch->states->str, ==, "sending idle ");

  /* It may be another one by now. */
  g_string_truncate (watch->states, 0);
  run (watch, server, PASSWORD);
  g_assert_nonnull (watch->connection);
  g_assert_cmpstr (watch->states->str, ==, "looking sending keeping idle ");
  watch_free (watch);
}

static void
test_found_before_without_passwords (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyDemoServer) other
    = latchkey_demo_server_new (LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_NO_LOCAL_LOGIN);
  Watch *watch = watch_new (fixture);
  guint n_requests = 0;

  g_assert_true (latchkey_demo_server_listen (other, 0, NULL));
  find_before (watch, fixture, latchkey_demo_server_get_uri (other));
  g_signal_connect_swapped (other, "request", G_CALLBACK (g_atomic_int_inc), &n_requests);
  run (watch, latchkey_demo_server_get_uri (other), PASSWORD);
  g_assert_error (watch->error, HOMEBOX_ERROR, HOMEBOX_ERROR_LOCAL_LOGIN_OFF);
  g_assert_cmpuint (n_requests, ==, 0);
  watch_free (watch);
}

static void
test_cancel_while_sending (ConnectionFixture *fixture, gconstpointer user_data)
{
  const char *server = latchkey_demo_server_get_uri (fixture->server);
  Watch *watch = watch_new (fixture);

  g_assert_true (latchkey_demo_server_misbehave (fixture->server,
                                                 "POST",
                                                 "/api/v1/users/login",
                                                 LATCHKEY_DEMO_MODE_HOLD,
                                                 NULL,
                                                 NULL));
  start (watch, server, PASSWORD);

  while (strstr (fixture->events->str, "POST /users/login") == NULL)
    g_main_context_iteration (NULL, TRUE);

  latchkey_sign_in_cancel (watch->flow);
  g_assert_cmpint (latchkey_sign_in_get_state (watch->flow), ==, LATCHKEY_SIGN_IN_IDLE);
  g_assert_true (latchkey_demo_server_misbehave (fixture->server,
                                                 "POST",
                                                 "/api/v1/users/login",
                                                 LATCHKEY_DEMO_MODE_OFF,
                                                 NULL,
                                                 NULL));
  latchkey_demo_server_release (fixture->server);

  /* The only end is that of the second attempt. */
  run (watch, server, PASSWORD);
  g_assert_no_error (watch->error);
  g_assert_nonnull (watch->connection);
  g_assert_cmpuint (watch->n_ends, ==, 1);
  watch_free (watch);
}

static void
test_cancel_while_keeping (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  scripted_secrets_hold (fixture->secrets, SCRIPTED_STORE);
  start (watch, latchkey_demo_server_get_uri (fixture->server), PASSWORD);
  wait_for_state (watch, LATCHKEY_SIGN_IN_KEEPING);

  while (strstr (fixture->events->str, "store") == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 1);
  latchkey_sign_in_cancel (watch->flow);

  while (connection_fixture_count_sessions (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (watch->n_ends, ==, 0);
  watch_free (watch);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 0);
}

static void
test_keyring_refuses (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  run (watch, latchkey_demo_server_get_uri (fixture->server), PASSWORD);
  g_assert_no_error (watch->error);
  g_assert_true (latchkey_connection_get_kept_in_memory (watch->connection));
  watch_free (watch);
}

static void
save_pins (ConnectionFixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_pins_save_async (latchkey_vault_get_pins (fixture->vault), NULL, await_store, &result);
  latchkey_pins_save_finish (latchkey_vault_get_pins (fixture->vault), await (&result), NULL);
}

static void
test_plain_http_is_asked_once (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch;

  if (!far_server_is_possible ())
    return;

  far_server_begin (latchkey_demo_server_get_uri (fixture->server));
  watch = watch_new (fixture);

  /* No is not remembered. */
  for (guint i = 0; i < 2; i++)
    {
      start (watch, FAR_SERVER, PASSWORD);
      wait_for_state (watch, LATCHKEY_SIGN_IN_CONFIRMING);
      latchkey_sign_in_cancel (watch->flow);
    }

  /* Whoever found the server before has asked nobody either. */
  find_before (watch, fixture, FAR_SERVER);
  start (watch, FAR_SERVER, PASSWORD);
  g_assert_cmpint (latchkey_sign_in_get_state (watch->flow), ==, LATCHKEY_SIGN_IN_CONFIRMING);
  g_assert_null (strstr (fixture->events->str, "POST"));
  latchkey_sign_in_confirm (watch->flow);

  while (watch->n_ends == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_no_error (watch->error);
  g_assert_nonnull (watch->connection);
  watch_free (watch);
  save_pins (fixture);

  /* Yes is, also after another start. */
  connection_fixture_restart (fixture);
  watch = watch_new (fixture);
  run (watch, FAR_SERVER, PASSWORD);
  g_assert_no_error (watch->error);
  g_assert_cmpstr (watch->states->str, ==, "looking sending keeping idle ");
  watch_free (watch);
  far_server_end ();
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/sign-in-flow/ends-with-a-connection", test_success, NULL);
  connection_add_test ("/sign-in-flow/wrong-password-can-be-corrected", test_wrong_password, NULL);
  connection_add_test ("/sign-in-flow/no-address-asks-nobody", test_no_address, NULL);
  connection_add_test ("/sign-in-flow/server-without-passwords-gets-none",
                       test_local_login_off,
                       NULL);
  connection_add_test ("/sign-in-flow/server-found-before-is-not-looked-for-again",
                       test_found_before,
                       NULL);
  connection_add_test ("/sign-in-flow/server-found-before-without-passwords-gets-none",
                       test_found_before_without_passwords,
                       NULL);
  connection_add_test ("/sign-in-flow/cancelled-while-sending-says-nothing",
                       test_cancel_while_sending,
                       NULL);
  connection_add_test ("/sign-in-flow/cancelled-while-keeping-hands-the-session-back",
                       test_cancel_while_keeping,
                       NULL);
  connection_add_test ("/sign-in-flow/refusing-keyring-is-no-failure", test_keyring_refuses, NULL);
  connection_add_test ("/sign-in-flow/plain-http-is-asked-about-once",
                       test_plain_http_is_asked_once,
                       NULL);

  return g_test_run ();
}
