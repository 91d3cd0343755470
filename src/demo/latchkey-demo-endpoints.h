#pragma once

#include "latchkey-demo-exchange.h"

G_BEGIN_DECLS

/* The endpoints, a family a file. Each answers the exchange before it returns. */

/* latchkey-demo-status.c */
void latchkey_demo_status_get (LatchkeyDemoExchange *exchange);
void latchkey_demo_status_web_page (LatchkeyDemoExchange *exchange);
void latchkey_demo_status_unknown (LatchkeyDemoExchange *exchange);

/* latchkey-demo-login.c */
void latchkey_demo_login_sign_in (LatchkeyDemoExchange *exchange);
void latchkey_demo_login_refresh (LatchkeyDemoExchange *exchange);
void latchkey_demo_login_sign_out (LatchkeyDemoExchange *exchange);
void latchkey_demo_login_sign_out_everywhere (LatchkeyDemoExchange *exchange);
void latchkey_demo_login_set_cookies (LatchkeyDemoExchange *exchange,
                                      LatchkeyDemoSession *session,
                                      gboolean remember);

/* latchkey-demo-oidc.c */
void latchkey_demo_oidc_start (LatchkeyDemoExchange *exchange);
void latchkey_demo_oidc_finish (LatchkeyDemoExchange *exchange);

/* latchkey-demo-register.c */
void latchkey_demo_register_post (LatchkeyDemoExchange *exchange);
void latchkey_demo_register_move_in (LatchkeyDemoExchange *exchange,
                                     LatchkeyDemoPerson *person,
                                     const char *group_name);

/* latchkey-demo-profile.c */
void latchkey_demo_profile_get (LatchkeyDemoExchange *exchange);
void latchkey_demo_profile_put (LatchkeyDemoExchange *exchange);
void latchkey_demo_profile_delete (LatchkeyDemoExchange *exchange);
gboolean latchkey_demo_profile_validate (LatchkeyDemoExchange *exchange,
                                         guint status,
                                         const char *name,
                                         const char *email,
                                         LatchkeyDemoPerson *person);
char *latchkey_demo_profile_store_email (LatchkeyDemoExchange *exchange, const char *email);

/* latchkey-demo-password.c */
void latchkey_demo_password_change (LatchkeyDemoExchange *exchange);

/* latchkey-demo-reset.c */
void latchkey_demo_reset_request (LatchkeyDemoExchange *exchange);
void latchkey_demo_reset_password (LatchkeyDemoExchange *exchange);

/* latchkey-demo-settings.c */
void latchkey_demo_settings_get (LatchkeyDemoExchange *exchange);
void latchkey_demo_settings_put (LatchkeyDemoExchange *exchange);

/* latchkey-demo-api-keys.c */
void latchkey_demo_api_keys_list (LatchkeyDemoExchange *exchange);
void latchkey_demo_api_keys_create (LatchkeyDemoExchange *exchange);
void latchkey_demo_api_keys_delete (LatchkeyDemoExchange *exchange);

/* latchkey-demo-groups.c */
void latchkey_demo_groups_get (LatchkeyDemoExchange *exchange);
void latchkey_demo_groups_list (LatchkeyDemoExchange *exchange);
void latchkey_demo_groups_create (LatchkeyDemoExchange *exchange);
void latchkey_demo_groups_update (LatchkeyDemoExchange *exchange);
void latchkey_demo_groups_delete (LatchkeyDemoExchange *exchange);
void latchkey_demo_groups_get_statistics (LatchkeyDemoExchange *exchange);
void latchkey_demo_groups_list_members (LatchkeyDemoExchange *exchange);
void latchkey_demo_groups_remove_member (LatchkeyDemoExchange *exchange);
void latchkey_demo_groups_build (JsonBuilder *builder, LatchkeyDemoGroup *group);

/* latchkey-demo-invitations.c */
void latchkey_demo_invitations_list (LatchkeyDemoExchange *exchange);
void latchkey_demo_invitations_create (LatchkeyDemoExchange *exchange);
void latchkey_demo_invitations_delete (LatchkeyDemoExchange *exchange);
void latchkey_demo_invitations_accept (LatchkeyDemoExchange *exchange);

/* latchkey-demo-exports.c */
void latchkey_demo_exports_list (LatchkeyDemoExchange *exchange);
void latchkey_demo_exports_create (LatchkeyDemoExchange *exchange);
void latchkey_demo_exports_get (LatchkeyDemoExchange *exchange);
void latchkey_demo_exports_download (LatchkeyDemoExchange *exchange);
void latchkey_demo_exports_delete (LatchkeyDemoExchange *exchange);

/* latchkey-demo-socket.c */
void latchkey_demo_socket_get (LatchkeyDemoExchange *exchange);

G_END_DECLS
