#pragma once

#include "homebox-api-keys.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_NEW_API_KEY_DIALOG (latchkey_new_api_key_dialog_get_type ())

/**
 * LatchkeyNewApiKeyDialog:
 *
 * Makes an API key, and shows it, which can be done only once: whoever closes the dialog without
 * having copied the key is asked.
 *
 * Signals: `created`; and `not-created` with words, after which the dialog is closed: no answer
 * came, and there may be a key that nobody knows the text of. A refusal stays in the dialog, with
 * what was typed.
 */
G_DECLARE_FINAL_TYPE (LatchkeyNewApiKeyDialog,
                      latchkey_new_api_key_dialog,
                      LATCHKEY,
                      NEW_API_KEY_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_new_api_key_dialog_new (HomeboxApiKeys *keys);

G_END_DECLS
