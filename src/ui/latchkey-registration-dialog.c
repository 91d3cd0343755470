#include "latchkey-registration-dialog.h"

#include "latchkey-banner.h"
#include "latchkey-check-view.h"
#include "latchkey-countdown.h"
#include "latchkey-dialogs.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-joined-home.h"
#include "latchkey-new-password.h"
#include "latchkey-password-field.h"
#include "latchkey-plain-http-question.h"
#include "latchkey-registration-flow.h"
#include "latchkey-server-look.h"
#include "latchkey-task-button.h"
#include "latchkey-trust-question.h"

#include "homebox-error.h"

#include <glib/gi18n.h>

#define DISCARD "discard"

struct _LatchkeyRegistrationDialog
{
  AdwWindow parent_instance;

  GtkStack *pages;
  GtkScrolledWindow *scroller;
  LatchkeyBanner *banner;
  GtkWidget *form;
  LatchkeyFieldRow *server_row;
  LatchkeyFieldRow *invitation_row;
  LatchkeyFieldRow *name_row;
  LatchkeyFieldRow *email_row;
  GtkWidget *server;
  GtkWidget *invitation;
  GtkWidget *name;
  GtkWidget *email;
  LatchkeyNewPassword *new_password;
  GtkCheckButton *stay;
  LatchkeyTaskButton *button;
  LatchkeyCheckView *check_view;
  LatchkeyJoinedHome *home;
  GtkWidget *done_button;

  LatchkeyVault *vault;
  LatchkeyServerLook *look;
  LatchkeyRegistrationFlow *flow;
  LatchkeyCountdown *countdown;
  /* Why nothing was sent to a server, when that is up to the person. */
  GError *not_trusted;
  gboolean discarding;
};

