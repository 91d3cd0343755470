#pragma once

#include "homebox-session.h"
#include "latchkey-vault.h"

G_BEGIN_DECLS

/*
 * LatchkeyRefreshMode:
 * @LATCHKEY_REFRESH_TAKE: only take what another process put into the keyring, if anything
 * @LATCHKEY_REFRESH_RENEW: else exchange the token for a new one
 * @LATCHKEY_REFRESH_RENEW_UNKEPT: the same for a token that the keyring does not hold, so that what
 *   it holds is an older one
 *
 * What is to be done.
 */
typedef enum
{
  LATCHKEY_REFRESH_TAKE,
  LATCHKEY_REFRESH_RENEW,
  LATCHKEY_REFRESH_RENEW_UNKEPT,
} LatchkeyRefreshMode;

/*
 * LatchkeyRefreshResult:
 * @LATCHKEY_REFRESH_NOTHING: the session has the token it had
 * @LATCHKEY_REFRESH_TAKEN: it has one that another process put into the keyring
 * @LATCHKEY_REFRESH_RENEWED: it has a new one
 *
 * What came of it.
 */
typedef enum
{
  LATCHKEY_REFRESH_NOTHING,
  LATCHKEY_REFRESH_TAKEN,
  LATCHKEY_REFRESH_RENEWED,
} LatchkeyRefreshResult;

void latchkey_refresh_run_async (LatchkeyVault *vault,
                                 LatchkeyAccount *account,
                                 HomeboxSession *session,
                                 LatchkeyRefreshMode mode,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
LatchkeyRefreshResult
latchkey_refresh_run_finish (GAsyncResult *result, GError **not_kept, GError **error);

G_END_DECLS
