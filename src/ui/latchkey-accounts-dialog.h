#pragma once

#include "latchkey-account-views.h"
#include "latchkey-lost-accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNTS_DIALOG (latchkey_accounts_dialog_get_type ())

/**
 * LatchkeyAccountsDialog:
 *
 * All accounts on this computer: their order, their addresses, taking one off, and those that only
 * the keyring knows.
 *
 * Signals: `add` when the person wants another account, and `restored` with a #LatchkeyAccount that
 * is back in the list.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccountsDialog,
                      latchkey_accounts_dialog,
                      LATCHKEY,
                      ACCOUNTS_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_accounts_dialog_new (LatchkeyVault *vault,
                                         LatchkeyAccountViews *views,
                                         LatchkeyLostAccounts *lost);

G_END_DECLS
