#include "secret-store-contract.h"

#include "await.h"

typedef void (*ContractTest) (LatchkeySecretStore *store);

typedef struct
{
  SecretStoreMaker make;
  ContractTest run;
} Contract;

HomeboxToken *
secret_store_lookup (LatchkeySecretStore *store, LatchkeyAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_secret_store_lookup_async (store, account, NULL, await_store, &result);
  g_assert_null (result);
  return latchkey_secret_store_lookup_finish (store, await (&result), error);
}

gboolean
secret_store_store (LatchkeySecretStore *store,
                    LatchkeyAccount *account,
                    const char *text,
                    GError **error)
{
  g_autoptr (HomeboxToken) token
      = homebox_token_new (text, latchkey_account_get_kind (account), NULL);
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_secret_store_store_async (store, account, token, NULL, await_store, &result);
  g_assert_null (result);
  return latchkey_secret_store_store_finish (store, await (&result), error);
}

gboolean
secret_store_clear (LatchkeySecretStore *store, LatchkeyAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_secret_store_clear_async (store, account, NULL, await_store, &result);
  g_assert_null (result);
  return latchkey_secret_store_clear_finish (store, await (&result), error);
}

GPtrArray *
secret_store_list (LatchkeySecretStore *store, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_secret_store_list_async (store, NULL, await_store, &result);
  g_assert_null (result);
  return latchkey_secret_store_list_finish (store, await (&result), error);
}

gboolean
secret_store_check_writable (LatchkeySecretStore *store, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_secret_store_check_writable_async (store, NULL, await_store, &result);
  g_assert_null (result);
  return latchkey_secret_store_check_writable_finish (store, await (&result), error);
}

LatchkeyFoundSecret *
secret_store_find_listed (LatchkeySecretStore *store, LatchkeyAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = secret_store_list (store, &error);
  LatchkeyFoundSecret *match = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      LatchkeyFoundSecret *secret = g_ptr_array_index (found, i);

      if (g_str_equal (latchkey_found_secret_get_server (secret),
                       latchkey_account_get_server (account))
          && g_str_equal (latchkey_found_secret_get_user_id (secret),
                          latchkey_account_get_user_id (account)))
        {
          g_assert_null (match);
          match = g_object_ref (secret);
        }
    }
  return match;
}

void
assert_secret_error (const GError *error, LatchkeySecretError code)
{
  g_assert_error (error, LATCHKEY_SECRET_ERROR, (int) code);
  g_assert_cmpstr (error->message, !=, "");
}

void
assert_secret_is (LatchkeySecretStore *store, LatchkeyAccount *account, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxToken) token = secret_store_lookup (store, account, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (homebox_secret_peek (homebox_token_get_secret (token)), ==, text);
  g_assert_cmpint (homebox_token_get_kind (token), ==, latchkey_account_get_kind (account));
}

void
assert_secret_fails (LatchkeySecretStore *store, LatchkeyAccount *account, LatchkeySecretError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxToken) token = secret_store_lookup (store, account, &error);

  g_assert_null (token);
  assert_secret_error (error, code);
}

/* On a server of its own, so that no test finds what another kept. */
static LatchkeyAccount *
new_account (const char *user_id)
{
  static guint n_servers;
  g_autofree char *server = g_strdup_printf ("https://contract-%u.lan", n_servers++);

  return latchkey_account_new (server, user_id, HOMEBOX_TOKEN_SESSION);
}

static void
store_and_check (LatchkeySecretStore *store, LatchkeyAccount *account, const char *text)
{
  g_autoptr (GError) error = NULL;

  secret_store_store (store, account, text, &error);
  g_assert_no_error (error);
}

static void
test_is_found (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");

  store_and_check (store, account, "Bearer K7VQ4YDJXTB2");
  assert_secret_is (store, account, "K7VQ4YDJXTB2");
  assert_secret_is (store, account, "K7VQ4YDJXTB2");
}

static void
test_is_replaced (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");

  store_and_check (store, account, "FIRST");
  store_and_check (store, account, "SECOND");
  assert_secret_is (store, account, "SECOND");
}

static void
test_accounts_are_told_apart (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");
  g_autoptr (LatchkeyAccount) same_server = latchkey_account_new (
      latchkey_account_get_server (account), "u-2 'quoted' \"ü\"", HOMEBOX_TOKEN_SESSION);
  g_autoptr (LatchkeyAccount) same_user = new_account ("u-1");
  g_autoptr (GError) error = NULL;

  store_and_check (store, account, "ONE");
  store_and_check (store, same_server, "TWO");
  store_and_check (store, same_user, "THREE");
  assert_secret_is (store, account, "ONE");
  assert_secret_is (store, same_server, "TWO");
  assert_secret_is (store, same_user, "THREE");

  g_assert_true (secret_store_clear (store, same_server, &error));
  g_assert_no_error (error);
  assert_secret_is (store, account, "ONE");
  assert_secret_is (store, same_user, "THREE");
}

