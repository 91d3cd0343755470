#pragma once

#include "latchkey-account-views.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SAME_SERVER (latchkey_same_server_get_type ())

/**
 * LatchkeySameServer:
 *
 * Finds out, after a sign-in, whether the account is one that was there before, at another address.
 * Only the person can say that; if so, the two become one.
 *
 * Signals: `joined` with the #LatchkeyAccount that stays and the one that went, and `failed` with
 * the words that say why they are still two.
 */
G_DECLARE_FINAL_TYPE (LatchkeySameServer, latchkey_same_server, LATCHKEY, SAME_SERVER, GObject)

LatchkeySameServer *latchkey_same_server_new (LatchkeyVault *vault, LatchkeyAccountViews *views);

void latchkey_same_server_ask (LatchkeySameServer *self,
                               LatchkeyConnection *added,
                               GtkWidget *parent);

G_END_DECLS
