#include "account-store-fixture.h"
#include "latchkey-account-store-private.h"
#include "list-mirror.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <unistd.h>

static void
assert_order (LatchkeyAccountStore *store, const char *expected)
{
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < store_count (store); i++)
    {
      g_autoptr (LatchkeyAccount) account = g_list_model_get_item (G_LIST_MODEL (store), i);

      /* "https://a.lan" */
      g_string_append_c (order, latchkey_account_get_server (account)[8]);
    }
  g_assert_cmpstr (order->str, ==, expected);
}

static void
assert_changes (ListMirror *mirror, const char *expected)
{
  g_autofree char *changes = list_mirror_take_changes (mirror);

  g_assert_cmpstr (changes, ==, expected);
}

static void
await_changes (ListMirror *mirror, const char *expected)
{
  while (mirror->changes->len < strlen (expected))
    g_main_context_iteration (NULL, TRUE);
  assert_changes (mirror, expected);
}

static LatchkeyAccount *
find (LatchkeyAccountStore *store, const char *server)
{
  LatchkeyAccount *account = latchkey_account_store_find (store, server, "u");

  g_assert_nonnull (account);
  return account;
}

static void
save (LatchkeyAccountStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store_save (store, &error));
  g_assert_no_error (error);
}

/* A store with a.lan, b.lan and c.lan, and another process' look at it. */
static void
make_two (StoreFixture *fixture, LatchkeyAccountStore **one, LatchkeyAccountStore **other)
{
  *one = store_fixture_new_loaded_store (fixture);
  store_add_new (*one, "https://a.lan", "u");
  store_add_new (*one, "https://b.lan", "u");
  store_add_new (*one, "https://c.lan", "u");
  *other = store_fixture_new_loaded_store (fixture);
  assert_order (*other, "abc");
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", pspec->name);
}

static void
test_follows_additions (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (ListMirror) mirror = NULL;
  g_autoptr (GString) notified = g_string_new (NULL);

  make_two (fixture, &one, &other);
  mirror = list_mirror_new (G_LIST_MODEL (other));
  g_signal_connect (other, "notify", G_CALLBACK (on_notify), notified);
  store_add_new (one, "https://d.lan", "u");
  await_changes (mirror, "3-0+1 ");
  assert_order (other, "abcd");
  /* That the other process now shows the new one is no reason to show it here. */
  g_assert_cmpstr (notified->str, ==, "");
  g_assert_true (latchkey_account_store_get_current (other) == find (other, "https://c.lan"));
}

static void
test_follows_changes (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (ListMirror) mirror = NULL;
  g_autoptr (GString) notified = g_string_new (NULL);
  LatchkeyAccount *account = NULL;

  make_two (fixture, &one, &other);
  mirror = list_mirror_new (G_LIST_MODEL (other));
  account = find (other, "https://b.lan");
  g_signal_connect (account, "notify", G_CALLBACK (on_notify), notified);

  rename_person (find (one, "https://b.lan"), "Ada");
  latchkey_account_add_address (find (one, "https://b.lan"), "https://outside.lan");
  save (one);
  while (notified->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (notified->str, "name "));
  g_assert_nonnull (strstr (notified->str, "addresses "));
  g_assert_null (strstr (notified->str, "expires-at "));
  g_assert_cmpstr (latchkey_account_get_name (account), ==, "Ada");
  g_assert_true (latchkey_account_has_address (account, "https://outside.lan"));
  assert_changes (mirror, "");
}

static void
test_follows_removals (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (ListMirror) mirror = NULL;
  g_autoptr (GString) notified = g_string_new (NULL);

  make_two (fixture, &one, &other);
  mirror = list_mirror_new (G_LIST_MODEL (other));
  g_signal_connect (other, "notify", G_CALLBACK (on_notify), notified);
  g_assert_true (store_remove (one, find (one, "https://b.lan"), NULL));
  await_changes (mirror, "1-1+0 ");
  assert_order (other, "ac");
  g_assert_cmpstr (notified->str, ==, "");

  g_assert_true (store_remove (one, find (one, "https://c.lan"), NULL));
  await_changes (mirror, "1-1+0 ");
  /* It was the current one. */
  g_assert_cmpstr (notified->str, ==, "current ");
  g_assert_true (latchkey_account_store_get_current (other) == find (other, "https://a.lan"));
}

static void
test_follows_moves (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (ListMirror) mirror = NULL;
  g_autoptr (ListMirror) own = NULL;

  make_two (fixture, &one, &other);
  store_add_new (one, "https://d.lan", "u");
  own = list_mirror_new (G_LIST_MODEL (one));
  save (other);
  mirror = list_mirror_new (G_LIST_MODEL (other));

  latchkey_account_store_move (one, find (one, "https://c.lan"), 0);
  assert_changes (own, "0-3+3 ");
  assert_order (one, "cabd");
  await_changes (mirror, "0-3+3 ");
  assert_order (other, "cabd");

  latchkey_account_store_move (one, find (one, "https://a.lan"), 99);
  assert_changes (own, "1-3+3 ");
  await_changes (mirror, "1-3+3 ");
  assert_order (other, "cbda");

  latchkey_account_store_move (one, find (one, "https://a.lan"), 3);
  assert_changes (own, "");
}

