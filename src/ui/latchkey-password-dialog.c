#include "latchkey-password-dialog.h"

#include "latchkey-banner.h"
#include "latchkey-busy.h"
#include "latchkey-dialogs.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-new-password.h"
#include "latchkey-password-change.h"
#include "latchkey-password-field.h"
#include "latchkey-weak.h"

#include "homebox-api-keys.h"

#include <glib/gi18n-lib.h>

struct _LatchkeyPasswordDialog
{
  AdwWindow parent_instance;

  GtkWidget *cancel_button;
  GtkLabel *cancel_label;
  GtkWidget *change_button;
  GtkLabel *change_label;
  LatchkeyBusy *busy;
  GtkScrolledWindow *scroller;
  AdwStatusPage *no_password_page;
  GtkWidget *have_password_button;
  LatchkeyBanner *banner;
  GtkWidget *form;
  LatchkeyFieldRow *current_row;
  GtkPasswordEntry *current;
  LatchkeyNewPassword *new_password;
  GtkWidget *revoke;
  GtkLabel *revoke_label;
  GtkLabel *note;

  LatchkeyPasswordChange *change;
  /* Those that a new password leaves working; NULL where that is nothing to ask about. */
  HomeboxApiKeys *keys;
  /* What the one is called that this account is used with, which stays. */
  char *kept_name;
  GCancellable *listing;
  /* The new password is in use by then. */
  gboolean revoking;
  LatchkeyPasswordChangeState drawn;
  gboolean explaining;
};

G_DEFINE_FINAL_TYPE (LatchkeyPasswordDialog, latchkey_password_dialog, ADW_TYPE_WINDOW)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_working (LatchkeyPasswordDialog *self)
{
  return self->revoking || latchkey_password_change_is_working (self->change);
}

static void
update_change_button (LatchkeyPasswordDialog *self)
{
  gboolean ready = !latchkey_password_field_is_empty (self->current)
                   && latchkey_new_password_get_valid (self->new_password);

  if (self->change == NULL)
    return;

  gtk_widget_set_sensitive (self->change_button,
                            !is_working (self)
                              && (ready || latchkey_password_change_is_unknown (self->change)));
}

static void
draw_note (LatchkeyPasswordDialog *self)
{
  const char *note = latchkey_password_change_get_note (self->change);

  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

static void
draw_focus (LatchkeyPasswordDialog *self)
{
  switch (latchkey_password_change_get_state (self->change))
    {
    case LATCHKEY_PASSWORD_CHANGE_IDLE:
    case LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT:
      gtk_widget_grab_focus (self->explaining ? self->have_password_button
                                              : GTK_WIDGET (self->current));
      break;
    case LATCHKEY_PASSWORD_CHANGE_SENDING:
    case LATCHKEY_PASSWORD_CHANGE_FINDING_OUT:
    case LATCHKEY_PASSWORD_CHANGE_DONE:
      gtk_widget_grab_focus (self->cancel_button);
      break;
    case LATCHKEY_PASSWORD_CHANGE_REFUSED:
      if (latchkey_password_change_get_new_problem (self->change) != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (self->new_password));
      else
        gtk_widget_grab_focus (self->change_button);
      break;
    case LATCHKEY_PASSWORD_CHANGE_UNKNOWN:
    case LATCHKEY_PASSWORD_CHANGE_STILL_UNKNOWN:
    case LATCHKEY_PASSWORD_CHANGE_UNCHANGED:
    default:
      gtk_widget_grab_focus (self->change_button);
      break;
    }
}

static void
draw_message (LatchkeyPasswordDialog *self)
{
  LatchkeyPasswordChangeState state = latchkey_password_change_get_state (self->change);
  const char *message = latchkey_password_change_get_message (self->change);

  if (message == NULL)
    {
      latchkey_banner_dismiss (self->banner);
      return;
    }

  latchkey_banner_tell (self->banner,
                        state == LATCHKEY_PASSWORD_CHANGE_UNCHANGED ? LATCHKEY_BANNER_INFORMATION
                                                                    : LATCHKEY_BANNER_PROBLEM,
                        message,
                        NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

/* The name that is read aloud must not have the mnemonic's mark in it. */
static void
set_button (GtkWidget *button, GtkLabel *label, const char *text)
{
  gtk_label_set_text_with_mnemonic (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (label),
                                  -1);
}

/* The one place where a state becomes what is on the screen. */
static void
draw (LatchkeyPasswordDialog *self)
{
  gboolean working = is_working (self);
  gboolean unknown = latchkey_password_change_is_unknown (self->change);

  gtk_widget_set_visible (GTK_WIDGET (self->scroller), !self->explaining);
  gtk_widget_set_visible (GTK_WIDGET (self->no_password_page), self->explaining);
  latchkey_form_set_sensitive (self->form, !working);
  set_button (self->cancel_button,
              self->cancel_label,
              self->explaining || self->revoking || (unknown && !working) ? _("_Close")
                                                                          : _("_Cancel"));
  set_button (self->change_button,
              self->change_label,
              unknown ? _("_Find Out") : _("C_hange"));
  gtk_widget_set_visible (self->change_button, !self->explaining);
  update_change_button (self);

  gtk_widget_set_sensitive (self->revoke, !working);

  if (self->revoking)
    latchkey_busy_set_label (self->busy, _("Revoking the API keys"));
  else
    latchkey_busy_set_label (self->busy,
                             unknown ? _("Asking the server") : _("Changing the password"));

  latchkey_busy_set_busy (self->busy, working);

  draw_message (self);
  latchkey_field_row_set_problem (self->current_row,
                                  latchkey_password_change_get_current_problem (self->change));
  latchkey_new_password_set_problem (self->new_password,
                                     latchkey_password_change_get_new_problem (self->change));
  draw_note (self);
  draw_focus (self);
}

static void
wipe (LatchkeyPasswordDialog *self)
{
  if (self->current == NULL)
    return;

  latchkey_password_field_clear (self->current);
  latchkey_new_password_clear (self->new_password);
}

static void
draw_revoke (LatchkeyPasswordDialog *self)
{
  guint n_keys = g_list_model_get_n_items (G_LIST_MODEL (self->keys));
  gboolean is_kept = self->kept_name != NULL;

  gtk_widget_set_visible (self->revoke, n_keys > (is_kept ? 1 : 0));
  gtk_label_set_label (self->revoke_label,
                       is_kept ? _("Also revoke all other API keys")
                               : _("Also revoke all API keys"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->revoke),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->revoke_label),
                                  -1);
}

/* Whoever cannot be told which there are is not asked about them. */
static void
on_keys_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyPasswordDialog) self = latchkey_weak_take (user_data);

  if (homebox_api_keys_load_finish (HOMEBOX_API_KEYS (source), result, NULL) && self != NULL)
    draw_revoke (self);
}

