#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACTIVITY (latchkey_activity_get_type ())

/**
 * LatchkeyActivity:
 *
 * Whether a window is in use: while it is active, and for ten minutes afterwards, since people look
 * at a window beside the one they type in. On GTK 4.12 a window that cannot be seen at all
 * (suspended) is not in use either.
 *
 * Properties: `window` (construct only, not kept alive), `patience` (construct only: the ten
 * minutes, in milliseconds), `in-use` (read-only, notified).
 */
G_DECLARE_FINAL_TYPE (LatchkeyActivity, latchkey_activity, LATCHKEY, ACTIVITY, GObject)

LatchkeyActivity *latchkey_activity_new (GtkWindow *window);

gboolean latchkey_activity_get_in_use (LatchkeyActivity *self);

G_END_DECLS
