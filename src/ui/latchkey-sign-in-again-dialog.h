#pragma once

#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SIGN_IN_AGAIN_DIALOG (latchkey_sign_in_again_dialog_get_type ())

/**
 * LatchkeySignInAgainDialog:
 *
 * Asks for a sign-in to an account whose session has ended, above whatever the person was doing,
 * which then goes on where it was. It offers the way in which the account signs in: a password, the
 * server's provider, or an API key.
 *
 * When it is closed without a sign-in, what waited for one is given up
 * (latchkey_connection_give_up()). It closes itself when the account does not need it any more.
 */
G_DECLARE_FINAL_TYPE (LatchkeySignInAgainDialog,
                      latchkey_sign_in_again_dialog,
                      LATCHKEY,
                      SIGN_IN_AGAIN_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_sign_in_again_dialog_new (LatchkeyConnection *connection,
                                              LatchkeyVault *vault,
                                              GSettings *settings);

G_END_DECLS
