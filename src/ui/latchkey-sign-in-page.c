#include "latchkey-sign-in-page-private.h"

#include "latchkey-banner.h"
#include "latchkey-check-view.h"
#include "latchkey-countdown.h"
#include "latchkey-dialogs.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-oidc-button.h"
#include "latchkey-password-field.h"
#include "latchkey-plain-http-question.h"
#include "latchkey-server-look.h"
#include "latchkey-sign-in-offers.h"
#include "latchkey-sign-in.h"
#include "latchkey-task-button.h"
#include "latchkey-trust-question.h"

#include "homebox-error.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (LatchkeySignInPage, latchkey_sign_in_page, ADW_TYPE_BIN)

enum
{
  SIGNED_IN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void start (LatchkeySignInPage *self);

static gboolean
is_empty (GtkWidget *entry)
{
  return *gtk_editable_get_text (GTK_EDITABLE (entry)) == '\0';
}

static gboolean
has_to_wait (LatchkeySignInPage *self)
{
  return latchkey_countdown_get_seconds (self->countdown) > 0;
}

/* The one place that says how the page looks in each state. */
static void
draw (LatchkeySignInPage *self)
{
  LatchkeySignInState state = latchkey_sign_in_get_state (self->sign_in);
  gboolean idle = state == LATCHKEY_SIGN_IN_IDLE;

  latchkey_form_set_sensitive (self->form, idle);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !idle || !has_to_wait (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.cancel", !idle);
  gtk_widget_set_sensitive (self->oidc_button, idle);
  /* While the person is asked something, it is not us who are busy. */
  latchkey_task_button_set_busy (self->button, !idle && state != LATCHKEY_SIGN_IN_CONFIRMING);
}

static void
seconds_changed (LatchkeySignInPage *self)
{
  g_autofree char *text = latchkey_countdown_dup_text (self->countdown);

  draw (self);

  if (text != NULL)
    latchkey_banner_tell (self->banner, LATCHKEY_BANNER_PROBLEM, text, NULL);
  else
    latchkey_banner_dismiss (self->banner);
}

void
latchkey_sign_in_page_clear_problems (LatchkeySignInPage *self)
{
  latchkey_field_row_set_problem (self->server_row, NULL);
  latchkey_field_row_set_problem (self->email_row, NULL);
  latchkey_field_row_set_problem (self->password_row, NULL);
  latchkey_banner_dismiss (self->banner);
  g_clear_error (&self->not_trusted);
}

static LatchkeyFieldRow *
find_row (LatchkeySignInPage *self, const GError *error)
{
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_ADDRESS))
    return self->server_row;

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS))
    return self->password_row;

  switch (homebox_error_get_field (error))
    {
    case HOMEBOX_FIELD_SERVER:
      return self->server_row;
    case HOMEBOX_FIELD_EMAIL:
      return self->email_row;
    case HOMEBOX_FIELD_PASSWORD:
      return self->password_row;
    default:
      return NULL;
    }
}

/* What is said stays when the person decides against it, with the way back to the question. */
static void
tell_not_trusted (LatchkeySignInPage *self, const GError *error)
{
  GError *copy = g_error_copy (error);

  g_clear_error (&self->not_trusted);
  self->not_trusted = copy;
  latchkey_banner_tell (self->banner,
                        LATCHKEY_BANNER_PROBLEM,
                        copy->message,
                        latchkey_trust_question_get_label (copy),
                        "sign-in.trust",
                        NULL);
}

static void
ask_for_trust (LatchkeySignInPage *self, LatchkeyTrustAnswered answered)
{
  GtkWindow *question = latchkey_trust_question_ask (self->not_trusted,
                                                     latchkey_vault_get_pins (self->vault),
                                                     GTK_WIDGET (self),
                                                     self,
                                                     answered);

  g_set_weak_pointer (&self->question, question);
}

static void
trusted_for_look (gpointer owner, gboolean trusted)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (owner);

  if (!trusted)
    return;

  latchkey_sign_in_page_clear_problems (self);
  latchkey_server_look_away (self->look);
  latchkey_server_look_at (self->look, gtk_editable_get_text (GTK_EDITABLE (self->server)));
}

/* Goes on with what is typed; the look at the server that failed as well comes after it. */
static void
trusted_for_sign_in (gpointer owner, gboolean trusted)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (owner);

  trusted_for_look (owner, trusted);

  if (trusted)
    start (self);
}

static void
trust_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (widget);

  if (self->not_trusted != NULL)
    ask_for_trust (self, trusted_for_look);
}

