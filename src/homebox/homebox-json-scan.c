#include "homebox-json-scan.h"

#include <string.h>

/* What stands for U+0000 where a text has to end with one: the picture of it. */
#define NUL_PICTURE 0x2400

/*
 * homebox_json_scan_spaces:
 * @at: a place between two tokens
 *
 * Returns: where the next token begins, or the end
 */
const char *
homebox_json_scan_spaces (const char *at)
{
  while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')
    at++;

  return at;
}

/*
 * homebox_json_scan_string:
 * @at: the opening quote of a string
 *
 * Returns: the place behind its closing quote
 */
const char *
homebox_json_scan_string (const char *at)
{
  for (at++; *at != '"'; at++)
    {
      if (*at == '\\')
        at++;
    }

  return at + 1;
}

static const char *
scan_scalar (const char *at)
{
  return at + strcspn (at, " \t\r\n,]}");
}

/*
 * homebox_json_scan_value:
 * @at: where a value begins
 *
 * Returns: the place behind it
 */
const char *
homebox_json_scan_value (const char *at)
{
  gsize depth = 0;

  if (*at == '"')
    return homebox_json_scan_string (at);
  if (*at != '{' && *at != '[')
    return scan_scalar (at);

  do
    {
      switch (*at)
        {
        case '"':
          at = homebox_json_scan_string (at);
          continue;
        case '{':
        case '[':
          depth++;
          break;
        case '}':
        case ']':
          depth--;
          break;
        default:
          break;
        }
      at++;
    }
  while (depth > 0);

  return at;
}

/*
 * homebox_json_scan_begin:
 * @text: an object or an array
 *
 * Returns: where homebox_json_scan_next() has to begin
 */
const char *
homebox_json_scan_begin (const char *text)
{
  return homebox_json_scan_spaces (text) + 1;
}

/*
 * homebox_json_scan_next:
 * @at: (inout): where it went on
 * @entry: (out): where the next member or element is
 *
 * Finds what comes next in an object or an array.
 *
 * Returns: whether there was anything
 */
gboolean
homebox_json_scan_next (const char **at, HomeboxJsonEntry *entry)
{
  const char *place = homebox_json_scan_spaces (*at);
  const char *behind;

  if (*place == ',')
    place = homebox_json_scan_spaces (place + 1);
  if (*place == '}' || *place == ']')
    {
      *at = place + 1;
      return FALSE;
    }

  entry->name = entry->name_end = NULL;
  behind = homebox_json_scan_value (place);
  if (*homebox_json_scan_spaces (behind) == ':')
    {
      entry->name = place;
      entry->name_end = behind;
      place = homebox_json_scan_spaces (homebox_json_scan_spaces (behind) + 1);
      behind = homebox_json_scan_value (place);
    }

  entry->value = place;
  entry->value_end = behind;
  *at = behind;

  return TRUE;
}

static gunichar
read_unit (const char *at)
{
  gunichar unit = 0;

  for (guint i = 0; i < 4; i++)
    unit = unit * 16 + (gunichar) g_ascii_xdigit_value (at[i]);

  return unit;
}

/* Reads a character, escaped or not, as Homebox does: half of a surrogate pair is U+FFFD. */
static gunichar
read_character (const char **at)
{
  static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  gunichar unit, low;

  if (**at != '\\')
    {
      unit = g_utf8_get_char (*at);
      *at = g_utf8_next_char (*at);
      return unit;
    }

  if ((*at)[1] != 'u')
    {
      unit = (guchar) (*at)[1];
      for (gsize i = 0; escapes[i] != '\0'; i += 2)
        {
          if ((guchar) escapes[i] == unit)
            {
              unit = (guchar) escapes[i + 1];
              break;
            }
        }
      *at += 2;
      return unit;
    }

  unit = read_unit (*at + 2);
  *at += 6;
  if (unit < 0xd800 || unit > 0xdfff)
    return unit;

  if (unit <= 0xdbff && (*at)[0] == '\\' && (*at)[1] == 'u')
    {
      low = read_unit (*at + 2);
      if (low >= 0xdc00 && low <= 0xdfff)
        {
          *at += 6;
          return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        }
    }

  return 0xfffd;
}

static void
write_character (GString *out, gunichar c)
{
  switch (c)
    {
    case '"':
    case '\\':
      g_string_append_c (out, '\\');
      g_string_append_c (out, (char) c);
      break;
    case '\b':
      g_string_append (out, "\\b");
      break;
    case '\f':
      g_string_append (out, "\\f");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    default:
      if (c < 0x20)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_unichar (out, c);
    }
}

/*
 * homebox_json_scan_shorten_string:
 * @out: where to write
 * @string: the opening quote of a string
 * @end: the place behind its closing quote
 *
 * Writes a string with as few escapes as there can be. Two strings are the same text exactly if
 * these are.
 */
void
homebox_json_scan_shorten_string (GString *out, const char *string, const char *end)
{
  const char *at = string + 1;

  if (memchr (string, '\\', (gsize) (end - string)) == NULL)
    {
      g_string_append_len (out, string, end - string);
      return;
    }

  g_string_append_c (out, '"');
  while (at < end - 1)
    write_character (out, read_character (&at));
  g_string_append_c (out, '"');
}

/*
 * homebox_json_scan_decode_string:
 * @string: the opening quote of a string
 * @end: the place behind its closing quote
 *
 * Returns: (transfer full): what the string says, with U+2400 for each NUL
 */
char *
homebox_json_scan_decode_string (const char *string, const char *end)
{
  GString *out = g_string_sized_new ((gsize) (end - string));
  const char *at = string + 1;

  while (at < end - 1)
    {
      gunichar c = read_character (&at);

      g_string_append_unichar (out, c != 0 ? c : NUL_PICTURE);
    }

  return g_string_free (out, FALSE);
}
