#pragma once

#include "homebox-features.h"
#include "homebox-server-info.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SIGN_IN_OFFERS (latchkey_sign_in_offers_get_type ())

/**
 * LatchkeySignInOffers:
 *
 * What a server offers besides signing in: a new account, a new password, an API key, the account
 * that everybody may use on a demo server. Hidden while that is not known.
 *
 * Signals, when the person wants it: `register`, `forgot-password`, `use-api-key`, and
 * `use-demo-account` with its email and password.
 */
G_DECLARE_FINAL_TYPE (LatchkeySignInOffers,
                      latchkey_sign_in_offers,
                      LATCHKEY,
                      SIGN_IN_OFFERS,
                      GtkBox)

void latchkey_sign_in_offers_set_server (LatchkeySignInOffers *self,
                                         HomeboxServerInfo *info,
                                         HomeboxFeatures features);

G_END_DECLS
