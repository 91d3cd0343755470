#include "latchkey-demo-route.h"

#include "latchkey-demo-endpoints.h"

#define V0_21 LATCHKEY_DEMO_VERSION_0_21
#define V0_25 LATCHKEY_DEMO_VERSION_0_25
#define CURRENT LATCHKEY_DEMO_VERSION_CURRENT

#define ANYBODY LATCHKEY_DEMO_ACCESS_ANYBODY
#define LIMITED LATCHKEY_DEMO_ACCESS_LIMITED
#define OIDC LATCHKEY_DEMO_ACCESS_OIDC
#define MEMBER LATCHKEY_DEMO_ACCESS_MEMBER
#define OWNER LATCHKEY_DEMO_ACCESS_OWNER

static const LatchkeyDemoRoute routes[] = {
  { "GET", "/status", V0_21, ANYBODY, latchkey_demo_status_get },

  { "POST", "/users/register", V0_21, ANYBODY, latchkey_demo_register_post },
  { "POST", "/users/login", V0_21, LIMITED, latchkey_demo_login_sign_in },
  { "GET", "/users/login/oidc", V0_25, OIDC, latchkey_demo_oidc_start },
  { "GET", "/users/login/oidc/callback", V0_25, OIDC, latchkey_demo_oidc_finish },
  { "GET", "/users/refresh", V0_21, MEMBER, latchkey_demo_login_refresh },
  { "POST", "/users/logout", V0_21, MEMBER, latchkey_demo_login_sign_out },
  { "POST", "/users/logout/all", CURRENT, MEMBER, latchkey_demo_login_sign_out_everywhere },

  { "GET", "/users/self", V0_21, MEMBER, latchkey_demo_profile_get },
  { "PUT", "/users/self", V0_21, MEMBER, latchkey_demo_profile_put },
  { "DELETE", "/users/self", V0_21, MEMBER, latchkey_demo_profile_delete },
  { "GET", "/users/self/settings", V0_25, MEMBER, latchkey_demo_settings_get },
  { "PUT", "/users/self/settings", V0_25, MEMBER, latchkey_demo_settings_put },
  { "GET", "/users/self/api-keys", CURRENT, MEMBER, latchkey_demo_api_keys_list },
  { "POST", "/users/self/api-keys", CURRENT, MEMBER, latchkey_demo_api_keys_create },
  { "DELETE", "/users/self/api-keys/*", CURRENT, MEMBER, latchkey_demo_api_keys_delete },

  { "PUT", "/users/self/change-password", V0_21, MEMBER, latchkey_demo_password_change },
  { "POST", "/users/forgot-password", CURRENT, LIMITED, latchkey_demo_reset_request },
  { "POST", "/users/reset-password", CURRENT, LIMITED, latchkey_demo_reset_password },

  { "GET", "/groups", V0_21, MEMBER, latchkey_demo_groups_get },
  { "PUT", "/groups", V0_21, OWNER, latchkey_demo_groups_update },
  { "POST", "/groups", V0_25, MEMBER, latchkey_demo_groups_create },
  { "DELETE", "/groups", V0_25, OWNER, latchkey_demo_groups_delete },
  { "GET", "/groups/all", V0_25, MEMBER, latchkey_demo_groups_list },
  { "GET", "/groups/statistics", V0_21, MEMBER, latchkey_demo_groups_get_statistics },
  { "GET", "/groups/members", V0_25, MEMBER, latchkey_demo_groups_list_members },
  { "DELETE", "/groups/members/*", V0_25, OWNER, latchkey_demo_groups_remove_member },
  { "GET", "/groups/invitations", V0_25, MEMBER, latchkey_demo_invitations_list },
  { "POST", "/groups/invitations", V0_21, OWNER, latchkey_demo_invitations_create },
  { "POST", "/groups/invitations/*", V0_25, MEMBER, latchkey_demo_invitations_accept },
  { "DELETE", "/groups/invitations/*", V0_25, OWNER, latchkey_demo_invitations_delete },

  { "GET", "/group/exports", CURRENT, MEMBER, latchkey_demo_exports_list },
  { "POST", "/group/exports", CURRENT, MEMBER, latchkey_demo_exports_create },
  { "GET", "/group/exports/*", CURRENT, MEMBER, latchkey_demo_exports_get },
  { "DELETE", "/group/exports/*", CURRENT, MEMBER, latchkey_demo_exports_delete },
  { "GET", "/group/exports/*/download", CURRENT, MEMBER, latchkey_demo_exports_download },

  { "GET", "/ws/events", V0_21, MEMBER, latchkey_demo_socket_get },
};

static gboolean
match_path (const char *pattern, const char *path, char **parameter)
{
  const char *star = strchr (pattern, '*');
  gsize before = star != NULL ? star - pattern : 0;
  gsize length;

  if (star == NULL)
    return strcmp (pattern, path) == 0;
  if (strncmp (pattern, path, before) != 0)
    return FALSE;

  length = strcspn (path + before, "/");
  if (length == 0 || strcmp (path + before + length, star + 1) != 0)
    return FALSE;

  g_free (*parameter);
  *parameter = g_strndup (path + before, length);

  return TRUE;
}

/**
 * latchkey_demo_route_find:
 * @version: which Homebox
 * @flags: how it is set up
 * @method: the HTTP method
 * @path: the path below `/api/v1`
 * @parameter: (out) (transfer full) (nullable): what the variable part of the path is
 * @allowed: (out) (transfer full): the methods this path has, none when it is unknown
 *
 * Returns: (nullable) (transfer none): the endpoint
 */
const LatchkeyDemoRoute *
latchkey_demo_route_find (LatchkeyDemoVersion version,
                          LatchkeyDemoFlags flags,
                          const char *method,
                          const char *path,
                          char **parameter,
                          GStrv *allowed)
{
  g_autoptr (GStrvBuilder) methods = g_strv_builder_new ();
  const LatchkeyDemoRoute *found = NULL;

  *parameter = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      if (routes[i].access == OIDC && (flags & LATCHKEY_DEMO_OIDC) == 0)
        continue;
      if (version < routes[i].since || !match_path (routes[i].path, path, parameter))
        continue;
      g_strv_builder_add (methods, routes[i].method);
      if (strcmp (routes[i].method, method) == 0)
        found = &routes[i];
    }
  *allowed = g_strv_builder_end (methods);

  return found;
}
