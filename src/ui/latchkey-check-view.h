#pragma once

#include "homebox-server-check.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_CHECK_VIEW (latchkey_check_view_get_type ())

/**
 * LatchkeyCheckView:
 *
 * How a check of a server goes: a line for the whole of it, below it the steps, open where one
 * failed, with what usually helps and a button for that. What is checked quickly and found to be in
 * order is a line only. Hidden while there is nothing to show.
 *
 * Signals: `try` (an address as it is typed), when the person wants that one instead, or the same
 * again (%NULL); `trust`, to look at a certificate, where latchkey_check_view_offer_trust() was
 * called.
 */
G_DECLARE_FINAL_TYPE (LatchkeyCheckView, latchkey_check_view, LATCHKEY, CHECK_VIEW, GtkBox)

void latchkey_check_view_set_check (LatchkeyCheckView *self, HomeboxServerCheck *check);
void latchkey_check_view_offer_trust (LatchkeyCheckView *self);
void latchkey_check_view_dismiss (LatchkeyCheckView *self);

G_END_DECLS
