#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/*
 * EventServer:
 *
 * A server on the loopback that accepts every WebSocket at `/api/v1/ws/events`, says nothing on it
 * by itself, and answers anything else like `GET /users/self`.
 */
#define EVENT_TYPE_SERVER (event_server_get_type ())
G_DECLARE_FINAL_TYPE (EventServer, event_server, EVENT, SERVER, GObject)

EventServer *event_server_new (guint port);
EventServer *event_server_new_with_tls (GTlsCertificate *certificate);

char *event_server_dup_uri (EventServer *self);
guint event_server_get_port (EventServer *self);

guint event_server_get_n_connections (EventServer *self);
SoupWebsocketConnection *event_server_get_connection (EventServer *self, guint index);
const char *event_server_get_authorization (EventServer *self, guint index);

void event_server_send (EventServer *self, const char *text);
void event_server_write (EventServer *self, gconstpointer data, gsize length);
void event_server_cut (EventServer *self);
void event_server_set_cuts (EventServer *self, gboolean cuts);

G_END_DECLS
