#pragma once

#include "latchkey-secret-store.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_KEYRING (latchkey_keyring_get_type ())

/**
 * LatchkeyKeyring:
 *
 * Tokens in the desktop's Secret Service (libsecret), under a schema of our own with the
 * attributes `server`, `user`, `kind` and `version`, labelled so that a person recognises them in
 * Passwords and Keys. Nothing is asked of the service before the first call.
 *
 * From the first call on, the signals of the service are listened to, for
 * #LatchkeySecretStore::unlocked. Whether it can be written to is found out by writing: an item
 * without a secret is stored and deleted, since gnome-keyring tells of a full disk only then.
 *
 * An unlock prompt may stay open for #LatchkeyKeyring:timeout; then the call fails with
 * %LATCHKEY_SECRET_ERROR_NO_ANSWER, and an answer that comes later is dropped.
 */
G_DECLARE_FINAL_TYPE (LatchkeyKeyring, latchkey_keyring, LATCHKEY, KEYRING, GObject)

LatchkeyKeyring *latchkey_keyring_new (void);
void latchkey_keyring_set_timeout (LatchkeyKeyring *self, guint milliseconds);

G_END_DECLS
