#include "latchkey-sign-in-again-dialog.h"

#include "latchkey-account-words.h"
#include "latchkey-api-key-dialog.h"
#include "latchkey-banner.h"
#include "latchkey-countdown.h"
#include "latchkey-dialogs.h"
#include "latchkey-field-row.h"
#include "latchkey-forgotten-password-dialog.h"
#include "latchkey-form.h"
#include "latchkey-oidc-button.h"
#include "latchkey-oidc-dialog.h"
#include "latchkey-oidc-ports.h"
#include "latchkey-password-field.h"
#include "latchkey-sign-in.h"
#include "latchkey-task-button.h"
#include "latchkey-trust-question.h"
#include "latchkey-weak.h"

#include "homebox-endpoint-probe.h"
#include "homebox-error.h"
#include "homebox-server-info.h"

#include <glib/gi18n.h>

/* A session that was to last no longer than this was meant for a week, and the next one is too. */
#define SHORT_SESSION_DAYS 8

struct _LatchkeySignInAgainDialog
{
  AdwWindow parent_instance;

  GtkLabel *account;
  GtkLabel *reason;
  LatchkeyBanner *banner;
  GtkWidget *form;
  LatchkeyFieldRow *email_row;
  LatchkeyFieldRow *password_row;
  GtkWidget *email;
  GtkWidget *password;
  LatchkeyTaskButton *button;
  GtkWidget *forgot_button;
  GtkWidget *oidc_button;
  GtkWidget *key_button;

  LatchkeyConnection *connection;
  LatchkeyVault *vault;
  GSettings *settings;
  HomeboxClient *client;
  /* What the server offers, once it said so. */
  HomeboxServerInfo *info;
  gboolean has_api_keys;
  LatchkeySignIn *sign_in;
  LatchkeyCountdown *countdown;
  GCancellable *cancellable;
  gboolean done;
};

G_DEFINE_FINAL_TYPE (LatchkeySignInAgainDialog, latchkey_sign_in_again_dialog, ADW_TYPE_WINDOW)

static gboolean
uses_api_key (LatchkeySignInAgainDialog *self)
{
  return latchkey_account_get_kind (latchkey_connection_get_account (self->connection))
         == HOMEBOX_TOKEN_API_KEY;
}

static gboolean
uses_provider (LatchkeySignInAgainDialog *self)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);
  const char *issuer
    = session != NULL ? homebox_user_get_oidc_issuer (homebox_session_get_user (session)) : NULL;

  return issuer != NULL && *issuer != '\0';
}

/* Whoever does not come back within a week is better off with an API key. */
static gboolean
ran_out (LatchkeySignInAgainDialog *self)
{
  GDateTime *end
    = latchkey_account_get_expires_at (latchkey_connection_get_account (self->connection));
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return end != NULL && g_date_time_compare (end, now) <= 0;
}

static gboolean
has_to_wait (LatchkeySignInAgainDialog *self)
{
  return latchkey_countdown_get_seconds (self->countdown) > 0;
}

/* Shows the ways in which this account can sign in. As long as the server has not said what it
 * offers, the way in which it signed in before is the one. */
static void
draw_ways (LatchkeySignInAgainDialog *self)
{
  gboolean key = uses_api_key (self);
  gboolean offered = self->info != NULL && homebox_server_info_get_oidc_enabled (self->info);
  gboolean local = self->info == NULL || homebox_server_info_get_allow_local_login (self->info);
  gboolean provider = !key && (offered || uses_provider (self));
  gboolean password = !key && local && !uses_provider (self);

  gtk_widget_set_visible (self->form, password);
  gtk_widget_set_visible (GTK_WIDGET (self->button), password);
  gtk_widget_set_visible (self->forgot_button, password);
  gtk_widget_set_visible (self->oidc_button, provider);
  gtk_widget_set_visible (self->key_button, key || (self->has_api_keys && ran_out (self)));

  latchkey_oidc_button_draw (GTK_BUTTON (self->oidc_button), self->info, provider && !password);
}

/* The one place that says how the dialog looks in each state. */
static void
draw (LatchkeySignInAgainDialog *self)
{
  gboolean idle = latchkey_sign_in_get_state (self->sign_in) == LATCHKEY_SIGN_IN_IDLE;

  draw_ways (self);
  latchkey_form_set_sensitive (self->form, idle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !idle || !has_to_wait (self));
  gtk_widget_set_sensitive (self->forgot_button, idle);
  gtk_widget_set_sensitive (self->oidc_button, idle);
  gtk_widget_set_sensitive (self->key_button, idle);
  latchkey_task_button_set_busy (self->button, !idle);
}

