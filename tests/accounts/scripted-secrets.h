#pragma once

#include "latchkey-secret-store.h"

G_BEGIN_DECLS

typedef enum
{
  SCRIPTED_LOOKUP,
  SCRIPTED_STORE,
  SCRIPTED_CLEAR,
  SCRIPTED_LIST,
  SCRIPTED_CHECK_WRITABLE,
  N_SCRIPTED,
} ScriptedCall;

#define SCRIPTED_TYPE_SECRETS (scripted_secrets_get_type ())

/**
 * ScriptedSecrets:
 *
 * Tokens in memory, kept by a store that does on request what a keyring does on a bad day. What
 * a real keyring does then is tested elsewhere; this is about what others make of it.
 *
 * Signal `called` (name of the call): it was asked for something.
 */
G_DECLARE_FINAL_TYPE (ScriptedSecrets, scripted_secrets, SCRIPTED, SECRETS, GObject)

ScriptedSecrets *scripted_secrets_new (void);

/* Until told otherwise: fail with a code (-1: do not), or wait until cancelled or let go. */
void scripted_secrets_fail (ScriptedSecrets *self, ScriptedCall call, int code);
void scripted_secrets_hold (ScriptedSecrets *self, ScriptedCall call);
void scripted_secrets_let_go (ScriptedSecrets *self);

G_END_DECLS
