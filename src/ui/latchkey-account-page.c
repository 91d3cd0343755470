#include "latchkey-account-page.h"

#include "latchkey-account-words.h"
#include "latchkey-api-keys-dialog.h"
#include "latchkey-deletion-dialog.h"
#include "latchkey-dialogs.h"
#include "latchkey-facts-group.h"
#include "latchkey-form.h"
#include "latchkey-own-key-question.h"
#include "latchkey-home-dialog.h"
#include "latchkey-homes-group.h"
#include "latchkey-join-dialog.h"
#include "latchkey-page.h"
#include "latchkey-password-dialog.h"
#include "latchkey-profile-group.h"
#include "latchkey-sign-out-question.h"
#include "latchkey-state-line.h"
#include "latchkey-trust-question.h"

#include "homebox-error.h"
#include "latchkey-key-renewal.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _LatchkeyAccountPage
{
  GtkBox parent_instance;

  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *email;
  LatchkeyProfileGroup *profile;
  LatchkeyFactsGroup *facts;
  LatchkeyHomesGroup *homes;
  LatchkeyStateLine *state_line;
  GtkWidget *own_key_row;

  LatchkeyConnection *connection;
  GtkWindow *dialog;
  /* While Latchkey makes an API key to stay signed in with. */
  gboolean making_key;
  /* Of signing out, while that goes on. */
  GCancellable *sign_out;
};

static void latchkey_account_page_page_init (LatchkeyPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LatchkeyAccountPage,
                               latchkey_account_page,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (LATCHKEY_TYPE_PAGE,
                                                      latchkey_account_page_page_init))

enum
{
  NOTICE,
  SIGN_IN,
  CLOSED,
  SAVED,
  NOT_SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
draw_account (LatchkeyAccountPage *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);
  g_autofree char *initials = latchkey_account_words_dup_avatar_text (account);

  adw_avatar_set_text (self->avatar, initials);
  gtk_label_set_text (self->name, latchkey_account_get_name (account));
  gtk_label_set_text (self->email, latchkey_account_get_email (account));
  gtk_widget_set_visible (self->own_key_row,
                          latchkey_account_get_kind (account) == HOMEBOX_TOKEN_SESSION);
}

/* The one place that says how the page looks in each state of the connection. */
static void
draw (LatchkeyAccountPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  LatchkeyConnectionState state = latchkey_connection_get_state (self->connection);
  gboolean open = self->sign_out == NULL && state != LATCHKEY_CONNECTION_CLOSED;
  gboolean usable = open && latchkey_connection_get_session (self->connection) != NULL
                    && state != LATCHKEY_CONNECTION_SIGN_IN_NEEDED;

  gtk_widget_action_set_enabled (widget, "account.sign-out", open);
  gtk_widget_action_set_enabled (widget, "account.change-password", usable);
  gtk_widget_action_set_enabled (widget, "account.api-keys", usable);
  gtk_widget_action_set_enabled (widget, "account.join-home", usable);
  gtk_widget_action_set_enabled (widget, "account.use-key", usable && !self->making_key);
  gtk_widget_action_set_enabled (widget, "account.delete", usable);
  gtk_widget_action_set_enabled (widget, "account.cancel-sign-out", self->sign_out != NULL);
  latchkey_form_set_sensitive (GTK_WIDGET (self->profile), self->sign_out == NULL);
  latchkey_form_set_sensitive (GTK_WIDGET (self->homes), open);
}

static void
saved (LatchkeyAccountPage *self)
{
  g_signal_emit (self, signals[NOTICE], 0, _("Profile saved"));
  g_signal_emit (self, signals[SAVED], 0);
}

static void
not_saved (LatchkeyAccountPage *self)
{
  g_signal_emit (self, signals[NOT_SAVED], 0);
}

/* A window that is closed meanwhile must not leave the token in the keyring. */
static void
hold_application (gboolean hold)
{
  GApplication *application = g_application_get_default ();

  if (application == NULL)
    return;

  if (hold)
    g_application_hold (application);
  else
    g_application_release (application);
}

