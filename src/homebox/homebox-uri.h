#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean homebox_uri_is_http (GUri *uri);
gboolean homebox_uri_is_same_origin (GUri *uri, GUri *other);

char *homebox_uri_dup_origin (GUri *uri);
char *homebox_uri_dup_origin_of (const char *base_uri);

G_END_DECLS
