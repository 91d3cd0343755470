#pragma once

#include "homebox-group.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_HOME_ROW (latchkey_home_row_get_type ())

/**
 * LatchkeyHomeRow:
 *
 * A home, what is in it, and what becomes of it when the account is deleted.
 */
G_DECLARE_FINAL_TYPE (LatchkeyHomeRow, latchkey_home_row, LATCHKEY, HOME_ROW, GtkListBoxRow)

GtkWidget *latchkey_home_row_new (HomeboxGroup *home);

G_END_DECLS
