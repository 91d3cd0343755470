#include "keyring-fixture.h"

#include "secret-store-contract.h"

#include <signal.h>
#include <string.h>

const char *
keyring_password (void)
{
  return g_getenv ("LATCHKEY_TEST_KEYRING_PASSWORD");
}

void
keyring_signal (int signal_number)
{
  gint64 pid = g_ascii_strtoll (g_getenv ("LATCHKEY_TEST_KEYRING_PID"), NULL, 10);

  /* Zero would be ourselves. */
  g_assert_cmpint (pid, >, 1);
  g_assert_cmpint (kill ((pid_t) pid, signal_number), ==, 0);
}

static void
on_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  gboolean *appeared = user_data;

  *appeared = TRUE;
}

/* Kills the service and starts it again, on the same keyrings, as a crash and the next sign-in do. */
void
keyring_restart (void)
{
  keyring_signal (SIGKILL);
  keyring_restart_killed ();
}

void
keyring_restart_killed (void)
{
  const char *const command[] = {
    "sh", "-c",
    "printf %s \"$LATCHKEY_TEST_KEYRING_PASSWORD\" | gnome-keyring-daemon --login >/dev/null 2>&1 &&"
    "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1 </dev/null",
    NULL
  };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean appeared = FALSE;
  guint watch = 0;

  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  process = g_subprocess_launcher_spawnv (launcher, command, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);

  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets",
                            G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, NULL, &appeared, NULL);
  while (!appeared)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
}

LatchkeySecretStore *
keyring_new (void)
{
  LatchkeyKeyring *keyring = latchkey_keyring_new ();

  latchkey_keyring_set_timeout (keyring, KEYRING_LONG);
  return LATCHKEY_SECRET_STORE (keyring);
}

LatchkeyAccount *
keyring_new_account (void)
{
  static guint n_servers;
  g_autofree char *server = g_strdup_printf ("https://keyring-%u.lan:7745", n_servers++);
  LatchkeyAccount *account = latchkey_account_new (server, "u-1", HOMEBOX_TOKEN_SESSION);
  g_autoptr (HomeboxUser) user = homebox_user_new ();
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", "u-1");
  json_object_set_string_member (object, "email", "ada@example.org");
  g_assert_true (homebox_user_update (user, object, NULL));
  latchkey_account_update (account, user, NULL);
  return account;
}

/* The same service as anybody else sees it. */
GList *
keyring_find_items (LatchkeyAccount *account)
{
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  GList *items = NULL;

  g_hash_table_insert (attributes, "xdg:schema", KEYRING_SCHEMA);
  g_hash_table_insert (attributes, "server", (char *) latchkey_account_get_server (account));
  items = secret_service_search_sync (NULL, NULL, attributes,
                                      SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS, NULL, &error);
  g_assert_no_error (error);
  return items;
}

void
keyring_lock (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_autoptr (SecretCollection) collection = NULL;
  GList objects = { .data = NULL };

  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  objects.data = collection;
  g_assert_cmpint (secret_service_lock_sync (service, &objects, NULL, NULL, &error), ==, 1);
  g_assert_no_error (error);
}

/* As the sign-in to the computer does it: without a prompt. */
void
keyring_unlock (void)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) session = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  const char *path = NULL;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  session = g_dbus_connection_call_sync (
      bus, "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
      "OpenSession", g_variant_new ("(sv)", "plain", g_variant_new_string ("")), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (session, "(v&o)", NULL, &path);
  answer = g_dbus_connection_call_sync (
      bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
      "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
      g_variant_new ("(o(o@ay@ays))", "/org/freedesktop/secrets/collection/login", path,
                     g_variant_new_array (G_VARIANT_TYPE_BYTE, NULL, 0),
                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, keyring_password (),
                                                strlen (keyring_password ()), 1),
                     "text/plain"),
      NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

void
keyring_store (LatchkeySecretStore *store, LatchkeyAccount *account, const char *text)
{
  g_autoptr (GError) error = NULL;

  secret_store_store (store, account, text, &error);
  g_assert_no_error (error);
}

void
assert_store_fails (LatchkeySecretStore *store, LatchkeyAccount *account, LatchkeySecretError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (secret_store_store (store, account, "TOKEN", &error));
  assert_secret_error (error, code);
}

void
assert_clear_fails (LatchkeySecretStore *store, LatchkeyAccount *account, LatchkeySecretError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (secret_store_clear (store, account, &error));
  assert_secret_error (error, code);
}

void
assert_list_fails (LatchkeySecretStore *store, LatchkeySecretError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (secret_store_list (store, &error));
  assert_secret_error (error, code);
}

void
assert_not_writable (LatchkeySecretStore *store, LatchkeySecretError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (secret_store_check_writable (store, &error));
  assert_secret_error (error, code);
}
