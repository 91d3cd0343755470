#pragma once

#include "homebox-request.h"
#include "homebox-response.h"
#include "homebox-trust.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOMEBOX_TYPE_CLIENT (homebox_client_get_type ())

/**
 * HomeboxClient:
 *
 * Sends requests to one Homebox server, each with a deadline, a limit and rules about connections.
 *
 * - The deadline (#HomeboxClient:timeout) covers the whole request, also when the server keeps
 *   dripping bytes.
 * - An answer larger than 1 MiB is refused.
 * - Redirects are followed for reads only, within the origin, five at most; so `Authorization`
 *   never reaches another origin.
 * - Nothing is sent to a server whose certificate was not looked at on that very connection: it has
 *   to be the one in #HomeboxClient:trust, or else one that the system trusts. There is no way to
 *   have it sent all the same.
 * - No secret goes over plain http out of the networks of one's own, unless #HomeboxClient:trust
 *   has that the person agreed.
 * - No cookies are kept: a request with Homebox's cookies is authenticated by them and not by its
 *   header.
 * - A read whose connection is dropped is sent again at once, twice at most, and nothing else ever
 *   is. So what changes something goes out on a new connection, since libsoup silently sends GET,
 *   PUT and DELETE again when a kept connection turns out to be dead.
 */
G_DECLARE_FINAL_TYPE (HomeboxClient, homebox_client, HOMEBOX, CLIENT, GObject)

HomeboxClient *homebox_client_new (const char *base_uri);
HomeboxClient *homebox_client_new_trusting (const char *base_uri, HomeboxTrust *trust);

const char *homebox_client_get_base_uri (HomeboxClient *self);
HomeboxTrust *homebox_client_get_trust (HomeboxClient *self);
guint homebox_client_get_timeout (HomeboxClient *self);
void homebox_client_set_timeout (HomeboxClient *self, guint milliseconds);

void homebox_client_send_async (HomeboxClient *self,
                                HomeboxRequest *request,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
HomeboxResponse *
homebox_client_send_finish (HomeboxClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
