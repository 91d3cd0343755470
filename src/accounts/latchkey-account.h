#pragma once

#include "homebox-token.h"
#include "homebox-user.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNT (latchkey_account_get_type ())

/**
 * LatchkeyAccount:
 *
 * What this computer remembers of one account on one server: no secret, but enough to show the
 * profile in the first frame, before the keyring or the server was asked.
 *
 * Properties, notified when they change:
 *
 * - `id`: made here. It changes only when two processes made a record of the same person on the
 *   same server at the same time, and one of them gives way.
 * - `server`: the base URI under which the account was added. It never changes: with `user-id`, it
 *   is what the account and its item in the keyring are known by.
 * - `user-id`, `name`, `email`: as the server tells them.
 * - `kind` (#HomeboxTokenKind): what kind of token the account is used with.
 * - `expires-at` (#GDateTime, nullable): when the session ends.
 * - `signed-in-at` (#GDateTime, nullable): since when the session lasts: the sign-in, not its
 *   refreshes.
 * - `last-refresh-at` (#GDateTime, nullable): when the token was last exchanged for a new one.
 * - `addresses` (%G_TYPE_STRV): the base URIs under which the server may be reached: `server`
 *   first, then those that the person added. A token goes to no other.
 * - `last-address` (nullable): the one of `addresses` that answered last.
 *
 * Setting one of them changes the object only; latchkey_account_store_save_async() puts it onto the
 * disk.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccount, latchkey_account, LATCHKEY, ACCOUNT, GObject)

LatchkeyAccount *
latchkey_account_new (const char *server, const char *user_id, HomeboxTokenKind kind);
LatchkeyAccount *latchkey_account_new_from_json (JsonObject *object, GError **error);
JsonNode *latchkey_account_to_json (LatchkeyAccount *self);

gboolean
latchkey_account_update (LatchkeyAccount *self, HomeboxUser *user, GDateTime *expires_at);
gboolean latchkey_account_set_kind (LatchkeyAccount *self, HomeboxTokenKind kind);
gboolean latchkey_account_set_email (LatchkeyAccount *self, const char *email);
gboolean latchkey_account_set_signed_in_at (LatchkeyAccount *self, GDateTime *signed_in_at);
gboolean latchkey_account_set_last_refresh_at (LatchkeyAccount *self, GDateTime *last_refresh_at);

const char *latchkey_account_get_id (LatchkeyAccount *self);
const char *latchkey_account_get_server (LatchkeyAccount *self);
char *latchkey_account_dup_server_label (LatchkeyAccount *self);
const char *latchkey_account_get_user_id (LatchkeyAccount *self);
const char *latchkey_account_get_name (LatchkeyAccount *self);
const char *latchkey_account_get_email (LatchkeyAccount *self);
HomeboxTokenKind latchkey_account_get_kind (LatchkeyAccount *self);
GDateTime *latchkey_account_get_expires_at (LatchkeyAccount *self);
char *latchkey_account_dup_end_label (LatchkeyAccount *self);
GDateTime *latchkey_account_get_signed_in_at (LatchkeyAccount *self);
GDateTime *latchkey_account_get_last_refresh_at (LatchkeyAccount *self);

/* The API keys that were made for an account: latchkey-account-own-keys.c. */
void latchkey_account_add_own_key (LatchkeyAccount *self, const char *name);
void latchkey_account_set_own_key_token (LatchkeyAccount *self,
                                         const char *name,
                                         HomeboxToken *token);
gboolean latchkey_account_remove_own_key (LatchkeyAccount *self, const char *name);
GStrv latchkey_account_dup_own_keys (LatchkeyAccount *self);
char *latchkey_account_dup_own_key_name (LatchkeyAccount *self, HomeboxToken *token);

/* The addresses of an account: latchkey-account-addresses.c. */
const char *const *latchkey_account_get_addresses (LatchkeyAccount *self);
gboolean latchkey_account_has_address (LatchkeyAccount *self, const char *address);
gboolean latchkey_account_add_address (LatchkeyAccount *self, const char *address);
gboolean latchkey_account_remove_address (LatchkeyAccount *self, const char *address);
const char *latchkey_account_get_last_address (LatchkeyAccount *self);
gboolean latchkey_account_set_last_address (LatchkeyAccount *self, const char *address);
gboolean latchkey_account_address_is_plain_http (const char *address);
char *latchkey_account_dup_address_label (const char *address);

G_END_DECLS
