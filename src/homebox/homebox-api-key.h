#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define HOMEBOX_TYPE_API_KEY (homebox_api_key_get_type ())

/**
 * HomeboxApiKey:
 *
 * What a server tells about an API key (`GET /users/self/api-keys`), which is everything but the
 * key itself. Immutable; properties `id`, `name`, `created-at`, `expires-at` (nullable: never) and
 * `last-used-at` (nullable: not yet), the times in UTC or with the offset they were made with.
 */
G_DECLARE_FINAL_TYPE (HomeboxApiKey, homebox_api_key, HOMEBOX, API_KEY, GObject)

HomeboxApiKey *homebox_api_key_new_from_json (JsonObject *object, GError **error);

const char *homebox_api_key_get_id (HomeboxApiKey *self);
const char *homebox_api_key_get_name (HomeboxApiKey *self);
GDateTime *homebox_api_key_get_created_at (HomeboxApiKey *self);
GDateTime *homebox_api_key_get_expires_at (HomeboxApiKey *self);
GDateTime *homebox_api_key_get_last_used_at (HomeboxApiKey *self);

gboolean homebox_api_key_is_expired (HomeboxApiKey *self);
gboolean homebox_api_key_is_endless (HomeboxApiKey *self);

G_END_DECLS
