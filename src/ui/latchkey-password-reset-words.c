#include "latchkey-password-reset-words.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

static const char *
find_problem (LatchkeyPasswordReset *self, HomeboxField field)
{
  const GError *error = latchkey_password_reset_get_error (self);

  return error != NULL && homebox_error_get_field (error) == field ? error->message : NULL;
}

/**
 * latchkey_password_reset_words_email_problem:
 * @self: a reset
 *
 * Returns: (nullable): what is wrong with the email
 */
const char *
latchkey_password_reset_words_email_problem (LatchkeyPasswordReset *self)
{
  return find_problem (self, HOMEBOX_FIELD_EMAIL);
}

/**
 * latchkey_password_reset_words_link_problem:
 * @self: a reset
 *
 * Returns: (nullable): what is wrong with the link
 */
const char *
latchkey_password_reset_words_link_problem (LatchkeyPasswordReset *self)
{
  const GError *error = latchkey_password_reset_get_error (self);

  return g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_RESET_LINK_SPENT)
           ? _("This link was used already, or it is too old. Send another mail, and use the link "
               "in that one.")
           : NULL;
}

/**
 * latchkey_password_reset_words_new_problem:
 * @self: a reset
 *
 * Returns: (nullable): what is wrong with the new password
 */
const char *
latchkey_password_reset_words_new_problem (LatchkeyPasswordReset *self)
{
  return find_problem (self, HOMEBOX_FIELD_PASSWORD);
}

/**
 * latchkey_password_reset_words_message:
 * @self: a reset
 *
 * Returns: (transfer full) (nullable): what is to be said above the fields: that a mail may be on
 *   its way, or what went wrong where that is about no field in particular
 */
char *
latchkey_password_reset_words_message (LatchkeyPasswordReset *self)
{
  const GError *error = latchkey_password_reset_get_error (self);
  const char *mailed_to = latchkey_password_reset_get_mailed_to (self);

  if (latchkey_password_reset_words_email_problem (self) != NULL
      || latchkey_password_reset_words_link_problem (self) != NULL
      || latchkey_password_reset_words_new_problem (self) != NULL)
    return NULL;

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS))
    return g_strdup (_("The new password is not accepted with this email address. Check that it is "
                       "the address that the mail came to, then try the link again."));

  /* How long to wait is told instead, and only until that is over. */
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS))
    return NULL;

  if (error != NULL)
    return g_strdup (error->message);

  if (mailed_to == NULL
      || latchkey_password_reset_get_state (self) != LATCHKEY_PASSWORD_RESET_WANTS_LINK)
    return NULL;

  /* Translators: %s is an email address. The server tells nobody whether it sent anything. */
  return g_strdup_printf (_("If %s has an account here and the server can send mail, a message is "
                            "on its way. The link in it works once, and for an hour."),
                          mailed_to);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static char *
describe_unknown (const GError *error)
{
  if (is_cancelled (error))
    return g_strdup (_("You cancelled while the server was at work, so your new password may count "
                       "or not. “Find Out” tries to sign in with it."));

  return g_strdup (_("The server did not answer, so your new password may count or not. “Find "
                     "Out” tries to sign in with it."));
}

static char *
describe_set (const GError *error)
{
  if (error == NULL || is_cancelled (error))
    return g_strdup (_("Your new password counts from now on. You are not signed in yet."));

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS))
    return g_strdup (_("The new password counts, but not for this email address. Sign in with the "
                       "address that the mail came to."));

  /* Translators: %s is a sentence, or two, that says what went wrong. */
  return g_strdup_printf (_("Your new password counts from now on, but the sign-in did not work.\n"
                            "%s"),
                          error->message);
}

/**
 * latchkey_password_reset_words_status:
 * @self: a reset
 * @status: (out caller-allocates): where the words go; the caller frees its description
 *
 * Returns: whether nothing is to be typed in this state, and @status was set
 */
gboolean
latchkey_password_reset_words_status (LatchkeyPasswordReset *self,
                                      LatchkeyPasswordResetStatus *status)
{
  const GError *error = latchkey_password_reset_get_error (self);

  switch (latchkey_password_reset_get_state (self))
    {
    case LATCHKEY_PASSWORD_RESET_NOT_ASKED:
      status->icon_name = "dialog-warning-symbolic";
      status->title = _("The Server Could Not Be Asked");
      status->description = g_strdup (error->message);
      status->button = _("_Try Again");
      return TRUE;
    case LATCHKEY_PASSWORD_RESET_NOT_OFFERED:
      status->icon_name = "dialog-password-symbolic";
      status->title = _("Ask the Administrator");
      status->description
        = g_strdup (_("This server cannot mail you a link for a new password. Whoever runs it can "
                      "help you back in."));
      status->button = NULL;
      return TRUE;
    case LATCHKEY_PASSWORD_RESET_UNKNOWN:
    case LATCHKEY_PASSWORD_RESET_FINDING_OUT:
      status->icon_name = "dialog-question-symbolic";
      status->title = _("Not Known Yet");
      status->description = describe_unknown (error);
      status->button = _("_Find Out");
      return TRUE;
    case LATCHKEY_PASSWORD_RESET_SET:
      status->icon_name = "emblem-ok-symbolic";
      status->title = _("New Password Set");
      status->description = describe_set (error);
      status->button = _("_Sign In");
      return TRUE;
    case LATCHKEY_PASSWORD_RESET_WANTS_EMAIL:
    case LATCHKEY_PASSWORD_RESET_PROBING:
    case LATCHKEY_PASSWORD_RESET_REQUESTING:
    case LATCHKEY_PASSWORD_RESET_WANTS_LINK:
    case LATCHKEY_PASSWORD_RESET_REDEEMING:
    case LATCHKEY_PASSWORD_RESET_KEEPING:
    case LATCHKEY_PASSWORD_RESET_DONE:
    default:
      return FALSE;
    }
}
