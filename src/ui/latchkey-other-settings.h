#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_OTHER_SETTINGS (latchkey_other_settings_get_type ())

/**
 * LatchkeyOtherSettings:
 *
 * All settings that have no control of their own, in a list that scrolls by itself: to be looked
 * through, added, edited, renamed, marked to be kept, and deleted. It works from the keyboard:
 * Enter edits, F2 renames, Delete deletes, and the Menu key shows what else there is.
 *
 * Properties: `search` (nullable: what to look for in keys and values, as typed), `n-matching`
 * (read-only, notified: how many are shown), `keep` (whether the selected one is put back when it
 * vanishes).
 *
 * Signals: `deleted` (key): one was deleted, which homebox_settings_undo() takes back.
 */
G_DECLARE_FINAL_TYPE (LatchkeyOtherSettings,
                      latchkey_other_settings,
                      LATCHKEY,
                      OTHER_SETTINGS,
                      GtkBox)

GtkWidget *latchkey_other_settings_new (void);

void latchkey_other_settings_set_settings (LatchkeyOtherSettings *self, HomeboxSettings *settings);
const char *latchkey_other_settings_get_search (LatchkeyOtherSettings *self);
void latchkey_other_settings_set_search (LatchkeyOtherSettings *self, const char *search);
guint latchkey_other_settings_get_n_matching (LatchkeyOtherSettings *self);

G_END_DECLS
