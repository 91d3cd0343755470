#pragma once

#include "homebox-link.h"
#include "latchkey-connection.h"
#include "latchkey-profile-edit.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNT_PAGE (latchkey_account_page_get_type ())

/**
 * LatchkeyAccountPage:
 *
 * An account: who it belongs to, the profile to edit, facts, and what can be done with it. It
 * starts with the record on the disk and follows its connection from there.
 *
 * Actions: `account.apply`, `account.retry`, `account.trust`, `account.sign-in`,
 * `account.sign-out`, `account.cancel-sign-out`, `account.change-password`, `account.delete`.
 *
 * Its signals are those of #LatchkeyPage.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccountPage, latchkey_account_page, LATCHKEY, ACCOUNT_PAGE, GtkBox)

LatchkeyAccountPage *latchkey_account_page_new (LatchkeyConnection *connection);

LatchkeyConnection *latchkey_account_page_get_connection (LatchkeyAccountPage *self);
void latchkey_account_page_set_connection (LatchkeyAccountPage *self,
                                           LatchkeyConnection *connection);

gboolean latchkey_account_page_has_edit (LatchkeyAccountPage *self);
gboolean latchkey_account_page_can_save (LatchkeyAccountPage *self);
gboolean latchkey_account_page_is_saving (LatchkeyAccountPage *self);
void latchkey_account_page_save (LatchkeyAccountPage *self);
void latchkey_account_page_join_home (LatchkeyAccountPage *self, HomeboxLink *link);

G_END_DECLS
