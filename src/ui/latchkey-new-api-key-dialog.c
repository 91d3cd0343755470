#include "latchkey-new-api-key-dialog.h"

#include "latchkey-banner.h"
#include "latchkey-dialogs.h"
#include "latchkey-field-message.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-password-field.h"
#include "latchkey-secret-copy.h"
#include "latchkey-task-button.h"
#include "latchkey-weak.h"

#include "homebox-error.h"
#include "homebox-expiry.h"

#include <glib/gi18n.h>

#define CLOSE_ANYWAY "close"

struct _LatchkeyNewApiKeyDialog
{
  AdwWindow parent_instance;

  LatchkeyBanner *banner;
  GtkWidget *form;
  LatchkeyFieldRow *name_row;
  GtkWidget *name;
  GtkCheckButton *days_30;
  GtkCheckButton *days_90;
  GtkCheckButton *days_365;
  GtkCheckButton *on_date;
  GtkWidget *calendar_row;
  GtkCalendar *calendar;
  LatchkeyFieldMessage *expiry_problem;
  LatchkeyTaskButton *create_button;
  GtkWidget *result;
  GtkPasswordEntry *key;
  GtkWidget *copy_button;
  GtkWidget *copied;

  HomeboxApiKeys *keys;
  /* While the server is asked. */
  GCancellable *cancellable;
  /* The key, once there is one. */
  HomeboxToken *token;
  gboolean is_safe_to_close;
};

G_DEFINE_FINAL_TYPE (LatchkeyNewApiKeyDialog, latchkey_new_api_key_dialog, ADW_TYPE_WINDOW)

enum
{
  CREATED,
  NOT_CREATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GDateTime *
get_expiry (LatchkeyNewApiKeyDialog *self)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (gtk_check_button_get_active (self->days_30))
    return homebox_expiry_new_in_days (30);
  if (gtk_check_button_get_active (self->days_90))
    return homebox_expiry_new_in_days (90);
  if (gtk_check_button_get_active (self->days_365))
    return homebox_expiry_new_in_days (365);
  if (!gtk_check_button_get_active (self->on_date))
    return homebox_expiry_new_latest ();

  day = gtk_calendar_get_date (self->calendar);
  zone = g_time_zone_new_local ();

  return homebox_expiry_new_on_day (g_date_time_get_year (day),
                                    g_date_time_get_month (day),
                                    g_date_time_get_day_of_month (day),
                                    zone);
}

/* The one place that says how the dialog looks: a form, a form that is sent, or a key. */
static void
draw (LatchkeyNewApiKeyDialog *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean has_key = self->token != NULL;

  gtk_widget_set_visible (self->form, !has_key);
  gtk_widget_set_visible (GTK_WIDGET (self->create_button), !has_key);
  gtk_widget_set_visible (self->result, has_key);
  gtk_widget_set_visible (self->calendar_row, gtk_check_button_get_active (self->on_date));
  latchkey_form_set_sensitive (self->form, !busy);
  latchkey_task_button_set_busy (self->create_button, busy);
}

static void
name_typed (LatchkeyNewApiKeyDialog *self)
{
  latchkey_field_row_set_problem (self->name_row, NULL);
}

/* A day that is over is told at once, and so is that another one was chosen. */
static gboolean
check_expiry (LatchkeyNewApiKeyDialog *self)
{
  g_autoptr (GDateTime) expiry = get_expiry (self);
  g_autoptr (GError) error = NULL;
  gboolean is_good = homebox_expiry_check (expiry, &error);

  latchkey_field_message_set_text (self->expiry_problem, is_good ? NULL : error->message);

  return is_good;
}

static void
expiry_chosen (LatchkeyNewApiKeyDialog *self)
{
  /* While the template is being built there is nothing to choose from yet. */
  if (self->keys == NULL)
    return;

  draw (self);
  check_expiry (self);
}

static void
show_key (LatchkeyNewApiKeyDialog *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->key));

  gtk_editable_set_text (GTK_EDITABLE (self->key),
                         homebox_secret_peek (homebox_token_get_secret (self->token)));
  gtk_text_set_visibility (GTK_TEXT (text), TRUE);
  latchkey_banner_dismiss (self->banner);
  draw (self);
  gtk_widget_grab_focus (self->copy_button);
}

static gboolean
may_exist (const GError *error)
{
  return g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED)
         || homebox_error_is_unclear (error);
}

static void
give_up (LatchkeyNewApiKeyDialog *self, const GError *error)
{
  g_autoptr (LatchkeyNewApiKeyDialog) kept = g_object_ref (self);
  const char *words = error->message;

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    words = _("You cancelled while the server was at work. If the key is in the list, nobody knows "
              "it: revoke it.");

  self->is_safe_to_close = TRUE;
  g_signal_emit (self, signals[NOT_CREATED], 0, words);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
fail (LatchkeyNewApiKeyDialog *self, const GError *error)
{
  switch (homebox_error_get_field (error))
    {
    case HOMEBOX_FIELD_NAME:
      latchkey_field_row_set_problem (self->name_row, error->message);
      gtk_widget_grab_focus (self->name);
      break;
    case HOMEBOX_FIELD_EXPIRY:
      latchkey_field_message_set_text (self->expiry_problem, error->message);
      break;
    default:
      latchkey_banner_tell (self->banner, LATCHKEY_BANNER_PROBLEM, error->message, NULL);
      gtk_widget_grab_focus (GTK_WIDGET (self->create_button));
      break;
    }
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyNewApiKeyDialog) self = latchkey_weak_take (user_data);
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  token = homebox_api_keys_create_finish (HOMEBOX_API_KEYS (source), result, &error);
  if (self == NULL)
    return;

  g_clear_object (&self->cancellable);

  if (token != NULL)
    {
      self->token = g_steal_pointer (&token);
      show_key (self);
      g_signal_emit (self, signals[CREATED], 0);
      return;
    }

  if (may_exist (error))
    {
      give_up (self, error);
      return;
    }

  draw (self);
  fail (self, error);
}

