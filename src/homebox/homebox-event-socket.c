#include "homebox-event-socket.h"

#include "homebox-client-private.h"
#include "homebox-json.h"
#include "homebox-tls-check.h"

#define PATH "/ws/events"

/* How large a message may be, in bytes. Those of Homebox have some thirty. */
#define MESSAGE_LIMIT (64 * 1024)

/* A server that goes on announcing an answer would keep the main loop busy with it. */
#define MAX_INFORMATIONAL 8

struct _HomeboxEventSocket
{
  GObject parent_instance;

  gboolean is_closed;

  /* Until libsoup is done with the handshake, also when that was given up. */
  GCancellable *cancellable;
  SoupMessage *message;
  HomeboxTlsCheck *tls_check;
  guint status;
  guint n_informational;

  SoupWebsocketConnection *connection;
};

enum
{
  OPENED,
  HEARD,
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomeboxEventSocket, homebox_event_socket, G_TYPE_OBJECT)

static void
homebox_event_socket_dispose (GObject *object)
{
  homebox_event_socket_close (HOMEBOX_EVENT_SOCKET (object));

  G_OBJECT_CLASS (homebox_event_socket_parent_class)->dispose (object);
}

static void
homebox_event_socket_class_init (HomeboxEventSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = homebox_event_socket_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[HEARD] = g_signal_new ("heard", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
homebox_event_socket_init (HomeboxEventSocket *self)
{
}

/*
 * homebox_event_socket_new:
 *
 * Returns: (transfer full): a new socket, not yet on its way
 */
HomeboxEventSocket *
homebox_event_socket_new (void)
{
  return g_object_new (HOMEBOX_TYPE_EVENT_SOCKET, NULL);
}

static void
end (HomeboxEventSocket *self, HomeboxEventSocketEnd reason)
{
  g_autoptr (HomeboxEventSocket) alive = g_object_ref (self);

  homebox_event_socket_close (self);
  g_signal_emit (self, signals[ENDED], 0, (guint) reason);
}

/* Of an answer only the head counts: libsoup would read its body without a limit. */
static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  HomeboxEventSocket *self = HOMEBOX_EVENT_SOCKET (user_data);

  self->status = soup_message_get_status (message);
  g_cancellable_cancel (self->cancellable);
}

static void
on_got_informational (SoupMessage *message, gpointer user_data)
{
  HomeboxEventSocket *self = HOMEBOX_EVENT_SOCKET (user_data);

  if (++self->n_informational > MAX_INFORMATIONAL)
    g_cancellable_cancel (self->cancellable);
}

static char *
read_event (GBytes *message)
{
  gsize length;
  const char *text = g_bytes_get_data (message, &length);
  g_autoptr (JsonNode) root = homebox_json_parse (text, length, NULL);

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  return g_strdup (homebox_json_get_string (json_node_get_object (root), "event"));
}

static void
on_message (SoupWebsocketConnection *connection, int type, GBytes *message, gpointer user_data)
{
  g_autoptr (HomeboxEventSocket) self = g_object_ref (user_data);
  g_autofree char *event = NULL;

  /* The limit that libsoup was given is one of a frame, and a message may have many. */
  if (g_bytes_get_size (message) > MESSAGE_LIMIT)
    {
      end (self, HOMEBOX_EVENT_SOCKET_LOST);
      return;
    }

  if (type == SOUP_WEBSOCKET_DATA_TEXT)
    event = read_event (message);

  g_signal_emit (self, signals[HEARD], 0, event);
}

/* Also after an error and after a goodbye of the server, at the latest five seconds later. */
static void
on_closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  end (HOMEBOX_EVENT_SOCKET (user_data), HOMEBOX_EVENT_SOCKET_LOST);
}

static void
take_connection (HomeboxEventSocket *self, SoupWebsocketConnection *connection)
{
  GObjectClass *connection_class = G_OBJECT_GET_CLASS (connection);

  self->connection = connection;
  soup_websocket_connection_set_max_incoming_payload_size (connection, MESSAGE_LIMIT);

  /* Libsoup 3.8 stops a message of many frames before it is complete. */
  if (g_object_class_find_property (connection_class, "max-total-message-size") != NULL)
    g_object_set (connection, "max-total-message-size", (guint64) MESSAGE_LIMIT, NULL);

  g_signal_connect (connection, "message", G_CALLBACK (on_message), self);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), self);
}

