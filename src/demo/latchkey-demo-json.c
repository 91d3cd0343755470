#include "latchkey-demo-json.h"

#include "latchkey-demo-json-writer.h"

#include <math.h>

/* Homebox is written in Go, and its JSON behaves as Go's encoding/json does: strict, with its own
 * error texts, all numbers being 64-bit floats, and members sorted when written. json-glib can be
 * none of that, and what a client may rely on is just this. */

#define MAX_DEPTH 10000

typedef struct
{
  const guint8 *at;
  const guint8 *end;
  guint depth;
  char *problem;
  char *range_problem;
} Reader;

typedef struct
{
  GString *key;
  GString *value;
} Member;

static gboolean read_value (Reader *self, GString *out);

static void
member_free (Member *member)
{
  g_string_free (member->key, TRUE);
  g_string_free (member->value, TRUE);
  g_free (member);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Member, member_free)

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const Member *one = *(Member *const *) a;
  const Member *other = *(Member *const *) b;
  int order = memcmp (one->key->str, other->key->str, MIN (one->key->len, other->key->len));

  return order != 0 ? order : (one->key->len > other->key->len) - (one->key->len < other->key->len);
}

static gboolean
fail (Reader *self, const char *where)
{
  g_autofree char *shown = NULL;

  if (self->at == self->end)
    {
      self->problem = g_strdup ("unexpected EOF");
      return FALSE;
    }

  switch (*self->at)
    {
    case '\'':
      shown = g_strdup ("\\'");
      break;
    case '"':
      shown = g_strdup ("\"");
      break;
    default:
      {
        char utf8[7] = { 0 };

        g_unichar_to_utf8 (*self->at, utf8);
        if (*self->at < 0x20 && memchr ("\a\b\f\n\r\t\v", *self->at, 7) == NULL)
          shown = g_strdup_printf ("\\x%02x", *self->at);
        else
          shown = *self->at < 0x80 ? g_strescape (utf8, NULL) : g_strdup (utf8);
      }
    }
  self->problem = g_strdup_printf ("invalid character '%s' %s", shown, where);

  return FALSE;
}

static void
skip_space (Reader *self)
{
  while (self->at < self->end && memchr (" \t\r\n", *self->at, 4) != NULL)
    self->at++;
}

static gboolean
read_hex (Reader *self, gunichar *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++, self->at++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        return fail (self, "in \\u hexadecimal character escape");
      *unit = *unit * 16 + g_ascii_xdigit_value (*self->at);
    }

  return TRUE;
}

static gboolean
read_escape (Reader *self, GString *text)
{
  static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
  gunichar unit;

  for (gsize i = 0; self->at < self->end && escapes[i] != '\0'; i += 2)
    if (*self->at == escapes[i])
      {
        g_string_append_c (text, escapes[i + 1]);
        self->at++;
        return TRUE;
      }
  if (self->at == self->end || *self->at != 'u')
    return fail (self, "in string escape code");

  self->at++;
  if (!read_hex (self, &unit))
    return FALSE;
  if (unit >= 0xd800 && unit < 0xdc00 && self->end - self->at >= 6 && self->at[0] == '\\'
      && self->at[1] == 'u')
    {
      const guint8 *second = self->at;
      gunichar low;

      self->at += 2;
      if (!read_hex (self, &low))
        return FALSE;
      if (low >= 0xdc00 && low < 0xe000)
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      else
        self->at = second;
    }
  if (unit >= 0xd800 && unit < 0xe000)
    unit = 0xfffd;
  /* g_string_append_unichar () is right for U+0000 too. */
  g_string_append_unichar (text, unit);

  return TRUE;
}

static gboolean
read_string (Reader *self, GString *text)
{
  self->at++;
  while (self->at < self->end && *self->at != '"')
    {
      gunichar c;

      if (*self->at < 0x20)
        return fail (self, "in string literal");
      if (*self->at == '\\')
        {
          self->at++;
          if (!read_escape (self, text))
            return FALSE;
          continue;
        }

      c = g_utf8_get_char_validated ((const char *) self->at, self->end - self->at);
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_unichar (text, 0xfffd);
          self->at++;
        }
      else
        {
          g_string_append_unichar (text, c);
          self->at += g_unichar_to_utf8 (c, NULL);
        }
    }
  if (self->at == self->end)
    return fail (self, "");
  self->at++;

  return TRUE;
}

static gboolean
read_digits (Reader *self, const char *where)
{
  if (self->at == self->end || !g_ascii_isdigit (*self->at))
    return fail (self, where);
  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;

  return TRUE;
}

static gboolean
read_number (Reader *self, GString *out)
{
  const char *start = (const char *) self->at;
  g_autofree char *text = NULL;
  double value;

  if (*self->at == '-')
    self->at++;
  if (self->at < self->end && *self->at == '0')
    self->at++;
  else if (!read_digits (self, "in numeric literal"))
    return FALSE;
  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      if (!read_digits (self, "after decimal point in numeric literal"))
        return FALSE;
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      if (!read_digits (self, "in exponent of numeric literal"))
        return FALSE;
    }

  text = g_strndup (start, (const char *) self->at - start);
  value = g_ascii_strtod (text, NULL);
  if (isinf (value))
    {
      /* Wrong syntax further on is reported first. */
      if (self->range_problem == NULL)
        self->range_problem = g_strdup_printf (
            "json: cannot unmarshal number %s into Go value of type float64", text);
      value = 0;
    }
  latchkey_demo_json_write_number (out, value);

  return TRUE;
}