static void
test_same_account_in_another_record (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");
  g_autoptr (LatchkeyAccount) again = latchkey_account_new (latchkey_account_get_server (account),
                                                            "u-1", HOMEBOX_TOKEN_SESSION);

  store_and_check (store, account, "TOKEN");
  assert_secret_is (store, again, "TOKEN");
}

static void
test_absent_is_gone (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");

  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
}

static void
test_cleared_is_gone (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");
  g_autoptr (GError) error = NULL;

  store_and_check (store, account, "TOKEN");
  g_assert_true (secret_store_clear (store, account, &error));
  g_assert_no_error (error);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
}

static void
test_clearing_nothing (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");
  g_autoptr (GError) error = NULL;

  g_assert_true (secret_store_clear (store, account, &error));
  g_assert_no_error (error);
}

static void
test_another_kind_replaces (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");

  store_and_check (store, account, "SESSION");
  latchkey_account_set_kind (account, HOMEBOX_TOKEN_API_KEY);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
  store_and_check (store, account, "hb_KEY");
  assert_secret_is (store, account, "hb_KEY");
  latchkey_account_set_kind (account, HOMEBOX_TOKEN_SESSION);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
}

static void
test_clearing_forgets_every_kind (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");
  g_autoptr (GError) error = NULL;

  store_and_check (store, account, "SESSION");
  latchkey_account_set_kind (account, HOMEBOX_TOKEN_API_KEY);
  g_assert_true (secret_store_clear (store, account, &error));
  g_assert_no_error (error);
  latchkey_account_set_kind (account, HOMEBOX_TOKEN_SESSION);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);
}

static void
test_end_comes_from_the_record (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");
  g_autoptr (HomeboxUser) user = homebox_user_new ();
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GDateTime) end = g_date_time_new_utc (2026, 12, 21, 13, 47, 23);
  g_autoptr (HomeboxToken) stored = homebox_token_new ("TOKEN", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (object, "id", "u-1");
  json_object_set_string_member (object, "email", "ada@example.org");
  g_assert_true (homebox_user_update (user, object, NULL));
  latchkey_account_update (account, user, end);

  latchkey_secret_store_store_async (store, account, stored, NULL, await_store, &result);
  g_assert_true (latchkey_secret_store_store_finish (store, await (&result), &error));
  token = secret_store_lookup (store, account, &error);
  g_assert_no_error (error);
  g_assert_true (g_date_time_equal (homebox_token_get_expires_at (token), end));
}

static void
assert_listed (LatchkeySecretStore *store, LatchkeyAccount *account)
{
  g_autoptr (LatchkeyFoundSecret) found = secret_store_find_listed (store, account);

  g_assert_nonnull (found);
  g_assert_cmpint (latchkey_found_secret_get_kind (found), ==, latchkey_account_get_kind (account));
}

static void
test_is_listed (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1 'quoted' \"ü\"");
  g_autoptr (LatchkeyAccount) other = new_account ("u-1");
  g_autoptr (LatchkeyFoundSecret) found = NULL;
  g_autofree char *email = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (secret_store_find_listed (store, account));
  latchkey_account_set_email (account, "ada@example.org");
  store_and_check (store, account, "ONE");
  store_and_check (store, other, "TWO");
  assert_listed (store, other);
  found = secret_store_find_listed (store, account);
  g_assert_nonnull (found);
  email = latchkey_found_secret_dup_email (found);
  g_assert_cmpstr (email, ==, "ada@example.org");

  g_assert_true (secret_store_clear (store, account, &error));
  g_assert_no_error (error);
  g_assert_null (secret_store_find_listed (store, account));
  assert_listed (store, other);
}

static void
test_is_listed_once (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");

  store_and_check (store, account, "FIRST");
  store_and_check (store, account, "SECOND");
  assert_listed (store, account);
  latchkey_account_set_kind (account, HOMEBOX_TOKEN_API_KEY);
  store_and_check (store, account, "hb_THIRD");
  assert_listed (store, account);
}

static void
test_further_address_changes_nothing (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");

  store_and_check (store, account, "TOKEN");
  latchkey_account_add_address (account, "https://outside.example.org");
  latchkey_account_set_last_address (account, "https://outside.example.org");
  assert_secret_is (store, account, "TOKEN");
  store_and_check (store, account, "ANOTHER");
  assert_secret_is (store, account, "ANOTHER");
  assert_listed (store, account);
}

static void
test_writable_leaves_nothing (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;

  store_and_check (store, account, "TOKEN");
  before = secret_store_list (store, NULL);
  g_assert_true (secret_store_check_writable (store, &error));
  g_assert_no_error (error);
  after = secret_store_list (store, NULL);
  g_assert_cmpuint (after->len, ==, before->len);
  assert_secret_is (store, account, "TOKEN");
}

