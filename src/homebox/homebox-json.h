#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How deeply an answer may be nested. json-glib parses recursively and overflows the stack at
 * some ten thousand levels; Homebox needs fewer than ten. */
#define HOMEBOX_JSON_MAX_DEPTH 64

JsonNode *homebox_json_parse (const char *text, gsize length, GError **error);

const char *homebox_json_get_string (JsonObject *object, const char *member);
gboolean homebox_json_get_boolean (JsonObject *object, const char *member, gboolean fallback);
gboolean homebox_json_get_count (JsonObject *object, const char *member, gint64 *count);
GDateTime *homebox_json_get_time (JsonObject *object, const char *member);

G_END_DECLS
