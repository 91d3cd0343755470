#include "latchkey-oidc-dialog.h"

#include "homebox-error.h"
#include "homebox-first-visit.h"
#include "homebox-oidc-login.h"
#include "latchkey-busy.h"
#include "latchkey-countdown.h"
#include "latchkey-field-message.h"
#include "latchkey-hand-over.h"

#include <glib/gi18n.h>

/* A provider that does not know the redirect URI says so in the browser only. Whoever is still
 * looking for the password by then is not disturbed by a hint. */
#define HINT_SECONDS 20

/*
 * State:
 * @STATE_ASKING: the server is asked where the person can sign in
 * @STATE_READY: known, and shown; the browser was not opened yet
 * @STATE_WAITING: the browser was opened
 * @STATE_SIGNING_IN: the answer came; the server and the keyring do their part
 * @STATE_NEW_ACCOUNT: signed in, to an account that the server made just now
 * @STATE_FAILED: it ended without a session; the error says why
 */
typedef enum
{
  STATE_ASKING,
  STATE_READY,
  STATE_WAITING,
  STATE_SIGNING_IN,
  STATE_NEW_ACCOUNT,
  STATE_FAILED,
} State;

struct _LatchkeyOidcDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkLabel *heading;
  GtkLabel *text;
  LatchkeyBusy *busy;
  GtkButton *open_button;
  GtkLabel *port_notice;
  GtkWidget *link_box;
  GtkLabel *link_label;
  GtkWidget *refusal_box;
  GtkLabel *redirect_label;
  GtkWidget *paste_box;
  GtkEditable *paste_entry;
  LatchkeyFieldMessage *paste_message;
  GtkWidget *again_button;
  GtkWidget *key_button;
  GtkWidget *continue_button;

  HomeboxClient *client;
  LatchkeyVault *vault;
  /* The account that the person signs in to again, if it is one. */
  LatchkeyConnection *known;
  GArray *ports;

  HomeboxOidcLogin *login;
  GCancellable *cancellable;
  State state;
  GError *error;
  LatchkeyConnection *connection;
  gboolean browser_failed;
  guint hint_id;
  /* Until the server may be asked again. */
  LatchkeyCountdown *countdown;
};

G_DEFINE_FINAL_TYPE (LatchkeyOidcDialog, latchkey_oidc_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_SIGNED_IN,
  SIGNAL_API_KEY_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
needs_pasting (LatchkeyOidcDialog *self)
{
  return homebox_oidc_login_get_state (self->login) == HOMEBOX_OIDC_LOGIN_PASTING;
}

static char *
describe_failure (LatchkeyOidcDialog *self)
{
  char *text = latchkey_countdown_dup_text (self->countdown);

  return text != NULL ? text : g_strdup (self->error->message);
}

static void
draw_heading (LatchkeyOidcDialog *self)
{
  g_autofree char *host = homebox_oidc_login_dup_authorization_host (self->login);
  g_autofree char *heading = NULL;
  g_autofree char *long_text = NULL;
  const char *text = "";

  switch (self->state)
    {
    case STATE_ASKING:
      heading = g_strdup (_("Asking the Server"));
      text = _("Latchkey asks where you can sign in.");
      break;
    case STATE_READY:
      /* Translators: %s is the name of a computer, such as “auth.example.org” */
      heading = g_strdup_printf (_("You will sign in at %s"), host);
      text = _("Your browser opens there. Check that you know this name before you type a "
               "password.");
      break;
    case STATE_WAITING:
      heading = g_strdup (_("Sign In in Your Browser"));
      text = self->browser_failed ? _("The browser could not be opened. Open this link yourself:")
             : needs_pasting (self)
                 ? _("When you are done, the browser ends on a page that does not open.")
                 : _("Latchkey goes on by itself when you are done there.");
      break;
    case STATE_SIGNING_IN:
      heading = g_strdup (_("Signing In"));
      text = _("The server checks your sign-in.");
      break;
    case STATE_NEW_ACCOUNT:
      heading = g_strdup (_("You Have a New Account"));
      /* Translators: %s is an email address */
      text = long_text = g_strdup_printf (
          _("The provider gave the email address %s. The server did not know it, and made a new "
            "account with an empty home. If you meant another account, sign out or delete this one "
            "on the next page, and give the other account this email address."),
          latchkey_account_get_email (latchkey_connection_get_account (self->connection)));
      break;
    case STATE_FAILED:
      heading = g_strdup (_("Not Signed In"));
      text = long_text = describe_failure (self);
      break;
    }

  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->text, text);
}

