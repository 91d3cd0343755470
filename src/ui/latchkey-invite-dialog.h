#pragma once

#include "latchkey-home.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_INVITE_DIALOG (latchkey_invite_dialog_get_type ())

/**
 * LatchkeyInviteDialog:
 *
 * Makes an invitation into a home, and shows its link this once: as words, and as a QR code.
 *
 * Signal: `made`, when there is, or may be, one more invitation.
 */
G_DECLARE_FINAL_TYPE (LatchkeyInviteDialog,
                      latchkey_invite_dialog,
                      LATCHKEY,
                      INVITE_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_invite_dialog_new (LatchkeyConnection *connection, LatchkeyHome *home);

G_END_DECLS
