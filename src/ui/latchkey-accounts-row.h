#pragma once

#include "latchkey-account-row.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNTS_ROW (latchkey_accounts_row_get_type ())

/**
 * LatchkeyAccountsRow:
 *
 * An account in the list where accounts are put in order and removed: with a handle to drag it by,
 * a menu, and keys (Alt with the arrows).
 *
 * Signals: `move` with the position, counted without this row, that it is to go to; `addresses`
 * and `remove` when that was chosen from its menu.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccountsRow,
                      latchkey_accounts_row,
                      LATCHKEY,
                      ACCOUNTS_ROW,
                      LatchkeyAccountRow)

GtkWidget *latchkey_accounts_row_new (LatchkeyAccount *account);

void latchkey_accounts_row_set_ends (LatchkeyAccountsRow *self, gboolean first, gboolean last);

G_END_DECLS
