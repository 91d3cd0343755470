#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *homebox_json_check (const char *text, gsize length, gsize *offset);

G_END_DECLS
