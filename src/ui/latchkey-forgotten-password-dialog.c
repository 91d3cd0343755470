#include "latchkey-forgotten-password-dialog-private.h"

#include "homebox-error.h"
#include "latchkey-dialogs.h"
#include "latchkey-password-field.h"
#include "latchkey-reset-link.h"
#include "latchkey-trust-question.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (LatchkeyForgottenPasswordDialog,
                     latchkey_forgotten_password_dialog,
                     ADW_TYPE_WINDOW)

enum
{
  SIGNED_IN,
  PASSWORD_SET,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *
get_email (LatchkeyForgottenPasswordDialog *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->email));
}

static void
wipe (LatchkeyForgottenPasswordDialog *self)
{
  if (self->link == NULL)
    return;

  latchkey_password_field_clear (self->link);
  latchkey_new_password_clear (self->new_password);
}

static void submit (LatchkeyForgottenPasswordDialog *self);

static void
trust_answered (gpointer owner, gboolean trusted)
{
  LatchkeyForgottenPasswordDialog *self = owner;

  /* In the second step there are two things to try again: the person says which. */
  if (trusted
      && latchkey_password_reset_get_state (self->reset) != LATCHKEY_PASSWORD_RESET_WANTS_LINK)
    submit (self);
}

static void
reset_changed (LatchkeyForgottenPasswordDialog *self)
{
  LatchkeyPasswordResetState state = latchkey_password_reset_get_state (self->reset);
  const GError *error = latchkey_password_reset_get_error (self->reset);
  gboolean answered_probe = self->drawn == LATCHKEY_PASSWORD_RESET_PROBING
                            && state == LATCHKEY_PASSWORD_RESET_WANTS_EMAIL;

  self->drawn = state;

  if (state == LATCHKEY_PASSWORD_RESET_SET)
    wipe (self);

  /* Where the person goes on to the sign-in page, there is nothing to wait for here. */
  if (state != LATCHKEY_PASSWORD_RESET_SET)
    latchkey_countdown_start_for (self->countdown, error);

  latchkey_forgotten_password_dialog_draw (self);

  /* Whoever is typing already keeps the keyboard. */
  if (!answered_probe)
    {
      latchkey_forgotten_password_dialog_focus (self);

      /* What is said above the fields is to be seen. */
      if (latchkey_banner_get_text (self->banner) != NULL)
        gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
    }

  if (error != NULL && state != LATCHKEY_PASSWORD_RESET_SET)
    latchkey_trust_question_ask (error,
                                 latchkey_vault_get_pins (self->vault),
                                 GTK_WIDGET (self),
                                 self,
                                 trust_answered);
}

