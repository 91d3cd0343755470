#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* JSON values as Go's encoding/json writes them. */

void latchkey_demo_json_write_string (GString *out, const GString *text);
void latchkey_demo_json_write_number (GString *out, double value);

G_END_DECLS
