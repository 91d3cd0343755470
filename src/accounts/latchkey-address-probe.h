#pragma once

#include "latchkey-vault.h"

G_BEGIN_DECLS

void latchkey_address_probe_run_async (LatchkeyVault *vault,
                                       LatchkeyAccount *account,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
char *latchkey_address_probe_run_finish (GAsyncResult *result, char **plain, GError **error);

G_END_DECLS
