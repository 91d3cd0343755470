#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a test finds in a window, by what a person sees. Each is there, or the test fails. */
GtkWidget *find_field (GtkWidget *root, const char *title);
GtkWidget *find_row (GtkWidget *root, const char *title);
GtkWidget *find_button (GtkWidget *root, const char *text);
gboolean has_button (GtkWidget *root, const char *text);
gboolean has_text (GtkWidget *root, const char *text);

const char *get_text (GtkWidget *entry);
void set_text (GtkWidget *entry, const char *text);
void click (GtkWidget *button);

G_END_DECLS
