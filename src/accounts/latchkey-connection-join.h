#pragma once

#include "latchkey-connection.h"

G_BEGIN_DECLS

/* Makes one account with two addresses of two that the person says are the same. */
void latchkey_connection_join_async (LatchkeyConnection *self,
                                     LatchkeyConnection *added,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean latchkey_connection_join_finish (LatchkeyConnection *self,
                                          GAsyncResult *result,
                                          GError **error);

G_END_DECLS
