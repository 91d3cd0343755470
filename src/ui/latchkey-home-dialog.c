#include "latchkey-home-dialog.h"

#include "latchkey-banner.h"
#include "latchkey-busy.h"
#include "latchkey-dialogs.h"
#include "latchkey-fact-row.h"
#include "latchkey-form.h"
#include "latchkey-home-words.h"
#include "latchkey-home.h"
#include "latchkey-invitation-row.h"
#include "latchkey-invite-dialog.h"
#include "latchkey-member-question.h"
#include "latchkey-member-row.h"

#include "homebox-error.h"

#include <glib/gi18n.h>

#define WITHDRAW "withdraw"

struct _LatchkeyHomeDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  LatchkeyBusy *busy;
  GtkScrolledWindow *scroller;
  LatchkeyBanner *banner;
  GtkWidget *trouble;
  LatchkeyBanner *trouble_banner;
  GtkWidget *form;
  LatchkeyFactRow *role;
  LatchkeyFactRow *currency;
  LatchkeyFactRow *items;
  LatchkeyFactRow *locations;
  LatchkeyFactRow *labels;
  GtkListBox *members;
  GtkLabel *members_note;
  GtkListBox *invitations;
  GtkLabel *invitations_note;
  GtkWidget *actions;
  GtkWidget *invite_button;

  LatchkeyConnection *connection;
  LatchkeyHome *home;
  /* What the question that is open is about. */
  HomeboxMember *member;
  HomeboxInvitation *invitation;
};

G_DEFINE_FINAL_TYPE (LatchkeyHomeDialog, latchkey_home_dialog, ADW_TYPE_WINDOW)

static void
set_note (GtkLabel *note, const char *words)
{
  gtk_label_set_text (note, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (note), words != NULL);
}

static gboolean
is_loading (LatchkeyHomeDialog *self)
{
  return latchkey_home_get_state (self->home) == LATCHKEY_HOME_LOADING;
}

static void
draw_count (LatchkeyHomeDialog *self, LatchkeyFactRow *row, gint64 count)
{
  g_autofree char *words = latchkey_home_words_dup_count (count);

  latchkey_fact_row_set_value (row, count < 0 && is_loading (self) ? "…" : words);
}

static void
draw_facts (LatchkeyHomeDialog *self)
{
  HomeboxGroup *group = latchkey_home_get_group (self->home);
  const char *role
    = latchkey_home_words_get_role (group, latchkey_home_is_default (self->home));

  if (role == NULL)
    role = is_loading (self) ? "…" : _("Not known");

  latchkey_fact_row_set_value (self->role, role);
  latchkey_fact_row_set_value (self->currency, homebox_group_get_currency (group));
  draw_count (self, self->items, homebox_group_get_n_items (group));
  draw_count (self, self->locations, homebox_group_get_n_locations (group));
  draw_count (self, self->labels, homebox_group_get_n_labels (group));
}

