#pragma once

#include "homebox-json-text.h"

G_BEGIN_DECLS

/**
 * HomeboxSettingState:
 * @HOMEBOX_SETTING_SAVED: what is shown is what the server has, as far as is known
 * @HOMEBOX_SETTING_SAVING: changed here, and on its way (from the change itself on)
 * @HOMEBOX_SETTING_WAITING: changed here; the server could not be reached, or the session ended. It
 *   goes out with the next success, when the session is active again, or with
 *   homebox_settings_retry()
 * @HOMEBOX_SETTING_FAILED: changed here, and the server would not take it; see
 *   homebox_setting_get_error(). Only homebox_settings_retry() or another change tries again
 * @HOMEBOX_SETTING_CONFLICT: changed here and elsewhere, differently. The value is ours, see
 *   homebox_setting_get_their_value() and homebox_setting_get_old_value(); the server keeps theirs
 *   until homebox_settings_resolve()
 *
 * How a setting stands with the server. The larger one is the one a person has to know first.
 */
typedef enum
{
  HOMEBOX_SETTING_SAVED,
  HOMEBOX_SETTING_SAVING,
  HOMEBOX_SETTING_WAITING,
  HOMEBOX_SETTING_FAILED,
  HOMEBOX_SETTING_CONFLICT,
} HomeboxSettingState;

#define HOMEBOX_TYPE_SETTING_STATE (homebox_setting_state_get_type ())

GType homebox_setting_state_get_type (void);

/**
 * HomeboxSettingOrigin:
 * @HOMEBOX_SETTING_FROM_SERVER: it was there when the settings were first read
 * @HOMEBOX_SETTING_FROM_HERE: changed in this program, since then
 * @HOMEBOX_SETTING_FROM_ELSEWHERE: changed by another program, since then
 * @HOMEBOX_SETTING_FROM_KEPT: it vanished, and was put back by itself
 * @HOMEBOX_SETTING_FROM_PAST: brought back by the person, from an offer or an old version
 *
 * Where the value that is shown comes from.
 */
typedef enum
{
  HOMEBOX_SETTING_FROM_SERVER,
  HOMEBOX_SETTING_FROM_HERE,
  HOMEBOX_SETTING_FROM_ELSEWHERE,
  HOMEBOX_SETTING_FROM_KEPT,
  HOMEBOX_SETTING_FROM_PAST,
} HomeboxSettingOrigin;

#define HOMEBOX_TYPE_SETTING_ORIGIN (homebox_setting_origin_get_type ())

GType homebox_setting_origin_get_type (void);

#define HOMEBOX_TYPE_SETTING (homebox_setting_get_type ())

/**
 * HomeboxSetting:
 *
 * One key of the settings object, and its value as JSON text.
 *
 * It is made by a #HomeboxSettings and changed through it; the same object stands for its key for
 * as long as the #HomeboxSettings lives, also while the key is not stored (its value is then %NULL,
 * and it is not in the list).
 *
 * Properties, all notified: `key` (constant), `value` (JSON text, nullable), `kind`
 * (#HomeboxJsonKind), `state` (#HomeboxSettingState), `origin` (#HomeboxSettingOrigin), `keep`,
 * `changed-elsewhere` (set when another program changed it, until homebox_setting_acknowledge()),
 * `their-value` and `old-value` (JSON texts, with a conflict; %NULL means "not there"), `error`
 * (#GError, nullable).
 */
G_DECLARE_FINAL_TYPE (HomeboxSetting, homebox_setting, HOMEBOX, SETTING, GObject)

const char *homebox_setting_get_key (HomeboxSetting *self);
const char *homebox_setting_get_value (HomeboxSetting *self);
HomeboxJsonKind homebox_setting_get_kind (HomeboxSetting *self);
HomeboxSettingState homebox_setting_get_state (HomeboxSetting *self);
HomeboxSettingOrigin homebox_setting_get_origin (HomeboxSetting *self);
gboolean homebox_setting_get_keep (HomeboxSetting *self);
gboolean homebox_setting_get_changed_elsewhere (HomeboxSetting *self);
const char *homebox_setting_get_their_value (HomeboxSetting *self);
const char *homebox_setting_get_old_value (HomeboxSetting *self);
const GError *homebox_setting_get_error (HomeboxSetting *self);

void homebox_setting_acknowledge (HomeboxSetting *self);

G_END_DECLS
