#pragma once

#include "homebox-session.h"
#include "latchkey-profile-edit.h"

G_BEGIN_DECLS

void latchkey_profile_save_async (LatchkeyProfileEdit *edit,
                                  HomeboxSession *session,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean latchkey_profile_save_finish (LatchkeyProfileEdit *edit,
                                       GAsyncResult *result,
                                       GError **error);

G_END_DECLS
