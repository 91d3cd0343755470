#include "key-renewal-test.h"

#include "await.h"

LatchkeyKeyRenewalResult
key_renewal_run (ConnectionFixture *fixture,
                 LatchkeyConnection *connection,
                 LatchkeyKeyRenewalMode mode,
                 GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_key_renewal_run_async (fixture->vault, latchkey_connection_get_account (connection),
                                  latchkey_connection_get_session (connection), mode, NULL,
                                  await_store, &result);
  return latchkey_key_renewal_run_finish (await (&result), error);
}

LatchkeyConnection *
key_renewal_make (ConnectionFixture *fixture)
{
  LatchkeyConnection *connection
      = connection_fixture_stored_for (fixture, 28 * G_TIME_SPAN_DAY);
  g_autoptr (GError) error = NULL;

  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_MAKE, &error), ==,
                   LATCHKEY_KEY_RENEWAL_RENEWED);
  g_assert_no_error (error);
  g_string_truncate (fixture->events, 0);
  return connection;
}

void
key_renewal_shorten (ConnectionFixture *fixture,
                     LatchkeyAccount *account,
                     HomeboxUser *user,
                     GTimeSpan left)
{
  g_autoptr (GDateTime) now = latchkey_clock_dup_now (LATCHKEY_CLOCK (fixture->clock));
  g_autoptr (GDateTime) end = g_date_time_add (now, left);
  g_autoptr (GDateTime) last = g_date_time_add_days (now, -2);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_account_set_last_refresh_at (account, last);
  latchkey_account_update (account, user, end);
  latchkey_account_store_save_async (fixture->accounts, NULL, await_store, &result);
  g_assert_true (latchkey_account_store_save_finish (fixture->accounts, await (&result), &error));
  g_assert_no_error (error);
}

void
key_renewal_misbehave (ConnectionFixture *fixture,
                       const char *method,
                       const char *path,
                       LatchkeyDemoMode mode,
                       const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, method, path, mode, argument, &error);
  g_assert_no_error (error);
}

char *
key_renewal_dup_kept (ConnectionFixture *fixture, LatchkeyAccount *account)
{
  LatchkeySecretStore *secrets = latchkey_vault_get_secrets (fixture->vault);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autofree char *events = g_strdup (fixture->events->str);

  latchkey_secret_store_lookup_async (secrets, account, NULL, await_store, &result);
  token = latchkey_secret_store_lookup_finish (secrets, await (&result), NULL);
  g_string_assign (fixture->events, events);
  return token != NULL ? g_strdup (homebox_secret_peek (homebox_token_get_secret (token))) : NULL;
}

guint
key_renewal_count_on_server (ConnectionFixture *fixture)
{
  return latchkey_demo_server_get_store (fixture->server)->api_keys->len;
}

guint
key_renewal_count_on_record (LatchkeyAccount *account)
{
  g_auto (GStrv) names = latchkey_account_dup_own_keys (account);

  return g_strv_length (names);
}

gboolean
key_renewal_is_whole (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  HomeboxSecret *used = homebox_token_get_secret (homebox_session_get_token (session));
  GPtrArray *keys = latchkey_demo_server_get_store (fixture->server)->api_keys;
  g_autofree char *kept = key_renewal_dup_kept (fixture, account);
  g_autofree char *name
      = latchkey_account_dup_own_key_name (account, homebox_session_get_token (session));

  if (keys->len != 1 || key_renewal_count_on_record (account) != 1 || name == NULL)
    return FALSE;
  g_assert_cmpstr (((LatchkeyDemoApiKey *) keys->pdata[0])->name, ==, name);
  g_assert_cmpstr (((LatchkeyDemoApiKey *) keys->pdata[0])->token, ==, homebox_secret_peek (used));
  g_assert_cmpstr (kept, ==, homebox_secret_peek (used));
  return TRUE;
}
