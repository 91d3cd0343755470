#pragma once

#include "homebox-session.h"
#include "latchkey-vault.h"

G_BEGIN_DECLS

/**
 * LatchkeyKeyRenewalMode:
 * @LATCHKEY_KEY_RENEWAL_TIDY: only revoke what an earlier run left behind
 * @LATCHKEY_KEY_RENEWAL_RENEW: if the account is used with a key that Latchkey made, make a new one
 *   in place of it, and tidy up
 * @LATCHKEY_KEY_RENEWAL_MAKE: the same whatever the account is used with: the person wants it to
 *   stay signed in with a key. A session is signed out once the key works
 *
 * What is to be done.
 */
typedef enum
{
  LATCHKEY_KEY_RENEWAL_TIDY,
  LATCHKEY_KEY_RENEWAL_RENEW,
  LATCHKEY_KEY_RENEWAL_MAKE,
} LatchkeyKeyRenewalMode;

/**
 * LatchkeyKeyRenewalResult:
 * @LATCHKEY_KEY_RENEWAL_NOTHING: there was nothing to do
 * @LATCHKEY_KEY_RENEWAL_TIDIED: keys that nobody used any more are revoked
 * @LATCHKEY_KEY_RENEWAL_TAKEN: the session has a key that another process put into the keyring
 * @LATCHKEY_KEY_RENEWAL_RENEWED: the session has a new key, which was tried, and the old one is
 *   revoked; or that is left for the next time, if the server could not be asked for it
 *
 * What came of it.
 */
typedef enum
{
  LATCHKEY_KEY_RENEWAL_NOTHING,
  LATCHKEY_KEY_RENEWAL_TIDIED,
  LATCHKEY_KEY_RENEWAL_TAKEN,
  LATCHKEY_KEY_RENEWAL_RENEWED,
} LatchkeyKeyRenewalResult;

/* How long a key lasts that Latchkey makes for an account, and what is left of it when it is
 * replaced. */
#define LATCHKEY_KEY_RENEWAL_DAYS 90
#define LATCHKEY_KEY_RENEWAL_DAYS_LEFT 30

/* Keeps an account going whose credential is an API key that Latchkey made for it, see
 * latchkey_account_dup_own_key_name(). A key of the person's own is never revoked. */
void latchkey_key_renewal_run_async (LatchkeyVault *vault,
                                     LatchkeyAccount *account,
                                     HomeboxSession *session,
                                     LatchkeyKeyRenewalMode mode,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
LatchkeyKeyRenewalResult
latchkey_key_renewal_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