static gboolean
read_literal (Reader *self, const char *literal, GString *out)
{
  for (const char *c = literal; *c != '\0'; c++, self->at++)
    if (self->at == self->end || *self->at != (guint8) *c)
      {
        g_autofree char *where
            = g_strdup_printf ("in literal %s (expecting '%c')", literal, *c);

        return fail (self, where);
      }
  g_string_append (out, literal);

  return TRUE;
}

static gboolean
read_array (Reader *self, GString *out)
{
  self->at++;
  g_string_append_c (out, '[');
  skip_space (self);
  if (self->at < self->end && *self->at == ']')
    {
      self->at++;
      g_string_append_c (out, ']');
      return TRUE;
    }
  while (TRUE)
    {
      if (!read_value (self, out))
        return FALSE;
      skip_space (self);
      if (self->at == self->end || (*self->at != ',' && *self->at != ']'))
        return fail (self, "after array element");
      g_string_append_c (out, *self->at);
      if (*self->at++ == ']')
        return TRUE;
    }
}

static gboolean
read_member (Reader *self, GHashTable *members)
{
  g_autoptr (Member) member = g_new0 (Member, 1);
  GString *text;

  member->key = g_string_new (NULL);
  member->value = g_string_new (NULL);
  if (!read_string (self, member->key))
    return FALSE;
  skip_space (self);
  if (self->at == self->end || *self->at != ':')
    return fail (self, "after object key");
  self->at++;
  if (!read_value (self, member->value))
    return FALSE;

  text = g_string_new (NULL);
  latchkey_demo_json_write_string (text, member->key);
  g_hash_table_replace (members, g_string_free (text, FALSE), g_steal_pointer (&member));

  return TRUE;
}

static void
write_members (GString *out, GHashTable *members)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  Member *member;

  g_hash_table_iter_init (&iter, members);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &member))
    g_ptr_array_add (sorted, member);
  g_ptr_array_sort (sorted, compare_members);

  g_string_append_c (out, '{');
  for (guint i = 0; i < sorted->len; i++)
    {
      member = g_ptr_array_index (sorted, i);
      if (i > 0)
        g_string_append_c (out, ',');
      latchkey_demo_json_write_string (out, member->key);
      g_string_append_c (out, ':');
      g_string_append_len (out, member->value->str, member->value->len);
    }
  g_string_append_c (out, '}');
}

static gboolean
read_object (Reader *self, GString *out)
{
  g_autoptr (GHashTable) members
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) member_free);

  self->at++;
  skip_space (self);
  if (self->at < self->end && *self->at == '}')
    {
      self->at++;
      g_string_append (out, "{}");
      return TRUE;
    }
  while (TRUE)
    {
      skip_space (self);
      if (self->at == self->end || *self->at != '"')
        return fail (self, "looking for beginning of object key string");
      if (!read_member (self, members))
        return FALSE;
      skip_space (self);
      if (self->at == self->end || (*self->at != ',' && *self->at != '}'))
        return fail (self, "after object key:value pair");
      if (*self->at++ == '}')
        break;
    }
  write_members (out, members);

  return TRUE;
}

static gboolean
read_value (Reader *self, GString *out)
{
  gboolean done;

  skip_space (self);
  if (self->at == self->end)
    return fail (self, "");

  switch (*self->at)
    {
    case '{':
    case '[':
      if (++self->depth > MAX_DEPTH)
        return fail (self, "exceeded max depth");
      done = *self->at == '{' ? read_object (self, out) : read_array (self, out);
      self->depth--;
      return done;
    case '"':
      {
        g_autoptr (GString) text = g_string_new (NULL);

        done = read_string (self, text);
        latchkey_demo_json_write_string (out, text);
        return done;
      }
    case 't':
      return read_literal (self, "true", out);
    case 'f':
      return read_literal (self, "false", out);
    case 'n':
      return read_literal (self, "null", out);
    default:
      if (*self->at == '-' || g_ascii_isdigit (*self->at))
        return read_number (self, out);
      return fail (self, "looking for beginning of value");
    }
}

/**
 * latchkey_demo_json_normalize:
 * @body: the body of a request
 * @problem: (out) (transfer full): what the server says when it cannot read it
 *
 * Reads the first JSON value in @body, ignoring what comes after it, and writes it again, both as
 * Go's encoding/json does: members sorted, of two equal keys the last one, numbers as 64-bit
 * floats, invalid UTF-8 and lone surrogates as U+FFFD. What comes out is safe for json-glib.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL with @problem set
 */
char *
latchkey_demo_json_normalize (GBytes *body, char **problem)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (body, &length);
  Reader reader = { .at = data, .end = data + length };
  g_autoptr (GString) out = g_string_new (NULL);

  skip_space (&reader);
  if (reader.at == reader.end)
    {
      *problem = g_strdup ("EOF");
      return NULL;
    }
  if (!read_value (&reader, out) || reader.range_problem != NULL)
    {
      *problem = reader.problem != NULL ? reader.problem : reader.range_problem;
      if (reader.problem != NULL)
        g_free (reader.range_problem);
      return NULL;
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}
