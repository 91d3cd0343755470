#pragma once

#include "latchkey-account-store.h"
#include "latchkey-secret-store.h"

G_BEGIN_DECLS

/* Sign-ins in the keyring that no account of the list belongs to: left behind by a list that got
 * damaged or lost, and offered back. */
void latchkey_account_restore_find_async (LatchkeyAccountStore *accounts,
                                          LatchkeySecretStore *secrets,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
GPtrArray *latchkey_account_restore_find_finish (GAsyncResult *result, GError **error);

void latchkey_account_restore_async (LatchkeyAccountStore *accounts,
                                     LatchkeyFoundSecret *found,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
LatchkeyAccount *latchkey_account_restore_finish (GAsyncResult *result, GError **error);

G_END_DECLS