static void
test_all_at_once (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (ListMirror) mirror = NULL;

  make_two (fixture, &one, &other);
  for (const char *letter = "defgh"; *letter != '\0'; letter++)
    {
      g_autofree char *server = g_strdup_printf ("https://%c.lan", *letter);

      store_add_new (one, server, "u");
    }
  save (other);
  mirror = list_mirror_new (G_LIST_MODEL (other));

  /* Nothing runs in between, so that it comes over in one piece. */
  latchkey_account_store_remove_async (one, find (one, "https://b.lan"), NULL, NULL, NULL);
  latchkey_account_store_remove_async (one, find (one, "https://c.lan"), NULL, NULL, NULL);
  latchkey_account_store_remove_async (one, find (one, "https://g.lan"), NULL, NULL, NULL);
  latchkey_account_store_move (one, find (one, "https://h.lan"), 1);
  assert_order (one, "ahdef");
  save (one);
  save (other);
  assert_order (other, "ahdef");
  assert_changes (mirror, "6-1+0 1-2+0 1-4+4 ");
}

static void
test_merges_what_both_did (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (LatchkeyAccountStore) again = NULL;
  LatchkeyAccount *kept = NULL;
  GAsyncResult *results[2] = { NULL };

  make_two (fixture, &one, &other);
  kept = find (one, "https://b.lan");
  rename_person (kept, "Ada");
  latchkey_account_add_address (kept, "https://one.lan");
  latchkey_account_store_move (one, find (one, "https://c.lan"), 0);
  latchkey_account_add_address (find (other, "https://b.lan"), "https://other.lan");
  latchkey_account_store_remove_async (other, find (other, "https://a.lan"), NULL, NULL, NULL);
  latchkey_account_store_save_async (one, NULL, await_store, &results[0]);
  latchkey_account_store_save_async (other, NULL, await_store, &results[1]);
  for (gsize i = 0; i < 2; i++)
    {
      await (&results[i]);
      g_object_unref (results[i]);
    }
  save (one);
  save (other);
  save (one);

  assert_order (one, "cb");
  assert_order (other, "cb");
  g_assert_true (find (one, "https://b.lan") == kept);
  again = store_fixture_new_loaded_store (fixture);
  assert_order (again, "cb");
  g_assert_cmpstr (latchkey_account_get_name (find (again, "https://b.lan")), ==, "Ada");
  g_assert_true (latchkey_account_has_address (find (again, "https://b.lan"), "https://one.lan"));
  g_assert_true (latchkey_account_has_address (find (again, "https://b.lan"),
                                               "https://other.lan"));
}

static void
test_same_person_in_both (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (LatchkeyAccount) mine
      = latchkey_account_new ("https://d.lan", "u", HOMEBOX_TOKEN_SESSION);
  g_autoptr (ListMirror) mirror = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  LatchkeyAccount *theirs = NULL;

  make_two (fixture, &one, &other);
  mirror = list_mirror_new (G_LIST_MODEL (other));
  latchkey_account_store_add_async (other, mine, NULL, await_store, &result);
  assert_changes (mirror, "3-0+1 ");
  theirs = store_add_new (one, "https://d.lan", "u");
  g_assert_true (latchkey_account_store_add_finish (other, await (&result), NULL));
  save (one);
  save (other);

  assert_order (one, "abcd");
  assert_order (other, "abcd");
  assert_changes (mirror, "");
  g_assert_true (find (other, "https://d.lan") == mine);
  g_assert_true (find (one, "https://d.lan") == theirs);
  g_assert_cmpstr (latchkey_account_get_id (mine), ==, latchkey_account_get_id (theirs));
  g_assert_true (latchkey_account_store_get_current (other) == mine);
}

static void
test_what_is_not_saved_is_kept (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (ListMirror) mirror = NULL;

  make_two (fixture, &one, &other);
  mirror = list_mirror_new (G_LIST_MODEL (other));
  rename_person (find (other, "https://a.lan"), "Not saved yet");
  store_add_new (one, "https://d.lan", "u");
  await_changes (mirror, "3-0+1 ");
  g_assert_cmpstr (latchkey_account_get_name (find (other, "https://a.lan")), ==, "Not saved yet");
  save (other);
  again = store_fixture_new_loaded_store (fixture);
  g_assert_cmpstr (latchkey_account_get_name (find (again, "https://a.lan")), ==, "Not saved yet");
  assert_order (again, "abcd");
}