static void
failed (LatchkeySignInPage *self, const GError *error)
{
  LatchkeyFieldRow *row = find_row (self, error);
  GtkWidget *entry = self->password;

  if (latchkey_countdown_start_for (self->countdown, error))
    ;
  else if (row != NULL)
    {
      latchkey_field_row_set_problem (row, error->message);
      entry = latchkey_field_row_get_entry (row);
    }
  else if (latchkey_trust_question_get_label (error) != NULL)
    {
      tell_not_trusted (self, error);
      ask_for_trust (self, trusted_for_sign_in);
    }
  else
    {
      latchkey_banner_tell (self->banner, LATCHKEY_BANNER_PROBLEM, error->message, NULL);
    }

  draw (self);
  gtk_widget_grab_focus (entry);
  gtk_editable_select_region (GTK_EDITABLE (self->password), 0, -1);
}

void
latchkey_sign_in_page_succeed (LatchkeySignInPage *self, LatchkeyConnection *connection)
{
  latchkey_password_field_clear (GTK_PASSWORD_ENTRY (self->password));
  g_signal_emit (self, signals[SIGNED_IN], 0, connection);
}

static void
answered (LatchkeySignInPage *self, const char *response)
{
  if (g_str_equal (response, LATCHKEY_PLAIN_HTTP_AGREED))
    {
      latchkey_sign_in_confirm (self->sign_in);
      return;
    }

  latchkey_sign_in_cancel (self->sign_in);
  gtk_widget_grab_focus (self->password);
}

/* What the question was about is in @agreed: the sign-in with a password, or the one without. */
void
latchkey_sign_in_page_ask_about_plain_http (LatchkeySignInPage *self,
                                            const char *server,
                                            HomeboxReach reach,
                                            GCallback agreed)
{
  GtkWindow *question = latchkey_plain_http_question_new (server, reach);

  g_signal_connect_object (question, "response", agreed, self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->question, question);
  latchkey_dialogs_present (question, GTK_WIDGET (self));
}

static void
state_changed (LatchkeySignInPage *self)
{
  draw (self);

  if (latchkey_sign_in_get_state (self->sign_in) == LATCHKEY_SIGN_IN_CONFIRMING)
    latchkey_sign_in_page_ask_about_plain_http (self,
                                                latchkey_sign_in_get_server (self->sign_in),
                                                latchkey_sign_in_get_reach (self->sign_in),
                                                G_CALLBACK (answered));
}

/* Nobody is asked twice for what was just answered; after a failure it is looked for once more. */
static void
hand_server_over (LatchkeySignInPage *self)
{
  HomeboxServerInfo *info = latchkey_server_look_get_info (self->look);

  if (info == NULL || self->was_used)
    {
      latchkey_sign_in_set_found (self->sign_in, NULL, NULL, HOMEBOX_REACH_PUBLIC, TRUE);
      return;
    }

  self->was_used = TRUE;
  latchkey_sign_in_set_found (self->sign_in,
                              latchkey_server_look_get_client (self->look),
                              info,
                              latchkey_server_look_get_reach (self->look),
                              latchkey_server_look_needs_confirmation (self->look));
}

static void
start (LatchkeySignInPage *self)
{
  g_autoptr (HomeboxSecret) password = NULL;
  GtkWidget *missing = NULL;

  if (latchkey_sign_in_get_state (self->sign_in) != LATCHKEY_SIGN_IN_IDLE || has_to_wait (self))
    return;

  latchkey_sign_in_page_clear_problems (self);

  if (is_empty (self->password))
    {
      latchkey_field_row_set_problem (self->password_row, _("Enter your password."));
      missing = self->password;
    }

  if (is_empty (self->email))
    {
      latchkey_field_row_set_problem (self->email_row,
                                      _("Enter the email address of your account."));
      missing = self->email;
    }

  if (is_empty (self->server))
    {
      latchkey_field_row_set_problem (self->server_row, _("Enter the address of your Homebox."));
      missing = self->server;
    }

  if (missing != NULL)
    {
      gtk_widget_grab_focus (missing);
      return;
    }

  password = latchkey_password_field_get_secret (GTK_PASSWORD_ENTRY (self->password));
  hand_server_over (self);
  latchkey_sign_in_start (self->sign_in,
                          gtk_editable_get_text (GTK_EDITABLE (self->server)),
                          gtk_editable_get_text (GTK_EDITABLE (self->email)),
                          password,
                          gtk_switch_get_active (self->stay));
}

