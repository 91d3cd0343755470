#pragma once

#include "latchkey-connection.h"

G_BEGIN_DECLS

/**
 * LatchkeyPasswordResetState:
 * @LATCHKEY_PASSWORD_RESET_WANTS_EMAIL: the person says which address the mail is to go to
 * @LATCHKEY_PASSWORD_RESET_PROBING: the same, and the server is asked whether it can send mail at
 *   all
 * @LATCHKEY_PASSWORD_RESET_NOT_ASKED: that could not be found out
 * @LATCHKEY_PASSWORD_RESET_NOT_OFFERED: it cannot: only whoever runs it can help
 * @LATCHKEY_PASSWORD_RESET_REQUESTING: the server is asked for the mail
 * @LATCHKEY_PASSWORD_RESET_WANTS_LINK: the person brings the link from the mail, and chooses a new
 *   password
 * @LATCHKEY_PASSWORD_RESET_REDEEMING: the new password is on its way, and a sign-in with it
 * @LATCHKEY_PASSWORD_RESET_UNKNOWN: no answer came: the new password may count or not
 * @LATCHKEY_PASSWORD_RESET_FINDING_OUT: a sign-in finds that out
 * @LATCHKEY_PASSWORD_RESET_KEEPING: the new password counts; the keyring and the account file take
 *   what the server gave
 * @LATCHKEY_PASSWORD_RESET_SET: the new password counts, and the person is not signed in
 * @LATCHKEY_PASSWORD_RESET_DONE: the person is signed in with it
 *
 * How far the way from a forgotten password to a new one has come.
 */
typedef enum
{
  LATCHKEY_PASSWORD_RESET_WANTS_EMAIL,
  LATCHKEY_PASSWORD_RESET_PROBING,
  LATCHKEY_PASSWORD_RESET_NOT_ASKED,
  LATCHKEY_PASSWORD_RESET_NOT_OFFERED,
  LATCHKEY_PASSWORD_RESET_REQUESTING,
  LATCHKEY_PASSWORD_RESET_WANTS_LINK,
  LATCHKEY_PASSWORD_RESET_REDEEMING,
  LATCHKEY_PASSWORD_RESET_UNKNOWN,
  LATCHKEY_PASSWORD_RESET_FINDING_OUT,
  LATCHKEY_PASSWORD_RESET_KEEPING,
  LATCHKEY_PASSWORD_RESET_SET,
  LATCHKEY_PASSWORD_RESET_DONE,
} LatchkeyPasswordResetState;

#define LATCHKEY_TYPE_PASSWORD_RESET (latchkey_password_reset_get_type ())

/**
 * LatchkeyPasswordReset:
 *
 * From a forgotten password to being signed in with a new one, without a widget: the mail, the
 * link in it, the sign-in.
 *
 * Signals: `changed`, whenever the state or its error is another, and `succeeded` with a
 * #LatchkeyConnection, once, after the change to %LATCHKEY_PASSWORD_RESET_DONE.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPasswordReset,
                      latchkey_password_reset,
                      LATCHKEY,
                      PASSWORD_RESET,
                      GObject)

LatchkeyPasswordReset *latchkey_password_reset_new (LatchkeyVault *vault, HomeboxClient *client);
LatchkeyPasswordReset *latchkey_password_reset_new_again (LatchkeyVault *vault,
                                                          LatchkeyConnection *connection);

HomeboxClient *latchkey_password_reset_get_client (LatchkeyPasswordReset *self);
LatchkeyPasswordResetState latchkey_password_reset_get_state (LatchkeyPasswordReset *self);
const GError *latchkey_password_reset_get_error (LatchkeyPasswordReset *self);
const char *latchkey_password_reset_get_mailed_to (LatchkeyPasswordReset *self);
gboolean latchkey_password_reset_is_working (LatchkeyPasswordReset *self);

void latchkey_password_reset_probe (LatchkeyPasswordReset *self);
void latchkey_password_reset_request (LatchkeyPasswordReset *self, const char *email);
void latchkey_password_reset_skip (LatchkeyPasswordReset *self);
void latchkey_password_reset_go_back (LatchkeyPasswordReset *self);
void latchkey_password_reset_redeem (LatchkeyPasswordReset *self,
                                     HomeboxSecret *token,
                                     const char *email,
                                     HomeboxSecret *new_password,
                                     gboolean stay_signed_in);
void latchkey_password_reset_find_out (LatchkeyPasswordReset *self);
gboolean latchkey_password_reset_cancel (LatchkeyPasswordReset *self);
void latchkey_password_reset_close (LatchkeyPasswordReset *self);

G_END_DECLS
