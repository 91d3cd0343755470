#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void await_store (GObject *source, GAsyncResult *result, gpointer slot);
GAsyncResult *await (GAsyncResult **slot);

G_END_DECLS
