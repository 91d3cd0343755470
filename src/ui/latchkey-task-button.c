#include "latchkey-task-button.h"

#include "latchkey-busy.h"

#include <glib/gi18n.h>

struct _LatchkeyTaskButton
{
  GtkButton parent_instance;

  LatchkeyBusy *spinner;
  GtkWidget *label;
  char *text;
  gboolean busy;
  gboolean suggested;
};

G_DEFINE_FINAL_TYPE (LatchkeyTaskButton, latchkey_task_button, GTK_TYPE_BUTTON)

enum
{
  PROP_TEXT = 1,
  PROP_BUSY,
  PROP_WORKING,
  N_PROPERTIES,
};

enum
{
  START,
  CANCEL,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
draw (LatchkeyTaskButton *self)
{
  const char *text = latchkey_task_button_get_working (self) ? _("Cancel") : self->text;

  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "",
                                  -1);
}

static void
spinner_shown (LatchkeyTaskButton *self)
{
  gboolean working = latchkey_task_button_get_working (self);

  /* Cancelling is never what is suggested. */
  if (working && gtk_widget_has_css_class (GTK_WIDGET (self), "suggested-action"))
    {
      self->suggested = TRUE;
      gtk_widget_remove_css_class (GTK_WIDGET (self), "suggested-action");
    }
  else if (!working && self->suggested)
    {
      self->suggested = FALSE;
      gtk_widget_add_css_class (GTK_WIDGET (self), "suggested-action");
    }

  draw (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKING]);
}

static void
latchkey_task_button_clicked (GtkButton *button)
{
  LatchkeyTaskButton *self = LATCHKEY_TASK_BUTTON (button);

  if (!self->busy)
    g_signal_emit (self, signals[START], 0);
  else if (latchkey_task_button_get_working (self))
    g_signal_emit (self, signals[CANCEL], 0);
}

static void
latchkey_task_button_get_property (GObject *object,
                                   guint property_id,
                                   GValue *value,
                                   GParamSpec *pspec)
{
  LatchkeyTaskButton *self = LATCHKEY_TASK_BUTTON (object);

  switch (property_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_WORKING:
      g_value_set_boolean (value, latchkey_task_button_get_working (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_task_button_set_property (GObject *object,
                                   guint property_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  LatchkeyTaskButton *self = LATCHKEY_TASK_BUTTON (object);

  switch (property_id)
    {
    case PROP_TEXT:
      g_free (self->text);
      self->text = g_value_dup_string (value);
      draw (self);
      break;
    case PROP_BUSY:
      latchkey_task_button_set_busy (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_task_button_finalize (GObject *object)
{
  LatchkeyTaskButton *self = LATCHKEY_TASK_BUTTON (object);

  g_free (self->text);

  G_OBJECT_CLASS (latchkey_task_button_parent_class)->finalize (object);
}

static void
latchkey_task_button_class_init (LatchkeyTaskButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkButtonClass *button_class = GTK_BUTTON_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = latchkey_task_button_get_property;
  object_class->set_property = latchkey_task_button_set_property;
  object_class->finalize = latchkey_task_button_finalize;
  button_class->clicked = latchkey_task_button_clicked;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE | flags);
  properties[PROP_BUSY]
    = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READWRITE | flags);
  properties[PROP_WORKING]
    = g_param_spec_boolean ("working", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * LatchkeyTaskButton::start:
   * @self: the button
   *
   * It was pressed while nothing went on.
   */
  signals[START] = g_signal_new ("start",
                                 LATCHKEY_TYPE_TASK_BUTTON,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);

  /**
   * LatchkeyTaskButton::cancel:
   * @self: the button
   *
   * It was pressed while it said Cancel.
   */
  signals[CANCEL] = g_signal_new ("cancel",
                                  LATCHKEY_TYPE_TASK_BUTTON,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0);
}

static void
latchkey_task_button_init (LatchkeyTaskButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->spinner = LATCHKEY_BUSY (latchkey_busy_new ());
  g_signal_connect_object (self->spinner,
                           "notify::visible",
                           G_CALLBACK (spinner_shown),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->spinner));

  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), self->label);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (self), box);
}

/**
 * latchkey_task_button_get_busy:
 * @self: a button
 *
 * Returns: whether its task goes on
 */
gboolean
latchkey_task_button_get_busy (LatchkeyTaskButton *self)
{
  g_return_val_if_fail (LATCHKEY_IS_TASK_BUTTON (self), FALSE);

  return self->busy;
}

/**
 * latchkey_task_button_set_busy:
 * @self: a button
 * @busy: whether its task goes on
 *
 * Says that the task was started, or that it ended in whatever way.
 */
void
latchkey_task_button_set_busy (LatchkeyTaskButton *self, gboolean busy)
{
  g_return_if_fail (LATCHKEY_IS_TASK_BUTTON (self));

  busy = !!busy;

  if (busy == self->busy)
    return;

  self->busy = busy;
  latchkey_busy_set_busy (self->spinner, busy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * latchkey_task_button_get_working:
 * @self: a button
 *
 * Returns: whether its task goes on for long enough that the button offers to cancel it
 */
gboolean
latchkey_task_button_get_working (LatchkeyTaskButton *self)
{
  g_return_val_if_fail (LATCHKEY_IS_TASK_BUTTON (self), FALSE);

  return self->busy && gtk_widget_get_visible (GTK_WIDGET (self->spinner));
}
