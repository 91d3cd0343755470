#include "latchkey-busy.h"

#include <glib/gi18n-lib.h>

#define DELAY_MS 300

struct _LatchkeyBusy
{
  GtkWidget parent_instance;

  GtkWidget *spinner;
  char *label;
  guint delay_id;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (LatchkeyBusy, latchkey_busy, GTK_TYPE_WIDGET)

enum
{
  PROP_BUSY = 1,
  PROP_LABEL,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static gboolean
appear (gpointer user_data)
{
  LatchkeyBusy *self = user_data;

  self->delay_id = 0;
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);

  return G_SOURCE_REMOVE;
}

static void
latchkey_busy_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  LatchkeyBusy *self = LATCHKEY_BUSY (object);

  switch (property_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_LABEL:
      g_value_set_string (value, latchkey_busy_get_label (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_busy_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  LatchkeyBusy *self = LATCHKEY_BUSY (object);

  switch (property_id)
    {
    case PROP_BUSY:
      latchkey_busy_set_busy (self, g_value_get_boolean (value));
      break;
    case PROP_LABEL:
      latchkey_busy_set_label (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
latchkey_busy_constructed (GObject *object)
{
  LatchkeyBusy *self = LATCHKEY_BUSY (object);

  G_OBJECT_CLASS (latchkey_busy_parent_class)->constructed (object);

  /* Any earlier it would take the role from the widget, in GTK 4.8. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  latchkey_busy_get_label (self),
                                  -1);
}

static void
latchkey_busy_dispose (GObject *object)
{
  LatchkeyBusy *self = LATCHKEY_BUSY (object);

  g_clear_handle_id (&self->delay_id, g_source_remove);
  g_clear_pointer (&self->spinner, gtk_widget_unparent);

  G_OBJECT_CLASS (latchkey_busy_parent_class)->dispose (object);
}

static void
latchkey_busy_finalize (GObject *object)
{
  LatchkeyBusy *self = LATCHKEY_BUSY (object);

  g_free (self->label);

  G_OBJECT_CLASS (latchkey_busy_parent_class)->finalize (object);
}

static void
latchkey_busy_class_init (LatchkeyBusyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = latchkey_busy_get_property;
  object_class->set_property = latchkey_busy_set_property;
  object_class->constructed = latchkey_busy_constructed;
  object_class->dispose = latchkey_busy_dispose;
  object_class->finalize = latchkey_busy_finalize;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy",
                                                NULL,
                                                NULL,
                                                FALSE,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                  | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LABEL] = g_param_spec_string ("label",
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                  | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
latchkey_busy_init (LatchkeyBusy *self)
{
  /* The spinner has no name of its own: this widget speaks for it. */
  self->spinner
    = g_object_new (GTK_TYPE_SPINNER, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->spinner, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * latchkey_busy_new:
 *
 * Makes a spinner that rests, unseen.
 *
 * Returns: (transfer floating): the spinner
 */
GtkWidget *
latchkey_busy_new (void)
{
  return g_object_new (LATCHKEY_TYPE_BUSY, NULL);
}

/**
 * latchkey_busy_get_busy:
 * @self: a spinner
 *
 * Returns: whether something is being done, seen or not yet
 */
gboolean
latchkey_busy_get_busy (LatchkeyBusy *self)
{
  g_return_val_if_fail (LATCHKEY_IS_BUSY (self), FALSE);

  return self->busy;
}

/**
 * latchkey_busy_set_busy:
 * @self: a spinner
 * @busy: whether something is being done
 *
 * Starts the 300 ms after which the spinner appears, or takes it away at once.
 */
void
latchkey_busy_set_busy (LatchkeyBusy *self, gboolean busy)
{
  g_return_if_fail (LATCHKEY_IS_BUSY (self));

  busy = !!busy;

  if (busy == self->busy)
    return;

  self->busy = busy;
  g_clear_handle_id (&self->delay_id, g_source_remove);

  if (busy)
    {
      self->delay_id = g_timeout_add (DELAY_MS, appear, self);
      g_source_set_name_by_id (self->delay_id, "[latchkey] spinner appears");
    }
  else
    {
      gtk_spinner_stop (GTK_SPINNER (self->spinner));
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
    }

  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * latchkey_busy_get_label:
 * @self: a spinner
 *
 * Returns: what is being done, in words
 */
const char *
latchkey_busy_get_label (LatchkeyBusy *self)
{
  g_return_val_if_fail (LATCHKEY_IS_BUSY (self), NULL);

  return self->label != NULL ? self->label : _("Working…");
}

/**
 * latchkey_busy_set_label:
 * @self: a spinner
 * @label: (nullable): what is being done, in words; %NULL for a general word
 *
 * Names the spinner for assistive technology.
 */
void
latchkey_busy_set_label (LatchkeyBusy *self, const char *label)
{
  g_return_if_fail (LATCHKEY_IS_BUSY (self));

  if (g_strcmp0 (label, self->label) == 0)
    return;

  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  latchkey_busy_get_label (self),
                                  -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}
