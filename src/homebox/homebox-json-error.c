#include "homebox-json-check.h"
#include "homebox-json-private.h"
#include "homebox-json-scan.h"
#include "homebox-json-text.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

/* How deeply a value may be nested that a person typed, so that json-glib can read the whole. */
#define TYPED_DEPTH 60

typedef struct
{
  guint line;
  guint column;
} HomeboxJsonErrorPrivate;

static void
homebox_json_error_private_init (HomeboxJsonErrorPrivate *priv)
{
}

static void
homebox_json_error_private_copy (const HomeboxJsonErrorPrivate *source,
                                 HomeboxJsonErrorPrivate *target)
{
  *target = *source;
}

static void
homebox_json_error_private_clear (HomeboxJsonErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (HomeboxJsonError, homebox_json_error)

/**
 * homebox_json_error_get_position:
 * @error: an error of the domain %HOMEBOX_JSON_ERROR
 * @line: (out): the line it is in, from 1
 * @column: (out): the character in that line it is at, from 1
 *
 * Tells where a text is wrong.
 */
void
homebox_json_error_get_position (const GError *error, guint *line, guint *column)
{
  HomeboxJsonErrorPrivate *priv = homebox_json_error_get_private (error);

  g_return_if_fail (priv != NULL);

  *line = priv->line;
  *column = priv->column;
}

static void
find_position (const char *text, gsize offset, guint *line, guint *column)
{
  const char *end = text + offset;

  *line = 1;
  *column = 1;
  for (const char *at = text; at < end; at++)
    {
      if (*at == '\n' || (*at == '\r' && at[1] != '\n'))
        {
          (*line)++;
          *column = 1;
        }
      else if (((guchar) *at & 0xc0) != 0x80 && *at != '\r')
        {
          (*column)++;
        }
    }
}

static HomeboxJsonError
get_code (HomeboxJsonProblem problem)
{
  switch (problem)
    {
    case HOMEBOX_JSON_PROBLEM_UTF8:
    case HOMEBOX_JSON_PROBLEM_HALF_PAIR:
      return HOMEBOX_JSON_ERROR_CHARACTER;
    case HOMEBOX_JSON_PROBLEM_DEPTH:
      return HOMEBOX_JSON_ERROR_DEPTH;
    default:
      return HOMEBOX_JSON_ERROR_SYNTAX;
    }
}

/* Translators: in all of these, the first %u is the number of a line, the second that of a
 * character in it. They say why a text that was typed is no JSON. */
static char *
describe (HomeboxJsonProblem problem, guint line, guint column)
{
  switch (problem)
    {
    case HOMEBOX_JSON_PROBLEM_UTF8:
      return g_strdup_printf (_("Line %u, character %u: this is not text."), line, column);
    case HOMEBOX_JSON_PROBLEM_NUMBER:
      return g_strdup_printf (_("Line %u, character %u: this number is not complete, or begins "
                                "with a zero."), line, column);
    case HOMEBOX_JSON_PROBLEM_ESCAPE:
      return g_strdup_printf (_("Line %u, character %u: a backslash has no meaning here. Write two "
                                "of them for one."), line, column);
    case HOMEBOX_JSON_PROBLEM_HALF_PAIR:
      return g_strdup_printf (_("Line %u, character %u: this is only half of a character."), line,
                              column);
    case HOMEBOX_JSON_PROBLEM_STRING:
      return g_strdup_printf (_("Line %u, character %u: a name in double quotation marks is "
                                "missing here."), line, column);
    case HOMEBOX_JSON_PROBLEM_CONTROL:
      return g_strdup_printf (_("Line %u, character %u: a line break inside a text has to be "
                                "written as \\n, a tab as \\t."), line, column);
    case HOMEBOX_JSON_PROBLEM_UNENDED:
      return g_strdup_printf (_("Line %u, character %u: the quotation mark at the end is missing."),
                              line, column);
    case HOMEBOX_JSON_PROBLEM_COLON:
      return g_strdup_printf (_("Line %u, character %u: a colon is missing here."), line, column);
    case HOMEBOX_JSON_PROBLEM_DEPTH:
      return g_strdup_printf (_("Line %u, character %u: there are too many brackets inside each "
                                "other."), line, column);
    case HOMEBOX_JSON_PROBLEM_TRAILING:
      return g_strdup_printf (_("Line %u, character %u: the value has ended before this."), line,
                              column);
    case HOMEBOX_JSON_PROBLEM_COMMA:
      return g_strdup_printf (_("Line %u, character %u: a comma or a closing bracket is missing "
                                "here."), line, column);
    default:
      return g_strdup_printf (_("Line %u, character %u: a value is missing here. Text needs double "
                                "quotation marks around it."), line, column);
    }
}

static gboolean
fail (GError **error,
      HomeboxJsonError code,
      HomeboxJsonProblem problem,
      const char *text,
      gsize offset)
{
  g_autofree char *message = NULL;
  GError *made;
  HomeboxJsonErrorPrivate *priv;
  guint line, column;

  find_position (text, offset, &line, &column);
  switch (code)
    {
    case HOMEBOX_JSON_ERROR_EMPTY:
      message = g_strdup (_("There is no value yet."));
      break;
    case HOMEBOX_JSON_ERROR_RANGE:
      /* Translators: see above, as for the next one */
      message = g_strdup_printf (_("Line %u, character %u: the server cannot store a number as "
                                   "large or as small as this."), line, column);
      break;
    case HOMEBOX_JSON_ERROR_KIND:
      message = g_strdup_printf (_("Line %u, character %u: settings begin with a curly bracket."),
                                 line, column);
      break;
    default:
      message = describe (problem, line, column);
    }

  made = g_error_new_literal (HOMEBOX_JSON_ERROR, (int) code, message);
  priv = homebox_json_error_get_private (made);
  priv->line = line;
  priv->column = column;
  g_propagate_error (error, made);

  return FALSE;
}

/* Whether a number is stored as one, and not as infinity, or as zero although it is none. */
static gboolean
is_in_range (const char *at)
{
  gsize mantissa = strspn (at, "-0123456789.");
  double number = g_ascii_strtod (at, NULL);

  if (!isfinite (number))
    return FALSE;

  return number != 0 || strcspn (at, "123456789") >= mantissa;
}

static gboolean
check_numbers (const char *text, GError **error)
{
  const char *at = text;

  while (*at != '\0')
    {
      if (*at == '"')
        {
          at = homebox_json_scan_string (at);
        }
      else if (*at == '-' || g_ascii_isdigit (*at))
        {
          if (!is_in_range (at))
            return fail (error, HOMEBOX_JSON_ERROR_RANGE, HOMEBOX_JSON_PROBLEM_NONE, text,
                         (gsize) (at - text));
          at += strspn (at, "-+.0123456789eE");
        }
      else
        {
          at++;
        }
    }

  return TRUE;
}

/**
 * homebox_json_text_check:
 * @text: what a person typed
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Checks that a text is one JSON value that Homebox stores as it is meant: strict JSON, no number
 * that a 64-bit float cannot be, no half of a surrogate pair, and not nested deeper than 60 levels.
 *
 * Errors: #HomeboxJsonError.
 *
 * Returns: whether it is
 */
gboolean
homebox_json_text_check (const char *text, gssize length, GError **error)
{
  HomeboxJsonProblem problem;
  g_autofree char *copy = NULL;
  gsize offset, size;

  g_return_val_if_fail (text != NULL, FALSE);

  size = length < 0 ? strlen (text) : (gsize) length;
  copy = g_strndup (text, size);
  /* With a NUL in it the copy is shorter, and that NUL is where it is wrong. */
  problem = homebox_json_check_to (text, size, TYPED_DEPTH, FALSE, &offset);

  if (*homebox_json_scan_spaces (copy) == '\0' && strlen (copy) == size)
    return fail (error, HOMEBOX_JSON_ERROR_EMPTY, problem, copy, 0);
  if (problem != HOMEBOX_JSON_PROBLEM_NONE)
    return fail (error, get_code (problem), problem, copy, MIN (offset, strlen (copy)));

  return check_numbers (copy, error);
}

/*
 * homebox_json_text_check_object:
 * @text: what a person typed or imported
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Returns: whether it is an object that Homebox stores as it is meant
 */
gboolean
homebox_json_text_check_object (const char *text, gssize length, GError **error)
{
  const char *start = text;

  if (!homebox_json_text_check (text, length, error))
    return FALSE;

  start = homebox_json_scan_spaces (text);

  return *start == '{'
         || fail (error, HOMEBOX_JSON_ERROR_KIND, HOMEBOX_JSON_PROBLEM_NONE, text,
                  (gsize) (start - text));
}
