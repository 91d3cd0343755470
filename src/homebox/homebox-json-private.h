#pragma once

#include "homebox-json-text.h"

G_BEGIN_DECLS

gboolean homebox_json_text_check_object (const char *text, gssize length, GError **error);

G_END_DECLS
