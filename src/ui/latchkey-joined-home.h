#pragma once

#include "homebox-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_JOINED_HOME (latchkey_joined_home_get_type ())

/**
 * LatchkeyJoinedHome:
 *
 * Tells somebody who just got in whose home that is: its name, and who else is there as far as the
 * server says. The names of the others come when it answered.
 */
G_DECLARE_FINAL_TYPE (LatchkeyJoinedHome, latchkey_joined_home, LATCHKEY, JOINED_HOME, GtkBox)

void latchkey_joined_home_tell (LatchkeyJoinedHome *self,
                                HomeboxSession *session,
                                HomeboxGroup *group);
void latchkey_joined_home_tell_new (LatchkeyJoinedHome *self,
                                    HomeboxSession *session,
                                    gboolean is_invited);

G_END_DECLS
