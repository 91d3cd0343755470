#pragma once

#include "homebox-address.h"
#include "homebox-check-step.h"
#include "homebox-features.h"
#include "homebox-server-info.h"

G_BEGIN_DECLS

#define HOMEBOX_TYPE_SERVER_CHECK (homebox_server_check_get_type ())

/**
 * HomeboxServerCheck:
 *
 * Finds the server behind a typed address as #HomeboxDiscovery does, and shows how far it came: a
 * #GListModel of the six #HomeboxCheckStep, which are always there and change while it goes on.
 *
 * It stops at the first step that fails, and says what usually helps there. The steps are those of
 * one attempt: where https did not work out and http is tried after it, they begin again with the
 * connection, and show in the end whichever attempt says more. Nothing is sent but `GET`s without a
 * token.
 *
 * One check serves one page; runs follow each other, a new one cancels the last.
 *
 * Properties, read-only and notified: `running`; `base-uri` (nullable: what is being asked, or was
 * in the end); `tried-http` (whether plain http was tried after https).
 */
G_DECLARE_FINAL_TYPE (HomeboxServerCheck, homebox_server_check, HOMEBOX, SERVER_CHECK, GObject)

HomeboxServerCheck *homebox_server_check_new (HomeboxTrust *trust);

void homebox_server_check_set_timeout (HomeboxServerCheck *self, guint milliseconds);

void homebox_server_check_run_async (HomeboxServerCheck *self,
                                     const char *typed,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
homebox_server_check_run_finish (HomeboxServerCheck *self, GAsyncResult *result, GError **error);

gboolean homebox_server_check_get_running (HomeboxServerCheck *self);
const char *homebox_server_check_get_base_uri (HomeboxServerCheck *self);
gboolean homebox_server_check_get_tried_http (HomeboxServerCheck *self);
HomeboxCheckStep *homebox_server_check_get_step (HomeboxServerCheck *self, HomeboxCheckKind kind);
HomeboxCheckStep *homebox_server_check_get_failed_step (HomeboxServerCheck *self);

HomeboxClient *homebox_server_check_get_client (HomeboxServerCheck *self);
HomeboxServerInfo *homebox_server_check_get_server_info (HomeboxServerCheck *self);
HomeboxReach homebox_server_check_get_reach (HomeboxServerCheck *self);
gboolean homebox_server_check_needs_confirmation (HomeboxServerCheck *self);
HomeboxFeatures homebox_server_check_get_features (HomeboxServerCheck *self);

G_END_DECLS
