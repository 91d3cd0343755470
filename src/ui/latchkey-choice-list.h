#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What GTK 4.8 leaves out of a GtkDropDown for those who do not see it. */

GtkListItemFactory *latchkey_choice_list_factory_new (void);
GtkListItemFactory *latchkey_choice_list_button_factory_new (void);
void latchkey_choice_list_name_parts (GtkDropDown *drop_down);
void latchkey_choice_list_name_choice (GtkDropDown *drop_down, const char *title);

G_END_DECLS
