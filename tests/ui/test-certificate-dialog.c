#include "latchkey-certificate-dialog.h"
#include "latchkey-copyable.h"
#include "latchkey-resources.h"
#include "latchkey-trust-question.h"

#include "find-widget.h"
#include "homebox-error.h"
#include "seen-widget.h"

#define ORIGIN "https://home.lan:7745"
#define FINGERPRINT                                                                                \
  "10:A6:82:A8:D7:18:40:D5:A5:35:79:57:51:EA:0A:E8:"                                               \
  "15:90:31:8D:D0:8C:E9:A6:89:A5:EB:6F:5B:DB:4F:74"
#define OTHER                                                                                      \
  "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:"                                               \
  "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"

typedef struct
{
  LatchkeyPins *pins;
  /* NULL once it is gone. */
  GtkWindow *window;
  guint n_answers;
  gboolean trusted;
} Dialog;

static HomeboxCertificate *
make (const char *pin, GTlsCertificateFlags problems)
{
  g_autofree char *path
    = g_test_build_filename (G_TEST_DIST, "..", "homebox", "loopback.pem", NULL);
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, NULL);

  g_assert_nonnull (certificate);

  return homebox_certificate_new (certificate, ORIGIN, pin, problems);
}

static void
on_answered (GtkWindow *window, gboolean trusted, Dialog *dialog)
{
  g_autofree char *pin = homebox_trust_dup_pin (HOMEBOX_TRUST (dialog->pins), ORIGIN);

  dialog->n_answers++;
  dialog->trusted = trusted;
  /* Whoever hears of it can go on at once. */
  if (trusted)
    g_assert_cmpstr (pin, !=, OTHER);
}

static void
open_dialog (Dialog *dialog, const char *pin, GTlsCertificateFlags problems)
{
  g_autoptr (HomeboxCertificate) certificate = make (pin, problems);

  *dialog = (Dialog) { .pins = latchkey_pins_new (NULL) };
  dialog->window = latchkey_certificate_dialog_new (certificate, dialog->pins);
  g_object_add_weak_pointer (G_OBJECT (dialog->window), (gpointer *) &dialog->window);
  g_signal_connect (dialog->window, "answered", G_CALLBACK (on_answered), dialog);
  gtk_window_present (dialog->window);
}

/* What nobody waits for is saved by then, in memory. */
static void
drop_pins (LatchkeyPins *pins)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_finalize_object (pins);
}

static void
close_dialog (Dialog *dialog)
{
  if (dialog->window != NULL)
    gtk_window_destroy (dialog->window);

  while (dialog->window != NULL)
    g_main_context_iteration (NULL, TRUE);

  drop_pins (dialog->pins);
}