static gboolean
can_try_again (const GError *error)
{
  return !g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_OIDC_OFF) &&
         !g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_OIDC_OWN_ADDRESS) &&
         !g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_OIDC_NOT_SECURE);
}

/* The one place that decides what a state looks like. */
static void
draw (LatchkeyOidcDialog *self)
{
  gboolean waiting = self->state == STATE_WAITING;
  gboolean failed = self->state == STATE_FAILED;
  const char *uri = homebox_oidc_login_get_authorization_uri (self->login);

  draw_heading (self);
  latchkey_busy_set_busy (self->busy, self->state == STATE_ASKING ||
                                          self->state == STATE_SIGNING_IN);

  gtk_widget_set_visible (GTK_WIDGET (self->open_button), self->state == STATE_READY || waiting);
  gtk_button_set_label (self->open_button, waiting ? _("Open Again") : _("Open Browser"));
  gtk_widget_set_visible (GTK_WIDGET (self->port_notice),
                          self->state == STATE_READY &&
                              !homebox_oidc_login_get_usual_port (self->login));

  gtk_widget_set_visible (self->link_box, waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->link_label), waiting && self->browser_failed);
  gtk_label_set_label (self->link_label, uri != NULL ? uri : "");
  gtk_widget_set_visible (self->paste_box, waiting);
  if (!waiting)
    gtk_widget_set_visible (self->refusal_box, FALSE);

  gtk_widget_set_visible (self->again_button, failed && can_try_again (self->error));
  gtk_widget_set_sensitive (self->again_button,
                            latchkey_countdown_get_seconds (self->countdown) == 0);
  gtk_widget_set_visible (self->key_button, failed);
  gtk_widget_set_visible (self->continue_button, self->state == STATE_NEW_ACCOUNT);

  if (self->state == STATE_READY)
    gtk_widget_grab_focus (GTK_WIDGET (self->open_button));
  else if (self->state == STATE_NEW_ACCOUNT)
    gtk_widget_grab_focus (self->continue_button);
  else if (failed)
    gtk_widget_grab_focus (can_try_again (self->error) ? self->again_button : self->key_button);
}

static void
set_state (LatchkeyOidcDialog *self, State state)
{
  self->state = state;
  draw (self);
}

static void
fail (LatchkeyOidcDialog *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  latchkey_countdown_start_for (self->countdown, error);
  set_state (self, STATE_FAILED);
}

/* Whoever listens gets the account once, also when the notice about it is closed unread. */
static void
hand_over (LatchkeyOidcDialog *self)
{
  g_autoptr (LatchkeyOidcDialog) kept = g_object_ref (self);
  g_autoptr (LatchkeyConnection) connection = g_steal_pointer (&self->connection);

  if (connection != NULL)
    g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0, connection);
}

static void
first_visit_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyOidcDialog) self = user_data;
  gboolean first = homebox_first_visit_check_finish (HOMEBOX_SESSION (source), result, NULL);

  if (self->connection == NULL)
    return;

  if (first)
    set_state (self, STATE_NEW_ACCOUNT);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
handed_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyOidcDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LatchkeyConnection) connection = latchkey_hand_over_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (connection == NULL)
    {
      fail (self, error);
      return;
    }

  self->connection = g_steal_pointer (&connection);
  homebox_first_visit_check_async (latchkey_connection_get_session (self->connection),
                                   self->cancellable, first_visit_checked, g_object_ref (self));
}

static gboolean
show_hint (gpointer user_data)
{
  LatchkeyOidcDialog *self = user_data;

  self->hint_id = 0;
  gtk_widget_set_visible (self->refusal_box, TRUE);

  return G_SOURCE_REMOVE;
}