/* Shows what the server offers; as long as that is not known, what every server offers. */
static void
server_changed (LatchkeySignInPage *self)
{
  HomeboxServerInfo *info = latchkey_server_look_get_info (self->look);
  gboolean oidc = info != NULL && homebox_server_info_get_oidc_enabled (info);
  gboolean local = !oidc || homebox_server_info_get_allow_local_login (info);
  gboolean emphasised = oidc && (!local || homebox_server_info_get_oidc_auto_redirect (info));
  const GError *error = latchkey_server_look_get_error (self->look);

  self->was_used = FALSE;

  /* Whoever is signing in already is asked by that. */
  if (error != NULL && latchkey_sign_in_get_state (self->sign_in) == LATCHKEY_SIGN_IN_IDLE
      && self->question == NULL)
    tell_not_trusted (self, error);

  gtk_widget_set_visible (GTK_WIDGET (self->email_row), local);
  gtk_widget_set_visible (GTK_WIDGET (self->password_row), local);
  gtk_widget_set_visible (self->stay_row, local);
  gtk_widget_set_visible (GTK_WIDGET (self->button), local);

  latchkey_sign_in_offers_set_server (self->offers,
                                      info,
                                      latchkey_server_look_get_features (self->look));
  if (info != NULL && self->reset_link != NULL && self->question == NULL)
    latchkey_sign_in_page_forgot_password (self);

  gtk_widget_set_visible (self->oidc_button, oidc);
  latchkey_oidc_button_draw (GTK_BUTTON (self->oidc_button), oidc ? info : NULL, emphasised);
}

void
latchkey_sign_in_page_look_at_server (LatchkeySignInPage *self)
{
  latchkey_server_look_at (self->look, gtk_editable_get_text (GTK_EDITABLE (self->server)));
}

static void
server_left (LatchkeySignInPage *self)
{
  if (!latchkey_sign_in_page_take_link (self))
    latchkey_sign_in_page_look_at_server (self);
}

/* What was pasted is there when this is over. */
static gboolean
on_pasted (gpointer user_data)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (user_data);

  self->pasted_source = 0;
  server_left (self);

  return G_SOURCE_REMOVE;
}

static void
server_pasted (LatchkeySignInPage *self)
{
  self->pasted = TRUE;
}

static void
try_address (LatchkeySignInPage *self, const char *address)
{
  if (address != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->server), address);

  latchkey_server_look_away (self->look);
  latchkey_sign_in_page_look_at_server (self);
  gtk_widget_grab_focus (self->server);
}

static void
cancel (LatchkeySignInPage *self)
{
  latchkey_sign_in_cancel (self->sign_in);
  gtk_widget_grab_focus (self->password);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cancel (LATCHKEY_SIGN_IN_PAGE (widget));
}

static void
field_changed (LatchkeySignInPage *self, GtkWidget *entry)
{
  if (entry == self->server)
    {
      latchkey_field_row_set_problem (self->server_row, NULL);
      latchkey_server_look_away (self->look);
      latchkey_check_view_dismiss (self->check_view);
      g_clear_pointer (&self->reset_link, homebox_link_unref);

      if (self->pasted && self->pasted_source == 0)
        self->pasted_source = g_idle_add (on_pasted, self);

      self->pasted = FALSE;

      if (self->not_trusted != NULL)
        latchkey_banner_dismiss (self->banner);

      g_clear_error (&self->not_trusted);
    }
  else if (entry == self->email)
    latchkey_field_row_set_problem (self->email_row, NULL);

  /* A wrong password may as well have been a wrong email. */
  if (entry != self->server)
    latchkey_field_row_set_problem (self->password_row, NULL);
}

static void
field_activated (LatchkeySignInPage *self, GtkWidget *entry)
{
  GtkWidget *entries[] = { self->server, self->email, self->password };
  guint current = 0;

  while (entries[current] != entry)
    current++;

  if (entry == self->server)
    server_left (self);

  for (guint i = 1; i < G_N_ELEMENTS (entries); i++)
    {
      GtkWidget *other = entries[(current + i) % G_N_ELEMENTS (entries)];

      if (is_empty (other))
        {
          gtk_widget_grab_focus (other);
          return;
        }
    }

  start (self);
}

static void
row_activated (LatchkeySignInPage *self, GtkListBoxRow *row)
{
  if (GTK_WIDGET (row) == self->stay_row)
    gtk_switch_set_active (self->stay, !gtk_switch_get_active (self->stay));
}