static void
clear (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static void
member_answered (LatchkeyHomeDialog *self, const char *response)
{
  g_autoptr (HomeboxMember) member = g_steal_pointer (&self->member);

  if (member != NULL && g_str_equal (response, LATCHKEY_MEMBER_QUESTION_AGREED))
    latchkey_home_remove (self->home, member);
}

static void
remove_member (LatchkeyHomeDialog *self, LatchkeyMemberRow *row)
{
  GtkWindow *question;

  g_set_object (&self->member, latchkey_member_row_get_member (row));
  question = latchkey_member_question_new (self->home, self->member);
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (member_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (question, GTK_WIDGET (self));
}

static char *
describe_members (LatchkeyHomeDialog *self)
{
  gint64 n_members = homebox_group_get_n_members (latchkey_home_get_group (self->home));
  int n = (int) CLAMP (n_members, 0, G_MAXINT);

  if (latchkey_home_get_members (self->home) != NULL)
    return NULL;

  if (latchkey_home_has_member_list (self->home))
    return g_strdup (is_loading (self) ? "…" : _("Not known now"));

  if (n == 0)
    return g_strdup (_("This server does not tell who belongs to a home."));

  return g_strdup_printf (
    ngettext ("%d person belongs to this home. This server does not tell who.",
              "%d people belong to this home. This server does not tell who.",
              n),
    n);
}

static void
draw_members (LatchkeyHomeDialog *self)
{
  GListModel *members = latchkey_home_get_members (self->home);
  guint n_members = members != NULL ? g_list_model_get_n_items (members) : 0;
  g_autofree char *words = describe_members (self);

  clear (self->members);
  set_note (self->members_note, words);
  gtk_widget_set_visible (GTK_WIDGET (self->members), n_members > 0);

  for (guint i = 0; i < n_members; i++)
    {
      g_autoptr (HomeboxMember) member = g_list_model_get_item (members, i);
      GtkWidget *row = latchkey_member_row_new (self->home, member);

      g_signal_connect_object (row, "remove", G_CALLBACK (remove_member), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->members, row);
    }
}

static void
withdrawal_answered (LatchkeyHomeDialog *self, const char *response)
{
  g_autoptr (HomeboxInvitation) invitation = g_steal_pointer (&self->invitation);

  if (invitation != NULL && g_str_equal (response, WITHDRAW))
    latchkey_home_withdraw (self->home, invitation);
}

static void
withdraw (LatchkeyHomeDialog *self, LatchkeyInvitationRow *row)
{
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (NULL,
                            _("Withdraw the Invitation?"),
                            _("Nobody can come in with its link any more. Who already did "
                              "stays.")));

  g_set_object (&self->invitation, latchkey_invitation_row_get_invitation (row));
  adw_message_dialog_add_responses (question,
                                    "cancel",
                                    _("Cancel"),
                                    WITHDRAW,
                                    _("Withdraw"),
                                    NULL);
  adw_message_dialog_set_response_appearance (question, WITHDRAW, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  g_signal_connect_object (question,
                           "response",
                           G_CALLBACK (withdrawal_answered),
                           self,
                           G_CONNECT_SWAPPED);
  latchkey_dialogs_present (GTK_WINDOW (question), GTK_WIDGET (self));
}

static const char *
describe_invitations (LatchkeyHomeDialog *self)
{
  GListModel *invitations = latchkey_home_get_invitations (self->home);

  if (!latchkey_home_has_invitation_list (self->home))
    return _("This server neither lists invitations nor takes one back: whoever has the link can "
             "come in until it ends.");

  if (!latchkey_home_may_manage (self->home))
    return _("You are a member of this home. Only its owner can invite people, withdraw "
             "invitations and remove people.");

  if (invitations == NULL)
    return is_loading (self) ? "…" : _("Not known now");

  return g_list_model_get_n_items (invitations) == 0 ? _("There is no open invitation.") : NULL;
}

static void
draw_invitations (LatchkeyHomeDialog *self)
{
  GListModel *invitations = latchkey_home_get_invitations (self->home);
  guint n_invitations = invitations != NULL ? g_list_model_get_n_items (invitations) : 0;

  clear (self->invitations);
  set_note (self->invitations_note, describe_invitations (self));
  gtk_widget_set_visible (GTK_WIDGET (self->invitations), n_invitations > 0);

  if (!latchkey_home_may_manage (self->home))
    latchkey_form_release_focus (self->actions);
  gtk_widget_set_visible (self->actions, latchkey_home_may_manage (self->home));

  for (guint i = 0; i < n_invitations; i++)
    {
      g_autoptr (HomeboxInvitation) invitation = g_list_model_get_item (invitations, i);
      GtkWidget *row = latchkey_invitation_row_new (self->home, invitation);

      g_signal_connect_object (row, "withdraw", G_CALLBACK (withdraw), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->invitations, row);
    }
}

static void
draw_trouble (LatchkeyHomeDialog *self)
{
  const GError *error = latchkey_home_get_error (self->home);
  gboolean failed = latchkey_home_get_state (self->home) == LATCHKEY_HOME_FAILED;

  if (!failed)
    latchkey_form_release_focus (self->trouble);

  gtk_widget_set_visible (self->trouble, failed);

  if (!failed)
    latchkey_banner_dismiss (self->trouble_banner);
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_FOUND))
    latchkey_banner_tell (self->trouble_banner,
                          LATCHKEY_BANNER_PROBLEM,
                          _("You do not belong to this home any more."),
                          NULL);
  else
    latchkey_banner_tell (self->trouble_banner, LATCHKEY_BANNER_PROBLEM, error->message, NULL);
}

static const char *
describe_work (LatchkeyHomeDialog *self)
{
  switch (latchkey_home_get_state (self->home))
    {
    case LATCHKEY_HOME_WITHDRAWING:
      return _("Withdrawing the invitation");
    case LATCHKEY_HOME_REMOVING:
      return _("Removing from the home");
    case LATCHKEY_HOME_LOADING:
    case LATCHKEY_HOME_READY:
    case LATCHKEY_HOME_FAILED:
    default:
      return _("Looking at the home");
    }
}

