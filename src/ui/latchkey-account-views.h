#pragma once

#include "latchkey-account-view.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_ACCOUNT_VIEWS (latchkey_account_views_get_type ())

/**
 * LatchkeyAccountViews:
 *
 * The views of the accounts that were shown in this window: one for each, made when it is shown for
 * the first time, and kept, so that an edit outlives going to another account.
 *
 * Signals: `added` with a #LatchkeyAccountView that was just made, and `attention-changed` when
 * latchkey_account_views_get_attention() may return something else than before.
 */
G_DECLARE_FINAL_TYPE (LatchkeyAccountViews,
                      latchkey_account_views,
                      LATCHKEY,
                      ACCOUNT_VIEWS,
                      GObject)

LatchkeyAccountViews *latchkey_account_views_new (LatchkeyVault *vault,
                                                  const LatchkeyPageKind *kinds,
                                                  guint n_kinds);

LatchkeyAccountView *latchkey_account_views_find (LatchkeyAccountViews *self,
                                                  LatchkeyAccount *account);
LatchkeyAccountView *latchkey_account_views_get (LatchkeyAccountViews *self,
                                                 LatchkeyAccount *account);
LatchkeyAccountView *latchkey_account_views_adopt (LatchkeyAccountViews *self,
                                                   LatchkeyConnection *connection);
LatchkeyConnection *latchkey_account_views_get_connection (LatchkeyAccountViews *self,
                                                           LatchkeyAccount *account);
void latchkey_account_views_remove (LatchkeyAccountViews *self, LatchkeyAccountView *view);

GPtrArray *latchkey_account_views_list_edited (LatchkeyAccountViews *self);
gboolean latchkey_account_views_is_saving (LatchkeyAccountViews *self);
const char *latchkey_account_views_get_attention (LatchkeyAccountViews *self,
                                                  LatchkeyAccount *account);

G_END_DECLS
