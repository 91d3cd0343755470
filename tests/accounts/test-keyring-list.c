#include "await.h"
#include "keyring-fixture.h"
#include "secret-store-contract.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <sys/mount.h>
#include <unistd.h>

/* Another program of the bus, which sees every call that anybody makes to the service. */
typedef struct
{
  GDBusConnection *bus;
  GMutex lock;
  GCond called;
  GString *calls;
} Monitor;

static GDBusMessage *
on_message (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  Monitor *monitor = user_data;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  g_mutex_lock (&monitor->lock);
  g_string_append_printf (monitor->calls, "%s ", g_dbus_message_get_member (message));
  g_cond_signal (&monitor->called);
  g_mutex_unlock (&monitor->lock);
  g_object_unref (message);
  return NULL;
}

static Monitor *
start_monitor (void)
{
  Monitor *monitor = g_new0 (Monitor, 1);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  const char *const rules[] = { "type='method_call',destination='org.freedesktop.secrets'", NULL };
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&monitor->lock);
  g_cond_init (&monitor->called);
  monitor->calls = g_string_new (NULL);
  monitor->bus = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (
      monitor->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
      "org.freedesktop.DBus.Monitoring", "BecomeMonitor", g_variant_new ("(^asu)", rules, 0), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (monitor->bus, on_message, monitor, NULL);
  return monitor;
}

/* Returns: (transfer full): what was called since the last time, up to now. */
static char *
take_calls (Monitor *monitor)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  char *calls = NULL;

  /* The monitor gets to see this one after everything that came before. */
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                        "org.freedesktop.DBus.Peer", "Ping", NULL, NULL,
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_mutex_lock (&monitor->lock);
  while (strstr (monitor->calls->str, "Ping ") == NULL)
    g_cond_wait (&monitor->called, &monitor->lock);
  calls = g_strdup (monitor->calls->str);
  g_string_truncate (monitor->calls, 0);
  g_mutex_unlock (&monitor->lock);
  return calls;
}

static void
stop_monitor (Monitor *monitor)
{
  g_assert_true (g_dbus_connection_close_sync (monitor->bus, NULL, NULL));
  g_object_unref (monitor->bus);
  g_string_free (monitor->calls, TRUE);
  g_cond_clear (&monitor->called);
  g_mutex_clear (&monitor->lock);
  g_free (monitor);
}

static void
test_no_secret_is_read (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (LatchkeyFoundSecret) found = NULL;
  Monitor *monitor = start_monitor ();
  g_autofree char *listing = NULL;
  g_autofree char *lookup = NULL;
  g_autofree char *before = NULL;

  keyring_store (store, account, "TOKEN");
  before = take_calls (monitor);
  found = secret_store_find_listed (store, account);
  g_assert_nonnull (found);
  listing = take_calls (monitor);
  g_assert_nonnull (strstr (listing, "SearchItems "));
  g_assert_null (strstr (listing, "GetSecret"));
  g_assert_null (strstr (listing, "Unlock"));

  assert_secret_is (store, account, "TOKEN");
  lookup = take_calls (monitor);
  g_assert_nonnull (strstr (lookup, "GetSecret"));
  stop_monitor (monitor);
}

static void
test_what_it_says (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (LatchkeyFoundSecret) found = NULL;
  g_autofree char *server = latchkey_account_dup_server_label (account);
  g_autofree char *expected = g_strdup_printf ("Latchkey: ada@example.org on %s", server);
  g_autofree char *server_label = NULL;
  g_autofree char *email = NULL;

  latchkey_account_set_kind (account, HOMEBOX_TOKEN_API_KEY);
  keyring_store (store, account, "hb_KEY");
  found = secret_store_find_listed (store, account);
  g_assert_cmpstr (latchkey_found_secret_get_label (found), ==, expected);
  server_label = latchkey_found_secret_dup_server_label (found);
  g_assert_cmpstr (server_label, ==, server);
  email = latchkey_found_secret_dup_email (found);
  g_assert_cmpstr (email, ==, "ada@example.org");
  g_assert_cmpint (latchkey_found_secret_get_kind (found), ==, HOMEBOX_TOKEN_API_KEY);
}

