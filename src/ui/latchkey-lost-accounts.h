#pragma once

#include "latchkey-vault.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_LOST_ACCOUNTS (latchkey_lost_accounts_get_type ())

/**
 * LatchkeyLostAccounts:
 *
 * Sign-ins in the keyring that no account of the list belongs to, such as those of a list that got
 * damaged, as they are known now: it looks again when the list changes and when the keyring is
 * unlocked. It never makes the keyring ask for anything.
 */
G_DECLARE_FINAL_TYPE (LatchkeyLostAccounts,
                      latchkey_lost_accounts,
                      LATCHKEY,
                      LOST_ACCOUNTS,
                      GObject)

LatchkeyLostAccounts *latchkey_lost_accounts_new (LatchkeyVault *vault);

void latchkey_lost_accounts_look (LatchkeyLostAccounts *self);
GListModel *latchkey_lost_accounts_get_list (LatchkeyLostAccounts *self);

G_END_DECLS
