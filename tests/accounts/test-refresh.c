#include "connection-fixture.h"
#include "homebox-error.h"
#include "latchkey-lock.h"

#include <locale.h>

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

/* What a refresh asks for, in its order, when all goes well. */
#define REFRESHED "check-writable+ lookup+ GET /users/refresh 200 store+"

static void
misbehave (ConnectionFixture *fixture, LatchkeyDemoMode mode, const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/users/refresh", mode, argument,
                                  &error);
  g_assert_no_error (error);
}

static const char *
token_text (LatchkeyConnection *connection)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);

  return homebox_secret_peek (homebox_token_get_secret (homebox_session_get_token (session)));
}

static void
open_connection (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
}

/* An alarm is what it ends with, whether or not it worked. */
static void
wait_for_end (ConnectionFixture *fixture)
{
  scripted_clock_wait_for_alarm (fixture->clock);
}

static void
wait_for_event (ConnectionFixture *fixture, const char *event)
{
  while (strstr (fixture->events->str, event) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* What is to happen at once would have happened by then. */
static void
let_happen (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static GTimeSpan
get_next (ConnectionFixture *fixture)
{
  return scripted_clock_get_next (fixture->clock)
         - latchkey_clock_get_now (LATCHKEY_CLOCK (fixture->clock));
}

static void
assert_about (GTimeSpan span, GTimeSpan expected)
{
  g_assert_cmpint (span, >, expected - HOUR);
  g_assert_cmpint (span, <, expected + HOUR);
}

static void
assert_ends_in (LatchkeyConnection *connection, GTimeSpan expected)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  assert_about (
      g_date_time_difference (
          latchkey_account_get_expires_at (latchkey_connection_get_account (connection)), now),
      expected);
}

static void
assert_kept (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  g_autofree char *kept = connection_fixture_dup_kept (fixture, connection);

  g_assert_cmpstr (kept, ==, token_text (connection));
  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
}

static void
test_not_before_six_days_are_left (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 28 * DAY);

  open_connection (fixture, connection);
  assert_events (fixture, "lookup+ GET /users/self 200");
  assert_about (get_next (fixture), 22 * DAY);
  scripted_clock_pass (fixture->clock, 21 * DAY);
  let_happen ();
  assert_events (fixture, "");
  scripted_clock_pass (fixture->clock, DAY + HOUR);
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  g_assert_finalize_object (connection);
}

static void
test_refreshes (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autofree char *old = connection_fixture_dup_kept (fixture, connection);
  g_autoptr (LatchkeyAccountStore) disk = NULL;
  LatchkeyAccount *record = NULL;

  open_connection (fixture, connection);
  wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 " REFRESHED);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_cmpstr (token_text (connection), !=, old);
  assert_kept (fixture, connection);
  assert_ends_in (connection, 7 * DAY);
  assert_about (get_next (fixture), DAY);
  /* The sign-in is as old as it was. */
  g_assert_nonnull (latchkey_account_get_signed_in_at (account));

  disk = store_fixture_new_loaded_store (&fixture->disk);
  record = latchkey_account_store_get_current (disk);
  g_assert_true (g_date_time_equal (latchkey_account_get_expires_at (record),
                                    latchkey_account_get_expires_at (account)));
  g_assert_nonnull (latchkey_account_get_last_refresh_at (record));
  g_assert_finalize_object (connection);

  /* The next start uses the new one. */
  connection_fixture_restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  open_connection (fixture, connection);
  let_happen ();
  assert_events (fixture, "lookup+ GET /users/self 200");
  g_assert_finalize_object (connection);
}

static void
note_refresh (ConnectionFixture *fixture, LatchkeyConnection *connection, GTimeSpan ago)
{
  g_autoptr (GDateTime) now = latchkey_clock_dup_now (LATCHKEY_CLOCK (fixture->clock));
  g_autoptr (GDateTime) then = g_date_time_add (now, -ago);

  latchkey_account_set_last_refresh_at (latchkey_connection_get_account (connection), then);
}

static void
test_once_a_day (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  note_refresh (fixture, connection, 2 * HOUR);
  open_connection (fixture, connection);
  let_happen ();
  assert_events (fixture, "lookup+ GET /users/self 200");
  assert_about (get_next (fixture), 22 * HOUR);

  /* Asleep over it. */
  scripted_clock_jump_by (fixture->clock, 23 * HOUR);
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  scripted_clock_pass (fixture->clock, 23 * HOUR);
  let_happen ();
  assert_events (fixture, "");
  g_assert_finalize_object (connection);
}

static void
test_clock_set_back_and_forward (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  /* It was refreshed when the clock was in another year. */
  note_refresh (fixture, connection, -300 * DAY);
  open_connection (fixture, connection);
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 " REFRESHED);

  /* There and back again, ten times: no more than once for each day there is. */
  for (guint i = 0; i < 10; i++)
    {
      scripted_clock_jump_by (fixture->clock, -3 * HOUR);
      let_happen ();
      scripted_clock_jump_by (fixture->clock, 3 * HOUR);
      let_happen ();
    }
  assert_events (fixture, "");

  /* A year ahead, where the session has ended long ago: asked once, and again a day later. */
  scripted_clock_jump_by (fixture->clock, 365 * DAY);
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  scripted_clock_pass (fixture->clock, 23 * HOUR);
  let_happen ();
  assert_events (fixture, "");

  /* And back: it is not locked out. */
  scripted_clock_jump_by (fixture->clock, -366 * DAY);
  let_happen ();
  assert_events (fixture, "");
  assert_about (get_next (fixture), DAY + HOUR);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_finalize_object (connection);
}

static void
test_never_an_api_key (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoApiKey *key = latchkey_demo_api_key_new (
      latchkey_demo_store_find_email (store, "ada@example.org"), "here",
      g_get_real_time () + 3 * DAY);
  g_autoptr (HomeboxClient) client
      = homebox_client_new (latchkey_demo_server_get_uri (fixture->server));
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (g_get_real_time () / 1000000 + 259200);
  g_autoptr (HomeboxToken) token = homebox_token_new (key->token, HOMEBOX_TOKEN_API_KEY, end);
  g_autoptr (HomeboxSession) session = homebox_session_new (client, token);
  LatchkeyConnection *connection = NULL;

  g_ptr_array_add (store->api_keys, key);
  connection = connection_fixture_adopt (fixture, session);
  g_string_truncate (fixture->events, 0);
  scripted_clock_pass (fixture->clock, 400 * DAY);
  scripted_clock_jump_by (fixture->clock, 10 * DAY);
  let_happen ();
  assert_events (fixture, "");
  g_assert_null (latchkey_connection_get_refresh_problem (connection));
  g_assert_finalize_object (connection);
}

static void
test_waits_for_the_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, LATCHKEY_SECRET_ERROR_LOCKED);
  open_connection (fixture, connection);
  wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 check-writable+");
  g_assert_null (latchkey_connection_get_refresh_problem (connection));

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  assert_kept (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
on_problem (LatchkeyConnection *connection, GParamSpec *pspec, guint *n_times)
{
  (*n_times)++;
}

static void
test_says_so_on_the_last_day (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);
  const GError *problem = NULL;
  guint n_times = 0;

  g_signal_connect (connection, "notify::refresh-problem", G_CALLBACK (on_problem), &n_times);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, LATCHKEY_SECRET_ERROR_LOCKED);
  open_connection (fixture, connection);
  wait_for_end (fixture);
  for (guint i = 0; i < 6; i++)
    {
      scripted_clock_pass (fixture->clock, 15 * HOUR);
      wait_for_end (fixture);
      g_assert_null (latchkey_connection_get_refresh_problem (connection));
    }
  g_assert_cmpuint (n_times, ==, 0);
  g_assert_null (strstr (fixture->events->str, "refresh"));

  scripted_clock_pass (fixture->clock, 7 * HOUR);
  wait_for_end (fixture);
  problem = latchkey_connection_get_refresh_problem (connection);
  g_assert_error (problem, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_nonnull (strstr (problem->message, "keyring"));
  g_assert_cmpuint (n_times, ==, 1);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  g_assert_null (latchkey_connection_get_refresh_problem (connection));
  g_assert_cmpuint (n_times, ==, 2);
  g_assert_finalize_object (connection);
}