G_DEFINE_FINAL_TYPE (LatchkeyRegistrationDialog, latchkey_registration_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNED_IN,
  SIGN_IN_INSTEAD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void start (LatchkeyRegistrationDialog *self);

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static gboolean
is_empty (GtkWidget *entry)
{
  return *get_text (entry) == '\0';
}

static gboolean
is_idle (LatchkeyRegistrationDialog *self)
{
  return latchkey_registration_flow_get_state (self->flow) == LATCHKEY_REGISTRATION_IDLE;
}

static gboolean
has_to_wait (LatchkeyRegistrationDialog *self)
{
  return latchkey_countdown_get_seconds (self->countdown) > 0;
}

/* The one place that says how the form looks in each state. */
static void
draw (LatchkeyRegistrationDialog *self)
{
  LatchkeyRegistrationState state = latchkey_registration_flow_get_state (self->flow);
  gboolean idle = state == LATCHKEY_REGISTRATION_IDLE;

  latchkey_form_set_sensitive (self->form, idle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !idle || !has_to_wait (self));
  /* While the person is asked something, it is not us who are busy. */
  latchkey_task_button_set_busy (self->button,
                                 !idle && state != LATCHKEY_REGISTRATION_CONFIRMING);
}

static void
tell (LatchkeyRegistrationDialog *self, LatchkeyBannerKind kind, const char *words)
{
  latchkey_banner_tell (self->banner, kind, words, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
seconds_changed (LatchkeyRegistrationDialog *self)
{
  g_autofree char *text = latchkey_countdown_dup_text (self->countdown);

  draw (self);

  if (text != NULL)
    latchkey_banner_tell (self->banner, LATCHKEY_BANNER_PROBLEM, text, NULL);
  else
    latchkey_banner_dismiss (self->banner);
}

static void
clear_problems (LatchkeyRegistrationDialog *self)
{
  latchkey_field_row_set_problem (self->server_row, NULL);
  latchkey_field_row_set_problem (self->invitation_row, NULL);
  latchkey_field_row_set_problem (self->name_row, NULL);
  latchkey_field_row_set_problem (self->email_row, NULL);
  latchkey_new_password_set_problem (self->new_password, NULL);
  latchkey_banner_dismiss (self->banner);
  g_clear_error (&self->not_trusted);
}

static LatchkeyFieldRow *
find_row (LatchkeyRegistrationDialog *self, const GError *error)
{
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_ADDRESS))
    return self->server_row;

  switch (homebox_error_get_field (error))
    {
    case HOMEBOX_FIELD_SERVER:
      return self->server_row;
    case HOMEBOX_FIELD_INVITATION:
      return self->invitation_row;
    case HOMEBOX_FIELD_NAME:
      return self->name_row;
    case HOMEBOX_FIELD_EMAIL:
      return self->email_row;
    default:
      return NULL;
    }
}

static void
trust_answered (gpointer owner, gboolean trusted)
{
  if (trusted)
    start (LATCHKEY_REGISTRATION_DIALOG (owner));
}

/* There is an account of that email: of this attempt, or of somebody who forgot it. */
static void
offer_sign_in (LatchkeyRegistrationDialog *self, const char *words)
{
  latchkey_banner_tell (self->banner,
                        LATCHKEY_BANNER_PROBLEM,
                        words,
                        _("Sign In Instead"),
                        "registration.sign-in-instead",
                        NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
tell_cancelled (LatchkeyRegistrationDialog *self)
{
  if (latchkey_registration_flow_get_fate (self->flow) == HOMEBOX_REGISTRATION_UNCERTAIN)
    tell (self,
          LATCHKEY_BANNER_PROBLEM,
          _("You cancelled while the server was at work, so the account may be there or not. When "
            "you try again, Latchkey looks first."));
}

static void
failed (LatchkeyRegistrationDialog *self, const GError *error)
{
  LatchkeyFieldRow *row = find_row (self, error);
  gboolean is_made
    = latchkey_registration_flow_get_fate (self->flow) == HOMEBOX_REGISTRATION_MADE;

  draw (self);

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    tell_cancelled (self);
  else if (latchkey_countdown_start_for (self->countdown, error))
    ;
  else if (homebox_error_get_field (error) == HOMEBOX_FIELD_PASSWORD)
    latchkey_new_password_set_problem (self->new_password, error->message);
  else if (row != NULL)
    latchkey_field_row_set_problem (row, error->message);
  else if (latchkey_trust_question_get_label (error) != NULL)
    {
      self->not_trusted = g_error_copy (error);
      tell (self, LATCHKEY_BANNER_PROBLEM, error->message);
      latchkey_trust_question_ask (self->not_trusted,
                                   latchkey_vault_get_pins (self->vault),
                                   GTK_WIDGET (self),
                                   self,
                                   trust_answered);
    }
  else if (is_made)
    offer_sign_in (self, error->message);
  else
    tell (self, LATCHKEY_BANNER_PROBLEM, error->message);

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_EMAIL_TAKEN))
    offer_sign_in (self, _("If that account is yours, sign in to it."));

  gtk_widget_grab_focus (row != NULL ? latchkey_field_row_get_entry (row)
                                     : GTK_WIDGET (self->button));
}

static void
wipe (LatchkeyRegistrationDialog *self)
{
  if (self->invitation == NULL)
    return;

  latchkey_password_field_clear (GTK_PASSWORD_ENTRY (self->invitation));
  latchkey_new_password_clear (self->new_password);
}

static void
succeeded (LatchkeyRegistrationDialog *self, LatchkeyConnection *connection)
{
  g_autoptr (LatchkeyRegistrationDialog) kept = g_object_ref (self);
  gboolean is_invited = !is_empty (self->invitation);

  wipe (self);
  self->discarding = TRUE;
  gtk_stack_set_visible_child_name (self->pages, "done");
  latchkey_joined_home_tell_new (self->home,
                                 latchkey_connection_get_session (connection),
                                 is_invited);
  gtk_widget_grab_focus (self->done_button);
  g_signal_emit (self, signals[SIGNED_IN], 0, connection);
}

static void
plain_http_answered (LatchkeyRegistrationDialog *self, const char *response)
{
  if (g_str_equal (response, LATCHKEY_PLAIN_HTTP_AGREED))
    latchkey_registration_flow_confirm (self->flow);
  else
    latchkey_registration_flow_cancel (self->flow);
}

static void
state_changed (LatchkeyRegistrationDialog *self)
{
  GtkWindow *question;

  draw (self);

  if (latchkey_registration_flow_get_state (self->flow) != LATCHKEY_REGISTRATION_CONFIRMING)
    return;

  question
    = latchkey_plain_http_question_new (latchkey_registration_flow_get_server (self->flow),
                                        latchkey_registration_flow_get_reach (self->flow));
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (plain_http_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (question, GTK_WIDGET (self));
}

static gboolean
require (LatchkeyFieldRow *row, const char *words, GtkWidget **missing)
{
  GtkWidget *entry = latchkey_field_row_get_entry (row);

  if (!is_empty (entry))
    return TRUE;

  latchkey_field_row_set_problem (row, words);

  if (*missing == NULL)
    *missing = entry;

  return FALSE;
}

static void
start (LatchkeyRegistrationDialog *self)
{
  g_autoptr (HomeboxSecret) password = NULL;
  g_autoptr (HomeboxSecret) invitation = NULL;
  GtkWidget *missing = NULL;

  if (!is_idle (self) || has_to_wait (self))
    return;

  clear_problems (self);
  require (self->server_row, _("Enter the address of your Homebox."), &missing);
  require (self->name_row, _("Enter your name."), &missing);
  require (self->email_row, _("Enter your email address."), &missing);

  if (missing != NULL)
    {
      gtk_widget_grab_focus (missing);
      return;
    }

  if (!latchkey_new_password_check (self->new_password))
    return;

  if (!is_empty (self->invitation))
    invitation = latchkey_password_field_get_secret (GTK_PASSWORD_ENTRY (self->invitation));

  password = latchkey_new_password_get_secret (self->new_password);
  latchkey_registration_flow_start (self->flow,
                                    get_text (self->server),
                                    get_text (self->name),
                                    get_text (self->email),
                                    password,
                                    invitation,
                                    gtk_check_button_get_active (self->stay));
}

static void
cancel (LatchkeyRegistrationDialog *self)
{
  latchkey_registration_flow_cancel (self->flow);
}

static void
look_at_server (LatchkeyRegistrationDialog *self)
{
  latchkey_server_look_at (self->look, get_text (self->server));
}

static void
fill_in_link (LatchkeyRegistrationDialog *self, HomeboxLink *link)
{
  HomeboxAddress *address = homebox_link_get_address (link);
  HomeboxSecret *token = homebox_link_get_token (link);
  g_autofree char *server
    = homebox_address_dup_base_uri (address, homebox_address_get_scheme (address));

  latchkey_form_replace_secret (self->server, server);
  gtk_editable_set_text (GTK_EDITABLE (self->invitation), homebox_secret_peek (token));
  look_at_server (self);
}

/* A whole link says the server as well, in whichever field it is pasted. */
static gboolean
take_link (LatchkeyRegistrationDialog *self, GtkWidget *entry, LatchkeyFieldRow *row)
{
  g_autoptr (HomeboxLink) link = NULL;

  if (!homebox_link_is_likely (get_text (entry)))
    return FALSE;

  link = homebox_link_parse (get_text (entry), NULL);
  if (link == NULL)
    return FALSE;

  if (homebox_link_get_kind (link) == HOMEBOX_LINK_INVITATION)
    {
      fill_in_link (self, link);
      return TRUE;
    }

  if (homebox_link_get_kind (link) == HOMEBOX_LINK_PASSWORD_RESET)
    latchkey_field_row_set_problem (row,
                                    _("This link is for a new password, not an invitation."));

  return FALSE;
}

static void
server_left (LatchkeyRegistrationDialog *self)
{
  if (!take_link (self, self->server, self->server_row))
    look_at_server (self);
}

static void
try_address (LatchkeyRegistrationDialog *self, const char *address)
{
  if (address != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->server), address);

  latchkey_server_look_away (self->look);
  look_at_server (self);
}

static void
trusted_for_look (gpointer owner, gboolean trusted)
{
  if (trusted)
    try_address (LATCHKEY_REGISTRATION_DIALOG (owner), NULL);
}

static void
ask_for_trust (LatchkeyRegistrationDialog *self)
{
  const GError *error = latchkey_server_look_get_error (self->look);

  if (error != NULL)
    latchkey_trust_question_ask (error,
                                 latchkey_vault_get_pins (self->vault),
                                 GTK_WIDGET (self),
                                 self,
                                 trusted_for_look);
}

/* Whether an account can be made there is known before anything is typed for it. */
static void
server_changed (LatchkeyRegistrationDialog *self)
{
  HomeboxServerInfo *info = latchkey_server_look_get_info (self->look);
  g_autoptr (GError) error = NULL;

  if (info != NULL
      && !homebox_registration_check_open (info, !is_empty (self->invitation), &error))
    latchkey_field_row_set_problem (self->server_row, error->message);
}

static void
draw_known (LatchkeyRegistrationDialog *self)
{
  const char *known[] = { get_text (self->name), get_text (self->email), NULL };

  latchkey_new_password_set_known (self->new_password, known);
}

static void
field_changed (LatchkeyRegistrationDialog *self, GtkWidget *entry)
{
  if (entry == self->server)
    {
      latchkey_field_row_set_problem (self->server_row, NULL);
      latchkey_server_look_away (self->look);
      latchkey_check_view_dismiss (self->check_view);
    }
  else if (entry == self->invitation)
    {
      latchkey_field_row_set_problem (self->invitation_row, NULL);
      /* Which opens a server that is closed otherwise. */
      latchkey_field_row_set_problem (self->server_row, NULL);
      take_link (self, entry, self->invitation_row);
    }
  else
    {
      latchkey_field_row_set_problem (entry == self->name ? self->name_row : self->email_row,
                                      NULL);
      draw_known (self);
    }
}

static void
field_activated (LatchkeyRegistrationDialog *self, GtkWidget *entry)
{
  if (entry == self->server)
    server_left (self);

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
sign_in_instead_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeyRegistrationDialog *self = LATCHKEY_REGISTRATION_DIALOG (widget);
  g_autoptr (LatchkeyRegistrationDialog) kept = g_object_ref (self);

  self->discarding = TRUE;
  g_signal_emit (self, signals[SIGN_IN_INSTEAD], 0, get_text (self->server),
                 get_text (self->email));
  gtk_window_close (GTK_WINDOW (self));
}

static void
discarding_answered (LatchkeyRegistrationDialog *self, const char *response)
{
  if (!g_str_equal (response, DISCARD))
    return;

  self->discarding = TRUE;
  latchkey_dialogs_close_after_question (GTK_WINDOW (self));
}

static void
ask_before_discarding (LatchkeyRegistrationDialog *self)
{
  AdwMessageDialog *question
    = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, _("Discard What You Typed?"), NULL));

  adw_message_dialog_set_body (question, _("No account was made yet."));

  if (latchkey_registration_flow_get_fate (self->flow) != HOMEBOX_REGISTRATION_NOT_MADE)
    adw_message_dialog_set_body (question, _("The account may be there all the same."));

  adw_message_dialog_add_responses (question,
                                    "cancel",
                                    _("Cancel"),
                                    DISCARD,
                                    _("Discard"),
                                    NULL);
  adw_message_dialog_set_response_appearance (question, DISCARD, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (discarding_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (GTK_WINDOW (question), GTK_WIDGET (self));
}

static gboolean
latchkey_registration_dialog_close_request (GtkWindow *window)
{
  LatchkeyRegistrationDialog *self = LATCHKEY_REGISTRATION_DIALOG (window);

  /* The server may have made it already: what is known then is said here. */
  if (!is_idle (self))
    {
      cancel (self);
      return GDK_EVENT_STOP;
    }

  if (!self->discarding && (!is_empty (self->name) || !is_empty (self->email)))
    {
      ask_before_discarding (self);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (latchkey_registration_dialog_parent_class)->close_request (window);
}

static void
latchkey_registration_dialog_dispose (GObject *object)
{
  LatchkeyRegistrationDialog *self = LATCHKEY_REGISTRATION_DIALOG (object);

  latchkey_dialogs_destroy_all (GTK_WINDOW (self));

  if (self->look != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->look, self);
      latchkey_server_look_away (self->look);
    }

  if (self->flow != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->flow, self);
      g_object_run_dispose (G_OBJECT (self->flow));
    }

  wipe (self);
  g_clear_object (&self->flow);
  g_clear_object (&self->vault);
  g_clear_error (&self->not_trusted);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_REGISTRATION_DIALOG);
  g_clear_object (&self->countdown);

  G_OBJECT_CLASS (latchkey_registration_dialog_parent_class)->dispose (object);
}

