#pragma once

#include "homebox-address.h"
#include "homebox-server-info.h"

G_BEGIN_DECLS

/*
 * HomeboxDiscovered:
 * @client: a client of the server that was found
 * @server_info: what it says about itself
 * @reach: how far away it is, when it is asked with plain http
 * @needs_confirmation: the person has to agree to plain http first
 *
 * What a search found.
 */
typedef struct
{
  HomeboxClient *client;
  HomeboxServerInfo *server_info;
  HomeboxReach reach;
  gboolean needs_confirmation;
} HomeboxDiscovered;

void homebox_discovered_free (HomeboxDiscovered *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxDiscovered, homebox_discovered_free)

void homebox_discovery_search_async (HomeboxAddress *address,
                                     HomeboxTrust *trust,
                                     guint timeout,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
HomeboxDiscovered *homebox_discovery_search_finish (GAsyncResult *result, GError **error);

G_END_DECLS
