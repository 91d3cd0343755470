#include "latchkey-choice-list.h"

#include <glib/gi18n.h>

static void
set_up (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *mark
    = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_image_set_from_icon_name (GTK_IMAGE (mark), "object-select-symbolic");
  g_object_bind_property (item, "selected", mark, "visible", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_list_item_set_child (item, box);
}

static void
bind (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *row = gtk_widget_get_parent (box);
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), name);

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name,
                                    -1);
}

/**
 * latchkey_choice_list_factory_new:
 *
 * Makes what shows the choices in the list of a #GtkDropDown of strings: as GTK itself does, but
 * each with a name for assistive technology.
 *
 * Returns: (transfer full): the factory
 */
GtkListItemFactory *
latchkey_choice_list_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind), NULL);

  return factory;
}

static void
set_up_short (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_short (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/**
 * latchkey_choice_list_button_factory_new:
 *
 * Makes what shows the choice in the button of a #GtkDropDown of strings: as GTK itself does, but
 * cut short where there is no room, so that a long one does not make the window wide.
 *
 * Returns: (transfer full): the factory
 */
GtkListItemFactory *
latchkey_choice_list_button_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_short), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_short), NULL);

  return factory;
}

/* What the button shows is an item of a list to GTK 4.8, which could have the keyboard but never
 * gets it, and has no name. */
static void
forbid_focus (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gtk_widget_set_focusable (child, FALSE);
      forbid_focus (child);
    }
}

static void
name_search (GtkWidget *widget)
{
  if (GTK_IS_SEARCH_ENTRY (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _("Search Choices"),
                                    -1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_search (child);
}

/**
 * latchkey_choice_list_name_parts:
 * @drop_down: a drop-down
 *
 * Names what can be typed into, and keeps the keyboard out of what cannot be used.
 */
void
latchkey_choice_list_name_parts (GtkDropDown *drop_down)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  forbid_focus (gtk_widget_get_first_child (GTK_WIDGET (drop_down)));
  name_search (gtk_widget_get_last_child (GTK_WIDGET (drop_down)));
}

/**
 * latchkey_choice_list_name_choice:
 * @drop_down: a drop-down of strings
 * @title: what is chosen with it
 *
 * Names a drop-down, and what is chosen now: to be called again whenever that changes. In GTK 4.8
 * it is the button inside that has the keyboard, and its name is all that is said.
 */
void
latchkey_choice_list_name_choice (GtkDropDown *drop_down, const char *title)
{
  GtkStringObject *selected;
  g_autofree char *label = NULL;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (title != NULL);

  selected = gtk_drop_down_get_selected_item (drop_down);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);

  if (selected == NULL)
    return;

  /* Translators: %1$s is the name of a setting, %2$s what is chosen. */
  label = g_strdup_printf (C_ ("choice", "%1$s: %2$s"),
                           title,
                           gtk_string_object_get_string (selected));
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (drop_down))),
    GTK_ACCESSIBLE_PROPERTY_LABEL,
    label,
    -1);
}
