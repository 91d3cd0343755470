#include "connection-fixture.h"
#include "homebox-error.h"

#include <glib/gstdio.h>
#include <locale.h>

#define LOGOUT "/api/v1/users/logout"
#define SELF "/api/v1/users/self"

static void
misbehave (ConnectionFixture *fixture,
           const char *method,
           const char *path,
           LatchkeyDemoMode mode,
           const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, method, path, mode, argument, &error);
  g_assert_no_error (error);
}

static gboolean
delete_account (LatchkeyConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_connection_delete_account_async (connection, NULL, await_store, &result);
  return latchkey_connection_delete_account_finish (connection, await (&result), error);
}

static gboolean
has_secret (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxToken) token = NULL;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, -1);
  latchkey_secret_store_lookup_async (LATCHKEY_SECRET_STORE (fixture->secrets),
                                      latchkey_connection_get_account (connection), NULL,
                                      await_store, &result);
  token = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (fixture->secrets),
                                               await (&result), NULL);
  return token != NULL;
}

static void
assert_nothing_left (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_assert_cmpuint (store_count (fixture->accounts), ==, 0);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  g_assert_false (has_secret (fixture, connection));
}

static void
test_sign_out (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  assert_events (fixture, "POST /users/logout 204 clear+");
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 0);
  assert_nothing_left (fixture, connection);

  /* Closed is closed. */
  g_string_truncate (fixture->events, 0);
  latchkey_connection_open (connection);
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_false (delete_account (connection, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  assert_events (fixture, "");
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_before_opened (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  g_assert_true (connection_sign_out (connection, NULL));
  assert_events (fixture, "lookup+ POST /users/logout 204 clear+");
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 0);
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_while_opening (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  g_autoptr (GString) states = connection_record_states (connection);

  misbehave (fixture, "GET", SELF, LATCHKEY_DEMO_MODE_HOLD, NULL);
  latchkey_connection_open (connection);
  while (strstr (fixture->events->str, "GET") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (connection_sign_out (connection, NULL));
  latchkey_demo_server_release (fixture->server);
  assert_events (fixture, "lookup+ GET /users/self 200 POST /users/logout 204 clear+");
  g_assert_cmpstr (states->str, ==, "unlocking loading stored closed ");
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_of_an_ended_session (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  latchkey_demo_server_expire_sessions (fixture->server);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_string_truncate (fixture->events, 0);
  g_assert_true (connection_sign_out (connection, NULL));
  assert_events (fixture, "clear+");
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_without_a_token (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, LATCHKEY_SECRET_ERROR_GONE);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_true (connection_sign_out (connection, NULL));
  assert_events (fixture, "lookup+ lookup+ clear+");
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_without_a_home (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  g_assert_true (latchkey_demo_server_lock_out (fixture->server, "ada@example.org", NULL));
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_NO_HOME);
  g_assert_true (connection_sign_out (connection, NULL));
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_server_is_off (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autofree char *end = latchkey_account_dup_end_label (account);
  g_autoptr (GError) error = NULL;

  connection_fixture_stop_server (fixture);
  g_assert_false (connection_sign_out (connection, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "127.0.0.1:"));
  g_assert_nonnull (strstr (error->message, end));
  assert_events (fixture, "clear+");
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_keyring_fails (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GError) error = NULL;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CLEAR, LATCHKEY_SECRET_ERROR_DISMISSED);
  g_assert_false (connection_sign_out (connection, &error));
  g_assert_error (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_DISMISSED);
  g_assert_nonnull (strstr (error->message, "keyring"));
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 0);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_everything_fails (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autofree char *end = latchkey_account_dup_end_label (account);
  g_autoptr (GError) error = NULL;

  /* Asked once, and not again: there may be a person at the prompt. */
  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  g_assert_false (connection_sign_out (connection, &error));
  g_assert_error (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  g_assert_nonnull (strstr (error->message, end));
  g_assert_nonnull (strstr (error->message, "keyring"));
  assert_events (fixture, "lookup+");
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 1);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_record_stays (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autofree char *hidden = g_strconcat (fixture->disk.folder, ".hidden", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rename (fixture->disk.folder, hidden), ==, 0);
  g_assert_true (g_file_set_contents (fixture->disk.folder, "in the way", -1, NULL));
  /* It would look for the record there. */
  g_signal_handlers_disconnect_by_data (fixture->secrets, fixture);
  g_assert_false (connection_sign_out (connection, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_assert_false (has_secret (fixture, connection));

  g_assert_cmpint (g_remove (fixture->disk.folder), ==, 0);
  g_assert_cmpint (g_rename (hidden, fixture->disk.folder), ==, 0);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_without_a_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  HomeboxSession *session = connection_fixture_sign_in (fixture);
  LatchkeyConnection *connection = NULL;
  g_autoptr (GError) error = NULL;

  /* It never had the token, so nothing of it is left to be told about. */
  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_CLEAR, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  connection = connection_fixture_adopt (fixture, session);
  g_object_unref (session);
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_cancelled (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  misbehave (fixture, "POST", LOGOUT, LATCHKEY_DEMO_MODE_HOLD, NULL);
  latchkey_connection_sign_out_async (connection, cancellable, await_store, &result);
  while (strstr (fixture->events->str, "POST") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_false (latchkey_connection_sign_out_finish (connection, await (&result), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_assert_true (has_secret (fixture, connection));
  latchkey_demo_server_release (fixture->server);
  g_clear_object (&result);

  /* The server had done it: that shows with the next request, and another try ends it. */
  misbehave (fixture, "POST", LOGOUT, LATCHKEY_DEMO_MODE_OFF, NULL);
  g_clear_error (&error);
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_outlives_its_window (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  gpointer watched = connection;

  g_object_add_weak_pointer (G_OBJECT (connection), &watched);
  latchkey_connection_sign_out_async (connection, NULL, NULL, NULL);
  g_object_unref (connection);
  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_events (fixture, "POST /users/logout 204 clear+");
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
}

static void
test_delete (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  g_autoptr (GError) error = NULL;

  g_assert_true (delete_account (connection, &error));
  g_assert_no_error (error);
  assert_events (fixture, "DELETE /users/self 204 clear+");
  g_assert_null (latchkey_demo_store_find_email (store, "ada@example.org"));
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_delete_refused (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GError) error = NULL;

  misbehave (fixture, "DELETE", SELF, LATCHKEY_DEMO_MODE_STATUS, "403 Forbidden");
  g_assert_false (delete_account (connection, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_DEMO_SERVER);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_assert_true (has_secret (fixture, connection));

  misbehave (fixture, "DELETE", SELF, LATCHKEY_DEMO_MODE_OFF, NULL);
  g_clear_error (&error);
  g_assert_true (delete_account (connection, &error));
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_delete_answer_lost (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GError) error = NULL;

  misbehave (fixture, "DELETE", SELF, LATCHKEY_DEMO_MODE_LOSE, NULL);
  g_assert_true (delete_account (connection, &error));
  g_assert_no_error (error);
  assert_nothing_left (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_delete_ended_session (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_expire_sessions (fixture->server);
  g_assert_false (delete_account (connection, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_assert_finalize_object (connection);
}

static void
test_delete_keyring_fails (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GError) error = NULL;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CLEAR, LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_false (delete_account (connection, &error));
  g_assert_error (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, "deleted"));
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  g_assert_finalize_object (connection);
}

static void
test_delete_before_opened (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_false (delete_account (connection, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  assert_events (fixture, "");
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/connection/sign-out/leaves-nothing", test_sign_out, NULL);
  connection_add_test ("/connection/sign-out/before-opened", test_sign_out_before_opened, NULL);
  connection_add_test ("/connection/sign-out/while-opening", test_sign_out_while_opening, NULL);
  connection_add_test ("/connection/sign-out/session-ended", test_sign_out_of_an_ended_session,
                       NULL);
  connection_add_test ("/connection/sign-out/no-token", test_sign_out_without_a_token, NULL);
  connection_add_test ("/connection/sign-out/no-home", test_sign_out_without_a_home, NULL);
  connection_add_test ("/connection/sign-out/server-is-off", test_sign_out_server_is_off, NULL);
  connection_add_test ("/connection/sign-out/keyring-fails", test_sign_out_keyring_fails, NULL);
  connection_add_test ("/connection/sign-out/everything-fails", test_sign_out_everything_fails,
                       NULL);
  connection_add_test ("/connection/sign-out/record-stays", test_sign_out_record_stays, NULL);
  connection_add_test ("/connection/sign-out/no-keyring-at-all", test_sign_out_without_a_keyring,
                       NULL);
  connection_add_test ("/connection/sign-out/cancelled", test_sign_out_cancelled, NULL);
  connection_add_test ("/connection/sign-out/outlives-its-window",
                       test_sign_out_outlives_its_window, NULL);
  connection_add_test ("/connection/delete/leaves-nothing", test_delete, NULL);
  connection_add_test ("/connection/delete/refused-and-tried-again", test_delete_refused, NULL);
  connection_add_test ("/connection/delete/answer-lost", test_delete_answer_lost, NULL);
  connection_add_test ("/connection/delete/session-ended", test_delete_ended_session, NULL);
  connection_add_test ("/connection/delete/keyring-fails", test_delete_keyring_fails, NULL);
  connection_add_test ("/connection/delete/before-opened", test_delete_before_opened, NULL);

  return g_test_run ();
}
