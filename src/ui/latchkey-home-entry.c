#include "latchkey-home-entry.h"

#include "latchkey-home-words.h"

struct _LatchkeyHomeEntry
{
  GtkListBoxRow parent_instance;

  GtkWidget *name;
  GtkWidget *role;

  HomeboxGroup *home;
  gboolean is_default;
};

G_DEFINE_FINAL_TYPE (LatchkeyHomeEntry, latchkey_home_entry, GTK_TYPE_LIST_BOX_ROW)

static void
draw (LatchkeyHomeEntry *self)
{
  const char *name = latchkey_home_words_get_name (self->home);
  const char *role = latchkey_home_words_get_role (self->home, self->is_default);

  gtk_label_set_text (GTK_LABEL (self->name), name);
  gtk_label_set_text (GTK_LABEL (self->role), role != NULL ? role : "");
  gtk_widget_set_visible (self->role, role != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  role != NULL ? role : "",
                                  -1);
}

static void
latchkey_home_entry_dispose (GObject *object)
{
  g_clear_object (&LATCHKEY_HOME_ENTRY (object)->home);

  G_OBJECT_CLASS (latchkey_home_entry_parent_class)->dispose (object);
}

static void
latchkey_home_entry_class_init (LatchkeyHomeEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_home_entry_dispose;
}

static GtkWidget *
add_label (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
latchkey_home_entry_init (LatchkeyHomeEntry *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *arrow = g_object_new (GTK_TYPE_IMAGE,
                                   "icon-name",
                                   "go-next-symbolic",
                                   "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);

  self->name = add_label (column);
  self->role = add_label (column);
  gtk_widget_add_css_class (self->role, "caption");
  gtk_widget_add_css_class (self->role, "dim-label");
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), column);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "fact");
}

/**
 * latchkey_home_entry_new:
 * @home: a home of the person
 * @is_default: whether it is the default one, and there are others
 *
 * Returns: (transfer floating): a new row
 */
GtkWidget *
latchkey_home_entry_new (HomeboxGroup *home, gboolean is_default)
{
  LatchkeyHomeEntry *self;

  g_return_val_if_fail (HOMEBOX_IS_GROUP (home), NULL);

  self = g_object_new (LATCHKEY_TYPE_HOME_ENTRY, NULL);
  self->home = g_object_ref (home);
  self->is_default = is_default;
  g_signal_connect_object (home,
                           "notify::ownership",
                           G_CALLBACK (draw),
                           self,
                           G_CONNECT_SWAPPED);
  draw (self);

  return GTK_WIDGET (self);
}

/**
 * latchkey_home_entry_get_home:
 * @self: a row
 *
 * Returns: (transfer none): the home that it shows
 */
HomeboxGroup *
latchkey_home_entry_get_home (LatchkeyHomeEntry *self)
{
  g_return_val_if_fail (LATCHKEY_IS_HOME_ENTRY (self), NULL);

  return self->home;
}
