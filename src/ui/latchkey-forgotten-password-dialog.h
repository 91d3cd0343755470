#pragma once

#include "homebox-link.h"
#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_FORGOTTEN_PASSWORD_DIALOG (latchkey_forgotten_password_dialog_get_type ())

/**
 * LatchkeyForgottenPasswordDialog:
 *
 * The way from a forgotten password to being signed in with a new one: asks the server to mail a
 * link, then takes the link and a new password.
 *
 * What is typed stays until the person is signed in or the dialog closes. When no answer comes, the
 * dialog says that it is not known whether the new password counts, and offers to find out; it does
 * not close before that is said.
 *
 * Signals: `signed-in` with the #LatchkeyConnection that came of it, before it closes; and
 * `password-set` (the email as typed), before it closes where the new password counts and the
 * person is not signed in.
 */
G_DECLARE_FINAL_TYPE (LatchkeyForgottenPasswordDialog,
                      latchkey_forgotten_password_dialog,
                      LATCHKEY,
                      FORGOTTEN_PASSWORD_DIALOG,
                      AdwWindow)

GtkWidget *latchkey_forgotten_password_dialog_new (LatchkeyVault *vault,
                                                   HomeboxClient *client,
                                                   const char *email);
GtkWidget *latchkey_forgotten_password_dialog_new_for_link (LatchkeyVault *vault,
                                                            HomeboxClient *client,
                                                            HomeboxLink *link);
GtkWidget *latchkey_forgotten_password_dialog_new_again (LatchkeyVault *vault,
                                                         LatchkeyConnection *connection);

G_END_DECLS
