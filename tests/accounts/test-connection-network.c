#include "connection-fixture.h"
#include "homebox-error.h"
#include "scripted-resolver.h"
#include "test-gateway.h"

#include <locale.h>

#define MINUTE G_TIME_SPAN_MINUTE

/* Made once: GLib asks whoever was the default first. */
static ScriptedResolver *resolver;

static void
let_happen (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
wait_for_events (ConnectionFixture *fixture, const char *expected)
{
  while (strstr (fixture->events->str, expected) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Ada signs in at an address, and the program is started again. */
static LatchkeyConnection *
stored_at (ConnectionFixture *fixture, const char *uri)
{
  g_autoptr (HomeboxSession) session
      = connection_fixture_open_session (fixture, 28 * G_TIME_SPAN_DAY);
  g_autoptr (HomeboxClient) client = latchkey_vault_make_client (fixture->vault, uri);
  LatchkeyConnection *connection = NULL;

  homebox_session_set_client (session, client);
  connection = connection_fixture_adopt (fixture, session);
  g_clear_object (&session);
  g_clear_object (&client);
  g_assert_finalize_object (connection);
  connection_fixture_restart (fixture);
  g_string_truncate (fixture->events, 0);
  return latchkey_connection_new (fixture->vault,
                                  latchkey_account_store_get_current (fixture->accounts));
}

static LatchkeyConnection *
ready_at (ConnectionFixture *fixture, const char *uri)
{
  LatchkeyConnection *connection = stored_at (fixture, uri);

  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_string_truncate (fixture->events, 0);
  return connection;
}

/* What the person does just then. */
static void
save_name (LatchkeyConnection *connection, GError **error)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_update_profile_async (session, "Ada King", "ada@example.org", NULL, await_store,
                                        &result);
  homebox_session_update_profile_finish (session, await (&result), error);
}

/* @gateway: (nullable): the way to the server, which goes with the network */
static void
set_network (ConnectionFixture *fixture, TestGateway *gateway, gboolean available)
{
  scripted_resolver_set_up (resolver, available);
  if (gateway != NULL && available)
    test_gateway_open (gateway);
  else if (gateway != NULL)
    test_gateway_close (gateway);
  scripted_network_set (fixture->network, available);
}

static void
test_server_restarts (ConnectionFixture *fixture, gconstpointer user_data)
{
  TestGateway *gateway = test_gateway_new (connection_fixture_get_port (fixture), NULL);
  g_autofree char *uri = test_gateway_dup_uri (gateway);
  LatchkeyConnection *connection = ready_at (fixture, uri);
  g_autoptr (GString) states = connection_record_states (connection);
  g_autoptr (GError) error = NULL;

  test_gateway_close (gateway);
  save_name (connection, &error);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_REFUSED);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_connection (connection, LATCHKEY_CONNECTION_UNREACHABLE, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_REFUSED);
  g_assert_false (latchkey_connection_get_offline (connection));

  /* It is looked for quietly: nothing blinks. */
  for (guint i = 0; i < 3; i++)
    {
      scripted_clock_pass (fixture->clock, 10 * MINUTE);
      scripted_clock_wait_for_alarm (fixture->clock);
    }
  g_assert_cmpstr (states->str, ==, "unreachable ");
  assert_events (fixture, "");

  test_gateway_open (gateway);
  scripted_clock_pass (fixture->clock, 10 * MINUTE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_events (fixture, "GET /status 200 GET /users/self 200");
  g_assert_cmpstr (states->str, ==, "unreachable loading ready ");

  /* What was typed is saved by the person's own click. */
  g_clear_error (&error);
  save_name (connection, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (connection);
  g_assert_finalize_object (gateway);
}

static void
test_one_request_lost (ConnectionFixture *fixture, gconstpointer user_data)
{
  TestGateway *gateway = test_gateway_new (connection_fixture_get_port (fixture), NULL);
  g_autofree char *uri = test_gateway_dup_uri (gateway);
  LatchkeyConnection *connection = ready_at (fixture, uri);
  g_autoptr (GString) states = connection_record_states (connection);
  g_autoptr (GError) error = NULL;

  /* It is back before anybody asked. */
  test_gateway_close (gateway);
  save_name (connection, &error);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_REFUSED);
  test_gateway_open (gateway);
  wait_for_events (fixture, "GET /users/self 200");
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_null (strstr (states->str, "unreachable"));
  g_assert_finalize_object (connection);
  g_assert_finalize_object (gateway);
}

static void
test_network_gone_and_back (ConnectionFixture *fixture, gconstpointer user_data)
{
  TestGateway *gateway = test_gateway_new (connection_fixture_get_port (fixture), NULL);
  g_autofree char *uri = test_gateway_dup_named_uri (gateway, SCRIPTED_NAME);
  LatchkeyConnection *connection = ready_at (fixture, uri);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (GError) error = NULL;
  guint n_lookups = 0;

  /* Nobody asked for anything: the network itself tells. */
  set_network (fixture, gateway, FALSE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_connection (connection, LATCHKEY_CONNECTION_UNREACHABLE, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_NAME_NOT_FOUND);
  g_assert_true (latchkey_connection_get_offline (connection));
  save_name (connection, &error);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_REFUSED);

  /* Nothing is sent, and nothing waits for its turn. */
  n_lookups = scripted_resolver_get_n_lookups (resolver);
  g_assert_cmpuint (latchkey_clock_get_n_alarms (LATCHKEY_CLOCK (fixture->clock)), ==, 0);
  scripted_clock_pass (fixture->clock, 24 * 60 * MINUTE);
  let_happen ();
  g_assert_cmpuint (scripted_resolver_get_n_lookups (resolver), ==, n_lookups);

  set_network (fixture, gateway, TRUE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_false (latchkey_connection_get_offline (connection));
  g_assert_true (latchkey_connection_get_session (connection) == session);
  g_clear_error (&error);
  save_name (connection, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (connection);
  g_assert_finalize_object (gateway);
}

static void
test_starts_offline (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autofree char *uri
      = g_strdup_printf ("http://" SCRIPTED_NAME ":%u", connection_fixture_get_port (fixture));
  LatchkeyConnection *connection = stored_at (fixture, uri);

  set_network (fixture, NULL, FALSE);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  g_assert_true (latchkey_connection_get_offline (connection));
  /* What is on the disk can be read meanwhile. */
  g_assert_cmpstr (latchkey_account_get_name (latchkey_connection_get_account (connection)), ==,
                   "Ada Lovelace");
  set_network (fixture, NULL, TRUE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
}

/* The monitor knows of no way out; but the server is this very computer. */
static void
test_server_without_a_network (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);

  scripted_network_set (fixture->network, FALSE);
  wait_for_events (fixture, "GET /status 200");
  let_happen ();
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_false (latchkey_connection_get_offline (connection));
  assert_events (fixture, "GET /status 200");
  g_assert_finalize_object (connection);
}

static void
test_network_changes_often (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);

  for (guint i = 0; i < 100; i++)
    scripted_network_set (fixture->network, TRUE);
  let_happen ();
  assert_events (fixture, "");
  g_assert_finalize_object (connection);
}

static void
test_keyring_unlocked (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, LATCHKEY_SECRET_ERROR_LOCKED);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_KEYRING_FAILED);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
}

static void
test_captive_portal (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/status", LATCHKEY_DEMO_MODE_HTML,
                                  NULL, &error);
  g_assert_no_error (error);
  set_network (fixture, NULL, FALSE);
  set_network (fixture, NULL, TRUE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_connection (connection, LATCHKEY_CONNECTION_UNREACHABLE, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_GATEWAY_LOGIN);
  /* The token was not shown to whoever that is. */
  g_assert_null (strstr (fixture->events->str, "/users/self"));

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/status", LATCHKEY_DEMO_MODE_OFF,
                                  NULL, &error);
  scripted_clock_pass (fixture->clock, MINUTE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
}

int
main (int argc, char **argv)
{
  int status = 0;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  resolver = scripted_resolver_install ();

#define ADD(name, function) connection_add_test ("/connection/network/" name, function, NULL)

  ADD ("server-restarts", test_server_restarts);
  ADD ("one-request-lost", test_one_request_lost);
  ADD ("gone-and-back", test_network_gone_and_back);
  ADD ("starts-offline", test_starts_offline);
  ADD ("server-without-a-network", test_server_without_a_network);
  ADD ("changes-often", test_network_changes_often);
  ADD ("keyring-unlocked", test_keyring_unlocked);
  ADD ("captive-portal", test_captive_portal);

  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
