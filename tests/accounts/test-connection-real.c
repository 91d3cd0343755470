#include "homebox-error.h"
#include "keyring-fixture.h"
#include "account-store-fixture.h"
#include "homebox-session-api-keys.h"
#include "latchkey-key-renewal.h"
#include "latchkey-connection.h"
#include "scripted-clock.h"
#include "scripted-network.h"
#include "test-gateway.h"

#include <locale.h>

#define PASSWORD "correct horse"
#define MINUTE G_TIME_SPAN_MINUTE
#define DAY G_TIME_SPAN_DAY

/*
 * RealFixture:
 * @uri: a real Homebox, as if at an address that can go away
 *
 * Everything real but the time and the network: a server, a disk and a keyring.
 */
typedef struct
{
  StoreFixture disk;
  LatchkeyAccountStore *accounts;
  LatchkeySecretStore *keyring;
  ScriptedClock *clock;
  ScriptedNetwork *network;
  LatchkeyVault *vault;
  TestGateway *gateway;
  char *uri;
  char *email;
} RealFixture;

static void
make_vault (RealFixture *fixture)
{
  fixture->accounts = store_fixture_new_loaded_store (&fixture->disk);
  fixture->vault = latchkey_vault_new (fixture->accounts, fixture->keyring, NULL);
  latchkey_vault_set_clock (fixture->vault, LATCHKEY_CLOCK (fixture->clock));
  latchkey_vault_set_network (fixture->vault, G_NETWORK_MONITOR (fixture->network));
}

