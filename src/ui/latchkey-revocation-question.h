#pragma once

#include "homebox-api-key.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The answer that agrees. */
#define LATCHKEY_REVOCATION_AGREED "revoke"

/**
 * LatchkeyRevocationEnd:
 * @LATCHKEY_REVOCATION_ENDS_NOTHING: this account goes on here as before
 * @LATCHKEY_REVOCATION_MAY_END: this account is used with a key here, and it may be among them
 * @LATCHKEY_REVOCATION_ENDS: this account is used with it here
 *
 * What revoking means for the account on this computer.
 */
typedef enum
{
  LATCHKEY_REVOCATION_ENDS_NOTHING,
  LATCHKEY_REVOCATION_MAY_END,
  LATCHKEY_REVOCATION_ENDS,
} LatchkeyRevocationEnd;

GtkWindow *latchkey_revocation_question_new (HomeboxApiKey *key, LatchkeyRevocationEnd end);
GtkWindow *latchkey_revocation_question_new_for_all (guint n_keys, LatchkeyRevocationEnd end);

G_END_DECLS