static void
create (LatchkeyNewApiKeyDialog *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autofree char *name = g_strstrip (g_strdup (typed));
  g_autoptr (GDateTime) expiry = NULL;

  if (self->cancellable != NULL || self->token != NULL)
    return;

  latchkey_banner_dismiss (self->banner);

  if (*name == '\0')
    {
      latchkey_field_row_set_problem (self->name_row,
                                      _("Enter what the key is for, so that you find it again."));
      gtk_widget_grab_focus (self->name);
      return;
    }

  if (!check_expiry (self))
    return;

  expiry = get_expiry (self);
  self->cancellable = g_cancellable_new ();
  draw (self);
  homebox_api_keys_create_async (self->keys, name, expiry, self->cancellable, on_created,
                                 latchkey_weak_new (self));
}

static void
cancel (LatchkeyNewApiKeyDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
copy (LatchkeyNewApiKeyDialog *self)
{
  latchkey_secret_copy (GTK_WIDGET (self), homebox_token_get_secret (self->token));
  self->is_safe_to_close = TRUE;

  /* Shown anew, it is an alert again. */
  gtk_widget_set_visible (self->copied, FALSE);
  gtk_widget_set_visible (self->copied, TRUE);
}

static void
closing_answered (LatchkeyNewApiKeyDialog *self, const char *response)
{
  if (!g_str_equal (response, CLOSE_ANYWAY))
    return;

  self->is_safe_to_close = TRUE;
  latchkey_dialogs_close_after_question (GTK_WINDOW (self));
}

static void
ask_before_closing (LatchkeyNewApiKeyDialog *self)
{
  AdwMessageDialog *question
    = ADW_MESSAGE_DIALOG (adw_message_dialog_new (NULL, _("Close Without Copying the Key?"), NULL));

  adw_message_dialog_set_body (question,
                               _("The key cannot be shown again. If you did not copy it, revoke it "
                                 "and create another one."));
  adw_message_dialog_add_responses (question,
                                    "cancel",
                                    _("Cancel"),
                                    CLOSE_ANYWAY,
                                    _("Close"),
                                    NULL);
  adw_message_dialog_set_response_appearance (question, CLOSE_ANYWAY, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (closing_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (GTK_WINDOW (question), GTK_WIDGET (self));
}

static gboolean
latchkey_new_api_key_dialog_close_request (GtkWindow *window)
{
  LatchkeyNewApiKeyDialog *self = LATCHKEY_NEW_API_KEY_DIALOG (window);

  /* The server may have made it already: the answer closes the dialog. */
  if (self->cancellable != NULL)
    {
      cancel (self);
      return GDK_EVENT_STOP;
    }

  if (self->token != NULL && !self->is_safe_to_close)
    {
      ask_before_closing (self);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (latchkey_new_api_key_dialog_parent_class)->close_request (window);
}

static void
latchkey_new_api_key_dialog_dispose (GObject *object)
{
  LatchkeyNewApiKeyDialog *self = LATCHKEY_NEW_API_KEY_DIALOG (object);

  latchkey_dialogs_destroy_all (GTK_WINDOW (self));

  if (self->key != NULL)
    latchkey_password_field_clear (self->key);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->token, homebox_token_unref);
  g_clear_object (&self->keys);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_NEW_API_KEY_DIALOG);

  G_OBJECT_CLASS (latchkey_new_api_key_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, name);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, days_30);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, days_90);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, days_365);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, on_date);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, calendar_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, expiry_problem);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, result);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, key);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyNewApiKeyDialog, copied);
}

static void
latchkey_new_api_key_dialog_class_init (LatchkeyNewApiKeyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_new_api_key_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = latchkey_new_api_key_dialog_close_request;

  signals[CREATED] = g_signal_new ("created",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  signals[NOT_CREATED] = g_signal_new ("not-created",
                                       G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_STRING);

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_FIELD_MESSAGE);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_TASK_BUTTON);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-new-api-key-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, cancel);
  gtk_widget_class_bind_template_callback (widget_class, copy);
  gtk_widget_class_bind_template_callback (widget_class, create);
  gtk_widget_class_bind_template_callback (widget_class, expiry_chosen);
  gtk_widget_class_bind_template_callback (widget_class, name_typed);
}

static void
latchkey_new_api_key_dialog_init (LatchkeyNewApiKeyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  latchkey_field_message_set_field (self->expiry_problem, GTK_WIDGET (self->calendar));
}

/**
 * latchkey_new_api_key_dialog_new:
 * @keys: the person's keys
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_new_api_key_dialog_new (HomeboxApiKeys *keys)
{
  LatchkeyNewApiKeyDialog *self;

  g_return_val_if_fail (HOMEBOX_IS_API_KEYS (keys), NULL);

  /* The role of a class is lost where its template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_NEW_API_KEY_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  self->keys = g_object_ref (keys);
  draw (self);
  gtk_widget_grab_focus (self->name);

  return GTK_WINDOW (self);
}
