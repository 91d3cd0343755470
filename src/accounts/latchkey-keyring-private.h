#pragma once

#include "latchkey-keyring-call.h"
#include "latchkey-keyring.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

/* What our items look like. A later version that needs another form counts it up. */
#define LATCHKEY_KEYRING_ITEM_VERSION 1

extern const SecretSchema latchkey_keyring_schema;

LatchkeyKeyringCall *latchkey_keyring_new_call (LatchkeySecretStore *store,
                                                LatchkeyAccount *account,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data,
                                                gpointer tag);
void latchkey_keyring_note_failure (LatchkeyKeyring *self, LatchkeySecretError code);

GList *latchkey_keyring_list_locked (GList *items);

/* Calls of the interface that have a file of their own. */
void latchkey_keyring_clear_async (LatchkeySecretStore *store,
                                   LatchkeyAccount *account,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void latchkey_keyring_list_async (LatchkeySecretStore *store,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void latchkey_keyring_check_writable_async (LatchkeySecretStore *store,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);

G_END_DECLS
