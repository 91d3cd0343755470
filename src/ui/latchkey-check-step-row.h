#pragma once

#include "homebox-check-step.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_CHECK_STEP_ROW (latchkey_check_step_row_get_type ())

/**
 * LatchkeyCheckStepRow:
 *
 * A step of a check, how it is doing, and what went wrong. It follows its step.
 */
G_DECLARE_FINAL_TYPE (LatchkeyCheckStepRow,
                      latchkey_check_step_row,
                      LATCHKEY,
                      CHECK_STEP_ROW,
                      GtkListBoxRow)

GtkWidget *latchkey_check_step_row_new (HomeboxCheckStep *step);

const char *latchkey_check_step_row_get_icon_name (HomeboxCheckState state);

G_END_DECLS
