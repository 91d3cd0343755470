#include "homebox-expiry.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

/* From here on nobody means a date any more. Other clients of the same server may have written the
 * very last second of the year. */
#define LATEST_YEAR 9999

/**
 * homebox_expiry_new_in_days:
 * @days: how many days from now, at least 1
 *
 * Returns: (transfer full): that time, in UTC
 */
GDateTime *
homebox_expiry_new_in_days (guint days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GDateTime *then;

  g_return_val_if_fail (days > 0, NULL);

  then = days <= G_MAXINT ? g_date_time_add_days (now, (int) days) : NULL;

  return then != NULL ? then : homebox_expiry_new_latest ();
}

/**
 * homebox_expiry_new_on_day:
 * @year: the year
 * @month: 1 to 12
 * @day: 1 to 31
 * @zone: where the person is
 *
 * What somebody means who chooses a day: until it is over, where they are.
 *
 * Returns: (transfer full) (nullable): the last second of that day in @zone, or %NULL when there is
 *   no such day
 */
GDateTime *
homebox_expiry_new_on_day (int year, int month, int day, GTimeZone *zone)
{
  g_autoptr (GDateTime) noon = NULL;
  g_autoptr (GDateTime) next = NULL;
  g_autoptr (GDateTime) midnight = NULL;

  g_return_val_if_fail (zone != NULL, NULL);

  noon = g_date_time_new (zone, year, month, day, 12, 0, 0);
  if (noon == NULL)
    return NULL;

  next = g_date_time_add_days (noon, 1);
  if (next == NULL)
    return homebox_expiry_new_latest ();

  /* A day does not end at 23:59:59 everywhere: clocks are put forward at midnight in some zones. */
  midnight = g_date_time_new (zone, g_date_time_get_year (next), g_date_time_get_month (next),
                              g_date_time_get_day_of_month (next), 0, 0, 0);

  return g_date_time_add_seconds (midnight, -1);
}

/**
 * homebox_expiry_new_latest:
 *
 * The latest time that a server takes: it keeps whatever it is given, and cannot read a year of
 * five digits. The last day of the last year is begun, not ended, so that the time exists in every
 * time zone.
 *
 * Returns: (transfer full): a time that never comes, in UTC
 */
GDateTime *
homebox_expiry_new_latest (void)
{
  return g_date_time_new_utc (LATEST_YEAR, 12, 31, 0, 0, 0);
}

/**
 * homebox_expiry_is_latest:
 * @expires_at: (nullable): when something ends
 *
 * Returns: whether that means "never": no time at all, or one in the last year there is
 */
gboolean
homebox_expiry_is_latest (GDateTime *expires_at)
{
  return expires_at == NULL || g_date_time_get_year (expires_at) >= LATEST_YEAR;
}

/**
 * homebox_expiry_is_over:
 * @expires_at: (nullable): when something ends
 *
 * Returns: whether that was before now, by the clock of this computer
 */
gboolean
homebox_expiry_is_over (GDateTime *expires_at)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return expires_at != NULL && g_date_time_compare (expires_at, now) <= 0;
}

/**
 * homebox_expiry_check:
 * @expires_at: when something is to end
 * @error: return location for an error
 *
 * Refuses a time that is over: the server takes it as it is, and what was made is useless.
 *
 * Fails with %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_EXPIRY).
 *
 * Returns: whether it may be sent
 */
gboolean
homebox_expiry_check (GDateTime *expires_at, GError **error)
{
  g_return_val_if_fail (expires_at != NULL, FALSE);

  if (!homebox_expiry_is_over (expires_at))
    return TRUE;

  g_propagate_error (error,
                     homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                                     HOMEBOX_FIELD_EXPIRY,
                                                     _("This date is over already. Choose a later "
                                                       "one.")));

  return FALSE;
}

/**
 * homebox_expiry_to_text:
 * @expires_at: when something is to end
 *
 * Returns: (transfer full): the time as the server reads it (RFC 3339), to the second
 */
char *
homebox_expiry_to_text (GDateTime *expires_at)
{
  g_autoptr (GDateTime) utc = NULL;

  g_return_val_if_fail (expires_at != NULL, NULL);

  utc = g_date_time_to_utc (expires_at);
  if (utc == NULL)
    utc = homebox_expiry_new_latest ();

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}
