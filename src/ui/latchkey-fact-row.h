#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_FACT_ROW (latchkey_fact_row_get_type ())

/**
 * LatchkeyFactRow:
 *
 * A row of a boxed list that says one thing which cannot be changed here: a title and a value.
 *
 * Properties: `title`, and `value` (nullable; the row is hidden while nothing is known).
 */
G_DECLARE_FINAL_TYPE (LatchkeyFactRow, latchkey_fact_row, LATCHKEY, FACT_ROW, GtkListBoxRow)

const char *latchkey_fact_row_get_value (LatchkeyFactRow *self);
void latchkey_fact_row_set_value (LatchkeyFactRow *self, const char *value);

G_END_DECLS
