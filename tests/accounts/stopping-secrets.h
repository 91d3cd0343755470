#pragma once

#include "latchkey-secret-store.h"

G_BEGIN_DECLS

/*
 * StoppingStep:
 * @STOPPING_NOWHERE: pass everything on
 * @STOPPING_AT_CHECK: the question whether the keyring would take a token is not passed on
 * @STOPPING_AT_SECOND_LOOKUP: the first lookup is, the second is not
 * @STOPPING_BEFORE_STORE: a token is not put into the keyring
 * @STOPPING_AFTER_STORE: it is, and nobody hears of it
 *
 * Where a program is to stand still until it is killed.
 */
typedef enum
{
  STOPPING_NOWHERE,
  STOPPING_AT_CHECK,
  STOPPING_AT_SECOND_LOOKUP,
  STOPPING_BEFORE_STORE,
  STOPPING_AFTER_STORE,
} StoppingStep;

#define STOPPING_TYPE_SECRETS (stopping_secrets_get_type ())

/*
 * StoppingSecrets:
 *
 * A real keyring that stands still at one step, for ever.
 *
 * Signal `reached`: it does.
 */
G_DECLARE_FINAL_TYPE (StoppingSecrets, stopping_secrets, STOPPING, SECRETS, GObject)

StoppingSecrets *stopping_secrets_new (LatchkeySecretStore *keyring, StoppingStep step);

G_END_DECLS
