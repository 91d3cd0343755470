#include "raw-connection.h"

#include <string.h>
#include <sys/socket.h>

/* In milliseconds. */
#define DRIP_INTERVAL 5

#define READ_SIZE 4096

/* The first byte of a TLS record that starts a handshake (RFC 8446, section 5.1). */
#define TLS_HANDSHAKE 0x16

/* What web servers say to that when they expect plain http. */
#define NOT_TLS "HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n"
#define HEAD_END "\r\n\r\n"
#define LENGTH_HEADER "\r\ncontent-length: "

struct _RawConnection
{
  GObject parent_instance;

  GSocket *socket;
  GIOStream *stream;
  GCancellable *cancellable;
  RawConnectionNext next;
  gpointer user_data;

  GString *received;
  RawAnswer *answer;
  GSource *drip;
  gsize n_dripped;
  char buffer[READ_SIZE];
};

G_DEFINE_FINAL_TYPE (RawConnection, raw_connection, G_TYPE_OBJECT)

static void raw_connection_read (RawConnection *self);
static void raw_connection_after_answer (RawConnection *self);

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RawConnection) self = RAW_CONNECTION (user_data);

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    raw_connection_end (self);
  else if (!raw_connection_is_ended (self))
    raw_connection_after_answer (self);
}

static void
raw_connection_write (RawConnection *self, GBytes *bytes)
{
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_PRIORITY_DEFAULT, self->cancellable, on_written,
                                   g_object_ref (self));
}

static gboolean
on_drip (gpointer user_data)
{
  RawConnection *self = RAW_CONNECTION (user_data);
  gsize length;
  const char *data = g_bytes_get_data (self->answer->bytes, &length);

  if (self->n_dripped + 1 < length)
    {
      if (g_socket_send (self->socket, data + self->n_dripped, 1, NULL, NULL) != 1)
        {
          raw_connection_end (self);
          return G_SOURCE_REMOVE;
        }

      self->n_dripped++;
    }

  return G_SOURCE_CONTINUE;
}

static void
raw_connection_start_dripping (RawConnection *self)
{
  self->drip = g_timeout_source_new (DRIP_INTERVAL);
  g_source_set_callback (self->drip, on_drip, self, NULL);
  g_source_attach (self->drip, g_main_context_get_thread_default ());
}

static void
raw_connection_after_answer (RawConnection *self)
{
  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  switch (self->answer->then)
    {
    case RAW_THEN_KEEP:
      raw_connection_read (self);
      break;
    case RAW_THEN_CLOSE:
      raw_connection_end (self);
      break;
    case RAW_THEN_RESET:
      g_assert_no_errno (setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER,
                                     &at_once, sizeof at_once));
      raw_connection_end (self);
      break;
    case RAW_THEN_REPEAT:
      raw_connection_write (self, self->answer->repeated);
      break;
    case RAW_THEN_HOLD:
    case RAW_THEN_DRIP:
    default:
      break;
    }
}

static void
raw_connection_answer (RawConnection *self, RawAnswer *answer)
{
  g_clear_pointer (&self->answer, raw_answer_unref);
  self->answer = answer;

  if (answer->then == RAW_THEN_DRIP)
    raw_connection_start_dripping (self);
  else if (g_bytes_get_size (answer->bytes) > 0)
    raw_connection_write (self, answer->bytes);
  else
    raw_connection_after_answer (self);
}

/* The length of the first request in what was received; 0 while it is not complete. */
static gsize
find_request (GString *received)
{
  const char *end = strstr (received->str, HEAD_END);
  g_autofree char *lower = g_ascii_strdown (received->str, -1);
  const char *length = strstr (lower, LENGTH_HEADER);
  gsize total;

  if (end == NULL)
    return 0;

  total = (gsize) (end - received->str) + strlen (HEAD_END);
  if (length != NULL && length - lower < end - received->str)
    total += g_ascii_strtoull (length + strlen (LENGTH_HEADER), NULL, 10);

  return total <= received->len ? total : 0;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RawConnection) self = RAW_CONNECTION (user_data);
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (length <= 0 || raw_connection_is_ended (self))
    {
      raw_connection_end (self);
      return;
    }

  g_string_append_len (self->received, self->buffer, length);

  if (self->received->str[0] == TLS_HANDSHAKE)
    raw_connection_answer (self, raw_answer_new (RAW_THEN_CLOSE, NOT_TLS, strlen (NOT_TLS), NULL));
  else
    raw_connection_read (self);
}

