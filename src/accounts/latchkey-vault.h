#pragma once

#include "homebox-client.h"
#include "latchkey-account-store.h"
#include "latchkey-clock.h"
#include "latchkey-pins.h"
#include "latchkey-secret-store.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_VAULT (latchkey_vault_get_type ())

/**
 * LatchkeyVault:
 *
 * What this computer keeps for its person, handed to everything that works with an account: the
 * accounts, their secrets, and which servers are trusted how; and what time it is for them, and
 * whether there is a network. It does nothing by itself.
 */
G_DECLARE_FINAL_TYPE (LatchkeyVault, latchkey_vault, LATCHKEY, VAULT, GObject)

LatchkeyVault *latchkey_vault_new (LatchkeyAccountStore *accounts,
                                   LatchkeySecretStore *secrets,
                                   LatchkeyPins *pins);

LatchkeyAccountStore *latchkey_vault_get_accounts (LatchkeyVault *self);
LatchkeySecretStore *latchkey_vault_get_secrets (LatchkeyVault *self);
LatchkeyPins *latchkey_vault_get_pins (LatchkeyVault *self);

LatchkeyClock *latchkey_vault_get_clock (LatchkeyVault *self);
void latchkey_vault_set_clock (LatchkeyVault *self, LatchkeyClock *clock);
GNetworkMonitor *latchkey_vault_get_network (LatchkeyVault *self);
void latchkey_vault_set_network (LatchkeyVault *self, GNetworkMonitor *network);

HomeboxClient *latchkey_vault_make_client (LatchkeyVault *self, const char *server);

G_END_DECLS