static void
wait_gone (Dialog *dialog)
{
  while (dialog->window != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_shown (Dialog *dialog, const char *id)
{
  return gtk_widget_get_visible (find_widget (dialog->window, id));
}

static const char *
get_label (Dialog *dialog, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (find_widget (dialog->window, id)));
}

static gboolean
has_class (Dialog *dialog, const char *id, const char *name)
{
  return gtk_widget_has_css_class (find_widget (dialog->window, id), name);
}

/* Whatever the dialog is about, nothing is trusted by a slip. */
static void
assert_no_is_at_hand (Dialog *dialog, const char *no, const char *yes)
{
  GtkWidget *cancel = find_widget (dialog->window, "cancel_button");

  g_assert_true (gtk_window_get_default_widget (dialog->window) == cancel);
  g_assert_true (holds_focus (dialog->window, "cancel_button"));
  gtk_test_accessible_assert_role (dialog->window, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_test_accessible_assert_property (cancel, GTK_ACCESSIBLE_PROPERTY_LABEL, no);
  gtk_test_accessible_assert_property (find_widget (dialog->window, "trust_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       yes);
}

static void
test_unknown (void)
{
  Dialog dialog;
  GtkWidget *copyable;

  open_dialog (&dialog, NULL, G_TLS_CERTIFICATE_UNKNOWN_CA | G_TLS_CERTIFICATE_BAD_IDENTITY);
  assert_no_is_at_hand (&dialog, "Cancel", "Trust This Certificate");
  g_assert_true (gtk_window_get_modal (dialog.window));
  g_assert_cmpstr (get_label (&dialog, "heading"), ==, "Is This Your Server?");
  g_assert_nonnull (strstr (get_label (&dialog, "text"), "home.lan:7745"));
  g_assert_nonnull (strstr (get_label (&dialog, "text"), "Nothing was sent"));
  g_assert_false (is_shown (&dialog, "icon"));
  g_assert_true (is_shown (&dialog, "problems_section"));
  g_assert_nonnull (strstr (get_label (&dialog, "problems"), "not for home.lan"));
  g_assert_false (is_shown (&dialog, "old_fingerprint"));
  g_assert_true (has_class (&dialog, "trust_button", "destructive-action"));

  copyable = find_widget (dialog.window, "fingerprint");
  g_assert_cmpstr (latchkey_copyable_get_text (LATCHKEY_COPYABLE (copyable)),
                   ==,
                   "10 A6 82 A8 D7 18 40 D5\nA5 35 79 57 51 EA 0A E8\n"
                   "15 90 31 8D D0 8C E9 A6\n89 A5 EB 6F 5B DB 4F 74");
  g_assert_true (has_text (GTK_WIDGET (dialog.window), "127.0.0.1"));
  g_assert_true (has_text (GTK_WIDGET (dialog.window), "From 1 January 2020 to 1 January 2120"));
  close_dialog (&dialog);
}

static void
test_alarm (void)
{
  Dialog dialog;

  open_dialog (&dialog, OTHER, G_TLS_CERTIFICATE_UNKNOWN_CA);
  assert_no_is_at_hand (&dialog, "Do Not Connect", "Trust the New Certificate");
  g_assert_cmpstr (get_label (&dialog, "heading"), ==, "This May Not Be Your Server");
  g_assert_true (is_shown (&dialog, "icon"));
  g_assert_true (is_shown (&dialog, "old_fingerprint"));
  g_assert_nonnull (strstr (latchkey_copyable_get_text (
                              LATCHKEY_COPYABLE (find_widget (dialog.window, "old_fingerprint"))),
                            "00 11 22 33"));
  g_assert_true (has_class (&dialog, "trust_button", "destructive-action"));
  close_dialog (&dialog);
}

static void
test_renewed (void)
{
  Dialog dialog;

  open_dialog (&dialog, OTHER, 0);
  assert_no_is_at_hand (&dialog, "Cancel", "Use the New Certificate");
  g_assert_cmpstr (get_label (&dialog, "heading"), ==, "The Server Has a New Certificate");
  g_assert_false (is_shown (&dialog, "icon"));
  g_assert_false (is_shown (&dialog, "problems_section"));
  g_assert_true (is_shown (&dialog, "old_fingerprint"));
  g_assert_false (has_class (&dialog, "trust_button", "destructive-action"));

  /* It is the system's now. */
  click (find_widget (dialog.window, "trust_button"));
  wait_gone (&dialog);
  g_assert_true (dialog.trusted);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (dialog.pins)), ==, 0);
  close_dialog (&dialog);
}

static void
test_yes (void)
{
  Dialog dialog;
  g_autofree char *pin = NULL;

  open_dialog (&dialog, NULL, G_TLS_CERTIFICATE_UNKNOWN_CA);
  click (find_widget (dialog.window, "trust_button"));
  wait_gone (&dialog);
  g_assert_cmpuint (dialog.n_answers, ==, 1);
  g_assert_true (dialog.trusted);
  pin = homebox_trust_dup_pin (HOMEBOX_TRUST (dialog.pins), ORIGIN);
  g_assert_cmpstr (pin, ==, FINGERPRINT);
  close_dialog (&dialog);
}

static void
assert_no (Dialog *dialog)
{
  wait_gone (dialog);
  g_assert_cmpuint (dialog->n_answers, ==, 1);
  g_assert_false (dialog->trusted);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (dialog->pins)), ==, 0);
  close_dialog (dialog);
}

static void
test_no (void)
{
  Dialog dialog;

  open_dialog (&dialog, NULL, G_TLS_CERTIFICATE_UNKNOWN_CA);
  click (find_widget (dialog.window, "cancel_button"));
  assert_no (&dialog);

  open_dialog (&dialog, OTHER, G_TLS_CERTIFICATE_UNKNOWN_CA);
  gtk_window_close (dialog.window);
  assert_no (&dialog);

  /* Enter. */
  open_dialog (&dialog, OTHER, 0);
  gtk_widget_activate (gtk_window_get_default_widget (dialog.window));
  assert_no (&dialog);
}