static void
button_working (LatchkeySignInPage *self)
{
  /* The form lost the focus when it was locked; now there is something for the keyboard to do. */
  if (latchkey_task_button_get_working (self->button))
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static gboolean
latchkey_sign_in_page_grab_focus (GtkWidget *widget)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (widget);

  if (is_empty (self->server))
    return gtk_widget_grab_focus (self->server);

  if (is_empty (self->email))
    return gtk_widget_grab_focus (self->email);

  if (is_empty (self->password))
    return gtk_widget_grab_focus (self->password);

  return gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static void
latchkey_sign_in_page_map (GtkWidget *widget)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (widget);

  GTK_WIDGET_CLASS (latchkey_sign_in_page_parent_class)->map (widget);
  latchkey_countdown_set_shown (self->countdown, TRUE);
}

static void
latchkey_sign_in_page_unmap (GtkWidget *widget)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (widget);

  latchkey_countdown_set_shown (self->countdown, FALSE);
  GTK_WIDGET_CLASS (latchkey_sign_in_page_parent_class)->unmap (widget);
}

static void
latchkey_sign_in_page_dispose (GObject *object)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (object);
  GtkWindow *question = self->question;

  g_clear_weak_pointer (&self->question);
  g_clear_handle_id (&self->pasted_source, g_source_remove);
  g_clear_object (&self->vault);
  g_clear_object (&self->settings);

  if (self->look != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->look, self);
      latchkey_server_look_away (self->look);
    }

  if (self->sign_in != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sign_in, self);
      latchkey_sign_in_cancel (self->sign_in);
      g_clear_object (&self->sign_in);
    }

  if (question != NULL)
    gtk_window_destroy (question);

  if (self->password != NULL)
    latchkey_password_field_clear (GTK_PASSWORD_ENTRY (self->password));

  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_SIGN_IN_PAGE);
  g_clear_object (&self->countdown);

  G_OBJECT_CLASS (latchkey_sign_in_page_parent_class)->dispose (object);
}

static void
latchkey_sign_in_page_finalize (GObject *object)
{
  LatchkeySignInPage *self = LATCHKEY_SIGN_IN_PAGE (object);

  g_clear_object (&self->look);
  g_clear_pointer (&self->reset_link, homebox_link_unref);
  g_clear_error (&self->not_trusted);

  G_OBJECT_CLASS (latchkey_sign_in_page_parent_class)->finalize (object);
}

static void
latchkey_sign_in_page_class_init (LatchkeySignInPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_sign_in_page_dispose;
  object_class->finalize = latchkey_sign_in_page_finalize;
  widget_class->grab_focus = latchkey_sign_in_page_grab_focus;
  widget_class->map = latchkey_sign_in_page_map;
  widget_class->unmap = latchkey_sign_in_page_unmap;

  /**
   * LatchkeySignInPage::signed-in:
   * @self: the page
   * @connection: the account that is signed in now
   *
   * The sign-in succeeded, and everything about it is stored.
   */
  signals[SIGNED_IN] = g_signal_new ("signed-in",
                                     LATCHKEY_TYPE_SIGN_IN_PAGE,
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     LATCHKEY_TYPE_CONNECTION);

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_CHECK_VIEW);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_SIGN_IN_OFFERS);
  g_type_ensure (LATCHKEY_TYPE_TASK_BUTTON);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, email_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, email);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, stay);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, stay_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, oidc_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, check_view);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, offers);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInPage, lost_button);
  gtk_widget_class_bind_template_callback (widget_class, field_changed);
  gtk_widget_class_bind_template_callback (widget_class, field_activated);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, latchkey_sign_in_page_start_oidc);
  gtk_widget_class_bind_template_callback (widget_class, latchkey_sign_in_page_create_account);
  gtk_widget_class_bind_template_callback (widget_class, latchkey_sign_in_page_forgot_password);
  gtk_widget_class_bind_template_callback (widget_class, try_address);
  gtk_widget_class_bind_template_callback (widget_class, latchkey_sign_in_page_use_api_key);
  gtk_widget_class_bind_template_callback (widget_class, latchkey_sign_in_page_use_demo_account);
  gtk_widget_class_bind_template_callback (widget_class, server_left);
  gtk_widget_class_bind_template_callback (widget_class, cancel);

  gtk_widget_class_install_action (widget_class, "sign-in.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "sign-in.trust", NULL, trust_action);
}

