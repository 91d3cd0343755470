#include "connection-fixture.h"
#include "homebox-error.h"

#include <locale.h>

#define DAY G_TIME_SPAN_DAY

static gboolean
resume (LatchkeyConnection *connection, HomeboxSession *fresh, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_connection_resume_async (connection, fresh, NULL, await_store, &result);
  return latchkey_connection_resume_finish (connection, await (&result), error);
}

static const char *
text_of (HomeboxSession *session)
{
  return homebox_secret_peek (homebox_token_get_secret (homebox_session_get_token (session)));
}

/* Ready, then ended on the server; a change that the person made waits. */
static LatchkeyConnection *
new_ended (ConnectionFixture *fixture, GAsyncResult **waiting)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);

  latchkey_demo_server_expire_sessions (fixture->server);
  homebox_session_update_profile_async (latchkey_connection_get_session (connection),
                                        "Ada King", "ada@example.org", NULL, await_store, waiting);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_null (*waiting);
  g_string_truncate (fixture->events, 0);
  return connection;
}

static void
let_happen (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_goes_on (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) waiting = NULL;
  LatchkeyConnection *connection = new_ended (fixture, &waiting);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (HomeboxSession) fresh = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  gint64 later = 0;

  scripted_clock_pass (fixture->clock, DAY);
  later = latchkey_clock_get_now (LATCHKEY_CLOCK (fixture->clock)) / G_TIME_SPAN_SECOND;
  fresh = connection_fixture_sign_in (fixture);
  g_assert_true (resume (connection, fresh, &error));
  g_assert_no_error (error);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);

  /* What the window shows is the same session, and what waited was done. */
  g_assert_true (latchkey_connection_get_session (connection) == session);
  g_assert_true (homebox_session_update_profile_finish (session, await (&waiting), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (latchkey_account_get_name (account), ==, "Ada King");

  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (kept, ==, text_of (session));
  g_assert_cmpstr (kept, ==, text_of (fresh));
  g_assert_cmpint (g_date_time_to_unix (latchkey_account_get_signed_in_at (account)), ==, later);
  g_assert_true (g_date_time_equal (
      latchkey_account_get_expires_at (account),
      homebox_token_get_expires_at (homebox_session_get_token (fresh))));
  g_clear_object (&waiting);
  g_assert_finalize_object (connection);
}

static void
test_keyring_first (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) waiting = NULL;
  LatchkeyConnection *connection = new_ended (fixture, &waiting);
  g_autoptr (HomeboxSession) fresh = connection_fixture_sign_in (fixture);
  g_autoptr (GAsyncResult) result = NULL;

  scripted_secrets_hold (fixture->secrets, SCRIPTED_STORE);
  latchkey_connection_resume_async (connection, fresh, NULL, await_store, &result);
  while (strstr (fixture->events->str, "store") == NULL)
    g_main_context_iteration (NULL, TRUE);
  let_happen ();
  assert_events (fixture, "store+");
  g_assert_null (waiting);
  g_assert_cmpint (homebox_session_get_state (latchkey_connection_get_session (connection)), ==,
                   HOMEBOX_SESSION_SIGNING_IN);
  scripted_secrets_let_go (fixture->secrets);
  g_assert_true (latchkey_connection_resume_finish (connection, await (&result), NULL));
  await (&waiting);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_clear_object (&waiting);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

static void
test_keyring_fails (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) waiting = NULL;
  LatchkeyConnection *connection = new_ended (fixture, &waiting);
  g_autoptr (HomeboxSession) fresh = connection_fixture_sign_in (fixture);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_DISMISSED);
  g_assert_true (resume (connection, fresh, &error));
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, LATCHKEY_SECRET_ERROR,
                     LATCHKEY_SECRET_ERROR_DISMISSED);
  g_assert_true (latchkey_connection_get_kept_in_memory (connection));

  /* The person changes their mind. */
  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, -1);
  latchkey_connection_keep (connection);
  latchkey_connection_keep (connection);
  while (latchkey_connection_get_kept_in_memory (connection))
    g_main_context_iteration (NULL, TRUE);
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (kept, ==, text_of (fresh));
  await (&waiting);
  g_clear_object (&waiting);
  g_assert_finalize_object (connection);
}