static char *
describe_end (LatchkeySignInAgainDialog *self)
{
  GDateTime *end
    = latchkey_account_get_expires_at (latchkey_connection_get_account (self->connection));
  g_autoptr (GDateTime) local = g_date_time_to_local (end);

  if (local == NULL)
    return NULL;

  return g_date_time_format (
    local,
    self->has_api_keys
      /* Translators: formats for g_date_time_format(); %-d %B %Y is a date such as
       * "21 December 2026". */
      ? _("Your session ended on %-d %B %Y, because Latchkey was not open for a while. An API key "
          "can last longer.")
      : _("Your session ended on %-d %B %Y, because Latchkey was not open for a while."));
}

static void
draw_account (LatchkeySignInAgainDialog *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);
  const GError *error = latchkey_connection_get_error (self->connection);
  g_autofree char *text = latchkey_account_words_dup_label (account);
  g_autofree char *spoken = latchkey_account_words_dup_spoken (account);
  g_autofree char *end = NULL;
  g_autofree char *reason = NULL;

  gtk_label_set_text (self->account, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->account),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken,
                                  -1);

  if (ran_out (self))
    end = describe_end (self);

  reason = g_strjoin ("\n",
                      end != NULL     ? end
                      : error != NULL ? error->message
                                      : _("Your session has ended. Sign in again."),
                      _("What you were doing is kept, and goes on afterwards."),
                      NULL);
  gtk_label_set_text (self->reason, reason);
}

static void
focus_next (LatchkeySignInAgainDialog *self)
{
  if (gtk_widget_get_visible (self->form))
    gtk_widget_grab_focus (self->password);
  else if (gtk_widget_get_visible (self->oidc_button))
    gtk_widget_grab_focus (self->oidc_button);
  else
    gtk_widget_grab_focus (self->key_button);
}

static void
seconds_changed (LatchkeySignInAgainDialog *self)
{
  g_autofree char *text = latchkey_countdown_dup_text (self->countdown);

  draw (self);

  if (text != NULL)
    latchkey_banner_tell (self->banner, LATCHKEY_BANNER_PROBLEM, text, NULL);
  else
    latchkey_banner_dismiss (self->banner);
}

static void start (LatchkeySignInAgainDialog *self);

static void
trust_answered (gpointer owner, gboolean trusted)
{
  if (trusted)
    start (owner);
}

static void
failed (LatchkeySignInAgainDialog *self, const GError *error)
{
  if (latchkey_countdown_start_for (self->countdown, error))
    ;
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS))
    latchkey_field_row_set_problem (self->password_row, error->message);
  else if (homebox_error_get_field (error) == HOMEBOX_FIELD_EMAIL)
    latchkey_field_row_set_problem (self->email_row, error->message);
  else
    latchkey_banner_tell (self->banner, LATCHKEY_BANNER_PROBLEM, error->message, NULL);

  draw (self);
  gtk_widget_grab_focus (self->password);
  gtk_editable_select_region (GTK_EDITABLE (self->password), 0, -1);
  latchkey_trust_question_ask (error,
                               latchkey_vault_get_pins (self->vault),
                               GTK_WIDGET (self),
                               self,
                               trust_answered);
}

static void
succeeded (LatchkeySignInAgainDialog *self)
{
  self->done = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
start (LatchkeySignInAgainDialog *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);
  GDateTime *since = latchkey_account_get_signed_in_at (account);
  GDateTime *until = latchkey_account_get_expires_at (account);
  g_autoptr (HomeboxSecret) password = NULL;
  gboolean brief = since != NULL && until != NULL
                   && g_date_time_difference (until, since) < SHORT_SESSION_DAYS * G_TIME_SPAN_DAY;

  if (latchkey_sign_in_get_state (self->sign_in) != LATCHKEY_SIGN_IN_IDLE || has_to_wait (self))
    return;

  latchkey_banner_dismiss (self->banner);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->email)) == '\0')
    {
      latchkey_field_row_set_problem (self->email_row,
                                      _("Enter the email address of your account."));
      gtk_widget_grab_focus (self->email);
      return;
    }

  if (latchkey_password_field_is_empty (GTK_PASSWORD_ENTRY (self->password)))
    {
      latchkey_field_row_set_problem (self->password_row, _("Enter your password."));
      gtk_widget_grab_focus (self->password);
      return;
    }

  password = latchkey_password_field_get_secret (GTK_PASSWORD_ENTRY (self->password));
  latchkey_sign_in_start (self->sign_in,
                          NULL,
                          gtk_editable_get_text (GTK_EDITABLE (self->email)),
                          password,
                          !brief);
}

