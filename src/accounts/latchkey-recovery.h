#pragma once

#include "latchkey-clock.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_RECOVERY (latchkey_recovery_get_type ())

/**
 * LatchkeyRecovery:
 *
 * When to ask a server again that was not to be reached: after a while (#LatchkeyBackoff) as long
 * as there is a network, never while there is none, and at once when a network comes or
 * changes, and when the computer wakes up. It asks nothing itself.
 *
 * The network monitor knows routes, not servers: a server on this computer or beside it may answer
 * while it says that there is no network. So what a request found out counts more than what it
 * says.
 *
 * Properties: `offline` (the last try found no server, and there is no network).
 *
 * Signal `try-again`: it is time. Whoever heard it tells how it went, with
 * latchkey_recovery_failed() or latchkey_recovery_succeeded(); until then there is no other one.
 *
 * Signal `network-changed` (gboolean came-or-went): the monitor noticed something. Came-or-went
 * tells whether there is a network now where there was none, or the other way round.
 */
G_DECLARE_FINAL_TYPE (LatchkeyRecovery, latchkey_recovery, LATCHKEY, RECOVERY, GObject)

LatchkeyRecovery *
latchkey_recovery_new (LatchkeyClock *clock, GNetworkMonitor *network, guint32 seed);

gboolean latchkey_recovery_get_offline (LatchkeyRecovery *self);

void latchkey_recovery_failed (LatchkeyRecovery *self, const GError *error);
void latchkey_recovery_succeeded (LatchkeyRecovery *self);

G_END_DECLS
