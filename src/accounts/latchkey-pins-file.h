#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *latchkey_pins_file_parse (GBytes *content, GError **error);
GBytes *latchkey_pins_file_serialize (GPtrArray *pins);

G_END_DECLS
