#pragma once

#include "latchkey-lost-accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_LOST_GROUP (latchkey_lost_group_get_type ())

/**
 * LatchkeyLostGroup:
 *
 * The accounts that the list has lost and the keyring still knows, each with a button that brings
 * it back. It is not there while there are none.
 *
 * Signals: `restored` with the #LatchkeyAccount that is in the list again, and `failed` with the
 * words that say why one could not be kept there.
 */
G_DECLARE_FINAL_TYPE (LatchkeyLostGroup, latchkey_lost_group, LATCHKEY, LOST_GROUP, GtkBox)

void latchkey_lost_group_set_accounts (LatchkeyLostGroup *self,
                                       LatchkeyAccountStore *accounts,
                                       LatchkeyLostAccounts *lost);

G_END_DECLS
