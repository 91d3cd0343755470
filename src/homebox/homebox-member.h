#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define HOMEBOX_TYPE_MEMBER (homebox_member_get_type ())

/**
 * HomeboxMember:
 *
 * Somebody who belongs to a home (`GET /groups/members`). Immutable; properties `id`, `name`,
 * `email`.
 */
G_DECLARE_FINAL_TYPE (HomeboxMember, homebox_member, HOMEBOX, MEMBER, GObject)

HomeboxMember *homebox_member_new_from_json (JsonObject *object, GError **error);

const char *homebox_member_get_id (HomeboxMember *self);
const char *homebox_member_get_name (HomeboxMember *self);
const char *homebox_member_get_email (HomeboxMember *self);

G_END_DECLS
