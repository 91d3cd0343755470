#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void latchkey_form_release_focus (GtkWidget *form);
void latchkey_form_set_sensitive (GtkWidget *form, gboolean sensitive);
void latchkey_form_replace_secret (GtkWidget *entry, const char *text);

G_END_DECLS
