#include "homebox-json-text.h"

#include "homebox-json-members.h"
#include "homebox-json-scan.h"

#include <string.h>

/* Lines are moved in by two spaces a level, and no further than this: a text that is nothing but
 * brackets would grow with the square of its length. */
#define INDENT 2
#define INDENT_MAX (32 * INDENT)

G_DEFINE_ENUM_TYPE (HomeboxJsonKind,
                    homebox_json_kind,
                    G_DEFINE_ENUM_VALUE (HOMEBOX_JSON_ABSENT, "absent"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_JSON_NULL, "null"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_JSON_BOOLEAN, "boolean"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_JSON_NUMBER, "number"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_JSON_STRING, "string"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_JSON_ARRAY, "array"),
                    G_DEFINE_ENUM_VALUE (HOMEBOX_JSON_OBJECT, "object"))

/**
 * homebox_json_text_trim:
 * @text: a JSON text
 *
 * Returns: (transfer full): @text without the spaces and line breaks around it
 */
char *
homebox_json_text_trim (const char *text)
{
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  text = homebox_json_scan_spaces (text);
  length = strlen (text);
  while (length > 0 && strchr (" \t\r\n", text[length - 1]) != NULL)
    length--;

  return g_strndup (text, length);
}

/**
 * homebox_json_text_get_kind:
 * @text: (nullable): a valid JSON text
 *
 * Returns: what kind of value it is; %HOMEBOX_JSON_ABSENT for %NULL
 */
HomeboxJsonKind
homebox_json_text_get_kind (const char *text)
{
  if (text == NULL)
    return HOMEBOX_JSON_ABSENT;

  switch (*homebox_json_scan_spaces (text))
    {
    case '{':
      return HOMEBOX_JSON_OBJECT;
    case '[':
      return HOMEBOX_JSON_ARRAY;
    case '"':
      return HOMEBOX_JSON_STRING;
    case 't':
    case 'f':
      return HOMEBOX_JSON_BOOLEAN;
    case 'n':
      return HOMEBOX_JSON_NULL;
    default:
      return HOMEBOX_JSON_NUMBER;
    }
}

/**
 * homebox_json_text_get_boolean:
 * @text: (nullable): a valid JSON text
 * @fallback: what to take for anything but a boolean
 *
 * Returns: the value
 */
gboolean
homebox_json_text_get_boolean (const char *text, gboolean fallback)
{
  if (homebox_json_text_get_kind (text) != HOMEBOX_JSON_BOOLEAN)
    return fallback;

  return *homebox_json_scan_spaces (text) == 't';
}

/**
 * homebox_json_text_get_number:
 * @text: (nullable): a valid JSON text
 * @fallback: what to take for anything but a number
 *
 * Returns: the number, as the 64-bit float that Homebox stores
 */
double
homebox_json_text_get_number (const char *text, double fallback)
{
  if (homebox_json_text_get_kind (text) != HOMEBOX_JSON_NUMBER)
    return fallback;

  return g_ascii_strtod (homebox_json_scan_spaces (text), NULL);
}

/**
 * homebox_json_text_dup_string:
 * @text: (nullable): a valid JSON text
 *
 * Reads a string, or a name with its quotes. A NUL in it, which nothing here could show, comes as
 * U+2400.
 *
 * Returns: (transfer full) (nullable): what it says; %NULL for anything but a string
 */
char *
homebox_json_text_dup_string (const char *text)
{
  if (homebox_json_text_get_kind (text) != HOMEBOX_JSON_STRING)
    return NULL;

  text = homebox_json_scan_spaces (text);

  return homebox_json_scan_decode_string (text, homebox_json_scan_string (text));
}

/**
 * homebox_json_text_dup_member:
 * @text: (nullable): a valid JSON text
 * @name: the name of a member
 *
 * Returns: (transfer full) (nullable): the text of that member's value; %NULL when @text is no
 *   object, or has no such member
 */
