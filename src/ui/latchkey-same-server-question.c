#include "latchkey-same-server-question.h"

#include "latchkey-account-words.h"

#include <glib/gi18n.h>

/**
 * latchkey_same_server_question_new:
 * @known: an account that was in the list before
 * @added: one that was just added, with the same user id at another address
 *
 * Makes the question whether both are one account on one server. The same id is a hint and no
 * proof: members of a home see each other's ids, and a copy of a server has the same ones. Its
 * `response` is %LATCHKEY_SAME_SERVER_YES, or anything else for no, which is the default.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_same_server_question_new (LatchkeyAccount *known, LatchkeyAccount *added)
{
  AdwMessageDialog *dialog
    = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, _("Is This the Same Server?"), NULL));
  g_autofree char *label = latchkey_account_words_dup_label (known);
  g_autofree char *address
    = g_strdup_printf ("\u2068%s\u2069", latchkey_account_get_server (added));

  adw_message_dialog_format_body (
    dialog,
    /* Translators: %1$s is an account, its name and its server; %2$s is an address. */
    _("You already have an account that looks the same: %1$s. If %2$s leads to the same server, "
      "they can be one account with two addresses. Your sign-in is then sent to both.\n\n"
      "If you are not sure, keep them separate."),
    label,
    address);
  adw_message_dialog_add_responses (dialog,
                                    "separate",
                                    _("Keep Separate"),
                                    LATCHKEY_SAME_SERVER_YES,
                                    _("Same Server"),
                                    NULL);
  adw_message_dialog_set_default_response (dialog, "separate");
  adw_message_dialog_set_close_response (dialog, "separate");

  return GTK_WINDOW (dialog);
}
