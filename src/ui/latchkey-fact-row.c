#include "latchkey-fact-row.h"

struct _LatchkeyFactRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *title;
  GtkWidget *value;
};

G_DEFINE_FINAL_TYPE (LatchkeyFactRow, latchkey_fact_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_TITLE = 1,
  PROP_VALUE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
tell (LatchkeyFactRow *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (self->title)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  gtk_label_get_text (GTK_LABEL (self->value)),
                                  -1);
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
latchkey_fact_row_get_property (GObject *object,
                                guint property_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  LatchkeyFactRow *self = LATCHKEY_FACT_ROW (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_text (GTK_LABEL (self->title)));
      break;
    case PROP_VALUE:
      g_value_set_string (value, latchkey_fact_row_get_value (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_fact_row_set_property (GObject *object,
                                guint property_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  LatchkeyFactRow *self = LATCHKEY_FACT_ROW (object);

  switch (property_id)
    {
    case PROP_TITLE:
      gtk_label_set_text (GTK_LABEL (self->title), g_value_get_string (value));
      tell (self);
      break;
    case PROP_VALUE:
      latchkey_fact_row_set_value (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_fact_row_class_init (LatchkeyFactRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = latchkey_fact_row_get_property;
  object_class->set_property = latchkey_fact_row_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_fact_row_init (LatchkeyFactRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = add_label (box);
  gtk_widget_add_css_class (self->title, "subtitle");
  gtk_widget_add_css_class (self->title, "dim-label");
  self->value = add_label (box);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "fact");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * latchkey_fact_row_get_value:
 * @self: a row
 *
 * Returns: (nullable): what it says, or %NULL while nothing is known
 */
const char *
latchkey_fact_row_get_value (LatchkeyFactRow *self)
{
  const char *text;

  g_return_val_if_fail (LATCHKEY_IS_FACT_ROW (self), NULL);

  text = gtk_label_get_text (GTK_LABEL (self->value));

  return *text != '\0' ? text : NULL;
}

/**
 * latchkey_fact_row_set_value:
 * @self: a row
 * @value: (nullable): what is known
 *
 * Shows @value, or hides the row when there is none.
 */
void
latchkey_fact_row_set_value (LatchkeyFactRow *self, const char *value)
{
  g_return_if_fail (LATCHKEY_IS_FACT_ROW (self));

  if (g_strcmp0 (value, latchkey_fact_row_get_value (self)) == 0)
    return;

  gtk_label_set_text (GTK_LABEL (self->value), value != NULL ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (self), value != NULL && *value != '\0');
  tell (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}