char *
homebox_json_text_dup_member (const char *text, const char *name)
{
  g_autoptr (HomeboxJsonMembers) members = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (homebox_json_text_get_kind (text) != HOMEBOX_JSON_OBJECT)
    return NULL;

  members = homebox_json_members_split (text);

  return g_strdup (homebox_json_members_lookup_key (members, name));
}

/**
 * homebox_json_text_with_member:
 * @text: (nullable): a valid JSON object, or %NULL for an empty one
 * @name: the name of a member
 * @value: (nullable): the valid text of its new value, or %NULL to leave it out
 *
 * Changes one member; everything else keeps its text and its place.
 *
 * Returns: (transfer full) (nullable): the new object; %NULL when @text is anything but an object
 */
char *
homebox_json_text_with_member (const char *text, const char *name, const char *value)
{
  g_autoptr (HomeboxJsonMembers) members = NULL;
  g_autofree char *quoted = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (text == NULL)
    members = homebox_json_members_new ();
  else if (homebox_json_text_get_kind (text) == HOMEBOX_JSON_OBJECT)
    members = homebox_json_members_split (text);
  else
    return NULL;

  quoted = homebox_json_text_from_string (name);
  if (value != NULL)
    homebox_json_members_set (members, quoted, value);
  else
    homebox_json_members_remove (members, quoted);

  return homebox_json_members_to_text (members);
}

/**
 * homebox_json_text_from_boolean:
 * @value: a boolean
 *
 * Returns: (transfer none): its JSON text
 */
const char *
homebox_json_text_from_boolean (gboolean value)
{
  return value ? "true" : "false";
}

/**
 * homebox_json_text_from_string:
 * @value: a text; what is not UTF-8 in it is replaced
 *
 * Returns: (transfer full): the JSON string of it, with its quotes and no more escapes than needed
 */
char *
homebox_json_text_from_string (const char *value)
{
  g_autofree char *valid = NULL;
  GString *out;

  g_return_val_if_fail (value != NULL, NULL);

  valid = g_utf8_make_valid (value, -1);
  out = g_string_sized_new (strlen (valid) + 2);
  g_string_append_c (out, '"');
  for (const char *at = valid; *at != '\0'; at++)
    {
      guchar c = (guchar) *at;

      if (c == '"' || c == '\\')
        g_string_append_c (out, '\\');
      if (c >= 0x20)
        g_string_append_c (out, *at);
      else if (c >= '\b' && c <= '\r' && c != '\v')
        g_string_append_printf (out, "\\%c", "btn?fr"[c - '\b']);
      else
        g_string_append_printf (out, "\\u%04x", c);
    }
  g_string_append_c (out, '"');

  return g_string_free (out, FALSE);
}

static void
indent (GString *out, guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < MIN (depth * INDENT, INDENT_MAX); i++)
    g_string_append_c (out, ' ');
}

/**
 * homebox_json_text_indent:
 * @text: a valid JSON text
 *
 * Lays a text out for reading, a member or element a line. Each name and value keeps its letters.
 *
 * Returns: (transfer full): the text, without a line break at its end
 */
char *
homebox_json_text_indent (const char *text)
{
  GString *out;
  guint depth = 0;
  const char *end;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_new (NULL);
  for (const char *at = homebox_json_scan_spaces (text); *at != '\0';
       at = homebox_json_scan_spaces (end))
    {
      end = at + 1;

      switch (*at)
        {
        case '{':
        case '[':
          end = homebox_json_scan_spaces (end);
          g_string_append_c (out, *at);
          if (*end == '}' || *end == ']')
            g_string_append_c (out, *end++);
          else
            indent (out, ++depth);
          break;
        case '}':
        case ']':
          indent (out, --depth);
          g_string_append_c (out, *at);
          break;
        case ',':
          g_string_append_c (out, ',');
          indent (out, depth);
          break;
        case ':':
          g_string_append (out, ": ");
          break;
        default:
          end = *at == '"' ? homebox_json_scan_string (at) : at + strcspn (at, " \t\r\n,]}");
          g_string_append_len (out, at, end - at);
        }
    }

  return g_string_free (out, FALSE);
}
