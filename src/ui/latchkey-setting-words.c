#include "latchkey-setting-words.h"

#include <glib/gi18n.h>

/* How much of a long value is shown where it is only mentioned, in characters. */
#define VALUE_MAX 600

typedef struct
{
  const char *key;
  const char *member;
  const char *title;
  const char *help;
} Words;

static const Words words[] = {
  { "theme", NULL, N_ ("Theme"), N_ ("The colors of the web page") },
  { "displayLegacyHeader", NULL, N_ ("Old header"),
    N_ ("Shows the header of earlier versions on the web page") },
  { "language", NULL, N_ ("Language"), N_ ("The language of the web page") },
  { "overrideFormatLocale", NULL, N_ ("Format"),
    N_ ("How the web page writes dates and numbers, if not as its language does") },
  { "itemsPerTablePage", NULL, N_ ("Rows per page"),
    N_ ("How many items a table shows at once") },
  { "showDetails", NULL, N_ ("Show details"), N_ ("Shows the details of an item on its page") },
  { "showEmpty", NULL, N_ ("Show empty fields"),
    N_ ("Shows the fields of an item that nothing was written in") },
  { "editorAdvancedView", NULL, N_ ("Advanced editor"),
    N_ ("Shows all fields when an item is edited") },
  { "legacyImageFit", NULL, N_ ("Crop pictures"),
    N_ ("Fills the frame with a picture, as earlier versions did, and cuts off what is too much") },
  { "quickActions", "enabled", N_ ("Quick actions"),
    N_ ("Offers a menu of actions that opens from the keyboard") },
  { "duplicateSettings", "copyMaintenance", N_ ("Copy maintenance"),
    N_ ("A duplicate gets the maintenance log of the item") },
  { "duplicateSettings", "copyAttachments", N_ ("Copy attachments"),
    N_ ("A duplicate gets the pictures and files of the item") },
  { "duplicateSettings", "copyCustomFields", N_ ("Copy custom fields"),
    N_ ("A duplicate gets the custom fields of the item") },
  { "duplicateSettings", "copyPrefixOverride", N_ ("Own prefix"),
    N_ ("What the name of a duplicate begins with, in place of the usual words") },
};

typedef struct
{
  const char *id;
  const char *name;
} Language;

/* Each in itself: whoever looks for it need not know the language of this program. */
static const Language languages[] = {
  { "af-ZA", "Afrikaans" },
  { "ar-AA", "العربية" },
  { "bs-BA", "Bosanski" },
  { "ca", "Català" },
  { "cs-CZ", "Čeština" },
  { "da-DK", "Dansk" },
  { "de", "Deutsch" },
  { "el-GR", "Ελληνικά" },
  { "en", "English" },
  { "en@pirate", "English (Pirate)" },
  { "es", "Español" },
  { "fi-FI", "Suomi" },
  { "fr", "Français" },
  { "hi-IN", "हिन्दी" },
  { "hr-HR", "Hrvatski" },
  { "hu", "Magyar" },
  { "id-ID", "Bahasa Indonesia" },
  { "it", "Italiano" },
  { "ja-JP", "日本語" },
  { "kmr", "Kurmancî" },
  { "ko-KR", "한국어" },
  { "lb-LU", "Lëtzebuergesch" },
  { "lt-LT", "Lietuvių" },
  { "nb-NO", "Norsk bokmål" },
  { "nl", "Nederlands" },
  { "pl", "Polski" },
  { "pt-BR", "Português (Brasil)" },
  { "pt-PT", "Português (Portugal)" },
  { "ro-RO", "Română" },
  { "ru", "Русский" },
  { "sk-SK", "Slovenčina" },
  { "sl", "Slovenščina" },
  { "sq-AL", "Shqip" },
  { "sr-RS", "Српски" },
  { "sv", "Svenska" },
  { "th-TH", "ไทย" },
  { "tr", "Türkçe" },
  { "uk-UA", "Українська" },
  { "vi-VN", "Tiếng Việt" },
  { "zh-CN", "简体中文" },
  { "zh-HK", "繁體中文（香港）" },
  { "zh-MO", "繁體中文（澳門）" },
  { "zh-TW", "繁體中文（臺灣）" },
};

static const Words *
find_words (const char *key, const char *member)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].key, key) && g_strcmp0 (words[i].member, member) == 0)
      return &words[i];

  return NULL;
}

/**
 * latchkey_setting_words_get_title:
 * @known: a known setting
 *
 * Returns: (transfer none): what it is called, translated
 */
const char *
latchkey_setting_words_get_title (const HomeboxKnownSetting *known)
{
  const Words *found = find_words (known->key, known->member);

  return found != NULL ? _(found->title) : known->member != NULL ? known->member : known->key;
}

/**
 * latchkey_setting_words_get_help:
 * @known: a known setting
 *
 * Returns: (transfer none) (nullable): what it does, translated
 */
