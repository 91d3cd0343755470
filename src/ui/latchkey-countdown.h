#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_COUNTDOWN (latchkey_countdown_get_type ())

/**
 * LatchkeyCountdown:
 *
 * Seconds until something may be tried again, by the monotonic clock, which no change of the time
 * of day moves.
 *
 * Properties: `seconds` (what is left, 0 when it is over; notified each second), and `shown`
 * (writable; while nobody looks it does not wake the program up).
 */
G_DECLARE_FINAL_TYPE (LatchkeyCountdown, latchkey_countdown, LATCHKEY, COUNTDOWN, GObject)

LatchkeyCountdown *latchkey_countdown_new (void);

void latchkey_countdown_start (LatchkeyCountdown *self, guint seconds);
gboolean latchkey_countdown_start_for (LatchkeyCountdown *self, const GError *error);
char *latchkey_countdown_dup_text (LatchkeyCountdown *self);
guint latchkey_countdown_get_seconds (LatchkeyCountdown *self);
void latchkey_countdown_set_shown (LatchkeyCountdown *self, gboolean shown);

G_END_DECLS
