#include "raw-server.h"

#include "raw-connection.h"

#include <string.h>

struct _RawServer
{
  GObject parent_instance;

  GSocketService *service;
  guint16 port;
  GTlsCertificate *certificate;
  RawAnswer *greeting;

  /* Of RawAnswer, of char *, and of RawConnection, also of those that ended. */
  GPtrArray *answers;
  GPtrArray *requests;
  GPtrArray *connections;
};

G_DEFINE_FINAL_TYPE (RawServer, raw_server, G_TYPE_OBJECT)

static RawAnswer *
on_request (const char *request, gpointer user_data)
{
  RawServer *self = RAW_SERVER (user_data);
  guint index = self->requests->len;

  g_assert_cmpuint (self->answers->len, >, 0);
  g_ptr_array_add (self->requests, g_strdup (request));

  return raw_answer_ref (g_ptr_array_index (self->answers, MIN (index, self->answers->len - 1)));
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *incoming,
             GObject *source,
             gpointer user_data)
{
  RawServer *self = RAW_SERVER (user_data);

  g_ptr_array_add (self->connections, raw_connection_new (incoming, self->certificate,
                                                          self->greeting, on_request, self));

  return TRUE;
}

static void
raw_server_dispose (GObject *object)
{
  RawServer *self = RAW_SERVER (object);

  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }

  for (guint i = 0; i < self->connections->len; i++)
    raw_connection_end (g_ptr_array_index (self->connections, i));

  g_clear_object (&self->service);

  G_OBJECT_CLASS (raw_server_parent_class)->dispose (object);
}

static void
raw_server_finalize (GObject *object)
{
  RawServer *self = RAW_SERVER (object);

  g_clear_object (&self->certificate);
  g_clear_pointer (&self->greeting, raw_answer_unref);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->connections);

  G_OBJECT_CLASS (raw_server_parent_class)->finalize (object);
}

static void
raw_server_class_init (RawServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = raw_server_dispose;
  object_class->finalize = raw_server_finalize;
}

static void
raw_server_init (RawServer *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  GError *error = NULL;

  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_answer_unref);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->service = g_socket_service_new ();
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);

  /* With the usual ten, some of a crowd of connections wait a second for their next attempt. */
  g_socket_listener_set_backlog (G_SOCKET_LISTENER (self->service), 128);

  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any_port, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/*
 * raw_server_new:
 *
 * Returns: (transfer full): a server that listens on 127.0.0.1
 */
RawServer *
raw_server_new (void)
{
  return g_object_new (RAW_TYPE_SERVER, NULL);
}

/*
 * raw_server_new_with_tls:
 * @certificate: its certificate, with the key
 *
 * Returns: (transfer full): a server that listens on 127.0.0.1 and speaks TLS
 */
RawServer *
raw_server_new_with_tls (GTlsCertificate *certificate)
{
  RawServer *self = raw_server_new ();

  self->certificate = g_object_ref (certificate);

  return self;
}

/*
 * raw_server_dup_uri:
 * @self: a server
 *
 * Returns: (transfer full): its base address
 */
char *
raw_server_dup_uri (RawServer *self)
{
  return g_strdup_printf ("%s://127.0.0.1:%u", self->certificate != NULL ? "https" : "http",
                          self->port);
}

/*
 * raw_server_get_port:
 * @self: a server
 *
 * Returns: the port it listens on
 */
guint16
raw_server_get_port (RawServer *self)
{
  return self->port;
}

/*
 * raw_server_answer:
 * @self: a server
 * @then: what follows
 * @answer: what to send
 *
 * Says how to answer the next request.
 */
void
raw_server_answer (RawServer *self, RawThen then, const char *answer)
{
  raw_server_answer_bytes (self, then, answer, strlen (answer));
}

/*
 * raw_server_answer_bytes:
 * @self: a server
 * @then: what follows
 * @data: what to send
 * @length: its length in bytes
 *
 * Says how to answer the next request.
 */