const char *
latchkey_setting_words_get_help (const HomeboxKnownSetting *known)
{
  const Words *found = find_words (known->key, known->member);

  return found != NULL ? _(found->help) : NULL;
}

/**
 * latchkey_setting_words_get_group_title:
 * @group: what known settings are about
 *
 * Returns: (transfer none): what that is called, translated
 */
const char *
latchkey_setting_words_get_group_title (HomeboxSettingsGroup group)
{
  switch (group)
    {
    case HOMEBOX_SETTINGS_GROUP_APPEARANCE:
      return _("Appearance");
    case HOMEBOX_SETTINGS_GROUP_LANGUAGE:
      return _("Language and Format");
    case HOMEBOX_SETTINGS_GROUP_TABLES:
      return _("Tables");
    case HOMEBOX_SETTINGS_GROUP_ITEMS:
      return _("Items");
    case HOMEBOX_SETTINGS_GROUP_DUPLICATING:
      return _("Duplicating");
    case HOMEBOX_SETTINGS_GROUP_ALL:
    default:
      return _("All Settings");
    }
}

static const char *
find_language (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_str_equal (languages[i].id, id))
      return languages[i].name;

  return NULL;
}

/* The server has no names for its themes but their ids. */
static char *
dup_theme (const char *id)
{
  if (g_str_equal (id, "homebox"))
    return g_strdup ("Homebox");
  if (g_str_equal (id, "cmyk"))
    return g_strdup ("CMYK");

  return g_strdup_printf ("%c%s", g_ascii_toupper (id[0]), id + 1);
}

/**
 * latchkey_setting_words_dup_choice:
 * @known: a known setting
 * @choice: one of its choices, or any other string
 *
 * Returns: (transfer full): what it is called: a language in itself, and what is not known as it is
 */
char *
latchkey_setting_words_dup_choice (const HomeboxKnownSetting *known, const char *choice)
{
  const char *language;

  if (known->choices == NULL || !g_strv_contains (known->choices, choice))
    return g_strdup (choice);
  if (known->control == HOMEBOX_KNOWN_CONTROL_NUMBER)
    return g_strdup (choice);
  if (g_str_equal (known->key, "theme"))
    return dup_theme (choice);

  language = find_language (choice);

  return g_strdup (language != NULL ? language : choice);
}

/**
 * latchkey_setting_words_dup_key:
 * @key: a key of the settings
 *
 * Returns: (transfer full): what it is called in a sentence: the title of a known setting, or the
 *   key itself
 */
char *
latchkey_setting_words_dup_key (const char *key)
{
  const HomeboxKnownSetting *known = homebox_known_settings_find (key, NULL);

  if (known != NULL)
    return g_strdup (latchkey_setting_words_get_title (known));
  if (g_str_equal (key, "duplicateSettings"))
    return g_strdup (_("Duplicating"));
  if (g_str_equal (key, "quickActions"))
    return g_strdup (_("Quick actions"));

  /* It may be written in any direction. */
  return g_strdup_printf ("\u2068%s\u2069", key);
}

static char *
dup_shortened (char *text)
{
  g_autofree char *whole = text;

  if (g_utf8_strlen (whole, -1) <= VALUE_MAX)
    return g_steal_pointer (&whole);

  *g_utf8_offset_to_pointer (whole, VALUE_MAX) = '\0';

  return g_strconcat (whole, "…", NULL);
}

/**
 * latchkey_setting_words_dup_value:
 * @key: a key of the settings
 * @member: (nullable): a member of its object
 * @value: (nullable): the JSON text of a value, or %NULL for none
 *
 * Returns: (transfer full): the value for a person to read: the words of a control where there is
 *   one, else the JSON text; a very long one is cut
 */
char *
latchkey_setting_words_dup_value (const char *key, const char *member, const char *value)
{
  const HomeboxKnownSetting *known = homebox_known_settings_find (key, member);
  g_autofree char *string = NULL;

  switch (homebox_json_text_get_kind (value))
    {
    case HOMEBOX_JSON_ABSENT:
      return g_strdup (C_ ("setting", "Not stored"));
    case HOMEBOX_JSON_NULL:
      return g_strdup (C_ ("setting", "None"));
    case HOMEBOX_JSON_BOOLEAN:
      return g_strdup (homebox_json_text_get_boolean (value, FALSE) ? C_ ("setting", "On")
                                                                    : C_ ("setting", "Off"));
    case HOMEBOX_JSON_STRING:
      string = homebox_json_text_dup_string (value);
      if (*string == '\0')
        return g_strdup (C_ ("setting", "Empty"));
      return dup_shortened (known != NULL ? latchkey_setting_words_dup_choice (known, string)
                                          : g_steal_pointer (&string));
    case HOMEBOX_JSON_ARRAY:
    case HOMEBOX_JSON_OBJECT:
      return dup_shortened (homebox_json_text_indent (value));
    case HOMEBOX_JSON_NUMBER:
    default:
      return g_strdup (value);
    }
}
