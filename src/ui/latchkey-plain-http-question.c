#include "latchkey-plain-http-question.h"

#include <glib/gi18n.h>

static GtkWindow *
make (const char *heading, const char *body, const char *agree)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, heading, body));

  adw_message_dialog_add_responses (dialog,
                                    "cancel",
                                    _("Cancel"),
                                    LATCHKEY_PLAIN_HTTP_AGREED,
                                    agree,
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog,
                                              LATCHKEY_PLAIN_HTTP_AGREED,
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return GTK_WINDOW (dialog);
}

/**
 * latchkey_plain_http_question_new:
 * @server: the address of the server
 * @reach: how far away it is
 *
 * Makes the question whether to sign in although the connection is not encrypted. Its `response`
 * is %LATCHKEY_PLAIN_HTTP_AGREED, or anything else for no, which is the default.
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_plain_http_question_new (const char *server, HomeboxReach reach)
{
  g_autofree char *body = NULL;

  if (reach == HOMEBOX_REACH_PUBLIC)
    /* Translators: %s is the address of a server. */
    body = g_strdup_printf (_("The connection to %s is not encrypted. Everybody on the way to that "
                              "server can read your password."),
                            server);
  else
    /* Translators: %s is the address of a server. */
    body = g_strdup_printf (_("The connection to %s is not encrypted. Everybody in the same "
                              "network can read your password."),
                            server);

  return make (_("Sign In Without Encryption?"), body, _("Sign In Anyway"));
}

/**
 * latchkey_plain_http_question_new_signed_in:
 * @server: the address of the server, which is far away
 *
 * Makes the question whether to go on with a session although the connection is not encrypted. Its
 * `response` is as with latchkey_plain_http_question_new().
 *
 * Returns: (transfer none): a dialog to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_plain_http_question_new_signed_in (const char *server)
{
  g_autofree char *body = NULL;

  /* Translators: %s is the address of a server. */
  body = g_strdup_printf (_("The connection to %s is not encrypted, and the server is not in your "
                            "own network. Everybody on the way to it can use your session, and "
                            "read your password when you change it."),
                          server);

  return make (_("Connect Without Encryption?"), body, _("Connect Anyway"));
}
