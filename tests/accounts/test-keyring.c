#include "await.h"
#include "keyring-fixture.h"
#include "secret-store-contract.h"

#include <locale.h>
#include <signal.h>

static void
test_item_is_recognisable (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autolist (SecretItem) items = NULL;
  g_autofree char *label = NULL;
  g_autofree char *schema = NULL;
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autofree char *expected_label = NULL;
  g_autofree char *server = latchkey_account_dup_server_label (account);

  keyring_store (store, account, "Bearer TOKEN");
  items = keyring_find_items (account);
  g_assert_cmpuint (g_list_length (items), ==, 1);

  label = secret_item_get_label (items->data);
  expected_label = g_strdup_printf ("Latchkey: ada@example.org on %s", server);
  g_assert_cmpstr (label, ==, expected_label);
  schema = secret_item_get_schema_name (items->data);
  g_assert_cmpstr (schema, ==, KEYRING_SCHEMA);
  attributes = secret_item_get_attributes (items->data);
  g_assert_cmpuint (g_hash_table_size (attributes), ==, 5);
  g_assert_cmpstr (g_hash_table_lookup (attributes, "server"), ==,
                   latchkey_account_get_server (account));
  g_assert_cmpstr (g_hash_table_lookup (attributes, "user"), ==, "u-1");
  g_assert_cmpstr (g_hash_table_lookup (attributes, "kind"), ==, "session");
  g_assert_cmpstr (g_hash_table_lookup (attributes, "version"), ==, "1");
  value = secret_item_get_secret (items->data);
  g_assert_cmpstr (secret_value_get_text (value), ==, "TOKEN");
}

static void
test_one_item_for_each_account (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autolist (SecretItem) items = NULL;

  keyring_store (store, account, "FIRST");
  keyring_store (store, account, "SECOND");
  latchkey_account_set_kind (account, HOMEBOX_TOKEN_API_KEY);
  keyring_store (store, account, "hb_THIRD");
  items = keyring_find_items (account);
  g_assert_cmpuint (g_list_length (items), ==, 1);
}

static void
test_unreadable (gconstpointer user_data)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autolist (SecretItem) items = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  const GString *content = user_data;

  keyring_store (store, account, "TOKEN");
  items = keyring_find_items (account);
  value = secret_value_new (content->str, (gssize) content->len, "text/plain");
  secret_item_set_secret_sync (items->data, value, NULL, &error);
  g_assert_no_error (error);

  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_UNREADABLE);
  keyring_store (store, account, "ANOTHER");
  assert_secret_is (store, account, "ANOTHER");
}

static void
test_gone_while_running (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autolist (SecretItem) items = NULL;
  g_autoptr (GError) error = NULL;

  keyring_store (store, account, "TOKEN");
  items = keyring_find_items (account);
  secret_item_delete_sync (items->data, NULL, &error);
  g_assert_no_error (error);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
}

