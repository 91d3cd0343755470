#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean homebox_uri_is_http (GUri *uri);
gboolean homebox_uri_is_same_origin (GUri *uri, GUri *other);

G_END_DECLS
