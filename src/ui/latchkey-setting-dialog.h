#pragma once

#include "homebox-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SETTING_DIALOG (latchkey_setting_dialog_get_type ())

/**
 * LatchkeySettingDialog:
 *
 * A setting of any key to add, to edit as what it is (text, number, yes or no, nothing, or
 * structured as JSON), or to rename. What is typed is checked at once, and cannot be saved while it
 * is wrong. What is refused stays typed. When the setting changes meanwhile, a line says so, and nothing that
 * was typed is touched.
 *
 * A value that no simple control can show without loss is edited as JSON.
 */
G_DECLARE_FINAL_TYPE (LatchkeySettingDialog,
                      latchkey_setting_dialog,
                      LATCHKEY,
                      SETTING_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_setting_dialog_new (HomeboxSettings *settings, HomeboxSetting *setting);
GtkWindow *latchkey_setting_dialog_new_rename (HomeboxSettings *settings, HomeboxSetting *setting);

G_END_DECLS
