#include "account-store-fixture.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <sys/stat.h>

static void
assert_set_aside (StoreFixture *fixture, const char *name)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_store (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *path = NULL;

  g_assert_false (latchkey_account_store_load (store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, expected));
  g_assert_nonnull (latchkey_account_store_get_damaged_file (store));
  path = g_file_get_path (latchkey_account_store_get_damaged_file (store));
  g_assert_cmpstr (path, ==, expected);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (expected, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (store_count (store), ==, 0);

  /* And goes on with a new list. */
  store_add_new (store, "https://a.lan", "u-1");
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
  g_assert_null (latchkey_account_store_get_save_error (store));
}

static void
test_sets_aside (StoreFixture *fixture, gconstpointer user_data)
{
  g_autofree char *aside = g_build_filename (fixture->folder, "accounts.json.damaged", NULL);

  store_fixture_write (fixture, user_data, -1);
  assert_set_aside (fixture, "accounts.json.damaged");
  assert_file_contains (aside, user_data);
}

static void
test_never_overwrites_what_was_set_aside (StoreFixture *fixture, gconstpointer user_data)
{
  g_autofree char *aside = g_build_filename (fixture->folder, "accounts.json.damaged", NULL);
  g_autofree char *aside_1 = g_build_filename (fixture->folder, "accounts.json.damaged-1", NULL);
  g_autofree char *aside_2 = g_build_filename (fixture->folder, "accounts.json.damaged-2", NULL);

  store_fixture_write (fixture, "first", -1);
  assert_set_aside (fixture, "accounts.json.damaged");
  store_fixture_write (fixture, "second", -1);
  assert_set_aside (fixture, "accounts.json.damaged-1");
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  assert_set_aside (fixture, "accounts.json.damaged-2");

  assert_file_contains (aside, "first");
  assert_file_contains (aside_1, "second");
  g_assert_true (g_file_test (aside_2, G_FILE_TEST_IS_DIR));
}

static void
test_sets_aside_deep_nesting (StoreFixture *fixture, gconstpointer user_data)
{
  g_autofree char *text = g_strnfill (500000, '[');

  store_fixture_write (fixture, text, -1);
  assert_set_aside (fixture, "accounts.json.damaged");
}

static void
test_sets_aside_too_large (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GString) text = g_string_new ("{\"version\":1,\"accounts\":[],\"more\":\"");
  gsize limit = 1024 * 1024;

  while (text->len < limit - 2)
    g_string_append_c (text, 'x');
  g_string_append (text, "\"}");
  g_assert_cmpuint (text->len, ==, limit);
  store_fixture_write (fixture, text->str, (gssize) text->len);
  g_object_unref (store_fixture_new_loaded_store (fixture));

  g_string_append_c (text, '\n');
  store_fixture_write (fixture, text->str, (gssize) text->len);
  assert_set_aside (fixture, "accounts.json.damaged");
}

static void
test_sets_aside_a_folder (StoreFixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  assert_set_aside (fixture, "accounts.json.damaged");
}

static void
test_sets_aside_a_pipe (StoreFixture *fixture, gconstpointer user_data)
{
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_set_aside (fixture, "accounts.json.damaged");
}

static void
test_leaves_a_newer_file_alone (StoreFixture *fixture, gconstpointer user_data)
{
  const char *newer = "{\"version\":2,\"accounts\":{\"by-id\":{}}}";
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_store (fixture);
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new ("https://a.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  g_autoptr (GError) error = NULL;

  store_fixture_write (fixture, newer, -1);
  g_assert_false (latchkey_account_store_load (store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_null (latchkey_account_store_get_damaged_file (store));

  g_clear_error (&error);
  g_assert_false (store_add (store, account, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpuint (store_count (store), ==, 1);
  g_assert_error (latchkey_account_store_get_save_error (store), G_IO_ERROR,
                  G_IO_ERROR_NOT_SUPPORTED);
  assert_file_contains (fixture->path, newer);
}

static void
test_unreadable_file (StoreFixture *fixture, gconstpointer user_data)
{
  const char *text = "{\"version\":1,\"accounts\":[]}";
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_store (fixture);
  g_autoptr (GError) error = NULL;
  gboolean loaded = FALSE;

  store_fixture_write (fixture, text, -1);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0000), ==, 0);
  store_fixture_drop_privileges (fixture);
  loaded = latchkey_account_store_load (store, &error);
  store_fixture_regain_privileges ();

  g_assert_false (loaded);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_null (latchkey_account_store_get_damaged_file (store));
  g_clear_error (&error);
  g_assert_false (store_save (store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
  assert_file_contains (fixture->path, text);
}

static void
test_damaged_in_a_read_only_folder (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_store (fixture);
  g_autoptr (GError) error = NULL;
  gboolean loaded = FALSE;

  store_fixture_write (fixture, "damaged", -1);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  store_fixture_drop_privileges (fixture);
  loaded = latchkey_account_store_load (store, &error);
  store_fixture_regain_privileges ();
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);

  g_assert_false (loaded);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_null (latchkey_account_store_get_damaged_file (store));
  g_clear_error (&error);
  g_assert_false (store_save (store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  assert_file_contains (fixture->path, "damaged");
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

  add_test ("/account-store/damaged/empty", test_sets_aside, "");
  add_test ("/account-store/damaged/cut", test_sets_aside, "{\"version\":1,\"accounts\":[{\"id\":");
  add_test ("/account-store/damaged/no-json", test_sets_aside, "<html>");
  add_test ("/account-store/damaged/array", test_sets_aside, "[]");
  add_test ("/account-store/damaged/no-version", test_sets_aside, "{\"accounts\":[]}");
  add_test ("/account-store/damaged/version-of-another-type", test_sets_aside,
            "{\"version\":\"1\",\"accounts\":[]}");
  add_test ("/account-store/damaged/no-accounts", test_sets_aside, "{\"version\":1}");
  add_test ("/account-store/damaged/accounts-of-another-type", test_sets_aside,
            "{\"version\":1,\"accounts\":{}}");
  add_test ("/account-store/damaged/account-of-another-type", test_sets_aside,
            "{\"version\":1,\"accounts\":[7]}");
  add_test ("/account-store/damaged/invalid-utf8", test_sets_aside,
            "{\"version\":1,\"accounts\":[],\"x\":\"\xff\"}");
  add_test ("/account-store/damaged/deep-nesting", test_sets_aside_deep_nesting, NULL);
  add_test ("/account-store/damaged/too-large", test_sets_aside_too_large, NULL);
  add_test ("/account-store/damaged/folder-in-its-place", test_sets_aside_a_folder, NULL);
  add_test ("/account-store/damaged/pipe-in-its-place", test_sets_aside_a_pipe, NULL);
  add_test ("/account-store/damaged/never-overwrites-an-earlier-one",
            test_never_overwrites_what_was_set_aside, NULL);
  add_test ("/account-store/damaged/stays-in-a-read-only-folder",
            test_damaged_in_a_read_only_folder, NULL);
  add_test ("/account-store/newer-version/is-left-alone", test_leaves_a_newer_file_alone, NULL);
  add_test ("/account-store/unreadable/is-left-alone", test_unreadable_file, NULL);

  return g_test_run ();
}
