#pragma once

#include "homebox-session.h"

G_BEGIN_DECLS

/* Whether an account came into being by the sign-in that has just been. */
void homebox_first_visit_check_async (HomeboxSession *session,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
homebox_first_visit_check_finish (HomeboxSession *session, GAsyncResult *result, GError **error);

G_END_DECLS
