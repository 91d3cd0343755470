#pragma once

#include "homebox-client.h"

G_BEGIN_DECLS

/**
 * HomeboxFeatures:
 * @HOMEBOX_FEATURE_SEVERAL_HOMES: people can belong to more than one home, and see who is in it
 * @HOMEBOX_FEATURE_SETTINGS: settings of the web page are kept on the server
 * @HOMEBOX_FEATURE_API_KEYS: there are API keys
 * @HOMEBOX_FEATURE_PASSWORD_RESET: a forgotten password can be replaced by mail
 * @HOMEBOX_FEATURE_SIGN_OUT_EVERYWHERE: all sessions can be ended at once
 * @HOMEBOX_FEATURES_ALL: all of them, which current servers have
 *
 * What newer servers have and older ones do not.
 */
typedef enum
{
  HOMEBOX_FEATURES_NONE = 0,
  HOMEBOX_FEATURE_SEVERAL_HOMES = 1 << 0,
  HOMEBOX_FEATURE_SETTINGS = 1 << 1,
  HOMEBOX_FEATURE_API_KEYS = 1 << 2,
  HOMEBOX_FEATURE_PASSWORD_RESET = 1 << 3,
  HOMEBOX_FEATURE_SIGN_OUT_EVERYWHERE = 1 << 4,
  HOMEBOX_FEATURES_ALL = (1 << 5) - 1,
} HomeboxFeatures;

#define HOMEBOX_TYPE_FEATURES (homebox_features_get_type ())

GType homebox_features_get_type (void);

void homebox_features_probe_async (HomeboxClient *client,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean homebox_features_probe_finish (HomeboxClient *client,
                                        GAsyncResult *result,
                                        HomeboxFeatures *features,
                                        GError **error);

G_END_DECLS