static void
succeeded (LatchkeyForgottenPasswordDialog *self, LatchkeyConnection *connection)
{
  /* Whoever hears of it may destroy the dialog. */
  g_autoptr (LatchkeyForgottenPasswordDialog) kept = g_object_ref (self);

  wipe (self);
  g_signal_emit (self, signals[SIGNED_IN], 0, connection);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* Finds what is missing in the second step, and says so there. */
static HomeboxSecret *
check (LatchkeyForgottenPasswordDialog *self)
{
  g_autoptr (HomeboxSecret) token = NULL;
  g_autoptr (GError) error = NULL;
  gboolean foreign = self->elsewhere != NULL && !gtk_switch_get_active (self->same);
  GtkWidget *missing = NULL;

  token = latchkey_reset_link_read (gtk_editable_get_text (GTK_EDITABLE (self->link)),
                                    latchkey_password_reset_get_client (self->reset),
                                    NULL,
                                    &error);

  if (error != NULL)
    {
      latchkey_field_row_set_problem (self->link_row, error->message);
      missing = GTK_WIDGET (self->link);
    }
  else if (foreign)
    {
      latchkey_forgotten_password_dialog_draw_link (self);
      missing = GTK_WIDGET (self->same);
    }

  if (*get_email (self) == '\0')
    {
      latchkey_field_row_set_problem (self->email_row,
                                      _("Enter the email address of your account."));
      missing = self->email;
    }

  if (missing != NULL)
    {
      gtk_widget_grab_focus (missing);
      return NULL;
    }

  return latchkey_new_password_check (self->new_password) ? g_steal_pointer (&token) : NULL;
}

static void
redeem (LatchkeyForgottenPasswordDialog *self)
{
  g_autoptr (HomeboxSecret) token = check (self);
  g_autoptr (HomeboxSecret) password = NULL;

  if (token == NULL)
    return;

  password = latchkey_new_password_get_secret (self->new_password);
  latchkey_password_reset_redeem (self->reset,
                                  token,
                                  get_email (self),
                                  password,
                                  gtk_switch_get_active (self->stay));
}

static void
request (LatchkeyForgottenPasswordDialog *self)
{
  if (*get_email (self) == '\0')
    {
      latchkey_field_row_set_problem (self->email_row,
                                      _("Enter the email address of your account."));
      gtk_widget_grab_focus (self->email);
      return;
    }

  latchkey_password_reset_request (self->reset, get_email (self));
}

/* What comes next in each state, for its button and for Enter. */
static void
submit (LatchkeyForgottenPasswordDialog *self)
{
  if (latchkey_forgotten_password_dialog_has_to_wait (self))
    return;

  switch (latchkey_password_reset_get_state (self->reset))
    {
    case LATCHKEY_PASSWORD_RESET_WANTS_EMAIL:
      request (self);
      break;
    case LATCHKEY_PASSWORD_RESET_WANTS_LINK:
      redeem (self);
      break;
    case LATCHKEY_PASSWORD_RESET_NOT_ASKED:
      latchkey_password_reset_probe (self->reset);
      break;
    case LATCHKEY_PASSWORD_RESET_UNKNOWN:
      latchkey_password_reset_find_out (self->reset);
      break;
    case LATCHKEY_PASSWORD_RESET_SET:
      gtk_window_close (GTK_WINDOW (self));
      break;
    case LATCHKEY_PASSWORD_RESET_NOT_OFFERED:
    case LATCHKEY_PASSWORD_RESET_PROBING:
    case LATCHKEY_PASSWORD_RESET_REQUESTING:
    case LATCHKEY_PASSWORD_RESET_REDEEMING:
    case LATCHKEY_PASSWORD_RESET_FINDING_OUT:
    case LATCHKEY_PASSWORD_RESET_KEEPING:
    case LATCHKEY_PASSWORD_RESET_DONE:
    default:
      break;
    }
}

static void
send_another (LatchkeyForgottenPasswordDialog *self)
{
  if (!latchkey_forgotten_password_dialog_has_to_wait (self))
    request (self);
}

static void
use_link (LatchkeyForgottenPasswordDialog *self)
{
  latchkey_password_reset_skip (self->reset);
}

static void
go_back (LatchkeyForgottenPasswordDialog *self)
{
  if (latchkey_forgotten_password_dialog_can_go_back (self))
    latchkey_password_reset_go_back (self->reset);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
email_changed (LatchkeyForgottenPasswordDialog *self)
{
  const char *known[] = { get_email (self), NULL };

  latchkey_field_row_set_problem (self->email_row, NULL);
  latchkey_new_password_set_known (self->new_password, known);
}

/* What is sure at once is said at once: that it is an invitation, or names another server. */
static void
link_changed (LatchkeyForgottenPasswordDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->link));
  g_autoptr (HomeboxSecret) token = NULL;
  g_autoptr (HomeboxLink) link = NULL;
  g_autoptr (GError) error = NULL;

  if (self->reset == NULL)
    return;

  g_clear_pointer (&self->elsewhere, g_free);
  gtk_switch_set_active (self->same, FALSE);
  token = latchkey_reset_link_read (text,
                                    latchkey_password_reset_get_client (self->reset),
                                    &self->elsewhere,
                                    &error);
  link = token == NULL ? homebox_link_parse (text, NULL) : NULL;
  latchkey_field_row_set_problem (self->link_row, link != NULL ? error->message : NULL);
  latchkey_forgotten_password_dialog_draw_link (self);
}

static void
same_changed (LatchkeyForgottenPasswordDialog *self)
{
  latchkey_field_row_set_problem (self->link_row, NULL);
  latchkey_forgotten_password_dialog_draw_link (self);
}

