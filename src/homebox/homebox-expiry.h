#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * When an API key or an invitation ends. The server takes any time that fits into RFC 3339, the
 * past too, and no later one than the year 9999; without a time a key lasts 30 days and an
 * invitation one.
 */
GDateTime *homebox_expiry_new_in_days (guint days);
GDateTime *homebox_expiry_new_on_day (int year, int month, int day, GTimeZone *zone);
GDateTime *homebox_expiry_new_latest (void);

gboolean homebox_expiry_is_latest (GDateTime *expires_at);
gboolean homebox_expiry_is_over (GDateTime *expires_at);
gboolean homebox_expiry_check (GDateTime *expires_at, GError **error);
char *homebox_expiry_to_text (GDateTime *expires_at);

G_END_DECLS
