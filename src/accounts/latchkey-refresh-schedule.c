#include "latchkey-refresh-schedule.h"

#include "latchkey-key-renewal.h"

/* A refresh gives 7 days, whatever the session had: an earlier one would shorten one of 28. */
#define LEFT_AT_REFRESH (6 * G_TIME_SPAN_DAY)

/* What of the session is left when a person has to know that it cannot be prolonged. */
#define LAST_DAY G_TIME_SPAN_DAY

static gint64
to_microseconds (GDateTime *time)
{
  return g_date_time_to_unix (time) * G_TIME_SPAN_SECOND + g_date_time_get_microsecond (time);
}

static gint64
get_due (GDateTime *expires_at, GTimeSpan left, GDateTime *last, gint64 now)
{
  gint64 due = to_microseconds (expires_at) - left;

  if (last != NULL && to_microseconds (last) <= now)
    due = MAX (due, to_microseconds (last) + G_TIME_SPAN_DAY);

  return due;
}

/*
 * latchkey_refresh_schedule_get_due:
 * @kind: what kind of token it is; an API key is never refreshed
 * @expires_at: (nullable): when it ends. Nothing is due when that is not known
 * @last_refresh_at: (nullable): when it was refreshed last, here or in an earlier run
 * @now: what time it is
 *
 * Reckons when the next refresh is due: when less than 6 days are left, and a day after the last
 * one. A last one in the future says that the clock was wrong then or is now, and holds nothing
 * back, or a clock that was once in the wrong year would for good. It cannot become a loop: the
 * refresh that follows is noted with the time that is now.
 *
 * Returns: when, not later than @now if it is due already; or %LATCHKEY_REFRESH_NEVER
 */
gint64
latchkey_refresh_schedule_get_due (HomeboxTokenKind kind,
                                   GDateTime *expires_at,
                                   GDateTime *last_refresh_at,
                                   gint64 now)
{
  if (kind != HOMEBOX_TOKEN_SESSION || expires_at == NULL)
    return LATCHKEY_REFRESH_NEVER;

  return get_due (expires_at, LEFT_AT_REFRESH, last_refresh_at, now);
}

/*
 * latchkey_refresh_schedule_get_key_due:
 * @expires_at: (nullable): when the key ends. Nothing is due when that is not known
 * @last_refresh_at: (nullable): when it was made or last replaced
 * @now: what time it is
 *
 * The same for an API key that Latchkey made for itself, which is replaced by another one.
 *
 * Returns: when, not later than @now if it is due already; or %LATCHKEY_REFRESH_NEVER
 */
gint64
latchkey_refresh_schedule_get_key_due (GDateTime *expires_at,
                                       GDateTime *last_refresh_at,
                                       gint64 now)
{
  if (expires_at == NULL)
    return LATCHKEY_REFRESH_NEVER;

  return get_due (expires_at, LATCHKEY_KEY_RENEWAL_DAYS_LEFT * G_TIME_SPAN_DAY, last_refresh_at,
                  now);
}

/*
 * latchkey_refresh_schedule_get_last_day:
 * @expires_at: when the session ends
 *
 * Returns: since when a person has to know that the session will end
 */
gint64
latchkey_refresh_schedule_get_last_day (GDateTime *expires_at)
{
  return to_microseconds (expires_at) - LAST_DAY;
}