static void
cancel (LatchkeySignInAgainDialog *self)
{
  latchkey_sign_in_cancel (self->sign_in);
  gtk_widget_grab_focus (self->password);
}

/* The new password counts already: here is where the person goes on with it. */
static void
password_set (LatchkeySignInAgainDialog *self, const char *email)
{
  gtk_editable_set_text (GTK_EDITABLE (self->email), email);
  latchkey_password_field_clear (GTK_PASSWORD_ENTRY (self->password));
  latchkey_banner_tell (self->banner,
                        LATCHKEY_BANNER_INFORMATION,
                        _("Your new password is set. Sign in with it."),
                        NULL);
  gtk_widget_grab_focus (self->password);
}

static void
open_forgotten_password (LatchkeySignInAgainDialog *self)
{
  GtkWidget *dialog
    = latchkey_forgotten_password_dialog_new_again (self->vault, self->connection);

  g_signal_connect_object (dialog, "signed-in", G_CALLBACK (succeeded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog,
                           "password-set",
                           G_CALLBACK (password_set),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (GTK_WINDOW (dialog), GTK_WIDGET (self));
}

static void
use_api_key (LatchkeySignInAgainDialog *self)
{
  GtkWindow *dialog = latchkey_api_key_dialog_new (self->client, self->vault, self->connection);

  g_signal_connect_object (dialog, "signed-in", G_CALLBACK (succeeded), self, G_CONNECT_SWAPPED);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self));
}

static void
use_browser (LatchkeySignInAgainDialog *self)
{
  guint16 ports[LATCHKEY_OIDC_N_PORTS];
  GtkWindow *dialog;

  latchkey_oidc_ports_get (self->settings, ports);
  dialog = latchkey_oidc_dialog_new (self->client,
                                     self->vault,
                                     self->connection,
                                     ports,
                                     G_N_ELEMENTS (ports));
  g_signal_connect_object (dialog, "signed-in", G_CALLBACK (succeeded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog,
                           "api-key-wanted",
                           G_CALLBACK (use_api_key),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self));
}

static void
field_changed (LatchkeySignInAgainDialog *self, GtkWidget *entry)
{
  /* A wrong password may as well have been a wrong email. */
  latchkey_field_row_set_problem (self->password_row, NULL);

  if (entry == self->email)
    latchkey_field_row_set_problem (self->email_row, NULL);
}

static void
button_working (LatchkeySignInAgainDialog *self)
{
  /* The form lost the focus when it was locked; now there is something for the keyboard to do. */
  if (latchkey_task_button_get_working (self->button))
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static void
info_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeySignInAgainDialog) self = latchkey_weak_take (user_data);
  g_autoptr (HomeboxServerInfo) info
    = homebox_server_info_fetch_finish (HOMEBOX_CLIENT (source), result, NULL);
  gboolean form_was_visible;

  /* What keeps it from being known will keep the sign-in from working, and is said there. */
  if (info == NULL || self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  form_was_visible = gtk_widget_get_visible (self->form);
  g_set_object (&self->info, info);
  draw (self);

  if (gtk_widget_get_visible (self->form) != form_was_visible)
    focus_next (self);
}

static void
keys_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeySignInAgainDialog) self = latchkey_weak_take (user_data);
  gboolean exists = FALSE;

  if (!homebox_endpoint_probe_run_finish (HOMEBOX_CLIENT (source), result, &exists, NULL)
      || self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  self->has_api_keys = exists;
  draw_account (self);
  draw (self);
}

/* Another process may have brought a session that works, or the account may be gone. */
static void
connection_changed (LatchkeySignInAgainDialog *self)
{
  gboolean idle = latchkey_sign_in_get_state (self->sign_in) == LATCHKEY_SIGN_IN_IDLE;

  if (latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_SIGN_IN_NEEDED)
    draw_account (self);
  else if (idle && latchkey_dialogs_find_top (GTK_WINDOW (self)) == GTK_WINDOW (self))
    succeeded (self);
}

