#pragma once

#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_API_KEYS_DIALOG (latchkey_api_keys_dialog_get_type ())

/**
 * LatchkeyApiKeysDialog:
 *
 * The API keys of an account: which there are, making one, revoking one or all.
 *
 * It shows one of these: that the server is asked (`asking`), why it did not tell (`problem`), or
 * the keys (`keys`), above which stands what went wrong or was done since.
 */
G_DECLARE_FINAL_TYPE (LatchkeyApiKeysDialog,
                      latchkey_api_keys_dialog,
                      LATCHKEY,
                      API_KEYS_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_api_keys_dialog_new (LatchkeyConnection *connection);

G_END_DECLS