void
raw_server_answer_bytes (RawServer *self, RawThen then, gconstpointer data, gsize length)
{
  g_ptr_array_add (self->answers, raw_answer_new (then, data, length, NULL));
}

/*
 * raw_server_answer_json:
 * @self: a server
 * @status: a status, like `200 OK`
 * @json: the body
 *
 * Answers the next request as Homebox does, and keeps the connection.
 */
void
raw_server_answer_json (RawServer *self, const char *status, const char *json)
{
  g_autofree char *answer = NULL;

  answer = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: application/json; charset=utf-8\r\n"
                            "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                            status, strlen (json), json);
  raw_server_answer (self, RAW_THEN_KEEP, answer);
}

/*
 * raw_server_answer_redirect:
 * @self: a server
 * @status: a status, like `302 Found`
 * @location: where to
 *
 * Answers the next request with a redirect.
 */
void
raw_server_answer_redirect (RawServer *self, const char *status, const char *location)
{
  g_autofree char *answer = NULL;

  answer = g_strdup_printf ("HTTP/1.1 %s\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", status,
                            location);
  raw_server_answer (self, RAW_THEN_KEEP, answer);
}

/*
 * raw_server_answer_endless:
 * @self: a server
 * @head: what to send once
 * @repeated: what to send after it, for as long as the other side reads
 *
 * Answers the next request without an end.
 */
void
raw_server_answer_endless (RawServer *self, const char *head, const char *repeated)
{
  g_ptr_array_add (self->answers, raw_answer_new (RAW_THEN_REPEAT, head, strlen (head), repeated));
}

/*
 * raw_server_continue:
 * @self: a server
 * @more: the rest of an answer
 *
 * Goes on with the one answer after which nothing happened so far (%RAW_THEN_HOLD).
 */
void
raw_server_continue (RawServer *self, const char *more)
{
  guint n_held = 0;

  for (guint i = 0; i < self->connections->len; i++)
    n_held += raw_connection_continue (g_ptr_array_index (self->connections, i), more) ? 1 : 0;

  g_assert_cmpuint (n_held, ==, 1);
}

/*
 * raw_server_greet:
 * @self: a server
 * @then: what follows
 * @greeting: what to send
 *
 * Makes it speak first, as other protocols do, or end every connection at once.
 */
void
raw_server_greet (RawServer *self, RawThen then, const char *greeting)
{
  g_clear_pointer (&self->greeting, raw_answer_unref);
  self->greeting = raw_answer_new (then, greeting, strlen (greeting), NULL);
}

/*
 * raw_server_stop_greeting:
 * @self: a server
 *
 * Makes it wait for requests again, on the connections that are still to come.
 */
void
raw_server_stop_greeting (RawServer *self)
{
  g_clear_pointer (&self->greeting, raw_answer_unref);
}

/*
 * raw_server_get_n_connections:
 * @self: a server
 *
 * Returns: how many connections there were
 */
guint
raw_server_get_n_connections (RawServer *self)
{
  return self->connections->len;
}

/*
 * raw_server_get_n_requests:
 * @self: a server
 *
 * Returns: how many complete requests arrived
 */
guint
raw_server_get_n_requests (RawServer *self)
{
  return self->requests->len;
}

/*
 * raw_server_get_request:
 * @self: a server
 * @index: which one
 *
 * Returns: (transfer none): a request as it arrived, head and body
 */
const char *
raw_server_get_request (RawServer *self, guint index)
{
  g_assert_cmpuint (index, <, self->requests->len);

  return g_ptr_array_index (self->requests, index);
}

/*
 * raw_server_get_protocol:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): what was agreed on with TLS on the last connection
 */
const char *
raw_server_get_protocol (RawServer *self)
{
  g_assert_cmpuint (self->connections->len, >, 0);

  return raw_connection_get_protocol (
      g_ptr_array_index (self->connections, self->connections->len - 1));
}
