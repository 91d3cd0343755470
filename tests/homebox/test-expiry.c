#include "call.h"
#include "homebox-error.h"
#include "homebox-expiry.h"

static void
assert_text (GDateTime *time, const char *expected)
{
  g_autofree char *text = homebox_expiry_to_text (time);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_in_days (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = homebox_expiry_new_in_days (90);
  GTimeSpan span = g_date_time_difference (then, now);

  g_assert_cmpint (span, >=, 90 * G_TIME_SPAN_DAY);
  g_assert_cmpint (span, <, 91 * G_TIME_SPAN_DAY);
  g_assert_false (homebox_expiry_is_latest (then));
  g_assert_false (homebox_expiry_is_over (then));
}

static void
test_in_endless_days (void)
{
  g_autoptr (GDateTime) many = homebox_expiry_new_in_days (G_MAXINT);
  g_autoptr (GDateTime) more = homebox_expiry_new_in_days (G_MAXUINT);

  assert_text (many, "9999-12-31T00:00:00Z");
  assert_text (more, "9999-12-31T00:00:00Z");
}

/* Until the day is over where the person is, also on the day when the clocks change. */
static void
test_on_day (void)
{
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GDateTime) winter = NULL;
  g_autoptr (GDateTime) summer = NULL;
  g_autoptr (GDateTime) last = NULL;

  if (berlin == NULL)
    {
      g_test_skip ("there are no time zones here");
      return;
    }

  winter = homebox_expiry_new_on_day (2027, 1, 31, berlin);
  assert_text (winter, "2027-01-31T22:59:59Z");
  summer = homebox_expiry_new_on_day (2027, 3, 28, berlin);
  assert_text (summer, "2027-03-28T21:59:59Z");

  last = homebox_expiry_new_on_day (9999, 12, 31, berlin);
  g_assert_true (homebox_expiry_is_latest (last));
  g_assert_null (homebox_expiry_new_on_day (2027, 2, 29, berlin));
}

static void
test_latest (void)
{
  g_autoptr (GDateTime) latest = homebox_expiry_new_latest ();
  g_autoptr (GTimeZone) far_east = g_time_zone_new_offset (14 * 3600);
  g_autoptr (GTimeZone) far_west = g_time_zone_new_offset (-12 * 3600);
  g_autoptr (GDateTime) east = g_date_time_to_timezone (latest, far_east);
  g_autoptr (GDateTime) west = g_date_time_to_timezone (latest, far_west);

  g_assert_true (homebox_expiry_is_latest (latest));
  g_assert_true (homebox_expiry_is_latest (NULL));

  /* It can be shown wherever somebody is. */
  g_assert_nonnull (east);
  g_assert_nonnull (west);
  g_assert_true (homebox_expiry_is_latest (west));
}

static void
test_check (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) past = g_date_time_add_seconds (now, -1);
  g_autoptr (GDateTime) future = g_date_time_add_hours (now, 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (homebox_expiry_is_over (past));
  g_assert_false (homebox_expiry_is_over (NULL));
  g_assert_true (homebox_expiry_check (future, &error));
  g_assert_no_error (error);
  g_assert_false (homebox_expiry_check (past, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EXPIRY);
}

static void
test_text (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (2 * 3600);
  g_autoptr (GDateTime) time = g_date_time_new (zone, 2026, 12, 24, 1, 2, 3.5);

  assert_text (time, "2026-12-23T23:02:03Z");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/expiry/in-days", test_in_days);
  g_test_add_func ("/expiry/in-more-days-than-there-are", test_in_endless_days);
  g_test_add_func ("/expiry/on-a-day-until-it-is-over", test_on_day);
  g_test_add_func ("/expiry/latest-exists-in-every-time-zone", test_latest);
  g_test_add_func ("/expiry/the-past-is-refused", test_check);
  g_test_add_func ("/expiry/text-is-in-utc", test_text);

  return g_test_run ();
}