/* A new password leaves API keys working. Where the account is used with one that the person made,
 * nobody knows which of them that is, and revoking all would sign out here as well. */
static void
list_keys (LatchkeyPasswordDialog *self, LatchkeyConnection *connection)
{
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  HomeboxSession *session = latchkey_connection_get_session (connection);
  HomeboxToken *token = session != NULL ? homebox_session_get_token (session) : NULL;

  if (token == NULL)
    return;

  if (homebox_token_get_kind (token) == HOMEBOX_TOKEN_API_KEY)
    {
      self->kept_name = latchkey_account_dup_own_key_name (account, token);
      if (self->kept_name == NULL)
        return;
    }

  self->keys = homebox_api_keys_new (session);
  self->listing = g_cancellable_new ();
  homebox_api_keys_load_async (self->keys, self->listing, on_keys_listed,
                               latchkey_weak_new (self));
}

/* Whoever hears of it may destroy the dialog. */
static void
tell_changed (LatchkeyPasswordDialog *self, const char *words)
{
  g_autoptr (LatchkeyPasswordDialog) kept = g_object_ref (self);

  wipe (self);
  g_signal_emit (self, signals[CHANGED], 0, words);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
tell_not_revoked (GtkWindow *parent)
{
  GtkWidget *dialog
    = adw_message_dialog_new (NULL,
                              _("API Keys Not Revoked"),
                              _("Your password was changed, but not all API keys could be revoked. "
                                "Those that are left are under “API Keys…”."));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "ok", _("OK"));
  latchkey_dialogs_present (GTK_WINDOW (dialog), GTK_WIDGET (parent));
}

/* Also when the dialog was closed meanwhile. */
static void
on_keys_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyPasswordDialog) self = user_data;
  g_autoptr (GtkWindow) parent = NULL;

  g_set_object (&parent, gtk_window_get_transient_for (GTK_WINDOW (self)));

  if (homebox_api_keys_revoke_all_finish (HOMEBOX_API_KEYS (source), result, NULL, NULL))
    {
      tell_changed (self, _("Password changed, API keys revoked"));
      return;
    }

  tell_changed (self, _("Password changed"));

  if (parent != NULL)
    tell_not_revoked (parent);
}

static void
revoke_keys (LatchkeyPasswordDialog *self)
{
  self->revoking = TRUE;
  draw (self);
  homebox_api_keys_revoke_all_async (self->keys, self->kept_name, NULL, on_keys_revoked,
                                     g_object_ref (self));
}

static void
on_change_changed (LatchkeyPasswordDialog *self)
{
  LatchkeyPasswordChangeState state = latchkey_password_change_get_state (self->change);

  /* Nothing but the note is another: the person may be typing, and keeps the focus. */
  if (state == self->drawn)
    {
      draw_note (self);
      return;
    }

  self->drawn = state;

  if (state == LATCHKEY_PASSWORD_CHANGE_DONE)
    {
      if (gtk_widget_get_visible (self->revoke)
          && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->revoke)))
        revoke_keys (self);
      else
        tell_changed (self, latchkey_password_change_get_success (self->change));

      return;
    }

  if (state == LATCHKEY_PASSWORD_CHANGE_WRONG_CURRENT)
    latchkey_password_field_clear (self->current);

  draw (self);
}

