#pragma once

#include "homebox-secret.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* How many people one invitation can let in; the server takes 1 to this. */
#define HOMEBOX_INVITATION_MAX_USES 100

#define HOMEBOX_TYPE_INVITATION (homebox_invitation_get_type ())

/**
 * HomeboxInvitation:
 *
 * An invitation into a home. Its token is known once, from the answer that it was made with; a
 * list of invitations comes without.
 *
 * Immutable; properties `id` (nullable: v0.21 has none, so that nothing can be done with it),
 * `uses-left`, `expires-at` (nullable), `token` (#HomeboxSecret, nullable).
 */
G_DECLARE_FINAL_TYPE (HomeboxInvitation, homebox_invitation, HOMEBOX, INVITATION, GObject)

HomeboxInvitation *homebox_invitation_new_from_json (JsonObject *object, GError **error);

const char *homebox_invitation_get_id (HomeboxInvitation *self);
guint homebox_invitation_get_uses_left (HomeboxInvitation *self);
GDateTime *homebox_invitation_get_expires_at (HomeboxInvitation *self);
HomeboxSecret *homebox_invitation_get_token (HomeboxInvitation *self);

gboolean homebox_invitation_is_open (HomeboxInvitation *self);

G_END_DECLS
