#pragma once

#include "homebox-link.h"
#include "latchkey-vault.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SIGN_IN_PAGE (latchkey_sign_in_page_get_type ())

/**
 * LatchkeySignInPage:
 *
 * The page that asks for a server, an email and a password, and signs in with them, or through
 * the browser where the server offers that.
 *
 * Signal: `signed-in` with the #LatchkeyConnection that came of it. The password is cleared before
 * that, and when the page goes.
 */
G_DECLARE_FINAL_TYPE (LatchkeySignInPage, latchkey_sign_in_page, LATCHKEY, SIGN_IN_PAGE, AdwBin)

LatchkeySignInPage *latchkey_sign_in_page_new (LatchkeyVault *vault, GSettings *settings);

void latchkey_sign_in_page_fill_in (LatchkeySignInPage *self,
                                    const char *server,
                                    const char *email,
                                    HomeboxSecret *password);
void latchkey_sign_in_page_set_lost (LatchkeySignInPage *self, GListModel *lost);
void latchkey_sign_in_page_open_link (LatchkeySignInPage *self, HomeboxLink *link);
gboolean latchkey_sign_in_page_is_untouched (LatchkeySignInPage *self);
void latchkey_sign_in_page_tell (LatchkeySignInPage *self, gboolean problem, const char *text);

G_END_DECLS