static void
latchkey_sign_in_again_dialog_dispose (GObject *object)
{
  LatchkeySignInAgainDialog *self = LATCHKEY_SIGN_IN_AGAIN_DIALOG (object);

  g_cancellable_cancel (self->cancellable);

  if (self->sign_in != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sign_in, self);
      latchkey_sign_in_cancel (self->sign_in);
      g_clear_object (&self->sign_in);
    }

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);

      if (!self->done)
        latchkey_connection_give_up (self->connection);
    }

  if (self->password != NULL)
    latchkey_password_field_clear (GTK_PASSWORD_ENTRY (self->password));

  latchkey_dialogs_destroy_all (GTK_WINDOW (self));
  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_SIGN_IN_AGAIN_DIALOG);

  G_OBJECT_CLASS (latchkey_sign_in_again_dialog_parent_class)->dispose (object);
}

static void
latchkey_sign_in_again_dialog_finalize (GObject *object)
{
  LatchkeySignInAgainDialog *self = LATCHKEY_SIGN_IN_AGAIN_DIALOG (object);

  g_clear_object (&self->countdown);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->info);
  g_clear_object (&self->settings);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (latchkey_sign_in_again_dialog_parent_class)->finalize (object);
}

static void
latchkey_sign_in_again_dialog_class_init (LatchkeySignInAgainDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_sign_in_again_dialog_dispose;
  object_class->finalize = latchkey_sign_in_again_dialog_finalize;

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_TASK_BUTTON);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-sign-in-again-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, account);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, password_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, email);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, password);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, forgot_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, oidc_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInAgainDialog, key_button);
  gtk_widget_class_bind_template_callback (widget_class, field_changed);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_bind_template_callback (widget_class, open_forgotten_password);
  gtk_widget_class_bind_template_callback (widget_class, use_browser);
  gtk_widget_class_bind_template_callback (widget_class, use_api_key);
}

static void
latchkey_sign_in_again_dialog_init (LatchkeySignInAgainDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->countdown = latchkey_countdown_new ();
  latchkey_countdown_set_shown (self->countdown, TRUE);
  g_signal_connect_object (self->countdown,
                           "notify::seconds",
                           G_CALLBACK (seconds_changed),
                           self,
                           G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  latchkey_password_field_prepare (GTK_PASSWORD_ENTRY (self->password));
  g_signal_connect_object (self->button,
                           "notify::working",
                           G_CALLBACK (button_working),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * latchkey_sign_in_again_dialog_new:
 * @connection: the account, %LATCHKEY_CONNECTION_SIGN_IN_NEEDED
 * @vault: where it is kept
 * @settings: (nullable): the settings of the application
 *
 * Makes the dialog, and asks the server what it offers.
 *
 * Returns: (transfer none): a window to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_sign_in_again_dialog_new (LatchkeyConnection *connection,
                                   LatchkeyVault *vault,
                                   GSettings *settings)
{
  LatchkeySignInAgainDialog *self;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);

  /* The role of a class is lost where the template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_SIGN_IN_AGAIN_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  self->connection = g_object_ref (connection);
  self->vault = g_object_ref (vault);
  g_set_object (&self->settings, settings);
  self->client = latchkey_vault_make_client (vault, latchkey_connection_get_address (connection));
  self->sign_in = latchkey_sign_in_new_again (vault, connection);
  g_signal_connect_swapped (self->sign_in, "notify::state", G_CALLBACK (draw), self);
  g_signal_connect_swapped (self->sign_in, "failed", G_CALLBACK (failed), self);
  g_signal_connect_swapped (self->sign_in, "succeeded", G_CALLBACK (succeeded), self);
  g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (connection_changed), self);

  gtk_editable_set_text (
    GTK_EDITABLE (self->email),
    latchkey_account_get_email (latchkey_connection_get_account (connection)));
  draw_account (self);
  draw (self);
  focus_next (self);
  homebox_server_info_fetch_async (self->client,
                                   self->cancellable,
                                   info_fetched,
                                   latchkey_weak_new (self));

  if (ran_out (self))
    homebox_endpoint_probe_run_async (self->client,
                                      HOMEBOX_ENDPOINT_API_KEYS,
                                      self->cancellable,
                                      keys_probed,
                                      latchkey_weak_new (self));

  return GTK_WINDOW (self);
}
