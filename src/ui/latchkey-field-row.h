#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_FIELD_ROW (latchkey_field_row_get_type ())

/**
 * LatchkeyFieldRow:
 *
 * A row of a boxed list to type into: a title, an entry of any kind, and what is wrong with it.
 *
 * It looks like an #AdwEntryRow, but takes a #GtkPasswordEntry as well (an #AdwPasswordEntryRow
 * tells assistive technology that it is an ordinary text), wraps its words instead of cutting
 * them, and has a place for a message.
 *
 * Properties: `title`, `entry` (a #GtkEditable widget, which is named after the title), and
 * `problem` (nullable).
 */
G_DECLARE_FINAL_TYPE (LatchkeyFieldRow, latchkey_field_row, LATCHKEY, FIELD_ROW, GtkListBoxRow)

GtkWidget *latchkey_field_row_get_entry (LatchkeyFieldRow *self);
const char *latchkey_field_row_get_problem (LatchkeyFieldRow *self);
void latchkey_field_row_set_problem (LatchkeyFieldRow *self, const char *problem);

G_END_DECLS
