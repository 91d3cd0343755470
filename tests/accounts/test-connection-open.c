#include "connection-fixture.h"
#include "homebox-error.h"

#include <glib/gstdio.h>
#include <locale.h>

static void
misbehave (ConnectionFixture *fixture, LatchkeyDemoMode mode, const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/users/self", mode, argument,
                                  &error);
  g_assert_no_error (error);
}

static void
run_until_quiet (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_becomes_ready (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  g_autoptr (GString) states = connection_record_states (connection);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  HomeboxSession *session = NULL;

  /* All of this is known before anybody was asked. */
  assert_connection (connection, LATCHKEY_CONNECTION_STORED, 0, 0);
  g_assert_null (latchkey_connection_get_session (connection));
  g_assert_cmpstr (latchkey_account_get_name (account), ==, "Ada Lovelace");
  run_until_quiet ();
  assert_events (fixture, "");

  latchkey_connection_open (connection);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  latchkey_connection_open (connection);
  run_until_quiet ();
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_cmpstr (states->str, ==, "unlocking loading ready ");
  assert_events (fixture, "lookup+ GET /users/self 200");

  session = latchkey_connection_get_session (connection);
  g_assert_cmpstr (homebox_user_get_email (homebox_session_get_user (session)), ==,
                   "ada@example.org");
  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
  g_assert_finalize_object (connection);
}

static void
test_keyring_fails (ConnectionFixture *fixture, gconstpointer user_data)
{
  static const struct
  {
    LatchkeySecretError code;
    LatchkeyConnectionState state;
  } cases[] = {
    { LATCHKEY_SECRET_ERROR_NO_SERVICE, LATCHKEY_CONNECTION_KEYRING_FAILED },
    { LATCHKEY_SECRET_ERROR_NO_KEYRING, LATCHKEY_CONNECTION_KEYRING_FAILED },
    { LATCHKEY_SECRET_ERROR_LOCKED, LATCHKEY_CONNECTION_KEYRING_FAILED },
    { LATCHKEY_SECRET_ERROR_DISMISSED, LATCHKEY_CONNECTION_KEYRING_FAILED },
    { LATCHKEY_SECRET_ERROR_NO_ANSWER, LATCHKEY_CONNECTION_KEYRING_FAILED },
    { LATCHKEY_SECRET_ERROR_GONE, LATCHKEY_CONNECTION_SIGN_IN_NEEDED },
    { LATCHKEY_SECRET_ERROR_UNREADABLE, LATCHKEY_CONNECTION_SIGN_IN_NEEDED },
    { LATCHKEY_SECRET_ERROR_FAILED, LATCHKEY_CONNECTION_KEYRING_FAILED },
  };
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, (int) cases[i].code);
      latchkey_connection_open (connection);
      connection_wait_for (connection, cases[i].state);
      assert_connection (connection, cases[i].state, LATCHKEY_SECRET_ERROR, (int) cases[i].code);
      g_assert_null (latchkey_connection_get_session (connection));
      assert_events (fixture, "lookup+");
    }

  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, -1);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_finalize_object (connection);
}

static void
test_server_is_off (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  guint16 port = connection_fixture_get_port (fixture);

  connection_fixture_stop_server (fixture);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_connection (connection, LATCHKEY_CONNECTION_UNREACHABLE, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_REFUSED);
  assert_events (fixture, "lookup+");

  /* It was set up anew, and does not know the token: that is when the keyring is asked again, for
   * one of another process. */
  connection_fixture_start_server (fixture, port);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_events (fixture, "GET /users/self 401 check-writable+ lookup+");
  g_assert_finalize_object (connection);
}

static void
test_server_misbehaves (ConnectionFixture *fixture, gconstpointer user_data)
{
  static const struct
  {
    LatchkeyDemoMode mode;
    const char *argument;
    HomeboxError code;
  } cases[] = {
    { LATCHKEY_DEMO_MODE_HTML, NULL, HOMEBOX_ERROR_GATEWAY_LOGIN },
    { LATCHKEY_DEMO_MODE_BROKEN, NULL, HOMEBOX_ERROR_BROKEN_ANSWER },
    { LATCHKEY_DEMO_MODE_HUGE, NULL, HOMEBOX_ERROR_TOO_LARGE },
    { LATCHKEY_DEMO_MODE_STATUS, "502", HOMEBOX_ERROR_BAD_GATEWAY },
    { LATCHKEY_DEMO_MODE_STATUS, "500 out of cheese", HOMEBOX_ERROR_SERVER_FAILED },
  };
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      misbehave (fixture, cases[i].mode, cases[i].argument);
      latchkey_connection_open (connection);
      connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
      assert_connection (connection, LATCHKEY_CONNECTION_UNREACHABLE, HOMEBOX_ERROR,
                         (int) cases[i].code);
    }
  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
}

static void
test_session_ended (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  latchkey_demo_server_expire_sessions (fixture->server);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_SESSION_ENDED);
  assert_events (fixture, "lookup+ GET /users/self 401 check-writable+ lookup+");

  /* Once more asks the keyring: somebody may have signed in from another window. The server is not
   * bothered with a token that it refused. */
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_events (fixture, "lookup+");
  g_assert_finalize_object (connection);
}

