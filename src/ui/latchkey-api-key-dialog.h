#pragma once

#include "homebox-client.h"
#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_API_KEY_DIALOG (latchkey_api_key_dialog_get_type ())

/**
 * LatchkeyApiKeyDialog:
 *
 * Signs in with an API key that the person made on the server's web page: opens that page, and
 * takes the key from the clipboard on a click, or from a field.
 *
 * Signal: `signed-in` with the #LatchkeyConnection that came of it, before it closes.
 */
G_DECLARE_FINAL_TYPE (LatchkeyApiKeyDialog,
                      latchkey_api_key_dialog,
                      LATCHKEY,
                      API_KEY_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_api_key_dialog_new (HomeboxClient *client,
                                        LatchkeyVault *vault,
                                        LatchkeyConnection *connection);

G_END_DECLS
