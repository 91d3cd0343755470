#include "latchkey-refresh-schedule.h"

#include <locale.h>

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

/* A Friday in 2027, in microseconds. */
#define NOW (G_GINT64_CONSTANT (1798761600) * G_TIME_SPAN_SECOND)

/* The time left and the time since the last refresh (-1: none), and when the next one is due. */
static gint64
due_in (GTimeSpan left, GTimeSpan since)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (NOW / G_TIME_SPAN_SECOND);
  g_autoptr (GDateTime) end = g_date_time_add (now, left);
  g_autoptr (GDateTime) last = since != -1 ? g_date_time_add (now, -since) : NULL;

  return latchkey_refresh_schedule_get_due (HOMEBOX_TOKEN_SESSION, end, last, NOW) - NOW;
}

static void
test_six_days (void)
{
  g_assert_cmpint (due_in (28 * DAY, -1), ==, 22 * DAY);
  g_assert_cmpint (due_in (7 * DAY, -1), ==, DAY);
  g_assert_cmpint (due_in (6 * DAY, -1), ==, 0);
  g_assert_cmpint (due_in (DAY, -1), <, 0);
  g_assert_cmpint (due_in (-DAY, -1), <, 0);
}

static void
test_once_a_day (void)
{
  g_assert_cmpint (due_in (5 * DAY, HOUR), ==, 23 * HOUR);
  g_assert_cmpint (due_in (5 * DAY, DAY), ==, 0);
  g_assert_cmpint (due_in (5 * DAY, 0), ==, DAY);
  /* The later of the two. */
  g_assert_cmpint (due_in (7 * DAY, 23 * HOUR), ==, DAY);
}

static void
test_clock_was_wrong (void)
{
  /* The last refresh was in a year that is not there yet: it must not wait for that. */
  g_assert_cmpint (due_in (5 * DAY, -365 * DAY), <=, 0);
  g_assert_cmpint (due_in (28 * DAY, -365 * DAY), ==, 22 * DAY);
  /* The clock went forward over the end: once, and then a day later again. */
  g_assert_cmpint (due_in (-365 * DAY, 366 * DAY), <=, 0);
  g_assert_cmpint (due_in (-358 * DAY, 0), ==, DAY);
}

static void
test_never (void)
{
  g_autoptr (GDateTime) soon = g_date_time_new_from_unix_utc (NOW / G_TIME_SPAN_SECOND + 60);

  g_assert_cmpint (latchkey_refresh_schedule_get_due (HOMEBOX_TOKEN_API_KEY, soon, NULL, NOW), ==,
                   LATCHKEY_REFRESH_NEVER);
  g_assert_cmpint (latchkey_refresh_schedule_get_due (HOMEBOX_TOKEN_SESSION, NULL, NULL, NOW), ==,
                   LATCHKEY_REFRESH_NEVER);
}

static void
test_last_day (void)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (NOW / G_TIME_SPAN_SECOND);

  g_assert_cmpint (latchkey_refresh_schedule_get_last_day (end), ==, NOW - DAY);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/refresh-schedule/less-than-six-days-are-left", test_six_days);
  g_test_add_func ("/refresh-schedule/once-a-day", test_once_a_day);
  g_test_add_func ("/refresh-schedule/a-clock-that-was-wrong", test_clock_was_wrong);
  g_test_add_func ("/refresh-schedule/never", test_never);
  g_test_add_func ("/refresh-schedule/last-day", test_last_day);

  return g_test_run ();
}
