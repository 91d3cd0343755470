#include "account-store-fixture.h"
#include "keyring-fixture.h"
#include "latchkey-account-restore.h"
#include "latchkey-memory-secrets.h"
#include "scripted-secrets.h"
#include "secret-store-contract.h"

#include <locale.h>

typedef struct
{
  StoreFixture store;
  LatchkeySecretStore *secrets;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  store_fixture_set_up (&fixture->store, user_data);
  if (g_getenv ("LATCHKEY_TEST_KEYRING") != NULL)
    fixture->secrets = keyring_new ();
  else
    fixture->secrets = latchkey_memory_secrets_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) left = secret_store_list (fixture->secrets, NULL);

  for (guint i = 0; left != NULL && i < left->len; i++)
    {
      LatchkeyFoundSecret *found = g_ptr_array_index (left, i);
      g_autoptr (LatchkeyAccount) account = latchkey_account_new (
          latchkey_found_secret_get_server (found), latchkey_found_secret_get_user_id (found),
          latchkey_found_secret_get_kind (found));

      g_assert_true (secret_store_clear (fixture->secrets, account, NULL));
    }
  store_fixture_tear_down (&fixture->store, user_data);
  g_assert_finalize_object (fixture->secrets);
}

static GPtrArray *
find_lost (LatchkeyAccountStore *accounts, LatchkeySecretStore *secrets, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_account_restore_find_async (accounts, secrets, NULL, await_store, &result);
  g_assert_null (result);
  return latchkey_account_restore_find_finish (await (&result), error);
}

static LatchkeyAccount *
restore (LatchkeyAccountStore *accounts, LatchkeyFoundSecret *found)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyAccount *account = NULL;

  latchkey_account_restore_async (accounts, found, NULL, await_store, &result);
  account = latchkey_account_restore_finish (await (&result), &error);
  g_assert_no_error (error);
  return account;
}

static void
sign_in (Fixture *fixture, LatchkeyAccountStore *accounts, const char *server, const char *token)
{
  LatchkeyAccount *account = store_add_new (accounts, server, "u-1");

  rename_person (account, "Ada");
  latchkey_account_set_kind (account, homebox_token_kind_for_text (token));
  g_assert_true (store_save (accounts, NULL));
  g_assert_true (secret_store_store (fixture->secrets, account, token, NULL));
}

static void
test_after_a_damaged_list (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) before = store_fixture_new_loaded_store (&fixture->store);
  g_autoptr (LatchkeyAccountStore) accounts = store_fixture_new_store (&fixture->store);
  g_autoptr (LatchkeyAccountStore) again = NULL;
  g_autoptr (GPtrArray) lost = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (fixture, before, "https://a.lan", "TOKEN-A");
  sign_in (fixture, before, "https://b.lan:7745/homebox", "hb_TOKEN-B");
  store_fixture_write (&fixture->store, "{\"version\":1,", -1);
  g_assert_false (latchkey_account_store_load (accounts, NULL));
  g_assert_cmpuint (store_count (accounts), ==, 0);

  lost = find_lost (accounts, fixture->secrets, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lost->len, ==, 2);
  for (guint i = 0; i < lost->len; i++)
    {
      LatchkeyFoundSecret *found = g_ptr_array_index (lost, i);
      g_autoptr (LatchkeyAccount) account = restore (accounts, found);
      gboolean is_a = g_str_has_prefix (latchkey_account_get_server (account), "https://a");

      /* Not signed in yet, but what a connection needs. */
      g_assert_cmpstr (latchkey_account_get_email (account), ==, "ada@example.org");
      g_assert_cmpint (latchkey_account_get_kind (account), ==,
                       is_a ? HOMEBOX_TOKEN_SESSION : HOMEBOX_TOKEN_API_KEY);
      g_assert_null (latchkey_account_get_signed_in_at (account));
      assert_secret_is (fixture->secrets, account, is_a ? "TOKEN-A" : "hb_TOKEN-B");
    }

  again = store_fixture_new_loaded_store (&fixture->store);
  g_assert_cmpuint (store_count (again), ==, 2);
  left = find_lost (again, fixture->secrets, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
test_known_accounts_are_not_offered (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) accounts = store_fixture_new_loaded_store (&fixture->store);
  g_autoptr (LatchkeyAccount) moved
      = latchkey_account_new ("https://outside.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  g_autoptr (GPtrArray) lost = NULL;
  LatchkeyAccount *account = NULL;

  sign_in (fixture, accounts, "https://a.lan", "TOKEN-A");
  g_assert_true (secret_store_store (fixture->secrets, moved, "TOKEN-B", NULL));
  lost = find_lost (accounts, fixture->secrets, NULL);
  g_assert_cmpuint (lost->len, ==, 1);
  g_clear_pointer (&lost, g_ptr_array_unref);

  /* The person said that it is the same server. */
  account = latchkey_account_store_find (accounts, "https://a.lan", "u-1");
  latchkey_account_add_address (account, "https://outside.lan");
  lost = find_lost (accounts, fixture->secrets, NULL);
  g_assert_cmpuint (lost->len, ==, 0);
}

static void
test_restored_twice (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) accounts = store_fixture_new_loaded_store (&fixture->store);
  g_autoptr (LatchkeyFoundSecret) found = latchkey_found_secret_new (
      "https://a.lan", "u-1", HOMEBOX_TOKEN_SESSION, "Latchkey: ada@example.org on a.lan");
  g_autoptr (LatchkeyAccount) first = restore (accounts, found);
  g_autoptr (LatchkeyAccount) second = restore (accounts, found);

  g_assert_true (first == second);
  g_assert_cmpuint (store_count (accounts), ==, 1);
}

