#include "latchkey-certificate-dialog.h"

#include "latchkey-certificate-words.h"
#include "latchkey-copyable.h"
#include "latchkey-fact-row.h"

#include <glib/gi18n.h>

/*
 * Kind:
 * @KIND_UNKNOWN: the system does not trust it, and the person was not asked before
 * @KIND_ALARM: another than the one that the person trusts, and the system does not trust it
 * @KIND_RENEWED: another than the one that the person trusts, and the system trusts it
 *
 * What the dialog is about. It does not change.
 */
typedef enum
{
  KIND_UNKNOWN,
  KIND_ALARM,
  KIND_RENEWED,
} Kind;

struct _LatchkeyCertificateDialog
{
  AdwWindow parent_instance;

  GtkButton *cancel_button;
  GtkWidget *icon;
  GtkLabel *heading;
  GtkLabel *text;
  GtkWidget *problems_section;
  GtkLabel *problems;
  LatchkeyCopyable *fingerprint;
  LatchkeyCopyable *old_fingerprint;
  LatchkeyFactRow *name_row;
  LatchkeyFactRow *servers_row;
  LatchkeyFactRow *issuer_row;
  LatchkeyFactRow *validity_row;
  LatchkeyCopyable *command;
  GtkButton *trust_button;

  HomeboxCertificate *certificate;
  LatchkeyPins *pins;
  gboolean answered;
};

G_DEFINE_FINAL_TYPE (LatchkeyCertificateDialog, latchkey_certificate_dialog, ADW_TYPE_WINDOW)

