#include "latchkey-own-key-question.h"

#include "latchkey-weak.h"

#include "homebox-endpoint-probe.h"

#include <glib/gi18n.h>

/* It is explained rather than hidden: whoever is thrown out again and again looks for it. */
static void
probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwMessageDialog) dialog = latchkey_weak_take (user_data);
  gboolean exists = FALSE;

  if (!homebox_endpoint_probe_run_finish (HOMEBOX_CLIENT (source), result, &exists, NULL) || exists
      || dialog == NULL)
    return;

  adw_message_dialog_set_body (dialog,
                               _("This server is too old for API keys. Ask whoever runs it to "
                                 "update Homebox."));
  adw_message_dialog_set_response_enabled (dialog, LATCHKEY_OWN_KEY_AGREED, FALSE);
}

/**
 * latchkey_own_key_question_new:
 * @connection: an account with a session
 *
 * Makes the question whether Latchkey is to make an API key for this account and stay signed in
 * with that. Its `response` is %LATCHKEY_OWN_KEY_AGREED, or anything else for no. Whether the
 * server has API keys is asked meanwhile.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_own_key_question_new (LatchkeyConnection *connection)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (NULL, _("Stay Signed In With an API Key?"), NULL));

  g_return_val_if_fail (session != NULL, NULL);

  adw_message_dialog_set_body (dialog,
                               _("A session ends when Latchkey is not opened for a week or more. "
                                 "An API key lasts 90 days, and Latchkey replaces it by itself "
                                 "whenever you open it in the last 30.\n\n"
                                 "The key is kept in your keyring and is in the list of your API "
                                 "keys. Signing out here revokes it. A new password or signing out "
                                 "everywhere does not end it."));
  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _("Cancel"),
                                    LATCHKEY_OWN_KEY_AGREED,
                                    _("Use an API Key"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_OWN_KEY_AGREED,
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, LATCHKEY_OWN_KEY_AGREED);
  adw_message_dialog_set_close_response (dialog, "cancel");
  homebox_endpoint_probe_run_async (homebox_session_get_client (session),
                                    HOMEBOX_ENDPOINT_API_KEYS,
                                    NULL,
                                    probed,
                                    latchkey_weak_new (dialog));

  return GTK_WINDOW (dialog);
}
