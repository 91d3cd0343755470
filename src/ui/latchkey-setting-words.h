#pragma once

#include "homebox-json-text.h"
#include "homebox-settings-known.h"

G_BEGIN_DECLS

/* What is said about settings on the screen. */

const char *latchkey_setting_words_get_title (const HomeboxKnownSetting *known);
const char *latchkey_setting_words_get_help (const HomeboxKnownSetting *known);
const char *latchkey_setting_words_get_group_title (HomeboxSettingsGroup group);

char *latchkey_setting_words_dup_choice (const HomeboxKnownSetting *known, const char *choice);
char *latchkey_setting_words_dup_key (const char *key);
char *
latchkey_setting_words_dup_value (const char *key, const char *member, const char *value);

G_END_DECLS
