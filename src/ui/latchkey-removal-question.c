#include "latchkey-removal-question.h"

#include "latchkey-account-words.h"

#include <glib/gi18n.h>

static char *
describe_what_stays (LatchkeyAccount *account)
{
  g_autofree char *server = latchkey_account_dup_server_label (account);
  g_autofree char *isolated = g_strdup_printf ("\u2068%s\u2069", server);
  GDateTime *end = latchkey_account_get_expires_at (account);
  g_autoptr (GDateTime) local = end != NULL ? g_date_time_to_local (end) : NULL;
  g_autofree char *date = NULL;

  if (latchkey_account_get_kind (account) == HOMEBOX_TOKEN_API_KEY)
    /* Translators: %s is the address of a server. */
    return g_strdup_printf (_("Nothing changes on %s: the account stays there, and so does its API "
                              "key, until somebody revokes it."),
                            isolated);

  if (local == NULL)
    /* Translators: %s is the address of a server. */
    return g_strdup_printf (_("Nothing changes on %s: the account stays there, and the session goes "
                              "on until it ends by itself. To end it now, sign out instead."),
                            isolated);

  /* Translators: a day, a format for g_date_time_format(); for example "21 December 2026". */
  date = g_date_time_format (local, C_ ("day", "%-d %B %Y"));

  /* Translators: %1$s is the address of a server, %2$s a day. */
  return g_strdup_printf (_("Nothing changes on %1$s: the account stays there, and the session goes "
                            "on until %2$s. To end it now, sign out instead."),
                          isolated,
                          date);
}

/**
 * latchkey_removal_question_new:
 * @account: an account
 * @has_edit: whether something was typed there that is not saved
 *
 * Makes the question whether to take an account off this device without telling its server, which
 * says what stays there. Its `response` is %LATCHKEY_REMOVAL_AGREED, or anything else for no, which
 * is the default.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_removal_question_new (LatchkeyAccount *account, gboolean has_edit)
{
  AdwMessageDialog *dialog
    = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, _("Remove From This Device Only?"), NULL));
  g_autofree char *label = latchkey_account_words_dup_label (account);
  g_autofree char *what_stays = describe_what_stays (account);
  g_autoptr (GString) body = g_string_new (NULL);

  /* Translators: %s is an account, its name and its server. */
  g_string_append_printf (body,
                          _("%s goes off the list, and its sign-in out of your keyring."),
                          label);
  g_string_append_printf (body, "\n\n%s", what_stays);

  if (has_edit)
    g_string_append_printf (body, "\n\n%s", _("What you changed and did not save is lost."));

  adw_message_dialog_set_body (dialog, body->str);
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _("Cancel"),
                                    LATCHKEY_REMOVAL_AGREED,
                                    _("Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_REMOVAL_AGREED,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return GTK_WINDOW (dialog);
}
