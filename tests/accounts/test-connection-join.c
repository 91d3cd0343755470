#include "connection-fixture.h"
#include "homebox-error.h"
#include "latchkey-connection-join.h"

#include <locale.h>

/* One server has two names: 127.0.0.1 and localhost. */
static LatchkeyConnection *
add_elsewhere (ConnectionFixture *fixture)
{
  g_autoptr (HomeboxSecret) password = homebox_secret_new ("analytical-engine");
  g_autofree char *address
      = g_strdup_printf ("http://localhost:%u", connection_fixture_get_port (fixture));
  g_autoptr (HomeboxClient) client = homebox_client_new (address);
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_sign_in_async (client, "ada@example.org", password, TRUE, NULL, await_store,
                                 &result);
  session = homebox_session_sign_in_finish (client, await (&result), NULL);
  g_assert_nonnull (session);
  return connection_fixture_adopt (fixture, session);
}

static gboolean
join (LatchkeyConnection *connection, LatchkeyConnection *added, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_connection_join_async (connection, added, await_store, &result);
  return latchkey_connection_join_finish (connection, await (&result), error);
}

static guint
count_accounts (ConnectionFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts));
}

static void
test_becomes_one (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  LatchkeyConnection *added = add_elsewhere (fixture);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autofree char *address
      = g_strdup (latchkey_account_get_server (latchkey_connection_get_account (added)));
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  g_assert_cmpuint (count_accounts (fixture), ==, 2);
  g_assert_true (join (connection, added, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_accounts (fixture), ==, 1);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_assert_true (latchkey_account_has_address (account, address));
  g_assert_cmpint (latchkey_connection_get_state (added), ==, LATCHKEY_CONNECTION_CLOSED);

  /* What the window shows goes on, with the token of the new sign-in. */
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_true (latchkey_connection_get_session (connection) == session);
  kept = connection_fixture_dup_kept (fixture, connection);
  g_assert_cmpstr (
      kept, ==,
      homebox_secret_peek (homebox_token_get_secret (homebox_session_get_token (session))));
  g_assert_finalize_object (added);
  g_assert_finalize_object (connection);
}

static void
test_ended_goes_on (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  LatchkeyConnection *added = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session = latchkey_connection_get_session (connection);

  latchkey_demo_server_expire_sessions (fixture->server);
  homebox_session_update_profile_async (session, "Ada King", "ada@example.org", NULL, await_store,
                                        &waiting);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  added = add_elsewhere (fixture);
  g_assert_true (join (connection, added, &error));
  g_assert_no_error (error);
  g_assert_true (homebox_session_update_profile_finish (session, await (&waiting), &error));
  g_assert_no_error (error);
  g_clear_object (&waiting);
  g_assert_finalize_object (added);
  g_assert_finalize_object (connection);
}

/* The account was not opened since the start, and has no session of its own. */
static void
test_not_opened_goes_on (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *before = connection_fixture_ready (fixture);
  g_autoptr (LatchkeyAccount) account = g_object_ref (latchkey_connection_get_account (before));
  LatchkeyConnection *connection = NULL;
  LatchkeyConnection *added = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session = NULL;

  g_assert_finalize_object (before);
  connection = latchkey_connection_new (fixture->vault, account);
  added = add_elsewhere (fixture);
  g_assert_true (join (connection, added, &error));
  g_assert_no_error (error);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_finalize_object (added);

  /* What is refused still waits for the next sign-in. */
  session = latchkey_connection_get_session (connection);
  latchkey_demo_server_expire_sessions (fixture->server);
  homebox_session_update_profile_async (session, "Ada King", "ada@example.org", NULL, await_store,
                                        &waiting);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_null (waiting);
  latchkey_connection_give_up (connection);
  g_assert_false (homebox_session_update_profile_finish (session, await (&waiting), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_clear_object (&waiting);
  g_assert_finalize_object (connection);
}

static void
test_other_person (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new ("https://home.example", "somebody-else", HOMEBOX_TOKEN_SESSION);
  g_autoptr (LatchkeyConnection) connection = latchkey_connection_new (fixture->vault, account);
  LatchkeyConnection *added = add_elsewhere (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_false (join (connection, added, &error));
  g_assert_error (error, LATCHKEY_CONNECTION_ERROR, LATCHKEY_CONNECTION_ERROR_OTHER_ACCOUNT);
  /* No token of this account may go there. */
  g_assert_cmpuint (g_strv_length ((char **) latchkey_account_get_addresses (account)), ==, 1);
  g_assert_cmpuint (count_accounts (fixture), ==, 1);
  g_assert_finalize_object (added);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/connection-join/becomes-one-account-with-two-addresses",
                       test_becomes_one, NULL);
  connection_add_test ("/connection-join/ended-session-goes-on", test_ended_goes_on, NULL);
  connection_add_test ("/connection-join/not-opened-waits-for-the-next-sign-in",
                       test_not_opened_goes_on, NULL);
  connection_add_test ("/connection-join/somebody-else-stays-apart", test_other_person, NULL);
  return g_test_run ();
}
