#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A callback that keeps the result, and the waiting for it. */
void keep_result (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *await_result (GAsyncResult **place);

G_END_DECLS
