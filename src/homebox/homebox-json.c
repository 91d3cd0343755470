#include "homebox-json.h"

#include "homebox-error.h"
#include "homebox-json-check.h"

#include <math.h>

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isspace (text[i]))
        return FALSE;
    }

  return TRUE;
}

static GError *
broken (const char *detail)
{
  return homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE, detail);
}

/**
 * homebox_json_parse:
 * @text: (array length=length) (nullable): an answer's body, which needs no NUL at its end
 * @length: its length in bytes
 * @error: return location for an error
 *
 * Parses a JSON text, strictly: json-glib takes an empty document, comments, single quotes and
 * more for JSON, makes invalid UTF-8 from half a surrogate pair, and overflows the stack over deep
 * nesting. None of these gets that far.
 *
 * Errors: %HOMEBOX_ERROR_BROKEN_ANSWER. Its detail quotes nothing of the text, which may hold a
 * token.
 *
 * Returns: (transfer full) (nullable): the root of the text
 */
JsonNode *
homebox_json_parse (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  const char *problem;
  gsize offset;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (is_blank (text, length))
    {
      g_propagate_error (error, broken ("JSON: empty"));
      return NULL;
    }

  problem = homebox_json_check (text, length, &offset);
  if (problem != NULL)
    {
      g_autofree char *detail = NULL;

      detail = g_strdup_printf ("JSON: %s, at byte %" G_GSIZE_FORMAT, problem, offset);
      g_propagate_error (error, broken (detail));
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL)
      || json_parser_get_root (parser) == NULL)
    {
      g_propagate_error (error, broken ("JSON: not understood"));
      return NULL;
    }

  return json_parser_steal_root (parser);
}

static JsonNode *
get_value (JsonObject *object, const char *member, GType type)
{
  JsonNode *node;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (member != NULL, NULL);

  node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;

  return node;
}

/**
 * homebox_json_get_string:
 * @object: an object
 * @member: the name of a member
 *
 * Returns: (transfer none) (nullable): the text, or %NULL when @member is missing, `null` or
 *   anything but a string
 */
const char *
homebox_json_get_string (JsonObject *object, const char *member)
{
  JsonNode *node = get_value (object, member, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : NULL;
}

/**
 * homebox_json_get_boolean:
 * @object: an object
 * @member: the name of a member
 * @fallback: what to take for a missing one
 *
 * Returns: the value, or @fallback when @member is missing, `null` or anything but a boolean
 */
gboolean
homebox_json_get_boolean (JsonObject *object, const char *member, gboolean fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

/**
 * homebox_json_get_count:
 * @object: an object
 * @member: the name of a member
 * @count: (out): the number, when there is one
 *
 * Reads a whole number that is not negative, also where a server writes it as `3.0`.
 *
 * Returns: whether @member is such a number
 */
gboolean
homebox_json_get_count (JsonObject *object, const char *member, gint64 *count)
{
  JsonNode *node = get_value (object, member, G_TYPE_INT64);
  double number;

  g_return_val_if_fail (count != NULL, FALSE);

  if (node != NULL)
    {
      /* json-glib lets a number above 2^63 wrap around. */
      if (json_node_get_int (node) < 0)
        return FALSE;

      *count = json_node_get_int (node);
      return TRUE;
    }

  node = get_value (object, member, G_TYPE_DOUBLE);
  if (node == NULL)
    return FALSE;

  number = json_node_get_double (node);
  if (!isfinite (number) || number < 0 || number != floor (number) || number > (double) (1LL << 53))
    return FALSE;

  *count = (gint64) number;

  return TRUE;
}

/**
 * homebox_json_get_time:
 * @object: an object
 * @member: the name of a member
 *
 * Reads a time as Homebox writes it (RFC 3339, up to nanoseconds, with `Z` or an offset). The zero
 * time of Go, 0001-01-01, which is written for "never", counts as missing.
 *
 * Returns: (transfer full) (nullable): the time, or %NULL when @member is missing or no time
 */
GDateTime *
homebox_json_get_time (JsonObject *object, const char *member)
{
  const char *text = homebox_json_get_string (object, member);
  g_autoptr (GTimeZone) utc = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (text == NULL)
    return NULL;

  utc = g_time_zone_new_utc ();
  time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL || g_date_time_get_year (time) <= 1)
    return NULL;

  return g_steal_pointer (&time);
}
