#include "await.h"
#include "homebox-error.h"
#include "key-renewal-test.h"

#include <locale.h>

#define DAY G_TIME_SPAN_DAY
#define KEYS "/api/v1/users/self/api-keys"

static const char *
token_text (LatchkeyConnection *connection)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);

  return homebox_secret_peek (homebox_token_get_secret (homebox_session_get_token (session)));
}

static void
renew_fails (ConnectionFixture *fixture, LatchkeyConnection *connection, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_RENEW, &error), ==,
                   LATCHKEY_KEY_RENEWAL_NOTHING);
  g_assert_error (error, domain, code);
}

static LatchkeyConnection *
restart (ConnectionFixture *fixture)
{
  LatchkeyConnection *connection = NULL;

  connection_fixture_restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  return connection;
}

static void
wait_until_whole (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  while (!key_renewal_is_whole (fixture, connection))
    g_main_context_iteration (NULL, TRUE);
}

/* A key takes the place of the session, and is the account's only credential then. */
static void
test_makes (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autoptr (GError) error = NULL;

  g_assert_true (key_renewal_is_whole (fixture, connection));
  g_assert_true (g_str_has_prefix (token_text (connection), "hb_"));
  g_assert_cmpint (latchkey_account_get_kind (account), ==, HOMEBOX_TOKEN_API_KEY);
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 0);
  g_assert_finalize_object (connection);

  connection = restart (fixture);
  g_assert_true (key_renewal_is_whole (fixture, connection));
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 0);
  g_assert_finalize_object (connection);
}

/* In that order: on the disk, on the server, on the disk, in the keyring, tried, the old one
 * gone. */
static void
test_renews (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autofree char *old = g_strdup (token_text (connection));
  g_autofree char *revoked = g_strdup_printf (
      "DELETE /users/self/api-keys/%s 204",
      ((LatchkeyDemoApiKey *) latchkey_demo_server_get_store (fixture->server)->api_keys->pdata[0])
          ->id);
  g_autofree char *expected
      = g_strconcat ("check-writable+ lookup+ POST /users/self/api-keys 201 store+ "
                     "GET /users/self 200 GET /users/self/api-keys 200 ",
                     revoked, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_RENEW, &error), ==,
                   LATCHKEY_KEY_RENEWAL_RENEWED);
  g_assert_no_error (error);
  assert_events (fixture, expected);
  g_assert_cmpstr (token_text (connection), !=, old);
  g_assert_true (key_renewal_is_whole (fixture, connection));
  g_assert_finalize_object (connection);

  connection = restart (fixture);
  g_assert_true (key_renewal_is_whole (fixture, connection));
  g_assert_finalize_object (connection);
}

static void
test_when_due (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autofree char *old = g_strdup (token_text (connection));

  /* Not before 30 days are left. */
  key_renewal_shorten (fixture, latchkey_connection_get_account (connection),
                       homebox_session_get_user (latchkey_connection_get_session (connection)),
                       31 * DAY);
  connection_let_happen ();
  g_assert_cmpstr (token_text (connection), ==, old);

  scripted_clock_pass (fixture->clock, 2 * DAY);
  while (g_str_equal (token_text (connection), old))
    g_main_context_iteration (NULL, TRUE);
  wait_until_whole (fixture, connection);
  connection_fixture_settle (fixture);
  g_assert_finalize_object (connection);
}

/* What the person pasted is the person's. */
static void
test_foreign_key (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoPerson *ada = latchkey_demo_store_find_email (store, "ada@example.org");
  LatchkeyDemoApiKey *key
      = latchkey_demo_api_key_new (ada, "Hers", g_get_real_time () + 10 * DAY);
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (HomeboxClient) client
      = homebox_client_new (latchkey_demo_server_get_uri (fixture->server));
  g_autoptr (HomeboxToken) token = homebox_token_new (key->token, HOMEBOX_TOKEN_API_KEY, NULL);
  LatchkeyConnection *connection = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (store->api_keys, key);
  session = homebox_session_new (client, token);
  connection = connection_fixture_adopt (fixture, session);
  g_string_truncate (fixture->events, 0);
  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_RENEW, &error), ==,
                   LATCHKEY_KEY_RENEWAL_NOTHING);
  g_assert_no_error (error);
  assert_events (fixture, "");

  /* Replaced by one of our own, it stays where it is; and so it does when we sign out. */
  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_MAKE, &error), ==,
                   LATCHKEY_KEY_RENEWAL_RENEWED);
  g_assert_cmpuint (key_renewal_count_on_server (fixture), ==, 2);
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (key_renewal_count_on_server (fixture), ==, 1);
  g_assert_cmpstr (((LatchkeyDemoApiKey *) store->api_keys->pdata[0])->name, ==, "Hers");
  g_clear_object (&session);
  g_assert_finalize_object (connection);
}

