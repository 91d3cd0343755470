#pragma once

#include "latchkey-account-views.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNT_SWITCHER (latchkey_account_switcher_get_type ())

/**
 * LatchkeyAccountSwitcher:
 *
 * The avatar in the header bar, with a list of all accounts behind it, made when it is opened for
 * the first time. It is not there while there is no account.
 *
 * Signal: `chosen` with the #LatchkeyAccount that the person wants to see.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccountSwitcher,
                      latchkey_account_switcher,
                      LATCHKEY,
                      ACCOUNT_SWITCHER,
                      AdwBin)

void latchkey_account_switcher_set_accounts (LatchkeyAccountSwitcher *self,
                                             LatchkeyAccountStore *accounts,
                                             LatchkeyAccountViews *views);
void latchkey_account_switcher_set_current (LatchkeyAccountSwitcher *self,
                                            LatchkeyAccount *account);
void latchkey_account_switcher_open (LatchkeyAccountSwitcher *self);

G_END_DECLS