static void
latchkey_sign_in_page_init (LatchkeySignInPage *self)
{
  self->countdown = latchkey_countdown_new ();
  g_signal_connect_object (self->countdown,
                           "notify::seconds",
                           G_CALLBACK (seconds_changed),
                           self,
                           G_CONNECT_SWAPPED);

  gtk_widget_init_template (GTK_WIDGET (self));
  latchkey_password_field_prepare (GTK_PASSWORD_ENTRY (self->password));
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->server)),
                           "paste-clipboard",
                           G_CALLBACK (server_pasted),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->button,
                           "notify::working",
                           G_CALLBACK (button_working),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * latchkey_sign_in_page_new:
 * @vault: where the account goes
 * @settings: (nullable): the settings of the application
 *
 * Makes an empty page.
 *
 * Returns: (transfer floating): a new page
 */
LatchkeySignInPage *
latchkey_sign_in_page_new (LatchkeyVault *vault, GSettings *settings)
{
  LatchkeySignInPage *self = g_object_new (LATCHKEY_TYPE_SIGN_IN_PAGE, NULL);

  self->vault = g_object_ref (vault);
  g_set_object (&self->settings, settings);
  self->look = latchkey_server_look_new (HOMEBOX_TRUST (latchkey_vault_get_pins (vault)));
  g_signal_connect_swapped (self->look, "changed", G_CALLBACK (server_changed), self);
  latchkey_check_view_set_check (self->check_view, latchkey_server_look_get_check (self->look));
  self->sign_in = latchkey_sign_in_new (vault);
  g_signal_connect_swapped (self->sign_in, "notify::state", G_CALLBACK (state_changed), self);
  g_signal_connect_swapped (self->sign_in, "failed", G_CALLBACK (failed), self);
  g_signal_connect_swapped (self->sign_in,
                            "succeeded",
                            G_CALLBACK (latchkey_sign_in_page_succeed),
                            self);
  draw (self);

  return self;
}

/**
 * latchkey_sign_in_page_fill_in:
 * @self: a page
 * @server: (nullable): an address
 * @email: (nullable): an email
 * @password: (nullable): a password
 *
 * Types what is known into the fields.
 */
void
latchkey_sign_in_page_fill_in (LatchkeySignInPage *self,
                               const char *server,
                               const char *email,
                               HomeboxSecret *password)
{
  g_return_if_fail (LATCHKEY_IS_SIGN_IN_PAGE (self));

  if (server != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->server), server);
      latchkey_server_look_at (self->look, server);
    }

  if (email != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->email), email);

  if (password != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->password), homebox_secret_peek (password));
}

static void
lost_changed (LatchkeySignInPage *self,
              guint position,
              guint removed,
              guint added,
              GListModel *lost)
{
  guint n_lost = g_list_model_get_n_items (lost);
  g_autofree char *text
    = g_strdup_printf (ngettext ("Restore %u Account From Your Keyring…",
                                 "Restore %u Accounts From Your Keyring…",
                                 n_lost),
                       n_lost);

  gtk_button_set_label (GTK_BUTTON (self->lost_button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lost_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
  gtk_widget_set_visible (self->lost_button, n_lost > 0);
}

/**
 * latchkey_sign_in_page_set_lost:
 * @self: a page
 * @lost: the sign-ins in the keyring that no account belongs to
 *
 * Offers to bring back what is in @lost, as soon as there is something.
 */
void
latchkey_sign_in_page_set_lost (LatchkeySignInPage *self, GListModel *lost)
{
  g_return_if_fail (LATCHKEY_IS_SIGN_IN_PAGE (self));

  g_signal_connect_object (lost,
                           "items-changed",
                           G_CALLBACK (lost_changed),
                           self,
                           G_CONNECT_SWAPPED);
  lost_changed (self, 0, 0, 0, lost);
}

/**
 * latchkey_sign_in_page_is_untouched:
 * @self: a page
 *
 * Returns: whether nothing is typed into any field
 */
gboolean
latchkey_sign_in_page_is_untouched (LatchkeySignInPage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_SIGN_IN_PAGE (self), FALSE);

  return is_empty (self->server) && is_empty (self->email) && is_empty (self->password);
}

/**
 * latchkey_sign_in_page_tell:
 * @self: a page
 * @problem: whether something went wrong
 * @text: what to say above the form
 *
 * Says why the page is shown. It stays until the next attempt.
 */
void
latchkey_sign_in_page_tell (LatchkeySignInPage *self, gboolean problem, const char *text)
{
  g_return_if_fail (LATCHKEY_IS_SIGN_IN_PAGE (self));

  latchkey_banner_tell (self->banner,
                        problem ? LATCHKEY_BANNER_PROBLEM : LATCHKEY_BANNER_INFORMATION,
                        text,
                        NULL);
}
