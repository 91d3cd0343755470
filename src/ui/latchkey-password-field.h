#pragma once

#include "homebox-secret.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void latchkey_password_field_prepare (GtkPasswordEntry *entry);
gboolean latchkey_password_field_is_empty (GtkPasswordEntry *entry);
HomeboxSecret *latchkey_password_field_get_secret (GtkPasswordEntry *entry);
void latchkey_password_field_clear (GtkPasswordEntry *entry);

G_END_DECLS
