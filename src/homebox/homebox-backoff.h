#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint homebox_backoff_get_delay (guint n_failures, guint first, guint longest, double chance);

G_END_DECLS
