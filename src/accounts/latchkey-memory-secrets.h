#pragma once

#include "latchkey-secret-store.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_MEMORY_SECRETS (latchkey_memory_secrets_get_type ())

/**
 * LatchkeyMemorySecrets:
 *
 * Tokens in memory only, for the demo and for going on without a keyring.
 */
G_DECLARE_FINAL_TYPE (LatchkeyMemorySecrets,
                      latchkey_memory_secrets,
                      LATCHKEY,
                      MEMORY_SECRETS,
                      GObject)

LatchkeySecretStore *latchkey_memory_secrets_new (void);

G_END_DECLS
