#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *homebox_distinguished_name_find (const char *name, const char *attribute);

G_END_DECLS
