#include "homebox-error.h"
#include "latchkey-lock.h"
#include "refresh-test.h"

#include <locale.h>

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

/* Another process refreshed: the old token is dead, and the new one is in the keyring. */
static void
refresh_elsewhere (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autoptr (HomeboxSession) other = connection_fixture_open_session (fixture, 7 * DAY);
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  g_autofree char *kept = connection_fixture_dup_kept (fixture, connection);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_demo_store_close_session (store, kept);
  latchkey_secret_store_store_async (LATCHKEY_SECRET_STORE (fixture->secrets), account,
                                     homebox_session_get_token (other), NULL, await_store, &result);
  latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (fixture->secrets), await (&result),
                                      &error);
  g_assert_no_error (error);
  g_string_truncate (fixture->events, 0);
}

static void
test_takes_what_another_process_has (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 28 * DAY);

  refresh_open (connection);
  refresh_elsewhere (fixture, connection);
  scripted_clock_pass (fixture->clock, 23 * DAY);
  refresh_wait_for_event (fixture, "lookup+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, "check-writable+ lookup+");
  refresh_assert_kept (fixture, connection);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_finalize_object (connection);
}

/* It finds out before it was due. */
static void
test_takes_it_when_refused (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 28 * DAY);
  g_autoptr (GString) states = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session = NULL;

  refresh_open (connection);
  session = latchkey_connection_get_session (connection);
  refresh_elsewhere (fixture, connection);
  states = connection_record_states (connection);
  homebox_session_update_profile_async (session, "Ada", "ada@example.org", NULL, await_store,
                                        &result);
  homebox_session_update_profile_finish (session, await (&result), &error);
  g_assert_no_error (error);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_null (strstr (states->str, "sign-in-needed"));
  refresh_assert_kept (fixture, connection);
  g_assert_true (latchkey_connection_get_session (connection) == session);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

/* The keyring was locked when it was refused, and the person is asked; then it is not any more. */
static void
test_takes_it_when_unlocked (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 28 * DAY);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session = NULL;

  refresh_open (connection);
  session = latchkey_connection_get_session (connection);
  refresh_elsewhere (fixture, connection);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, LATCHKEY_SECRET_ERROR_LOCKED);
  homebox_session_update_profile_async (session, "Ada", "ada@example.org", NULL, await_store,
                                        &result);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_null (result);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_true (homebox_session_update_profile_finish (session, await (&result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

static void
test_one_process_at_a_time (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);
  g_autoptr (GFile) folder = latchkey_account_store_get_folder (
      fixture->accounts, latchkey_connection_get_account (connection));
  g_autoptr (GError) error = NULL;
  LatchkeyLock *lock = latchkey_lock_try (folder, LATCHKEY_LOCK_REFRESH, &error);

  g_assert_no_error (error);
  refresh_open (connection);
  connection_let_happen ();
  assert_events (fixture, "lookup+ GET /users/self 200");

  /* The other one is done, and has left its token. */
  refresh_elsewhere (fixture, connection);
  latchkey_lock_release (lock);
  refresh_wait_for_end (fixture);
  assert_events (fixture, "check-writable+ lookup+");
  refresh_assert_kept (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_lost_answer (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  refresh_misbehave (fixture, LATCHKEY_DEMO_MODE_LOSE, NULL);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_SESSION_ENDED);
  /* Once, and what became of it is asked once. */
  assert_events (fixture, "lookup+ GET /users/self 200 check-writable+ lookup+ "
                          "GET /users/refresh 200 GET /users/self 401 check-writable+ lookup+");
  scripted_clock_pass (fixture->clock, 10 * DAY);
  connection_let_happen ();
  assert_events (fixture, "");
  g_assert_nonnull (latchkey_connection_get_session (connection));
  g_assert_finalize_object (connection);
}

static void
test_lost_answer_of_an_old_server (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = NULL;

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_0_21, 0);
  connection = connection_fixture_stored_for (fixture, 5 * DAY);
  refresh_misbehave (fixture, LATCHKEY_DEMO_MODE_LOSE, NULL);
  refresh_open (connection);
  refresh_wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 check-writable+ lookup+ "
                          "GET /users/refresh 200 GET /users/self 200");
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  refresh_assert_kept (fixture, connection);
  refresh_assert_about (refresh_get_next (fixture), DAY);

  refresh_misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  scripted_clock_pass (fixture->clock, DAY + HOUR);
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  g_assert_finalize_object (connection);
}

static void
test_server_does_not_want_to (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 20 * HOUR);
  const GError *problem = NULL;

  refresh_misbehave (fixture, LATCHKEY_DEMO_MODE_STATUS, "500 not today");
  refresh_open (connection);
  refresh_wait_for_end (fixture);
  assert_events (fixture,
                 "lookup+ GET /users/self 200 check-writable+ lookup+ GET /users/refresh 500");
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  problem = latchkey_connection_get_refresh_problem (connection);
  g_assert_error (problem, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_FAILED);
  refresh_assert_about (refresh_get_next (fixture), HOUR);

  refresh_misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  scripted_clock_pass (fixture->clock, HOUR);
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  g_assert_null (latchkey_connection_get_refresh_problem (connection));
  g_assert_finalize_object (connection);
}