static void
row_activated (LatchkeyForgottenPasswordDialog *self, GtkListBoxRow *row)
{
  GtkSwitch *choice = GTK_WIDGET (row) == self->same_row   ? self->same
                      : GTK_WIDGET (row) == self->stay_row ? self->stay
                                                           : NULL;

  if (choice != NULL)
    gtk_switch_set_active (choice, !gtk_switch_get_active (choice));
}

static gboolean
latchkey_forgotten_password_dialog_close_request (GtkWindow *window)
{
  LatchkeyForgottenPasswordDialog *self = LATCHKEY_FORGOTTEN_PASSWORD_DIALOG (window);
  g_autoptr (LatchkeyForgottenPasswordDialog) kept = g_object_ref (self);

  /* The new password may count already: the dialog stays to say so. */
  if (latchkey_password_reset_cancel (self->reset))
    return GDK_EVENT_STOP;

  wipe (self);

  if (latchkey_password_reset_get_state (self->reset) == LATCHKEY_PASSWORD_RESET_SET)
    g_signal_emit (self, signals[PASSWORD_SET], 0, get_email (self));

  return GTK_WINDOW_CLASS (latchkey_forgotten_password_dialog_parent_class)->close_request (window);
}

static void
latchkey_forgotten_password_dialog_dispose (GObject *object)
{
  LatchkeyForgottenPasswordDialog *self = LATCHKEY_FORGOTTEN_PASSWORD_DIALOG (object);

  if (self->reset != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->reset, self);
      latchkey_password_reset_close (self->reset);
    }

  wipe (self);
  latchkey_dialogs_destroy_all (GTK_WINDOW (self));
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_FORGOTTEN_PASSWORD_DIALOG);
  g_clear_object (&self->reset);
  g_clear_object (&self->countdown);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (latchkey_forgotten_password_dialog_parent_class)->dispose (object);
}

static void
latchkey_forgotten_password_dialog_finalize (GObject *object)
{
  LatchkeyForgottenPasswordDialog *self = LATCHKEY_FORGOTTEN_PASSWORD_DIALOG (object);

  g_free (self->elsewhere);

  G_OBJECT_CLASS (latchkey_forgotten_password_dialog_parent_class)->finalize (object);
}

static void
latchkey_forgotten_password_dialog_class_init (LatchkeyForgottenPasswordDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_BUSY);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_NEW_PASSWORD);

  object_class->dispose = latchkey_forgotten_password_dialog_dispose;
  object_class->finalize = latchkey_forgotten_password_dialog_finalize;
  window_class->close_request = latchkey_forgotten_password_dialog_close_request;

  /**
   * LatchkeyForgottenPasswordDialog::signed-in:
   * @self: the dialog
   * @connection: the account that is signed in now
   */
  signals[SIGNED_IN] = g_signal_new ("signed-in",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     LATCHKEY_TYPE_CONNECTION);

  /**
   * LatchkeyForgottenPasswordDialog::password-set:
   * @self: the dialog
   * @email: the email as typed
   *
   * The new password counts, and the person is to sign in with it.
   */
  signals[PASSWORD_SET] = g_signal_new ("password-set",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_STRING);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-forgotten-password-dialog.ui");
#define BIND(child)                                                                                \
  gtk_widget_class_bind_template_child (widget_class, LatchkeyForgottenPasswordDialog, child)
  BIND (back_button);
  BIND (back_label);
  BIND (go_button);
  BIND (go_label);
  BIND (busy);
  BIND (scroller);
  BIND (banner);
  BIND (explanation);
  BIND (form);
  BIND (email_row);
  BIND (email);
  BIND (link_row);
  BIND (link);
  BIND (same_row);
  BIND (same);
  BIND (have_link_button);
  BIND (another_button);
  BIND (choice);
  BIND (new_password);
  BIND (stay_row);
  BIND (stay);
  BIND (status_page);
  BIND (status_button);
  BIND (status_label);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, submit);
  gtk_widget_class_bind_template_callback (widget_class, go_back);
  gtk_widget_class_bind_template_callback (widget_class, use_link);
  gtk_widget_class_bind_template_callback (widget_class, send_another);
  gtk_widget_class_bind_template_callback (widget_class, email_changed);
  gtk_widget_class_bind_template_callback (widget_class, link_changed);
  gtk_widget_class_bind_template_callback (widget_class, same_changed);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
}

