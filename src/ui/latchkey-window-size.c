#include "latchkey-window-size.h"

/* What the schema takes. */
#define MIN_WIDTH 360
#define MIN_HEIGHT 200
#define MAX_LENGTH 16384

/**
 * latchkey_window_size_restore:
 * @window: a window that was not shown yet
 * @settings: where its size is
 *
 * Makes a window as large as it was.
 */
void
latchkey_window_size_restore (GtkWindow *window, GSettings *settings)
{
  gtk_window_set_default_size (window,
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));

  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (window);
}

/**
 * latchkey_window_size_remember:
 * @window: a window that is about to be closed
 * @settings: where its size goes
 *
 * Remembers how large a window is; of a maximized one, how large it was before.
 */
void
latchkey_window_size_remember (GtkWindow *window, GSettings *settings)
{
  int width;
  int height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", CLAMP (width, MIN_WIDTH, MAX_LENGTH));
  g_settings_set_int (settings, "window-height", CLAMP (height, MIN_HEIGHT, MAX_LENGTH));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
}
