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
 * Properties, notified when they change: `id` (made here, constant), `server` (base URI),
 * `user-id`, `name`, `email`, `kind` (#HomeboxTokenKind), `expires-at` (#GDateTime, nullable; when
 * the session ends).
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccount, latchkey_account, LATCHKEY, ACCOUNT, GObject)

LatchkeyAccount *
latchkey_account_new (const char *server, const char *user_id, HomeboxTokenKind kind);
LatchkeyAccount *latchkey_account_new_from_json (JsonObject *object, GError **error);
JsonNode *latchkey_account_to_json (LatchkeyAccount *self);

gboolean
latchkey_account_update (LatchkeyAccount *self, HomeboxUser *user, GDateTime *expires_at);
gboolean latchkey_account_set_kind (LatchkeyAccount *self, HomeboxTokenKind kind);

const char *latchkey_account_get_id (LatchkeyAccount *self);
const char *latchkey_account_get_server (LatchkeyAccount *self);
char *latchkey_account_dup_server_label (LatchkeyAccount *self);
const char *latchkey_account_get_user_id (LatchkeyAccount *self);
const char *latchkey_account_get_name (LatchkeyAccount *self);
const char *latchkey_account_get_email (LatchkeyAccount *self);
HomeboxTokenKind latchkey_account_get_kind (LatchkeyAccount *self);
GDateTime *latchkey_account_get_expires_at (LatchkeyAccount *self);

G_END_DECLS
