#include "homebox-settings-known.h"

#define DUPLICATE "duplicateSettings"

/* What the web page of Homebox offers; any other string is kept as well. */
static const char *const themes[] = {
  "homebox",   "garden",    "light",     "cupcake",  "bumblebee", "emerald", "corporate",
  "synthwave", "retro",     "cyberpunk", "valentine", "halloween", "forest",  "aqua",
  "lofi",      "pastel",    "fantasy",   "wireframe", "black",     "luxury",  "dracula",
  "cmyk",      "autumn",    "business",  "acid",      "lemonade",  "night",   "coffee",
  "winter",    NULL,
};

static const char *const languages[] = {
  "af-ZA", "ar-AA", "bs-BA", "ca",    "cs-CZ", "da-DK", "de",    "el-GR",     "en",    "en@pirate",
  "es",    "fi-FI", "fr",    "hi-IN", "hr-HR", "hu",    "id-ID", "it",        "ja-JP", "kmr",
  "ko-KR", "lb-LU", "lt-LT", "nb-NO", "nl",    "pl",    "pt-BR", "pt-PT",     "ro-RO", "ru",
  "sk-SK", "sl",    "sq-AL", "sr-RS", "sv",    "th-TH", "tr",    "uk-UA",     "vi-VN", "zh-CN",
  "zh-HK", "zh-MO", "zh-TW", NULL,
};

static const char *const page_lengths[] = { "12", "24", "48", "96", NULL };

#define SWITCH(key, member, group, fallback)                                                       \
  {                                                                                                \
    key, member, HOMEBOX_SETTINGS_GROUP_##group, HOMEBOX_KNOWN_CONTROL_SWITCH, fallback, NULL      \
  }

static const HomeboxKnownSetting all[] = {
  { "theme", NULL, HOMEBOX_SETTINGS_GROUP_APPEARANCE, HOMEBOX_KNOWN_CONTROL_CHOICE, "\"homebox\"",
    themes },
  SWITCH ("displayLegacyHeader", NULL, APPEARANCE, "false"),
  { "language", NULL, HOMEBOX_SETTINGS_GROUP_LANGUAGE, HOMEBOX_KNOWN_CONTROL_CHOICE_OR_NONE, "null",
    languages },
  { "overrideFormatLocale", NULL, HOMEBOX_SETTINGS_GROUP_LANGUAGE,
    HOMEBOX_KNOWN_CONTROL_CHOICE_OR_NONE, "null", languages },
  { "itemsPerTablePage", NULL, HOMEBOX_SETTINGS_GROUP_TABLES, HOMEBOX_KNOWN_CONTROL_NUMBER, "12",
    page_lengths },
  SWITCH ("showDetails", NULL, ITEMS, "true"),
  SWITCH ("showEmpty", NULL, ITEMS, "true"),
  SWITCH ("editorAdvancedView", NULL, ITEMS, "false"),
  SWITCH ("legacyImageFit", NULL, ITEMS, "false"),
  SWITCH ("quickActions", "enabled", ITEMS, "true"),
  SWITCH (DUPLICATE, "copyMaintenance", DUPLICATING, "false"),
  SWITCH (DUPLICATE, "copyAttachments", DUPLICATING, "true"),
  SWITCH (DUPLICATE, "copyCustomFields", DUPLICATING, "true"),
  { DUPLICATE, "copyPrefixOverride", HOMEBOX_SETTINGS_GROUP_DUPLICATING,
    HOMEBOX_KNOWN_CONTROL_TEXT_OR_NONE, "null", NULL },
};

static const char *const keys[] = {
  "theme",        "displayLegacyHeader", "language",       "overrideFormatLocale",
  "showDetails",  "itemsPerTablePage",   "showEmpty",      "editorAdvancedView",
  "legacyImageFit", "quickActions",      "duplicateSettings", NULL,
};

/**
 * homebox_known_settings_get:
 * @n_settings: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_settings): the known settings, group by group, in the
 *   order to show them
 */
const HomeboxKnownSetting *
homebox_known_settings_get (guint *n_settings)
{
  g_return_val_if_fail (n_settings != NULL, NULL);

  *n_settings = G_N_ELEMENTS (all);

  return all;
}

/**
 * homebox_known_settings_find:
 * @key: a key
 * @member: (nullable): a member of its object
 *
 * Returns: (transfer none) (nullable): the known setting that is just that, or %NULL
 */
const HomeboxKnownSetting *
homebox_known_settings_find (const char *key, const char *member)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      if (g_strcmp0 (all[i].key, key) == 0 && g_strcmp0 (all[i].member, member) == 0)
        return &all[i];
    }

  return NULL;
}

/**
 * homebox_known_settings_has_key:
 * @key: a key
 *
 * Returns: whether the web page reads it; everything else is "other", and erased from the server
 *   whenever a tab of the web page saves
 */
gboolean
homebox_known_settings_has_key (const char *key)
{
  g_return_val_if_fail (key != NULL, FALSE);

  return g_strv_contains (keys, key);
}

/**
 * homebox_known_settings_get_keys:
 *
 * Returns: (transfer none) (array zero-terminated=1): the eleven keys that the web page reads, and
 *   writes all of them whenever it saves
 */
const char *const *
homebox_known_settings_get_keys (void)
{
  return keys;
}
