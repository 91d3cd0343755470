#include "latchkey-field-row.h"

#include "latchkey-field-message.h"

struct _LatchkeyFieldRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *entry;
  /* Made when it has something to say for the first time. */
  LatchkeyFieldMessage *message;
};

G_DEFINE_FINAL_TYPE (LatchkeyFieldRow, latchkey_field_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_TITLE = 1,
  PROP_ENTRY,
  PROP_PROBLEM,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
name_entry (LatchkeyFieldRow *self)
{
  if (self->entry != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_label_get_text (GTK_LABEL (self->title)),
                                    -1);
}

static void
pressed (GtkGestureClick *click, int n_press, double x, double y, LatchkeyFieldRow *self)
{
  GtkWidget *target = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  /* A press into the entry is its own, and places the cursor. */
  if (self->entry == NULL || (target != NULL && gtk_widget_is_ancestor (target, self->entry)))
    return;

  gtk_widget_grab_focus (self->entry);
}

static void
set_entry (LatchkeyFieldRow *self, GtkWidget *entry)
{
  g_return_if_fail (self->entry == NULL);

  if (entry == NULL)
    return;

  self->entry = entry;
  gtk_widget_add_css_class (entry, "flat");
  gtk_box_insert_child_after (GTK_BOX (self->box), entry, self->title);
  name_entry (self);
}

static void
latchkey_field_row_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  LatchkeyFieldRow *self = LATCHKEY_FIELD_ROW (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->title)));
      break;
    case PROP_ENTRY:
      g_value_set_object (value, self->entry);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, latchkey_field_row_get_problem (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_field_row_set_property (GObject *object,
                                 guint property_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  LatchkeyFieldRow *self = LATCHKEY_FIELD_ROW (object);

  switch (property_id)
    {
    case PROP_TITLE:
      gtk_label_set_label (GTK_LABEL (self->title), g_value_get_string (value));
      name_entry (self);
      break;
    case PROP_ENTRY:
      set_entry (self, g_value_get_object (value));
      break;
    case PROP_PROBLEM:
      latchkey_field_row_set_problem (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_field_row_class_init (LatchkeyFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = latchkey_field_row_get_property;
  object_class->set_property = latchkey_field_row_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_ENTRY] = g_param_spec_object ("entry", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
latchkey_field_row_init (LatchkeyFieldRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  /* Few and simple widgets, and as many rows as there are fields in the first frame: made here
   * rather than read from a template. */
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->title, "subtitle");
  gtk_widget_add_css_class (self->title, "dim-label");
  gtk_box_append (GTK_BOX (self->box), self->title);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "field");

  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * latchkey_field_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what is typed into
 */
GtkWidget *
latchkey_field_row_get_entry (LatchkeyFieldRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FIELD_ROW (self), NULL);

  return self->entry;
}

/**
 * latchkey_field_row_get_problem:
 * @self: a row
 *
 * Returns: (nullable): what is wrong with the field
 */
const char *
latchkey_field_row_get_problem (LatchkeyFieldRow *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FIELD_ROW (self), NULL);

  return self->message != NULL ? latchkey_field_message_get_text (self->message) : NULL;
}

/**
 * latchkey_field_row_set_problem:
 * @self: a row
 * @problem: (nullable): what is wrong, in words for a person; %NULL when the field is all right
 *
 * Shows a message below the entry and marks the entry and the row, or takes all of that away.
 */
void
latchkey_field_row_set_problem (LatchkeyFieldRow *self, const char *problem)
{
  g_return_if_fail (LATCHKEY_IS_FIELD_ROW (self));

  if (g_strcmp0 (problem, latchkey_field_row_get_problem (self)) == 0)
    return;

  if (self->message == NULL)
    {
      self->message = LATCHKEY_FIELD_MESSAGE (latchkey_field_message_new (self->entry));
      gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->message));
    }

  latchkey_field_message_set_text (self->message, problem);

  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}
