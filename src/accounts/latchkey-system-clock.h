#pragma once

#include "latchkey-clock.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SYSTEM_CLOCK (latchkey_system_clock_get_type ())

/**
 * LatchkeySystemClock:
 *
 * The clock of the computer. It wakes up for the next alarm alone, and when the clock was set or
 * the computer slept; it never looks at the time just to see whether that happened.
 */
G_DECLARE_FINAL_TYPE (LatchkeySystemClock,
                      latchkey_system_clock,
                      LATCHKEY,
                      SYSTEM_CLOCK,
                      LatchkeyClock)

LatchkeyClock *latchkey_system_clock_new (void);

G_END_DECLS
