#pragma once

#include "homebox-link.h"
#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_REGISTRATION_DIALOG (latchkey_registration_dialog_get_type ())

/**
 * LatchkeyRegistrationDialog:
 *
 * Makes a new account on a server, with or without an invitation, and tells in the end whose home
 * that person is in. What was typed stays through every failure.
 *
 * Signals: `signed-in` with the #LatchkeyConnection that came of it, while the dialog stays to tell
 * of the home; and `sign-in-instead` (server, email) where there is an account already, before the
 * dialog closes.
 */
G_DECLARE_FINAL_TYPE (LatchkeyRegistrationDialog,
                      latchkey_registration_dialog,
                      LATCHKEY,
                      REGISTRATION_DIALOG,
                      AdwWindow)

GtkWindow *
latchkey_registration_dialog_new (LatchkeyVault *vault, const char *server, HomeboxLink *link);

G_END_DECLS
