#pragma once

#include "latchkey-account-views.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNTS_LIST (latchkey_accounts_list_get_type ())

/**
 * LatchkeyAccountsList:
 *
 * All accounts, to be put in order: by dragging, with Alt and the arrow keys, or from the menu of
 * each. What else that menu offers is up to whoever shows the list.
 *
 * Signals: `addresses` and `remove` with the #LatchkeyAccount whose menu was used.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccountsList,
                      latchkey_accounts_list,
                      LATCHKEY,
                      ACCOUNTS_LIST,
                      GtkBox)

void latchkey_accounts_list_set_accounts (LatchkeyAccountsList *self,
                                          LatchkeyAccountStore *accounts,
                                          LatchkeyAccountViews *views);

G_END_DECLS
