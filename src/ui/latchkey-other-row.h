#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_OTHER_ROW (latchkey_other_row_get_type ())

/**
 * LatchkeyOtherRow:
 *
 * What a list shows of a setting without a control of its own: its key, its value in one line, how
 * it stands with the server, and a button for what can be done with it. Used again for others.
 *
 * Signals: `menu`: what can be done with it shall be shown.
 */
G_DECLARE_FINAL_TYPE (LatchkeyOtherRow, latchkey_other_row, LATCHKEY, OTHER_ROW, GtkBox)

GtkWidget *latchkey_other_row_new (void);

void latchkey_other_row_bind (LatchkeyOtherRow *self,
                              HomeboxSettings *settings,
                              HomeboxSetting *setting);
HomeboxSetting *latchkey_other_row_get_setting (LatchkeyOtherRow *self);
GtkWidget *latchkey_other_row_get_button (LatchkeyOtherRow *self);

G_END_DECLS
