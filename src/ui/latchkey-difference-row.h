#pragma once

#include "homebox-setting-difference.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_DIFFERENCE_ROW (latchkey_difference_row_get_type ())

/**
 * LatchkeyDifferenceRow:
 *
 * A setting that is not the same now and in a file or an earlier version: both values, and whether
 * the other one is taken over.
 */
G_DECLARE_FINAL_TYPE (LatchkeyDifferenceRow,
                      latchkey_difference_row,
                      LATCHKEY,
                      DIFFERENCE_ROW,
                      GtkBox)

GtkWidget *latchkey_difference_row_new (void);

void latchkey_difference_row_set_difference (LatchkeyDifferenceRow *self,
                                             HomeboxSettingDifference *difference);

G_END_DECLS
