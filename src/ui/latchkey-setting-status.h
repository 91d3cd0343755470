#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SETTING_STATUS (latchkey_setting_status_get_type ())

/**
 * LatchkeySettingStatus:
 *
 * How one setting stands with the server, to be put into its row, below or beside the control:
 * nothing while it is saved; a spinner when saving takes long; words and a button when it waits for
 * the network, failed, or is in conflict; and for some seconds, that it was changed elsewhere.
 *
 * It is hidden while it has nothing to say. What it says is announced: its label is an alert that
 * is shown with the row. While the row is on the screen, what was changed elsewhere is acknowledged
 * after some seconds.
 *
 * Properties: `setting` (#HomeboxSetting, nullable, read-only; changed by
 * latchkey_setting_status_set_setting()), `text` (nullable, read-only: what it says now, notified).
 *
 * The widget given to latchkey_setting_status_set_highlight() has the style class `changed` as long
 * as it is said that the setting was changed elsewhere.
 */
G_DECLARE_FINAL_TYPE (LatchkeySettingStatus,
                      latchkey_setting_status,
                      LATCHKEY,
                      SETTING_STATUS,
                      GtkBox)

GtkWidget *latchkey_setting_status_new (void);

void latchkey_setting_status_set_setting (LatchkeySettingStatus *self,
                                          HomeboxSettings *settings,
                                          HomeboxSetting *setting);
HomeboxSetting *latchkey_setting_status_get_setting (LatchkeySettingStatus *self);
void latchkey_setting_status_set_highlight (LatchkeySettingStatus *self, GtkWidget *widget);
const char *latchkey_setting_status_get_text (LatchkeySettingStatus *self);

G_END_DECLS
