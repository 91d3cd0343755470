#pragma once

#include "homebox-api-keys.h"

G_BEGIN_DECLS

struct _HomeboxApiKeys
{
  GObject parent_instance;

  HomeboxSession *session;
  GPtrArray *keys;
  gboolean loaded;
  guint n_calls;

  /* Counts what was made and revoked, so that an older list is recognised. */
  guint serial;
};

GTask *homebox_api_keys_new_task (HomeboxApiKeys *self,
                                  gpointer tag,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void homebox_api_keys_end_call (HomeboxApiKeys *self);
void homebox_api_keys_fail (GTask *task, GError *error);

void homebox_api_keys_add (HomeboxApiKeys *self, HomeboxApiKey *key);
void homebox_api_keys_remove (HomeboxApiKeys *self, const char *id);

G_END_DECLS