static void
login_changed (HomeboxOidcLogin *login, GParamSpec *pspec, LatchkeyOidcDialog *self)
{
  g_autofree char *redirect_uri = NULL;

  switch (homebox_oidc_login_get_state (login))
    {
    case HOMEBOX_OIDC_LOGIN_IDLE:
    case HOMEBOX_OIDC_LOGIN_ASKING:
      set_state (self, STATE_ASKING);
      break;
    case HOMEBOX_OIDC_LOGIN_WAITING:
    case HOMEBOX_OIDC_LOGIN_PASTING:
      redirect_uri = homebox_oidc_login_dup_redirect_uri (login);
      gtk_label_set_label (self->redirect_label, redirect_uri);
      set_state (self, STATE_READY);
      break;
    case HOMEBOX_OIDC_LOGIN_REDEEMING:
      /* The answer came while the person looked at the browser. */
      gtk_editable_set_text (self->paste_entry, "");
      g_clear_handle_id (&self->hint_id, g_source_remove);
      set_state (self, STATE_SIGNING_IN);
      gtk_window_present (GTK_WINDOW (self));
      break;
    case HOMEBOX_OIDC_LOGIN_DONE:
      latchkey_hand_over_async (self->vault, self->known, homebox_oidc_login_get_session (login),
                                self->cancellable, handed_over, g_object_ref (self));
      break;
    case HOMEBOX_OIDC_LOGIN_FAILED:
      g_clear_handle_id (&self->hint_id, g_source_remove);
      fail (self, homebox_oidc_login_get_error (login));
      break;
    }
}

static void
drop_login (LatchkeyOidcDialog *self)
{
  g_clear_handle_id (&self->hint_id, g_source_remove);

  if (self->login == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->login, login_changed, self);
  homebox_oidc_login_cancel (self->login);
  g_clear_object (&self->login);
}

static void
start (LatchkeyOidcDialog *self)
{
  drop_login (self);
  self->browser_failed = FALSE;
  self->login = homebox_oidc_login_new (self->client, (const guint16 *) self->ports->data,
                                        self->ports->len);
  g_signal_connect (self->login, "notify::state", G_CALLBACK (login_changed), self);
  homebox_oidc_login_start (self->login);
}

static void
browser_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyOidcDialog) self = user_data;
  gboolean opened = gtk_show_uri_full_finish (GTK_WINDOW (source), result, NULL);

  if (self->state != STATE_WAITING)
    return;

  self->browser_failed = !opened;
  draw (self);
}

static void
open_browser (LatchkeyOidcDialog *self)
{
  set_state (self, STATE_WAITING);
  if (self->hint_id == 0 && !gtk_widget_get_visible (self->refusal_box))
    self->hint_id = g_timeout_add_seconds (HINT_SECONDS, show_hint, self);

  gtk_show_uri_full (GTK_WINDOW (self), homebox_oidc_login_get_authorization_uri (self->login),
                     GDK_CURRENT_TIME, self->cancellable, browser_opened, g_object_ref (self));
}

static void
copy (LatchkeyOidcDialog *self, const char *text, const char *told)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (told));
}

static void
copy_link (LatchkeyOidcDialog *self)
{
  copy (self, homebox_oidc_login_get_authorization_uri (self->login), _("Link copied"));
}

static void
copy_redirect_uri (LatchkeyOidcDialog *self)
{
  copy (self, gtk_label_get_label (self->redirect_label), _("Redirect address copied"));
}

static void
use_pasted (LatchkeyOidcDialog *self)
{
  g_autoptr (GError) error = NULL;

  if (homebox_oidc_login_paste (self->login, gtk_editable_get_text (self->paste_entry), &error))
    return;

  latchkey_field_message_set_text (self->paste_message, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (self->paste_entry));
}

static void
seconds_changed (LatchkeyOidcDialog *self)
{
  if (self->state == STATE_FAILED)
    draw (self);
}

static void
paste_changed (LatchkeyOidcDialog *self)
{
  latchkey_field_message_set_text (self->paste_message, NULL);
}

