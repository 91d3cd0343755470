#pragma once

#include "homebox-user.h"

G_BEGIN_DECLS

/**
 * HOMEBOX_GROUP_COUNT_UNKNOWN:
 *
 * What a count of a #HomeboxGroup is before the server was asked, or when it would not say.
 */
#define HOMEBOX_GROUP_COUNT_UNKNOWN (-1)

#define HOMEBOX_TYPE_GROUP (homebox_group_get_type ())

/**
 * HomeboxGroup:
 *
 * A home that the person belongs to (a "group", lately "collection", in the API).
 *
 * Properties: `id`, `name`, `currency`, `n-items`, `n-locations`, `n-labels`, `n-members` (each
 * %HOMEBOX_GROUP_COUNT_UNKNOWN until known) and `ownership`.
 */
G_DECLARE_FINAL_TYPE (HomeboxGroup, homebox_group, HOMEBOX, GROUP, GObject)

HomeboxGroup *homebox_group_new_from_json (JsonObject *object, GError **error);
gboolean homebox_group_update_statistics (HomeboxGroup *self, JsonObject *object, GError **error);
void homebox_group_set_n_members (HomeboxGroup *self, gint64 n_members);
void homebox_group_set_ownership (HomeboxGroup *self, HomeboxOwnership ownership);

const char *homebox_group_get_id (HomeboxGroup *self);
const char *homebox_group_get_name (HomeboxGroup *self);
const char *homebox_group_get_currency (HomeboxGroup *self);
gint64 homebox_group_get_n_items (HomeboxGroup *self);
gint64 homebox_group_get_n_locations (HomeboxGroup *self);
gint64 homebox_group_get_n_labels (HomeboxGroup *self);
gint64 homebox_group_get_n_members (HomeboxGroup *self);
HomeboxOwnership homebox_group_get_ownership (HomeboxGroup *self);

G_END_DECLS