static void
latchkey_registration_dialog_finalize (GObject *object)
{
  g_clear_object (&LATCHKEY_REGISTRATION_DIALOG (object)->look);

  G_OBJECT_CLASS (latchkey_registration_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, server_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, invitation_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, email_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, server);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, invitation);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, name);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, email);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, new_password);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, stay);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, check_view);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, home);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyRegistrationDialog, done_button);
}

static void
latchkey_registration_dialog_class_init (LatchkeyRegistrationDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_registration_dialog_dispose;
  object_class->finalize = latchkey_registration_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = latchkey_registration_dialog_close_request;

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
  signals[SIGN_IN_INSTEAD] = g_signal_new ("sign-in-instead",
                                           G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           2,
                                           G_TYPE_STRING,
                                           G_TYPE_STRING);

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_CHECK_VIEW);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_JOINED_HOME);
  g_type_ensure (LATCHKEY_TYPE_NEW_PASSWORD);
  g_type_ensure (LATCHKEY_TYPE_TASK_BUTTON);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-registration-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, ask_for_trust);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_bind_template_callback (widget_class, field_activated);
  gtk_widget_class_bind_template_callback (widget_class, field_changed);
  gtk_widget_class_bind_template_callback (widget_class, server_left);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, try_address);
  gtk_widget_class_install_action (widget_class,
                                   "registration.sign-in-instead",
                                   NULL,
                                   sign_in_instead_action);
}

