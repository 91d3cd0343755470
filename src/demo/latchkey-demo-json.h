#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *latchkey_demo_json_normalize (GBytes *body, char **problem);

G_END_DECLS
