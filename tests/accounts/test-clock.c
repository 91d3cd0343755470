#include "latchkey-system-clock.h"
#include "scripted-clock.h"

#include <locale.h>

#define SECOND G_TIME_SPAN_SECOND
#define DAY G_TIME_SPAN_DAY

typedef struct
{
  LatchkeyClock *clock;
  GString *events;
  char name;
} Ringer;

static void
on_ring (gpointer user_data)
{
  Ringer *ringer = user_data;

  g_string_append_c (ringer->events, ringer->name);
}

static guint
set_alarm (Ringer *ringer, GTimeSpan from_now)
{
  return latchkey_clock_add_alarm (ringer->clock,
                                   latchkey_clock_get_now (ringer->clock) + from_now, on_ring,
                                   ringer);
}

static void
on_jumped (LatchkeyClock *clock, gpointer events)
{
  g_string_append_c (events, '!');
}

static void
test_rings_in_order (void)
{
  ScriptedClock *clock = scripted_clock_new ();
  g_autoptr (GString) events = g_string_new (NULL);
  Ringer a = { LATCHKEY_CLOCK (clock), events, 'a' };
  Ringer b = { LATCHKEY_CLOCK (clock), events, 'b' };
  Ringer c = { LATCHKEY_CLOCK (clock), events, 'c' };
  guint id = 0;

  set_alarm (&c, 3 * DAY);
  set_alarm (&a, DAY);
  id = set_alarm (&b, 2 * DAY);
  scripted_clock_pass (clock, DAY - 1);
  g_assert_cmpstr (events->str, ==, "");
  scripted_clock_pass (clock, 1);
  g_assert_cmpstr (events->str, ==, "a");
  latchkey_clock_remove_alarm (LATCHKEY_CLOCK (clock), id);
  latchkey_clock_remove_alarm (LATCHKEY_CLOCK (clock), id);
  scripted_clock_pass (clock, 10 * DAY);
  g_assert_cmpstr (events->str, ==, "ac");
  g_assert_cmpint (scripted_clock_get_next (clock), ==, G_MAXINT64);
  g_assert_finalize_object (clock);
}

static void
test_keeps_its_time_of_day (void)
{
  ScriptedClock *clock = scripted_clock_new ();
  g_autoptr (GString) events = g_string_new (NULL);
  Ringer a = { LATCHKEY_CLOCK (clock), events, 'a' };
  Ringer b = { LATCHKEY_CLOCK (clock), events, 'b' };

  g_signal_connect (clock, "jumped", G_CALLBACK (on_jumped), events);
  set_alarm (&a, DAY);
  set_alarm (&b, 40 * DAY);

  /* Back: it is not due for longer. */
  scripted_clock_jump_by (clock, -2 * DAY);
  scripted_clock_pass (clock, 2 * DAY);
  g_assert_cmpstr (events->str, ==, "!");

  /* Forward, or asleep over it: it is due now, and whoever reckons is told before. */
  scripted_clock_jump_by (clock, 5 * DAY);
  g_assert_cmpstr (events->str, ==, "!!a");
  latchkey_clock_remove_alarm (LATCHKEY_CLOCK (clock), 2);
  g_assert_finalize_object (clock);
}

/* Sets another one whenever it rings. */
static void
on_ring_again (gpointer user_data)
{
  Ringer *ringer = user_data;

  on_ring (ringer);
  latchkey_clock_add_alarm (ringer->clock, latchkey_clock_get_now (ringer->clock), on_ring, ringer);
}

static void
test_never_rings_from_within (void)
{
  ScriptedClock *clock = scripted_clock_new ();
  g_autoptr (GString) events = g_string_new (NULL);
  Ringer a = { LATCHKEY_CLOCK (clock), events, 'a' };

  latchkey_clock_add_alarm (LATCHKEY_CLOCK (clock), 0, on_ring_again, &a);
  g_assert_cmpstr (events->str, ==, "");
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (events->str, ==, "a");
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (events->str, ==, "aa");
  g_assert_finalize_object (clock);
}

static void
test_system_rings (void)
{
  LatchkeyClock *clock = latchkey_system_clock_new ();
  g_autoptr (GString) events = g_string_new (NULL);
  Ringer a = { clock, events, 'a' };
  Ringer b = { clock, events, 'b' };
  Ringer never = { clock, events, 'x' };
  gint64 start = latchkey_clock_get_now (clock);
  guint id = 0;

  id = set_alarm (&never, 400 * DAY);
  set_alarm (&b, SECOND / 50);
  set_alarm (&a, -DAY);
  g_assert_cmpstr (events->str, ==, "");
  while (events->len < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (events->str, ==, "ab");
  g_assert_cmpint (latchkey_clock_get_now (clock), >=, start + SECOND / 50);
  g_assert_cmpuint (latchkey_clock_get_n_alarms (clock), ==, 1);
  latchkey_clock_remove_alarm (clock, id);
  g_assert_finalize_object (clock);
}

/* Every date there is, and none at all: nothing that the kernel would refuse. */
static void
test_system_takes_any_time (void)
{
  static const gint64 times[] = { G_MININT64, -1, 0, 1, 999, SECOND, G_MAXINT64 - 1, G_MAXINT64 };
  LatchkeyClock *clock = latchkey_system_clock_new ();
  g_autoptr (GString) events = g_string_new (NULL);
  Ringer ringer = { clock, events, 'a' };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      guint id = latchkey_clock_add_alarm (clock, times[i], on_ring, &ringer);

      if (times[i] <= SECOND)
        while (events->len == 0)
          g_main_context_iteration (NULL, TRUE);
      else
        latchkey_clock_remove_alarm (clock, id);
      g_string_truncate (events, 0);
    }
  g_assert_finalize_object (clock);
}

static void
test_dup_now (void)
{
  ScriptedClock *clock = scripted_clock_new ();
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *text = NULL;

  scripted_clock_set (clock, 1798761600 * G_TIME_SPAN_SECOND + 999999);
  now = latchkey_clock_dup_now (LATCHKEY_CLOCK (clock));
  text = g_date_time_format_iso8601 (now);
  g_assert_cmpstr (text, ==, "2027-01-01T00:00:00Z");
  g_assert_finalize_object (clock);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/rings-in-order", test_rings_in_order);
  g_test_add_func ("/clock/keeps-its-time-of-day", test_keeps_its_time_of_day);
  g_test_add_func ("/clock/never-rings-from-within", test_never_rings_from_within);
  g_test_add_func ("/clock/system-rings", test_system_rings);
  g_test_add_func ("/clock/system-takes-any-time", test_system_takes_any_time);
  g_test_add_func ("/clock/now-is-kept-in-whole-seconds", test_dup_now);

  return g_test_run ();
}