static void
test_label (void)
{
  static const struct
  {
    const char *label;
    const char *email;
  } cases[] = {
    { "Latchkey: ada@example.org on homebox.lan", "ada@example.org" },
    { "Latchkey: ada@example.org auf homebox.lan", "ada@example.org" },
    { "ada@example.org", "ada@example.org" },
    { "Latchkey:  on homebox.lan", NULL },
    { "@ a@ @b", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LatchkeyFoundSecret) found = latchkey_found_secret_new (
          "https://a.lan", "u-1", HOMEBOX_TOKEN_SESSION, cases[i].label);
      g_autofree char *email = latchkey_found_secret_dup_email (found);

      g_assert_cmpstr (email, ==, cases[i].email);
    }
}

static void
test_locked_then_unlocked (Fixture *fixture, gconstpointer user_data)
{
  ScriptedSecrets *secrets = scripted_secrets_new ();
  g_autoptr (LatchkeyAccountStore) accounts = store_fixture_new_loaded_store (&fixture->store);
  g_autoptr (GPtrArray) lost = NULL;
  g_autoptr (GError) error = NULL;

  scripted_secrets_fail (secrets, SCRIPTED_LIST, LATCHKEY_SECRET_ERROR_LOCKED);
  g_assert_null (find_lost (accounts, LATCHKEY_SECRET_STORE (secrets), &error));
  assert_secret_error (error, LATCHKEY_SECRET_ERROR_LOCKED);
  scripted_secrets_fail (secrets, SCRIPTED_LIST, -1);
  lost = find_lost (accounts, LATCHKEY_SECRET_STORE (secrets), NULL);
  g_assert_cmpuint (lost->len, ==, 0);
  g_assert_finalize_object (secrets);
}

static void
test_not_saved (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) accounts = store_fixture_new_loaded_store (&fixture->store);
  g_autoptr (LatchkeyFoundSecret) found
      = latchkey_found_secret_new ("https://a.lan", "u-1", HOMEBOX_TOKEN_SESSION, "");
  g_autofree char *parent = g_path_get_dirname (fixture->store.folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (parent, "in the way", -1, NULL));
  latchkey_account_restore_async (accounts, found, NULL, await_store, &result);
  g_assert_null (latchkey_account_restore_finish (await (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpuint (store_count (accounts), ==, 1);
}

static void
add_test (const char *path, void (*run) (Fixture *fixture, gconstpointer user_data))
{
  g_test_add (path, Fixture, NULL, set_up, run, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  add_test ("/account-restore/after-a-damaged-list", test_after_a_damaged_list);
  add_test ("/account-restore/known-accounts-are-not-offered",
            test_known_accounts_are_not_offered);
  add_test ("/account-restore/twice-is-once", test_restored_twice);
  add_test ("/account-restore/locked-then-unlocked", test_locked_then_unlocked);
  add_test ("/account-restore/not-saved-is-said", test_not_saved);
  g_test_add_func ("/account-restore/email-is-read-from-the-label", test_label);

  return g_test_run ();
}
