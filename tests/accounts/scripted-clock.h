#pragma once

#include "latchkey-clock.h"

G_BEGIN_DECLS

#define SCRIPTED_TYPE_CLOCK (scripted_clock_get_type ())

/*
 * ScriptedClock:
 *
 * A clock that goes when it is told to. It starts now, so that what a server says about dates fits.
 */
G_DECLARE_FINAL_TYPE (ScriptedClock, scripted_clock, SCRIPTED, CLOCK, LatchkeyClock)

ScriptedClock *scripted_clock_new (void);

/* Time passes: every alarm rings when it is due. */
void scripted_clock_pass (ScriptedClock *self, GTimeSpan span);

/* The clock is set, forward or back, or the computer slept. */
void scripted_clock_set (ScriptedClock *self, gint64 now);
void scripted_clock_jump_by (ScriptedClock *self, GTimeSpan span);

/* When the next alarm is due, or G_MAXINT64. */
gint64 scripted_clock_get_next (ScriptedClock *self);

/* Runs the main context until an alarm is set. */
void scripted_clock_wait_for_alarm (ScriptedClock *self);

G_END_DECLS
