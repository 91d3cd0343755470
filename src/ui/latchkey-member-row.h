#pragma once

#include "latchkey-home.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_MEMBER_ROW (latchkey_member_row_get_type ())

/**
 * LatchkeyMemberRow:
 *
 * Somebody who belongs to a home: the name, the email, and what they are there as far as it is
 * known. Signal: `remove`.
 */
G_DECLARE_FINAL_TYPE (LatchkeyMemberRow, latchkey_member_row, LATCHKEY, MEMBER_ROW, GtkListBoxRow)

GtkWidget *latchkey_member_row_new (LatchkeyHome *home, HomeboxMember *member);

HomeboxMember *latchkey_member_row_get_member (LatchkeyMemberRow *self);

G_END_DECLS
