#pragma once

#include "homebox-token.h"

G_BEGIN_DECLS

/*
 * When a session is refreshed, as pure functions of what is known. Times are microseconds since
 * 1970 (UTC), as latchkey_clock_get_now() tells them.
 */

#define LATCHKEY_REFRESH_NEVER G_MAXINT64

gint64 latchkey_refresh_schedule_get_due (HomeboxTokenKind kind,
                                          GDateTime *expires_at,
                                          GDateTime *last_refresh_at,
                                          gint64 now);
gint64 latchkey_refresh_schedule_get_key_due (GDateTime *expires_at,
                                              GDateTime *last_refresh_at,
                                              gint64 now);
gint64 latchkey_refresh_schedule_get_last_day (GDateTime *expires_at);

G_END_DECLS