static void
test_cancelled (LatchkeySecretStore *store)
{
  g_autoptr (LatchkeyAccount) account = new_account ("u-1");
  g_autoptr (HomeboxToken) token = homebox_token_new ("TOKEN", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  latchkey_secret_store_store_async (store, account, token, cancellable, await_store, &result);
  g_assert_false (latchkey_secret_store_store_finish (store, await (&result), &error));
  assert_secret_error (error, LATCHKEY_SECRET_ERROR_CANCELLED);
  g_clear_object (&result);
  g_clear_error (&error);
  assert_secret_fails (store, account, LATCHKEY_SECRET_ERROR_GONE);

  store_and_check (store, account, "TOKEN");
  latchkey_secret_store_lookup_async (store, account, cancellable, await_store, &result);
  g_assert_null (latchkey_secret_store_lookup_finish (store, await (&result), &error));
  assert_secret_error (error, LATCHKEY_SECRET_ERROR_CANCELLED);
  g_clear_object (&result);
  g_clear_error (&error);

  latchkey_secret_store_clear_async (store, account, cancellable, await_store, &result);
  g_assert_false (latchkey_secret_store_clear_finish (store, await (&result), &error));
  assert_secret_error (error, LATCHKEY_SECRET_ERROR_CANCELLED);
  assert_secret_is (store, account, "TOKEN");
  g_clear_object (&result);
  g_clear_error (&error);

  latchkey_secret_store_list_async (store, cancellable, await_store, &result);
  g_assert_null (latchkey_secret_store_list_finish (store, await (&result), &error));
  assert_secret_error (error, LATCHKEY_SECRET_ERROR_CANCELLED);
  g_clear_object (&result);
  g_clear_error (&error);

  latchkey_secret_store_check_writable_async (store, cancellable, await_store, &result);
  g_assert_false (latchkey_secret_store_check_writable_finish (store, await (&result), &error));
  assert_secret_error (error, LATCHKEY_SECRET_ERROR_CANCELLED);
}

static void
test_many_at_once (LatchkeySecretStore *store)
{
  LatchkeyAccount *accounts[20];
  GAsyncResult *results[20] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      g_autofree char *text = g_strdup_printf ("TOKEN%zu", i);
      g_autoptr (HomeboxToken) token = homebox_token_new (text, HOMEBOX_TOKEN_SESSION, NULL);

      accounts[i] = new_account ("u-1");
      latchkey_secret_store_store_async (store, accounts[i], token, NULL, await_store, &results[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      g_assert_true (
          latchkey_secret_store_store_finish (store, await (&results[i]), NULL));
      g_clear_object (&results[i]);
      latchkey_secret_store_lookup_async (store, accounts[i], NULL, await_store, &results[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      g_autofree char *text = g_strdup_printf ("TOKEN%zu", i);
      g_autoptr (HomeboxToken) token
          = latchkey_secret_store_lookup_finish (store, await (&results[i]), NULL);

      g_assert_cmpstr (homebox_secret_peek (homebox_token_get_secret (token)), ==, text);
      g_object_unref (results[i]);
      g_object_unref (accounts[i]);
    }
}

static void
run_contract_test (gconstpointer user_data)
{
  const Contract *contract = user_data;
  LatchkeySecretStore *store = contract->make ();

  contract->run (store);
  g_assert_finalize_object (store);
}

void
secret_store_contract_add_tests (const char *path, SecretStoreMaker make)
{
  static const struct
  {
    const char *name;
    ContractTest run;
  } tests[] = {
    { "stored-is-found", test_is_found },
    { "stored-again-is-replaced", test_is_replaced },
    { "accounts-are-told-apart", test_accounts_are_told_apart },
    { "same-account-in-another-record-is-found", test_same_account_in_another_record },
    { "absent-is-gone", test_absent_is_gone },
    { "cleared-is-gone", test_cleared_is_gone },
    { "clearing-nothing-succeeds", test_clearing_nothing },
    { "another-kind-replaces", test_another_kind_replaces },
    { "clearing-forgets-every-kind", test_clearing_forgets_every_kind },
    { "end-comes-from-the-record", test_end_comes_from_the_record },
    { "listed-until-cleared", test_is_listed },
    { "listed-once", test_is_listed_once },
    { "further-address-changes-nothing", test_further_address_changes_nothing },
    { "writable-and-nothing-left-behind", test_writable_leaves_nothing },
    { "cancelled-changes-nothing", test_cancelled },
    { "many-at-once", test_many_at_once },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *full_path = g_strconcat (path, "/", tests[i].name, NULL);
      Contract *contract = g_new0 (Contract, 1);

      contract->make = make;
      contract->run = tests[i].run;
      g_test_add_data_func_full (full_path, contract, run_contract_test, g_free);
    }
}
