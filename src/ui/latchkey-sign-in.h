#pragma once

#include "homebox-discovery.h"
#include "latchkey-connection.h"

G_BEGIN_DECLS

/**
 * LatchkeySignInState:
 * @LATCHKEY_SIGN_IN_IDLE: nothing goes on
 * @LATCHKEY_SIGN_IN_LOOKING: the server behind the typed address is looked for
 * @LATCHKEY_SIGN_IN_CONFIRMING: the server was found, but the password would go over plain http:
 *   the person is asked. latchkey_sign_in_confirm() or latchkey_sign_in_cancel() goes on
 * @LATCHKEY_SIGN_IN_SENDING: email and password are sent
 * @LATCHKEY_SIGN_IN_KEEPING: the keyring and the account file take what the server gave
 *
 * How far a sign-in has come.
 */
typedef enum
{
  LATCHKEY_SIGN_IN_IDLE,
  LATCHKEY_SIGN_IN_LOOKING,
  LATCHKEY_SIGN_IN_CONFIRMING,
  LATCHKEY_SIGN_IN_SENDING,
  LATCHKEY_SIGN_IN_KEEPING,
} LatchkeySignInState;

#define LATCHKEY_TYPE_SIGN_IN (latchkey_sign_in_get_type ())

/**
 * LatchkeySignIn:
 *
 * Signing in with a password, from the typed address to a connection, without a widget.
 *
 * Property: `state` (an #int, #LatchkeySignInState, notified).
 *
 * Signals, each at most once per start, after which the state is idle again: `succeeded` with a
 * #LatchkeyConnection, and `failed` with a #GError. After latchkey_sign_in_cancel() neither comes.
 */
G_DECLARE_FINAL_TYPE (LatchkeySignIn, latchkey_sign_in, LATCHKEY, SIGN_IN, GObject)

LatchkeySignIn *latchkey_sign_in_new (LatchkeyVault *vault);
LatchkeySignIn *
latchkey_sign_in_new_again (LatchkeyVault *vault, LatchkeyConnection *connection);

LatchkeySignInState latchkey_sign_in_get_state (LatchkeySignIn *self);
const char *latchkey_sign_in_get_server (LatchkeySignIn *self);
HomeboxReach latchkey_sign_in_get_reach (LatchkeySignIn *self);

void latchkey_sign_in_set_found (LatchkeySignIn *self,
                                 HomeboxClient *client,
                                 HomeboxServerInfo *info,
                                 HomeboxReach reach,
                                 gboolean needs_confirmation);
void latchkey_sign_in_start (LatchkeySignIn *self,
                             const char *server,
                             const char *email,
                             HomeboxSecret *password,
                             gboolean stay_signed_in);
void latchkey_sign_in_confirm (LatchkeySignIn *self);
void latchkey_sign_in_cancel (LatchkeySignIn *self);

G_END_DECLS
