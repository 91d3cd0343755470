#include "latchkey-invite-dialog.h"

#include "latchkey-banner.h"
#include "latchkey-busy.h"
#include "latchkey-choice-list.h"
#include "latchkey-dialogs.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-home-words.h"
#include "latchkey-invitation-link.h"
#include "latchkey-invite.h"

#include "homebox-error.h"
#include "homebox-expiry.h"

#include <glib/gi18n.h>

#define LEAVE "leave"
#define COPY "copy"

/* The choices of how long, in the order of the list. */
enum
{
  A_DAY,
  A_WEEK,
  A_MONTH,
  A_CHOSEN_DAY,
};

struct _LatchkeyInviteDialog
{
  AdwWindow parent_instance;

  GtkWidget *cancel_button;
  GtkLabel *cancel_label;
  GtkWidget *create_button;
  LatchkeyBusy *busy;
  GtkScrolledWindow *scroller;
  LatchkeyBanner *banner;
  GtkWidget *form;
  GtkLabel *explanation;
  LatchkeyFieldRow *uses_row;
  GtkSpinButton *uses;
  GtkDropDown *expiry;
  LatchkeyFieldRow *day_row;
  GtkEditable *day;
  GtkLabel *end;
  LatchkeyInvitationLink *result;

  LatchkeyInvite *invite;
  gboolean asked;
};

G_DEFINE_FINAL_TYPE (LatchkeyInviteDialog, latchkey_invite_dialog, ADW_TYPE_WINDOW)

enum
{
  MADE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What was typed, as people write a date where they are, or as 2026-12-21. */
static GDateTime *
read_day (LatchkeyInviteDialog *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_parse (&date, gtk_editable_get_text (self->day));

  if (!g_date_valid (&date))
    return NULL;

  return homebox_expiry_new_on_day (g_date_get_year (&date),
                                    (int) g_date_get_month (&date),
                                    g_date_get_day (&date),
                                    zone);
}

static GDateTime *
get_end (LatchkeyInviteDialog *self)
{
  switch (gtk_drop_down_get_selected (self->expiry))
    {
    case A_DAY:
      return homebox_expiry_new_in_days (1);
    case A_WEEK:
      return homebox_expiry_new_in_days (7);
    case A_MONTH:
      return homebox_expiry_new_in_days (30);
    case A_CHOSEN_DAY:
    default:
      return read_day (self);
    }
}

static void
draw_end (LatchkeyInviteDialog *self)
{
  g_autoptr (GDateTime) end = get_end (self);
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->day_row),
                          gtk_drop_down_get_selected (self->expiry) == A_CHOSEN_DAY);

  if (end != NULL)
    words = latchkey_home_words_dup_end (end);

  gtk_label_set_text (self->end, words != NULL ? words : "");
}

static void
expiry_changed (LatchkeyInviteDialog *self)
{
  latchkey_choice_list_name_choice (self->expiry, _("Can Be Used"));
  latchkey_field_row_set_problem (self->day_row, NULL);
  draw_end (self);
}

static void
day_changed (LatchkeyInviteDialog *self)
{
  latchkey_field_row_set_problem (self->day_row, NULL);
  draw_end (self);
}

static void
suggest_day (LatchkeyInviteDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_months (now, 3);
  g_autofree char *text = g_date_time_format (then, "%Y-%m-%d");

  gtk_editable_set_text (self->day, text);
}

static const char *
get_message (LatchkeyInviteDialog *self)
{
  const GError *error = latchkey_invite_get_error (self->invite);

  switch (latchkey_invite_get_state (self->invite))
    {
    case LATCHKEY_INVITE_FAILED:
      if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_FOUND))
        return _("You do not belong to this home any more.");
      if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CONNECTION_LOST)
          || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_TIMED_OUT))
        return _("The connection was lost, and no invitation was made. Try again.");
      return error->message;
    case LATCHKEY_INVITE_LOST:
      return _("The invitation was made, but its link got lost on the way. It is on the list of "
               "open invitations, where you can withdraw it. Make another one here.");
    case LATCHKEY_INVITE_UNKNOWN:
      return _("The server did not confirm the invitation. If it was made, nobody knows its link, "
               "and it ends by itself. You can try again.");
    case LATCHKEY_INVITE_EDITING:
    case LATCHKEY_INVITE_SENDING:
    case LATCHKEY_INVITE_CHECKING:
    case LATCHKEY_INVITE_MADE:
    default:
      return NULL;
    }
}