static void
raw_connection_read (RawConnection *self)
{
  gsize length = find_request (self->received);

  if (length > 0)
    {
      g_autofree char *request = g_strndup (self->received->str, length);

      g_string_erase (self->received, 0, (gssize) length);
      raw_connection_answer (self, self->next (request, self->user_data));
      return;
    }

  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->buffer,
                             sizeof self->buffer, G_PRIORITY_DEFAULT, self->cancellable, on_read,
                             g_object_ref (self));
}

static void
raw_connection_begin (RawConnection *self)
{
  if (self->answer != NULL)
    raw_connection_answer (self, raw_answer_ref (self->answer));
  else
    raw_connection_read (self);
}

static void
on_handshake (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RawConnection) self = RAW_CONNECTION (user_data);

  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, NULL))
    raw_connection_end (self);
  else if (!raw_connection_is_ended (self))
    raw_connection_begin (self);
}

static void
raw_connection_handshake (RawConnection *self, GTlsCertificate *certificate)
{
  static const char *const protocols[] = { "h2", "http/1.1", NULL };
  g_autoptr (GIOStream) plain = g_steal_pointer (&self->stream);
  GError *error = NULL;

  self->stream = g_tls_server_connection_new (plain, certificate, &error);
  g_assert_no_error (error);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (self->stream), protocols);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (self->stream), G_PRIORITY_DEFAULT,
                                    self->cancellable, on_handshake, g_object_ref (self));
}

static void
raw_connection_finalize (GObject *object)
{
  RawConnection *self = RAW_CONNECTION (object);

  g_assert (raw_connection_is_ended (self));
  g_clear_pointer (&self->answer, raw_answer_unref);
  g_string_free (self->received, TRUE);
  g_object_unref (self->cancellable);
  g_object_unref (self->stream);
  g_object_unref (self->socket);

  G_OBJECT_CLASS (raw_connection_parent_class)->finalize (object);
}

static void
raw_connection_class_init (RawConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = raw_connection_finalize;
}

static void
raw_connection_init (RawConnection *self)
{
  self->cancellable = g_cancellable_new ();
  self->received = g_string_new (NULL);
}

/*
 * raw_connection_new:
 * @incoming: what was accepted
 * @certificate: (nullable): makes it speak TLS, offering HTTP/2 before 1.1
 * @greeting: (nullable): what to send without being asked
 * @next: asked for every request
 * @user_data: for @next
 *
 * Starts to answer. The connection lives until it is ended, and nobody refers to it any more.
 *
 * Returns: (transfer full): a new connection
 */
RawConnection *
raw_connection_new (GSocketConnection *incoming,
                    GTlsCertificate *certificate,
                    RawAnswer *greeting,
                    RawConnectionNext next,
                    gpointer user_data)
{
  RawConnection *self = g_object_new (RAW_TYPE_CONNECTION, NULL);

  self->socket = g_object_ref (g_socket_connection_get_socket (incoming));
  self->stream = G_IO_STREAM (g_object_ref (incoming));
  self->next = next;
  self->user_data = user_data;
  self->answer = greeting != NULL ? raw_answer_ref (greeting) : NULL;

  if (certificate != NULL)
    raw_connection_handshake (self, certificate);
  else
    raw_connection_begin (self);

  return self;
}

/*
 * raw_connection_continue:
 * @self: a connection
 * @more: the rest of an answer
 *
 * Goes on with an answer after which nothing happened (%RAW_THEN_HOLD), and closes.
 *
 * Returns: whether there was such an answer
 */
gboolean
raw_connection_continue (RawConnection *self, const char *more)
{
  if (raw_connection_is_ended (self) || self->answer == NULL
      || self->answer->then != RAW_THEN_HOLD)
    return FALSE;

  raw_connection_answer (self, raw_answer_new (RAW_THEN_CLOSE, more, strlen (more), NULL));

  return TRUE;
}

/*
 * raw_connection_end:
 * @self: a connection
 *
 * Ends it at the socket: closing the stream of a TLS connection would say goodbye first.
 */
void
raw_connection_end (RawConnection *self)
{
  if (self->drip != NULL)
    g_source_destroy (self->drip);

  g_clear_pointer (&self->drip, g_source_unref);
  g_cancellable_cancel (self->cancellable);
  g_socket_close (self->socket, NULL);
}

/*
 * raw_connection_is_ended:
 * @self: a connection
 *
 * Returns: whether it is over
 */
gboolean
raw_connection_is_ended (RawConnection *self)
{
  return g_socket_is_closed (self->socket);
}

/*
 * raw_connection_get_protocol:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): what was agreed on with TLS
 */
const char *
raw_connection_get_protocol (RawConnection *self)
{
  if (!G_IS_TLS_CONNECTION (self->stream))
    return NULL;

  return g_tls_connection_get_negotiated_protocol (G_TLS_CONNECTION (self->stream));
}
