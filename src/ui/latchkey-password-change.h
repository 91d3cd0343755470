#pragma once

#include "latchkey-connection.h"

G_BEGIN_DECLS

/**
 * LatchkeyPasswordChangeState:
 * @LATCHKEY_PASSWORD_CHANGE_IDLE: nothing was sent yet
 * @LATCHKEY_PASSWORD_CHANGE_SENDING: the new password is on its way
 * @LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT: the server says that the current password is wrong
 * @LATCHKEY_PASSWORD_CHANGE_REFUSED: it failed otherwise, and the password is what it was
 * @LATCHKEY_PASSWORD_CHANGE_UNKNOWN: no answer came: the password may have changed or not
 * @LATCHKEY_PASSWORD_CHANGE_FINDING_OUT: the server is asked whether the new password is in use
 * @LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN: that could not be found out
 * @LATCHKEY_PASSWORD_CHANGE_UNCHANGED: that was found out: the password did not change
 * @LATCHKEY_PASSWORD_CHANGE_DONE: the new password is in use
 *
 * How far a change of password has come.
 */
typedef enum
{
  LATCHKEY_PASSWORD_CHANGE_IDLE,
  LATCHKEY_PASSWORD_CHANGE_SENDING,
  LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT,
  LATCHKEY_PASSWORD_CHANGE_REFUSED,
  LATCHKEY_PASSWORD_CHANGE_UNKNOWN,
  LATCHKEY_PASSWORD_CHANGE_FINDING_OUT,
  LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN,
  LATCHKEY_PASSWORD_CHANGE_UNCHANGED,
  LATCHKEY_PASSWORD_CHANGE_DONE,
} LatchkeyPasswordChangeState;

#define LATCHKEY_TYPE_PASSWORD_CHANGE (latchkey_password_change_get_type ())

/**
 * LatchkeyPasswordChange:
 *
 * One person's attempt to change a password: what was sent, what came back, and what is not known.
 *
 * Signals: `changed`, whenever its state or what it knows of other sessions is another.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPasswordChange, latchkey_password_change, LATCHKEY, PASSWORD_CHANGE, GObject)

LatchkeyPasswordChange *latchkey_password_change_new (LatchkeyConnection *connection);

LatchkeyPasswordChangeState latchkey_password_change_get_state (LatchkeyPasswordChange *self);
const GError *latchkey_password_change_get_error (LatchkeyPasswordChange *self);
gboolean latchkey_password_change_is_working (LatchkeyPasswordChange *self);
gboolean latchkey_password_change_is_unknown (LatchkeyPasswordChange *self);

void latchkey_password_change_send (LatchkeyPasswordChange *self,
                                    HomeboxSecret *current_password,
                                    HomeboxSecret *new_password);
void latchkey_password_change_find_out (LatchkeyPasswordChange *self);
void latchkey_password_change_cancel (LatchkeyPasswordChange *self);
void latchkey_password_change_close (LatchkeyPasswordChange *self);

gboolean latchkey_password_change_may_have_no_password (LatchkeyPasswordChange *self);
char *latchkey_password_change_dup_no_password_text (LatchkeyPasswordChange *self);
const char *latchkey_password_change_get_message (LatchkeyPasswordChange *self);
const char *latchkey_password_change_get_current_problem (LatchkeyPasswordChange *self);
const char *latchkey_password_change_get_new_problem (LatchkeyPasswordChange *self);
const char *latchkey_password_change_get_note (LatchkeyPasswordChange *self);
const char *latchkey_password_change_get_success (LatchkeyPasswordChange *self);

G_END_DECLS
