#include "latchkey-revocation-question.h"

#include <glib/gi18n.h>

static GtkWindow *
make (const char *heading, const char *body, const char *answer)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, body));

  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _("Cancel"),
                                    LATCHKEY_REVOCATION_AGREED,
                                    answer,
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_REVOCATION_AGREED,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return GTK_WINDOW (dialog);
}

/**
 * latchkey_revocation_question_new:
 * @key: an API key
 * @end: what that means here
 *
 * Makes the question whether to revoke a key. Its `response` is %LATCHKEY_REVOCATION_AGREED, or
 * anything else for no, which is the default.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_revocation_question_new (HomeboxApiKey *key, LatchkeyRevocationEnd end)
{
  g_autofree char *heading = NULL;
  const char *body;

  g_return_val_if_fail (HOMEBOX_IS_API_KEY (key), NULL);

  /* Translators: %s is the name of an API key. */
  heading = g_strdup_printf (_("Revoke “%s”?"), homebox_api_key_get_name (key));

  switch (end)
    {
    case LATCHKEY_REVOCATION_ENDS:
      body = _("Latchkey is signed in with this key on this computer, and will ask you to sign in "
               "again.");
      break;
    case LATCHKEY_REVOCATION_MAY_END:
      body = _("Whatever uses this key cannot sign in with it any more. If it is the one that "
               "Latchkey is signed in with here, you will have to sign in again.");
      break;
    case LATCHKEY_REVOCATION_ENDS_NOTHING:
    default:
      body = _("Whatever uses this key cannot sign in with it any more.");
      break;
    }

  return make (heading, body, _("Revoke"));
}

/**
 * latchkey_revocation_question_new_for_all:
 * @n_keys: how many there are, without one that stays
 * @end: what that means here
 *
 * As latchkey_revocation_question_new(), for all of them.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_revocation_question_new_for_all (guint n_keys, LatchkeyRevocationEnd end)
{
  g_autofree char *heading
    = g_strdup_printf (ngettext ("Revoke %u API Key?", "Revoke All %u API Keys?", n_keys), n_keys);

  return make (heading,
               end == LATCHKEY_REVOCATION_ENDS_NOTHING
                 ? _("Whatever uses them cannot sign in with them any more.")
                 : _("Whatever uses them cannot sign in with them any more. Latchkey is signed in "
                     "with one of them here, and will ask you to sign in again."),
               _("Revoke All"));
}
