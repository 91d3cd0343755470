#include "latchkey-invitation-question.h"

#include "latchkey-account-words.h"

#include <glib/gi18n.h>

/**
 * latchkey_invitation_question_new:
 * @account: an account on the server that an invitation leads to
 *
 * Makes the question who is to follow an invitation. Its `response` is %LATCHKEY_INVITATION_JOIN
 * for @account, %LATCHKEY_INVITATION_REGISTER for a new one, or anything else for nobody.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_invitation_question_new (LatchkeyAccount *account)
{
  AdwMessageDialog *dialog
    = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, _("You Are Invited to a Home"), NULL));
  g_autofree char *label = latchkey_account_words_dup_label (account);

  /* Translators: %s is an account, its name and its server. */
  adw_message_dialog_format_body (dialog,
                                  _("You have an account on this server: %s. You can join with it, "
                                    "or create another one."),
                                  label);
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _("Cancel"),
                                    LATCHKEY_INVITATION_REGISTER,
                                    _("Create an Account"),
                                    LATCHKEY_INVITATION_JOIN,
                                    _("Join With This Account"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_INVITATION_JOIN,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, LATCHKEY_INVITATION_JOIN);
  adw_message_dialog_set_close_response (dialog, "cancel");

  return GTK_WINDOW (dialog);
}
