#pragma once

#include "latchkey-settings-page.h"

G_BEGIN_DECLS

void latchkey_settings_page_install_list_actions (GtkWidgetClass *widget_class);

G_END_DECLS
