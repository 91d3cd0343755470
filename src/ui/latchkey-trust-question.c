#include "latchkey-trust-question.h"

#include "homebox-error.h"
#include "latchkey-certificate-dialog.h"
#include "latchkey-dialogs.h"
#include "latchkey-plain-http-question.h"

#include <glib/gi18n.h>

/*
 * Question:
 * @owner: whoever asked, if that is still there
 * @server: the server that would be asked without encryption
 *
 * What is asked, while its window is open.
 */
typedef struct
{
  GWeakRef owner;
  LatchkeyTrustAnswered answered;
  LatchkeyPins *pins;
  char *server;
} Question;

static void
question_free (gpointer data, GClosure *closure)
{
  Question *question = data;

  g_weak_ref_clear (&question->owner);
  g_clear_object (&question->pins);
  g_free (question->server);
  g_free (question);
}

static void
tell (Question *question, gboolean trusted)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&question->owner);

  if (owner != NULL)
    question->answered (owner, trusted);
}

static void
certificate_answered (GtkWindow *dialog, gboolean trusted, Question *question)
{
  tell (question, trusted);
}

static void
plain_http_answered (GtkWindow *dialog, const char *response, Question *question)
{
  gboolean agreed = g_str_equal (response, LATCHKEY_PLAIN_HTTP_AGREED);

  if (agreed)
    latchkey_pins_allow_plain_http (question->pins, question->server);

  tell (question, agreed);
}

/**
 * latchkey_trust_question_get_label:
 * @error: (nullable): why something was not sent to a server
 *
 * Returns: (transfer none) (nullable): what to call the button that asks, or %NULL if @error is
 *   nothing that the person can decide about
 */
const char *
latchkey_trust_question_get_label (const GError *error)
{
  if (homebox_error_get_certificate (error) != NULL)
    return _("Certificate…");

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_ENCRYPTED))
    return _("Connect Anyway…");

  return NULL;
}

/**
 * latchkey_trust_question_ask:
 * @error: why something was not sent to a server
 * @pins: where the answer is kept
 * @parent: the window to ask over, or a widget in that
 * @owner: (type GObject): whoever asks
 * @answered: called with the answer
 *
 * Asks whether to trust a server to which nothing was sent: because of its certificate, or since
 * the connection is not encrypted. When @answered is called, the answer is in @pins already.
 *
 * Returns: (transfer none) (nullable): the dialog, which is on the screen; %NULL if @error is
 *   nothing that the person can decide about
 */
GtkWindow *
latchkey_trust_question_ask (const GError *error,
                             LatchkeyPins *pins,
                             GtkWidget *parent,
                             gpointer owner,
                             LatchkeyTrustAnswered answered)
{
  HomeboxCertificate *certificate = homebox_error_get_certificate (error);
  GtkWindow *dialog;
  GCallback callback;
  const char *name;
  Question *question;

  g_return_val_if_fail (LATCHKEY_IS_PINS (pins), NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (G_IS_OBJECT (owner), NULL);

  if (certificate != NULL)
    {
      dialog = latchkey_certificate_dialog_new (certificate, pins);
      name = "answered";
      callback = G_CALLBACK (certificate_answered);
    }
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_ENCRYPTED)
           && homebox_error_get_detail (error) != NULL)
    {
      dialog = latchkey_plain_http_question_new_signed_in (homebox_error_get_detail (error));
      name = "response";
      callback = G_CALLBACK (plain_http_answered);
    }
  else
    {
      return NULL;
    }

  question = g_new0 (Question, 1);
  g_weak_ref_init (&question->owner, owner);
  question->answered = answered;
  question->pins = g_object_ref (pins);
  question->server = g_strdup (homebox_error_get_detail (error));
  g_signal_connect_data (dialog, name, callback, question, question_free, 0);
  latchkey_dialogs_present (dialog, parent);

  return dialog;
}