static void
test_not_made (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autofree char *old = g_strdup (token_text (connection));
  g_autoptr (GError) error = NULL;

  key_renewal_misbehave (fixture, "POST", KEYS, LATCHKEY_DEMO_MODE_STATUS, "500 Unknown Error");
  renew_fails (fixture, connection, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_FAILED);
  g_assert_cmpstr (token_text (connection), ==, old);
  g_assert_cmpuint (key_renewal_count_on_server (fixture), ==, 1);

  /* It may still come into being; later it will not any more. */
  g_assert_cmpuint (key_renewal_count_on_record (account), ==, 2);
  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_TIDY, &error), ==,
                   LATCHKEY_KEY_RENEWAL_TIDIED);
  g_assert_no_error (error);
  g_assert_true (key_renewal_is_whole (fixture, connection));
  g_assert_finalize_object (connection);
}

/* The server made it, and nobody knows it. */
static void
test_lost (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autofree char *old = g_strdup (token_text (connection));

  key_renewal_misbehave (fixture, "POST", KEYS, LATCHKEY_DEMO_MODE_LOSE, NULL);
  renew_fails (fixture, connection, HOMEBOX_ERROR, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_cmpstr (token_text (connection), ==, old);
  g_assert_true (key_renewal_is_whole (fixture, connection));
  g_assert_finalize_object (connection);
}

static void
test_not_kept (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autofree char *old = g_strdup (token_text (connection));

  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_FAILED);
  renew_fails (fixture, connection, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_FAILED);
  g_assert_cmpstr (token_text (connection), ==, old);
  g_assert_true (key_renewal_is_whole (fixture, connection));

  /* Nor is anything begun with a keyring that is locked. */
  scripted_secrets_fail (fixture->secrets, SCRIPTED_CHECK_WRITABLE, LATCHKEY_SECRET_ERROR_LOCKED);
  g_string_truncate (fixture->events, 0);
  renew_fails (fixture, connection, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_events (fixture, "check-writable+");
  g_assert_finalize_object (connection);
}

/* The server does not take the key that it made: the old one goes back to where it was. */
static void
test_refused (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autofree char *old = g_strdup (token_text (connection));
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  key_renewal_misbehave (fixture, "GET", "/api/v1/users/self", LATCHKEY_DEMO_MODE_STATUS,
                         "401 valid authorization token is required");
  renew_fails (fixture, connection, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpstr (token_text (connection), ==, old);
  g_assert_cmpint (homebox_session_get_state (latchkey_connection_get_session (connection)), ==,
                   HOMEBOX_SESSION_ACTIVE);
  kept = key_renewal_dup_kept (fixture, latchkey_connection_get_account (connection));
  g_assert_cmpstr (kept, ==, old);

  /* The list of keys was refused as well. */
  key_renewal_misbehave (fixture, "GET", "/api/v1/users/self", LATCHKEY_DEMO_MODE_OFF, NULL);
  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_TIDY, &error), ==,
                   LATCHKEY_KEY_RENEWAL_TIDIED);
  g_assert_true (key_renewal_is_whole (fixture, connection));
  g_assert_finalize_object (connection);
}

