#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Steps through a JSON text that was found to be valid, and ends with a NUL. None of these needs
 * more stack for a deep text than for a flat one. */

const char *homebox_json_scan_spaces (const char *at);
const char *homebox_json_scan_string (const char *at);
const char *homebox_json_scan_value (const char *at);

/*
 * HomeboxJsonEntry:
 * @name: (nullable): where the name begins, with its quote; %NULL in an array
 * @name_end: where it ends
 * @value: where the value begins
 * @value_end: where it ends
 *
 * Where a member of an object, or an element of an array, is in its text.
 */
typedef struct
{
  const char *name;
  const char *name_end;
  const char *value;
  const char *value_end;
} HomeboxJsonEntry;

const char *homebox_json_scan_begin (const char *text);
gboolean homebox_json_scan_next (const char **at, HomeboxJsonEntry *entry);

void homebox_json_scan_shorten_string (GString *out, const char *string, const char *end);
char *homebox_json_scan_decode_string (const char *string, const char *end);

G_END_DECLS
