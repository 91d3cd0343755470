#pragma once

#include "homebox-token.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_FOUND_SECRET (latchkey_found_secret_get_type ())

/**
 * LatchkeyFoundSecret:
 *
 * A sign-in that a secret store holds, as far as can be said without its secret, which is not read.
 * Immutable.
 *
 * Properties, for binding: `server`, `user-id`, `kind` (#HomeboxTokenKind), `label`.
 */
G_DECLARE_FINAL_TYPE (LatchkeyFoundSecret,
                      latchkey_found_secret,
                      LATCHKEY,
                      FOUND_SECRET,
                      GObject)

LatchkeyFoundSecret *latchkey_found_secret_new (const char *server,
                                                const char *user_id,
                                                HomeboxTokenKind kind,
                                                const char *label);

const char *latchkey_found_secret_get_server (LatchkeyFoundSecret *self);
const char *latchkey_found_secret_get_user_id (LatchkeyFoundSecret *self);
HomeboxTokenKind latchkey_found_secret_get_kind (LatchkeyFoundSecret *self);
const char *latchkey_found_secret_get_label (LatchkeyFoundSecret *self);
char *latchkey_found_secret_dup_email (LatchkeyFoundSecret *self);
char *latchkey_found_secret_dup_server_label (LatchkeyFoundSecret *self);

G_END_DECLS
