#pragma once

#include "homebox-link.h"
#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_JOIN_DIALOG (latchkey_join_dialog_get_type ())

/**
 * LatchkeyJoinDialog:
 *
 * Lets somebody who is signed in join another home, with an invitation link or its token, and
 * tells in the end which home that is.
 *
 * Signal: `joined`, when the person belongs to one home more.
 */
G_DECLARE_FINAL_TYPE (LatchkeyJoinDialog, latchkey_join_dialog, LATCHKEY, JOIN_DIALOG, AdwWindow)

GtkWindow *latchkey_join_dialog_new (LatchkeyConnection *connection, HomeboxLink *link);

G_END_DECLS
