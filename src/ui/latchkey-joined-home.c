#include "latchkey-joined-home.h"

#include "latchkey-weak.h"

#include <glib/gi18n.h>

struct _LatchkeyJoinedHome
{
  GtkBox parent_instance;

  GtkLabel *words;
  GtkListBox *members;

  HomeboxSession *session;
  gboolean is_new;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyJoinedHome, latchkey_joined_home, GTK_TYPE_BOX)

static void
tell (LatchkeyJoinedHome *self, const char *words)
{
  gtk_label_set_text (self->words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->words),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words,
                                  -1);
}

static void
tell_home (LatchkeyJoinedHome *self, const char *name)
{
  g_autofree char *words = NULL;

  if (name == NULL || *name == '\0')
    words = g_strdup (self->is_new ? _("A new home was made for you.")
                                   : _("You are in the home that you were invited to."));
  else if (self->is_new)
    /* Translators: %s is the name of a home. */
    words = g_strdup_printf (_("A new home was made for you: “%s”."), name);
  else
    /* Translators: %s is the name of a home. */
    words = g_strdup_printf (_("You joined “%s”."), name);

  tell (self, words);
}

static void
add_member (LatchkeyJoinedHome *self, HomeboxMember *member)
{
  GtkWidget *label = gtk_label_new (homebox_member_get_name (member));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (row, "account");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  homebox_member_get_name (member),
                                  -1);
  gtk_list_box_append (self->members, row);
}

/* Old servers do not tell who is in a home: then it is left out. */
static void
on_members (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyJoinedHome) self = latchkey_weak_take (user_data);
  g_autoptr (GListModel) members
    = homebox_session_list_members_finish (HOMEBOX_SESSION (source), result, NULL);
  const char *own_id;

  if (self == NULL || members == NULL)
    return;

  own_id = homebox_user_get_id (homebox_session_get_user (self->session));

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (HomeboxMember) member = g_list_model_get_item (members, i);

      if (g_strcmp0 (homebox_member_get_id (member), own_id) != 0)
        add_member (self, member);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->members),
                          gtk_list_box_get_row_at_index (self->members, 0) != NULL);
}

static void
show_home (LatchkeyJoinedHome *self, HomeboxGroup *group)
{
  tell_home (self, homebox_group_get_name (group));
  homebox_session_list_members_async (self->session,
                                      group,
                                      self->cancellable,
                                      on_members,
                                      latchkey_weak_new (self));
}

static void
on_groups (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyJoinedHome) self = latchkey_weak_take (user_data);
  g_autoptr (GListModel) groups
    = homebox_session_list_groups_finish (HOMEBOX_SESSION (source), result, NULL);
  g_autoptr (HomeboxGroup) group = NULL;

  if (self == NULL || groups == NULL)
    return;

  /* Somebody who has just come belongs to one home only. */
  group = g_list_model_get_item (groups, 0);
  if (group != NULL)
    show_home (self, group);
}

static void
begin (LatchkeyJoinedHome *self, HomeboxSession *session, gboolean is_new)
{
  GtkWidget *row;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->session, session);
  self->is_new = is_new;
  gtk_widget_set_visible (GTK_WIDGET (self->members), FALSE);

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->members, 0))) != NULL)
    gtk_list_box_remove (self->members, row);
}

static void
latchkey_joined_home_dispose (GObject *object)
{
  LatchkeyJoinedHome *self = LATCHKEY_JOINED_HOME (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (latchkey_joined_home_parent_class)->dispose (object);
}

static void
latchkey_joined_home_class_init (LatchkeyJoinedHomeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_joined_home_dispose;
}

static void
latchkey_joined_home_init (LatchkeyJoinedHome *self)
{
  GtkWidget *members = gtk_list_box_new ();
  /* Read out when it is shown. */
  GtkWidget *words
    = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (words), GTK_JUSTIFY_CENTER);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (members), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (members, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (members),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Who Else Is There"),
                                  -1);
  gtk_box_append (GTK_BOX (self), words);
  gtk_box_append (GTK_BOX (self), members);
  self->words = GTK_LABEL (words);
  self->members = GTK_LIST_BOX (members);
}

/**
 * latchkey_joined_home_tell:
 * @self: a widget
 * @session: the person's session
 * @group: the home that was joined
 *
 * Tells of a home that somebody joined who had another one before.
 */
void
latchkey_joined_home_tell (LatchkeyJoinedHome *self, HomeboxSession *session, HomeboxGroup *group)
{
  g_return_if_fail (LATCHKEY_IS_JOINED_HOME (self));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));
  g_return_if_fail (HOMEBOX_IS_GROUP (group));

  begin (self, session, FALSE);
  show_home (self, group);
}

/**
 * latchkey_joined_home_tell_new:
 * @self: a widget
 * @session: a session of an account that was just made
 * @is_invited: whether it was made with an invitation
 *
 * Tells of the home of a new account.
 */
void
latchkey_joined_home_tell_new (LatchkeyJoinedHome *self,
                               HomeboxSession *session,
                               gboolean is_invited)
{
  HomeboxUser *user;

  g_return_if_fail (LATCHKEY_IS_JOINED_HOME (self));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  begin (self, session, !is_invited);
  user = homebox_session_get_user (session);
  tell_home (self, homebox_user_get_default_group_name (user));
  homebox_session_list_groups_async (session, self->cancellable, on_groups,
                                     latchkey_weak_new (self));
}
