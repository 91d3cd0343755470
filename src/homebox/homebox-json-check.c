#include "homebox-json-check.h"

#include "homebox-json.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
  const char *problem;

  /* The closing bracket of each object and array that is open. */
  char open[HOMEBOX_JSON_MAX_DEPTH];
  guint depth;
} Check;

static gboolean
fail (Check *self, const char *problem)
{
  self->problem = problem;

  return FALSE;
}

static char
peek (Check *self)
{
  return self->at < self->end ? *self->at : '\0';
}

static gboolean
take (Check *self, char c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;

  self->at++;

  return TRUE;
}

static void
skip_spaces (Check *self)
{
  while (self->at < self->end && memchr (" \t\r\n", *self->at, 4) != NULL)
    self->at++;
}

static gboolean
take_digits (Check *self)
{
  const char *start = self->at;

  while (g_ascii_isdigit (peek (self)))
    self->at++;

  return self->at > start;
}

static gboolean
check_number (Check *self)
{
  take (self, '-');

  if (!take (self, '0') && !take_digits (self))
    return fail (self, "not a number");

  if (take (self, '.') && !take_digits (self))
    return fail (self, "not a number");

  if (take (self, 'e') || take (self, 'E'))
    {
      if (!take (self, '+'))
        take (self, '-');
      if (!take_digits (self))
        return fail (self, "not a number");
    }

  return TRUE;
}

static gboolean
check_literal (Check *self, const char *literal)
{
  for (; *literal != '\0'; literal++)
    {
      if (!take (self, *literal))
        return fail (self, "not a value");
    }

  return TRUE;
}

static gboolean
take_code_unit (Check *self, guint *unit)
{
  *unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (peek (self)))
        return FALSE;

      *unit = *unit * 16 + (guint) g_ascii_xdigit_value (*self->at++);
    }

  return TRUE;
}

/* json-glib would turn half of a surrogate pair into text that is not UTF-8. */
static gboolean
check_escape (Check *self)
{
  guint unit;

  if (!take (self, 'u'))
    {
      if (self->at == self->end || memchr ("\"\\/bfnrt", *self->at, 8) == NULL)
        return fail (self, "unknown escape");

      self->at++;

      return TRUE;
    }

  if (!take_code_unit (self, &unit) || (unit >= 0xdc00 && unit <= 0xdfff))
    return fail (self, "not a character");

  if (unit >= 0xd800 && unit <= 0xdbff
      && (!take (self, '\\') || !take (self, 'u') || !take_code_unit (self, &unit)
          || unit < 0xdc00 || unit > 0xdfff))
    return fail (self, "half of a surrogate pair");

  return TRUE;
}

static gboolean
check_string (Check *self)
{
  if (!take (self, '"'))
    return fail (self, "not a string");

  while (self->at < self->end)
    {
      guchar c = (guchar) *self->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20)
        return fail (self, "control character in a string");
      if (c == '\\' && !check_escape (self))
        return FALSE;
    }

  return fail (self, "the text ends inside a string");
}

static gboolean
check_key (Check *self)
{
  skip_spaces (self);
  if (!check_string (self))
    return FALSE;

  skip_spaces (self);
  if (!take (self, ':'))
    return fail (self, "no value after a name");

  return TRUE;
}

/* Checks one value; of an object or an array only its beginning. @complete tells which it was. */
static gboolean
check_value (Check *self, gboolean *complete)
{
  char c;

  skip_spaces (self);
  c = peek (self);
  *complete = TRUE;

  switch (c)
    {
    case '"':
      return check_string (self);
    case 't':
      return check_literal (self, "true");
    case 'f':
      return check_literal (self, "false");
    case 'n':
      return check_literal (self, "null");
    case '{':
    case '[':
      break;
    default:
      return check_number (self);
    }

  if (self->depth == HOMEBOX_JSON_MAX_DEPTH)
    return fail (self, "nested too deeply");

  self->at++;
  skip_spaces (self);

  if (take (self, c == '{' ? '}' : ']'))
    return TRUE;

  self->open[self->depth++] = c == '{' ? '}' : ']';
  *complete = FALSE;

  return c != '{' || check_key (self);
}

/* Closes what ends here. Returns whether what follows is right: another value, or the end. */
static gboolean
check_after_value (Check *self)
{
  for (;;)
    {
      skip_spaces (self);

      if (self->depth == 0)
        return self->at == self->end || fail (self, "text after the end");

      if (take (self, ','))
        return self->open[self->depth - 1] != '}' || check_key (self);

      if (!take (self, self->open[self->depth - 1]))
        return fail (self, "neither a comma nor a bracket");

      self->depth--;
    }
}

/* The part of a text that is UTF-8; all of it where only the rest of its last character misses. */
static gsize
count_valid (const char *text, gsize length)
{
  const char *end;

  if (g_utf8_validate_len (text, length, &end))
    return length;

  if (g_utf8_get_char_validated (end, text + length - end) == (gunichar) -2)
    return length;

  return (gsize) (end - text);
}

/*
 * homebox_json_check:
 * @text: a text
 * @length: its length in bytes
 * @offset: (out): where it stops to be right, in bytes; @length when it is right so far, but ends
 *   too early
 *
 * Checks that @text is one JSON value as RFC 8259 has it, nested no deeper than
 * %HOMEBOX_JSON_MAX_DEPTH. It needs no more stack for a deep text than for a flat one.
 *
 * Returns: (nullable): what is wrong, in technical words; %NULL when nothing is
 */
const char *
homebox_json_check (const char *text, gsize length, gsize *offset)
{
  Check self = { .at = text, .end = text + length };
  gboolean complete;

  *offset = count_valid (text, length);
  if (!g_utf8_validate_len (text, length, NULL))
    return "not UTF-8";

  do
    {
      if (!check_value (&self, &complete) || (complete && !check_after_value (&self)))
        {
          *offset = (gsize) (self.at - text);
          return self.problem;
        }
    }
  while (self.depth > 0);

  return NULL;
}