/* It could not be tried: neither is revoked before that is known. */
static void
test_not_tried (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autofree char *old = g_strdup (token_text (connection));
  g_autofree char *kept = NULL;

  key_renewal_misbehave (fixture, "GET", "/api/v1/users/self", LATCHKEY_DEMO_MODE_CLOSE, NULL);
  renew_fails (fixture, connection, HOMEBOX_ERROR, HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_cmpstr (token_text (connection), ==, old);
  g_assert_cmpuint (key_renewal_count_on_server (fixture), ==, 2);
  kept = key_renewal_dup_kept (fixture, latchkey_connection_get_account (connection));
  g_assert_cmpstr (kept, !=, old);
  g_assert_finalize_object (connection);

  key_renewal_misbehave (fixture, "GET", "/api/v1/users/self", LATCHKEY_DEMO_MODE_OFF, NULL);
  connection = restart (fixture);
  wait_until_whole (fixture, connection);
  g_assert_cmpstr (token_text (connection), ==, kept);
  connection_fixture_settle (fixture);
  g_assert_finalize_object (connection);
}

/* The old one could not be revoked: that is done by the next start. */
static void
test_not_revoked (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autoptr (GError) error = NULL;

  key_renewal_misbehave (fixture, "DELETE", KEYS, LATCHKEY_DEMO_MODE_STATUS, "503");
  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_RENEW, &error), ==,
                   LATCHKEY_KEY_RENEWAL_RENEWED);
  g_assert_no_error (error);
  g_assert_cmpuint (key_renewal_count_on_server (fixture), ==, 2);
  g_assert_finalize_object (connection);

  key_renewal_misbehave (fixture, "DELETE", KEYS, LATCHKEY_DEMO_MODE_OFF, NULL);
  connection = restart (fixture);
  wait_until_whole (fixture, connection);
  connection_fixture_settle (fixture);
  g_assert_finalize_object (connection);
}

/* Another process was faster. */
static void
test_taken (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  LatchkeyConnection *other = NULL;
  g_autoptr (GError) error = NULL;

  other = latchkey_connection_new (fixture->vault, latchkey_connection_get_account (connection));
  latchkey_connection_open (other);
  connection_wait_for (other, LATCHKEY_CONNECTION_READY);
  g_assert_cmpint (key_renewal_run (fixture, other, LATCHKEY_KEY_RENEWAL_RENEW, &error), ==,
                   LATCHKEY_KEY_RENEWAL_RENEWED);

  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_RENEW, &error), ==,
                   LATCHKEY_KEY_RENEWAL_TAKEN);
  g_assert_no_error (error);
  g_assert_cmpstr (token_text (connection), ==, token_text (other));
  g_assert_true (key_renewal_is_whole (fixture, connection));
  g_assert_finalize_object (other);
  g_assert_finalize_object (connection);
}

static void
test_sign_out (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (key_renewal_count_on_server (fixture), ==, 0);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  g_assert_finalize_object (connection);
}

/* The record says which key it is, and not what it is. */
static void
test_record (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = key_renewal_make (fixture);
  g_autoptr (JsonNode) record
      = latchkey_account_to_json (latchkey_connection_get_account (connection));
  g_autofree char *text = json_to_string (record, FALSE);
  g_autoptr (LatchkeyAccount) copy
      = latchkey_account_new_from_json (json_node_get_object (record), NULL);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autofree char *name
      = latchkey_account_dup_own_key_name (copy, homebox_session_get_token (session));

  g_assert_nonnull (name);
  g_assert_nonnull (strstr (text, name));
  g_assert_null (strstr (text, token_text (connection)));
  g_assert_null (strstr (text, token_text (connection) + strlen ("hb_")));
  g_assert_finalize_object (connection);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/key-renewal/makes-one", test_makes, NULL);
  connection_add_test ("/key-renewal/renews", test_renews, NULL);
  connection_add_test ("/key-renewal/when-30-days-are-left", test_when_due, NULL);
  connection_add_test ("/key-renewal/not-one-of-the-person", test_foreign_key, NULL);
  connection_add_test ("/key-renewal/not-made", test_not_made, NULL);
  connection_add_test ("/key-renewal/lost", test_lost, NULL);
  connection_add_test ("/key-renewal/not-kept", test_not_kept, NULL);
  connection_add_test ("/key-renewal/refused", test_refused, NULL);
  connection_add_test ("/key-renewal/not-tried", test_not_tried, NULL);
  connection_add_test ("/key-renewal/not-revoked", test_not_revoked, NULL);
  connection_add_test ("/key-renewal/taken", test_taken, NULL);
  connection_add_test ("/key-renewal/sign-out-revokes-it", test_sign_out, NULL);
  connection_add_test ("/key-renewal/record-holds-no-secret", test_record, NULL);

  return g_test_run ();
}
