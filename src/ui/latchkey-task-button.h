#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_TASK_BUTTON (latchkey_task_button_get_type ())

/**
 * LatchkeyTaskButton:
 *
 * A button that starts something and, once that takes longer than 300 ms, cancels it.
 *
 * While its task is #LatchkeyTaskButton:busy it shows a #LatchkeyBusy and the word Cancel, both
 * only after those 300 ms; a press before is ignored, so that a double click does not cancel what
 * it started.
 *
 * Properties: `text` (what it starts), `busy`, and `working` (read-only; whether the word is
 * Cancel). Signals: `start` and `cancel`.
 */
G_DECLARE_FINAL_TYPE (LatchkeyTaskButton, latchkey_task_button, LATCHKEY, TASK_BUTTON, GtkButton)

gboolean latchkey_task_button_get_busy (LatchkeyTaskButton *self);
void latchkey_task_button_set_busy (LatchkeyTaskButton *self, gboolean busy);
gboolean latchkey_task_button_get_working (LatchkeyTaskButton *self);

G_END_DECLS