static void
use_api_key (LatchkeyOidcDialog *self)
{
  /* Whoever hears of it may destroy the dialog. */
  g_autoptr (LatchkeyOidcDialog) kept = g_object_ref (self);

  g_signal_emit (self, signals[SIGNAL_API_KEY_WANTED], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
latchkey_oidc_dialog_close_request (GtkWindow *window)
{
  hand_over (LATCHKEY_OIDC_DIALOG (window));

  return GTK_WINDOW_CLASS (latchkey_oidc_dialog_parent_class)->close_request (window);
}

static void
latchkey_oidc_dialog_dispose (GObject *object)
{
  LatchkeyOidcDialog *self = LATCHKEY_OIDC_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  drop_login (self);
  if (self->paste_entry != NULL)
    gtk_editable_set_text (self->paste_entry, "");

  G_OBJECT_CLASS (latchkey_oidc_dialog_parent_class)->dispose (object);
}

static void
latchkey_oidc_dialog_finalize (GObject *object)
{
  LatchkeyOidcDialog *self = LATCHKEY_OIDC_DIALOG (object);

  g_clear_object (&self->countdown);
  g_clear_object (&self->connection);
  g_clear_object (&self->client);
  g_clear_object (&self->vault);
  g_clear_object (&self->known);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->ports, g_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (latchkey_oidc_dialog_parent_class)->finalize (object);
}

static void
latchkey_oidc_dialog_class_init (LatchkeyOidcDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = latchkey_oidc_dialog_dispose;
  object_class->finalize = latchkey_oidc_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = latchkey_oidc_dialog_close_request;

  /**
   * LatchkeyOidcDialog::signed-in:
   * @self: the dialog
   * @connection: the account, ready for use
   */
  signals[SIGNAL_SIGNED_IN] =
      g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, LATCHKEY_TYPE_CONNECTION);

  /**
   * LatchkeyOidcDialog::api-key-wanted:
   * @self: the dialog, which goes away
   *
   * It did not work, and the person wants to sign in with an API key instead.
   */
  signals[SIGNAL_API_KEY_WANTED] =
      g_signal_new ("api-key-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);

  g_type_ensure (LATCHKEY_TYPE_BUSY);
  g_type_ensure (LATCHKEY_TYPE_FIELD_MESSAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-oidc-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, text);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, busy);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, open_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, port_notice);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, link_box);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, link_label);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, refusal_box);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, redirect_label);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, paste_box);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, paste_entry);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, paste_message);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, again_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, key_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyOidcDialog, continue_button);
  gtk_widget_class_bind_template_callback (widget_class, open_browser);
  gtk_widget_class_bind_template_callback (widget_class, copy_link);
  gtk_widget_class_bind_template_callback (widget_class, copy_redirect_uri);
  gtk_widget_class_bind_template_callback (widget_class, use_pasted);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, use_api_key);
}

static void
latchkey_oidc_dialog_init (LatchkeyOidcDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->cancellable = g_cancellable_new ();
  self->countdown = latchkey_countdown_new ();
  latchkey_countdown_set_shown (self->countdown, TRUE);
  g_signal_connect_object (self->countdown, "notify::seconds", G_CALLBACK (seconds_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->paste_entry, "changed", G_CALLBACK (paste_changed), self);
}

/**
 * latchkey_oidc_dialog_new:
 * @client: the server
 * @vault: where the account goes
 * @connection: (nullable): the account that the person signs in to again, if it is one
 * @ports: (array length=n_ports): the loopback ports to use, the best first
 * @n_ports: how many
 *
 * Makes the dialog and begins to ask the server.
 *
 * Returns: (transfer none): a window to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_oidc_dialog_new (HomeboxClient *client,
                          LatchkeyVault *vault,
                          LatchkeyConnection *connection,
                          const guint16 *ports,
                          gsize n_ports)
{
  LatchkeyOidcDialog *self;

  g_return_val_if_fail (HOMEBOX_IS_CLIENT (client), NULL);

  self = g_object_new (LATCHKEY_TYPE_OIDC_DIALOG, NULL);
  self->client = g_object_ref (client);
  self->vault = g_object_ref (vault);
  g_set_object (&self->known, connection);
  self->ports = g_array_new (FALSE, FALSE, sizeof *ports);
  g_array_append_vals (self->ports, ports, n_ports);
  start (self);

  return GTK_WINDOW (self);
}
