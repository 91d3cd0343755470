#include "homebox-json-check.h"

#include "homebox-json.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
  HomeboxJsonProblem problem;

  /* The closing bracket of each object and array that is open. */
  char open[HOMEBOX_JSON_STORED_DEPTH];
  guint depth;
  guint max_depth;
  gboolean takes_half_pairs;
} Check;

static gboolean
fail (Check *self, HomeboxJsonProblem problem)
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
    return fail (self, HOMEBOX_JSON_PROBLEM_NUMBER);

  if (take (self, '.') && !take_digits (self))
    return fail (self, HOMEBOX_JSON_PROBLEM_NUMBER);

  if (take (self, 'e') || take (self, 'E'))
    {
      if (!take (self, '+'))
        take (self, '-');
      if (!take_digits (self))
        return fail (self, HOMEBOX_JSON_PROBLEM_NUMBER);
    }

  return TRUE;
}

static gboolean
check_literal (Check *self, const char *literal)
{
  for (; *literal != '\0'; literal++)
    {
      if (!take (self, *literal))
        return fail (self, HOMEBOX_JSON_PROBLEM_VALUE);
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

/* Half of a surrogate pair is grammar, but no character: json-glib would turn it into text that is
 * not UTF-8, and Homebox into U+FFFD. */
static gboolean
check_escape (Check *self)
{
  guint unit;

  if (!take (self, 'u'))
    {
      if (self->at == self->end || memchr ("\"\\/bfnrt", *self->at, 8) == NULL)
        return fail (self, HOMEBOX_JSON_PROBLEM_ESCAPE);

      self->at++;

      return TRUE;
    }

  if (!take_code_unit (self, &unit))
    return fail (self, HOMEBOX_JSON_PROBLEM_ESCAPE);
  if (self->takes_half_pairs)
    return TRUE;
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail (self, HOMEBOX_JSON_PROBLEM_HALF_PAIR);

  if (unit >= 0xd800 && unit <= 0xdbff
      && (!take (self, '\\') || !take (self, 'u') || !take_code_unit (self, &unit)
          || unit < 0xdc00 || unit > 0xdfff))
    return fail (self, HOMEBOX_JSON_PROBLEM_HALF_PAIR);

  return TRUE;
}

static gboolean
check_string (Check *self)
{
  if (!take (self, '"'))
    return fail (self, HOMEBOX_JSON_PROBLEM_STRING);

  while (self->at < self->end)
    {
      guchar c = (guchar) *self->at++;

      if (c == '"')
        return TRUE;
      if (c < 0x20)
        {
          self->at--;
          return fail (self, HOMEBOX_JSON_PROBLEM_CONTROL);
        }
      if (c == '\\' && !check_escape (self))
        return FALSE;
    }

  return fail (self, HOMEBOX_JSON_PROBLEM_UNENDED);
}

static gboolean
check_key (Check *self)
{
  skip_spaces (self);
  if (!check_string (self))
    return FALSE;

  skip_spaces (self);
  if (!take (self, ':'))
    return fail (self, HOMEBOX_JSON_PROBLEM_COLON);

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
      return c == '-' || g_ascii_isdigit (c) ? check_number (self)
                                            : fail (self, HOMEBOX_JSON_PROBLEM_VALUE);
    }

  if (self->depth == self->max_depth)
    return fail (self, HOMEBOX_JSON_PROBLEM_DEPTH);

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
        return self->at == self->end || fail (self, HOMEBOX_JSON_PROBLEM_TRAILING);

      if (take (self, ','))
        return self->open[self->depth - 1] != '}' || check_key (self);

      if (!take (self, self->open[self->depth - 1]))
        return fail (self, HOMEBOX_JSON_PROBLEM_COMMA);

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
 * homebox_json_check_to:
 * @text: a text
 * @length: its length in bytes
 * @max_depth: how deeply it may be nested, %HOMEBOX_JSON_STORED_DEPTH at most
 * @takes_half_pairs: whether half of a surrogate pair in an escape is right
 * @offset: (out): where it stops to be right, in bytes; @length when it is right so far, but ends
 *   too early
 *
 * Checks that @text is one JSON value as RFC 8259 has it, nested no deeper than @max_depth. It
 * needs no more stack for a deep text than for a flat one.
 *
 * Returns: what is wrong
 */
HomeboxJsonProblem
homebox_json_check_to (const char *text,
                       gsize length,
                       guint max_depth,
                       gboolean takes_half_pairs,
                       gsize *offset)
{
  Check self;
  gboolean complete;

  /* Not the brackets: they are most of it, and written before they are read. */
  self.at = text;
  self.end = text + length;
  self.problem = HOMEBOX_JSON_PROBLEM_NONE;
  self.depth = 0;
  self.max_depth = MIN (max_depth, HOMEBOX_JSON_STORED_DEPTH);
  self.takes_half_pairs = takes_half_pairs;

  *offset = count_valid (text, length);
  if (!g_utf8_validate_len (text, length, NULL))
    return HOMEBOX_JSON_PROBLEM_UTF8;

  do
    {
      if (!check_value (&self, &complete) || (complete && !check_after_value (&self)))
        {
          *offset = (gsize) (self.at - text);
          return self.problem;
        }
    }
  while (self.depth > 0);

  return HOMEBOX_JSON_PROBLEM_NONE;
}

/*
 * homebox_json_check:
 * @text: a text
 * @length: its length in bytes
 * @offset: (out): where it stops to be right, see homebox_json_check_to()
 *
 * Checks that @text is one JSON value that json-glib may be given.
 *
 * Returns: (nullable): what is wrong, in technical words; %NULL when nothing is
 */
const char *
homebox_json_check (const char *text, gsize length, gsize *offset)
{
  static const char *const words[] = {
    [HOMEBOX_JSON_PROBLEM_NONE] = NULL,
    [HOMEBOX_JSON_PROBLEM_UTF8] = "not UTF-8",
    [HOMEBOX_JSON_PROBLEM_NUMBER] = "not a number",
    [HOMEBOX_JSON_PROBLEM_VALUE] = "not a value",
    [HOMEBOX_JSON_PROBLEM_ESCAPE] = "unknown escape",
    [HOMEBOX_JSON_PROBLEM_HALF_PAIR] = "half of a surrogate pair",
    [HOMEBOX_JSON_PROBLEM_STRING] = "not a string",
    [HOMEBOX_JSON_PROBLEM_CONTROL] = "control character in a string",
    [HOMEBOX_JSON_PROBLEM_UNENDED] = "the text ends inside a string",
    [HOMEBOX_JSON_PROBLEM_COLON] = "no value after a name",
    [HOMEBOX_JSON_PROBLEM_DEPTH] = "nested too deeply",
    [HOMEBOX_JSON_PROBLEM_TRAILING] = "text after the end",
    [HOMEBOX_JSON_PROBLEM_COMMA] = "neither a comma nor a bracket",
  };

  return words[homebox_json_check_to (text, length, HOMEBOX_JSON_MAX_DEPTH, FALSE, offset)];
}
