#pragma once

#include "homebox-json-members.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SETTINGS_VERSION (latchkey_settings_version_get_type ())

/**
 * LatchkeySettingsVersion:
 *
 * What the settings of an account once were on its server. Hand its members to
 * homebox_settings_compare() to see what differs now, and that to homebox_settings_apply() to bring
 * it back, key by key.
 *
 * Properties, constant: `time` (#GDateTime: when it was seen first), `members`
 * (#HomeboxJsonMembers).
 */
G_DECLARE_FINAL_TYPE (LatchkeySettingsVersion,
                      latchkey_settings_version,
                      LATCHKEY,
                      SETTINGS_VERSION,
                      GObject)

LatchkeySettingsVersion *
latchkey_settings_version_new (GDateTime *time, HomeboxJsonMembers *members);
LatchkeySettingsVersion *
latchkey_settings_version_new_from_json (JsonObject *object);
JsonNode *latchkey_settings_version_to_json (LatchkeySettingsVersion *self);

GDateTime *latchkey_settings_version_get_time (LatchkeySettingsVersion *self);
HomeboxJsonMembers *latchkey_settings_version_get_members (LatchkeySettingsVersion *self);

G_END_DECLS