static void
test_keyring_loses_the_new_one (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);
  g_autofree char *old = connection_fixture_dup_kept (fixture, connection);
  g_autofree char *kept = NULL;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_LOCKED);
  open_connection (fixture, connection);
  wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 " REFRESHED);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, LATCHKEY_SECRET_ERROR,
                     LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_true (latchkey_connection_get_kept_in_memory (connection));
  g_assert_cmpstr (token_text (connection), !=, old);
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (kept, ==, old);

  /* It is put there as soon as that is possible, and a failure in between changes nothing. */
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  wait_for_event (fixture, "store+");
  let_happen ();
  g_assert_true (latchkey_connection_get_kept_in_memory (connection));
  g_string_truncate (fixture->events, 0);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  while (latchkey_connection_get_kept_in_memory (connection))
    g_main_context_iteration (NULL, TRUE);
  assert_kept (fixture, connection);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_finalize_object (connection);
}

/* What the keyring holds is older then, and must not come back. */
static void
test_refreshes_in_memory (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  open_connection (fixture, connection);
  wait_for_end (fixture);
  g_string_truncate (fixture->events, 0);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, -1);
  scripted_clock_pass (fixture->clock, 25 * HOUR);
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  assert_events (fixture, "check-writable+ GET /users/refresh 200 store+");
  assert_kept (fixture, connection);
  g_assert_finalize_object (connection);
}

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

  open_connection (fixture, connection);
  refresh_elsewhere (fixture, connection);
  scripted_clock_pass (fixture->clock, 23 * DAY);
  wait_for_event (fixture, "lookup+");
  wait_for_end (fixture);
  assert_events (fixture, "check-writable+ lookup+");
  assert_kept (fixture, connection);
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

  open_connection (fixture, connection);
  session = latchkey_connection_get_session (connection);
  refresh_elsewhere (fixture, connection);
  states = connection_record_states (connection);
  homebox_session_update_profile_async (session, "Ada", "ada@example.org", NULL, await_store,
                                        &result);
  homebox_session_update_profile_finish (session, await (&result), &error);
  g_assert_no_error (error);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_null (strstr (states->str, "sign-in-needed"));
  assert_kept (fixture, connection);
  g_assert_true (latchkey_connection_get_session (connection) == session);
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
  open_connection (fixture, connection);
  let_happen ();
  assert_events (fixture, "lookup+ GET /users/self 200");

  /* The other one is done, and has left its token. */
  refresh_elsewhere (fixture, connection);
  latchkey_lock_release (lock);
  wait_for_end (fixture);
  assert_events (fixture, "check-writable+ lookup+");
  assert_kept (fixture, connection);
  g_assert_finalize_object (connection);
}

