#include "homebox-token-keeper.h"

G_DEFINE_INTERFACE (HomeboxTokenKeeper, homebox_token_keeper, G_TYPE_OBJECT)

static void
homebox_token_keeper_default_init (HomeboxTokenKeeperInterface *iface)
{
}

/**
 * homebox_token_keeper_keep_async:
 * @self: a keeper
 * @token: a token that nothing else holds yet
 * @cancellable: (nullable): ends the call early
 * @callback: called when it is stored, or cannot be
 * @user_data: data for @callback
 *
 * Stores a token in place of the one that was stored before.
 */
void
homebox_token_keeper_keep_async (HomeboxTokenKeeper *self,
                                 HomeboxToken *token,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (HOMEBOX_IS_TOKEN_KEEPER (self));
  g_return_if_fail (token != NULL);

  HOMEBOX_TOKEN_KEEPER_GET_IFACE (self)->keep_async (self, token, cancellable, callback, user_data);
}

/**
 * homebox_token_keeper_keep_finish:
 * @self: a keeper
 * @result: what the callback got
 * @error: return location for an error, of any domain, with a message for the person
 *
 * Ends homebox_token_keeper_keep_async().
 *
 * Returns: whether the token is stored
 */
gboolean
homebox_token_keeper_keep_finish (HomeboxTokenKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOMEBOX_IS_TOKEN_KEEPER (self), FALSE);

  return HOMEBOX_TOKEN_KEEPER_GET_IFACE (self)->keep_finish (self, result, error);
}