/* The message is above what the person last used. */
static void
tell (LatchkeyInviteDialog *self, LatchkeyBannerKind kind, const char *words)
{
  latchkey_banner_tell (self->banner, kind, words, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
draw_message (LatchkeyInviteDialog *self)
{
  const GError *error = latchkey_invite_get_error (self->invite);
  const char *message = get_message (self);
  HomeboxField field = error != NULL ? homebox_error_get_field (error) : HOMEBOX_FIELD_NONE;

  latchkey_field_row_set_problem (self->uses_row, field == HOMEBOX_FIELD_USES ? message : NULL);

  if (field == HOMEBOX_FIELD_EXPIRY
      && gtk_drop_down_get_selected (self->expiry) == A_CHOSEN_DAY)
    latchkey_field_row_set_problem (self->day_row, message);
  else if (message != NULL && field != HOMEBOX_FIELD_USES)
    tell (self, LATCHKEY_BANNER_PROBLEM, message);
  else
    latchkey_banner_dismiss (self->banner);
}

static void
draw_focus (LatchkeyInviteDialog *self)
{
  const GError *error = latchkey_invite_get_error (self->invite);

  /* The link takes it by itself. */
  if (latchkey_invite_get_state (self->invite) == LATCHKEY_INVITE_MADE)
    return;

  if (error != NULL && homebox_error_get_field (error) == HOMEBOX_FIELD_EXPIRY)
    gtk_widget_grab_focus (GTK_WIDGET (self->day));
  else if (!latchkey_invite_is_working (self->invite))
    gtk_widget_grab_focus (GTK_WIDGET (self->uses));
}

/* The one place where a state becomes what is on the screen. */
static void
draw (LatchkeyInviteDialog *self)
{
  gboolean working = latchkey_invite_is_working (self->invite);
  gboolean made = latchkey_invite_get_state (self->invite) == LATCHKEY_INVITE_MADE;
  const char *close = made ? _("_Close") : _("_Cancel");

  latchkey_busy_set_busy (self->busy, working);
  latchkey_form_set_sensitive (self->form, !working);
  gtk_widget_set_sensitive (self->create_button, !working);
  gtk_widget_set_sensitive (self->cancel_button, !working);
  gtk_widget_set_visible (self->form, !made);
  gtk_widget_set_visible (self->create_button, !made);
  gtk_widget_set_visible (GTK_WIDGET (self->result), made);
  gtk_label_set_label (self->cancel_label, close);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cancel_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  made ? _("Close") : _("Cancel"),
                                  -1);
  draw_message (self);

  if (made)
    latchkey_invitation_link_show (self->result, latchkey_invite_get_invitation (self->invite));

  draw_focus (self);
}

static void
invite_changed (LatchkeyInviteDialog *self)
{
  draw (self);

  switch (latchkey_invite_get_state (self->invite))
    {
    case LATCHKEY_INVITE_MADE:
    case LATCHKEY_INVITE_LOST:
    case LATCHKEY_INVITE_UNKNOWN:
      g_signal_emit (self, signals[MADE], 0);
      break;
    case LATCHKEY_INVITE_EDITING:
    case LATCHKEY_INVITE_SENDING:
    case LATCHKEY_INVITE_CHECKING:
    case LATCHKEY_INVITE_FAILED:
    default:
      break;
    }
}

static void
create (LatchkeyInviteDialog *self)
{
  g_autoptr (GDateTime) end = NULL;

  gtk_spin_button_update (self->uses);
  end = get_end (self);

  if (end == NULL)
    {
      latchkey_field_row_set_problem (self->day_row,
                                      _("This is no day. Write it like 2026-12-21."));
      gtk_widget_grab_focus (GTK_WIDGET (self->day));
      return;
    }

  latchkey_invite_send (self->invite, (guint) gtk_spin_button_get_value_as_int (self->uses), end);
}

static void
leave_answered (LatchkeyInviteDialog *self, const char *response, GtkWindow *question)
{
  if (g_str_equal (response, COPY))
    latchkey_invitation_link_copy (self->result);
  else if (!g_str_equal (response, LEAVE))
    return;

  /* It is still being answered. */
  latchkey_dialogs_detach (question);
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask_before_leaving (LatchkeyInviteDialog *self)
{
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (NULL,
                            _("Close Without Copying the Link?"),
                            _("It cannot be shown again. If nobody has it yet, the invitation is "
                              "of no use.")));

  adw_message_dialog_add_responses (question,
                                    "cancel",
                                    _("Go Back"),
                                    LEAVE,
                                    _("Close"),
                                    COPY,
                                    _("Copy and Close"),
                                    NULL);
  adw_message_dialog_set_response_appearance (question, COPY, ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (question, COPY);
  adw_message_dialog_set_close_response (question, "cancel");
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (leave_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (GTK_WINDOW (question), GTK_WIDGET (self));
}

static gboolean
latchkey_invite_dialog_close_request (GtkWindow *window)
{
  LatchkeyInviteDialog *self = LATCHKEY_INVITE_DIALOG (window);

  /* Its link would be known to nobody. */
  if (latchkey_invite_is_working (self->invite))
    {
      tell (self,
            LATCHKEY_BANNER_INFORMATION,
            _("The invitation is being made. This cannot be stopped any more; please wait for the "
              "server’s answer."));
      return GDK_EVENT_STOP;
    }

  /* Asked once: it may have been read by a phone, or written down. */
  if (latchkey_invitation_link_is_only_here (self->result) && !self->asked)
    {
      self->asked = TRUE;
      ask_before_leaving (self);
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (latchkey_invite_dialog_parent_class)->close_request (window);
}

static void
latchkey_invite_dialog_dispose (GObject *object)
{
  LatchkeyInviteDialog *self = LATCHKEY_INVITE_DIALOG (object);

  latchkey_dialogs_destroy_all (GTK_WINDOW (self));

  if (self->invite != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->invite, self);
      latchkey_invite_close (self->invite);
    }

  g_clear_object (&self->invite);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_INVITE_DIALOG);

  G_OBJECT_CLASS (latchkey_invite_dialog_parent_class)->dispose (object);
}

static void
latchkey_invite_dialog_class_init (LatchkeyInviteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_invite_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = latchkey_invite_dialog_close_request;

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_BUSY);
  g_type_ensure (LATCHKEY_TYPE_FIELD_ROW);
  g_type_ensure (LATCHKEY_TYPE_INVITATION_LINK);

  signals[MADE] = g_signal_new ("made",
                                LATCHKEY_TYPE_INVITE_DIALOG,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, cancel_label);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, busy);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, uses_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, uses);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, expiry);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, day);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, end);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, result);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, create);
  gtk_widget_class_bind_template_callback (widget_class, day_changed);
  gtk_widget_class_bind_template_callback (widget_class, expiry_changed);
}