static void
on_submit (LatchkeyPasswordDialog *self)
{
  g_autoptr (HomeboxSecret) current = NULL;
  g_autoptr (HomeboxSecret) new_password = NULL;

  if (is_working (self))
    return;

  if (latchkey_password_change_is_unknown (self->change))
    {
      latchkey_password_change_find_out (self->change);
      return;
    }

  if (latchkey_password_field_is_empty (self->current))
    {
      latchkey_field_row_set_problem (self->current_row, _("Enter your current password."));
      gtk_widget_grab_focus (GTK_WIDGET (self->current));
      return;
    }

  if (!latchkey_new_password_check (self->new_password))
    return;

  current = latchkey_password_field_get_secret (self->current);
  new_password = latchkey_new_password_get_secret (self->new_password);
  latchkey_password_change_send (self->change, current, new_password);
}

static void
on_current_changed (LatchkeyPasswordDialog *self)
{
  latchkey_field_row_set_problem (self->current_row, NULL);
  update_change_button (self);
}

static void
on_have_password (LatchkeyPasswordDialog *self)
{
  self->explaining = FALSE;
  draw (self);
}

static gboolean
latchkey_password_dialog_close_request (GtkWindow *window)
{
  LatchkeyPasswordDialog *self = LATCHKEY_PASSWORD_DIALOG (window);

  /* The server may have the new password already: the dialog stays to say so. */
  if (latchkey_password_change_is_working (self->change))
    {
      latchkey_password_change_cancel (self->change);
      return GDK_EVENT_STOP;
    }

  wipe (self);

  return GTK_WINDOW_CLASS (latchkey_password_dialog_parent_class)->close_request (window);
}

static void
latchkey_password_dialog_dispose (GObject *object)
{
  LatchkeyPasswordDialog *self = LATCHKEY_PASSWORD_DIALOG (object);

  if (self->change != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->change, self);
      latchkey_password_change_close (self->change);
    }

  g_clear_object (&self->change);
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_clear_object (&self->keys);
  g_clear_pointer (&self->kept_name, g_free);
  wipe (self);

  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_PASSWORD_DIALOG);

  G_OBJECT_CLASS (latchkey_password_dialog_parent_class)->dispose (object);
}

static void
latchkey_password_dialog_class_init (LatchkeyPasswordDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_BUSY);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_NEW_PASSWORD);

  object_class->dispose = latchkey_password_dialog_dispose;
  window_class->close_request = latchkey_password_dialog_close_request;

  signals[CHANGED] = g_signal_new ("changed",
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
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, cancel_label);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, change_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, change_label);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, busy);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, no_password_page);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, have_password_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, current_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, current);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, new_password);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, note);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, revoke);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPasswordDialog, revoke_label);
  gtk_widget_class_bind_template_callback (widget_class, on_submit);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, on_current_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_have_password);
  gtk_widget_class_bind_template_callback (widget_class, update_change_button);
}

static void
latchkey_password_dialog_init (LatchkeyPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  latchkey_password_field_prepare (self->current);
}

/**
 * latchkey_password_dialog_new:
 * @connection: the account
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_password_dialog_new (LatchkeyConnection *connection)
{
  LatchkeyPasswordDialog *self;
  LatchkeyAccount *account;
  GPtrArray *known;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);

  /* The role of the class is lost where the template already told something to assistive
   * technology. */
  self = g_object_new (LATCHKEY_TYPE_PASSWORD_DIALOG,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_DIALOG,
                       NULL);
  account = latchkey_connection_get_account (connection);

  known = g_ptr_array_new ();
  if (latchkey_account_get_name (account) != NULL)
    g_ptr_array_add (known, (char *) latchkey_account_get_name (account));
  if (latchkey_account_get_email (account) != NULL)
    g_ptr_array_add (known, (char *) latchkey_account_get_email (account));
  g_ptr_array_add (known, NULL);
  latchkey_new_password_set_known (self->new_password, (const char *const *) known->pdata);
  g_ptr_array_unref (known);

  self->change = latchkey_password_change_new (connection);
  g_signal_connect_swapped (self->change, "changed", G_CALLBACK (on_change_changed), self);

  self->explaining = latchkey_password_change_may_have_no_password (self->change);

  if (self->explaining)
    {
      g_autofree char *text = latchkey_password_change_dup_no_password_text (self->change);
      g_autofree char *markup = g_markup_escape_text (text, -1);

      adw_status_page_set_description (self->no_password_page, markup);
    }

  draw (self);
  list_keys (self, connection);

  return GTK_WINDOW (self);
}
