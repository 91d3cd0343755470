#pragma once

#include "latchkey-pin.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PIN_ROW (latchkey_pin_row_get_type ())

/**
 * LatchkeyPinRow:
 *
 * A server that the person trusts, and a button that takes that back.
 *
 * Signal: `removed` when the button was pressed.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPinRow, latchkey_pin_row, LATCHKEY, PIN_ROW, AdwActionRow)

GtkWidget *latchkey_pin_row_new (LatchkeyPin *pin);
LatchkeyPin *latchkey_pin_row_get_pin (LatchkeyPinRow *self);

G_END_DECLS
