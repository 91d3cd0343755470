#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *find_widget (gpointer within, const char *id);
gboolean holds_focus (gpointer window, const char *id);

G_END_DECLS
