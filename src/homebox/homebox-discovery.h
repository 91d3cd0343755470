#pragma once

#include "homebox-address.h"
#include "homebox-server-info.h"

G_BEGIN_DECLS

#define HOMEBOX_TYPE_DISCOVERY (homebox_discovery_get_type ())

/**
 * HomeboxDiscovery:
 *
 * Finds the server behind a typed address.
 *
 * With a scheme typed, that scheme is asked; a redirect of `GET /status` from http to https on the
 * same host is adopted. Without one, https is asked first, and http only when every address the
 * name resolves to is local and https did not fail over a certificate. An https address never
 * becomes http.
 *
 * One discovery serves one sign-in page; runs follow each other, a new one cancels the last.
 */
G_DECLARE_FINAL_TYPE (HomeboxDiscovery, homebox_discovery, HOMEBOX, DISCOVERY, GObject)

HomeboxDiscovery *homebox_discovery_new (HomeboxTrust *trust);

void homebox_discovery_set_timeout (HomeboxDiscovery *self, guint milliseconds);

void homebox_discovery_run_async (HomeboxDiscovery *self,
                                  const char *typed,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean
homebox_discovery_run_finish (HomeboxDiscovery *self, GAsyncResult *result, GError **error);

HomeboxClient *homebox_discovery_get_client (HomeboxDiscovery *self);
HomeboxServerInfo *homebox_discovery_get_server_info (HomeboxDiscovery *self);
HomeboxReach homebox_discovery_get_reach (HomeboxDiscovery *self);
gboolean homebox_discovery_needs_confirmation (HomeboxDiscovery *self);

G_END_DECLS
