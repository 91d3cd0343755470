#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HomeboxSettingsGroup:
 * @HOMEBOX_SETTINGS_GROUP_ALL: all of them, for homebox_settings_reset()
 *
 * What the known settings are about.
 */
typedef enum
{
  HOMEBOX_SETTINGS_GROUP_ALL,
  HOMEBOX_SETTINGS_GROUP_APPEARANCE,
  HOMEBOX_SETTINGS_GROUP_LANGUAGE,
  HOMEBOX_SETTINGS_GROUP_TABLES,
  HOMEBOX_SETTINGS_GROUP_ITEMS,
  HOMEBOX_SETTINGS_GROUP_DUPLICATING,
} HomeboxSettingsGroup;

/**
 * HomeboxKnownControl:
 * @HOMEBOX_KNOWN_CONTROL_SWITCH: true or false
 * @HOMEBOX_KNOWN_CONTROL_CHOICE: one string out of `choices`, or another one, to be kept and shown
 * @HOMEBOX_KNOWN_CONTROL_CHOICE_OR_NONE: the same, or `null`
 * @HOMEBOX_KNOWN_CONTROL_NUMBER: one number out of `choices`, or another one
 * @HOMEBOX_KNOWN_CONTROL_TEXT_OR_NONE: any string (an empty one too), or `null`
 *
 * What a known setting is changed with.
 */
typedef enum
{
  HOMEBOX_KNOWN_CONTROL_SWITCH,
  HOMEBOX_KNOWN_CONTROL_CHOICE,
  HOMEBOX_KNOWN_CONTROL_CHOICE_OR_NONE,
  HOMEBOX_KNOWN_CONTROL_NUMBER,
  HOMEBOX_KNOWN_CONTROL_TEXT_OR_NONE,
} HomeboxKnownControl;

/**
 * HomeboxKnownSetting:
 * @key: the key in the settings object
 * @member: (nullable): the member of that key's object it is about; %NULL when it is the whole
 *   value
 * @group: what it is about
 * @control: what it is changed with
 * @fallback: what the web page takes when it is not stored, as JSON text
 * @choices: (nullable) (array zero-terminated=1): the values to choose from, in the order of the
 *   server; strings without quotes, numbers in decimal
 *
 * A setting that the web page of Homebox reads. Words for it are the window's business.
 */
typedef struct
{
  const char *key;
  const char *member;
  HomeboxSettingsGroup group;
  HomeboxKnownControl control;
  const char *fallback;
  const char *const *choices;
} HomeboxKnownSetting;

const HomeboxKnownSetting *homebox_known_settings_get (guint *n_settings);
const HomeboxKnownSetting *homebox_known_settings_find (const char *key, const char *member);
gboolean homebox_known_settings_has_key (const char *key);
const char *const *homebox_known_settings_get_keys (void);

G_END_DECLS