static void
latchkey_registration_dialog_init (LatchkeyRegistrationDialog *self)
{
  self->countdown = latchkey_countdown_new ();
  g_signal_connect_object (self->countdown,
                           "notify::seconds",
                           G_CALLBACK (seconds_changed),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_countdown_set_shown (self->countdown, TRUE);

  gtk_widget_init_template (GTK_WIDGET (self));
  latchkey_password_field_prepare (GTK_PASSWORD_ENTRY (self->invitation));
}

/**
 * latchkey_registration_dialog_new:
 * @vault: where the account goes
 * @server: (nullable): an address, as typed
 * @link: (nullable): an invitation, which says the server as well
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_registration_dialog_new (LatchkeyVault *vault, const char *server, HomeboxLink *link)
{
  LatchkeyRegistrationDialog *self;

  g_return_val_if_fail (LATCHKEY_IS_VAULT (vault), NULL);

  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_REGISTRATION_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  self->vault = g_object_ref (vault);
  self->look = latchkey_server_look_new (HOMEBOX_TRUST (latchkey_vault_get_pins (vault)));
  g_signal_connect_swapped (self->look, "changed", G_CALLBACK (server_changed), self);
  latchkey_check_view_set_check (self->check_view, latchkey_server_look_get_check (self->look));
  latchkey_check_view_offer_trust (self->check_view);
  self->flow = latchkey_registration_flow_new (vault);
  g_signal_connect_swapped (self->flow, "notify::state", G_CALLBACK (state_changed), self);
  g_signal_connect_swapped (self->flow, "failed", G_CALLBACK (failed), self);
  g_signal_connect_swapped (self->flow, "succeeded", G_CALLBACK (succeeded), self);

  if (link != NULL)
    {
      fill_in_link (self, link);
    }
  else if (server != NULL && *server != '\0')
    {
      gtk_editable_set_text (GTK_EDITABLE (self->server), server);
      look_at_server (self);
    }

  draw (self);
  gtk_widget_grab_focus (is_empty (self->server) ? self->server : self->name);

  return GTK_WINDOW (self);
}
