#pragma once

#include "homebox-session.h"
#include "latchkey-account.h"

G_BEGIN_DECLS

/*
 * LatchkeyOwnKeysAbsent:
 * @LATCHKEY_OWN_KEYS_FORGET_ABSENT: what the server does not list was never made, or is revoked
 * @LATCHKEY_OWN_KEYS_KEEP_ABSENT: it was asked for a moment ago and may still come into being
 *
 * What a name means that the server does not list.
 */
typedef enum
{
  LATCHKEY_OWN_KEYS_FORGET_ABSENT,
  LATCHKEY_OWN_KEYS_KEEP_ABSENT,
} LatchkeyOwnKeysAbsent;

char *latchkey_own_keys_make_name (void);

void latchkey_own_keys_revoke_async (LatchkeyAccount *account,
                                     HomeboxSession *session,
                                     const char *kept_name,
                                     LatchkeyOwnKeysAbsent absent,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean latchkey_own_keys_revoke_finish (GAsyncResult *result, GError **error);

G_END_DECLS