static void
test_destroyed_is_no_answer (void)
{
  Dialog dialog;

  open_dialog (&dialog, NULL, G_TLS_CERTIFICATE_UNKNOWN_CA);
  gtk_window_destroy (dialog.window);
  wait_gone (&dialog);
  g_assert_cmpuint (dialog.n_answers, ==, 0);
  close_dialog (&dialog);
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copies (void)
{
  Dialog dialog;
  GtkWidget *copyable;
  g_autofree char *text = NULL;

  open_dialog (&dialog, NULL, G_TLS_CERTIFICATE_UNKNOWN_CA);
  copyable = find_widget (dialog.window, "fingerprint");
  gtk_test_accessible_assert_property (find_button (copyable, "Copy"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Copy: Fingerprint (SHA-256)");
  click (find_button (copyable, "Copy"));
  gtk_test_accessible_assert_property (find_button (copyable, "Copied"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Copied: Fingerprint (SHA-256)");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (copyable), NULL, on_text, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (text, ==, FINGERPRINT);
  close_dialog (&dialog);
}

/* What asked, and what it was told. */
typedef struct
{
  GtkWidget *window;
  LatchkeyPins *pins;
  GObject *owner;
  GtkWindow *question;
} Asked;

static guint n_told;
static gboolean told_trusted;

static void
note_answer (gpointer owner, gboolean trusted)
{
  g_assert_true (G_IS_OBJECT (owner));
  n_told++;
  told_trusted = trusted;
}

static void
ask (Asked *asked, const GError *error)
{
  n_told = 0;
  asked->window = adw_window_new ();
  asked->pins = latchkey_pins_new (NULL);
  asked->owner = g_object_new (G_TYPE_OBJECT, NULL);
  gtk_window_present (GTK_WINDOW (asked->window));
  asked->question = latchkey_trust_question_ask (error,
                                                 asked->pins,
                                                 asked->window,
                                                 asked->owner,
                                                 note_answer);
  if (asked->question != NULL)
    g_object_add_weak_pointer (G_OBJECT (asked->question), (gpointer *) &asked->question);
}

static void
end (Asked *asked)
{
  gtk_window_destroy (GTK_WINDOW (asked->window));
  while (asked->question != NULL)
    g_main_context_iteration (NULL, TRUE);
  drop_pins (asked->pins);
  g_clear_object (&asked->owner);
}

static void
test_question_of_certificate (void)
{
  g_autoptr (HomeboxCertificate) certificate = make (NULL, G_TLS_CERTIFICATE_UNKNOWN_CA);
  g_autoptr (GError) error = homebox_error_new_certificate (certificate);
  Asked asked;

  g_assert_cmpstr (latchkey_trust_question_get_label (error), ==, "Certificate…");

  ask (&asked, error);
  g_assert_true (gtk_window_get_transient_for (asked.question) == GTK_WINDOW (asked.window));
  click (find_widget (asked.question, "trust_button"));
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_true (told_trusted);
  g_assert_nonnull (latchkey_pins_find (asked.pins, ORIGIN));
  end (&asked);

  ask (&asked, error);
  gtk_window_close (asked.question);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_false (told_trusted);
  end (&asked);

  /* Whoever asked may be gone by the time of the answer. */
  ask (&asked, error);
  g_assert_finalize_object (g_steal_pointer (&asked.owner));
  click (find_widget (asked.question, "trust_button"));
  g_assert_cmpuint (n_told, ==, 0);
  end (&asked);
}

static void
test_question_of_plain_http (void)
{
  g_autoptr (GError) error = homebox_error_new (HOMEBOX_ERROR_NOT_ENCRYPTED,
                                                HOMEBOX_FIELD_NONE,
                                                "http://far.test:7745");
  Asked asked;

  g_assert_cmpstr (latchkey_trust_question_get_label (error), ==, "Connect Anyway…");

  ask (&asked, error);
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (asked.question)),
                   ==,
                   "cancel");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (asked.question), "cancel");
  g_assert_false (told_trusted);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (asked.pins)), ==, 0);
  end (&asked);

  ask (&asked, error);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (asked.question), "sign-in");
  g_assert_true (told_trusted);
  g_assert_true (latchkey_pins_get_plain_http_allowed (asked.pins, "http://far.test:7745/x"));
  end (&asked);
}

static void
test_no_question (void)
{
  g_autoptr (GError) error
    = homebox_error_new (HOMEBOX_ERROR_REFUSED, HOMEBOX_FIELD_NONE, NULL);
  Asked asked;

  g_assert_null (latchkey_trust_question_get_label (error));
  g_assert_null (latchkey_trust_question_get_label (NULL));
  ask (&asked, error);
  g_assert_null (asked.question);
  end (&asked);
}

int
main (int argc, char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

  g_test_add_func ("/certificate-dialog/unknown", test_unknown);
  g_test_add_func ("/certificate-dialog/alarm", test_alarm);
  g_test_add_func ("/certificate-dialog/renewed-leaves-it-to-the-system", test_renewed);
  g_test_add_func ("/certificate-dialog/yes-pins-it", test_yes);
  g_test_add_func ("/certificate-dialog/everything-else-is-no", test_no);
  g_test_add_func ("/certificate-dialog/destroyed-is-no-answer", test_destroyed_is_no_answer);
  g_test_add_func ("/certificate-dialog/copies", test_copies);
  g_test_add_func ("/trust-question/certificate", test_question_of_certificate);
  g_test_add_func ("/trust-question/plain-http", test_question_of_plain_http);
  g_test_add_func ("/trust-question/none", test_no_question);

  return g_test_run ();
}
