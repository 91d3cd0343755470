#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How deeply what Homebox stores is nested at most: the limit of Go's encoding/json, and the
 * envelope around it. */
#define HOMEBOX_JSON_STORED_DEPTH 10001

/*
 * HomeboxJsonProblem:
 * @HOMEBOX_JSON_PROBLEM_NONE: nothing
 *
 * What is wrong with a text that should be JSON.
 */
typedef enum
{
  HOMEBOX_JSON_PROBLEM_NONE,
  HOMEBOX_JSON_PROBLEM_UTF8,
  HOMEBOX_JSON_PROBLEM_NUMBER,
  HOMEBOX_JSON_PROBLEM_VALUE,
  HOMEBOX_JSON_PROBLEM_ESCAPE,
  HOMEBOX_JSON_PROBLEM_HALF_PAIR,
  HOMEBOX_JSON_PROBLEM_STRING,
  HOMEBOX_JSON_PROBLEM_CONTROL,
  HOMEBOX_JSON_PROBLEM_UNENDED,
  HOMEBOX_JSON_PROBLEM_COLON,
  HOMEBOX_JSON_PROBLEM_DEPTH,
  HOMEBOX_JSON_PROBLEM_TRAILING,
  HOMEBOX_JSON_PROBLEM_COMMA,
} HomeboxJsonProblem;

HomeboxJsonProblem homebox_json_check_to (const char *text,
                                          gsize length,
                                          guint max_depth,
                                          gboolean takes_half_pairs,
                                          gsize *offset);
const char *homebox_json_check (const char *text, gsize length, gsize *offset);

G_END_DECLS
