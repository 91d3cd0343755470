#pragma once

#include "homebox-json-text.h"

G_BEGIN_DECLS

#define HOMEBOX_TYPE_SETTING_DIFFERENCE (homebox_setting_difference_get_type ())

/**
 * HomeboxSettingDifference:
 *
 * A key whose value is another one in a file to import, or in an old version, than it is now.
 *
 * Properties: `key`, `now` (JSON text; %NULL: it is not there now), `then` (JSON text; %NULL: it is
 * not in the file or version), all constant, and `selected`: whether homebox_settings_apply() takes
 * it over. What would be removed is not selected at first, everything else is.
 */
G_DECLARE_FINAL_TYPE (HomeboxSettingDifference,
                      homebox_setting_difference,
                      HOMEBOX,
                      SETTING_DIFFERENCE,
                      GObject)

HomeboxSettingDifference *
homebox_setting_difference_new (const char *name, const char *now, const char *then);

const char *homebox_setting_difference_get_name (HomeboxSettingDifference *self);
const char *homebox_setting_difference_get_key (HomeboxSettingDifference *self);
const char *homebox_setting_difference_get_now (HomeboxSettingDifference *self);
const char *homebox_setting_difference_get_then (HomeboxSettingDifference *self);
gboolean homebox_setting_difference_get_selected (HomeboxSettingDifference *self);
void homebox_setting_difference_set_selected (HomeboxSettingDifference *self, gboolean selected);

G_END_DECLS
