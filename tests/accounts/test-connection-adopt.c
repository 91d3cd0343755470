#include "connection-fixture.h"
#include "homebox-error.h"

#include <glib/gstdio.h>
#include <locale.h>

static void
test_new_account (ConnectionFixture *fixture, gconstpointer user_data)
{
  HomeboxSession *session = connection_fixture_sign_in (fixture);
  LatchkeyConnection *connection = connection_fixture_adopt (fixture, session);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);

  /* The record first: a token in the keyring that nobody remembers would be found by nobody. */
  assert_events (fixture, "store+");
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
  g_assert_true (latchkey_connection_get_session (connection) == session);

  g_assert_true (latchkey_account_store_get_current (fixture->accounts) == account);
  g_assert_cmpstr (latchkey_account_get_server (account), ==,
                   latchkey_demo_server_get_uri (fixture->server));
  g_assert_cmpstr (latchkey_account_get_name (account), ==, "Ada Lovelace");
  g_assert_cmpstr (latchkey_account_get_email (account), ==, "ada@example.org");
  g_assert_cmpint (latchkey_account_get_kind (account), ==, HOMEBOX_TOKEN_SESSION);
  g_assert_true (
      g_date_time_equal (latchkey_account_get_expires_at (account),
                         homebox_token_get_expires_at (homebox_session_get_token (session))));
  g_object_unref (session);
  g_assert_finalize_object (connection);
}

static void
test_known_account (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  g_autofree char *id
      = g_strdup (latchkey_account_get_id (latchkey_connection_get_account (connection)));
  HomeboxSession *session = NULL;
  LatchkeyConnection *again = NULL;

  latchkey_demo_server_expire_sessions (fixture->server);
  session = connection_fixture_sign_in (fixture);
  again = connection_fixture_adopt (fixture, session);
  g_assert_true (latchkey_connection_get_account (again)
                 == latchkey_connection_get_account (connection));
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_object_unref (session);
  g_assert_finalize_object (connection);
  g_assert_finalize_object (again);

  connection_fixture_restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  g_assert_cmpstr (latchkey_account_get_id (latchkey_connection_get_account (connection)), ==, id);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
}

static void
test_user_is_loaded_if_needed (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (HomeboxSession) complete = connection_fixture_sign_in (fixture);
  HomeboxSession *session = homebox_session_new (homebox_session_get_client (complete),
                                                 homebox_session_get_token (complete));
  LatchkeyConnection *connection = connection_fixture_adopt (fixture, session);

  assert_events (fixture, "GET /users/self 200 store+");
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);
  g_object_unref (session);
  g_assert_finalize_object (connection);
}

static void
test_user_cannot_be_loaded (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (HomeboxSession) complete = connection_fixture_sign_in (fixture);
  g_autoptr (HomeboxSession) session = homebox_session_new (homebox_session_get_client (complete),
                                                            homebox_session_get_token (complete));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (latchkey_demo_server_lock_out (fixture->server, "ada@example.org", NULL));
  latchkey_connection_adopt_async (fixture->vault, session, NULL, await_store, &result);
  g_assert_null (latchkey_connection_adopt_finish (await (&result), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME);
  g_assert_cmpuint (store_count (fixture->accounts), ==, 0);
  assert_events (fixture, "GET /users/self 403");
}

static void
test_keyring_refuses (ConnectionFixture *fixture, gconstpointer user_data)
{
  static const LatchkeySecretError codes[] = {
    LATCHKEY_SECRET_ERROR_NO_SERVICE, LATCHKEY_SECRET_ERROR_NO_KEYRING,
    LATCHKEY_SECRET_ERROR_LOCKED,     LATCHKEY_SECRET_ERROR_DISMISSED,
    LATCHKEY_SECRET_ERROR_NO_ANSWER,  LATCHKEY_SECRET_ERROR_FAILED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      HomeboxSession *session = connection_fixture_sign_in (fixture);
      LatchkeyConnection *connection = NULL;
      g_autofree char *text = NULL;

      scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, (int) codes[i]);
      connection = connection_fixture_adopt (fixture, session);
      assert_connection (connection, LATCHKEY_CONNECTION_READY, LATCHKEY_SECRET_ERROR,
                         (int) codes[i]);
      g_assert_true (latchkey_connection_get_kept_in_memory (connection));

      /* Who it was is remembered, and nothing that could sign in again. */
      g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
      g_assert_true (g_file_get_contents (fixture->disk.path, &text, NULL, NULL));
      g_assert_null (strstr (
          text, homebox_secret_peek (homebox_token_get_secret (homebox_session_get_token (session)))));
      g_object_unref (session);
      g_assert_finalize_object (connection);
    }
}

