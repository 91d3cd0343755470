#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

gpointer latchkey_weak_new (gpointer object);
gpointer latchkey_weak_take (gpointer weak);

G_END_DECLS
