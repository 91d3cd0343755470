#pragma once

#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PASSWORD_DIALOG (latchkey_password_dialog_get_type ())

/**
 * LatchkeyPasswordDialog:
 *
 * Changes the password of an account.
 *
 * What is typed stays until the change succeeded or the dialog closes; only a current password
 * that turned out to be wrong is cleared. When no answer comes, the dialog says that it is not
 * known whether the password changed, and offers to find out.
 *
 * Signals: `changed` (message: what to tell the person in a toast), when the server has taken the
 * new password; the dialog closes by itself after it.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPasswordDialog, latchkey_password_dialog, LATCHKEY, PASSWORD_DIALOG, AdwWindow)

GtkWindow *latchkey_password_dialog_new (LatchkeyConnection *connection);

G_END_DECLS
