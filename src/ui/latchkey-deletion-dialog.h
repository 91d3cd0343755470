#pragma once

#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_DELETION_DIALOG (latchkey_deletion_dialog_get_type ())

/**
 * LatchkeyDeletionDialog:
 *
 * Deletes an account, after telling what goes and what becomes of its homes.
 *
 * The person has to type the account's email address. While the account is being deleted the
 * dialog cannot be closed.
 *
 * Signals: `deleted` (message: what to tell the person, on a page of its own; incomplete: whether
 * something is left on this computer, which the message tells), when the account is gone; the
 * dialog closes by itself after it.
 */
G_DECLARE_FINAL_TYPE (LatchkeyDeletionDialog, latchkey_deletion_dialog, LATCHKEY, DELETION_DIALOG, AdwWindow)

GtkWindow *latchkey_deletion_dialog_new (LatchkeyConnection *connection);

G_END_DECLS