static void
latchkey_forgotten_password_dialog_init (LatchkeyForgottenPasswordDialog *self)
{
  self->countdown = latchkey_countdown_new ();
  latchkey_countdown_set_shown (self->countdown, TRUE);
  g_signal_connect_object (self->countdown,
                           "notify::seconds",
                           G_CALLBACK (latchkey_forgotten_password_dialog_draw_seconds),
                           self,
                           G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->link), FALSE);
}

static LatchkeyForgottenPasswordDialog *
dialog_new (LatchkeyVault *vault, LatchkeyPasswordReset *reset)
{
  /* The role of a class is lost where the template already told something to assistive
   * technology. */
  LatchkeyForgottenPasswordDialog *self = g_object_new (LATCHKEY_TYPE_FORGOTTEN_PASSWORD_DIALOG,
                                                        "accessible-role",
                                                        GTK_ACCESSIBLE_ROLE_DIALOG,
                                                        NULL);

  self->vault = g_object_ref (vault);
  self->reset = reset;
  g_signal_connect_swapped (self->reset, "changed", G_CALLBACK (reset_changed), self);
  g_signal_connect_swapped (self->reset, "succeeded", G_CALLBACK (succeeded), self);

  return self;
}

static GtkWidget *
begin (LatchkeyForgottenPasswordDialog *self, const char *email)
{
  if (email != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->email), email);

  latchkey_password_reset_probe (self->reset);

  return GTK_WIDGET (self);
}

/**
 * latchkey_forgotten_password_dialog_new:
 * @vault: where the account goes
 * @client: the server, which the person agreed to send a password to
 * @email: (nullable): what is typed as the email so far
 *
 * Makes the dialog, and asks the server whether it can mail a link.
 *
 * Returns: (transfer none): a window to present, which GTK owns until it is closed
 */
GtkWidget *
latchkey_forgotten_password_dialog_new (LatchkeyVault *vault,
                                        HomeboxClient *client,
                                        const char *email)
{
  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);

  return begin (dialog_new (vault, latchkey_password_reset_new (vault, client)), email);
}

/**
 * latchkey_forgotten_password_dialog_new_again:
 * @vault: where the account is
 * @connection: an account on this computer, whose session has ended
 *
 * Makes the dialog for somebody who is to sign in again, and asks the server whether it can mail a
 * link. What waits for the sign-in goes on after it.
 *
 * Returns: (transfer none): a window to present, which GTK owns until it is closed
 */
GtkWidget *
latchkey_forgotten_password_dialog_new_again (LatchkeyVault *vault, LatchkeyConnection *connection)
{
  LatchkeyAccount *account;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  account = latchkey_connection_get_account (connection);

  return begin (dialog_new (vault, latchkey_password_reset_new_again (vault, connection)),
                latchkey_account_get_email (account));
}

/**
 * latchkey_forgotten_password_dialog_new_for_link:
 * @vault: where the account goes
 * @client: the server that @link is for, which the person agreed to send a password to
 * @link: a link from a mail for a new password
 *
 * Makes the dialog at its second step, with the link filled in.
 *
 * Returns: (transfer none): a window to present, which GTK owns until it is closed
 */
GtkWidget *
latchkey_forgotten_password_dialog_new_for_link (LatchkeyVault *vault,
                                                 HomeboxClient *client,
                                                 HomeboxLink *link)
{
  LatchkeyForgottenPasswordDialog *self;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);
  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);
  g_return_val_if_fail (link != NULL, NULL);
  g_return_val_if_fail (homebox_link_get_kind (link) != HOMEBOX_LINK_INVITATION, NULL);

  self = dialog_new (vault, latchkey_password_reset_new (vault, client));
  self->for_link = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->link),
                         homebox_secret_peek (homebox_link_get_token (link)));
  latchkey_password_reset_skip (self->reset);
  gtk_widget_grab_focus (self->email);

  return GTK_WIDGET (self);
}
