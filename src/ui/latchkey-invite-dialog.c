#include "latchkey-invite-dialog.h"

#include "latchkey-banner.h"
#include "latchkey-busy.h"
#include "latchkey-choice-list.h"
#include "latchkey-dialogs.h"
#include "latchkey-field-row.h"
#include "latchkey-form.h"
#include "latchkey-home-words.h"
#include "latchkey-invite.h"
#include "latchkey-link-addresses.h"
#include "latchkey-qr-code.h"
#include "latchkey-secret-copy.h"

#include "homebox-error.h"
#include "homebox-expiry.h"
#include "homebox-link.h"

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
  GtkWidget *result;
  GtkLabel *who;
  LatchkeyBanner *warning;
  GtkWidget *address_list;
  GtkDropDown *address;
  LatchkeyQrCode *code;
  GtkLabel *link;
  GtkWidget *copy_button;
  GtkLabel *once;

  LatchkeyConnection *connection;
  LatchkeyHome *home;
  LatchkeyInvite *invite;
  LatchkeyLinkAddresses *addresses;
  HomeboxSecret *secret;
  /* The person chose the address of the link. */
  gboolean address_chosen;
  gboolean choosing_address;
  gboolean copied;
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

static void
set_copied (LatchkeyInviteDialog *self, gboolean copied)
{
  const char *label = copied ? _("Copied") : _("Copy Link");

  self->copied = copied;
  gtk_button_set_label (GTK_BUTTON (self->copy_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}

static void
copy (LatchkeyInviteDialog *self)
{
  if (self->secret == NULL)
    return;

  latchkey_secret_copy (GTK_WIDGET (self), self->secret);
  set_copied (self, TRUE);
}

static void
draw_warning (LatchkeyInviteDialog *self)
{
  guint selected = gtk_drop_down_get_selected (self->address);
  g_autofree char *words = NULL;

  if (selected != GTK_INVALID_LIST_POSITION)
    words = latchkey_link_addresses_dup_warning (self->addresses, selected);

  if (words != NULL)
    latchkey_banner_tell (self->warning, LATCHKEY_BANNER_PROBLEM, words, NULL);
  else
    latchkey_banner_dismiss (self->warning);
}

static void
draw_link (LatchkeyInviteDialog *self)
{
  HomeboxInvitation *invitation = latchkey_invite_get_invitation (self->invite);
  guint selected = gtk_drop_down_get_selected (self->address);

  if (invitation == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;

  g_clear_pointer (&self->secret, homebox_secret_unref);
  self->secret
    = homebox_link_write_invitation (latchkey_link_addresses_get (self->addresses, selected),
                                     homebox_invitation_get_token (invitation));
  gtk_label_set_text (self->link, homebox_secret_peek (self->secret));
  gtk_widget_set_visible (GTK_WIDGET (self->code),
                          latchkey_qr_code_set_secret (self->code, self->secret));
  set_copied (self, FALSE);
  draw_warning (self);
}

static void
address_changed (LatchkeyInviteDialog *self)
{
  if (self->addresses == NULL)
    return;

  if (!self->choosing_address)
    self->address_chosen = TRUE;

  latchkey_choice_list_name_choice (self->address, _("Address in the Link"));
  draw_link (self);
}

/* Until the person chose one, or has the link with it. */
static void
addresses_changed (LatchkeyInviteDialog *self)
{
  if (!self->address_chosen && !self->copied)
    {
      self->choosing_address = TRUE;
      gtk_drop_down_set_selected (self->address,
                                  latchkey_link_addresses_find_best (self->addresses));
      self->choosing_address = FALSE;
    }

  draw_warning (self);
}

static char *
describe_who (LatchkeyInviteDialog *self, HomeboxInvitation *invitation)
{
  const char *name = latchkey_home_words_get_name (latchkey_home_get_group (self->home));
  guint uses = homebox_invitation_get_uses_left (invitation);
  GDateTime *expires_at = homebox_invitation_get_expires_at (invitation);
  g_autofree char *time = NULL;

  if (homebox_expiry_is_latest (expires_at))
    return g_strdup_printf (ngettext ("%1$u person can come into “%2$s” with this link. Send it to "
                                      "nobody else: whoever has it can use it.",
                                      "%1$u people can come into “%2$s” with this link. Send it to "
                                      "nobody else: whoever has it can use it.",
                                      uses),
                            uses,
                            name);

  time = latchkey_home_words_dup_time (expires_at);

  /* Translators: %1$u is how many, %2$s the name of a home, %3$s a day and a time. */
  return g_strdup_printf (ngettext ("%1$u person can come into “%2$s” with this link until %3$s. "
                                    "Send it to nobody else: whoever has it can use it.",
                                    "%1$u people can come into “%2$s” with this link until %3$s. "
                                    "Send it to nobody else: whoever has it can use it.",
                                    uses),
                          uses,
                          name,
                          time);
}

static void
draw_result (LatchkeyInviteDialog *self)
{
  HomeboxInvitation *invitation = latchkey_invite_get_invitation (self->invite);
  g_autofree char *who = describe_who (self, invitation);

  gtk_label_set_text (self->who, who);
  gtk_label_set_text (
    self->once,
    homebox_invitation_get_id (invitation) != NULL
      ? _("The link is shown this once. If it gets lost, withdraw the invitation and make another.")
      : _("The link is shown this once. This server cannot take an invitation back."));
  gtk_widget_set_visible (self->address_list, latchkey_link_addresses_get_n (self->addresses) > 1);
  draw_link (self);
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
      return _("The invitation was made, but its link got lost on the way. It is on the list of open "
               "invitations, where you can withdraw it. Make another one here.");
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

  if (latchkey_invite_get_state (self->invite) == LATCHKEY_INVITE_MADE)
    gtk_widget_grab_focus (self->copy_button);
  else if (error != NULL && homebox_error_get_field (error) == HOMEBOX_FIELD_EXPIRY)
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
  gtk_widget_set_visible (self->result, made);
  gtk_label_set_label (self->cancel_label, close);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cancel_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  made ? _("Close") : _("Cancel"),
                                  -1);
  draw_message (self);

  if (made)
    draw_result (self);

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
    copy (self);
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
                            _("It cannot be shown again. If nobody has it yet, the invitation is of "
                              "no use.")));

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
  if (self->secret != NULL && !self->copied && !self->asked)
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

  g_clear_pointer (&self->secret, homebox_secret_unref);
  g_clear_object (&self->invite);
  g_clear_object (&self->addresses);
  g_clear_object (&self->home);
  g_clear_object (&self->connection);
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
  g_type_ensure (LATCHKEY_TYPE_QR_CODE);

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
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, who);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, warning);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, address_list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, address);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, code);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, link);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyInviteDialog, once);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
  gtk_widget_class_bind_template_callback (widget_class, address_changed);
  gtk_widget_class_bind_template_callback (widget_class, copy);
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
  prepare_choices (self->address);
  set_copied (self, FALSE);
  suggest_day (self);
  expiry_changed (self);
}

