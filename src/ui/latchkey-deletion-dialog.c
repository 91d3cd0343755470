#include "latchkey-deletion-dialog.h"

#include "homebox-error.h"
#include "latchkey-banner.h"
#include "latchkey-busy.h"
#include "latchkey-deletion.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-home-row.h"

#include <glib/gi18n-lib.h>

struct _LatchkeyDeletionDialog
{
  AdwWindow parent_instance;

  GtkWidget *cancel_button;
  GtkScrolledWindow *scroller;
  LatchkeyBanner *banner;
  GtkLabel *heading;
  GtkWidget *form;
  GtkWidget *homes_section;
  GtkWidget *surveying;
  LatchkeyBusy *survey_busy;
  GtkWidget *survey_failure;
  GtkLabel *survey_failure_label;
  GtkWidget *homes;
  LatchkeyFieldRow *phrase_row;
  GtkEditable *phrase;
  GtkWidget *delete_button;
  LatchkeyBusy *busy;

  LatchkeyDeletion *deletion;
  char *server;
  gboolean refused_to_close;
};

G_DEFINE_FINAL_TYPE (LatchkeyDeletionDialog, latchkey_deletion_dialog, ADW_TYPE_WINDOW)

enum
{
  DELETED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkWidget *
new_home_row (gpointer item, gpointer user_data)
{
  return latchkey_home_row_new (item);
}

static gboolean
is_deleting (LatchkeyDeletionDialog *self)
{
  return latchkey_deletion_get_state (self->deletion) == LATCHKEY_DELETION_DELETING;
}

static gboolean
is_ready (LatchkeyDeletionDialog *self)
{
  switch (latchkey_deletion_get_state (self->deletion))
    {
    case LATCHKEY_DELETION_READY:
    case LATCHKEY_DELETION_FAILED:
    case LATCHKEY_DELETION_UNKNOWN:
      return latchkey_deletion_matches (self->deletion, gtk_editable_get_text (self->phrase));
    case LATCHKEY_DELETION_SURVEYING:
    case LATCHKEY_DELETION_DELETING:
    case LATCHKEY_DELETION_DONE:
    default:
      return FALSE;
    }
}

static void
update_delete_button (LatchkeyDeletionDialog *self)
{
  gtk_widget_set_sensitive (self->delete_button, is_ready (self));
}

static void
draw_homes (LatchkeyDeletionDialog *self)
{
  GListModel *homes = latchkey_deletion_get_homes (self->deletion);
  const GError *error = latchkey_deletion_get_survey_error (self->deletion);
  gboolean surveying = latchkey_deletion_get_state (self->deletion) == LATCHKEY_DELETION_SURVEYING;
  gboolean some = homes != NULL && g_list_model_get_n_items (homes) > 0;

  gtk_widget_set_visible (self->homes_section, surveying || error != NULL || some);
  gtk_widget_set_visible (self->surveying, surveying);
  latchkey_busy_set_busy (self->survey_busy, surveying);
  gtk_widget_set_visible (self->survey_failure, error != NULL);
  gtk_label_set_label (self->survey_failure_label, error != NULL ? error->message : "");
  gtk_widget_set_visible (self->homes, some);
  gtk_list_box_bind_model (GTK_LIST_BOX (self->homes), homes, new_home_row, NULL, NULL);
}

static const char *
get_message (LatchkeyDeletionDialog *self)
{
  const GError *error = latchkey_deletion_get_error (self->deletion);

  switch (latchkey_deletion_get_state (self->deletion))
    {
    case LATCHKEY_DELETION_DELETING:
      return self->refused_to_close ? _("Your account is being deleted. This cannot be stopped any "
                                        "more; please wait for the server’s answer.")
                                    : NULL;
    case LATCHKEY_DELETION_FAILED:
      return error->message;
    case LATCHKEY_DELETION_UNKNOWN:
      if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
        return _("The server does not know this session any more, so your account is most likely "
                 "deleted. Sign in again to be sure.");

      return error->message;
    case LATCHKEY_DELETION_SURVEYING:
    case LATCHKEY_DELETION_READY:
    case LATCHKEY_DELETION_DONE:
    default:
      return NULL;
    }
}

/* The message is above what the person last used. */
static void
tell (LatchkeyDeletionDialog *self, LatchkeyBannerKind kind, const char *message)
{
  latchkey_banner_tell (self->banner, kind, message, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
draw_message (LatchkeyDeletionDialog *self)
{
  const char *message = get_message (self);

  if (message == NULL)
    latchkey_banner_dismiss (self->banner);
  else
    tell (self,
          is_deleting (self) ? LATCHKEY_BANNER_INFORMATION : LATCHKEY_BANNER_PROBLEM,
          message);
}

static void
draw_focus (LatchkeyDeletionDialog *self)
{
  switch (latchkey_deletion_get_state (self->deletion))
    {
    case LATCHKEY_DELETION_FAILED:
    case LATCHKEY_DELETION_UNKNOWN:
      gtk_widget_grab_focus (self->cancel_button);
      break;
    case LATCHKEY_DELETION_SURVEYING:
    case LATCHKEY_DELETION_READY:
    case LATCHKEY_DELETION_DELETING:
    case LATCHKEY_DELETION_DONE:
    default:
      break;
    }
}

/* The one place where a state becomes what is on the screen. */
static void
draw (LatchkeyDeletionDialog *self)
{
  latchkey_form_set_sensitive (self->form, !is_deleting (self));
  gtk_widget_set_sensitive (self->cancel_button, !is_deleting (self));
  latchkey_busy_set_busy (self->busy, is_deleting (self));
  update_delete_button (self);
  draw_homes (self);
  draw_message (self);
  draw_focus (self);
}

static void
on_deletion_changed (LatchkeyDeletionDialog *self)
{
  const GError *error = latchkey_deletion_get_error (self->deletion);
  g_autoptr (LatchkeyDeletionDialog) kept = NULL;

  if (latchkey_deletion_get_state (self->deletion) != LATCHKEY_DELETION_DONE)
    {
      self->refused_to_close = FALSE;
      draw (self);
      return;
    }

  /* Whoever hears of it may destroy the dialog. */
  kept = g_object_ref (self);

  g_signal_emit (self,
                 signals[DELETED],
                 0,
                 error != NULL ? error->message : _("Your account was deleted."),
                 error != NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_phrase_activated (LatchkeyDeletionDialog *self)
{
  /* Enter alone deletes nothing: it only leads to the button. */
  if (is_ready (self))
    gtk_widget_grab_focus (self->delete_button);
  else if (*gtk_editable_get_text (self->phrase) != '\0')
    latchkey_field_row_set_problem (self->phrase_row, _("This is not the address above."));
}

static void
on_phrase_changed (LatchkeyDeletionDialog *self)
{
  latchkey_field_row_set_problem (self->phrase_row, NULL);
  update_delete_button (self);
}

static void
on_delete (LatchkeyDeletionDialog *self)
{
  if (is_ready (self))
    latchkey_deletion_run (self->deletion);
}

static void
on_survey_again (LatchkeyDeletionDialog *self)
{
  latchkey_deletion_survey (self->deletion);
}

static void
on_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyDeletionDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) || self->deletion == NULL)
    return;

  message = g_strdup_printf (_("No web browser could be opened. The address is %s"), self->server);
  tell (self, LATCHKEY_BANNER_PROBLEM, message);
}

static void
on_open_web_page (LatchkeyDeletionDialog *self)
{
  gtk_show_uri_full (GTK_WINDOW (self),
                     self->server,
                     GDK_CURRENT_TIME,
                     NULL,
                     on_shown,
                     g_object_ref (self));
}

static gboolean
latchkey_deletion_dialog_close_request (GtkWindow *window)
{
  LatchkeyDeletionDialog *self = LATCHKEY_DELETION_DIALOG (window);

  /* Whoever closed it now would not learn whether the account still exists. */
  if (is_deleting (self))
    {
      self->refused_to_close = TRUE;
      draw_message (self);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (latchkey_deletion_dialog_parent_class)->close_request (window);
}

static void
latchkey_deletion_dialog_dispose (GObject *object)
{
  LatchkeyDeletionDialog *self = LATCHKEY_DELETION_DIALOG (object);

  if (self->deletion != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->deletion, self);
      latchkey_deletion_close (self->deletion);
    }

  g_clear_object (&self->deletion);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_DELETION_DIALOG);

  G_OBJECT_CLASS (latchkey_deletion_dialog_parent_class)->dispose (object);
}

static void
latchkey_deletion_dialog_finalize (GObject *object)
{
  LatchkeyDeletionDialog *self = LATCHKEY_DELETION_DIALOG (object);

  g_free (self->server);

  G_OBJECT_CLASS (latchkey_deletion_dialog_parent_class)->finalize (object);
}

static void
latchkey_deletion_dialog_class_init (LatchkeyDeletionDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_BUSY);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);

  object_class->dispose = latchkey_deletion_dialog_dispose;
  object_class->finalize = latchkey_deletion_dialog_finalize;
  window_class->close_request = latchkey_deletion_dialog_close_request;

  signals[DELETED] = g_signal_new ("deleted",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_STRING,
                                   G_TYPE_BOOLEAN);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-deletion-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, homes_section);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, surveying);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, survey_busy);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, survey_failure);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, survey_failure_label);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, homes);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, phrase_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, phrase);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, delete_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyDeletionDialog, busy);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, on_delete);
  gtk_widget_class_bind_template_callback (widget_class, on_open_web_page);
  gtk_widget_class_bind_template_callback (widget_class, on_phrase_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_phrase_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_survey_again);
}