static HomeboxEventSocketEnd
judge (guint status, const GError *error)
{
  switch (status)
    {
    case SOUP_STATUS_NONE:
      /* A 101 that is no handshake. */
      return error->domain == SOUP_WEBSOCKET_ERROR ? HOMEBOX_EVENT_SOCKET_UNFIT
                                                   : HOMEBOX_EVENT_SOCKET_LOST;
    case SOUP_STATUS_UNAUTHORIZED:
      return HOMEBOX_EVENT_SOCKET_REFUSED;
    case SOUP_STATUS_REQUEST_TIMEOUT:
    case 429: /* Too many requests (RFC 6585), which libsoup 3.2 has no name for. */
    case SOUP_STATUS_INTERNAL_SERVER_ERROR:
    case SOUP_STATUS_BAD_GATEWAY:
    case SOUP_STATUS_SERVICE_UNAVAILABLE:
    case SOUP_STATUS_GATEWAY_TIMEOUT:
      return HOMEBOX_EVENT_SOCKET_BUSY;
    default:
      return HOMEBOX_EVENT_SOCKET_UNFIT;
    }
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxEventSocket) self = user_data;
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_pointer (&self->tls_check, homebox_tls_check_free);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);

  /* There is nobody to tell any more, and a connection goes with its last reference. */
  if (self->is_closed)
    return;

  if (connection == NULL)
    {
      end (self, judge (self->status, error));
      return;
    }

  take_connection (self, g_steal_pointer (&connection));
  g_signal_emit (self, signals[OPENED], 0);
}

/*
 * homebox_event_socket_open:
 * @self: a socket that was not used yet
 * @client: the client of the server
 * @token: whose events
 * @error: return location for an error
 *
 * Starts the handshake, which is over with the signal `opened` or `ended`, never before this
 * returns. The token goes as a header, as with any other request, to the origin of @client only:
 * no redirect is followed.
 *
 * Errors: as homebox_client_make_message().
 *
 * Returns: whether it is under way
 */
gboolean
homebox_event_socket_open (HomeboxEventSocket *self,
                           HomeboxClient *client,
                           HomeboxToken *token,
                           GError **error)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("GET", PATH, HOMEBOX_REQUEST_ONCE);

  g_return_val_if_fail (self->message == NULL && self->connection == NULL, FALSE);

  homebox_request_set_token (request, token);
  self->message = homebox_client_make_message (client, request, error);
  if (self->message == NULL)
    return FALSE;

  /* The token goes nowhere else, and there is no other answer to a 401. */
  soup_message_set_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_disable_feature (self->message, SOUP_TYPE_AUTH_MANAGER);

  g_signal_connect (self->message, "got-headers", G_CALLBACK (on_got_headers), self);
  g_signal_connect (self->message, "got-informational", G_CALLBACK (on_got_informational), self);

  self->cancellable = g_cancellable_new ();
  self->tls_check = homebox_tls_check_new (self->message, homebox_client_get_trust (client),
                                           self->cancellable);
  soup_session_websocket_connect_async (homebox_client_get_soup_session (client), self->message,
                                        NULL, NULL, G_PRIORITY_DEFAULT, self->cancellable,
                                        on_connected, g_object_ref (self));

  return TRUE;
}

/* Libsoup must not lose its last reference to a connection in the middle of reading from it. It
 * keeps itself until the server said goodbye as well, or did not for five seconds. */
static void
say_goodbye (SoupWebsocketConnection *connection)
{
  SoupWebsocketState state = soup_websocket_connection_get_state (connection);

  if (state == SOUP_WEBSOCKET_STATE_CLOSED)
    return;

  g_signal_connect (g_object_ref (connection), "closed", G_CALLBACK (g_object_unref), NULL);
  if (state == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
}

/*
 * homebox_event_socket_close:
 * @self: a socket
 *
 * Closes it, or gives its handshake up. Nothing is emitted any more.
 */
void
homebox_event_socket_close (HomeboxEventSocket *self)
{
  self->is_closed = TRUE;

  /* Libsoup may notice late: until it does, this stays to look after the message. */
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      say_goodbye (self->connection);
      g_clear_object (&self->connection);
    }
}
