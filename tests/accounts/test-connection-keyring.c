#include "connection-fixture.h"
#include "homebox-error.h"
#include "keyring-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>

/* The whole way with nothing replaced: a server that listens, a disk, and gnome-keyring. */

static LatchkeyConnection *
adopt (ConnectionFixture *fixture, LatchkeySecretStore *keyring)
{
  g_autoptr (LatchkeyVault) vault = latchkey_vault_new (fixture->accounts, keyring, NULL);
  g_autoptr (HomeboxSession) session = connection_fixture_sign_in (fixture);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyConnection *connection = NULL;

  latchkey_connection_adopt_async (vault, session, NULL, await_store, &result);
  connection = latchkey_connection_adopt_finish (await (&result), &error);
  g_assert_no_error (error);
  return connection;
}

static LatchkeyConnection *
start_again (ConnectionFixture *fixture, LatchkeySecretStore *keyring)
{
  g_autoptr (LatchkeyVault) vault = NULL;

  connection_fixture_restart (fixture);
  vault = latchkey_vault_new (fixture->accounts, keyring, NULL);
  return latchkey_connection_new (vault, latchkey_account_store_get_current (fixture->accounts));
}

static void
test_stays_signed_in (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeySecretStore *keyring = keyring_new ();
  LatchkeyConnection *connection = adopt (fixture, keyring);
  g_autoptr (GError) error = NULL;

  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
  g_assert_finalize_object (connection);

  connection = start_again (fixture, keyring);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);

  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  g_assert_null (keyring_find_items (latchkey_connection_get_account (connection)));
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 0);
  g_assert_finalize_object (connection);
  g_assert_finalize_object (keyring);
}

static void
test_locked_and_unlocked (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeySecretStore *keyring = keyring_new ();
  LatchkeyConnection *connection = adopt (fixture, keyring);
  g_autoptr (GError) error = NULL;

  g_assert_finalize_object (connection);
  connection = start_again (fixture, keyring);
  keyring_lock ();
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_KEYRING_FAILED);
  assert_connection (connection, LATCHKEY_CONNECTION_KEYRING_FAILED, LATCHKEY_SECRET_ERROR,
                     LATCHKEY_SECRET_ERROR_LOCKED);

  keyring_unlock ();
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (connection);
  g_assert_finalize_object (keyring);
}

/* Signs in and hangs, since the keyring does not answer: somebody else has to end it. */
G_NORETURN static void
adopt_for_ever (const char *folder_path, const char *server)
{
  g_autoptr (GFile) folder = g_file_new_for_path (folder_path);
  g_autoptr (LatchkeyAccountStore) accounts = latchkey_account_store_new (folder);
  g_autoptr (LatchkeySecretStore) keyring = keyring_new ();
  g_autoptr (LatchkeyVault) vault = NULL;
  g_autoptr (HomeboxClient) client = homebox_client_new (server);
  g_autoptr (HomeboxSecret) password = homebox_secret_new ("analytical-engine");
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (latchkey_account_store_load (accounts, &error));
  vault = latchkey_vault_new (accounts, keyring, NULL);
  homebox_session_sign_in_async (client, "ada@example.org", password, TRUE, NULL, await_store,
                                 &result);
  session = homebox_session_sign_in_finish (client, await (&result), &error);
  g_assert_no_error (error);
  latchkey_connection_adopt_async (vault, session, NULL, NULL, NULL);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_file_changed (GFileMonitor *monitor,
                   GFile *file,
                   GFile *other,
                   GFileMonitorEvent event,
                   gpointer user_data)
{
  gboolean *changed = user_data;

  *changed = TRUE;
}

static void
test_killed_before_the_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->disk.path);
  g_autoptr (GFileMonitor) monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  LatchkeySecretStore *keyring = keyring_new ();
  LatchkeyConnection *connection = NULL;
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GError) error = NULL;
  gboolean saved = FALSE;

  g_assert_cmpint (g_mkdir_with_parents (fixture->disk.folder, 0700), ==, 0);
  g_signal_connect (monitor, "changed", G_CALLBACK (on_file_changed), &saved);
  keyring_signal (SIGSTOP);
  program = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, user_data, "--adopt-for-ever",
                              fixture->disk.folder,
                              latchkey_demo_server_get_uri (fixture->server), NULL);
  g_assert_no_error (error);
  while (!saved)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_force_exit (program);
  g_assert_true (g_subprocess_wait (program, NULL, NULL));
  keyring_signal (SIGCONT);

  connection = start_again (fixture, keyring);
  g_assert_cmpstr (latchkey_account_get_email (latchkey_connection_get_account (connection)), ==,
                   "ada@example.org");
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  assert_connection (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED, LATCHKEY_SECRET_ERROR,
                     LATCHKEY_SECRET_ERROR_GONE);
  g_assert_finalize_object (connection);

  /* And signing in again makes it whole. */
  connection = adopt (fixture, keyring);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  g_assert_finalize_object (connection);
  connection = start_again (fixture, keyring);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_finalize_object (connection);
  g_assert_finalize_object (keyring);
}

static void
test_no_keyring (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeySecretStore *keyring = keyring_new ();
  LatchkeyConnection *connection = adopt (fixture, keyring);
  g_autoptr (GError) error = NULL;

  assert_connection (connection, LATCHKEY_CONNECTION_READY, LATCHKEY_SECRET_ERROR,
                     LATCHKEY_SECRET_ERROR_NO_SERVICE);
  g_assert_true (latchkey_connection_get_kept_in_memory (connection));
  g_assert_true (connection_sign_out (connection, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (connection);
  g_assert_finalize_object (keyring);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc == 4 && g_str_equal (argv[1], "--adopt-for-ever"))
    adopt_for_ever (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);

  if (g_strcmp0 (g_getenv ("LATCHKEY_TEST_KEYRING"), "unlocked") == 0)
    {
      connection_add_test ("/connection-keyring/stays-signed-in", test_stays_signed_in, NULL);
      connection_add_test ("/connection-keyring/locked-and-unlocked", test_locked_and_unlocked,
                           NULL);
      connection_add_test ("/connection-keyring/killed-before-the-keyring",
                           test_killed_before_the_keyring, argv[0]);
    }
  else
    connection_add_test ("/connection-keyring/no-keyring-is-for-this-run-only", test_no_keyring,
                         NULL);

  return g_test_run ();
}
