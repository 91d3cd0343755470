#pragma once

#include "homebox-secret.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_NEW_PASSWORD (latchkey_new_password_get_type ())

/**
 * LatchkeyNewPassword:
 *
 * Where a new password is chosen: typed twice, rated while typing, and held to Homebox's rule.
 *
 * Properties: `valid` (read-only: long enough, and the same twice), `old-entry` (#GtkEditable,
 * nullable: where the password that it replaces is typed; likeness makes a new one weak), `title`
 * and `repeat-title` (what the two fields are called).
 *
 * Signals: `activate`, when Enter is pressed in either field, valid or not.
 */
G_DECLARE_FINAL_TYPE (LatchkeyNewPassword, latchkey_new_password, LATCHKEY, NEW_PASSWORD, GtkBox)

GtkWidget *latchkey_new_password_new (void);

gboolean latchkey_new_password_get_valid (LatchkeyNewPassword *self);
gboolean latchkey_new_password_check (LatchkeyNewPassword *self);
HomeboxSecret *latchkey_new_password_get_secret (LatchkeyNewPassword *self);
void latchkey_new_password_set_known (LatchkeyNewPassword *self, const char *const *known);
void latchkey_new_password_set_problem (LatchkeyNewPassword *self, const char *problem);
void latchkey_new_password_clear (LatchkeyNewPassword *self);

G_END_DECLS
