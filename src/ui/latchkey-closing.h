#pragma once

#include "latchkey-account-views.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_CLOSING (latchkey_closing_get_type ())

/**
 * LatchkeyClosing:
 *
 * What comes before a window closes: it waits for what is being saved, and the person is asked
 * about what is not saved, on whichever page of whichever account.
 *
 * Signal: `stopped` with a #LatchkeyAccountView and its #LatchkeyPage that could not be saved, so
 * that the window stays.
 */
G_DECLARE_FINAL_TYPE (LatchkeyClosing, latchkey_closing, LATCHKEY, CLOSING, GObject)

LatchkeyClosing *latchkey_closing_new (GtkWindow *window, LatchkeyAccountViews *views);

gboolean latchkey_closing_begin (LatchkeyClosing *self);

G_END_DECLS
