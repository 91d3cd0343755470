#include "account-store-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define NOBODY 65534

void
store_fixture_set_up (StoreFixture *fixture, gconstpointer user_data)
{
  fixture->home = g_dir_make_tmp ("latchkey-accounts-XXXXXX", NULL);
  g_assert_nonnull (fixture->home);
  fixture->folder = g_build_filename (fixture->home, "share", "latchkey", NULL);
  fixture->path = g_build_filename (fixture->folder, "accounts.json", NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name = NULL;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
store_fixture_tear_down (StoreFixture *fixture, gconstpointer user_data)
{
  remove_all (fixture->home);
  g_free (fixture->home);
  g_free (fixture->folder);
  g_free (fixture->path);
}

LatchkeyAccountStore *
store_fixture_new_store (StoreFixture *fixture)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);

  return latchkey_account_store_new (folder);
}

LatchkeyAccountStore *
store_fixture_new_loaded_store (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  LatchkeyAccountStore *store = store_fixture_new_store (fixture);

  g_assert_true (latchkey_account_store_load (store, &error));
  g_assert_no_error (error);
  return store;
}

guint
store_count (LatchkeyAccountStore *store)
{
  return g_list_model_get_n_items (G_LIST_MODEL (store));
}

void
store_fixture_write (StoreFixture *fixture, const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
  g_file_set_contents (fixture->path, text, length, &error);
  g_assert_no_error (error);
}

void
assert_file_contains (const char *path, const char *expected)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

gboolean
store_add (LatchkeyAccountStore *store, LatchkeyAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_account_store_add_async (store, account, NULL, await_store, &result);
  return latchkey_account_store_add_finish (store, await (&result), error);
}

LatchkeyAccount *
store_add_new (LatchkeyAccountStore *store, const char *server, const char *user_id)
{
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new (server, user_id, HOMEBOX_TOKEN_SESSION);
  g_autoptr (GError) error = NULL;

  g_assert_true (store_add (store, account, &error));
  g_assert_no_error (error);
  return account;
}

gboolean
store_remove (LatchkeyAccountStore *store, LatchkeyAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_account_store_remove_async (store, account, NULL, await_store, &result);
  return latchkey_account_store_remove_finish (store, await (&result), error);
}

gboolean
store_save (LatchkeyAccountStore *store, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_account_store_save_async (store, NULL, await_store, &result);
  return latchkey_account_store_save_finish (store, await (&result), error);
}

void
rename_person (LatchkeyAccount *account, const char *name)
{
  g_autoptr (HomeboxUser) user = homebox_user_new ();
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "id", latchkey_account_get_user_id (account));
  json_object_set_string_member (object, "name", name);
  json_object_set_string_member (object, "email", "ada@example.org");
  g_assert_true (homebox_user_update (user, object, NULL));
  latchkey_account_update (account, user, NULL);
}


void
store_fixture_drop_privileges (StoreFixture *fixture)
{
  if (geteuid () != 0)
    return;
  g_assert_cmpint (g_chmod (fixture->home, 0755), ==, 0);
  g_assert_cmpint (seteuid (NOBODY), ==, 0);
}

void
store_fixture_regain_privileges (void)
{
  if (getuid () == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
}
