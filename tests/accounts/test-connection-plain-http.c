#include "connection-fixture.h"

#include "far-server.h"
#include "homebox-error.h"

#include <locale.h>

/* Signed in some time ago, when nobody asked or the server was nearer. */
static LatchkeyConnection *
restore_far (ConnectionFixture *fixture)
{
  g_autoptr (HomeboxSession) session = connection_fixture_sign_in (fixture);
  HomeboxUser *user = NULL;
  g_autoptr (LatchkeyAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_load_user_async (session, NULL, await_store, &result);
  homebox_session_load_user_finish (session, await (&result), &error);
  g_assert_no_error (error);
  user = homebox_session_get_user (session);
  account = latchkey_account_new (FAR_SERVER, homebox_user_get_id (user), HOMEBOX_TOKEN_SESSION);
  g_assert_true (store_add (fixture->accounts, account, NULL));

  g_clear_object (&result);
  latchkey_secret_store_store_async (LATCHKEY_SECRET_STORE (fixture->secrets), account,
                                     homebox_session_get_token (session), NULL, await_store,
                                     &result);
  latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (fixture->secrets), await (&result),
                                      &error);
  g_assert_no_error (error);
  g_string_truncate (fixture->events, 0);
  return latchkey_connection_new (fixture->vault, account);
}

static void
save_pins (ConnectionFixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_pins_save_async (latchkey_vault_get_pins (fixture->vault), NULL, await_store, &result);
  g_assert_true (latchkey_pins_save_finish (latchkey_vault_get_pins (fixture->vault),
                                            await (&result), NULL));
}

static void
test_token_waits_for_consent (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = NULL;

  if (!far_server_is_possible ())
    return;

  far_server_begin (latchkey_demo_server_get_uri (fixture->server));
  connection = restore_far (fixture);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_connection (connection, LATCHKEY_CONNECTION_UNREACHABLE, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_NOT_ENCRYPTED);
  g_assert_cmpstr (homebox_error_get_detail (latchkey_connection_get_error (connection)), ==,
                   FAR_SERVER);
  g_assert_null (strstr (fixture->events->str, "GET"));

  /* It tries again by itself. */
  latchkey_pins_allow_plain_http (latchkey_vault_get_pins (fixture->vault), FAR_SERVER);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_nonnull (strstr (fixture->events->str, "GET /users/self 200"));
  connection_fixture_settle (fixture);
  g_assert_finalize_object (connection);
  save_pins (fixture);

  /* The next start does not ask again. */
  connection_fixture_restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  connection_fixture_settle (fixture);
  g_assert_finalize_object (connection);
  far_server_end ();
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/connection/plain-http/token-waits-for-consent",
                       test_token_waits_for_consent, NULL);

  return g_test_run ();
}
