#include "latchkey-session-words.h"

#include <glib/gi18n.h>

/* Below this much, the person is better told the hours. */
#define DAYS_FROM (2 * G_TIME_SPAN_DAY)

static char *
format_local (GDateTime *time, const char *format)
{
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  return local != NULL ? g_date_time_format (local, format) : NULL;
}

/* Translators, of all of these: %1$s is "Until 21 December 2026, 14:47". */
static char *
add_what_is_left (const char *until, GTimeSpan left)
{
  guint days = left > 0 ? (guint) (left / G_TIME_SPAN_DAY) : 0;
  guint hours = left > 0 ? (guint) (left / G_TIME_SPAN_HOUR) : 0;

  if (left >= DAYS_FROM)
    return g_strdup_printf (ngettext ("%1$s (%2$u day left)", "%1$s (%2$u days left)", days),
                            until,
                            days);

  if (hours > 0)
    return g_strdup_printf (ngettext ("%1$s (%2$u hour left)", "%1$s (%2$u hours left)", hours),
                            until,
                            hours);

  return g_strdup_printf (left > 0 ? _("%s (less than an hour left)") : _("%s (over)"), until);
}

/**
 * latchkey_session_words_since:
 * @account: an account
 *
 * Returns: (transfer full) (nullable): since when its session lasts, in words and in the person's
 *   own time zone, or %NULL if that is not known
 */
char *
latchkey_session_words_since (LatchkeyAccount *account)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  /* Translators: since when somebody is signed in, a format for g_date_time_format(); for example
   * "21 December 2026, 14:47". */
  return format_local (latchkey_account_get_signed_in_at (account), _("%-d %B %Y, %H:%M"));
}

/**
 * latchkey_session_words_until:
 * @account: an account
 *
 * Returns: (transfer full) (nullable): until when its session lasts, in words and in the person's
 *   own time zone, or %NULL if it does not end, or that is not known
 */
char *
latchkey_session_words_until (LatchkeyAccount *account)
{
  GDateTime *expires_at;
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *until = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  expires_at = latchkey_account_get_expires_at (account);
  /* Translators: until when the session lasts, a format for g_date_time_format(); for example
   * "Until 21 December 2026, 14:47". */
  until = format_local (expires_at, _("Until %-d %B %Y, %H:%M"));

  if (until == NULL)
    return NULL;

  now = g_date_time_new_now_utc ();

  return add_what_is_left (until, g_date_time_difference (expires_at, now));
}