static void
test_lost_answer (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  misbehave (fixture, LATCHKEY_DEMO_MODE_LOSE, NULL);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_SESSION_ENDED);
  /* Once, and what became of it is asked once. */
  assert_events (fixture, "lookup+ GET /users/self 200 check-writable+ lookup+ "
                          "GET /users/refresh 200 GET /users/self 401 check-writable+ lookup+");
  scripted_clock_pass (fixture->clock, 10 * DAY);
  let_happen ();
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
  misbehave (fixture, LATCHKEY_DEMO_MODE_LOSE, NULL);
  open_connection (fixture, connection);
  wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 check-writable+ lookup+ "
                          "GET /users/refresh 200 GET /users/self 200");
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  assert_kept (fixture, connection);
  assert_about (get_next (fixture), DAY);

  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  scripted_clock_pass (fixture->clock, DAY + HOUR);
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  g_assert_finalize_object (connection);
}

static void
test_server_does_not_want_to (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 20 * HOUR);
  const GError *problem = NULL;

  misbehave (fixture, LATCHKEY_DEMO_MODE_STATUS, "500 not today");
  open_connection (fixture, connection);
  wait_for_end (fixture);
  assert_events (fixture,
                 "lookup+ GET /users/self 200 check-writable+ lookup+ GET /users/refresh 500");
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  problem = latchkey_connection_get_refresh_problem (connection);
  g_assert_error (problem, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_FAILED);
  assert_about (get_next (fixture), HOUR);

  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  scripted_clock_pass (fixture->clock, HOUR);
  wait_for_event (fixture, "store+");
  wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  g_assert_null (latchkey_connection_get_refresh_problem (connection));
  g_assert_finalize_object (connection);
}

