#pragma once

#include "latchkey-connection.h"

#include "homebox-invitation.h"

G_BEGIN_DECLS

/**
 * LatchkeyHomeState:
 * @LATCHKEY_HOME_LOADING: the server is being asked
 * @LATCHKEY_HOME_READY: it said all that it can say
 * @LATCHKEY_HOME_FAILED: something could not be had, see latchkey_home_get_error()
 * @LATCHKEY_HOME_WITHDRAWING: an invitation is being taken back
 * @LATCHKEY_HOME_REMOVING: somebody is being removed
 *
 * What is going on with a home.
 */
typedef enum
{
  LATCHKEY_HOME_LOADING,
  LATCHKEY_HOME_READY,
  LATCHKEY_HOME_FAILED,
  LATCHKEY_HOME_WITHDRAWING,
  LATCHKEY_HOME_REMOVING,
} LatchkeyHomeState;

#define LATCHKEY_TYPE_HOME (latchkey_home_get_type ())

/**
 * LatchkeyHome:
 *
 * Who is in a home and who may come, as far as a server tells it, and what its owner does about it.
 *
 * Signals: `changed`, and `told` with words and whether they are about a problem, when something
 * that the person asked for is over.
 */
G_DECLARE_FINAL_TYPE (LatchkeyHome, latchkey_home, LATCHKEY, HOME, GObject)

LatchkeyHome *
latchkey_home_new (LatchkeyConnection *connection, GListModel *homes, HomeboxGroup *group);
void latchkey_home_close (LatchkeyHome *self);

LatchkeyHomeState latchkey_home_get_state (LatchkeyHome *self);
const GError *latchkey_home_get_error (LatchkeyHome *self);
gboolean latchkey_home_is_changing (LatchkeyHome *self);

HomeboxGroup *latchkey_home_get_group (LatchkeyHome *self);
HomeboxSession *latchkey_home_get_session (LatchkeyHome *self);
gboolean latchkey_home_is_default (LatchkeyHome *self);
gboolean latchkey_home_may_manage (LatchkeyHome *self);
GListModel *latchkey_home_get_members (LatchkeyHome *self);
gboolean latchkey_home_has_member_list (LatchkeyHome *self);
GListModel *latchkey_home_get_invitations (LatchkeyHome *self);
gboolean latchkey_home_has_invitation_list (LatchkeyHome *self);
gboolean latchkey_home_is_self (LatchkeyHome *self, HomeboxMember *member);
HomeboxGroup *latchkey_home_find_other (LatchkeyHome *self, HomeboxMember *member);

void latchkey_home_load (LatchkeyHome *self);
void latchkey_home_withdraw (LatchkeyHome *self, HomeboxInvitation *invitation);
void latchkey_home_remove (LatchkeyHome *self, HomeboxMember *member);

G_END_DECLS
