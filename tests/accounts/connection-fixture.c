#include "connection-fixture.h"

#include "homebox-error.h"

#define EMAIL "ada@example.org"
#define PASSWORD "analytical-engine"

static void
note_call (ConnectionFixture *fixture, const char *name)
{
  g_string_append_printf (fixture->events, "%s%c ", name,
                          connection_fixture_count_on_disk (fixture) > 0 ? '+' : '-');
}

static void
note_request (ConnectionFixture *fixture, const char *method, const char *path, guint status)
{
  g_assert_true (g_str_has_prefix (path, "/api/v1"));
  g_string_append_printf (fixture->events, "%s %s %u ", method, path + strlen ("/api/v1"), status);
}

static void
make_vault_with (ConnectionFixture *fixture, LatchkeySecretStore *secrets)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->disk.folder);
  g_autoptr (LatchkeyPins) pins = latchkey_pins_new (folder);

  g_assert_true (latchkey_pins_load (pins, NULL));
  fixture->vault = latchkey_vault_new (fixture->accounts, secrets, pins);
  latchkey_vault_set_clock (fixture->vault, LATCHKEY_CLOCK (fixture->clock));
  latchkey_vault_set_network (fixture->vault, G_NETWORK_MONITOR (fixture->network));
}

static void
make_vault (ConnectionFixture *fixture)
{
  fixture->accounts = store_fixture_new_loaded_store (&fixture->disk);
  make_vault_with (fixture, LATCHKEY_SECRET_STORE (fixture->secrets));
}

void
connection_fixture_use_secrets (ConnectionFixture *fixture, LatchkeySecretStore *secrets)
{
  g_assert_finalize_object (fixture->vault);
  make_vault_with (fixture, secrets);
}

static void
set_up (ConnectionFixture *fixture, gconstpointer user_data)
{
  store_fixture_set_up (&fixture->disk, NULL);
  fixture->secrets = scripted_secrets_new ();
  fixture->clock = scripted_clock_new ();
  fixture->network = scripted_network_new ();
  make_vault (fixture);
  fixture->events = g_string_new (NULL);
  g_signal_connect_swapped (fixture->secrets, "called", G_CALLBACK (note_call), fixture);
  connection_fixture_start_server (fixture, 0);
}

void
connection_fixture_settle (ConnectionFixture *fixture)
{
  store_save (fixture->accounts, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
tear_down (ConnectionFixture *fixture, gconstpointer user_data)
{
  if (fixture->server != NULL)
    connection_fixture_stop_server (fixture);
  connection_fixture_settle (fixture);
  g_assert_finalize_object (fixture->vault);
  g_assert_finalize_object (fixture->secrets);
  g_assert_finalize_object (fixture->accounts);
  g_assert_finalize_object (fixture->clock);
  g_assert_finalize_object (fixture->network);
  g_string_free (fixture->events, TRUE);
  store_fixture_tear_down (&fixture->disk, NULL);
}

void
connection_add_test (const char *path, ConnectionTest run, gconstpointer user_data)
{
  g_test_add (path, ConnectionFixture, user_data, set_up, run, tear_down);
}

void
connection_fixture_restart (ConnectionFixture *fixture)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->vault));
  g_assert_finalize_object (g_steal_pointer (&fixture->accounts));
  make_vault (fixture);
}

void
connection_fixture_stop_server (ConnectionFixture *fixture)
{
  g_signal_handlers_disconnect_by_data (fixture->server, fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->server));
}

void
connection_fixture_start_server (ConnectionFixture *fixture, guint16 port)
{
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_CURRENT, port);
}

void
connection_fixture_start_server_as (ConnectionFixture *fixture,
                                    LatchkeyDemoVersion version,
                                    guint16 port)
{
  g_autoptr (GError) error = NULL;

  fixture->server = latchkey_demo_server_new (version, LATCHKEY_DEMO_DEFAULT);
  latchkey_demo_server_listen (fixture->server, port, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (fixture->server, "request", G_CALLBACK (note_request), fixture);
}

guint16
connection_fixture_get_port (ConnectionFixture *fixture)
{
  g_autoptr (GUri) uri
      = g_uri_parse (latchkey_demo_server_get_uri (fixture->server), G_URI_FLAGS_NONE, NULL);

  return (guint16) g_uri_get_port (uri);
}

HomeboxSession *
connection_fixture_sign_in (ConnectionFixture *fixture)
{
  g_autoptr (HomeboxClient) client
      = homebox_client_new (latchkey_demo_server_get_uri (fixture->server));
  g_autoptr (HomeboxSecret) password = homebox_secret_new (PASSWORD);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session = NULL;

  homebox_session_sign_in_async (client, EMAIL, password, TRUE, NULL, await_store, &result);
  session = homebox_session_sign_in_finish (client, await (&result), &error);
  g_assert_no_error (error);
  g_string_truncate (fixture->events, 0);
  return session;
}

HomeboxSession *
connection_fixture_open_session (ConnectionFixture *fixture, GTimeSpan left)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoSession *entry = latchkey_demo_store_open_session (
      store, latchkey_demo_store_find_email (store, EMAIL), 28);
  g_autoptr (HomeboxClient) client
      = homebox_client_new (latchkey_demo_server_get_uri (fixture->server));
  g_autoptr (GDateTime) end = NULL;
  g_autoptr (HomeboxToken) token = NULL;

  entry->expires = g_get_real_time () + left;
  end = g_date_time_new_from_unix_utc (entry->expires / G_TIME_SPAN_SECOND);
  token = homebox_token_new (entry->token, HOMEBOX_TOKEN_SESSION, end);
  return homebox_session_new (client, token);
}