static void
test_current_is_saved (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (GString) notified = g_string_new (NULL);

  make_two (fixture, &one, &other);
  g_signal_connect (one, "notify", G_CALLBACK (on_notify), notified);
  latchkey_account_store_set_current (one, find (one, "https://a.lan"));
  latchkey_account_store_set_current (one, find (one, "https://a.lan"));
  g_assert_cmpstr (notified->str, ==, "current ");
  save (one);
  /* Neither what another process writes, nor what it shows, changes that. */
  rename_person (find (other, "https://b.lan"), "Ada");
  save (other);
  again = store_fixture_new_loaded_store (fixture);
  g_assert_true (latchkey_account_store_get_current (again) == find (again, "https://a.lan"));
  g_assert_true (latchkey_account_store_get_current (one) == find (one, "https://a.lan"));
  g_assert_true (latchkey_account_store_get_current (other) == find (other, "https://c.lan"));

  latchkey_account_store_move (one, find (one, "https://a.lan"), 2);
  g_assert_cmpstr (notified->str, ==, "current ");
  save (one);
}

static void
test_file_is_deleted (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (LatchkeyAccountStore) again = NULL;

  make_two (fixture, &one, &other);
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  save (one);
  again = store_fixture_new_loaded_store (fixture);
  assert_order (again, "abc");
}

static void
test_file_gets_damaged (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (GString) notified = g_string_new (NULL);
  g_autofree char *aside = g_build_filename (fixture->folder, "accounts.json.damaged", NULL);
  g_autofree char *path = NULL;

  make_two (fixture, &one, &other);
  g_signal_connect (one, "notify", G_CALLBACK (on_notify), notified);
  store_fixture_write (fixture, "{\"version\":1,\"acc", -1);
  save (one);
  assert_file_contains (aside, "{\"version\":1,\"acc");
  g_assert_cmpstr (notified->str, ==, "damaged-file ");
  path = g_file_get_path (latchkey_account_store_get_damaged_file (one));
  g_assert_cmpstr (path, ==, aside);
  again = store_fixture_new_loaded_store (fixture);
  assert_order (again, "abc");
}

