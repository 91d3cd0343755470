#pragma once

#include "homebox-token.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOMEBOX_TYPE_TOKEN_KEEPER (homebox_token_keeper_get_type ())

/**
 * HomeboxTokenKeeper:
 *
 * What stores a new token so that it outlives the process, before it is used for the first time:
 * servers that rotate tokens have killed the old one by then.
 *
 * An implementation gives one answer to each call. It has about as long as a request may take
 * (#HomeboxClient:timeout); when it takes longer its cancellable is cancelled and the session goes
 * on without it.
 */
G_DECLARE_INTERFACE (HomeboxTokenKeeper, homebox_token_keeper, HOMEBOX, TOKEN_KEEPER, GObject)

struct _HomeboxTokenKeeperInterface
{
  GTypeInterface parent_interface;

  void (*keep_async) (HomeboxTokenKeeper *self,
                      HomeboxToken *token,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*keep_finish) (HomeboxTokenKeeper *self, GAsyncResult *result, GError **error);
};

void homebox_token_keeper_keep_async (HomeboxTokenKeeper *self,
                                      HomeboxToken *token,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean homebox_token_keeper_keep_finish (HomeboxTokenKeeper *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
