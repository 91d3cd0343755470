#include "latchkey-window.h"

struct _LatchkeyWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwBin *page;
};

G_DEFINE_FINAL_TYPE (LatchkeyWindow, latchkey_window, ADW_TYPE_APPLICATION_WINDOW)

static void
latchkey_window_class_init (LatchkeyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-window.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyWindow, page);
}

static void
latchkey_window_init (LatchkeyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_window_new:
 * @application: the application
 *
 * Makes the main window.
 *
 * Returns: (transfer none): a new window, which GTK owns until it is closed
 */
LatchkeyWindow *
latchkey_window_new (GtkApplication *application)
{
  return g_object_new (LATCHKEY_TYPE_WINDOW, "application", application, NULL);
}