static void
end_sign_out (LatchkeyAccountPage *self, const GError *error, const char *words)
{
  g_clear_object (&self->sign_out);
  latchkey_state_line_set_signing_out (self->state_line, FALSE);
  draw (self);

  if (latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_CLOSED)
    g_signal_emit (self,
                   signals[CLOSED],
                   0,
                   error != NULL ? error->message : words,
                   error != NULL);
  else if (error == NULL)
    g_signal_emit (self, signals[NOTICE], 0, words);
  else if (!g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    latchkey_state_line_set_problem (self->state_line, error->message);
}

static void
signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LatchkeyConnection *connection = LATCHKEY_CONNECTION (source);
  g_autoptr (LatchkeyAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;

  latchkey_connection_sign_out_finish (connection, result, &error);
  hold_application (FALSE);

  if (self->connection == connection)
    end_sign_out (self, error, _("You are signed out."));
}

static void
signed_out_everywhere (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LatchkeyConnection *connection = LATCHKEY_CONNECTION (source);
  g_autoptr (LatchkeyAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;

  latchkey_connection_sign_out_everywhere_finish (connection, result, &error);
  hold_application (FALSE);

  if (self->connection == connection)
    end_sign_out (self,
                  error,
                  latchkey_connection_get_state (connection) == LATCHKEY_CONNECTION_CLOSED
                    ? _("You are signed out everywhere.")
                    : _("All your sessions have ended. The API key stays valid."));
}

static void
begin_sign_out (LatchkeyAccountPage *self)
{
  self->sign_out = g_cancellable_new ();
  latchkey_state_line_set_problem (self->state_line, NULL);
  latchkey_state_line_set_signing_out (self->state_line, TRUE);
  draw (self);
  hold_application (TRUE);
}

static void
sign_out_answered (LatchkeyAccountPage *self, const char *response)
{
  /* It may have been closed meanwhile, and with it the account. */
  if (self->sign_out != NULL)
    return;

  if (g_str_equal (response, LATCHKEY_SIGN_OUT_HERE))
    {
      begin_sign_out (self);
      latchkey_connection_sign_out_async (self->connection,
                                          self->sign_out,
                                          signed_out,
                                          g_object_ref (self));
    }
  else if (g_str_equal (response, LATCHKEY_SIGN_OUT_EVERYWHERE))
    {
      begin_sign_out (self);
      latchkey_connection_sign_out_everywhere_async (self->connection,
                                                     self->sign_out,
                                                     signed_out_everywhere,
                                                     g_object_ref (self));
    }
}

static void
show_dialog (LatchkeyAccountPage *self, GtkWindow *dialog)
{
  g_set_weak_pointer (&self->dialog, dialog);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self));
}

static void
open_home (LatchkeyAccountPage *self, HomeboxGroup *home)
{
  show_dialog (self,
               latchkey_home_dialog_new (self->connection,
                                         latchkey_homes_group_get_homes (self->homes),
                                         home));
}

static void
password_changed (LatchkeyAccountPage *self, const char *message)
{
  g_signal_emit (self, signals[NOTICE], 0, message);
}

static void
account_deleted (LatchkeyAccountPage *self, const char *message, gboolean incomplete)
{
  /* It closes itself when this returns; the page may be gone by then. */
  g_clear_weak_pointer (&self->dialog);
  g_signal_emit (self, signals[CLOSED], 0, message, incomplete);
}

static void
change_password_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyAccountPage *self = LATCHKEY_ACCOUNT_PAGE (widget);
  GtkWindow *dialog = latchkey_password_dialog_new (self->connection);

  g_signal_connect_object (dialog,
                           "changed",
                           G_CALLBACK (password_changed),
                           self,
                           G_CONNECT_SWAPPED);
  show_dialog (self, dialog);
}

/**
 * latchkey_account_page_join_home:
 * @self: a page that is in a window
 * @link: (nullable): an invitation
 *
 * Opens the dialog for joining another home, if there is a session to do that with.
 */
