#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOMEBOX_TYPE_LOOPBACK_CONNECTION (homebox_loopback_connection_get_type ())

/**
 * HomeboxLoopbackConnection:
 *
 * One connection that #HomeboxLoopbackReceiver accepted: reads the head of one request, within a
 * size and a time, and answers it once. What was read is overwritten when it goes.
 */
G_DECLARE_FINAL_TYPE (HomeboxLoopbackConnection,
                      homebox_loopback_connection,
                      HOMEBOX,
                      LOOPBACK_CONNECTION,
                      GObject)

HomeboxLoopbackConnection *homebox_loopback_connection_new (GSocketConnection *stream);

void homebox_loopback_connection_read_async (HomeboxLoopbackConnection *self,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean homebox_loopback_connection_read_finish (HomeboxLoopbackConnection *self,
                                                  GAsyncResult *result,
                                                  GError **error);

const char *homebox_loopback_connection_get_method (HomeboxLoopbackConnection *self);
const char *homebox_loopback_connection_get_target (HomeboxLoopbackConnection *self);
const char *homebox_loopback_connection_get_host (HomeboxLoopbackConnection *self);

void homebox_loopback_connection_respond (HomeboxLoopbackConnection *self,
                                          guint status,
                                          const char *title,
                                          const char *text);
void homebox_loopback_connection_drop (HomeboxLoopbackConnection *self);

G_END_DECLS
