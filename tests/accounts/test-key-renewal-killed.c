#include "await.h"
#include "homebox-error.h"
#include "key-renewal-test.h"
#include "keyring-fixture.h"
#include "latchkey-lock.h"
#include "refresh-program.h"
#include "test-gateway.h"

#include <locale.h>

#define DAY G_TIME_SPAN_DAY
#define KEYS "/api/v1/users/self/api-keys"

/*
 * Where the program is when it is killed:
 * @WAITING_FOR_THE_LOCK: another process renews
 * @CHECKING_THE_KEYRING, @READING_THE_KEYRING: it has the lock
 * @NAMING: the name of the new key is not on the disk yet
 * @ASKING: the request is under way, and the server has not read it
 * @ASKED: the server has made the key, and nobody knows it
 * @HASHING: it is known, and the record does not say so
 * @STORING: it is not in the keyring
 * @STORED: it is in the keyring, and the program does not know it
 * @TRYING: it is being tried
 * @REVOKING: it is in use, and the old one is being revoked
 * @REVOKED: the old one is gone, and nobody knows it
 * @DONE: everything is
 */
typedef enum
{
  WAITING_FOR_THE_LOCK,
  CHECKING_THE_KEYRING,
  READING_THE_KEYRING,
  NAMING,
  ASKING,
  ASKED,
  HASHING,
  STORING,
  STORED,
  TRYING,
  REVOKING,
  REVOKED,
  DONE,
} Moment;

static const struct
{
  const char *name;
  Moment moment;
  StoppingStep step;
} moments[] = {
  { "waiting-for-the-lock", WAITING_FOR_THE_LOCK, STOPPING_NOWHERE },
  { "checking-the-keyring", CHECKING_THE_KEYRING, STOPPING_AT_CHECK },
  { "reading-the-keyring", READING_THE_KEYRING, STOPPING_AT_SECOND_LOOKUP },
  { "naming", NAMING, STOPPING_NOWHERE },
  { "asking", ASKING, STOPPING_NOWHERE },
  { "asked", ASKED, STOPPING_NOWHERE },
  { "hashing", HASHING, STOPPING_NOWHERE },
  { "storing", STORING, STOPPING_BEFORE_STORE },
  { "stored", STORED, STOPPING_AFTER_STORE },
  { "trying", TRYING, STOPPING_NOWHERE },
  { "revoking", REVOKING, STOPPING_NOWHERE },
  { "revoked", REVOKED, STOPPING_NOWHERE },
  { "done", DONE, STOPPING_NOWHERE },
};

static const char *program;

static gboolean
was_asked (ConnectionFixture *fixture, const char *what)
{
  return strstr (fixture->events->str, what) != NULL;
}

