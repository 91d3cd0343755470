#pragma once

#include "homebox-server-info.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void latchkey_oidc_button_draw (GtkButton *button, HomeboxServerInfo *info, gboolean emphasised);

G_END_DECLS
