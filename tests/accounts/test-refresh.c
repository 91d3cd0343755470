#include "homebox-error.h"
#include "refresh-test.h"

#include <locale.h>

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

static void
test_not_before_six_days_are_left (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 28 * DAY);

  refresh_open (connection);
  assert_events (fixture, "lookup+ GET /users/self 200");
  refresh_assert_about (refresh_get_next (fixture), 22 * DAY);
  scripted_clock_pass (fixture->clock, 21 * DAY);
  connection_let_happen ();
  assert_events (fixture, "");
  scripted_clock_pass (fixture->clock, DAY + HOUR);
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
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

  refresh_open (connection);
  refresh_wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 " REFRESHED);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_cmpstr (refresh_token_text (connection), !=, old);
  refresh_assert_kept (fixture, connection);
  refresh_assert_ends_in (connection, 7 * DAY);
  refresh_assert_about (refresh_get_next (fixture), DAY);
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
  refresh_open (connection);
  connection_let_happen ();
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
  refresh_open (connection);
  connection_let_happen ();
  assert_events (fixture, "lookup+ GET /users/self 200");
  refresh_assert_about (refresh_get_next (fixture), 22 * HOUR);

  /* Asleep over it. */
  scripted_clock_jump_by (fixture->clock, 23 * HOUR);
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  scripted_clock_pass (fixture->clock, 23 * HOUR);
  connection_let_happen ();
  assert_events (fixture, "");
  g_assert_finalize_object (connection);
}

static void
test_clock_set_back_and_forward (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  /* It was refreshed when the clock was in another year. */
  note_refresh (fixture, connection, -300 * DAY);
  refresh_open (connection);
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 " REFRESHED);

  /* There and back again, ten times: no more than once for each day there is. */
  for (guint i = 0; i < 10; i++)
    {
      scripted_clock_jump_by (fixture->clock, -3 * HOUR);
      connection_let_happen ();
      scripted_clock_jump_by (fixture->clock, 3 * HOUR);
      connection_let_happen ();
    }
  assert_events (fixture, "");

  /* A year ahead, where the session has ended long ago: asked once, and again a day later. */
  scripted_clock_jump_by (fixture->clock, 365 * DAY);
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  scripted_clock_pass (fixture->clock, 23 * HOUR);
  connection_let_happen ();
  assert_events (fixture, "");

  /* And back: it is not locked out. */
  scripted_clock_jump_by (fixture->clock, -366 * DAY);
  connection_let_happen ();
  assert_events (fixture, "");
  refresh_assert_about (refresh_get_next (fixture), DAY + HOUR);
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
  connection_let_happen ();
  assert_events (fixture, "");
  g_assert_null (latchkey_connection_get_refresh_problem (connection));
  g_assert_finalize_object (connection);
}

static void
test_waits_for_the_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, LATCHKEY_SECRET_ERROR_LOCKED);
  refresh_open (connection);
  refresh_wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 check-writable+");
  g_assert_null (latchkey_connection_get_refresh_problem (connection));

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, REFRESHED);
  refresh_assert_kept (fixture, connection);
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
  refresh_open (connection);
  refresh_wait_for_end (fixture);
  for (guint i = 0; i < 6; i++)
    {
      scripted_clock_pass (fixture->clock, 15 * HOUR);
      refresh_wait_for_end (fixture);
      g_assert_null (latchkey_connection_get_refresh_problem (connection));
    }
  g_assert_cmpuint (n_times, ==, 0);
  g_assert_null (strstr (fixture->events->str, "refresh"));

  scripted_clock_pass (fixture->clock, 7 * HOUR);
  refresh_wait_for_end (fixture);
  problem = latchkey_connection_get_refresh_problem (connection);
  g_assert_error (problem, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_nonnull (strstr (problem->message, "keyring"));
  g_assert_cmpuint (n_times, ==, 1);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
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
  refresh_open (connection);
  refresh_wait_for_end (fixture);
  assert_events (fixture, "lookup+ GET /users/self 200 " REFRESHED);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, LATCHKEY_SECRET_ERROR,
                     LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_true (latchkey_connection_get_kept_in_memory (connection));
  g_assert_cmpstr (refresh_token_text (connection), !=, old);
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (kept, ==, old);

  /* It is put there as soon as that is possible, and a failure in between changes nothing. */
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  refresh_wait_for_event (fixture, "store+");
  connection_let_happen ();
  g_assert_true (latchkey_connection_get_kept_in_memory (connection));
  g_string_truncate (fixture->events, 0);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  while (latchkey_connection_get_kept_in_memory (connection))
    g_main_context_iteration (NULL, TRUE);
  refresh_assert_kept (fixture, connection);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_finalize_object (connection);
}

/* What the keyring holds is older then, and must not come back. */
static void
test_refreshes_in_memory (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored_for (fixture, 5 * DAY);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  refresh_open (connection);
  refresh_wait_for_end (fixture);
  g_string_truncate (fixture->events, 0);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, -1);
  scripted_clock_pass (fixture->clock, 25 * HOUR);
  refresh_wait_for_event (fixture, "store+");
  refresh_wait_for_end (fixture);
  assert_events (fixture, "check-writable+ GET /users/refresh 200 store+");
  refresh_assert_kept (fixture, connection);
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

  return g_test_run ();
}