void
latchkey_account_page_join_home (LatchkeyAccountPage *self, HomeboxLink *link)
{
  GtkWindow *dialog;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_PAGE (self));

  dialog = latchkey_join_dialog_new (self->connection, link);
  g_signal_connect_object (dialog,
                           "joined",
                           G_CALLBACK (latchkey_homes_group_reload),
                           self->homes,
                           G_CONNECT_SWAPPED);
  show_dialog (self, dialog);
}

static void
join_home_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  latchkey_account_page_join_home (LATCHKEY_ACCOUNT_PAGE (widget), NULL);
}

static void
api_keys_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyAccountPage *self = LATCHKEY_ACCOUNT_PAGE (widget);

  show_dialog (self, latchkey_api_keys_dialog_new (self->connection));
}

static void
tell_no_key (LatchkeyAccountPage *self, const GError *error)
{
  GtkWidget *dialog;

  /* A page that is not seen has no window to show a dialog over. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    {
      g_signal_emit (self, signals[NOTICE], 0, error->message);
      return;
    }

  dialog = adw_message_dialog_new (NULL, _("No API Key in Use"), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "ok", _("OK"));
  show_dialog (self, GTK_WINDOW (dialog));
}

static void make_key (LatchkeyAccountPage *self);

static void
key_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  LatchkeyKeyRenewalResult what = latchkey_key_renewal_run_finish (result, &error);

  hold_application (FALSE);
  self->making_key = FALSE;

  if (self->connection == NULL)
    return;

  draw (self);

  if (error != NULL)
    tell_no_key (self, error);
  else if (what == LATCHKEY_KEY_RENEWAL_RENEWED)
    g_signal_emit (self, signals[NOTICE], 0, _("You stay signed in with an API key now"));
  else if (what == LATCHKEY_KEY_RENEWAL_TAKEN)
    /* Another process had refreshed the session, which is what there is to start from now. */
    make_key (self);
}

static void
make_key (LatchkeyAccountPage *self)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);

  if (self->making_key || session == NULL)
    return;

  self->making_key = TRUE;
  draw (self);
  hold_application (TRUE);
  latchkey_key_renewal_run_async (latchkey_connection_get_vault (self->connection),
                                  latchkey_connection_get_account (self->connection),
                                  session,
                                  LATCHKEY_KEY_RENEWAL_MAKE,
                                  NULL,
                                  key_made,
                                  g_object_ref (self));
}

static void
own_key_answered (LatchkeyAccountPage *self, const char *response)
{
  if (g_str_equal (response, LATCHKEY_OWN_KEY_AGREED))
    make_key (self);
}

static void
use_key_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyAccountPage *self = LATCHKEY_ACCOUNT_PAGE (widget);
  GtkWindow *question = latchkey_own_key_question_new (self->connection);

  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (own_key_answered),
                           self,
                           G_CONNECT_SWAPPED);
  show_dialog (self, question);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyAccountPage *self = LATCHKEY_ACCOUNT_PAGE (widget);
  GtkWindow *dialog = latchkey_deletion_dialog_new (self->connection);

  g_signal_connect_object (dialog,
                           "deleted",
                           G_CALLBACK (account_deleted),
                           self,
                           G_CONNECT_SWAPPED);
  show_dialog (self, dialog);
}

static void
apply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  latchkey_account_page_save (LATCHKEY_ACCOUNT_PAGE (widget));
}

static void
retry_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  latchkey_connection_open (LATCHKEY_ACCOUNT_PAGE (widget)->connection);
}

static void
trust_answered (gpointer owner, gboolean trusted)
{
  LatchkeyAccountPage *self = LATCHKEY_ACCOUNT_PAGE (owner);

  if (trusted)
    latchkey_connection_open (self->connection);
}

static void
trust_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyAccountPage *self = LATCHKEY_ACCOUNT_PAGE (widget);
  LatchkeyVault *vault = latchkey_connection_get_vault (self->connection);
  GtkWindow *dialog = latchkey_trust_question_ask (latchkey_connection_get_error (self->connection),
                                                   latchkey_vault_get_pins (vault),
                                                   widget,
                                                   self,
                                                   trust_answered);

  g_set_weak_pointer (&self->dialog, dialog);
}

