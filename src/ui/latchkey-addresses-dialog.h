#pragma once

#include "latchkey-vault.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ADDRESSES_DIALOG (latchkey_addresses_dialog_get_type ())

/**
 * LatchkeyAddressesDialog:
 *
 * The addresses under which the server of an account is reached, such as one at home and one
 * outside. A new one is asked for `GET /status`, without the token; that it is the same server is
 * for the person to know. What is encrypted is used by itself, what is not only when the person
 * says so each time.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAddressesDialog,
                      latchkey_addresses_dialog,
                      LATCHKEY,
                      ADDRESSES_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_addresses_dialog_new (LatchkeyVault *vault, LatchkeyAccount *account);

G_END_DECLS