static void
put_item (const char *server, const char *user, const char *kind)
{
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  static const SecretSchema schema = {
    KEYRING_SCHEMA,
    SECRET_SCHEMA_NONE,
    { { "server", 0 }, { "user", 0 }, { "kind", 0 }, { NULL, 0 } },
  };
  g_autoptr (GError) error = NULL;

  if (server != NULL)
    g_hash_table_insert (attributes, "server", (char *) server);
  if (user != NULL)
    g_hash_table_insert (attributes, "user", (char *) user);
  g_hash_table_insert (attributes, "kind", (char *) kind);
  g_assert_true (
      secret_password_storev_sync (&schema, attributes, NULL, "x", "TOKEN", NULL, &error));
  g_assert_no_error (error);
}

static void
test_strange_items_are_passed_over (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (GPtrArray) before = secret_store_list (store, NULL);
  g_autoptr (GPtrArray) after = NULL;

  put_item ("file:///etc/passwd", "u-1", "session");
  put_item ("https://ada:secret@strange.lan", "u-1", "session");
  put_item ("https://strange.lan", "", "session");
  put_item ("https://strange.lan", "u-1", "certificate");
  put_item ("https://strange.lan", NULL, "session");
  put_item (NULL, NULL, "check");
  after = secret_store_list (store, NULL);
  g_assert_cmpuint (after->len, ==, before->len);

  put_item ("https://strange.lan", "u-1", "session");
  g_clear_pointer (&after, g_ptr_array_unref);
  after = secret_store_list (store, NULL);
  g_assert_cmpuint (after->len, ==, before->len + 1);
}

static void
test_other_kind_left_behind (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (LatchkeyFoundSecret) found = NULL;

  put_item (latchkey_account_get_server (account), "u-1", "session");
  put_item (latchkey_account_get_server (account), "u-1", "api-key");
  /* Once, whichever it is: both are from the same second. */
  found = secret_store_find_listed (store, account);
  g_assert_nonnull (found);
}

static void
test_full_disk (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autofree char *folder = g_build_filename (g_get_home_dir (), ".local/share/keyrings", NULL);
  g_autofree char *filler = g_build_filename (folder, "filler", NULL);
  g_autofree char *kept = g_build_filename (folder, "login.keyring", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  int descriptor = -1;

  keyring_store (store, account, "TOKEN");
  g_assert_true (g_file_get_contents (kept, &content, &length, NULL));
  if (mount ("tmpfs", folder, "tmpfs", 0, "size=256k") != 0)
    {
      g_test_skip ("Only root can make a small disk");
      return;
    }
  g_assert_true (g_file_set_contents_full (kept, content, (gssize) length,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  descriptor = open (filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  while (write (descriptor, "0123456789abcdef", 16) > 0)
    continue;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (descriptor);

  assert_not_writable (store, LATCHKEY_SECRET_ERROR_FAILED);
  assert_secret_is (store, account, "TOKEN");

  g_assert_cmpint (g_remove (filler), ==, 0);
  g_assert_true (secret_store_check_writable (store, &error));
  g_assert_no_error (error);
  assert_secret_is (store, account, "TOKEN");
  g_assert_cmpint (umount (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring-list/no-secret-is-read", test_no_secret_is_read);
  g_test_add_func ("/keyring-list/says-whose-and-where", test_what_it_says);
  g_test_add_func ("/keyring-list/strange-items-are-passed-over",
                   test_strange_items_are_passed_over);
  g_test_add_func ("/keyring-list/other-kind-left-behind", test_other_kind_left_behind);
  g_test_add_func ("/keyring-list/full-disk-is-not-writable", test_full_disk);

  return g_test_run ();
}
