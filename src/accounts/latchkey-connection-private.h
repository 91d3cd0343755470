#pragma once

#include "latchkey-connection.h"

G_BEGIN_DECLS

LatchkeyConnection *latchkey_connection_new_ready (LatchkeyVault *vault,
                                                   LatchkeyAccount *account,
                                                   HomeboxSession *session,
                                                   const GError *not_kept);

LatchkeyAccountStore *latchkey_connection_get_accounts (LatchkeyConnection *self);
LatchkeySecretStore *latchkey_connection_get_secrets (LatchkeyConnection *self);

gboolean latchkey_connection_begin_closing (LatchkeyConnection *self);
void latchkey_connection_stop_closing (LatchkeyConnection *self);
void latchkey_connection_close (LatchkeyConnection *self);

G_END_DECLS
