#include "latchkey-member-question.h"

#include "latchkey-home-words.h"

#include <glib/gi18n.h>

static char *
describe_account (LatchkeyHome *home, HomeboxMember *member, const char *name)
{
  HomeboxGroup *other = latchkey_home_find_other (home, member);

  if (other != NULL)
    /* Translators: %1$s is the name of a person, %2$s that of a home. */
    return g_strdup_printf (_("%1$s also belongs to “%2$s”, and can go on using the account "
                              "there."),
                            name,
                            latchkey_home_words_get_name (other));

  /* Translators: %1$s is the name of a person. */
  return g_strdup_printf (_("If this is the only home of %1$s, the account is locked out: it still "
                            "exists, but nothing can be done with it, and only whoever runs the "
                            "server can help. You are not told which other homes people have."),
                          name);
}

/**
 * latchkey_member_question_new:
 * @home: a home that may be managed
 * @member: somebody else who belongs to it
 *
 * Makes the question whether to remove somebody from a home, which says what becomes of their
 * account as far as that can be known. Its `response` is %LATCHKEY_MEMBER_QUESTION_AGREED, or
 * anything else for no, which is the default.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_member_question_new (LatchkeyHome *home, HomeboxMember *member)
{
  const char *name = latchkey_home_words_get_member_name (member);
  const char *home_name = latchkey_home_words_get_name (latchkey_home_get_group (home));
  /* Translators: %s is the name of a person. */
  g_autofree char *heading = g_strdup_printf (_("Remove %s?"), name);
  g_autofree char *account = describe_account (home, member, name);
  g_autoptr (GString) body = g_string_new (NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, NULL));

  /* Translators: %1$s is the name of a person, %2$s that of a home. */
  g_string_append_printf (body,
                          _("%1$s can then neither see nor change what is in “%2$s”. What %1$s "
                            "added stays there."),
                          name,
                          home_name);
  g_string_append_printf (body, "\n\n%s", account);

  adw_message_dialog_set_body (dialog, body->str);
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _("Cancel"),
                                    LATCHKEY_MEMBER_QUESTION_AGREED,
                                    _("Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_MEMBER_QUESTION_AGREED,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return GTK_WINDOW (dialog);
}
