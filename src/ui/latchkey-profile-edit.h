#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PROFILE_EDIT (latchkey_profile_edit_get_type ())

/**
 * LatchkeyProfileEdit:
 *
 * A name and an email being edited: what is stored, what is typed, and whether the two differ.
 *
 * What is stored may change at any time, since the server answers late and other programs edit
 * too. A field that was not touched then follows; one that was touched keeps what is typed.
 *
 * Properties: `name` and `email` (as typed, writable), `name-problem` and `email-problem` (words
 * for a person; %NULL while a field is all right or untouched), `changed` (something typed differs
 * from what is stored) and `savable` (changed, and without a problem).
 */
G_DECLARE_FINAL_TYPE (
  LatchkeyProfileEdit, latchkey_profile_edit, LATCHKEY, PROFILE_EDIT, GObject)

LatchkeyProfileEdit *latchkey_profile_edit_new (void);

const char *latchkey_profile_edit_get_name (LatchkeyProfileEdit *self);
void latchkey_profile_edit_set_name (LatchkeyProfileEdit *self, const char *typed);
const char *latchkey_profile_edit_get_email (LatchkeyProfileEdit *self);
void latchkey_profile_edit_set_email (LatchkeyProfileEdit *self, const char *typed);
const char *latchkey_profile_edit_get_name_problem (LatchkeyProfileEdit *self);
const char *latchkey_profile_edit_get_email_problem (LatchkeyProfileEdit *self);
gboolean latchkey_profile_edit_get_changed (LatchkeyProfileEdit *self);
gboolean latchkey_profile_edit_get_savable (LatchkeyProfileEdit *self);

void
latchkey_profile_edit_set_stored (LatchkeyProfileEdit *self, const char *name, const char *email);
void latchkey_profile_edit_revert (LatchkeyProfileEdit *self);

char *latchkey_profile_edit_dup_name_to_save (LatchkeyProfileEdit *self);
char *latchkey_profile_edit_dup_email_to_save (LatchkeyProfileEdit *self);

G_END_DECLS
