#pragma once

#include "latchkey-connection.h"

G_BEGIN_DECLS

void latchkey_refresh_hold_follow (LatchkeyConnection *connection);

G_END_DECLS
