#pragma once

#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_HOME_DIALOG (latchkey_home_dialog_get_type ())

/**
 * LatchkeyHomeDialog:
 *
 * A home: what is in it, who belongs to it, and who may come. Its owner invites people here, and
 * removes them.
 */
G_DECLARE_FINAL_TYPE (LatchkeyHomeDialog, latchkey_home_dialog, LATCHKEY, HOME_DIALOG, AdwWindow)

GtkWindow *
latchkey_home_dialog_new (LatchkeyConnection *connection, GListModel *homes, HomeboxGroup *group);

G_END_DECLS
