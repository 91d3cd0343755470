#include "connection-fixture.h"
#include "homebox-error.h"
#include "homebox-server-info.h"
#include "test-gateway.h"

#include <locale.h>

#define MINUTE G_TIME_SPAN_MINUTE

/*
 * Ways:
 * @home: the way to the server in Ada's own network
 * @outside: the way to it from anywhere
 *
 * A server with two addresses.
 */
typedef struct
{
  TestGateway *home;
  TestGateway *outside;
} Ways;

static GTlsCertificate *
load_certificate (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "..", "homebox", "loopback.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

static TestGateway *
new_gateway (ConnectionFixture *fixture, gboolean secure)
{
  g_autoptr (GTlsCertificate) certificate = secure ? load_certificate () : NULL;

  return test_gateway_new (connection_fixture_get_port (fixture), certificate);
}

static void
let_happen (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* The person looked at the certificate and said that it is theirs. */
static void
trust (ConnectionFixture *fixture, TestGateway *gateway)
{
  g_autofree char *uri = test_gateway_dup_uri (gateway);
  g_autoptr (HomeboxClient) client = latchkey_vault_make_client (fixture->vault, uri);
  g_autoptr (HomeboxServerInfo) info = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_server_info_fetch_async (client, NULL, await_store, &result);
  info = homebox_server_info_fetch_finish (client, await (&result), &error);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_TRUSTED);
  latchkey_pins_trust (latchkey_vault_get_pins (fixture->vault),
                       homebox_error_get_certificate (error));
  let_happen ();
}

/* Ada signed in at the first address and added the second; the program was started again. */
static LatchkeyConnection *
stored_with (ConnectionFixture *fixture, TestGateway *first, TestGateway *second)
{
  g_autofree char *uri = test_gateway_dup_uri (first);
  g_autofree char *other_uri = test_gateway_dup_uri (second);
  g_autoptr (HomeboxSession) session
      = connection_fixture_open_session (fixture, 28 * G_TIME_SPAN_DAY);
  g_autoptr (HomeboxClient) client = latchkey_vault_make_client (fixture->vault, uri);
  LatchkeyConnection *connection = NULL;
  LatchkeyAccount *account = NULL;

  homebox_session_set_client (session, client);
  connection = connection_fixture_adopt (fixture, session);
  g_clear_object (&session);
  g_clear_object (&client);
  g_assert_finalize_object (connection);
  account = latchkey_account_store_get_current (fixture->accounts);
  latchkey_account_add_address (account, other_uri);
  g_assert_true (store_save (fixture->accounts, NULL));
  let_happen ();
  connection_fixture_restart (fixture);
  g_string_truncate (fixture->events, 0);
  return latchkey_connection_new (fixture->vault,
                                  latchkey_account_store_get_current (fixture->accounts));
}

static void
assert_at (LatchkeyConnection *connection, TestGateway *gateway)
{
  g_autofree char *uri = test_gateway_dup_uri (gateway);

  g_assert_cmpstr (latchkey_connection_get_address (connection), ==, uri);
}

static void
assert_alternative (LatchkeyConnection *connection, TestGateway *gateway)
{
  g_autofree char *uri = gateway != NULL ? test_gateway_dup_uri (gateway) : NULL;

  g_assert_cmpstr (latchkey_connection_get_alternative_address (connection), ==, uri);
}

/* The token is with every request but the one that looks for the server. */
static void
assert_no_token_sent (ConnectionFixture *fixture)
{
  g_assert_null (strstr (fixture->events->str, "/users"));
  g_string_truncate (fixture->events, 0);
}

static void
set_up (Ways *ways,
        ConnectionFixture *fixture,
        gboolean home_is_secure,
        gboolean outside_is_trusted)
{
  ways->home = new_gateway (fixture, home_is_secure);
  ways->outside = new_gateway (fixture, TRUE);
  if (home_is_secure)
    trust (fixture, ways->home);
  if (outside_is_trusted)
    trust (fixture, ways->outside);
  g_string_truncate (fixture->events, 0);
}

static void
tear_down (Ways *ways)
{
  let_happen ();
  g_assert_finalize_object (ways->home);
  g_assert_finalize_object (ways->outside);
}

static void
test_goes_to_the_other (ConnectionFixture *fixture, gconstpointer user_data)
{
  Ways ways;
  LatchkeyConnection *connection = NULL;
  HomeboxSession *session = NULL;
  LatchkeyAccount *account = NULL;

  set_up (&ways, fixture, TRUE, TRUE);
  connection = stored_with (fixture, ways.home, ways.outside);
  account = latchkey_connection_get_account (connection);
  test_gateway_close (ways.outside);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  session = latchkey_connection_get_session (connection);
  assert_at (connection, ways.home);

  /* Away from home: by itself, with the same session. */
  test_gateway_close (ways.home);
  test_gateway_open (ways.outside);
  scripted_network_set (fixture->network, FALSE);
  scripted_network_set (fixture->network, TRUE);
  while (g_str_equal (latchkey_connection_get_address (connection),
                      latchkey_account_get_server (account)))
    g_main_context_iteration (NULL, TRUE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_at (connection, ways.outside);
  g_assert_true (latchkey_connection_get_session (connection) == session);
  g_assert_cmpstr (latchkey_account_get_last_address (account), ==,
                   latchkey_connection_get_address (connection));
  g_assert_finalize_object (connection);
  tear_down (&ways);
}

static void
test_not_without_trust (ConnectionFixture *fixture, gconstpointer user_data)
{
  Ways ways;
  LatchkeyConnection *connection = NULL;

  set_up (&ways, fixture, TRUE, FALSE);
  connection = stored_with (fixture, ways.home, ways.outside);
  test_gateway_close (ways.home);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  /* It was looked at, and not one request was sent there. */
  g_assert_cmpuint (test_gateway_get_n_connections (ways.outside), >, 0);
  assert_events (fixture, "lookup+");
  assert_alternative (connection, NULL);

  /* Unless the person says so. */
  trust (fixture, ways.outside);
  scripted_clock_pass (fixture->clock, 10 * MINUTE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_at (connection, ways.outside);
  g_assert_finalize_object (connection);
  tear_down (&ways);
}

static void
test_plain_http_needs_the_person (ConnectionFixture *fixture, gconstpointer user_data)
{
  Ways ways;
  LatchkeyConnection *connection = NULL;
  HomeboxSession *session = NULL;

  /* She signed in at home, over plain http: where there is one address, that is hers. */
  set_up (&ways, fixture, FALSE, TRUE);
  connection = stored_with (fixture, ways.home, ways.outside);
  test_gateway_close (ways.outside);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_connection (connection, LATCHKEY_CONNECTION_UNREACHABLE, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_REFUSED);
  assert_alternative (connection, ways.home);
  session = latchkey_connection_get_session (connection);
  g_assert_cmpstr (fixture->events->str, ==, "lookup+ GET /status 200 ");
  assert_no_token_sent (fixture);

  latchkey_connection_use_address (
      connection, latchkey_connection_get_alternative_address (connection));
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_at (connection, ways.home);
  assert_alternative (connection, NULL);
  assert_events (fixture, "GET /users/self 200");

  /* In another network it is somebody else's, until she says again that it is not. */
  scripted_network_set (fixture->network, TRUE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_alternative (connection, ways.home);
  assert_no_token_sent (fixture);
  g_assert_true (g_str_has_prefix (latchkey_connection_get_address (connection), "https://"));

  /* With https there, there is nothing to ask. */
  test_gateway_open (ways.outside);
  scripted_clock_pass (fixture->clock, 10 * MINUTE);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_at (connection, ways.outside);
  assert_alternative (connection, NULL);
  g_assert_true (latchkey_connection_get_session (connection) == session);
  g_assert_finalize_object (connection);
  tear_down (&ways);
}

static void
test_https_first (ConnectionFixture *fixture, gconstpointer user_data)
{
  Ways ways;
  LatchkeyConnection *connection = NULL;

  set_up (&ways, fixture, FALSE, TRUE);
  connection = stored_with (fixture, ways.home, ways.outside);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_at (connection, ways.outside);
  g_assert_finalize_object (connection);
  tear_down (&ways);
}

/* Both over plain http: nothing is sent anywhere by itself, whatever the person saves. */
static void
test_only_plain_http (ConnectionFixture *fixture, gconstpointer user_data)
{
  TestGateway *home = new_gateway (fixture, FALSE);
  TestGateway *cabin = new_gateway (fixture, FALSE);
  LatchkeyConnection *connection = stored_with (fixture, home, cabin);
  HomeboxSession *session = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  session = latchkey_connection_get_session (connection);
  g_assert_nonnull (latchkey_connection_get_alternative_address (connection));
  /* The server waits for the rest of what it does not understand. */
  homebox_client_set_timeout (homebox_session_get_client (session), 200);
  homebox_session_update_profile_async (session, "Ada King", "ada@example.org", NULL, await_store,
                                        &result);
  g_assert_false (homebox_session_update_profile_finish (session, await (&result), &error));
  let_happen ();
  assert_no_token_sent (fixture);

  latchkey_connection_use_address (
      connection, latchkey_connection_get_alternative_address (connection));
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
  let_happen ();
  g_assert_finalize_object (home);
  g_assert_finalize_object (cabin);
}

/* She signs in again where she is: that says enough. */
static void
test_signed_in_again_over_plain_http (ConnectionFixture *fixture, gconstpointer user_data)
{
  Ways ways;
  LatchkeyConnection *connection = NULL;
  g_autoptr (HomeboxSession) fresh = NULL;
  g_autoptr (HomeboxClient) client = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  set_up (&ways, fixture, FALSE, TRUE);
  connection = stored_with (fixture, ways.home, ways.outside);
  latchkey_demo_server_expire_sessions (fixture->server);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);

  test_gateway_close (ways.outside);
  uri = test_gateway_dup_uri (ways.home);
  client = latchkey_vault_make_client (fixture->vault, uri);
  fresh = connection_fixture_open_session (fixture, 28 * G_TIME_SPAN_DAY);
  homebox_session_set_client (fresh, client);
  latchkey_connection_resume_async (connection, fresh, NULL, await_store, &result);
  g_assert_true (latchkey_connection_resume_finish (connection, await (&result), &error));
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_at (connection, ways.home);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
  tear_down (&ways);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) connection_add_test ("/connection/addresses/" name, function, NULL)

  ADD ("goes-to-the-other", test_goes_to_the_other);
  ADD ("not-without-trust", test_not_without_trust);
  ADD ("plain-http-needs-the-person", test_plain_http_needs_the_person);
  ADD ("https-first", test_https_first);
  ADD ("only-plain-http", test_only_plain_http);
  ADD ("signed-in-again-over-plain-http", test_signed_in_again_over_plain_http);

  return g_test_run ();
}
