#pragma once

#include "latchkey-password-rating.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_STRENGTH_BAR (latchkey_strength_bar_get_type ())

/**
 * LatchkeyStrengthBar:
 *
 * How good a password is: a bar, a word for it, and a hint what would make it better.
 */
G_DECLARE_FINAL_TYPE (LatchkeyStrengthBar, latchkey_strength_bar, LATCHKEY, STRENGTH_BAR, GtkBox)

GtkWidget *latchkey_strength_bar_new (void);

void latchkey_strength_bar_set_rating (LatchkeyStrengthBar *self,
                                       const LatchkeyPasswordRating *rating);

G_END_DECLS