static void
fill_addresses (LatchkeyInviteDialog *self)
{
  LatchkeyAccount *account = latchkey_connection_get_account (self->connection);
  HomeboxClient *client = homebox_session_get_client (latchkey_home_get_session (self->home));
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  self->addresses = latchkey_link_addresses_new (latchkey_account_get_addresses (account),
                                                 homebox_client_get_base_uri (client));

  for (guint i = 0; i < latchkey_link_addresses_get_n (self->addresses); i++)
    gtk_string_list_append (list, latchkey_link_addresses_get (self->addresses, i));

  self->choosing_address = TRUE;
  gtk_drop_down_set_model (self->address, G_LIST_MODEL (list));
  latchkey_choice_list_name_choice (self->address, _("Address in the Link"));
  self->choosing_address = FALSE;
  g_signal_connect_object (self->addresses,
                           "changed",
                           G_CALLBACK (addresses_changed),
                           self,
                           G_CONNECT_SWAPPED);
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
  self->connection = g_object_ref (connection);
  self->home = g_object_ref (home);
  self->invite = latchkey_invite_new (latchkey_home_get_session (home),
                                      latchkey_home_get_group (home),
                                      latchkey_home_get_invitations (home));

  /* Translators: %s is the name of a home. */
  explanation = g_strdup_printf (_("You get a link. Whoever opens it can join “%s”, and then sees "
                                   "and changes everything in it, as you do."),
                                 latchkey_home_words_get_name (latchkey_home_get_group (home)));
  gtk_label_set_text (self->explanation, explanation);
  fill_addresses (self);
  g_signal_connect_object (self->invite,
                           "changed",
                           G_CALLBACK (invite_changed),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->uses));

  return GTK_WINDOW (self);
}
