#include "latchkey-join-dialog.h"

#include "latchkey-account-words.h"
#include "latchkey-banner.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-joined-home.h"
#include "latchkey-password-field.h"
#include "latchkey-task-button.h"
#include "latchkey-weak.h"

#include "homebox-error.h"
#include "homebox-session-invitations.h"

#include <glib/gi18n.h>

struct _LatchkeyJoinDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkStack *pages;
  LatchkeyBanner *banner;
  GtkWidget *form;
  LatchkeyFieldRow *row;
  GtkPasswordEntry *entry;
  LatchkeyTaskButton *button;
  LatchkeyJoinedHome *home;
  GtkWidget *done_button;

  LatchkeyConnection *connection;
  /* While the server is asked. */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyJoinDialog, latchkey_join_dialog, ADW_TYPE_WINDOW)

enum
{
  JOINED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The one place that says how the form looks. */
static void
draw (LatchkeyJoinDialog *self)
{
  gboolean busy = self->cancellable != NULL;

  latchkey_form_set_sensitive (self->form, !busy);
  latchkey_task_button_set_busy (self->button, busy);
}

static void
typed (LatchkeyJoinDialog *self)
{
  latchkey_field_row_set_problem (self->row, NULL);
}

static void
refuse (LatchkeyJoinDialog *self, const char *words)
{
  latchkey_field_row_set_problem (self->row, words);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
show_home (LatchkeyJoinDialog *self, HomeboxGroup *group)
{
  latchkey_password_field_clear (self->entry);
  gtk_stack_set_visible_child_name (self->pages, "done");
  latchkey_joined_home_tell (self->home, latchkey_connection_get_session (self->connection), group);
  gtk_widget_grab_focus (self->done_button);
  g_signal_emit (self, signals[JOINED], 0);
}

static void
fail (LatchkeyJoinDialog *self, const GError *error)
{
  const char *words = error->message;

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    words = _("You cancelled while the server was at work. Look at the list of your homes to see "
              "whether you joined.");
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD))
    words = _("On this server only a new account can join a home. Whoever runs it can update it.");

  if (homebox_error_get_field (error) == HOMEBOX_FIELD_INVITATION)
    {
      refuse (self, words);
      return;
    }

  latchkey_banner_tell (self->banner, LATCHKEY_BANNER_PROBLEM, words, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyJoinDialog) self = latchkey_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxGroup) group
    = homebox_session_join_home_finish (HOMEBOX_SESSION (source), result, &error);

  if (self == NULL)
    return;

  g_clear_object (&self->cancellable);
  draw (self);

  if (group != NULL)
    show_home (self, group);
  else
    fail (self, error);
}

static gboolean
is_of_this_server (LatchkeyJoinDialog *self, HomeboxLink *link, char **server)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);
  HomeboxAddress *address = homebox_link_get_address (link);

  *server = homebox_address_dup_base_uri (address, homebox_address_get_scheme (address));

  return g_strv_contains (latchkey_account_get_addresses (account), *server);
}

/* What is pasted may be the whole link, in which the token is. A link of an address that this
 * account does not know may still be of the same server, seen from elsewhere: the token decides. */
static HomeboxSecret *
read_token (LatchkeyJoinDialog *self)
{
  g_autoptr (HomeboxLink) link = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *server = NULL;

  link = homebox_link_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)), &error);

  if (link == NULL)
    {
      refuse (self, error->message);
      return NULL;
    }

  if (homebox_link_get_kind (link) == HOMEBOX_LINK_PASSWORD_RESET)
    {
      refuse (self, _("This link is for a new password, not an invitation."));
      return NULL;
    }

  if (homebox_link_get_kind (link) == HOMEBOX_LINK_INVITATION
      && !is_of_this_server (self, link, &server))
    {
      g_autofree char *words
        /* Translators: %s is the address of a server. */
        = g_strdup_printf (_("This link leads to %s. If that is this server by another name, enter "
                             "only what follows “token=”."),
                           server);

      refuse (self, words);
      return NULL;
    }

  return homebox_secret_ref (homebox_link_get_token (link));
}

static void
join (LatchkeyJoinDialog *self)
{
  HomeboxSession *session = latchkey_connection_get_session (self->connection);
  g_autoptr (HomeboxSecret) token = NULL;

  if (self->cancellable != NULL)
    return;

  latchkey_banner_dismiss (self->banner);

  if (session == NULL)
    {
      latchkey_banner_tell (self->banner,
                            LATCHKEY_BANNER_PROBLEM,
                            _("This account is not signed in yet. Try again in a moment."),
                            NULL);
      return;
    }

  if (latchkey_password_field_is_empty (self->entry))
    {
      refuse (self, _("Enter the invitation that you were sent."));
      return;
    }

  token = read_token (self);
  if (token == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  draw (self);
  homebox_session_join_home_async (session, token, self->cancellable, on_joined,
                                   latchkey_weak_new (self));
}

static void
cancel (LatchkeyJoinDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static gboolean
latchkey_join_dialog_close_request (GtkWindow *window)
{
  LatchkeyJoinDialog *self = LATCHKEY_JOIN_DIALOG (window);

  /* The person may be in by now: what is known then is said here. */
  if (self->cancellable != NULL)
    {
      cancel (self);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (latchkey_join_dialog_parent_class)->close_request (window);
}

static void
latchkey_join_dialog_dispose (GObject *object)
{
  LatchkeyJoinDialog *self = LATCHKEY_JOIN_DIALOG (object);

  if (self->entry != NULL)
    latchkey_password_field_clear (self->entry);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_JOIN_DIALOG);

  G_OBJECT_CLASS (latchkey_join_dialog_parent_class)->dispose (object);
}

static void
latchkey_join_dialog_class_init (LatchkeyJoinDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_join_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = latchkey_join_dialog_close_request;

  signals[JOINED] = g_signal_new ("joined",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0);

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_JOINED_HOME);
  g_type_ensure (LATCHKEY_TYPE_TASK_BUTTON);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-join-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, home);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyJoinDialog, done_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_bind_template_callback (widget_class, join);
  gtk_widget_class_bind_template_callback (widget_class, typed);
}

static void
latchkey_join_dialog_init (LatchkeyJoinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  latchkey_password_field_prepare (self->entry);
}

/**
 * latchkey_join_dialog_new:
 * @connection: the account that is to join
 * @link: (nullable): an invitation
 *
 * Makes the dialog. Nothing is sent before the person says so. Whoever shows it makes it transient
 * for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_join_dialog_new (LatchkeyConnection *connection, HomeboxLink *link)
{
  LatchkeyJoinDialog *self;
  g_autofree char *label = NULL;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_JOIN_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  self->connection = g_object_ref (connection);
  label = latchkey_account_words_dup_label (latchkey_connection_get_account (connection));
  adw_window_title_set_subtitle (self->title, label);

  if (link != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry),
                           homebox_secret_peek (homebox_link_get_token (link)));

  draw (self);
  gtk_widget_grab_focus (link != NULL ? GTK_WIDGET (self->button) : GTK_WIDGET (self->entry));

  return GTK_WINDOW (self);
}
