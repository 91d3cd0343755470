#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_CLOCK (latchkey_clock_get_type ())

/**
 * LatchkeyClock:
 *
 * What time it is, and alarms at a time of day. Given to whoever waits for a date rather than for
 * some seconds to pass: a computer sleeps, and its clock is set.
 *
 * Signal `jumped`: the clock was set, or the computer slept. Whoever reckoned with the old time
 * reckons again. Alarms that are due by then ring right after it.
 *
 * #LatchkeySystemClock is the real one; a test has one that it moves itself.
 */
G_DECLARE_DERIVABLE_TYPE (LatchkeyClock, latchkey_clock, LATCHKEY, CLOCK, GObject)

/**
 * LatchkeyClockClass:
 * @get_now: what time it is, in microseconds since 1970 (UTC)
 * @arm: calls latchkey_clock_ring() at a time, and no longer at the one asked for before;
 *   %G_MAXINT64 for never
 *
 * What a clock has to do.
 */
struct _LatchkeyClockClass
{
  GObjectClass parent_class;

  gint64 (*get_now) (LatchkeyClock *self);
  void (*arm) (LatchkeyClock *self, gint64 when);
};

/**
 * LatchkeyAlarmFunc:
 * @user_data: what was given to latchkey_clock_add_alarm()
 *
 * Called when the time has come. The alarm is gone by then.
 */
typedef void (*LatchkeyAlarmFunc) (gpointer user_data);

gint64 latchkey_clock_get_now (LatchkeyClock *self);
GDateTime *latchkey_clock_dup_now (LatchkeyClock *self);

guint latchkey_clock_add_alarm (LatchkeyClock *self,
                                gint64 when,
                                LatchkeyAlarmFunc func,
                                gpointer user_data);
void latchkey_clock_remove_alarm (LatchkeyClock *self, guint id);
guint latchkey_clock_get_n_alarms (LatchkeyClock *self);

/* For its subclasses. */
void latchkey_clock_ring (LatchkeyClock *self);
void latchkey_clock_jump (LatchkeyClock *self);

G_END_DECLS