static void
test_file_gets_newer (StoreFixture *fixture, gconstpointer user_data)
{
  const char *newer = "{\"version\":2,\"accounts\":{\"by-id\":{}}}";
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (GError) error = NULL;

  make_two (fixture, &one, &other);
  store_fixture_write (fixture, newer, -1);
  g_assert_false (store_save (one, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  assert_file_contains (fixture->path, newer);
  assert_order (one, "abc");
}

static void
test_waits_for_the_lock (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyLock *lock = NULL;

  make_two (fixture, &one, &other);
  lock = latchkey_lock_try (folder, LATCHKEY_LOCK_ACCOUNTS, NULL);
  g_assert_nonnull (lock);
  rename_person (find (one, "https://a.lan"), "Waits");
  latchkey_account_store_save_async (one, NULL, await_store, &result);

  /* Another one that does not wait as long. */
  other->lock_limit = 50;
  g_assert_false (store_save (other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_error (latchkey_account_store_get_save_error (other), G_IO_ERROR,
                  G_IO_ERROR_TIMED_OUT);
  g_assert_null (result);

  latchkey_lock_release (lock);
  g_assert_true (latchkey_account_store_save_finish (one, await (&result), NULL));
  save (other);
  g_assert_null (latchkey_account_store_get_save_error (other));
  g_assert_cmpstr (latchkey_account_get_name (find (other, "https://a.lan")), ==, "Waits");
}

static void
test_folder_goes_with_the_account (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autofree char *outside = g_build_filename (fixture->home, "outside", NULL);
  char *paths[2] = { NULL };

  make_two (fixture, &one, &other);
  g_assert_true (g_file_set_contents (outside, "not ours", -1, NULL));
  for (gsize i = 0; i < 2; i++)
    {
      LatchkeyAccount *account = find (one, i == 0 ? "https://a.lan" : "https://b.lan");
      g_autoptr (GFile) folder = latchkey_account_store_get_folder (one, account);
      g_autofree char *below = NULL;
      g_autofree char *file = NULL;
      g_autofree char *link = NULL;

      paths[i] = g_file_get_path (folder);
      g_assert_true (g_str_has_prefix (paths[i], fixture->folder));
      g_assert_false (g_file_test (paths[i], G_FILE_TEST_EXISTS));
      below = g_build_filename (paths[i], "history", "2026", NULL);
      g_assert_cmpint (g_mkdir_with_parents (below, 0700), ==, 0);
      file = g_build_filename (below, "settings.json", NULL);
      g_assert_true (g_file_set_contents (file, "{}", -1, NULL));
      link = g_build_filename (paths[i], "link", NULL);
      g_assert_cmpint (symlink (fixture->home, link), ==, 0);
    }
  g_assert_cmpstr (paths[0], !=, paths[1]);

  g_assert_true (store_remove (one, find (one, "https://a.lan"), NULL));
  g_assert_false (g_file_test (paths[0], G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (paths[1], G_FILE_TEST_IS_DIR));
  g_assert_null (latchkey_account_store_get_save_error (one));
  assert_file_contains (outside, "not ours");
  g_free (paths[0]);
  g_free (paths[1]);
}

static void
test_folder_comes_back (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) store = store_fixture_new_loaded_store (fixture);
  g_autoptr (LatchkeyAccount) before
      = latchkey_account_new ("https://a.lan", "../../u", HOMEBOX_TOKEN_SESSION);
  g_autoptr (LatchkeyAccount) again
      = latchkey_account_new ("https://a.lan", "../../u", HOMEBOX_TOKEN_SESSION);
  g_autoptr (GFile) folder = latchkey_account_store_get_folder (store, before);
  g_autoptr (GFile) folder_again = latchkey_account_store_get_folder (store, again);

  g_assert_true (g_file_equal (folder, folder_again));
  g_assert_true (g_file_has_prefix (folder, latchkey_account_store_get_data_folder (store)));
}

static void
test_folder_cannot_be_deleted (StoreFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) one = NULL;
  g_autoptr (LatchkeyAccountStore) other = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *below = NULL;
  g_autofree char *file = NULL;
  g_autofree char *parent = NULL;
  gboolean removed = FALSE;

  make_two (fixture, &one, &other);
  folder = latchkey_account_store_get_folder (one, find (one, "https://a.lan"));
  path = g_file_get_path (folder);
  below = g_build_filename (path, "history", NULL);
  file = g_build_filename (below, "settings.json", NULL);
  g_assert_cmpint (g_mkdir_with_parents (below, 0755), ==, 0);
  g_assert_true (g_file_set_contents (file, "{}", -1, NULL));
  g_assert_cmpint (g_chmod (below, 0555), ==, 0);
  /* Everything else is allowed. */
  parent = g_path_get_dirname (path);
  g_assert_cmpint (g_chmod (path, 0777), ==, 0);
  g_assert_cmpint (g_chmod (parent, 0777), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0777), ==, 0);
  g_clear_pointer (&parent, g_free);
  parent = g_path_get_dirname (fixture->folder);
  g_assert_cmpint (g_chmod (parent, 0777), ==, 0);
  g_assert_cmpint (g_chmod (fixture->path, 0666), ==, 0);
  {
    g_autofree char *lock = g_build_filename (fixture->folder, LATCHKEY_LOCK_ACCOUNTS, NULL);

    g_assert_cmpint (g_chmod (lock, 0666), ==, 0);
  }
  store_fixture_drop_privileges (fixture);
  removed = store_remove (one, find (one, "https://a.lan"), NULL);
  store_fixture_regain_privileges ();

  g_assert_true (removed);
  assert_order (one, "bc");
  g_assert_nonnull (latchkey_account_store_get_save_error (one));
  g_assert_nonnull (strstr (latchkey_account_store_get_save_error (one)->message, path));
  g_assert_cmpint (g_chmod (below, 0755), ==, 0);
}

static void
add_test (const char *path, void (*run) (StoreFixture *fixture, gconstpointer user_data))
{
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, run, store_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  add_test ("/account-store/shared/follows-additions", test_follows_additions);
  add_test ("/account-store/shared/follows-changes", test_follows_changes);
  add_test ("/account-store/shared/follows-removals", test_follows_removals);
  add_test ("/account-store/shared/follows-moves", test_follows_moves);
  add_test ("/account-store/shared/tells-exactly-what-changed", test_all_at_once);
  add_test ("/account-store/shared/merges-what-both-did", test_merges_what_both_did);
  add_test ("/account-store/shared/same-person-becomes-one-account", test_same_person_in_both);
  add_test ("/account-store/shared/what-is-not-saved-is-kept", test_what_is_not_saved_is_kept);
  add_test ("/account-store/shared/current-is-saved-and-its-own", test_current_is_saved);
  add_test ("/account-store/shared/file-is-deleted", test_file_is_deleted);
  add_test ("/account-store/shared/file-gets-damaged", test_file_gets_damaged);
  add_test ("/account-store/shared/file-gets-newer", test_file_gets_newer);
  add_test ("/account-store/shared/waits-for-the-lock", test_waits_for_the_lock);
  add_test ("/account-store/folder/goes-with-the-account", test_folder_goes_with_the_account);
  add_test ("/account-store/folder/comes-back-with-the-account", test_folder_comes_back);
  add_test ("/account-store/folder/cannot-be-deleted", test_folder_cannot_be_deleted);

  return g_test_run ();
}
