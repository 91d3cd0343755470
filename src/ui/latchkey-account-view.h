#pragma once

#include "latchkey-page-kind.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNT_VIEW (latchkey_account_view_get_type ())

/**
 * LatchkeyAccountView:
 *
 * Everything that the window shows of one account: its pages, of which one is seen. A page is made
 * when it is shown for the first time; one that is not seen stays as it is, with what was typed,
 * but outside of the window, so that neither keys nor assistive technology find it there.
 *
 * Signals: those of its pages. `notice`, `sign-in` and `closed` come without the page; `saved` and
 * `not-saved` with it. `sign-in` also comes by itself, once, when the session has ended and the view
 * is seen. And `state-changed`: its connection is another one, or in another state.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccountView, latchkey_account_view, LATCHKEY, ACCOUNT_VIEW, AdwBin)

LatchkeyAccountView *latchkey_account_view_new (LatchkeyConnection *connection,
                                                const LatchkeyPageKind *kinds,
                                                guint n_kinds);

LatchkeyConnection *latchkey_account_view_get_connection (LatchkeyAccountView *self);
void latchkey_account_view_set_connection (LatchkeyAccountView *self,
                                           LatchkeyConnection *connection);
LatchkeyAccount *latchkey_account_view_get_account (LatchkeyAccountView *self);

AdwViewStack *latchkey_account_view_get_stack (LatchkeyAccountView *self);
guint latchkey_account_view_get_n_kinds (LatchkeyAccountView *self);
LatchkeyPage *latchkey_account_view_get_page (LatchkeyAccountView *self, guint position);
void latchkey_account_view_show_page (LatchkeyAccountView *self, LatchkeyPage *page);
void latchkey_account_view_show_neighbour (LatchkeyAccountView *self, int step);

gboolean latchkey_account_view_has_edit (LatchkeyAccountView *self);
void latchkey_account_view_remember_focus (LatchkeyAccountView *self);
gboolean latchkey_account_view_restore_focus (LatchkeyAccountView *self);

G_END_DECLS
