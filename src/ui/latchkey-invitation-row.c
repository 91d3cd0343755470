#include "latchkey-invitation-row.h"

#include "latchkey-home-words.h"

#include <glib/gi18n.h>

struct _LatchkeyInvitationRow
{
  GtkListBoxRow parent_instance;

  HomeboxInvitation *invitation;
};

G_DEFINE_FINAL_TYPE (LatchkeyInvitationRow, latchkey_invitation_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  WITHDRAW,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clicked (LatchkeyInvitationRow *self)
{
  g_signal_emit (self, signals[WITHDRAW], 0);
}

static void
latchkey_invitation_row_finalize (GObject *object)
{
  g_clear_object (&LATCHKEY_INVITATION_ROW (object)->invitation);

  G_OBJECT_CLASS (latchkey_invitation_row_parent_class)->finalize (object);
}

static void
latchkey_invitation_row_class_init (LatchkeyInvitationRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = latchkey_invitation_row_finalize;

  signals[WITHDRAW] = g_signal_new ("withdraw",
                                 LATCHKEY_TYPE_INVITATION_ROW,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
}

static void
latchkey_invitation_row_init (LatchkeyInvitationRow *self)
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
make_button (LatchkeyInvitationRow *self, const char *end)
{
  GtkWidget *button = gtk_button_new_with_label (_("Withdraw…"));
  /* Translators: what a button does; %s says until when an invitation can be used, such as “Until
   * 21 December 2026, 14:47”. */
  g_autofree char *name = g_strdup_printf (_("Withdraw the Invitation: %s…"), end);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked), self, G_CONNECT_SWAPPED);

  return button;
}

/**
 * latchkey_invitation_row_new:
 * @home: a home
 * @invitation: an open invitation into it
 *
 * Returns: (transfer floating): a row for @invitation, with a button for withdrawing it where there
 *   is a point in trying
 */
GtkWidget *
latchkey_invitation_row_new (LatchkeyHome *home, HomeboxInvitation *invitation)
{
  LatchkeyInvitationRow *self;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *uses = NULL;
  g_autofree char *end = NULL;

  g_return_val_if_fail (LATCHKEY_IS_HOME (home), NULL);
  g_return_val_if_fail (HOMEBOX_IS_INVITATION (invitation), NULL);

  self = g_object_new (LATCHKEY_TYPE_INVITATION_ROW, NULL);
  self->invitation = g_object_ref (invitation);
  uses = latchkey_home_words_dup_uses (homebox_invitation_get_uses_left (invitation));
  end = latchkey_home_words_dup_end (homebox_invitation_get_expires_at (invitation));

  add_label (column, uses, FALSE);
  add_label (column, end, TRUE);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), column);

  if (homebox_invitation_get_id (invitation) != NULL && latchkey_home_may_manage (home))
    gtk_box_append (GTK_BOX (box), make_button (self, end));

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  uses,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  end,
                                  -1);

  return GTK_WIDGET (self);
}

/**
 * latchkey_invitation_row_get_invitation:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
HomeboxInvitation *
latchkey_invitation_row_get_invitation (LatchkeyInvitationRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_INVITATION_ROW (self), NULL);

  return self->invitation;
}