/* The one place where a state becomes what is on the screen. */
static void
draw (LatchkeyHomeDialog *self)
{
  gboolean changing = latchkey_home_is_changing (self->home);

  latchkey_busy_set_label (self->busy, describe_work (self));
  latchkey_busy_set_busy (self->busy, changing || is_loading (self));
  latchkey_form_set_sensitive (self->form, !changing);
  draw_trouble (self);
  draw_facts (self);

  /* While it is loaded again the rows stay, and the keyboard with them. */
  if (changing || (is_loading (self) && latchkey_home_get_members (self->home) != NULL))
    return;

  draw_members (self);
  draw_invitations (self);
}

/* The message is above what the person last used. */
static void
tell (LatchkeyHomeDialog *self, LatchkeyBannerKind kind, const char *words)
{
  latchkey_banner_tell (self->banner, kind, words, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
told (LatchkeyHomeDialog *self, const char *words, gboolean problem)
{
  tell (self, problem ? LATCHKEY_BANNER_PROBLEM : LATCHKEY_BANNER_INFORMATION, words);
}

static void
again (LatchkeyHomeDialog *self)
{
  latchkey_banner_dismiss (self->banner);
  latchkey_home_load (self->home);
}

static void
load (LatchkeyHomeDialog *self)
{
  latchkey_home_load (self->home);
}

static void
invite (LatchkeyHomeDialog *self)
{
  GtkWindow *dialog = latchkey_invite_dialog_new (self->connection, self->home);

  latchkey_banner_dismiss (self->banner);
  g_signal_connect_object (dialog, "made", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self));
}

static gboolean
latchkey_home_dialog_close_request (GtkWindow *window)
{
  LatchkeyHomeDialog *self = LATCHKEY_HOME_DIALOG (window);

  /* Whoever closed it now would not learn what became of it. */
  if (latchkey_home_is_changing (self->home))
    {
      tell (self,
            LATCHKEY_BANNER_INFORMATION,
            _("This cannot be stopped any more; please wait for the server’s answer."));
      return GDK_EVENT_STOP;
    }

  /* One of them may hold a link that nobody has yet. */
  if (!latchkey_dialogs_close_all (window))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (latchkey_home_dialog_parent_class)->close_request (window);
}

static void
latchkey_home_dialog_dispose (GObject *object)
{
  LatchkeyHomeDialog *self = LATCHKEY_HOME_DIALOG (object);

  latchkey_dialogs_destroy_all (GTK_WINDOW (self));

  if (self->home != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->home, self);
      latchkey_home_close (self->home);
    }

  g_clear_object (&self->home);
  g_clear_object (&self->connection);
  g_clear_object (&self->member);
  g_clear_object (&self->invitation);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_HOME_DIALOG);

  G_OBJECT_CLASS (latchkey_home_dialog_parent_class)->dispose (object);
}

static void
latchkey_home_dialog_class_init (LatchkeyHomeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_home_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = latchkey_home_dialog_close_request;

  g_type_ensure (LATCHKEY_TYPE_BANNER);
  g_type_ensure (LATCHKEY_TYPE_BUSY);
  g_type_ensure (LATCHKEY_TYPE_FACT_ROW);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-home-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, title);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, busy);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, trouble);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, trouble_banner);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, form);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, role);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, currency);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, items);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, locations);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, labels);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, members);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, members_note);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, invitations);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, invitations_note);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, actions);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeDialog, invite_button);
  gtk_widget_class_bind_template_callback (widget_class, again);
  gtk_widget_class_bind_template_callback (widget_class, invite);
}

static void
latchkey_home_dialog_init (LatchkeyHomeDialog *self)
{
  /* Before the template: what that tells assistive technology would settle the role. */
  g_object_set (self, "accessible-role", GTK_ACCESSIBLE_ROLE_DIALOG, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_home_dialog_new:
 * @connection: the account, which is signed in
 * @homes: (nullable): all homes of the person, a list of #HomeboxGroup
 * @group: the one to show
 *
 * Makes the dialog, which begins to ask the server. Whoever shows it makes it transient for a
 * window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
GtkWindow *
latchkey_home_dialog_new (LatchkeyConnection *connection, GListModel *homes, HomeboxGroup *group)
{
  LatchkeyHomeDialog *self;
  const char *name;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (HOMEBOX_IS_GROUP (group), NULL);

  self = g_object_new (LATCHKEY_TYPE_HOME_DIALOG, NULL);
  self->connection = g_object_ref (connection);
  self->home = latchkey_home_new (connection, homes, group);
  name = latchkey_home_words_get_name (group);
  gtk_window_set_title (GTK_WINDOW (self), name);
  adw_window_title_set_title (self->title, name);
  g_signal_connect_object (self->home, "changed", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->home, "told", G_CALLBACK (told), self, G_CONNECT_SWAPPED);
  latchkey_home_load (self->home);

  return GTK_WINDOW (self);
}
