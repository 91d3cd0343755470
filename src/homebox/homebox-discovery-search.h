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

/*
 * HomeboxDiscoveryWatch:
 * @asking: a server is going to be asked, at @base_uri
 * @server: who watches it being asked
 * @ended: it was asked, and it is a Homebox (@error is %NULL) or not
 * @chose_https: http was tried after https, and what https came to says more
 * @user_data: data for all of them; it has to last until the search has its result
 *
 * Whoever watches a search. Servers are asked one after the other.
 */
typedef struct
{
  void (*asking) (const char *base_uri, gpointer user_data);
  HomeboxServerWatch server;
  void (*ended) (const GError *error, gpointer user_data);
  void (*chose_https) (gpointer user_data);
  gpointer user_data;
} HomeboxDiscoveryWatch;

void homebox_discovered_free (HomeboxDiscovered *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxDiscovered, homebox_discovered_free)

void homebox_discovery_search_async (HomeboxAddress *address,
                                     HomeboxTrust *trust,
                                     guint timeout,
                                     const HomeboxDiscoveryWatch *watch,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
HomeboxDiscovered *homebox_discovery_search_finish (GAsyncResult *result, GError **error);

G_END_DECLS
