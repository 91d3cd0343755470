#pragma once

#include "latchkey-keyring.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define KEYRING_SCHEMA "io.github.latchkey_app.Latchkey"

/* Long enough for the slowest machine, and never waited for by a test that passes. */
#define KEYRING_LONG 60000

/* What with-keyring.sh started, and what other programs do to it. */
const char *keyring_password (void);
void keyring_lock (void);
void keyring_unlock (void);
void keyring_signal (int signal_number);
void keyring_restart (void);
void keyring_restart_killed (void);

LatchkeySecretStore *keyring_new (void);
LatchkeyAccount *keyring_new_account (void);

/* The items of an account as any other program sees them, with their secrets. */
GList *keyring_find_items (LatchkeyAccount *account);

void keyring_store (LatchkeySecretStore *store, LatchkeyAccount *account, const char *text);
void assert_store_fails (LatchkeySecretStore *store,
                         LatchkeyAccount *account,
                         LatchkeySecretError code);
void assert_clear_fails (LatchkeySecretStore *store,
                         LatchkeyAccount *account,
                         LatchkeySecretError code);
void assert_list_fails (LatchkeySecretStore *store, LatchkeySecretError code);
void assert_not_writable (LatchkeySecretStore *store, LatchkeySecretError code);

G_END_DECLS
