#pragma once

#include "latchkey-secret-store.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * LatchkeyKeyringCall:
 *
 * One call to the keyring: a chain of questions to the service, any of which may wait for the
 * person. The caller is answered once: by the chain, by the time limit, or because it cancelled.
 * After that the chain stops at its next step, so that a late answer changes nothing.
 *
 * The questions themselves are never cancelled: libsecret 0.20.5 loses a call that is cancelled
 * while its prompt is open.
 */
typedef struct _LatchkeyKeyringCall LatchkeyKeyringCall;

/**
 * LatchkeyKeyringStep:
 * @call: (transfer full): the call, as long as somebody waits for it
 *
 * What to do next. A step hands the call on to another, or drops it after it was answered.
 */
typedef void (*LatchkeyKeyringStep) (LatchkeyKeyringCall *call);

LatchkeyKeyringCall *
latchkey_keyring_call_new (GTask *task, LatchkeyAccount *account, guint milliseconds);
void latchkey_keyring_call_drop (LatchkeyKeyringCall *call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyKeyringCall, latchkey_keyring_call_drop)

LatchkeyAccount *latchkey_keyring_call_get_account (LatchkeyKeyringCall *call);
HomeboxToken *latchkey_keyring_call_get_token (LatchkeyKeyringCall *call);
void latchkey_keyring_call_set_token (LatchkeyKeyringCall *call, HomeboxToken *token);

gboolean latchkey_keyring_call_is_over (LatchkeyKeyringCall *call);
void latchkey_keyring_call_return_token (LatchkeyKeyringCall *call, HomeboxToken *token);
void latchkey_keyring_call_return_done (LatchkeyKeyringCall *call);
void latchkey_keyring_call_return_found (LatchkeyKeyringCall *call, GPtrArray *found);
void latchkey_keyring_call_fail (LatchkeyKeyringCall *call, LatchkeySecretError code);
void latchkey_keyring_call_fail_for (LatchkeyKeyringCall *call, const GError *cause);

void latchkey_keyring_call_look_at_default (LatchkeyKeyringCall *call,
                                            LatchkeyKeyringStep next,
                                            LatchkeyKeyringStep missing);
void latchkey_keyring_call_open_default (LatchkeyKeyringCall *call,
                                         LatchkeyKeyringStep next,
                                         LatchkeyKeyringStep missing);
void latchkey_keyring_call_create_default (LatchkeyKeyringCall *call, LatchkeyKeyringStep next);
void
latchkey_keyring_call_unlock (LatchkeyKeyringCall *call, GList *objects, LatchkeyKeyringStep next);

G_END_DECLS
