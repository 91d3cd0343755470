#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void latchkey_window_size_restore (GtkWindow *window, GSettings *settings);
void latchkey_window_size_remember (GtkWindow *window, GSettings *settings);

G_END_DECLS