/* The person took it out of the keyring, or another process signed out. */
static void
test_nothing_comes_back_into_the_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 28 * DAY);

  refresh_open (connection);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, LATCHKEY_SECRET_ERROR_GONE);
  g_string_truncate (fixture->events, 0);
  scripted_clock_pass (fixture->clock, 22 * DAY + HOUR);
  refresh_wait_for_event (fixture, "lookup+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, "check-writable+ lookup+");
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_finalize_object (connection);
}

/* The window is closed in the middle. */
static void
test_ends_without_anybody (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);
  LatchkeyAccount *account = g_object_ref (latchkey_connection_get_account (connection));
  g_autofree char *old = connection_fixture_dup_kept (fixture, connection);
  g_autofree char *kept = NULL;

  refresh_misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD, NULL);
  refresh_open (connection);
  refresh_wait_for_event (fixture, "GET /users/refresh 200");
  g_object_unref (connection);
  latchkey_demo_server_release (fixture->server);
  refresh_wait_for_event (fixture, "store+");
  while (latchkey_account_get_last_refresh_at (account) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (store_save (fixture->accounts, NULL));
  connection_let_happen ();
  g_object_unref (account);

  connection_fixture_restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (kept, !=, old);
  refresh_open (connection);
  g_assert_finalize_object (connection);
}

/* Nothing of it is left behind by a refresh that was going on. */
static void
test_forgotten_while_it_refreshes (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  refresh_misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD, NULL);
  refresh_open (connection);
  refresh_wait_for_event (fixture, "GET /users/refresh 200");
  latchkey_connection_forget_async (connection, await_store, &result);
  connection_let_happen ();
  g_assert_null (result);
  latchkey_demo_server_release (fixture->server);
  g_assert_true (latchkey_connection_forget_finish (connection, await (&result), &error));
  g_assert_no_error (error);
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_null (kept);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  connection_let_happen ();
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_null (kept);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) connection_add_test ("/refresh/" name, function, NULL)

  ADD ("takes-what-another-process-has", test_takes_what_another_process_has);
  ADD ("takes-it-when-refused", test_takes_it_when_refused);
  ADD ("takes-it-when-unlocked", test_takes_it_when_unlocked);
  ADD ("one-process-at-a-time", test_one_process_at_a_time);
  ADD ("lost-answer-asks-to-sign-in", test_lost_answer);
  ADD ("lost-answer-of-an-old-server-goes-on", test_lost_answer_of_an_old_server);
  ADD ("server-does-not-want-to", test_server_does_not_want_to);
  ADD ("nothing-comes-back-into-the-keyring", test_nothing_comes_back_into_the_keyring);
  ADD ("ends-without-anybody", test_ends_without_anybody);
  ADD ("forgotten-while-it-refreshes", test_forgotten_while_it_refreshes);

  return g_test_run ();
}
