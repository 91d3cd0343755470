#include "latchkey-preferences.h"

#include "latchkey-pin-row.h"

struct _LatchkeyPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkWidget *port_group;
  GtkWidget *port;
  GtkListBox *pins;

  LatchkeyPins *model;
};

G_DEFINE_FINAL_TYPE (LatchkeyPreferences, latchkey_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* The row goes, and with it the button that was pressed: the keyboard goes on to the next one. */
static void
remove_pin (LatchkeyPreferences *self, LatchkeyPinRow *row)
{
  g_autoptr (LatchkeyPin) pin = g_object_ref (latchkey_pin_row_get_pin (row));
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkListBoxRow *next;

  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  latchkey_pins_remove (self->model, latchkey_pin_get_origin (pin));

  next = gtk_list_box_get_row_at_index (self->pins, index);
  if (next == NULL && index > 0)
    next = gtk_list_box_get_row_at_index (self->pins, index - 1);

  if (next != NULL)
    gtk_widget_child_focus (GTK_WIDGET (next), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (self->port);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = latchkey_pin_row_new (LATCHKEY_PIN (item));

  g_signal_connect_object (row, "removed", G_CALLBACK (remove_pin), user_data, G_CONNECT_SWAPPED);

  return row;
}

static void
latchkey_preferences_finalize (GObject *object)
{
  g_clear_object (&LATCHKEY_PREFERENCES (object)->model);

  G_OBJECT_CLASS (latchkey_preferences_parent_class)->finalize (object);
}

static void
latchkey_preferences_class_init (LatchkeyPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = latchkey_preferences_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPreferences, port_group);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPreferences, port);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPreferences, pins);
}

static void
latchkey_preferences_init (LatchkeyPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_preferences_new:
 * @parent: the window it belongs to
 * @settings: (nullable): the settings to change, or %NULL for a copy without any
 * @pins: which servers are trusted how
 *
 * Returns: (transfer none): a window to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_preferences_new (GtkWindow *parent, GSettings *settings, LatchkeyPins *pins)
{
  LatchkeyPreferences *self;

  g_return_val_if_fail (settings == NULL || G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (LATCHKEY_IS_PINS (pins), NULL);

  self = g_object_new (LATCHKEY_TYPE_PREFERENCES, "transient-for", parent, NULL);
  self->model = g_object_ref (pins);
  gtk_list_box_bind_model (self->pins, G_LIST_MODEL (pins), make_row, self, NULL);
  gtk_widget_set_visible (self->port_group, settings != NULL);

  if (settings != NULL)
    g_settings_bind (settings, "sign-in-port", self->port, "value", G_SETTINGS_BIND_DEFAULT);

  return GTK_WINDOW (self);
}
