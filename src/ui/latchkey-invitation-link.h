#pragma once

#include "latchkey-account.h"
#include "latchkey-home.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_INVITATION_LINK (latchkey_invitation_link_get_type ())

/**
 * LatchkeyInvitationLink:
 *
 * The link of an invitation, which is known this once: as words to copy and as a QR code, with who
 * can use it until when, and which address of the server is in it.
 */
G_DECLARE_FINAL_TYPE (LatchkeyInvitationLink,
                      latchkey_invitation_link,
                      LATCHKEY,
                      INVITATION_LINK,
                      GtkBox)

void latchkey_invitation_link_set_home (LatchkeyInvitationLink *self,
                                        LatchkeyAccount *account,
                                        LatchkeyHome *home);
void latchkey_invitation_link_show (LatchkeyInvitationLink *self, HomeboxInvitation *invitation);
void latchkey_invitation_link_copy (LatchkeyInvitationLink *self);
gboolean latchkey_invitation_link_is_only_here (LatchkeyInvitationLink *self);

G_END_DECLS
