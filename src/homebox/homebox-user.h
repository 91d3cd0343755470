#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HomeboxOwnership:
 * @HOMEBOX_OWNERSHIP_UNKNOWN: this server does not say
 *
 * Whether somebody owns a home, as far as the server tells.
 */
typedef enum
{
  HOMEBOX_OWNERSHIP_UNKNOWN,
  HOMEBOX_OWNERSHIP_OWNER,
  HOMEBOX_OWNERSHIP_MEMBER,
} HomeboxOwnership;

#define HOMEBOX_TYPE_OWNERSHIP (homebox_ownership_get_type ())

GType homebox_ownership_get_type (void);

#define HOMEBOX_TYPE_USER (homebox_user_get_type ())

/**
 * HomeboxUser:
 *
 * A person's profile on one server, as last told by it (`GET /users/self`).
 *
 * Properties, all read-only from outside and notified when an answer changes them: `id`, `name`,
 * `email`, `superuser`, `ownership` (#HomeboxOwnership of the default home, from `isOwner`, which
 * current servers do not send), `default-group-id`, `default-group-name` (v0.21 only),
 * `group-ids`, `oidc-issuer`, `oidc-subject`. It is updated in place, so that what is bound to it
 * follows.
 */
G_DECLARE_FINAL_TYPE (HomeboxUser, homebox_user, HOMEBOX, USER, GObject)

HomeboxUser *homebox_user_new (void);
gboolean homebox_user_update (HomeboxUser *self, JsonObject *object, GError **error);

const char *homebox_user_get_id (HomeboxUser *self);
const char *homebox_user_get_name (HomeboxUser *self);
const char *homebox_user_get_email (HomeboxUser *self);
gboolean homebox_user_get_superuser (HomeboxUser *self);
HomeboxOwnership homebox_user_get_ownership (HomeboxUser *self);
const char *homebox_user_get_default_group_id (HomeboxUser *self);
const char *homebox_user_get_default_group_name (HomeboxUser *self);
const char *const *homebox_user_get_group_ids (HomeboxUser *self);
const char *homebox_user_get_oidc_issuer (HomeboxUser *self);
const char *homebox_user_get_oidc_subject (HomeboxUser *self);

char *homebox_user_normalize_name (const char *typed, GError **error);
char *homebox_user_normalize_email (const char *typed, GError **error);
char *homebox_user_fold_email (const char *typed);
gboolean homebox_user_check_new_password (const char *typed, GError **error);

G_END_DECLS
