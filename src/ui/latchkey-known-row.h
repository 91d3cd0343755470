#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_KNOWN_ROW (latchkey_known_row_get_type ())

/**
 * LatchkeyKnownRow:
 *
 * A row for a setting that the web page of Homebox reads: its name, what it does, a control to
 * change it with, a button that resets it, and how it stands with the server. What is changed goes to the
 * #HomeboxSettings at once.
 *
 * A value of a kind that the control cannot show is shown as it is, to be edited as a whole.
 *
 * The buttons activate the actions `settings.reset` (key, and member or an empty string) and
 * `settings.edit-raw` (key) of a widget around the row.
 */
G_DECLARE_FINAL_TYPE (LatchkeyKnownRow, latchkey_known_row, LATCHKEY, KNOWN_ROW, GtkListBoxRow)

GtkWidget *latchkey_known_row_new (const HomeboxKnownSetting *known);

const HomeboxKnownSetting *latchkey_known_row_get_known (LatchkeyKnownRow *self);
void latchkey_known_row_set_settings (LatchkeyKnownRow *self, HomeboxSettings *settings);
gboolean latchkey_known_row_matches (LatchkeyKnownRow *self, const char *needle);
gboolean latchkey_known_row_has_edit (LatchkeyKnownRow *self);
void latchkey_known_row_commit (LatchkeyKnownRow *self);

G_END_DECLS
