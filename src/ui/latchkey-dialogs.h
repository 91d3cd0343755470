#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWindow *latchkey_dialogs_find_top (GtkWindow *window);
void latchkey_dialogs_present (GtkWindow *dialog, GtkWidget *parent);
void latchkey_dialogs_close_after_question (GtkWindow *dialog);
void latchkey_dialogs_detach (GtkWindow *dialog);
gboolean latchkey_dialogs_close_all (GtkWindow *parent);
void latchkey_dialogs_destroy_all (GtkWindow *parent);

G_END_DECLS
