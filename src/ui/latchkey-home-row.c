#include "latchkey-home-row.h"

#include "latchkey-home-fate.h"

#include <glib/gi18n-lib.h>

struct _LatchkeyHomeRow
{
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *items;
  GtkLabel *fate;
};

G_DEFINE_FINAL_TYPE (LatchkeyHomeRow, latchkey_home_row, GTK_TYPE_LIST_BOX_ROW)

static void
latchkey_home_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LATCHKEY_TYPE_HOME_ROW);

  G_OBJECT_CLASS (latchkey_home_row_parent_class)->dispose (object);
}

static void
latchkey_home_row_class_init (LatchkeyHomeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_home_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-home-row.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeRow, icon);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeRow, name);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeRow, items);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyHomeRow, fate);
}

static void
latchkey_home_row_init (LatchkeyHomeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_icon (LatchkeyHomeRow *self, LatchkeyHomeFate fate)
{
  switch (fate)
    {
    case LATCHKEY_HOME_FATE_LOST:
    case LATCHKEY_HOME_FATE_OWNERLESS:
      gtk_image_set_from_icon_name (self->icon, "dialog-warning-symbolic");
      gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
      break;
    case LATCHKEY_HOME_FATE_UNKNOWN:
      gtk_image_set_from_icon_name (self->icon, "dialog-question-symbolic");
      gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
      break;
    case LATCHKEY_HOME_FATE_UNHARMED:
    default:
      gtk_image_set_from_icon_name (self->icon, "object-select-symbolic");
      gtk_widget_add_css_class (GTK_WIDGET (self->icon), "dim-label");
      break;
    }
}

/**
 * latchkey_home_row_new:
 * @home: a home
 *
 * Makes a row for a home as it is known now.
 *
 * Returns: (transfer floating): the row
 */
GtkWidget *
latchkey_home_row_new (HomeboxGroup *home)
{
  LatchkeyHomeRow *self;
  g_autofree char *items = NULL;
  g_autofree char *fate = NULL;
  g_autofree char *description = NULL;
  const char *name;

  g_return_val_if_fail (HOMEBOX_IS_GROUP (home), NULL);

  self = g_object_new (LATCHKEY_TYPE_HOME_ROW, NULL);
  name = homebox_group_get_name (home);
  items = latchkey_home_fate_dup_items_text (home);
  fate = latchkey_home_fate_dup_text (home);

  show_icon (self, latchkey_home_fate_of (home));
  gtk_label_set_label (self->name, *name != '\0' ? name : _("Home without a name"));
  gtk_label_set_label (self->items, items);
  gtk_label_set_label (self->fate, fate);

  /* Translators: what is in a home ("3 items"), then what becomes of it, as read aloud. */
  description = g_strdup_printf (C_("home", "%1$s. %2$s"), items, fate);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->name),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description,
                                  -1);

  return GTK_WIDGET (self);
}