static void
sign_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGN_IN], 0);
}

static void
sign_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyAccountPage *self = LATCHKEY_ACCOUNT_PAGE (widget);
  GtkWindow *question
    = latchkey_sign_out_question_new (self->connection, latchkey_account_page_has_edit (self));

  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (sign_out_answered),
                           self,
                           G_CONNECT_SWAPPED);
  show_dialog (self, question);
}

static void
cancel_sign_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (LATCHKEY_ACCOUNT_PAGE (widget)->sign_out);
}

static void
latchkey_account_page_dispose (GObject *object)
{
  LatchkeyAccountPage *self = LATCHKEY_ACCOUNT_PAGE (object);
  GtkWindow *dialog = self->dialog;

  g_clear_weak_pointer (&self->dialog);

  if (dialog != NULL)
    gtk_window_destroy (dialog);

  g_clear_object (&self->sign_out);
  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_ACCOUNT_PAGE);

  G_OBJECT_CLASS (latchkey_account_page_parent_class)->dispose (object);
}

static void
latchkey_account_page_class_init (LatchkeyAccountPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_account_page_dispose;

  signals[NOTICE] = g_signal_lookup ("notice", LATCHKEY_TYPE_PAGE);
  signals[SIGN_IN] = g_signal_lookup ("sign-in", LATCHKEY_TYPE_PAGE);
  signals[CLOSED] = g_signal_lookup ("closed", LATCHKEY_TYPE_PAGE);
  signals[SAVED] = g_signal_lookup ("saved", LATCHKEY_TYPE_PAGE);
  signals[NOT_SAVED] = g_signal_lookup ("not-saved", LATCHKEY_TYPE_PAGE);

  g_type_ensure (LATCHKEY_TYPE_FACTS_GROUP);
  g_type_ensure (LATCHKEY_TYPE_HOMES_GROUP);
  g_type_ensure (LATCHKEY_TYPE_PROFILE_GROUP);
  g_type_ensure (LATCHKEY_TYPE_STATE_LINE);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountPage, name);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountPage, email);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountPage, own_key_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountPage, profile);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountPage, facts);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountPage, homes);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyAccountPage, state_line);
  gtk_widget_class_bind_template_callback (widget_class, open_home);
  gtk_widget_class_bind_template_callback (widget_class, saved);
  gtk_widget_class_bind_template_callback (widget_class, not_saved);

  gtk_widget_class_install_action (widget_class, "account.apply", NULL, apply_action);
  gtk_widget_class_install_action (widget_class, "account.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "account.trust", NULL, trust_action);
  gtk_widget_class_install_action (widget_class, "account.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "account.sign-out", NULL, sign_out_action);
  gtk_widget_class_install_action (widget_class,
                                   "account.change-password",
                                   NULL,
                                   change_password_action);
  gtk_widget_class_install_action (widget_class, "account.api-keys", NULL, api_keys_action);
  gtk_widget_class_install_action (widget_class, "account.join-home", NULL, join_home_action);
  gtk_widget_class_install_action (widget_class, "account.use-key", NULL, use_key_action);
  gtk_widget_class_install_action (widget_class, "account.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class,
                                   "account.cancel-sign-out",
                                   NULL,
                                   cancel_sign_out_action);
}

static LatchkeyConnection *
page_get_connection (LatchkeyPage *page)
{
  return latchkey_account_page_get_connection (LATCHKEY_ACCOUNT_PAGE (page));
}

static void
page_set_connection (LatchkeyPage *page, LatchkeyConnection *connection)
{
  latchkey_account_page_set_connection (LATCHKEY_ACCOUNT_PAGE (page), connection);
}

static gboolean
page_has_edit (LatchkeyPage *page)
{
  return latchkey_account_page_has_edit (LATCHKEY_ACCOUNT_PAGE (page));
}

static gboolean
page_can_save (LatchkeyPage *page)
{
  return latchkey_account_page_can_save (LATCHKEY_ACCOUNT_PAGE (page));
}

static gboolean
page_is_saving (LatchkeyPage *page)
{
  return latchkey_account_page_is_saving (LATCHKEY_ACCOUNT_PAGE (page));
}

static void
page_save (LatchkeyPage *page)
{
  latchkey_account_page_save (LATCHKEY_ACCOUNT_PAGE (page));
}

static const char *
page_get_edit_name (LatchkeyPage *page)
{
  return _("Profile");
}

static void
latchkey_account_page_page_init (LatchkeyPageInterface *iface)
{
  iface->get_connection = page_get_connection;
  iface->set_connection = page_set_connection;
  iface->has_edit = page_has_edit;
  iface->can_save = page_can_save;
  iface->is_saving = page_is_saving;
  iface->save = page_save;
  iface->get_edit_name = page_get_edit_name;
}

static void
latchkey_account_page_init (LatchkeyAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_account_page_new:
 * @connection: the account to show
 *
 * Makes a page that shows what is stored. It asks nobody for anything; whoever shows it opens the
 * connection when the page is on the screen.
 *
 * Returns: (transfer floating): a new page
 */
LatchkeyAccountPage *
latchkey_account_page_new (LatchkeyConnection *connection)
{
  LatchkeyAccountPage *self = g_object_new (LATCHKEY_TYPE_ACCOUNT_PAGE, NULL);

  latchkey_account_page_set_connection (self, connection);

  return self;
}

/**
 * latchkey_account_page_get_connection:
 * @self: a page
 *
 * Returns: (transfer none): the account that it shows
 */
LatchkeyConnection *
latchkey_account_page_get_connection (LatchkeyAccountPage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_PAGE (self), NULL);

  return self->connection;
}

/**
 * latchkey_account_page_set_connection:
 * @self: a page
 * @connection: the same account with a new session, or another account
 *
 * Shows @connection from now on. An open edit stays, so that signing in again does not lose it.
 */
void
latchkey_account_page_set_connection (LatchkeyAccountPage *self, LatchkeyConnection *connection)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_PAGE (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (connection));

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (latchkey_connection_get_account (self->connection),
                                            self);
      g_signal_handlers_disconnect_by_data (self->connection, self);
    }

  g_set_object (&self->connection, connection);
  g_clear_object (&self->sign_out);
  g_signal_connect_object (latchkey_connection_get_account (connection),
                           "notify",
                           G_CALLBACK (draw_account),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  latchkey_profile_group_set_connection (self->profile, connection);
  latchkey_facts_group_set_connection (self->facts, connection);
  latchkey_homes_group_set_connection (self->homes, connection);
  latchkey_state_line_set_connection (self->state_line, connection);
  draw_account (self);
  draw (self);
}