static LatchkeyConnection *
start_again_with (ConnectionFixture *fixture, HomeboxSession *session)
{
  LatchkeyConnection *connection = connection_fixture_adopt (fixture, session);

  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
  g_object_unref (session);
  g_assert_finalize_object (connection);
  connection_fixture_restart (fixture);
  g_string_truncate (fixture->events, 0);
  return latchkey_connection_new (fixture->vault,
                                  latchkey_account_store_get_current (fixture->accounts));
}

void
connection_fixture_shorten (ConnectionFixture *fixture, GTimeSpan left)
{
  LatchkeyAccount *account = latchkey_account_store_get_current (fixture->accounts);
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoSession *entry = store->sessions->pdata[store->sessions->len - 1];
  g_autoptr (HomeboxUser) user = homebox_user_new ();
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GDateTime) end = NULL;

  entry->expires = g_get_real_time () + left;
  end = g_date_time_new_from_unix_utc (entry->expires / G_TIME_SPAN_SECOND);
  json_object_set_string_member (object, "id", latchkey_account_get_user_id (account));
  json_object_set_string_member (object, "email", latchkey_account_get_email (account));
  g_assert_true (homebox_user_update (user, object, NULL));
  latchkey_account_update (account, user, end);
  g_assert_true (store_save (fixture->accounts, NULL));
  g_string_truncate (fixture->events, 0);
}

LatchkeyConnection *
connection_fixture_stored_for (ConnectionFixture *fixture, GTimeSpan left)
{
  /* Longer at first: it would be refreshed when it is adopted. */
  HomeboxSession *session = connection_fixture_open_session (fixture, 28 * G_TIME_SPAN_DAY);
  LatchkeyConnection *connection = start_again_with (fixture, session);

  connection_fixture_shorten (fixture, left);
  return connection;
}

LatchkeyConnection *
connection_fixture_adopt (ConnectionFixture *fixture, HomeboxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyConnection *connection = NULL;

  latchkey_connection_adopt_async (fixture->vault, session, NULL, await_store, &result);
  connection = latchkey_connection_adopt_finish (await (&result), &error);
  g_assert_no_error (error);
  return connection;
}

LatchkeyConnection *
connection_fixture_stored (ConnectionFixture *fixture)
{
  return start_again_with (fixture, connection_fixture_sign_in (fixture));
}

LatchkeyConnection *
connection_fixture_ready (ConnectionFixture *fixture)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);

  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_string_truncate (fixture->events, 0);
  return connection;
}

guint
connection_fixture_count_on_disk (ConnectionFixture *fixture)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (&fixture->disk);

  return store_count (store);
}

gboolean
connection_fixture_is_refreshed_on_disk (ConnectionFixture *fixture)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (&fixture->disk);
  LatchkeyAccount *account = latchkey_account_store_get_current (store);

  return account != NULL && latchkey_account_get_last_refresh_at (account) != NULL;
}

guint
connection_fixture_count_sessions (ConnectionFixture *fixture)
{
  return latchkey_demo_server_get_store (fixture->server)->sessions->len;
}

char *
connection_fixture_dup_kept (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *events = g_strdup (fixture->events->str);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_LOOKUP, -1);
  latchkey_secret_store_lookup_async (LATCHKEY_SECRET_STORE (fixture->secrets),
                                      latchkey_connection_get_account (connection), NULL,
                                      await_store, &result);
  token = latchkey_secret_store_lookup_finish (LATCHKEY_SECRET_STORE (fixture->secrets),
                                               await (&result), NULL);
  g_string_assign (fixture->events, events);
  return token != NULL ? g_strdup (homebox_secret_peek (homebox_token_get_secret (token)))
                       : NULL;
}

void
assert_events (ConnectionFixture *fixture, const char *expected)
{
  g_assert_cmpstr (g_strchomp (fixture->events->str), ==, expected);
  g_string_truncate (fixture->events, 0);
}

void
connection_wait_for (LatchkeyConnection *connection, LatchkeyConnectionState state)
{
  while (latchkey_connection_get_state (connection) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_state (LatchkeyConnection *connection, GParamSpec *pspec, gpointer user_data)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (LATCHKEY_TYPE_CONNECTION_STATE);
  LatchkeyConnectionState state = latchkey_connection_get_state (connection);

  g_string_append_printf (user_data, "%s ", g_enum_get_value (klass, (int) state)->value_nick);
}

GString *
connection_record_states (LatchkeyConnection *connection)
{
  GString *states = g_string_new (NULL);

  g_signal_connect (connection, "notify::state", G_CALLBACK (on_state), states);
  return states;
}

void
assert_connection (LatchkeyConnection *connection,
                   LatchkeyConnectionState state,
                   GQuark domain,
                   int code)
{
  const GError *error = latchkey_connection_get_error (connection);

  g_assert_cmpint (latchkey_connection_get_state (connection), ==, state);
  if (domain == 0)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, domain, code);
  g_assert_cmpstr (error->message, !=, "");
}

gboolean
connection_sign_out (LatchkeyConnection *connection, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_connection_sign_out_async (connection, NULL, await_store, &result);
  return latchkey_connection_sign_out_finish (connection, await (&result), error);
}
