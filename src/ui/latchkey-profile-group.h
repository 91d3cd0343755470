#pragma once

#include "latchkey-connection.h"
#include "latchkey-profile-edit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PROFILE_GROUP (latchkey_profile_group_get_type ())

/**
 * LatchkeyProfileGroup:
 *
 * The name and the email of an account, to be edited: Apply and Revert appear with the first
 * change, what is wrong is said while typing, and an edit that fails stays in its field.
 *
 * Property: `saving`. Signals: `saved` (the server stored it) and `not-saved` (an attempt ended
 * otherwise, and the edit is still there).
 */
G_DECLARE_FINAL_TYPE (LatchkeyProfileGroup, latchkey_profile_group, LATCHKEY, PROFILE_GROUP, GtkBox)

void latchkey_profile_group_set_connection (LatchkeyProfileGroup *self,
                                            LatchkeyConnection *connection);
LatchkeyProfileEdit *latchkey_profile_group_get_edit (LatchkeyProfileGroup *self);
gboolean latchkey_profile_group_get_saving (LatchkeyProfileGroup *self);
gboolean latchkey_profile_group_can_apply (LatchkeyProfileGroup *self);
void latchkey_profile_group_apply (LatchkeyProfileGroup *self);

G_END_DECLS
