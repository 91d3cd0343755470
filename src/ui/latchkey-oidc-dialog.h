#pragma once

#include "homebox-client.h"
#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_OIDC_DIALOG (latchkey_oidc_dialog_get_type ())

/**
 * LatchkeyOidcDialog:
 *
 * Signs in through the server's provider in the person's own browser: says where that will be,
 * opens it, waits, and says what to do when it does not come back by itself. It draws the states
 * of a #HomeboxOidcLogin.
 *
 * Signals: `signed-in` with the #LatchkeyConnection that came of it, before it closes, and
 * `api-key-wanted` when it did not work and the person wants to use a key instead.
 */
G_DECLARE_FINAL_TYPE (LatchkeyOidcDialog, latchkey_oidc_dialog, LATCHKEY, OIDC_DIALOG, AdwWindow)

GtkWindow *latchkey_oidc_dialog_new (HomeboxClient *client,
                                     LatchkeyVault *vault,
                                     LatchkeyConnection *connection,
                                     const guint16 *ports,
                                     gsize n_ports);

G_END_DECLS
