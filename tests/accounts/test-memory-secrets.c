#include "latchkey-memory-secrets.h"
#include "secret-store-contract.h"

#include <locale.h>

static void
test_is_forgotten_with_the_store (void)
{
  g_autoptr (LatchkeyAccount) account
      = latchkey_account_new ("https://homebox.lan", "u-1", HOMEBOX_TOKEN_SESSION);
  LatchkeySecretStore *store = latchkey_memory_secrets_new ();
  g_autoptr (LatchkeySecretStore) again = NULL;

  g_assert_true (secret_store_store (store, account, "TOKEN", NULL));
  g_assert_finalize_object (store);
  again = latchkey_memory_secrets_new ();
  assert_secret_fails (again, account, LATCHKEY_SECRET_ERROR_GONE);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  secret_store_contract_add_tests ("/memory-secrets", latchkey_memory_secrets_new);
  g_test_add_func ("/memory-secrets/forgotten-with-the-store", test_is_forgotten_with_the_store);

  return g_test_run ();
}