static HomeboxSession *
new_session_of (ConnectionFixture *fixture, const char *email)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoSession *entry = latchkey_demo_store_open_session (
      store, latchkey_demo_store_find_email (store, email), 7);
  g_autoptr (HomeboxClient) client
      = homebox_client_new (latchkey_demo_server_get_uri (fixture->server));
  g_autoptr (HomeboxToken) token = homebox_token_new (entry->token, HOMEBOX_TOKEN_SESSION, NULL);

  return homebox_session_new (client, token);
}

static void
test_other_person (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) waiting = NULL;
  LatchkeyConnection *connection = new_ended (fixture, &waiting);
  guint n_sessions = connection_fixture_count_sessions (fixture);
  g_autoptr (HomeboxSession) other = new_session_of (fixture, "charles@example.org");
  g_autofree char *kept = connection_fixture_dup_kept (fixture, connection);
  g_autofree char *kept_after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (resume (connection, other, &error));
  g_assert_error (error, LATCHKEY_CONNECTION_ERROR, LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT);
  g_assert_nonnull (strstr (error->message, "charles@example.org"));
  g_assert_nonnull (strstr (error->message, "ada@example.org"));
  while (connection_fixture_count_sessions (fixture) > n_sessions)
    g_main_context_iteration (NULL, TRUE);
  let_happen ();

  /* Nothing changed, and what waits still does. */
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_null (waiting);
  kept_after = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (kept, ==, kept_after);
  g_assert_cmpstr (homebox_user_get_name (homebox_session_get_user (
                       latchkey_connection_get_session (connection))),
                   ==, "Ada Lovelace");

  latchkey_connection_give_up (connection);
  g_assert_false (homebox_session_update_profile_finish (
      latchkey_connection_get_session (connection), await (&waiting), NULL));
  g_clear_object (&waiting);
  g_assert_finalize_object (connection);
}

/* The same id on a server that is none of the account's: a clone of it, say. */
static void
test_other_server (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) waiting = NULL;
  LatchkeyConnection *connection = new_ended (fixture, &waiting);
  g_autofree char *uri
      = g_strdup_printf ("http://localhost:%u", connection_fixture_get_port (fixture));
  g_autoptr (HomeboxClient) client = homebox_client_new (uri);
  g_autoptr (HomeboxSession) here = connection_fixture_sign_in (fixture);
  g_autoptr (HomeboxSession) there = homebox_session_new (client, homebox_session_get_token (here));
  g_autoptr (GError) error = NULL;

  g_assert_false (resume (connection, there, &error));
  g_assert_error (error, LATCHKEY_CONNECTION_ERROR, LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT);
  g_assert_cmpint (latchkey_connection_get_state (connection), ==,
                   LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  latchkey_connection_give_up (connection);
  await (&waiting);
  g_clear_object (&waiting);
  let_happen ();
  g_assert_finalize_object (connection);
}

