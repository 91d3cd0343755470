#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ADDRESS_ROW (latchkey_address_row_get_type ())

/**
 * LatchkeyAddressRow:
 *
 * An address of an account, when it is used, and a button to take it away, unless it is the one that
 * the account is known by.
 *
 * Signal: `remove`.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAddressRow,
                      latchkey_address_row,
                      LATCHKEY,
                      ADDRESS_ROW,
                      GtkListBoxRow)

GtkWidget *latchkey_address_row_new (const char *address, gboolean removable);

const char *latchkey_address_row_get_address (LatchkeyAddressRow *self);

G_END_DECLS
