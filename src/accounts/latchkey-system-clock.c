#include "latchkey-system-clock.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* In seconds: later than any date here, earlier than what a kernel would not take. */
#define FAR_AWAY G_GINT64_CONSTANT (0x3fffffffffff)

struct _LatchkeySystemClock
{
  LatchkeyClock parent_instance;

  int timer;
  guint source_id;
  guint jump_id;
};

G_DEFINE_FINAL_TYPE (LatchkeySystemClock, latchkey_system_clock, LATCHKEY_TYPE_CLOCK)

static gint64
latchkey_system_clock_get_now (LatchkeyClock *clock)
{
  return g_get_real_time ();
}

static gboolean
on_late_jump (gpointer user_data)
{
  LatchkeySystemClock *self = user_data;

  self->jump_id = 0;
  latchkey_clock_jump (LATCHKEY_CLOCK (self));

  return G_SOURCE_REMOVE;
}

/* A timer that is not armed is not told that the clock was set, so it always is. */
static void
latchkey_system_clock_arm (LatchkeyClock *clock, gint64 when)
{
  LatchkeySystemClock *self = LATCHKEY_SYSTEM_CLOCK (clock);
  struct itimerspec time = { 0 };
  gint64 seconds = MIN (when / G_TIME_SPAN_SECOND, FAR_AWAY);

  if (self->timer < 0)
    return;

  if (when <= 0)
    time.it_value.tv_nsec = 1;
  else
    {
      time.it_value.tv_sec = (time_t) seconds;
      time.it_value.tv_nsec = (long) (when % G_TIME_SPAN_SECOND) * 1000;
      if (time.it_value.tv_sec == 0 && time.it_value.tv_nsec == 0)
        time.it_value.tv_nsec = 1;
    }

  if (timerfd_settime (self->timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &time, NULL) == 0)
    return;

  /* The clock was set since it was read last: the timer is set all the same, and this was the only
   * notice. */
  if (errno == ECANCELED && self->jump_id == 0)
    self->jump_id = g_idle_add (on_late_jump, self);
  else if (errno != ECANCELED)
    g_warning ("The timer cannot be set: %s", g_strerror (errno));
}

static gboolean
on_timer (int timer, GIOCondition condition, gpointer user_data)
{
  LatchkeyClock *clock = user_data;
  guint64 times = 0;
  gssize length = read (timer, &times, sizeof times);

  if (length < 0 && errno == ECANCELED)
    latchkey_clock_jump (clock);
  else if (length > 0)
    latchkey_clock_ring (clock);

  return G_SOURCE_CONTINUE;
}

static void
latchkey_system_clock_finalize (GObject *object)
{
  LatchkeySystemClock *self = LATCHKEY_SYSTEM_CLOCK (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_handle_id (&self->jump_id, g_source_remove);
  if (self->timer >= 0)
    close (self->timer);

  G_OBJECT_CLASS (latchkey_system_clock_parent_class)->finalize (object);
}

static void
latchkey_system_clock_class_init (LatchkeySystemClockClass *klass)
{
  LatchkeyClockClass *clock_class = LATCHKEY_CLOCK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = latchkey_system_clock_finalize;
  clock_class->get_now = latchkey_system_clock_get_now;
  clock_class->arm = latchkey_system_clock_arm;
}

static void
latchkey_system_clock_init (LatchkeySystemClock *self)
{
  self->timer = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->timer < 0)
    {
      g_warning ("There is no timer: %s", g_strerror (errno));
      return;
    }
  self->source_id = g_unix_fd_add (self->timer, G_IO_IN, on_timer, self);
  latchkey_system_clock_arm (LATCHKEY_CLOCK (self), G_MAXINT64);
}

/**
 * latchkey_system_clock_new:
 *
 * Makes a clock for the main context of the main thread.
 *
 * Returns: (transfer full): a new clock
 */
LatchkeyClock *
latchkey_system_clock_new (void)
{
  return g_object_new (LATCHKEY_TYPE_SYSTEM_CLOCK, NULL);
}
