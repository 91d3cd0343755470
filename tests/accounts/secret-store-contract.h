#pragma once

#include "latchkey-secret-store.h"

G_BEGIN_DECLS

/**
 * SecretStoreMaker:
 *
 * Returns: (transfer full): a store to test; what earlier ones kept may still be there
 */
typedef LatchkeySecretStore *(*SecretStoreMaker) (void);

/* What every secret store has to do, as tests below a path. */
void secret_store_contract_add_tests (const char *path, SecretStoreMaker make);

/* The calls, waited for. */
HomeboxToken *
secret_store_lookup (LatchkeySecretStore *store, LatchkeyAccount *account, GError **error);
gboolean secret_store_store (LatchkeySecretStore *store,
                             LatchkeyAccount *account,
                             const char *text,
                             GError **error);
gboolean
secret_store_clear (LatchkeySecretStore *store, LatchkeyAccount *account, GError **error);

GPtrArray *secret_store_list (LatchkeySecretStore *store, GError **error);
gboolean secret_store_check_writable (LatchkeySecretStore *store, GError **error);

/* What is listed for one person on one server, which is once or not at all. */
LatchkeyFoundSecret *secret_store_find_listed (LatchkeySecretStore *store,
                                               LatchkeyAccount *account);

void assert_secret_is (LatchkeySecretStore *store, LatchkeyAccount *account, const char *text);
void assert_secret_fails (LatchkeySecretStore *store,
                          LatchkeyAccount *account,
                          LatchkeySecretError code);
void assert_secret_error (const GError *error, LatchkeySecretError code);

G_END_DECLS
