#pragma once

#include "latchkey-connection.h"

G_BEGIN_DECLS

void latchkey_hand_over_async (LatchkeyVault *vault,
                               LatchkeyConnection *connection,
                               HomeboxSession *session,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
LatchkeyConnection *latchkey_hand_over_finish (GAsyncResult *result, GError **error);

G_END_DECLS
