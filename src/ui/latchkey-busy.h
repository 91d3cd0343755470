#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_BUSY (latchkey_busy_get_type ())

/**
 * LatchkeyBusy:
 *
 * A spinner that appears only when something takes long: 300 ms after #LatchkeyBusy:busy became
 * true. What is quicker than that does not flicker.
 *
 * Properties: `busy`, and `label` (what is being done, in words, for those who cannot see it turn).
 */
G_DECLARE_FINAL_TYPE (LatchkeyBusy, latchkey_busy, LATCHKEY, BUSY, GtkWidget)

GtkWidget *latchkey_busy_new (void);

gboolean latchkey_busy_get_busy (LatchkeyBusy *self);
void latchkey_busy_set_busy (LatchkeyBusy *self, gboolean busy);
const char *latchkey_busy_get_label (LatchkeyBusy *self);
void latchkey_busy_set_label (LatchkeyBusy *self, const char *label);

G_END_DECLS
