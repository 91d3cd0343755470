#pragma once

#include "latchkey-password-reset.h"

G_BEGIN_DECLS

/**
 * LatchkeyPasswordResetStatus:
 * @icon_name: an icon of the theme
 * @title: what is the case
 * @description: what that means for the person
 * @button: (nullable): what can be done about it, with a mnemonic
 *
 * A state in which nothing is to be typed, in words.
 */
typedef struct
{
  const char *icon_name;
  const char *title;
  char *description;
  const char *button;
} LatchkeyPasswordResetStatus;

const char *latchkey_password_reset_words_email_problem (LatchkeyPasswordReset *self);
const char *latchkey_password_reset_words_link_problem (LatchkeyPasswordReset *self);
const char *latchkey_password_reset_words_new_problem (LatchkeyPasswordReset *self);
char *latchkey_password_reset_words_message (LatchkeyPasswordReset *self);
gboolean latchkey_password_reset_words_status (LatchkeyPasswordReset *self,
                                               LatchkeyPasswordResetStatus *status);

G_END_DECLS