static void
test_next_start_without_the_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  HomeboxSession *session = connection_fixture_sign_in (fixture);
  LatchkeyConnection *connection = NULL;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_DISMISSED);
  connection = connection_fixture_adopt (fixture, session);
  g_object_unref (session);
  g_assert_finalize_object (connection);

  connection_fixture_restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, LATCHKEY_SECRET_ERROR,
                     LATCHKEY_SECRET_ERROR_GONE);
  g_assert_finalize_object (connection);
}

static void
test_record_cannot_be_saved (ConnectionFixture *fixture, gconstpointer user_data)
{
  HomeboxSession *session = connection_fixture_sign_in (fixture);
  g_autofree char *parent = g_path_get_dirname (fixture->disk.folder);
  LatchkeyConnection *connection = NULL;

  g_assert_true (g_file_set_contents (parent, "in the way", -1, NULL));
  connection = connection_fixture_adopt (fixture, session);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_true (latchkey_connection_get_kept_in_memory (connection));
  assert_events (fixture, "");
  g_assert_cmpint (g_remove (parent), ==, 0);
  g_object_unref (session);
  g_assert_finalize_object (connection);
}

static void
test_cancelled_at_the_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  HomeboxSession *session = connection_fixture_sign_in (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  scripted_secrets_hold (fixture->secrets, SCRIPTED_STORE);
  latchkey_connection_adopt_async (fixture->vault, session, cancellable, await_store, &result);
  while (strstr (fixture->events->str, "store") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);

  g_cancellable_cancel (cancellable);
  g_assert_null (latchkey_connection_adopt_finish (await (&result), &error));
  g_assert_error (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_CANCELLED);
  g_assert_cmpuint (store_count (fixture->accounts), ==, 0);
  while (connection_fixture_count_on_disk (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);

  /* The session is whoever made it's to hand back. */
  g_assert_cmpint (homebox_session_get_state (session), ==, HOMEBOX_SESSION_ACTIVE);
  g_clear_object (&result);
  g_assert_finalize_object (session);
}

static void
test_cancelled_for_a_known_account (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  HomeboxSession *session = connection_fixture_sign_in (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  latchkey_connection_adopt_async (fixture->vault, session, cancellable, await_store, &result);
  g_assert_null (latchkey_connection_adopt_finish (await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (session);

  /* As it was before: with its token of before. */
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (connection);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/connection/adopt/new-account", test_new_account, NULL);
  connection_add_test ("/connection/adopt/known-account", test_known_account, NULL);
  connection_add_test ("/connection/adopt/user-is-loaded-if-needed", test_user_is_loaded_if_needed,
                       NULL);
  connection_add_test ("/connection/adopt/user-cannot-be-loaded", test_user_cannot_be_loaded, NULL);
  connection_add_test ("/connection/adopt/keyring-refuses", test_keyring_refuses, NULL);
  connection_add_test ("/connection/adopt/keyring-refused-and-started-again",
                       test_next_start_without_the_keyring, NULL);
  connection_add_test ("/connection/adopt/record-cannot-be-saved", test_record_cannot_be_saved,
                       NULL);
  connection_add_test ("/connection/adopt/cancelled-at-the-keyring", test_cancelled_at_the_keyring,
                       NULL);
  connection_add_test ("/connection/adopt/cancelled-for-a-known-account",
                       test_cancelled_for_a_known_account, NULL);

  return g_test_run ();
}
