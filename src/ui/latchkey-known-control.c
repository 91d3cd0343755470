#include "latchkey-known-control.h"

#include "latchkey-choice-control.h"
#include "latchkey-prefix-control.h"
#include "latchkey-switch-control.h"

typedef struct
{
  const HomeboxKnownSetting *known;
} LatchkeyKnownControlPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LatchkeyKnownControl,
                                     latchkey_known_control,
                                     GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
latchkey_known_control_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (latchkey_known_control_parent_class)->dispose (object);
}

static void
latchkey_known_control_class_init (LatchkeyKnownControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_known_control_dispose;

  signals[CHOSEN] = g_signal_new ("chosen",
                                  LATCHKEY_TYPE_KNOWN_CONTROL,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
latchkey_known_control_init (LatchkeyKnownControl *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

static GType
get_type_for (HomeboxKnownControl control)
{
  switch (control)
    {
    case HOMEBOX_KNOWN_CONTROL_CHOICE:
    case HOMEBOX_KNOWN_CONTROL_CHOICE_OR_NONE:
    case HOMEBOX_KNOWN_CONTROL_NUMBER:
      return LATCHKEY_TYPE_CHOICE_CONTROL;
    case HOMEBOX_KNOWN_CONTROL_TEXT_OR_NONE:
      return LATCHKEY_TYPE_PREFIX_CONTROL;
    case HOMEBOX_KNOWN_CONTROL_SWITCH:
    default:
      return LATCHKEY_TYPE_SWITCH_CONTROL;
    }
}

/**
 * latchkey_known_control_new:
 * @known: a known setting
 *
 * Makes the control for a known setting.
 *
 * Returns: (transfer floating): the control; it shows nothing yet
 */
LatchkeyKnownControl *
latchkey_known_control_new (const HomeboxKnownSetting *known)
{
  LatchkeyKnownControl *self = g_object_new (get_type_for (known->control), NULL);
  LatchkeyKnownControlPrivate *priv = latchkey_known_control_get_instance_private (self);

  priv->known = known;

  return self;
}

/**
 * latchkey_known_control_get_known:
 * @self: a control
 *
 * Returns: the known setting that it is for
 */
const HomeboxKnownSetting *
latchkey_known_control_get_known (LatchkeyKnownControl *self)
{
  LatchkeyKnownControlPrivate *priv = latchkey_known_control_get_instance_private (self);

  g_return_val_if_fail (LATCHKEY_IS_KNOWN_CONTROL (self), NULL);

  return priv->known;
}

/**
 * latchkey_known_control_show:
 * @self: a control
 * @value: the JSON text of a value
 *
 * Shows a value. What is being typed stays.
 *
 * Returns: %FALSE when @value is of a kind that cannot be shown with it
 */
gboolean
latchkey_known_control_show (LatchkeyKnownControl *self, const char *value)
{
  g_return_val_if_fail (LATCHKEY_IS_KNOWN_CONTROL (self), FALSE);

  return LATCHKEY_KNOWN_CONTROL_GET_CLASS (self)->show (self, value);
}

/**
 * latchkey_known_control_name:
 * @self: a control
 * @title: what the setting is called
 * @help: (nullable): what it does
 *
 * Names the control for assistive technology.
 */
void
latchkey_known_control_name (LatchkeyKnownControl *self, const char *title, const char *help)
{
  g_return_if_fail (LATCHKEY_IS_KNOWN_CONTROL (self));

  LATCHKEY_KNOWN_CONTROL_GET_CLASS (self)->name (self, title, help != NULL ? help : "");
}

/**
 * latchkey_known_control_has_edit:
 * @self: a control
 *
 * Returns: whether something was typed that is not chosen yet
 */
gboolean
latchkey_known_control_has_edit (LatchkeyKnownControl *self)
{
  LatchkeyKnownControlClass *klass = LATCHKEY_KNOWN_CONTROL_GET_CLASS (self);

  return klass->has_edit != NULL && klass->has_edit (self);
}

/**
 * latchkey_known_control_commit:
 * @self: a control
 *
 * Chooses what was typed, if anything was.
 */
void
latchkey_known_control_commit (LatchkeyKnownControl *self)
{
  if (latchkey_known_control_has_edit (self))
    LATCHKEY_KNOWN_CONTROL_GET_CLASS (self)->commit (self);
}

/*
 * latchkey_known_control_choose:
 * @self: a control
 * @value: the JSON text of what the person wants
 *
 * Says what the person wants.
 */
void
latchkey_known_control_choose (LatchkeyKnownControl *self, const char *value)
{
  g_signal_emit (self, signals[CHOSEN], 0, value);
}