enum
{
  ANSWERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static Kind
find_kind (HomeboxCertificate *certificate)
{
  if (homebox_certificate_get_pin (certificate) == NULL)
    return KIND_UNKNOWN;

  return homebox_certificate_get_trusted (certificate) ? KIND_RENEWED : KIND_ALARM;
}

static void
set_button (GtkButton *button, const char *label)
{
  gtk_button_set_label (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}

static void
draw_kind (LatchkeyCertificateDialog *self)
{
  Kind kind = find_kind (self->certificate);
  g_autofree char *server
    = latchkey_certificate_words_server (homebox_certificate_get_origin (self->certificate));
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->icon, kind == KIND_ALARM);
  gtk_widget_add_css_class (GTK_WIDGET (self->trust_button),
                            kind == KIND_RENEWED ? "suggested-action" : "destructive-action");

  switch (kind)
    {
    case KIND_ALARM:
      gtk_window_set_title (GTK_WINDOW (self), _("Certificate Changed"));
      gtk_label_set_label (self->heading, _("This May Not Be Your Server"));
      /* Translators: %s is a server, such as “home.example.org:7745”. */
      text = g_strdup_printf (_("The certificate of %s is not the one that you trusted. Unless it "
                                "was replaced on the server, somebody is between you and the "
                                "server, and wants to read your password. Nothing was sent."),
                              server);
      set_button (self->cancel_button, _("Do Not Connect"));
      set_button (self->trust_button, _("Trust the New Certificate"));
      break;

    case KIND_RENEWED:
      gtk_window_set_title (GTK_WINDOW (self), _("Certificate Changed"));
      gtk_label_set_label (self->heading, _("The Server Has a New Certificate"));
      /* Translators: %s is a server, such as “home.example.org:7745”. */
      text = g_strdup_printf (_("The certificate of %s is not the one that you trusted, but this "
                                "computer trusts it. If you agree, the choice is left to this "
                                "computer from now on. Nothing was sent yet."),
                              server);
      set_button (self->cancel_button, _("Cancel"));
      set_button (self->trust_button, _("Use the New Certificate"));
      break;

    case KIND_UNKNOWN:
    default:
      gtk_window_set_title (GTK_WINDOW (self), _("Certificate Not Trusted"));
      gtk_label_set_label (self->heading, _("Is This Your Server?"));
      /* Translators: %s is a server, such as “home.example.org:7745”. */
      text = g_strdup_printf (_("This computer does not trust the certificate of %s. Somebody "
                                "between you and the server could have put it there to read your "
                                "password. Trust it only if its fingerprint is that of your "
                                "server. Nothing was sent yet."),
                              server);
      set_button (self->cancel_button, _("Cancel"));
      set_button (self->trust_button, _("Trust This Certificate"));
    }

  gtk_label_set_label (self->text, text);
}

static void
draw_fingerprints (LatchkeyCertificateDialog *self)
{
  const char *fingerprint = homebox_certificate_get_fingerprint (self->certificate);
  const char *pin = homebox_certificate_get_pin (self->certificate);
  g_autofree char *shown = latchkey_certificate_words_fingerprint (fingerprint);
  g_autofree char *old = NULL;

  latchkey_copyable_set_text (self->fingerprint, shown, fingerprint);
  gtk_widget_set_visible (GTK_WIDGET (self->old_fingerprint), pin != NULL);

  if (pin == NULL)
    return;

  g_object_set (self->fingerprint, "title", _("Fingerprint Now (SHA-256)"), NULL);
  old = latchkey_certificate_words_fingerprint (pin);
  latchkey_copyable_set_text (self->old_fingerprint, old, pin);
}

static void
draw_certificate (LatchkeyCertificateDialog *self)
{
  HomeboxCertificate *certificate = self->certificate;
  const char *const *names = homebox_certificate_get_alternative_names (certificate);
  g_autofree char *servers = g_strjoinv ("\n", (char **) names);
  g_autofree char *problems = latchkey_certificate_words_problems (certificate);
  g_autofree char *validity = latchkey_certificate_words_validity (certificate);
  g_autofree char *command = latchkey_certificate_words_command (certificate);

  gtk_label_set_label (self->problems, problems);
  gtk_widget_set_visible (self->problems_section, *problems != '\0');
  latchkey_fact_row_set_value (self->name_row, homebox_certificate_get_name (certificate));
  latchkey_fact_row_set_value (self->servers_row, servers);
  latchkey_fact_row_set_value (self->issuer_row, homebox_certificate_get_issuer (certificate));
  latchkey_fact_row_set_value (self->validity_row, validity);
  latchkey_copyable_set_text (self->command, command, command);
}

static void
answer (LatchkeyCertificateDialog *self, gboolean trusted)
{
  if (self->answered)
    return;

  self->answered = TRUE;
  g_signal_emit (self, signals[ANSWERED], 0, trusted);
}

static void
on_trust (LatchkeyCertificateDialog *self)
{
  /* Whoever hears of it may destroy the dialog. */
  g_autoptr (LatchkeyCertificateDialog) kept = g_object_ref (self);

  latchkey_pins_trust (self->pins, self->certificate);
  answer (self, TRUE);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
latchkey_certificate_dialog_close_request (GtkWindow *window)
{
  g_autoptr (GtkWindow) kept = g_object_ref (window);

  answer (LATCHKEY_CERTIFICATE_DIALOG (window), FALSE);

  return GTK_WINDOW_CLASS (latchkey_certificate_dialog_parent_class)->close_request (window);
}

static void
latchkey_certificate_dialog_dispose (GObject *object)
{
  LatchkeyCertificateDialog *self = LATCHKEY_CERTIFICATE_DIALOG (object);

  g_clear_object (&self->certificate);
  g_clear_object (&self->pins);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_CERTIFICATE_DIALOG);

  G_OBJECT_CLASS (latchkey_certificate_dialog_parent_class)->dispose (object);
}

static void
latchkey_certificate_dialog_class_init (LatchkeyCertificateDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  g_type_ensure (LATCHKEY_TYPE_COPYABLE);
  g_type_ensure (LATCHKEY_TYPE_FACT_ROW);

  object_class->dispose = latchkey_certificate_dialog_dispose;
  window_class->close_request = latchkey_certificate_dialog_close_request;

  /**
   * LatchkeyCertificateDialog::answered:
   * @self: the dialog
   * @trusted: whether the certificate is trusted now
   *
   * The person decided.
   */
  signals[ANSWERED] = g_signal_new ("answered",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_BOOLEAN);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-certificate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, text);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, problems_section);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, problems);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, fingerprint);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, old_fingerprint);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, servers_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, validity_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, command);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCertificateDialog, trust_button);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, on_trust);
}

static void
latchkey_certificate_dialog_init (LatchkeyCertificateDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_certificate_dialog_new:
 * @certificate: what a server showed, as homebox_error_get_certificate() has it
 * @pins: where it goes if the person trusts it
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_certificate_dialog_new (HomeboxCertificate *certificate, LatchkeyPins *pins)
{
  LatchkeyCertificateDialog *self;

  g_return_val_if_fail (HOMEBOX_IS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (LATCHKEY_IS_PINS (pins), NULL);

  /* The role of the class is lost where the template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_CERTIFICATE_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  self->certificate = g_object_ref (certificate);
  self->pins = g_object_ref (pins);
  draw_kind (self);
  draw_fingerprints (self);
  draw_certificate (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));

  return GTK_WINDOW (self);
}