static void
latchkey_deletion_dialog_init (LatchkeyDeletionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_deletion_dialog_new:
 * @connection: the account
 *
 * Makes the dialog, which begins to ask the server what becomes of the homes. Whoever shows it
 * makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_deletion_dialog_new (LatchkeyConnection *connection)
{
  LatchkeyDeletionDialog *self;
  LatchkeyAccount *account;
  const char *phrase;
  g_autofree char *heading = NULL;
  g_autofree char *request = NULL;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  /* The role of the class is lost where the template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_DELETION_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  account = latchkey_connection_get_account (connection);
  self->server = g_strdup (latchkey_account_get_server (account));
  self->deletion = latchkey_deletion_new (connection);
  phrase = latchkey_deletion_get_phrase (self->deletion);

  /* Translators: %s is an email address */
  heading = g_strdup_printf (_("Delete the Account %s?"), phrase);
  gtk_label_set_label (self->heading, heading);
  /* Translators: %s is an email address */
  request = g_strdup_printf (_("Type %s to confirm"), phrase);
  g_object_set (self->phrase_row, "title", request, NULL);

  g_signal_connect_swapped (self->deletion, "changed", G_CALLBACK (on_deletion_changed), self);
  latchkey_deletion_survey (self->deletion);
  gtk_widget_grab_focus (self->cancel_button);

  return GTK_WINDOW (self);
}
