#include "homebox-error.h"
#include "keyring-fixture.h"
#include "latchkey-lock.h"
#include "refresh-program.h"
#include "test-gateway.h"

#include <locale.h>

#define DAY G_TIME_SPAN_DAY

/*
 * Where the program is when it is killed:
 * @WAITING_FOR_THE_LOCK: another process refreshes
 * @CHECKING_THE_KEYRING, @READING_THE_KEYRING: it has the lock
 * @ASKING: the request is under way, and the server has not read it
 * @ASKED: the server has made a new token, and killed the old one if it is a current one
 * @STORING: the new token is there, and not in the keyring
 * @STORED: it is in the keyring, and the program does not know it
 * @NOTING: the session uses it, and the record is not on the disk
 * @DONE: everything is
 */
typedef enum
{
  WAITING_FOR_THE_LOCK,
  CHECKING_THE_KEYRING,
  READING_THE_KEYRING,
  ASKING,
  ASKED,
  STORING,
  STORED,
  NOTING,
  DONE,
} Moment;

/*
 * Case:
 * @version: which server it is
 * @moment: when the program is killed
 * @ended: whether the person has to sign in then
 */
typedef struct
{
  LatchkeyDemoVersion version;
  Moment moment;
  gboolean ended;
} Case;

static const char *program;

static gboolean
was_asked (ConnectionFixture *fixture)
{
  return strstr (fixture->events->str, "GET /users/refresh") != NULL;
}

/* Starts the program and lets it come as far as that. */
static RefreshProgram *
start_until (ConnectionFixture *fixture, TestGateway *gateway, Moment moment)
{
  static const StoppingStep steps[] = {
    [CHECKING_THE_KEYRING] = STOPPING_AT_CHECK,
    [READING_THE_KEYRING] = STOPPING_AT_SECOND_LOOKUP,
    [STORING] = STOPPING_BEFORE_STORE,
    [STORED] = STOPPING_AFTER_STORE,
    [DONE] = STOPPING_NOWHERE,
  };
  RefreshProgram *other = NULL;
  g_autoptr (GError) error = NULL;

  if (moment == ASKED)
    latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/users/refresh",
                                    LATCHKEY_DEMO_MODE_HOLD, NULL, &error);
  g_assert_no_error (error);
  /* The profile comes through, and nothing after it. */
  if (moment == ASKING)
    test_gateway_swallow_after (gateway, 1);

  other = refresh_program_start (fixture, program, NULL, steps[moment]);
  refresh_program_wait_for (other, "ready");
  switch (moment)
    {
    case WAITING_FOR_THE_LOCK:
      break;
    case CHECKING_THE_KEYRING:
    case READING_THE_KEYRING:
    case STORING:
    case STORED:
      refresh_program_wait_for (other, "reached");
      break;
    case ASKING:
      while (test_gateway_get_n_connections (gateway) < 2)
        g_main_context_iteration (NULL, TRUE);
      g_assert_false (was_asked (fixture));
      break;
    case ASKED:
      while (!was_asked (fixture))
        g_main_context_iteration (NULL, TRUE);
      break;
    case NOTING:
      refresh_program_wait_for (other, "noted");
      break;
    case DONE:
    default:
      refresh_program_wait_for (other, "noted");
      while (!connection_fixture_is_refreshed_on_disk (fixture))
        g_main_context_iteration (NULL, FALSE);
      break;
    }
  return other;
}

static LatchkeyLock *
try_lock (ConnectionFixture *fixture, const char *name)
{
  LatchkeyAccount *account = latchkey_account_store_get_current (fixture->accounts);
  g_autoptr (GFile) own = latchkey_account_store_get_folder (fixture->accounts, account);
  GFile *shared = latchkey_account_store_get_data_folder (fixture->accounts);

  return latchkey_lock_try (g_str_equal (name, LATCHKEY_LOCK_REFRESH) ? own : shared, name, NULL);
}

static LatchkeyLock *
lock (ConnectionFixture *fixture, const char *name)
{
  LatchkeyLock *got = NULL;

  while ((got = try_lock (fixture, name)) == NULL)
    g_main_context_iteration (NULL, FALSE);
  return got;
}

