#include "homebox-error.h"
#include "keyring-fixture.h"
#include "latchkey-lock.h"
#include "refresh-program.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <utime.h>

#define DAY G_TIME_SPAN_DAY

/*
 * The application is unique on a session bus. Here a person has two of them, each with a keyring
 * service of its own on the same files, and a program on each uses the same account: this one on the
 * first bus, another process on the second.
 */

static const char *program;

static RefreshProgram *
start_other (ConnectionFixture *fixture, StoppingStep step)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "on-second-bus.sh", NULL);
  const char *const wrapper[] = { script, NULL };

  return refresh_program_start (fixture, program, wrapper, step);
}

/* A keyring service sees what another one wrote by the times of the file and its folder, in whole
 * seconds. The test is not slower than that, people are. */
static void
make_keyring_older (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);
  g_autofree char *path = g_build_filename (folder, "login.keyring", NULL);
  struct utimbuf times = { .actime = 1000000000, .modtime = 1000000000 };

  g_assert_cmpint (g_utime (path, &times), ==, 0);
  g_assert_cmpint (g_utime (folder, &times), ==, 0);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = strstr (text, part); p != NULL; p = strstr (p + 1, part))
    n++;
  return n;
}

static void
let_happen (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
hold_refresh (ConnectionFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/users/refresh",
                                  LATCHKEY_DEMO_MODE_HOLD, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_locked (ConnectionFixture *fixture)
{
  LatchkeyAccount *account = latchkey_account_store_get_current (fixture->accounts);
  g_autoptr (GFile) folder = latchkey_account_store_get_folder (fixture->accounts, account);
  LatchkeyLock *lock = latchkey_lock_try (folder, LATCHKEY_LOCK_REFRESH, NULL);

  if (lock == NULL)
    return TRUE;
  latchkey_lock_release (lock);
  return FALSE;
}

static void
save_name (LatchkeyConnection *connection)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_update_profile_async (session, "Ada King", "ada@example.org", NULL, await_store,
                                        &result);
  homebox_session_update_profile_finish (session, await (&result), &error);
  g_assert_no_error (error);
}

static void
sign_out (ConnectionFixture *fixture, LatchkeyConnection *connection, LatchkeySecretStore *keyring)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (connection);
  connection_fixture_settle (fixture);
  connection_fixture_restart (fixture);
  g_assert_finalize_object (keyring);
}

/* The other one refreshes, and has killed the token that is still in the keyring. */
static void
test_waits_for_the_other (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeySecretStore *keyring = keyring_new ();
  LatchkeyConnection *connection = NULL;
  RefreshProgram *other = NULL;
  g_autoptr (GString) states = NULL;

  refresh_program_prepare (fixture, keyring, latchkey_demo_server_get_uri (fixture->server),
                           5 * DAY);
  hold_refresh (fixture);
  other = start_other (fixture, STOPPING_NOWHERE);
  while (strstr (fixture->events->str, "GET /users/refresh 200") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (is_locked (fixture));
  make_keyring_older ();

  /* This one starts, and is refused. It does not ask the person for what the other one has. */
  connection = refresh_program_start_here (fixture, keyring);
  states = connection_record_states (connection);
  latchkey_connection_open (connection);
  while (strstr (fixture->events->str, "GET /users/self 401") == NULL)
    g_main_context_iteration (NULL, TRUE);
  let_happen ();
  g_assert_cmpint (latchkey_connection_get_state (connection), ==, LATCHKEY_CONNECTION_LOADING);

  latchkey_demo_server_release (fixture->server);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_null (strstr (states->str, "sign-in-needed"));
  save_name (connection);

  /* Once for both; and what the other one knows of the end of the session is known here, too. */
  g_assert_cmpuint (count (fixture->events->str, "/users/refresh"), ==, 1);
  g_assert_nonnull (
      latchkey_account_get_last_refresh_at (latchkey_connection_get_account (connection)));
  g_assert_false (refresh_program_said (other, "ended"));
  refresh_program_kill (other);
  sign_out (fixture, connection, keyring);
}

/* It is killed with the answer on its way: the token is lost, and this one says so. */
static void
test_other_is_killed (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeySecretStore *keyring = keyring_new ();
  LatchkeyConnection *connection = NULL;
  RefreshProgram *other = NULL;

  refresh_program_prepare (fixture, keyring, latchkey_demo_server_get_uri (fixture->server),
                           5 * DAY);
  hold_refresh (fixture);
  other = start_other (fixture, STOPPING_NOWHERE);
  while (strstr (fixture->events->str, "GET /users/refresh 200") == NULL)
    g_main_context_iteration (NULL, TRUE);
  make_keyring_older ();
  connection = refresh_program_start_here (fixture, keyring);
  latchkey_connection_open (connection);
  while (strstr (fixture->events->str, "GET /users/self 401") == NULL)
    g_main_context_iteration (NULL, TRUE);
  let_happen ();
  g_assert_cmpint (latchkey_connection_get_state (connection), ==, LATCHKEY_CONNECTION_LOADING);
  refresh_program_kill (other);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  latchkey_demo_server_release (fixture->server);
  sign_out (fixture, connection, keyring);
}

/* Both want to at the same time, and the other one comes first, and is killed before it asks. */
static void
test_one_after_the_other (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeySecretStore *keyring = keyring_new ();
  LatchkeyConnection *connection = NULL;
  RefreshProgram *other = NULL;

  refresh_program_prepare (fixture, keyring, latchkey_demo_server_get_uri (fixture->server),
                           5 * DAY);
  other = start_other (fixture, STOPPING_AT_SECOND_LOOKUP);
  refresh_program_wait_for (other, "reached");
  connection = refresh_program_start_here (fixture, keyring);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  save_name (connection);
  g_assert_cmpuint (count (fixture->events->str, "/users/refresh"), ==, 0);

  refresh_program_kill (other);
  while (latchkey_account_get_last_refresh_at (latchkey_connection_get_account (connection))
         == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (fixture->events->str, "/users/refresh"), ==, 1);
  save_name (connection);
  sign_out (fixture, connection, keyring);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  refresh_program_run_if_asked (argc, argv);
  g_test_init (&argc, &argv, NULL);
  program = argv[0];

#define ADD(name, function) connection_add_test ("/refresh/two-buses/" name, function, NULL)

  ADD ("waits-for-the-other", test_waits_for_the_other);
  ADD ("other-is-killed", test_other_is_killed);
  ADD ("one-after-the-other", test_one_after_the_other);

  return g_test_run ();
}