/* The person took it out of the keyring, or another process signed out. */
static void
test_nothing_comes_back_into_the_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 28 * DAY);

  open_connection (fixture, connection);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, LATCHKEY_SECRET_ERROR_GONE);
  g_string_truncate (fixture->events, 0);
  scripted_clock_pass (fixture->clock, 22 * DAY + HOUR);
  wait_for_event (fixture, "lookup+");
  wait_for_end (fixture);
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

  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD, NULL);
  open_connection (fixture, connection);
  wait_for_event (fixture, "GET /users/refresh 200");
  g_object_unref (connection);
  latchkey_demo_server_release (fixture->server);
  wait_for_event (fixture, "store+");
  while (latchkey_account_get_last_refresh_at (account) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (store_save (fixture->accounts, NULL));
  let_happen ();
  g_object_unref (account);

  connection_fixture_restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (kept, !=, old);
  open_connection (fixture, connection);
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

  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD, NULL);
  open_connection (fixture, connection);
  wait_for_event (fixture, "GET /users/refresh 200");
  latchkey_connection_forget_async (connection, await_store, &result);
  let_happen ();
  g_assert_null (result);
  latchkey_demo_server_release (fixture->server);
  g_assert_true (latchkey_connection_forget_finish (connection, await (&result), &error));
  g_assert_no_error (error);
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_null (kept);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  let_happen ();
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

  ADD ("not-before-six-days-are-left", test_not_before_six_days_are_left);
  ADD ("refreshes", test_refreshes);
  ADD ("once-a-day", test_once_a_day);
  ADD ("clock-set-back-and-forward", test_clock_set_back_and_forward);
  ADD ("never-an-api-key", test_never_an_api_key);
  ADD ("waits-for-the-keyring", test_waits_for_the_keyring);
  ADD ("says-so-on-the-last-day", test_says_so_on_the_last_day);
  ADD ("keyring-loses-the-new-one", test_keyring_loses_the_new_one);
  ADD ("refreshes-in-memory", test_refreshes_in_memory);
  ADD ("takes-what-another-process-has", test_takes_what_another_process_has);
  ADD ("takes-it-when-refused", test_takes_it_when_refused);
  ADD ("one-process-at-a-time", test_one_process_at_a_time);
  ADD ("lost-answer-asks-to-sign-in", test_lost_answer);
  ADD ("lost-answer-of-an-old-server-goes-on", test_lost_answer_of_an_old_server);
  ADD ("server-does-not-want-to", test_server_does_not_want_to);
  ADD ("nothing-comes-back-into-the-keyring", test_nothing_comes_back_into_the_keyring);
  ADD ("ends-without-anybody", test_ends_without_anybody);
  ADD ("forgotten-while-it-refreshes", test_forgotten_while_it_refreshes);

  return g_test_run ();
}
