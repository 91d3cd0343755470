#include "account-store-fixture.h"

#include "homebox-json.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <sys/stat.h>

static void
assert_mode (const char *path, guint expected)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 07777, ==, expected);
}

static void
test_starts_empty (StoreFixture *fixture, gconstpointer user_data)
{
  LatchkeyAccountStore *store = store_fixture_new_loaded_store (fixture);

  g_assert_cmpuint (store_count (store), ==, 0);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (store)) == LATCHKEY_TYPE_ACCOUNT);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (store), 0));
  g_assert_null (latchkey_account_store_get_current (store));
  g_assert_null (latchkey_account_store_get_damaged_file (store));
  /* Looking does not leave anything behind. */
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (store);
}

static void
test_roundtrip (StoreFixture *fixture, gconstpointer user_data)
{
  LatchkeyAccountStore *store = store_fixture_new_loaded_store (fixture);
  LatchkeyAccountStore *again = NULL;
  LatchkeyAccount *first = NULL;
  LatchkeyAccount *second = NULL;

  store_add_new (store, "https://a.lan", "u-1");
  store_add_new (store, "https://b.lan", "u-1");
  assert_mode (fixture->path, 0600);
  assert_mode (fixture->folder, 0700);

  again = store_fixture_new_loaded_store (fixture);
  g_assert_cmpuint (store_count (again), ==, 2);
  first = latchkey_account_store_find (again, "https://a.lan", "u-1");
  second = latchkey_account_store_find (again, "https://b.lan", "u-1");
  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_null (latchkey_account_store_find (again, "https://a.lan", "u-2"));
  g_assert_true (latchkey_account_store_get_current (again) == second);

  g_assert_true (store_remove (again, second, NULL));
  g_assert_true (latchkey_account_store_get_current (again) == first);
  g_assert_finalize_object (store);
  g_assert_finalize_object (again);

  store = store_fixture_new_loaded_store (fixture);
  g_assert_cmpuint (store_count (store), ==, 1);
  g_assert_nonnull (latchkey_account_store_find (store, "https://a.lan", "u-1"));
  g_assert_finalize_object (store);
}

static void
on_items_changed (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  gpointer user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

static void
test_is_a_list_model (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (GString) changes = g_string_new (NULL);
  LatchkeyAccount *first = NULL;

  g_signal_connect (store, "items-changed", G_CALLBACK (on_items_changed), changes);
  first = store_add_new (store, "https://a.lan", "u-1");
  store_add_new (store, "https://b.lan", "u-1");
  g_assert_true (store_add (store, first, NULL));
  g_assert_true (latchkey_account_store_get_current (store) == first);
  g_assert_true (store_remove (store, first, NULL));
  g_assert_cmpstr (changes->str, ==, "0-0+1 1-0+1 0-1+0 ");

  again = store_fixture_new_store (fixture);
  g_string_truncate (changes, 0);
  g_signal_connect (again, "items-changed", G_CALLBACK (on_items_changed), changes);
  g_assert_true (latchkey_account_store_load (again, NULL));
  g_assert_cmpstr (changes->str, ==, "0-0+1 ");
}

static void
test_keeps_what_it_does_not_know (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  JsonArray *records = NULL;
  gsize length = 0;

  store_fixture_write (fixture,
              "{\"version\":1,\"order\":[\"2\",\"1\"],\"current\":\"1\",\"accounts\":["
              "{\"id\":\"9\",\"kind\":\"certificate\",\"server\":\"https://c.lan\"},"
              "{\"id\":\"1\",\"server\":\"https://a.lan\",\"user-id\":\"u\",\"kind\":\"session\","
              "\"pin\":\"ab:cd\"}]}",
              -1);
  store = store_fixture_new_loaded_store (fixture);
  g_assert_cmpuint (store_count (store), ==, 1);
  g_assert_true (store_save (store, NULL));

  g_assert_true (g_file_get_contents (fixture->path, &text, &length, NULL));
  root = homebox_json_parse (text, length, NULL);
  object = json_node_get_object (root);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "order")), ==, 2);
  records = json_object_get_array_member (object, "accounts");
  g_assert_cmpuint (json_array_get_length (records), ==, 2);
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (records, 0), "pin"), ==,
      "ab:cd");
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (records, 1), "kind"), ==,
      "certificate");
}

static void
test_many_accounts (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);
  g_autoptr (LatchkeyAccountStore) again = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *server = g_strdup_printf ("https://server-%u.lan", i / 3);
      g_autofree char *user_id = g_strdup_printf ("u-%u", i);

      store_add_new (store, server, user_id);
    }
  again = store_fixture_new_loaded_store (fixture);
  g_assert_cmpuint (store_count (again), ==, 30);
  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (LatchkeyAccount) account = g_list_model_get_item (G_LIST_MODEL (again), i);
      g_autofree char *user_id = g_strdup_printf ("u-%u", i);

      g_assert_cmpstr (latchkey_account_get_user_id (account), ==, user_id);
    }
}

static void
test_finds_by_any_address (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);
  LatchkeyAccount *account = store_add_new (store, "http://home.lan", "u-1");

  g_assert_true (latchkey_account_store_find (store, "http://home.lan", "u-1") == account);
  g_assert_null (latchkey_account_store_find (store, "https://outside.org", "u-1"));
  g_assert_null (latchkey_account_store_find_elsewhere (store, "http://home.lan", "u-1"));
  g_assert_null (latchkey_account_store_find_elsewhere (store, "https://outside.org", "u-2"));
  /* A hint, until the person says that it is the same server. */
  g_assert_true (latchkey_account_store_find_elsewhere (store, "https://outside.org", "u-1")
                 == account);
  latchkey_account_add_address (account, "https://outside.org");
  g_assert_true (latchkey_account_store_find (store, "https://outside.org", "u-1") == account);
  g_assert_null (latchkey_account_store_find_elsewhere (store, "https://outside.org", "u-1"));
}

static void
add_test (const char *path,
          void (*run) (StoreFixture *fixture, gconstpointer user_data),
          gconstpointer user_data)
{
  g_test_add (path, StoreFixture, user_data, store_fixture_set_up, run, store_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  add_test ("/account-store/load/no-file-is-empty", test_starts_empty, NULL);
  add_test ("/account-store/save/is-read-again", test_roundtrip, NULL);
  add_test ("/account-store/list/tells-what-changed", test_is_a_list_model, NULL);
  add_test ("/account-store/save/keeps-what-it-does-not-know", test_keeps_what_it_does_not_know,
            NULL);
  add_test ("/account-store/save/thirty-accounts", test_many_accounts, NULL);
  add_test ("/account-store/find/by-any-address", test_finds_by_any_address, NULL);

  return g_test_run ();
}