static void
wait_for_request (ConnectionFixture *fixture, const char *what)
{
  while (!was_asked (fixture, what))
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_requests (ConnectionFixture *fixture, const char *what)
{
  g_auto (GStrv) parts = g_strsplit (fixture->events->str, what, -1);

  return g_strv_length (parts) - 1;
}

static LatchkeyLock *
lock (ConnectionFixture *fixture, const char *name)
{
  LatchkeyAccount *account = latchkey_account_store_get_current (fixture->accounts);
  g_autoptr (GFile) own = latchkey_account_store_get_folder (fixture->accounts, account);
  GFile *shared = latchkey_account_store_get_data_folder (fixture->accounts);
  GFile *folder = g_str_equal (name, LATCHKEY_LOCK_REFRESH) ? own : shared;
  LatchkeyLock *got = NULL;

  while ((got = latchkey_lock_try (folder, name, NULL)) == NULL)
    g_main_context_iteration (NULL, FALSE);
  return got;
}

/* Starts the program and lets it come as far as that. */
static RefreshProgram *
start_until (ConnectionFixture *fixture, TestGateway *gateway, guint index, LatchkeyLock **held)
{
  Moment moment = moments[index].moment;
  RefreshProgram *other = NULL;

  if (moment == WAITING_FOR_THE_LOCK)
    *held = lock (fixture, LATCHKEY_LOCK_REFRESH);
  if (moment == NAMING)
    *held = lock (fixture, LATCHKEY_LOCK_ACCOUNTS);
  if (moment == ASKED || moment == HASHING)
    key_renewal_misbehave (fixture, "POST", KEYS, LATCHKEY_DEMO_MODE_HOLD, NULL);
  if (moment == REVOKED)
    key_renewal_misbehave (fixture, "DELETE", KEYS, LATCHKEY_DEMO_MODE_HOLD, NULL);
  /* The profile comes through, and nothing after it. */
  if (moment == ASKING)
    test_gateway_swallow_after (gateway, 1);

  other = refresh_program_start (fixture, program, NULL, moments[index].step);
  refresh_program_wait_for (other, "ready");
  switch (moment)
    {
    case WAITING_FOR_THE_LOCK:
    case NAMING:
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
      break;
    case ASKED:
      wait_for_request (fixture, "POST /users/self/api-keys");
      break;
    case HASHING:
      wait_for_request (fixture, "POST /users/self/api-keys");
      *held = lock (fixture, LATCHKEY_LOCK_ACCOUNTS);
      key_renewal_misbehave (fixture, "POST", KEYS, LATCHKEY_DEMO_MODE_OFF, NULL);
      latchkey_demo_server_release (fixture->server);
      connection_let_happen ();
      break;
    case TRYING:
      while (count_requests (fixture, "GET /users/self 200") < 2)
        g_main_context_iteration (NULL, TRUE);
      break;
    case REVOKING:
      refresh_program_wait_for (other, "noted");
      break;
    case REVOKED:
      wait_for_request (fixture, "DELETE /users/self/api-keys");
      break;
    case DONE:
    default:
      wait_for_request (fixture, "DELETE /users/self/api-keys");
      while (!connection_fixture_is_refreshed_on_disk (fixture))
        g_main_context_iteration (NULL, FALSE);
      break;
    }
  return other;
}

static gboolean
is_renewed (LatchkeyConnection *connection)
{
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_difference (latchkey_account_get_expires_at (account), now) > 60 * DAY;
}

static void
test_killed (ConnectionFixture *fixture, gconstpointer user_data)
{
  guint index = GPOINTER_TO_UINT (user_data);
  LatchkeySecretStore *keyring = keyring_new ();
  TestGateway *gateway = NULL;
  g_autofree char *uri = NULL;
  RefreshProgram *other = NULL;
  LatchkeyLock *held = NULL;
  LatchkeyConnection *connection = NULL;
  g_autoptr (HomeboxUser) user = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gateway = test_gateway_new (connection_fixture_get_port (fixture), NULL);
  uri = test_gateway_dup_uri (gateway);
  refresh_program_prepare (fixture, keyring, uri, 28 * DAY);
  connection = refresh_program_start_here (fixture, keyring);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_cmpint (key_renewal_run (fixture, connection, LATCHKEY_KEY_RENEWAL_MAKE, &error), ==,
                   LATCHKEY_KEY_RENEWAL_RENEWED);
  g_assert_no_error (error);
  user = g_object_ref (homebox_session_get_user (latchkey_connection_get_session (connection)));
  g_assert_finalize_object (connection);
  key_renewal_shorten (fixture, latchkey_account_store_get_current (fixture->accounts), user,
                       20 * DAY);
  g_string_truncate (fixture->events, 0);
  test_gateway_reset (gateway);

  other = start_until (fixture, gateway, index, &held);
  refresh_program_kill (other);
  g_clear_pointer (&held, latchkey_lock_release);
  key_renewal_misbehave (fixture, "POST", KEYS, LATCHKEY_DEMO_MODE_OFF, NULL);
  key_renewal_misbehave (fixture, "DELETE", KEYS, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_demo_server_release (fixture->server);
  test_gateway_reset (gateway);

  /* The next start has a key that works, renews it if that was not done, and leaves no other. */
  connection = refresh_program_start_here (fixture, keyring);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  while (!is_renewed (connection) || !key_renewal_is_whole (fixture, connection))
    g_main_context_iteration (NULL, TRUE);
  homebox_session_load_user_async (latchkey_connection_get_session (connection), NULL, await_store,
                                   &result);
  g_assert_true (homebox_session_load_user_finish (latchkey_connection_get_session (connection),
                                                   await (&result), &error));
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (key_renewal_count_on_server (fixture), ==, 0);
  g_assert_finalize_object (connection);
  connection_fixture_settle (fixture);
  g_assert_finalize_object (gateway);
  connection_fixture_restart (fixture);
  g_assert_finalize_object (keyring);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  refresh_program_run_if_asked (argc, argv);
  g_test_init (&argc, &argv, NULL);
  program = argv[0];

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autofree char *path = g_strconcat ("/key-renewal/killed/", moments[i].name, NULL);

      connection_add_test (path, test_killed, GUINT_TO_POINTER (i));
    }

  return g_test_run ();
}
