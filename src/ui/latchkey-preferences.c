#include "latchkey-preferences.h"

struct _LatchkeyPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkWidget *port;
};

G_DEFINE_FINAL_TYPE (LatchkeyPreferences, latchkey_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
latchkey_preferences_class_init (LatchkeyPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyPreferences, port);
}

static void
latchkey_preferences_init (LatchkeyPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_preferences_new:
 * @parent: the window it belongs to
 * @settings: the settings to change
 *
 * Returns: (transfer none): a window to present, which GTK owns until it is closed
 */
GtkWindow *
latchkey_preferences_new (GtkWindow *parent, GSettings *settings)
{
  LatchkeyPreferences *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (LATCHKEY_TYPE_PREFERENCES, "transient-for", parent, NULL);
  g_settings_bind (settings, "sign-in-port", self->port, "value", G_SETTINGS_BIND_DEFAULT);

  return GTK_WINDOW (self);
}
