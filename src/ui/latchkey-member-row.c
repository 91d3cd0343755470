#include "latchkey-member-row.h"

#include "latchkey-home-words.h"

#include <glib/gi18n.h>

struct _LatchkeyMemberRow
{
  GtkListBoxRow parent_instance;

  HomeboxMember *member;
};

G_DEFINE_FINAL_TYPE (LatchkeyMemberRow, latchkey_member_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clicked (LatchkeyMemberRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
latchkey_member_row_finalize (GObject *object)
{
  g_clear_object (&LATCHKEY_MEMBER_ROW (object)->member);

  G_OBJECT_CLASS (latchkey_member_row_parent_class)->finalize (object);
}

static void
latchkey_member_row_class_init (LatchkeyMemberRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = latchkey_member_row_finalize;

  signals[REMOVE] = g_signal_new ("remove",
                                 LATCHKEY_TYPE_MEMBER_ROW,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
}

static void
latchkey_member_row_init (LatchkeyMemberRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "account");
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, gboolean small)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), label);

  if (small)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
    }

  return label;
}

static GtkWidget *
make_button (LatchkeyMemberRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *name
    /* Translators: what a button does; %s is the name of a person. */
    = g_strdup_printf (_("Remove %s…"), latchkey_home_words_get_member_name (self->member));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove…"));
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked), self, G_CONNECT_SWAPPED);

  return button;
}

/**
 * latchkey_member_row_new:
 * @home: a home
 * @member: somebody who belongs to it
 *
 * Returns: (transfer floating): a row for @member, with a button for removing them where there is a
 *   point in trying
 */
GtkWidget *
latchkey_member_row_new (LatchkeyHome *home, HomeboxMember *member)
{
  LatchkeyMemberRow *self;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *name, *role, *email;
  g_autofree char *description = NULL;
  gboolean is_self;

  g_return_val_if_fail (LATCHKEY_IS_HOME (home), NULL);
  g_return_val_if_fail (HOMEBOX_IS_MEMBER (member), NULL);

  self = g_object_new (LATCHKEY_TYPE_MEMBER_ROW, NULL);
  self->member = g_object_ref (member);
  is_self = latchkey_home_is_self (home, member);
  name = latchkey_home_words_get_member_name (member);
  email = homebox_member_get_email (member);
  role = latchkey_home_words_get_member_role (latchkey_home_get_group (home), is_self);

  add_label (column, name, FALSE);
  if (*email != '\0' && !g_str_equal (email, name))
    add_label (column, email, TRUE);
  if (role != NULL)
    add_label (column, role, TRUE);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), column);

  if (!is_self && latchkey_home_may_manage (home))
    gtk_box_append (GTK_BOX (box), make_button (self));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);

  if (role != NULL)
    /* Translators: what somebody is in a home, then their email, as read aloud. */
    description = g_strdup_printf (C_("member", "%1$s. %2$s"), role, email);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : email,
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * latchkey_member_row_get_member:
 * @self: a row
 *
 * Returns: (transfer none): whom it shows
 */
HomeboxMember *
latchkey_member_row_get_member (LatchkeyMemberRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_MEMBER_ROW (self), NULL);

  return self->member;
}