static void
test_cancelled_at_the_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) waiting = NULL;
  LatchkeyConnection *connection = new_ended (fixture, &waiting);
  guint n_sessions = connection_fixture_count_sessions (fixture);
  g_autoptr (HomeboxSession) fresh = connection_fixture_sign_in (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  scripted_secrets_hold (fixture->secrets, SCRIPTED_STORE);
  latchkey_connection_resume_async (connection, fresh, cancellable, await_store, &result);
  while (strstr (fixture->events->str, "store") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_false (latchkey_connection_resume_finish (connection, await (&result), &error));
  g_assert_error (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_CANCELLED);
  while (connection_fixture_count_sessions (fixture) > n_sessions)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (latchkey_connection_get_state (connection), ==,
                   LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_cmpint (homebox_session_get_state (latchkey_connection_get_session (connection)), ==,
                   HOMEBOX_SESSION_ENDED);
  latchkey_connection_give_up (connection);
  await (&waiting);
  g_clear_object (&waiting);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

/* A person without a password signs in with an API key instead. */
static void
test_another_way (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) waiting = NULL;
  LatchkeyConnection *connection = new_ended (fixture, &waiting);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoApiKey *key = latchkey_demo_api_key_new (
      latchkey_demo_store_find_email (store, "ada@example.org"), "here",
      g_get_real_time () + DAY);
  g_autoptr (HomeboxClient) client
      = homebox_client_new (latchkey_demo_server_get_uri (fixture->server));
  g_autoptr (HomeboxToken) token = homebox_token_new (key->token, HOMEBOX_TOKEN_API_KEY, NULL);
  g_autoptr (HomeboxSession) fresh = homebox_session_new (client, token);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (store->api_keys, key);
  g_assert_true (resume (connection, fresh, &error));
  g_assert_no_error (error);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_cmpint (latchkey_account_get_kind (account), ==, HOMEBOX_TOKEN_API_KEY);
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (kept, ==, key->token);
  await (&waiting);
  g_clear_object (&waiting);
  g_assert_finalize_object (connection);
}

static void
test_without_a_session (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  g_autoptr (HomeboxSession) fresh = NULL;
  g_autoptr (GError) error = NULL;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, LATCHKEY_SECRET_ERROR_GONE);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_null (latchkey_connection_get_session (connection));
  fresh = connection_fixture_sign_in (fixture);
  g_assert_true (resume (connection, fresh, &error));
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_true (latchkey_connection_get_session (connection) == fresh);
  g_assert_finalize_object (connection);
}

static void
test_account_gone_meanwhile (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) waiting = NULL;
  LatchkeyConnection *connection = new_ended (fixture, &waiting);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (HomeboxSession) fresh = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (connection_sign_out (connection, NULL));
  g_assert_false (homebox_session_update_profile_finish (session, await (&waiting), NULL));
  fresh = connection_fixture_sign_in (fixture);
  g_assert_false (resume (connection, fresh, &error));
  g_assert_error (error, LATCHKEY_CONNECTION_ERROR, LATCHKEY_CONNECTION_ERROR_CLOSED);
  while (connection_fixture_count_sessions (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&waiting);
  let_happen ();
  g_assert_finalize_object (connection);
}

/* Another process signed out, and the list that both share says so. */
static void
test_removed_elsewhere (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  LatchkeyAccountStore *other = store_fixture_new_loaded_store (&fixture->disk);

  g_assert_true (store_remove (other, latchkey_account_store_get_current (other), NULL));
  connection_wait_for (connection, LATCHKEY_CONNECTION_CLOSED);
  g_assert_finalize_object (connection);
  let_happen ();
  g_assert_finalize_object (other);
}

static void
test_everywhere (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (HomeboxSession) browser = connection_fixture_sign_in (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 2);
  latchkey_connection_sign_out_everywhere_async (connection, NULL, await_store, &result);
  g_assert_true (
      latchkey_connection_sign_out_everywhere_finish (connection, await (&result), &error));
  g_assert_no_error (error);
  assert_events (fixture, "POST /users/logout/all 204 clear+");
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 0);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_null (kept);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

static void
test_everywhere_too_old (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_0_21, 0);
  connection = connection_fixture_ready (fixture);
  latchkey_connection_sign_out_everywhere_async (connection, NULL, await_store, &result);
  g_assert_false (
      latchkey_connection_sign_out_everywhere_finish (connection, await (&result), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

static void
test_forget (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_connection_forget_async (connection, await_store, &result);
  g_assert_true (latchkey_connection_forget_finish (connection, await (&result), &error));
  assert_events (fixture, "clear+");
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 1);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

static void
test_forget_with_a_locked_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CLEAR, LATCHKEY_SECRET_ERROR_LOCKED);
  latchkey_connection_forget_async (connection, await_store, &result);
  g_assert_false (latchkey_connection_forget_finish (connection, await (&result), &error));
  g_assert_error (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, "off the list"));
  assert_connection (connection, LATCHKEY_CONNECTION_CLOSED, 0, 0);
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) connection_add_test ("/connection/" name, function, NULL)

  ADD ("resume/goes-on", test_goes_on);
  ADD ("resume/keyring-first", test_keyring_first);
  ADD ("resume/keyring-fails", test_keyring_fails);
  ADD ("resume/other-person-is-refused", test_other_person);
  ADD ("resume/other-server-is-refused", test_other_server);
  ADD ("resume/cancelled-at-the-keyring", test_cancelled_at_the_keyring);
  ADD ("resume/another-way", test_another_way);
  ADD ("resume/without-a-session", test_without_a_session);
  ADD ("resume/account-gone-meanwhile", test_account_gone_meanwhile);
  ADD ("removed-elsewhere", test_removed_elsewhere);
  ADD ("everywhere/signs-out", test_everywhere);
  ADD ("everywhere/server-too-old", test_everywhere_too_old);
  ADD ("forget/says-nothing-to-the-server", test_forget);
  ADD ("forget/keyring-locked", test_forget_with_a_locked_keyring);

  return g_test_run ();
}