/* What the person finds: a session that works, and stays so. */
static void
assert_usable (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (HomeboxToken) kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) lookup = NULL;
  g_autoptr (GError) error = NULL;

  /* It is refreshed now, if that was not done. */
  while (latchkey_account_get_last_refresh_at (account) == NULL)
    g_main_context_iteration (NULL, TRUE);
  homebox_session_update_profile_async (session, "Ada King", "ada@example.org", NULL, await_store,
                                        &result);
  homebox_session_update_profile_finish (session, await (&result), &error);
  g_assert_no_error (error);
  assert_connection (connection, LATCHKEY_CONNECTION_READY, 0, 0);

  latchkey_secret_store_lookup_async (latchkey_vault_get_secrets (fixture->vault), account, NULL,
                                      await_store, &lookup);
  kept = latchkey_secret_store_lookup_finish (latchkey_vault_get_secrets (fixture->vault),
                                              await (&lookup), &error);
  g_assert_no_error (error);
  g_assert_true (
      homebox_secret_equal (homebox_token_get_secret (kept),
                            homebox_token_get_secret (homebox_session_get_token (session))));
}

/* Or one that is over and says so; a sign-in makes it whole. */
static void
assert_ended (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  g_autoptr (HomeboxSession) fresh
      = connection_fixture_open_session (fixture, 28 * G_TIME_SPAN_DAY);
  g_autoptr (HomeboxClient) client
      = homebox_client_new (latchkey_connection_get_address (connection));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, HOMEBOX_ERROR,
                     HOMEBOX_ERROR_SESSION_ENDED);
  homebox_session_set_client (fresh, client);
  latchkey_connection_resume_async (connection, fresh, NULL, await_store, &result);
  g_assert_true (latchkey_connection_resume_finish (connection, await (&result), &error));
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
}

static void
test_killed (ConnectionFixture *fixture, gconstpointer user_data)
{
  const Case *data = user_data;
  LatchkeySecretStore *keyring = keyring_new ();
  TestGateway *gateway = NULL;
  g_autofree char *uri = NULL;
  RefreshProgram *other = NULL;
  LatchkeyLock *held = NULL;
  LatchkeyConnection *connection = NULL;
  g_autoptr (GError) error = NULL;

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, data->version, 0);
  gateway = test_gateway_new (connection_fixture_get_port (fixture), NULL);
  uri = test_gateway_dup_uri (gateway);
  refresh_program_prepare (fixture, keyring, uri, 5 * DAY);
  test_gateway_reset (gateway);

  if (data->moment == WAITING_FOR_THE_LOCK)
    held = lock (fixture, LATCHKEY_LOCK_REFRESH);
  else if (data->moment == NOTING)
    held = lock (fixture, LATCHKEY_LOCK_ACCOUNTS);
  other = start_until (fixture, gateway, data->moment);
  g_assert_cmpint (was_asked (fixture), ==, data->moment >= ASKED);
  refresh_program_kill (other);
  g_clear_pointer (&held, latchkey_lock_release);
  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/users/refresh",
                                  LATCHKEY_DEMO_MODE_OFF, NULL, &error);
  latchkey_demo_server_release (fixture->server);
  test_gateway_reset (gateway);

  /* Nobody has the lock any more. */
  latchkey_lock_release (lock (fixture, LATCHKEY_LOCK_REFRESH));

  connection = refresh_program_start_here (fixture, keyring);
  latchkey_connection_open (connection);
  if (data->ended)
    {
      connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
      assert_ended (fixture, connection);
    }
  else
    {
      connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
      assert_usable (fixture, connection);
    }
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (connection);
  connection_fixture_settle (fixture);
  g_assert_finalize_object (gateway);
  connection_fixture_restart (fixture);
  g_assert_finalize_object (keyring);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    Moment moment;
    gboolean rotated;
  } moments[] = {
    { "waiting-for-the-lock", WAITING_FOR_THE_LOCK, FALSE },
    { "checking-the-keyring", CHECKING_THE_KEYRING, FALSE },
    { "reading-the-keyring", READING_THE_KEYRING, FALSE },
    { "asking", ASKING, FALSE },
    { "asked", ASKED, TRUE },
    { "storing", STORING, TRUE },
    { "stored", STORED, FALSE },
    { "noting", NOTING, FALSE },
    { "done", DONE, FALSE },
  };
  static Case cases[2 * G_N_ELEMENTS (moments)];

  setlocale (LC_ALL, "");
  refresh_program_run_if_asked (argc, argv);
  g_test_init (&argc, &argv, NULL);
  program = argv[0];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean old = i >= G_N_ELEMENTS (moments);
      guint index = i % G_N_ELEMENTS (moments);
      g_autofree char *path = g_strdup_printf ("/refresh/killed/%s/%s", old ? "v0.21" : "current",
                                               moments[index].name);

      cases[i].version = old ? LATCHKEY_DEMO_VERSION_0_21 : LATCHKEY_DEMO_VERSION_CURRENT;
      cases[i].moment = moments[index].moment;
      cases[i].ended = moments[index].rotated && !old;
      connection_add_test (path, test_killed, &cases[i]);
    }

  return g_test_run ();
}
