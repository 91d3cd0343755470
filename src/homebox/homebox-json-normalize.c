#include "homebox-json-scan.h"
#include "homebox-json-text.h"

#include <math.h>
#include <string.h>

/* As deep as texts are looked into, which is done recursively: what is deeper is taken as it is. */
#define MAX_DEPTH 500

typedef struct
{
  char *name;
  guint index;
  HomeboxJsonEntry entry;
} Named;

static void write_normal (GString *out, const char *value, const char *end, guint depth);

static void
named_clear (gpointer data)
{
  Named *named = data;

  g_free (named->name);
}

static int
compare_named (gconstpointer a, gconstpointer b)
{
  const Named *one = a;
  const Named *other = b;
  int order = strcmp (one->name, other->name);

  return order != 0 ? order : (one->index > other->index) - (one->index < other->index);
}

static char *
shorten_string (const char *string, const char *end)
{
  GString *out = g_string_sized_new ((gsize) (end - string));

  homebox_json_scan_shorten_string (out, string, end);

  return g_string_free (out, FALSE);
}

/* Sorted by name; of two equal names the last one stays. */
static void
write_normal_object (GString *out, const char *value, guint depth)
{
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Named));
  const char *at = homebox_json_scan_begin (value);
  Named named = { 0 };
  gboolean is_first = TRUE;

  g_array_set_clear_func (members, named_clear);
  while (homebox_json_scan_next (&at, &named.entry))
    {
      named.name = shorten_string (named.entry.name, named.entry.name_end);
      named.index = members->len;
      g_array_append_val (members, named);
    }
  g_array_sort (members, compare_named);

  g_string_append_c (out, '{');
  for (guint i = 0; i < members->len; i++)
    {
      const Named *member = &g_array_index (members, Named, i);

      if (i + 1 < members->len && strcmp (member->name, (member + 1)->name) == 0)
        continue;

      if (!is_first)
        g_string_append_c (out, ',');
      is_first = FALSE;
      g_string_append (out, member->name);
      g_string_append_c (out, ':');
      write_normal (out, member->entry.value, member->entry.value_end, depth + 1);
    }
  g_string_append_c (out, '}');
}

static void
write_normal_array (GString *out, const char *value, guint depth)
{
  const char *at = homebox_json_scan_begin (value);
  HomeboxJsonEntry entry;
  gboolean is_first = TRUE;

  g_string_append_c (out, '[');
  while (homebox_json_scan_next (&at, &entry))
    {
      if (!is_first)
        g_string_append_c (out, ',');
      is_first = FALSE;
      write_normal (out, entry.value, entry.value_end, depth + 1);
    }
  g_string_append_c (out, ']');
}

static void
write_normal (GString *out, const char *value, const char *end, guint depth)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double number;

  if (depth > MAX_DEPTH)
    {
      g_string_append_len (out, value, end - value);
      return;
    }

  switch (*value)
    {
    case '{':
      write_normal_object (out, value, depth);
      break;
    case '[':
      write_normal_array (out, value, depth);
      break;
    case '"':
      homebox_json_scan_shorten_string (out, value, end);
      break;
    case 't':
    case 'f':
    case 'n':
      g_string_append_len (out, value, end - value);
      break;
    default:
      number = g_ascii_strtod (value, NULL);
      if (isfinite (number))
        g_string_append (out, g_ascii_dtostr (buffer, sizeof buffer, number));
      else
        g_string_append_len (out, value, end - value);
    }
}

/**
 * homebox_json_text_normalize:
 * @text: a valid JSON text
 *
 * Writes a value so that two texts come out the same exactly if Homebox stores the same for both:
 * numbers as 64-bit floats (`-0` is not `0`), no more escapes than needed, half of a surrogate pair
 * as U+FFFD, members sorted by name, of two equal names the last one, no spaces.
 *
 * What is nested more than 500 levels deep is taken as it is written.
 *
 * Returns: (transfer full): the text
 */
char *
homebox_json_text_normalize (const char *text)
{
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);

  text = homebox_json_scan_spaces (text);
  out = g_string_new (NULL);
  write_normal (out, text, homebox_json_scan_value (text), 0);

  return g_string_free (out, FALSE);
}

/**
 * homebox_json_text_equal:
 * @one: (nullable): a valid JSON text
 * @other: (nullable): another
 *
 * Whether Homebox stores the same for both, see homebox_json_text_normalize(). %NULL, a value that
 * is not there, equals nothing but itself.
 *
 * Returns: whether both mean the same
 */
gboolean
homebox_json_text_equal (const char *one, const char *other)
{
  g_autofree char *one_normal = NULL;
  g_autofree char *other_normal = NULL;

  if (one == NULL || other == NULL)
    return one == other;
  if (strcmp (one, other) == 0)
    return TRUE;
  if (homebox_json_text_get_kind (one) != homebox_json_text_get_kind (other))
    return FALSE;

  one_normal = homebox_json_text_normalize (one);
  other_normal = homebox_json_text_normalize (other);

  return strcmp (one_normal, other_normal) == 0;
}

/**
 * homebox_json_text_shorten:
 * @text: a valid JSON text
 *
 * Leaves out the spaces and needless escapes. Homebox writes `<` as `\u003c` and the like, so that
 * what it sends can be six times what it would take.
 *
 * Returns: (transfer full): the same value in fewer bytes
 */
char *
homebox_json_text_shorten (const char *text)
{
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_sized_new (strlen (text));
  for (const char *at = homebox_json_scan_spaces (text); *at != '\0';
       at = homebox_json_scan_spaces (at))
    {
      const char *end;

      if (*at == '"')
        {
          end = homebox_json_scan_string (at);
          homebox_json_scan_shorten_string (out, at, end);
          at = end;
        }
      else
        {
          g_string_append_c (out, *at++);
        }
    }

  return g_string_free (out, FALSE);
}