/**
 * latchkey_account_page_has_edit:
 * @self: a page
 *
 * Returns: whether something typed would be lost with the page
 */
gboolean
latchkey_account_page_has_edit (LatchkeyAccountPage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_PAGE (self), FALSE);

  return latchkey_profile_edit_get_changed (latchkey_profile_group_get_edit (self->profile));
}

/**
 * latchkey_account_page_can_save:
 * @self: a page
 *
 * Returns: whether latchkey_account_page_save() would send something
 */
gboolean
latchkey_account_page_can_save (LatchkeyAccountPage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_PAGE (self), FALSE);

  return latchkey_profile_group_can_apply (self->profile);
}

/**
 * latchkey_account_page_is_saving:
 * @self: a page
 *
 * Returns: whether the server has been sent an edit and has not answered yet
 */
gboolean
latchkey_account_page_is_saving (LatchkeyAccountPage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_PAGE (self), FALSE);

  return latchkey_profile_group_get_saving (self->profile);
}

/**
 * latchkey_account_page_save:
 * @self: a page
 *
 * Sends what was edited to the server, if it can be. The end is the signal `saved` or `not-saved`.
 */
void
latchkey_account_page_save (LatchkeyAccountPage *self)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_PAGE (self));

  latchkey_profile_group_apply (self->profile);
}
