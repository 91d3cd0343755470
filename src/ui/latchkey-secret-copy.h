#pragma once

#include "homebox-secret.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How long a secret stays on the clipboard, in milliseconds. */
#define LATCHKEY_SECRET_COPY_TIME 60000

void latchkey_secret_copy (GtkWidget *widget, HomeboxSecret *secret);
void latchkey_secret_copy_for (GtkWidget *widget, HomeboxSecret *secret, guint milliseconds);

G_END_DECLS
