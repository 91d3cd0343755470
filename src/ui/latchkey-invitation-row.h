#pragma once

#include "latchkey-home.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_INVITATION_ROW (latchkey_invitation_row_get_type ())

/**
 * LatchkeyInvitationRow:
 *
 * An open invitation into a home: how many people can still come in with it, and until when.
 * Signal: `withdraw`.
 */
G_DECLARE_FINAL_TYPE (LatchkeyInvitationRow,
                      latchkey_invitation_row,
                      LATCHKEY,
                      INVITATION_ROW,
                      GtkListBoxRow)

GtkWidget *latchkey_invitation_row_new (LatchkeyHome *home, HomeboxInvitation *invitation);

HomeboxInvitation *latchkey_invitation_row_get_invitation (LatchkeyInvitationRow *self);

G_END_DECLS
