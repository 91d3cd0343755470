#include "event-server.h"

#define SELF_JSON "{\"item\":{\"id\":\"9c5c\",\"name\":\"Ann\",\"email\":\"ann@example.org\"}}"

struct _EventServer
{
  GObject parent_instance;

  SoupServer *server;
  gboolean has_tls;
  guint port;
  gboolean cuts;

  /* Of SoupWebsocketConnection, also of those that ended, and the header that each came with. */
  GPtrArray *connections;
  GPtrArray *authorizations;
};

G_DEFINE_FINAL_TYPE (EventServer, event_server, G_TYPE_OBJECT)

static void
cut (SoupWebsocketConnection *connection)
{
  g_io_stream_close (soup_websocket_connection_get_io_stream (connection), NULL, NULL);
}

static void
on_websocket (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *connection,
              gpointer user_data)
{
  EventServer *self = EVENT_SERVER (user_data);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  g_ptr_array_add (self->connections, g_object_ref (connection));
  g_ptr_array_add (self->authorizations,
                   g_strdup (soup_message_headers_get_one (headers, "Authorization")));
  if (self->cuts)
    cut (connection);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, SELF_JSON,
                                    sizeof SELF_JSON - 1);
}

static void
event_server_dispose (GObject *object)
{
  EventServer *self = EVENT_SERVER (object);

  for (guint i = 0; i < self->connections->len; i++)
    cut (g_ptr_array_index (self->connections, i));

  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);

  G_OBJECT_CLASS (event_server_parent_class)->dispose (object);
}

static void
event_server_finalize (GObject *object)
{
  EventServer *self = EVENT_SERVER (object);

  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->authorizations);

  G_OBJECT_CLASS (event_server_parent_class)->finalize (object);
}

static void
event_server_class_init (EventServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = event_server_dispose;
  object_class->finalize = event_server_finalize;
}

static void
event_server_init (EventServer *self)
{
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->authorizations = g_ptr_array_new_with_free_func (g_free);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, "/api/v1/users/self", on_request, self, NULL);
  soup_server_add_websocket_handler (self->server, "/api/v1/ws/events", NULL, NULL, on_websocket,
                                     self, NULL);
}

static void
event_server_listen (EventServer *self, guint port, SoupServerListenOptions options)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) port);
  g_autoptr (GSocketAddress) bound = NULL;
  GError *error = NULL;
  GSList *listeners;

  soup_server_listen (self->server, address, options, &error);
  g_assert_no_error (error);

  /* Its addresses as text come with a leak in libsoup 3.2. */
  listeners = soup_server_get_listeners (self->server);
  bound = g_socket_get_local_address (listeners->data, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_slist_free (listeners);
}

/*
 * event_server_new:
 * @port: where to listen, for one that is started again; 0 takes any
 *
 * Returns: (transfer full): a server that listens on 127.0.0.1
 */
EventServer *
event_server_new (guint port)
{
  EventServer *self = g_object_new (EVENT_TYPE_SERVER, NULL);

  event_server_listen (self, port, 0);

  return self;
}

/*
 * event_server_new_with_tls:
 * @certificate: its certificate, with the key
 *
 * Returns: (transfer full): a server that listens on 127.0.0.1 and speaks TLS
 */
EventServer *
event_server_new_with_tls (GTlsCertificate *certificate)
{
  EventServer *self = g_object_new (EVENT_TYPE_SERVER, NULL);

  self->has_tls = TRUE;
  soup_server_set_tls_certificate (self->server, certificate);
  event_server_listen (self, 0, SOUP_SERVER_LISTEN_HTTPS);

  return self;
}

/*
 * event_server_dup_uri:
 * @self: a server
 *
 * Returns: (transfer full): its base address
 */
char *
event_server_dup_uri (EventServer *self)
{
  return g_strdup_printf ("%s://127.0.0.1:%u", self->has_tls ? "https" : "http", self->port);
}

/*
 * event_server_get_port:
 * @self: a server
 *
 * Returns: the port it listens on
 */
guint
event_server_get_port (EventServer *self)
{
  return self->port;
}

/*
 * event_server_get_n_connections:
 * @self: a server
 *
 * Returns: how many WebSockets were opened so far
 */
guint
event_server_get_n_connections (EventServer *self)
{
  return self->connections->len;
}

/*
 * event_server_get_connection:
 * @self: a server
 * @index: which one
 *
 * Returns: (transfer none): its end of a WebSocket
 */
SoupWebsocketConnection *
event_server_get_connection (EventServer *self, guint index)
{
  g_assert_cmpuint (index, <, self->connections->len);

  return g_ptr_array_index (self->connections, index);
}

/*
 * event_server_get_authorization:
 * @self: a server
 * @index: which WebSocket
 *
 * Returns: (transfer none) (nullable): the header that it was asked for with
 */
const char *
event_server_get_authorization (EventServer *self, guint index)
{
  g_assert_cmpuint (index, <, self->authorizations->len);

  return g_ptr_array_index (self->authorizations, index);
}

static SoupWebsocketConnection *
get_last (EventServer *self)
{
  return event_server_get_connection (self, self->connections->len - 1);
}

/*
 * event_server_send:
 * @self: a server
 * @text: a message
 *
 * Says something on the last WebSocket.
 */
void
event_server_send (EventServer *self, const char *text)
{
  soup_websocket_connection_send_text (get_last (self), text);
}

/*
 * event_server_write:
 * @self: a server
 * @data: frames, or parts of some
 * @length: their length in bytes
 *
 * Writes to the last WebSocket as it is; no more than the socket takes at once.
 */
void
event_server_write (EventServer *self, gconstpointer data, gsize length)
{
  GIOStream *stream = soup_websocket_connection_get_io_stream (get_last (self));
  GError *error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), data, length, NULL, NULL,
                             &error);
  g_assert_no_error (error);
}

/*
 * event_server_cut:
 * @self: a server
 *
 * Ends the last WebSocket without a word.
 */
void
event_server_cut (EventServer *self)
{
  cut (get_last (self));
}

/*
 * event_server_set_cuts:
 * @self: a server
 * @cuts: whether to end every WebSocket as soon as it is open
 *
 * Makes it useless.
 */
void
event_server_set_cuts (EventServer *self, gboolean cuts)
{
  self->cuts = cuts;
}