static void
settle (RealFixture *fixture)
{
  store_save (fixture->accounts, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
restart (RealFixture *fixture)
{
  settle (fixture);
  g_assert_finalize_object (fixture->vault);
  g_assert_finalize_object (fixture->accounts);
  make_vault (fixture);
}

static guint
ask (HomeboxClient *client,
     HomeboxToken *token,
     const char *method,
     const char *path,
     const char *json)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new (method, path, HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (token != NULL)
    homebox_request_set_token (request, token);
  if (json != NULL)
    {
      g_autoptr (HomeboxSecret) body = homebox_secret_new (json);

      homebox_request_set_body (request, body);
    }
  homebox_client_send_async (client, request, NULL, await_store, &result);
  response = homebox_client_send_finish (client, await (&result), &error);
  g_assert_no_error (error);
  return homebox_response_get_status (response);
}

static void
set_up (RealFixture *fixture, gconstpointer user_data)
{
  static guint n_people;
  g_autoptr (GUri) server
      = g_uri_parse (g_getenv ("HOMEBOX_TEST_SERVER"), G_URI_FLAGS_NONE, NULL);
  g_autoptr (HomeboxClient) client = NULL;
  g_autofree char *body = NULL;

  store_fixture_set_up (&fixture->disk, NULL);
  fixture->keyring = keyring_new ();
  fixture->clock = scripted_clock_new ();
  fixture->network = scripted_network_new ();
  make_vault (fixture);
  fixture->gateway = test_gateway_new ((guint16) g_uri_get_port (server), NULL);
  fixture->uri = test_gateway_dup_uri (fixture->gateway);
  fixture->email = g_strdup_printf ("ada-%u-%u@example.org", (guint) g_random_int (), n_people++);
  client = homebox_client_new (fixture->uri);
  body = g_strdup_printf ("{\"name\":\"Ada Lovelace\",\"email\":\"%s\",\"password\":\"" PASSWORD
                          "\",\"token\":\"\"}",
                          fixture->email);
  g_assert_cmpuint (ask (client, NULL, "POST", "/users/register", body), ==, 204);
}

static void
tear_down (RealFixture *fixture, gconstpointer user_data)
{
  settle (fixture);
  g_assert_finalize_object (fixture->vault);
  g_assert_finalize_object (fixture->accounts);
  g_assert_finalize_object (fixture->keyring);
  g_assert_finalize_object (fixture->clock);
  g_assert_finalize_object (fixture->network);
  g_assert_finalize_object (fixture->gateway);
  g_free (fixture->uri);
  g_free (fixture->email);
  store_fixture_tear_down (&fixture->disk, NULL);
}

static HomeboxSession *
sign_in (RealFixture *fixture)
{
  g_autoptr (HomeboxClient) client = latchkey_vault_make_client (fixture->vault, fixture->uri);
  g_autoptr (HomeboxSecret) password = homebox_secret_new (PASSWORD);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session = NULL;

  homebox_session_sign_in_async (client, fixture->email, password, TRUE, NULL, await_store,
                                 &result);
  session = homebox_session_sign_in_finish (client, await (&result), &error);
  g_assert_no_error (error);
  return session;
}

static void
wait_for (LatchkeyConnection *connection, LatchkeyConnectionState state)
{
  while (latchkey_connection_get_state (connection) != state)
    g_main_context_iteration (NULL, TRUE);
}

/* Signed in some time ago, and just started. */
static LatchkeyConnection *
new_stored (RealFixture *fixture)
{
  HomeboxSession *session = sign_in (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyConnection *connection = NULL;

  latchkey_connection_adopt_async (fixture->vault, session, NULL, await_store, &result);
  connection = latchkey_connection_adopt_finish (await (&result), &error);
  g_assert_no_error (error);
  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
  g_clear_object (&result);
  g_object_unref (session);
  g_assert_finalize_object (connection);
  restart (fixture);
  return latchkey_connection_new (fixture->vault,
                                  latchkey_account_store_get_current (fixture->accounts));
}

static LatchkeyConnection *
new_ready (RealFixture *fixture)
{
  LatchkeyConnection *connection = new_stored (fixture);

  latchkey_connection_open (connection);
  wait_for (connection, LATCHKEY_CONNECTION_READY);
  return connection;
}

static HomeboxToken *
ref_token (LatchkeyConnection *connection)
{
  return homebox_token_ref (
      homebox_session_get_token (latchkey_connection_get_session (connection)));
}

/* The person presses Save. */
static void
begin_saving (RealFixture *fixture,
              LatchkeyConnection *connection,
              const char *name,
              GAsyncResult **slot)
{
  homebox_session_update_profile_async (latchkey_connection_get_session (connection), name,
                                        fixture->email, NULL, await_store, slot);
}

static gboolean
end_saving (LatchkeyConnection *connection, GAsyncResult **slot, GError **error)
{
  gboolean saved = homebox_session_update_profile_finish (
      latchkey_connection_get_session (connection), await (slot), error);

  g_clear_object (slot);
  return saved;
}

static void
assert_saves (RealFixture *fixture, LatchkeyConnection *connection, const char *name)
{
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GError) error = NULL;

  begin_saving (fixture, connection, name, &saving);
  g_assert_true (end_saving (connection, &saving, &error));
  g_assert_no_error (error);
}

static void
sign_in_again (RealFixture *fixture, LatchkeyConnection *connection)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (HomeboxSession) fresh = sign_in (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_connection_resume_async (connection, fresh, NULL, await_store, &result);
  latchkey_connection_resume_finish (connection, await (&result), &error);
  g_assert_no_error (error);
  wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_true (latchkey_connection_get_session (connection) == session);
}

static void
end_test (LatchkeyConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_connection_sign_out_async (connection, NULL, await_store, &result);
  g_assert_true (latchkey_connection_sign_out_finish (connection, await (&result), &error));
  g_assert_no_error (error);
  g_assert_null (keyring_find_items (latchkey_connection_get_account (connection)));
  g_clear_object (&result);
  g_assert_finalize_object (connection);
}

/* The server does not know the token any more, just when something is saved. */
static void
test_ends_while_editing (RealFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = new_ready (fixture);
  g_autoptr (HomeboxClient) client = homebox_client_new (fixture->uri);
  g_autoptr (HomeboxToken) token = ref_token (connection);
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ask (client, token, "POST", "/users/logout", NULL), ==, 204);
  begin_saving (fixture, connection, "Ada King", &saving);
  wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_null (saving);
  sign_in_again (fixture, connection);
  g_assert_true (end_saving (connection, &saving, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (
      latchkey_account_get_name (latchkey_connection_get_account (connection)), ==, "Ada King");
  end_test (connection);
}

static void
test_signed_out_elsewhere (RealFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = new_ready (fixture);
  g_autoptr (HomeboxSession) browser = sign_in (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_sign_out_everywhere_async (browser, NULL, await_store, &result);
  if (!homebox_session_sign_out_everywhere_finish (browser, await (&result), &error))
    {
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      g_test_skip ("This server cannot sign out everywhere");
      end_test (connection);
      return;
    }
  begin_saving (fixture, connection, "Ada King", &saving);
  wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  sign_in_again (fixture, connection);
  g_assert_true (end_saving (connection, &saving, &error));
  g_assert_no_error (error);
  end_test (connection);
}

/* Nobody can sign in again; but nothing that was typed is lost either. */
static void
test_deleted_elsewhere (RealFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = new_ready (fixture);
  g_autoptr (HomeboxClient) client = homebox_client_new (fixture->uri);
  g_autoptr (HomeboxSession) browser = sign_in (fixture);
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (
      ask (client, homebox_session_get_token (browser), "DELETE", "/users/self", NULL), ==, 204);
  begin_saving (fixture, connection, "Ada King", &saving);
  wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_null (saving);
  latchkey_connection_give_up (connection);
  g_assert_false (end_saving (connection, &saving, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_nonnull (latchkey_connection_get_session (connection));
  end_test (connection);
}

static void
test_server_restarts (RealFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = new_ready (fixture);
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GError) error = NULL;

  test_gateway_close (fixture->gateway);
  begin_saving (fixture, connection, "Ada King", &saving);
  g_assert_false (end_saving (connection, &saving, &error));
  wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  test_gateway_open (fixture->gateway);
  scripted_clock_pass (fixture->clock, MINUTE);
  wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_saves (fixture, connection, "Ada King");
  end_test (connection);
}

static void
test_network_gone_for_a_minute (RealFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = new_ready (fixture);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (GAsyncResult) saving = NULL;
  g_autoptr (GError) error = NULL;

  test_gateway_close (fixture->gateway);
  scripted_network_set (fixture->network, FALSE);
  wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  begin_saving (fixture, connection, "Ada King", &saving);
  g_assert_false (end_saving (connection, &saving, &error));
  scripted_clock_pass (fixture->clock, MINUTE);
  test_gateway_open (fixture->gateway);
  scripted_network_set (fixture->network, TRUE);
  wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_true (latchkey_connection_get_session (connection) == session);
  assert_saves (fixture, connection, "Ada King");
  end_test (connection);
}

/* Only 5 days of it are left, as far as is known here. */
static void
shorten (RealFixture *fixture)
{
  LatchkeyAccount *account = latchkey_account_store_get_current (fixture->accounts);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = g_date_time_add_days (now, 5);
  g_autoptr (HomeboxUser) user = homebox_user_new ();
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", latchkey_account_get_user_id (account));
  json_object_set_string_member (object, "email", latchkey_account_get_email (account));
  g_assert_true (homebox_user_update (user, object, NULL));
  latchkey_account_update (account, user, end);
}

static void
wait_for_refresh (LatchkeyConnection *connection)
{
  while (latchkey_account_get_last_refresh_at (latchkey_connection_get_account (connection))
         == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_refreshes (RealFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = new_stored (fixture);
  g_autoptr (HomeboxSession) browser = sign_in (fixture);
  g_autoptr (HomeboxClient) client = homebox_client_new (fixture->uri);
  g_autoptr (HomeboxToken) old = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  GList *items = NULL;
  g_autoptr (SecretValue) value = NULL;
  GTimeSpan left = 0;

  shorten (fixture);
  latchkey_connection_open (connection);
  while (latchkey_connection_get_session (connection) == NULL)
    g_main_context_iteration (NULL, TRUE);
  old = ref_token (connection);
  wait_for_refresh (connection);
  assert_saves (fixture, connection, "Ada King");
  g_assert_true (old
                 != homebox_session_get_token (latchkey_connection_get_session (connection)));
  left = g_date_time_difference (latchkey_account_get_expires_at (account), now);
  g_assert_cmpint (left / DAY, >=, 6);
  g_assert_cmpint (left / DAY, <=, 7);

  /* It is in the keyring, and what a browser has is not touched. */
  settle (fixture);
  items = keyring_find_items (account);
  g_assert_cmpuint (g_list_length (items), ==, 1);
  value = secret_item_get_secret (items->data);
  g_assert_cmpstr (secret_value_get_text (value), ==,
                   homebox_secret_peek (homebox_token_get_secret (homebox_session_get_token (
                       latchkey_connection_get_session (connection)))));
  g_list_free_full (items, g_object_unref);
  g_assert_cmpuint (
      ask (client, homebox_session_get_token (browser), "GET", "/users/self", NULL), ==, 200);

  g_assert_finalize_object (connection);
  restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  latchkey_connection_open (connection);
  wait_for (connection, LATCHKEY_CONNECTION_READY);
  end_test (connection);
}

static void
test_keyring_locked_and_unlocked (RealFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = new_ready (fixture);

  /* While it is locked, all goes on, but nothing is risked. */
  keyring_lock ();
  shorten (fixture);
  scripted_clock_wait_for_alarm (fixture->clock);
  assert_saves (fixture, connection, "Ada King");
  g_assert_null (
      latchkey_account_get_last_refresh_at (latchkey_connection_get_account (connection)));
  keyring_unlock ();
  wait_for_refresh (connection);
  assert_saves (fixture, connection, "Ada Byron");

  /* And a start that finds it locked goes on by itself when it is not any more. */
  settle (fixture);
  g_assert_finalize_object (connection);
  restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  keyring_lock ();
  latchkey_connection_open (connection);
  wait_for (connection, LATCHKEY_CONNECTION_KEYRING_FAILED);
  keyring_unlock ();
  wait_for (connection, LATCHKEY_CONNECTION_READY);
  end_test (connection);
}

static LatchkeyKeyRenewalResult
renew (RealFixture *fixture,
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

static guint
count_keys (HomeboxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) keys = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_list_api_keys_async (session, NULL, await_store, &result);
  keys = homebox_session_list_api_keys_finish (session, await (&result), &error);
  g_assert_no_error (error);
  return g_list_model_get_n_items (keys);
}

/* A key made here is the account's only credential, and survives its own renewal. */
static void
test_key_renewed (RealFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = new_ready (fixture);
  g_autoptr (HomeboxClient) client = homebox_client_new (fixture->uri);
  g_autoptr (HomeboxSession) browser = sign_in (fixture);
  g_autoptr (HomeboxToken) session_token = ref_token (connection);
  g_autoptr (HomeboxToken) first = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyKeyRenewalResult made = renew (fixture, connection, LATCHKEY_KEY_RENEWAL_MAKE, &error);

  if (g_strcmp0 (g_getenv ("HOMEBOX_TEST_VERSION"), "v0.21") == 0)
    {
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      assert_saves (fixture, connection, "Ada King");
      end_test (connection);
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpint (made, ==, LATCHKEY_KEY_RENEWAL_RENEWED);
  g_assert_cmpuint (ask (client, session_token, "GET", "/users/self", NULL), ==, 401);
  first = ref_token (connection);
  g_assert_cmpint (homebox_token_get_kind (first), ==, HOMEBOX_TOKEN_API_KEY);
  g_assert_cmpuint (count_keys (browser), ==, 1);
  assert_saves (fixture, connection, "Ada King");

  g_assert_cmpint (renew (fixture, connection, LATCHKEY_KEY_RENEWAL_RENEW, &error), ==,
                   LATCHKEY_KEY_RENEWAL_RENEWED);
  g_assert_no_error (error);
  g_assert_cmpuint (ask (client, first, "GET", "/users/self", NULL), ==, 401);
  g_assert_cmpuint (count_keys (browser), ==, 1);
  g_assert_finalize_object (connection);

  restart (fixture);
  connection = latchkey_connection_new (fixture->vault,
                                        latchkey_account_store_get_current (fixture->accounts));
  latchkey_connection_open (connection);
  wait_for (connection, LATCHKEY_CONNECTION_READY);
  assert_saves (fixture, connection, "Ada Byron");
  end_test (connection);
  g_assert_cmpuint (count_keys (browser), ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/connection/real/" name, RealFixture, NULL, set_up, function, tear_down)

  ADD ("ends-while-editing", test_ends_while_editing);
  ADD ("signed-out-elsewhere", test_signed_out_elsewhere);
  ADD ("deleted-elsewhere", test_deleted_elsewhere);
  ADD ("server-restarts", test_server_restarts);
  ADD ("network-gone-for-a-minute", test_network_gone_for_a_minute);
  ADD ("refreshes", test_refreshes);
  ADD ("keyring-locked-and-unlocked", test_keyring_locked_and_unlocked);
  ADD ("key-is-renewed", test_key_renewed);

  return g_test_run ();
}
