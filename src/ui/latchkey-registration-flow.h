#pragma once

#include "homebox-discovery.h"
#include "homebox-registration.h"
#include "latchkey-connection.h"

G_BEGIN_DECLS

/**
 * LatchkeyRegistrationState:
 * @LATCHKEY_REGISTRATION_IDLE: nothing goes on
 * @LATCHKEY_REGISTRATION_LOOKING: the server behind the typed address is looked for
 * @LATCHKEY_REGISTRATION_CONFIRMING: the server was found, but the password would go over plain
 *   http: the person is asked. latchkey_registration_flow_confirm() or
 *   latchkey_registration_flow_cancel() goes on
 * @LATCHKEY_REGISTRATION_SENDING: the account is being made, or it is found out whether it was
 * @LATCHKEY_REGISTRATION_KEEPING: the keyring and the account file take what the server gave
 *
 * How far a registration has come.
 */
typedef enum
{
  LATCHKEY_REGISTRATION_IDLE,
  LATCHKEY_REGISTRATION_LOOKING,
  LATCHKEY_REGISTRATION_CONFIRMING,
  LATCHKEY_REGISTRATION_SENDING,
  LATCHKEY_REGISTRATION_KEEPING,
} LatchkeyRegistrationState;

#define LATCHKEY_TYPE_REGISTRATION_FLOW (latchkey_registration_flow_get_type ())

/**
 * LatchkeyRegistrationFlow:
 *
 * A new account, from the typed address to a connection, without a widget. It is made once: after
 * an answer that got lost, the next attempt with the same email looks first whether the account is
 * there, as #HomeboxRegistration does.
 *
 * Property: `state` (an #int, #LatchkeyRegistrationState, notified).
 *
 * Signals, each at most once per start, after which the state is idle again: `succeeded` with a
 * #LatchkeyConnection, and `failed` with a #GError, also after
 * latchkey_registration_flow_cancel().
 */
G_DECLARE_FINAL_TYPE (LatchkeyRegistrationFlow,
                      latchkey_registration_flow,
                      LATCHKEY,
                      REGISTRATION_FLOW,
                      GObject)

LatchkeyRegistrationFlow *latchkey_registration_flow_new (LatchkeyVault *vault);

LatchkeyRegistrationState latchkey_registration_flow_get_state (LatchkeyRegistrationFlow *self);
HomeboxRegistrationFate latchkey_registration_flow_get_fate (LatchkeyRegistrationFlow *self);
const char *latchkey_registration_flow_get_server (LatchkeyRegistrationFlow *self);
HomeboxReach latchkey_registration_flow_get_reach (LatchkeyRegistrationFlow *self);

void latchkey_registration_flow_start (LatchkeyRegistrationFlow *self,
                                       const char *server,
                                       const char *name,
                                       const char *email,
                                       HomeboxSecret *password,
                                       HomeboxSecret *invitation,
                                       gboolean stay_signed_in);
void latchkey_registration_flow_confirm (LatchkeyRegistrationFlow *self);
void latchkey_registration_flow_cancel (LatchkeyRegistrationFlow *self);

G_END_DECLS
