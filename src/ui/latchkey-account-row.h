#pragma once

#include "latchkey-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNT_ROW (latchkey_account_row_get_type ())

/**
 * LatchkeyAccountRow:
 *
 * An account in a list: its avatar, whose it is, and on which server. It follows the record.
 *
 * What it may say more: that it is the one that is shown, and what it needs from the person, in a few
 * words. Assistive technology gets name and server as the name of the row, and the rest as its
 * description.
 */
G_DECLARE_DERIVABLE_TYPE (LatchkeyAccountRow,
                          latchkey_account_row,
                          LATCHKEY,
                          ACCOUNT_ROW,
                          GtkListBoxRow)

struct _LatchkeyAccountRowClass
{
  GtkListBoxRowClass parent_class;
};

GtkWidget *latchkey_account_row_new (LatchkeyAccount *account);

void latchkey_account_row_set_account (LatchkeyAccountRow *self, LatchkeyAccount *account);
LatchkeyAccount *latchkey_account_row_get_account (LatchkeyAccountRow *self);
void latchkey_account_row_set_current (LatchkeyAccountRow *self, gboolean current);
void latchkey_account_row_set_attention (LatchkeyAccountRow *self, const char *attention);
void latchkey_account_row_add_prefix (LatchkeyAccountRow *self, GtkWidget *prefix);
void latchkey_account_row_add_suffix (LatchkeyAccountRow *self, GtkWidget *suffix);

G_END_DECLS
