#include "latchkey-field-message.h"

struct _LatchkeyFieldMessage
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *field;
  char *text;
};

G_DEFINE_FINAL_TYPE (LatchkeyFieldMessage, latchkey_field_message, GTK_TYPE_WIDGET)

enum
{
  PROP_FIELD = 1,
  PROP_TEXT,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
mark_field (LatchkeyFieldMessage *self)
{
  if (self->field == NULL)
    return;

  if (self->text != NULL)
    {
      gtk_widget_add_css_class (self->field, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->field),
                                   GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE,
                                   -1);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->field),
                                      GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE,
                                      self,
                                      GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                      self,
                                      NULL,
                                      -1);
    }
  else
    {
      gtk_widget_remove_css_class (self->field, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->field), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->field),
                                     GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
      gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->field),
                                     GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
    }
}

static void
latchkey_field_message_get_property (GObject *object,
                                     guint property_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  LatchkeyFieldMessage *self = LATCHKEY_FIELD_MESSAGE (object);

  switch (property_id)
    {
    case PROP_FIELD:
      g_value_set_object (value, self->field);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_field_message_set_property (GObject *object,
                                     guint property_id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  LatchkeyFieldMessage *self = LATCHKEY_FIELD_MESSAGE (object);

  switch (property_id)
    {
    case PROP_FIELD:
      latchkey_field_message_set_field (self, g_value_get_object (value));
      break;
    case PROP_TEXT:
      latchkey_field_message_set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_field_message_dispose (GObject *object)
{
  LatchkeyFieldMessage *self = LATCHKEY_FIELD_MESSAGE (object);

  /* A relation holds a bare pointer: the field must not go on pointing to what is gone. */
  latchkey_field_message_set_text (self, NULL);
  g_clear_weak_pointer (&self->field);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (latchkey_field_message_parent_class)->dispose (object);
}

static void
latchkey_field_message_class_init (LatchkeyFieldMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = latchkey_field_message_get_property;
  object_class->set_property = latchkey_field_message_set_property;
  object_class->dispose = latchkey_field_message_dispose;

  properties[PROP_FIELD] = g_param_spec_object ("field",
                                                NULL,
                                                NULL,
                                                GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                  | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TEXT] = g_param_spec_string ("text",
                                               NULL,
                                               NULL,
                                               NULL,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                 | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
latchkey_field_message_init (LatchkeyFieldMessage *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "error");
  gtk_widget_add_css_class (self->label, "caption");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * latchkey_field_message_new:
 * @field: (nullable): the field it is about
 *
 * Makes a message with nothing to say yet.
 *
 * Returns: (transfer floating): the message
 */
GtkWidget *
latchkey_field_message_new (GtkWidget *field)
{
  return g_object_new (LATCHKEY_TYPE_FIELD_MESSAGE, "field", field, NULL);
}

/**
 * latchkey_field_message_get_field:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the field it is about
 */
GtkWidget *
latchkey_field_message_get_field (LatchkeyFieldMessage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FIELD_MESSAGE (self), NULL);

  return self->field;
}

/**
 * latchkey_field_message_set_field:
 * @self: a message
 * @field: (nullable): the field it is about; no reference is kept
 *
 * Says which field is meant. The mark moves with it.
 */
void
latchkey_field_message_set_field (LatchkeyFieldMessage *self, GtkWidget *field)
{
  g_autofree char *text = NULL;

  g_return_if_fail (LATCHKEY_IS_FIELD_MESSAGE (self));
  g_return_if_fail (field == NULL || GTK_IS_WIDGET (field));

  if (field == self->field)
    return;

  text = g_steal_pointer (&self->text);
  mark_field (self);
  g_set_weak_pointer (&self->field, field);
  self->text = g_steal_pointer (&text);
  mark_field (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIELD]);
}

/**
 * latchkey_field_message_get_text:
 * @self: a message
 *
 * Returns: (nullable): what is wrong, or %NULL
 */
const char *
latchkey_field_message_get_text (LatchkeyFieldMessage *self)
{
  g_return_val_if_fail (LATCHKEY_IS_FIELD_MESSAGE (self), NULL);

  return self->text;
}

/**
 * latchkey_field_message_set_text:
 * @self: a message
 * @text: (nullable): what is wrong; %NULL or empty for nothing
 *
 * Shows the message and marks the field, or takes both away.
 */
void
latchkey_field_message_set_text (LatchkeyFieldMessage *self, const char *text)
{
  g_return_if_fail (LATCHKEY_IS_FIELD_MESSAGE (self));

  if (text != NULL && *text == '\0')
    text = NULL;

  if (g_strcmp0 (text, self->text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);

  if (self->label != NULL)
    gtk_label_set_label (GTK_LABEL (self->label), self->text != NULL ? self->text : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->text != NULL ? self->text : "",
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self), self->text != NULL);
  mark_field (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