static void
test_locked_without_a_screen (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (LatchkeyAccount) stranger = keyring_new_account ();

  keyring_store (store, account, "TOKEN");
  keyring_lock ();
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_store_fails (store, account, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_clear_fails (store, account, LATCHKEY_SECRET_ERROR_LOCKED);
  /* Nobody can say what a locked keyring does not hold. */
  assert_secret_fails (store, stranger, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_clear_fails (store, stranger, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_list_fails (store, LATCHKEY_SECRET_ERROR_LOCKED);
  assert_not_writable (store, LATCHKEY_SECRET_ERROR_LOCKED);

  keyring_unlock ();
  assert_secret_is (store, account, "TOKEN");
  assert_secret_fails (store, stranger, LATCHKEY_SECRET_ERROR_GONE);
}

static void
test_no_answer (void)
{
  LatchkeySecretStore *store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();

  latchkey_keyring_set_timeout (LATCHKEY_KEYRING (store), 100);
  keyring_signal (SIGSTOP);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  assert_store_fails (store, account, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  assert_clear_fails (store, account, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  assert_list_fails (store, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  assert_not_writable (store, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  keyring_signal (SIGCONT);

  /* The late answers come before this one, and change nothing. */
  latchkey_keyring_set_timeout (LATCHKEY_KEYRING (store), KEYRING_LONG);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
  g_assert_finalize_object (store);
}

static void
test_cancelled_while_waiting (void)
{
  LatchkeySecretStore *store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (HomeboxToken) token = homebox_token_new ("TOKEN", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  keyring_signal (SIGSTOP);
  latchkey_secret_store_store_async (store, account, token, cancellable, await_store, &result);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  g_assert_false (latchkey_secret_store_store_finish (store, await (&result), &error));
  assert_secret_error (error, LATCHKEY_SECRET_ERROR_CANCELLED);
  keyring_signal (SIGCONT);

  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
  g_clear_object (&result);
  g_assert_finalize_object (store);
}

static void
test_service_killed (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  keyring_store (store, account, "TOKEN");
  keyring_signal (SIGSTOP);
  latchkey_secret_store_lookup_async (store, account, NULL, await_store, &result);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  keyring_signal (SIGKILL);
  g_assert_null (latchkey_secret_store_lookup_finish (store, await (&result), &error));
  /* Which of them depends on how far the call had come. */
  if (!g_error_matches (error, LATCHKEY_SECRET_ERROR, LATCHKEY_SECRET_ERROR_NO_SERVICE))
    assert_secret_error (error, LATCHKEY_SECRET_ERROR_FAILED);

  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  assert_store_fails (store, account, LATCHKEY_SECRET_ERROR_NO_SERVICE);

  keyring_restart ();
  assert_secret_is (store, account, "TOKEN");
  keyring_store (store, account, "ANOTHER");
  assert_secret_is (store, account, "ANOTHER");
}

static void
test_no_keyring_without_a_screen (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_NO_KEYRING);
  assert_store_fails (store, account, LATCHKEY_SECRET_ERROR_NO_KEYRING);
  g_assert_true (secret_store_clear (store, account, &error));
  g_assert_no_error (error);
  found = secret_store_list (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 0);
  assert_not_writable (store, LATCHKEY_SECRET_ERROR_NO_KEYRING);
}

static void
test_no_service (void)
{
  g_autoptr (LatchkeySecretStore) store = keyring_new ();
  g_autoptr (LatchkeyAccount) account = keyring_new_account ();

  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  assert_store_fails (store, account, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  assert_clear_fails (store, account, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  assert_list_fails (store, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  assert_not_writable (store, LATCHKEY_SECRET_ERROR_NO_SERVICE);
}

static GString *
filled (gsize length)
{
  GString *text = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    g_string_append_c (text, 'x');
  return text;
}

static void
free_text (gpointer text)
{
  g_string_free (text, TRUE);
}

static void
add_unreadable (const char *path, GString *content)
{
  g_test_add_data_func_full (path, content, test_unreadable, free_text);
}

static void
add_tests_unlocked (void)
{
  secret_store_contract_add_tests ("/keyring", keyring_new);
  g_test_add_func ("/keyring/item/is-recognisable", test_item_is_recognisable);
  g_test_add_func ("/keyring/item/one-for-each-account", test_one_item_for_each_account);
  g_test_add_func ("/keyring/item/gone-while-running", test_gone_while_running);
  add_unreadable ("/keyring/unreadable/empty", g_string_new (""));
  add_unreadable ("/keyring/unreadable/line-break", g_string_new ("TOKEN\r\nX-More: 1"));
  add_unreadable ("/keyring/unreadable/space", g_string_new ("TOKEN TOKEN"));
  add_unreadable ("/keyring/unreadable/not-ascii", g_string_new ("TÖKEN"));
  add_unreadable ("/keyring/unreadable/binary", g_string_new_len ("TOKEN\0\1\2", 8));
  add_unreadable ("/keyring/unreadable/too-long", filled (4097));
  g_test_add_func ("/keyring/locked/cannot-be-unlocked-here", test_locked_without_a_screen);
  g_test_add_func ("/keyring/no-answer/late-one-changes-nothing", test_no_answer);
  g_test_add_func ("/keyring/cancelled/while-waiting", test_cancelled_while_waiting);
  g_test_add_func ("/keyring/service-killed/is-said-until-it-is-back", test_service_killed);
}

int
main (int argc, char **argv)
{
  const char *state = g_getenv ("LATCHKEY_TEST_KEYRING");

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  if (g_strcmp0 (state, "unlocked") == 0)
    add_tests_unlocked ();
  else if (g_strcmp0 (state, "none") == 0)
    g_test_add_func ("/keyring/none/cannot-be-made-here", test_no_keyring_without_a_screen);
  else
    g_test_add_func ("/keyring/no-service/is-said", test_no_service);

  return g_test_run ();
}
