#pragma once

#include "latchkey-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_STATE_LINE (latchkey_state_line_get_type ())

/**
 * LatchkeyStateLine:
 *
 * How the connection of an account is doing, and what can be done about it, in a banner above its
 * page. Nothing is shown while all is well, and what is waited for only after 300 ms.
 *
 * The buttons activate the actions of the #LatchkeyAccountPage that it is a part of.
 */
G_DECLARE_FINAL_TYPE (LatchkeyStateLine, latchkey_state_line, LATCHKEY, STATE_LINE, AdwBin)

void latchkey_state_line_set_connection (LatchkeyStateLine *self, LatchkeyConnection *connection);
void latchkey_state_line_set_signing_out (LatchkeyStateLine *self, gboolean signing_out);
void latchkey_state_line_set_problem (LatchkeyStateLine *self, const char *problem);

G_END_DECLS
