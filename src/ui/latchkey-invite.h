#pragma once

#include "homebox-invitation.h"
#include "homebox-session.h"

G_BEGIN_DECLS

/**
 * LatchkeyInviteState:
 * @LATCHKEY_INVITE_EDITING: nothing was sent yet
 * @LATCHKEY_INVITE_SENDING: the invitation is being made
 * @LATCHKEY_INVITE_CHECKING: the answer was lost, and the server is asked which invitations there
 *   are
 * @LATCHKEY_INVITE_MADE: there is one, with its token
 * @LATCHKEY_INVITE_FAILED: there is none, see latchkey_invite_get_error()
 * @LATCHKEY_INVITE_LOST: there is one whose token nobody knows
 * @LATCHKEY_INVITE_UNKNOWN: there may be one whose token nobody knows
 *
 * How far it is. After each of the last three another one can be made.
 */
typedef enum
{
  LATCHKEY_INVITE_EDITING,
  LATCHKEY_INVITE_SENDING,
  LATCHKEY_INVITE_CHECKING,
  LATCHKEY_INVITE_MADE,
  LATCHKEY_INVITE_FAILED,
  LATCHKEY_INVITE_LOST,
  LATCHKEY_INVITE_UNKNOWN,
} LatchkeyInviteState;

#define LATCHKEY_TYPE_INVITE (latchkey_invite_get_type ())

/**
 * LatchkeyInvite:
 *
 * The making of an invitation into a home, whose token the server tells once. Signal: `changed`.
 */
G_DECLARE_FINAL_TYPE (LatchkeyInvite, latchkey_invite, LATCHKEY, INVITE, GObject)

LatchkeyInvite *
latchkey_invite_new (HomeboxSession *session, HomeboxGroup *group, GListModel *known);
void latchkey_invite_close (LatchkeyInvite *self);

void latchkey_invite_send (LatchkeyInvite *self, guint uses, GDateTime *expires_at);

LatchkeyInviteState latchkey_invite_get_state (LatchkeyInvite *self);
gboolean latchkey_invite_is_working (LatchkeyInvite *self);
const GError *latchkey_invite_get_error (LatchkeyInvite *self);
HomeboxInvitation *latchkey_invite_get_invitation (LatchkeyInvite *self);

G_END_DECLS
