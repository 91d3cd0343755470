#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HomeboxJsonKind:
 * @HOMEBOX_JSON_ABSENT: there is no value at all
 *
 * What kind of value a JSON text is.
 */
typedef enum
{
  HOMEBOX_JSON_ABSENT,
  HOMEBOX_JSON_NULL,
  HOMEBOX_JSON_BOOLEAN,
  HOMEBOX_JSON_NUMBER,
  HOMEBOX_JSON_STRING,
  HOMEBOX_JSON_ARRAY,
  HOMEBOX_JSON_OBJECT,
} HomeboxJsonKind;

#define HOMEBOX_TYPE_JSON_KIND (homebox_json_kind_get_type ())

GType homebox_json_kind_get_type (void);

/**
 * HomeboxJsonError:
 * @HOMEBOX_JSON_ERROR_EMPTY: there is nothing but spaces
 * @HOMEBOX_JSON_ERROR_SYNTAX: it is no JSON
 * @HOMEBOX_JSON_ERROR_RANGE: a number that no 64-bit float can be
 * @HOMEBOX_JSON_ERROR_CHARACTER: half of a surrogate pair, or a byte that is no UTF-8
 * @HOMEBOX_JSON_ERROR_DEPTH: nested too deeply
 * @HOMEBOX_JSON_ERROR_KIND: JSON, but not an object where one is needed
 *
 * What is wrong with a JSON text that a person typed or imported. Each comes with a translated
 * message that names line and column; homebox_json_error_get_position() has them as numbers.
 */
typedef enum
{
  HOMEBOX_JSON_ERROR_EMPTY,
  HOMEBOX_JSON_ERROR_SYNTAX,
  HOMEBOX_JSON_ERROR_RANGE,
  HOMEBOX_JSON_ERROR_CHARACTER,
  HOMEBOX_JSON_ERROR_DEPTH,
  HOMEBOX_JSON_ERROR_KIND,
} HomeboxJsonError;

#define HOMEBOX_JSON_ERROR (homebox_json_error_quark ())

GQuark homebox_json_error_quark (void);
void homebox_json_error_get_position (const GError *error, guint *line, guint *column);

/* What a person typed. */
gboolean homebox_json_text_check (const char *text, gssize length, GError **error);
char *homebox_json_text_trim (const char *text);

/* What a valid text is. */
HomeboxJsonKind homebox_json_text_get_kind (const char *text);
gboolean homebox_json_text_get_boolean (const char *text, gboolean fallback);
double homebox_json_text_get_number (const char *text, double fallback);
char *homebox_json_text_dup_string (const char *text);
char *homebox_json_text_dup_member (const char *text, const char *name);
char *homebox_json_text_indent (const char *text);

/* Texts out of values. */
const char *homebox_json_text_from_boolean (gboolean value);
char *homebox_json_text_from_string (const char *value);
char *homebox_json_text_with_member (const char *text, const char *name, const char *value);

/* Equality by meaning. */
gboolean homebox_json_text_equal (const char *one, const char *other);
char *homebox_json_text_normalize (const char *text);
char *homebox_json_text_shorten (const char *text);

G_END_DECLS