static void
prepare_choices (GtkDropDown *drop_down)
{
  g_autoptr (GtkListItemFactory) list_factory = latchkey_choice_list_factory_new ();
  g_autoptr (GtkListItemFactory) button_factory = latchkey_choice_list_button_factory_new ();

  gtk_drop_down_set_list_factory (drop_down, list_factory);
  gtk_drop_down_set_factory (drop_down, button_factory);
  latchkey_choice_list_name_parts (drop_down);
}

static void
latchkey_invite_dialog_init (LatchkeyInviteDialog *self)
{
  /* Before the template: what that tells assistive technology would settle the role. */
  g_object_set (self, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_widget (GTK_WINDOW (self), self->create_button);
  /* A spin button of GTK 4.8 says nothing of Enter, but its text does. */
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->uses)),
                           "activate",
                           G_CALLBACK (create),
                           self,
                           G_CONNECT_SWAPPED);
  prepare_choices (self->expiry);
  suggest_day (self);
  expiry_changed (self);
}

/**
 * latchkey_invite_dialog_new:
 * @connection: the account
 * @home: a home of the person, which was loaded
 *
 * Makes the dialog. Whoever shows it makes it transient for a window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_invite_dialog_new (LatchkeyConnection *connection, LatchkeyHome *home)
{
  LatchkeyInviteDialog *self;
  g_autofree char *explanation = NULL;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (LATCHKEY_IS_HOME (home), NULL);

  self = g_object_new (LATCHKEY_TYPE_INVITE_DIALOG, NULL);
  self->invite = latchkey_invite_new (latchkey_home_get_session (home),
                                      latchkey_home_get_group (home),
                                      latchkey_home_get_invitations (home));

  /* Translators: %s is the name of a home. */
  explanation = g_strdup_printf (_("You get a link. Whoever opens it can join “%s”, and then sees "
                                   "and changes everything in it, as you do."),
                                 latchkey_home_words_get_name (latchkey_home_get_group (home)));
  gtk_label_set_text (self->explanation, explanation);
  latchkey_invitation_link_set_home (self->result,
                                     latchkey_connection_get_account (connection),
                                     home);
  g_signal_connect_object (self->invite,
                           "changed",
                           G_CALLBACK (invite_changed),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->uses));

  return GTK_WINDOW (self);
}
