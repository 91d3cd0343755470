#include "latchkey-sign-out-question.h"

#include "latchkey-weak.h"

#include "homebox-endpoint-probe.h"
#include "homebox-error.h"

#include <glib/gi18n.h>

static const char *
describe_here (LatchkeyConnection *connection)
{
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_auto (GStrv) own_keys = latchkey_account_dup_own_keys (account);

  if (latchkey_account_get_kind (account) != HOMEBOX_TOKEN_API_KEY)
    return _("Signing out on this device ends this session only.");

  if (own_keys[0] != NULL)
    return _("Signing out on this device revokes the API key that Latchkey made for it.");

  return _("Signing out on this device forgets the API key. It stays valid until it expires, or "
           "until you revoke it on the web page.");
}

/* It is explained rather than hidden: whoever looks for it has a reason. */
static const char *
why_not_everywhere (LatchkeyConnection *connection)
{
  if (latchkey_connection_get_state (connection) == LATCHKEY_CONNECTION_READY
      && latchkey_connection_get_session (connection) != NULL)
    return NULL;

  if (latchkey_connection_get_offline (connection))
    return _("Signing out everywhere does not work while you are offline.");

  return _("Signing out everywhere does not work now, because you are not connected to the server.");
}

static char *
describe (LatchkeyConnection *connection, gboolean has_edit)
{
  const char *why_not = why_not_everywhere (connection);

  return g_strjoin ("\n\n",
                    describe_here (connection),
                    why_not != NULL
                      ? why_not
                      : _("Signing out everywhere also ends your sessions in web browsers and on "
                          "other devices. API keys stay valid."),
                    has_edit ? _("What you have changed and not saved will be lost.") : NULL,
                    NULL);
}

static void
probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AdwMessageDialog) dialog = latchkey_weak_take (user_data);
  g_autofree char *body = NULL;
  gboolean exists = FALSE;

  if (!homebox_endpoint_probe_run_finish (HOMEBOX_CLIENT (source), result, &exists, NULL) || exists
      || dialog == NULL)
    return;

  body = g_strjoin ("\n\n",
                    adw_message_dialog_get_body (dialog),
                    _("This server is too old for signing out everywhere. Ask whoever runs it to "
                      "update Homebox."),
                    NULL);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_set_response_enabled (dialog, LATCHKEY_SIGN_OUT_EVERYWHERE, FALSE);
}

/**
 * latchkey_sign_out_question_new:
 * @connection: an account
 * @has_edit: whether something that was typed would be lost
 *
 * Makes the question how far to sign out. Its `response` is %LATCHKEY_SIGN_OUT_HERE,
 * %LATCHKEY_SIGN_OUT_EVERYWHERE, or anything else for not at all.
 *
 * Signing out everywhere needs a session that works. Whether the server has it is asked meanwhile
 * (a `GET` of its path, which is 405 where it exists).
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_sign_out_question_new (LatchkeyConnection *connection, gboolean has_edit)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);
  gboolean everywhere = why_not_everywhere (connection) == NULL;
  g_autofree char *body = describe (connection, has_edit);
  AdwMessageDialog *dialog
    = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, _("Sign Out?"), body));

  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _("Cancel"),
                                    LATCHKEY_SIGN_OUT_EVERYWHERE,
                                    _("Sign Out Everywhere"),
                                    LATCHKEY_SIGN_OUT_HERE,
                                    _("Sign Out on This Device"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_SIGN_OUT_EVERYWHERE,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_SIGN_OUT_HERE,
                                              has_edit ? ADW_RESPONSE_DESTRUCTIVE
                                                       : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, LATCHKEY_SIGN_OUT_EVERYWHERE, everywhere);
  adw_message_dialog_set_default_response (dialog, has_edit ? "cancel" : LATCHKEY_SIGN_OUT_HERE);
  adw_message_dialog_set_close_response (dialog, "cancel");

  if (everywhere)
    homebox_endpoint_probe_run_async (homebox_session_get_client (session),
                                      HOMEBOX_ENDPOINT_SIGN_OUT_EVERYWHERE,
                                      NULL,
                                      probed,
                                      latchkey_weak_new (dialog));

  return GTK_WINDOW (dialog);
}
