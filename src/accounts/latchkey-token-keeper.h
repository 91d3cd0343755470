#pragma once

#include "homebox-token-keeper.h"
#include "latchkey-secret-store.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_TOKEN_KEEPER (latchkey_token_keeper_get_type ())

/**
 * LatchkeyTokenKeeper:
 *
 * Puts the new token of a refresh where the account's old one is, before it is used.
 */
G_DECLARE_FINAL_TYPE (LatchkeyTokenKeeper, latchkey_token_keeper, LATCHKEY, TOKEN_KEEPER, GObject)

HomeboxTokenKeeper *latchkey_token_keeper_new (LatchkeySecretStore *secrets,
                                               LatchkeyAccount *account);

G_END_DECLS