static void
test_session_ends_while_ready (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_expire_sessions (fixture->server);
  homebox_session_load_user_async (session, NULL, await_store, &result);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_SESSION_ENDED);
  /* What is on the screen stays there, and what was asked waits for the person. */
  g_assert_true (latchkey_connection_get_session (connection) == session);
  g_assert_null (result);
  latchkey_connection_give_up (connection);
  g_assert_false (homebox_session_load_user_finish (session, await (&result), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

static void
test_no_home (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  g_autoptr (GError) error = NULL;

  g_assert_true (latchkey_demo_server_lock_out (fixture->server, "ada@example.org", &error));
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_NO_HOME);
  assert_connection (connection, LATCHKEY_CONNECTION_NO_HOME, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_NO_HOME);

  latchkey_demo_store_join (store, store->groups->pdata[0],
                            latchkey_demo_store_find_email (store, "ada@example.org"));
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
}

static void
test_token_of_somebody_else (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoSession *stranger = latchkey_demo_store_open_session (
      store, latchkey_demo_store_find_email (store, "charles@example.org"), 7);
  g_autoptr (HomeboxToken) token
      = homebox_token_new (stranger->token, HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_secret_store_store_async (LATCHKEY_SECRET_STORE (fixture->secrets), account, token, NULL,
                                     await_store, &result);
  latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (fixture->secrets), await (&result),
                                      &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_null (latchkey_connection_get_session (connection));
  g_assert_cmpstr (latchkey_account_get_name (account), ==, "Ada Lovelace");
  g_assert_finalize_object (connection);
}

static void
wait_for_saved_name (ConnectionFixture *fixture, const char *name)
{
  while (TRUE)
    {
      g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (&fixture->disk);
      LatchkeyAccount *account = latchkey_account_store_get_current (store);

      if (g_strcmp0 (latchkey_account_get_name (account), name) == 0)
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_record_follows_the_server (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoPerson *ada = latchkey_demo_store_find_email (store, "ada@example.org");
  HomeboxSession *session = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* Changed elsewhere. */
  g_free (ada->name);
  ada->name = g_strdup ("Ada King");
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  wait_for_saved_name (fixture, "Ada King");

  /* Changed here. */
  session = latchkey_connection_get_session (connection);
  homebox_session_update_profile_async (session, "Ada, Countess of Lovelace", "ada@example.org",
                                        NULL, await_store, &result);
  homebox_session_update_profile_finish (session, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (latchkey_account_get_name (latchkey_connection_get_account (connection)), ==,
                   "Ada, Countess of Lovelace");
  wait_for_saved_name (fixture, "Ada, Countess of Lovelace");
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

static void
test_nothing_new_is_not_saved (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  GStatBuf before;
  GStatBuf after;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_stat (fixture->disk.path, &before), ==, 0);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
  /* A save that was under way would be over with the store: each one makes a new file. */
  connection_fixture_restart (fixture);
  g_assert_cmpint (g_stat (fixture->disk.path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
}

static void
test_dropped_while_unlocking (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  scripted_secrets_hold (fixture->secrets, SCRIPTED_LOOKUP);
  latchkey_connection_open (connection);
  run_until_quiet ();
  g_assert_cmpint (latchkey_connection_get_state (connection), ==, LATCHKEY_CONNECTION_UNLOCKING);
  g_assert_finalize_object (connection);
  scripted_secrets_let_go (fixture->secrets);
  run_until_quiet ();
}

static void
test_dropped_as_the_token_comes (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  /* The answer is there and was not delivered yet. */
  latchkey_connection_open (connection);
  g_assert_finalize_object (connection);
  run_until_quiet ();
  assert_events (fixture, "lookup+");
}

static void
test_dropped_while_loading (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD, NULL);
  latchkey_connection_open (connection);
  while (strstr (fixture->events->str, "GET") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (latchkey_connection_get_state (connection), ==, LATCHKEY_CONNECTION_LOADING);
  g_assert_finalize_object (connection);
  latchkey_demo_server_release (fixture->server);
  run_until_quiet ();
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/connection/open/becomes-ready", test_becomes_ready, NULL);
  connection_add_test ("/connection/open/keyring-fails", test_keyring_fails, NULL);
  connection_add_test ("/connection/open/server-is-off", test_server_is_off, NULL);
  connection_add_test ("/connection/open/server-misbehaves", test_server_misbehaves, NULL);
  connection_add_test ("/connection/open/session-ended", test_session_ended, NULL);
  connection_add_test ("/connection/open/no-home", test_no_home, NULL);
  connection_add_test ("/connection/open/token-of-somebody-else", test_token_of_somebody_else,
                       NULL);
  connection_add_test ("/connection/ready/session-ends", test_session_ends_while_ready, NULL);
  connection_add_test ("/connection/ready/record-follows-the-server",
                       test_record_follows_the_server, NULL);
  connection_add_test ("/connection/ready/nothing-new-is-not-saved", test_nothing_new_is_not_saved,
                       NULL);
  connection_add_test ("/connection/dropped/while-unlocking", test_dropped_while_unlocking, NULL);
  connection_add_test ("/connection/dropped/as-the-token-comes", test_dropped_as_the_token_comes,
                       NULL);
  connection_add_test ("/connection/dropped/while-loading", test_dropped_while_loading, NULL);

  return g_test_run ();
}
