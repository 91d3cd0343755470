#include "latchkey-api-key-words.h"

#include <glib/gi18n.h>

/* A day where the person is. */
static char *
format_day (GDateTime *time)
{
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;

  /* Translators: a day, a format for g_date_time_format(); for example "21 December 2026". */
  return local != NULL ? g_date_time_format (local, C_ ("day", "%-d %B %Y")) : NULL;
}

/**
 * latchkey_api_key_words_created:
 * @key: an API key
 *
 * Returns: (transfer full): when it was made
 */
char *
latchkey_api_key_words_created (HomeboxApiKey *key)
{
  g_autofree char *day = format_day (homebox_api_key_get_created_at (key));

  /* Translators: of an API key; %s is a day. */
  return g_strdup_printf (_("Created on %s"), day);
}

/**
 * latchkey_api_key_words_used:
 * @key: an API key
 *
 * Returns: (transfer full): when it was used last
 */
char *
latchkey_api_key_words_used (HomeboxApiKey *key)
{
  g_autofree char *day = format_day (homebox_api_key_get_last_used_at (key));

  if (day == NULL)
    /* Translators: of an API key. */
    return g_strdup (_("Not used yet"));

  /* Translators: of an API key; %s is a day. */
  return g_strdup_printf (_("Last used on %s"), day);
}

/**
 * latchkey_api_key_words_ends:
 * @key: an API key
 *
 * Returns: (transfer full): until when it can be used
 */
char *
latchkey_api_key_words_ends (HomeboxApiKey *key)
{
  GDateTime *end = homebox_api_key_get_expires_at (key);
  g_autofree char *day = NULL;
  g_autoptr (GDateTime) now = NULL;
  guint days;

  if (homebox_api_key_is_endless (key))
    /* Translators: of an API key. */
    return g_strdup (_("Does not expire"));

  day = format_day (end);

  if (homebox_api_key_is_expired (key))
    /* Translators: of an API key; %s is a day. */
    return g_strdup_printf (_("Expired on %s"), day);

  now = g_date_time_new_now_utc ();
  days = (guint) (g_date_time_difference (end, now) / G_TIME_SPAN_DAY);

  if (days == 0)
    /* Translators: of an API key; %s is a day. */
    return g_strdup_printf (_("Expires on %s (less than a day left)"), day);

  /* Translators: of an API key; %1$s is a day. */
  return g_strdup_printf (ngettext ("Expires on %1$s (%2$u day left)",
                                    "Expires on %1$s (%2$u days left)",
                                    days),
                          day,
                          days);
}
