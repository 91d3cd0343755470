#include "latchkey-demo-delivery.h"

struct _LatchkeyDemoDelivery
{
  LatchkeyDemoMode mode;
  LatchkeyDemoDeliveryDone done;
  gpointer user_data;

  /* A paused message, or else a connection taken from libsoup. */
  SoupServerMessage *message;
  GIOStream *stream;
  GCancellable *cancellable;
  GBytes *bytes;
  gsize n_sent;
  guint timer;
};

static void
append_header (const char *name, const char *value, gpointer user_data)
{
  g_string_append_printf (user_data, "%s: %s\r\n", name, value);
}

/* The whole answer as libsoup would send it. */
static GBytes *
serialize (SoupServerMessage *message)
{
  guint status = soup_server_message_get_status (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_response_body (message));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));
  soup_message_headers_foreach (headers, append_header, text);
  if (status != SOUP_STATUS_NO_CONTENT)
    g_string_append_printf (
        text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", g_bytes_get_size (body));
  g_string_append (text, "\r\n");
  g_string_append_len (text, g_bytes_get_data (body, NULL), g_bytes_get_size (body));

  return g_string_free_to_bytes (text);
}

static void
unpause (LatchkeyDemoDelivery *self)
{
  g_autoptr (SoupServerMessage) message = g_steal_pointer (&self->message);

  soup_server_message_unpause (message);
  self->done (self, self->user_data);
}

static gboolean
late_enough (gpointer user_data)
{
  LatchkeyDemoDelivery *self = user_data;

  self->timer = 0;
  unpause (self);

  return G_SOURCE_REMOVE;
}

static void
written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  LatchkeyDemoDelivery *self;

  /* When it was cancelled there is no delivery any more. */
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error)
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (error != NULL || self->n_sent == g_bytes_get_size (self->bytes))
    self->done (self, self->user_data);
}

static void
write_next (LatchkeyDemoDelivery *self, gsize n_bytes)
{
  const char *data = g_bytes_get_data (self->bytes, NULL);

  self->n_sent += n_bytes;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   data + self->n_sent - n_bytes,
                                   n_bytes,
                                   G_PRIORITY_DEFAULT,
                                   self->cancellable,
                                   written,
                                   self);
}

static gboolean
drip (gpointer user_data)
{
  LatchkeyDemoDelivery *self = user_data;

  write_next (self, 1);
  if (self->n_sent < g_bytes_get_size (self->bytes))
    return G_SOURCE_CONTINUE;

  self->timer = 0;

  return G_SOURCE_REMOVE;
}

static gboolean
close_now (gpointer user_data)
{
  LatchkeyDemoDelivery *self = user_data;

  self->timer = 0;
  self->done (self, self->user_data);

  return G_SOURCE_REMOVE;
}

/**
 * latchkey_demo_delivery_new:
 * @message: a request, answered unless the mode is to close
 * @misbehaviour: what to do with the answer
 * @done: called once, when everything that will ever be sent was sent; not when it is freed before
 * @user_data: for @done
 *
 * Takes the answer out of libsoup's hands. Only for the modes that
 * latchkey_demo_misbehaviour_replace() does not know.
 *
 * Returns: (transfer full): the delivery, to be freed after @done
 */
LatchkeyDemoDelivery *
latchkey_demo_delivery_new (SoupServerMessage *message,
                            LatchkeyDemoMisbehaviour *misbehaviour,
                            LatchkeyDemoDeliveryDone done,
                            gpointer user_data)
{
  LatchkeyDemoDelivery *self = g_new0 (LatchkeyDemoDelivery, 1);
  g_autoptr (GBytes) whole = serialize (message);
  gsize n_bytes = 0;

  self->mode = misbehaviour->mode;
  self->done = done;
  self->user_data = user_data;

  switch (self->mode)
    {
    case LATCHKEY_DEMO_MODE_SLOW:
      self->timer
          = g_timeout_add (strtoul (misbehaviour->argument, NULL, 10) * 1000, late_enough, self);
      G_GNUC_FALLTHROUGH;
    case LATCHKEY_DEMO_MODE_HOLD:
      self->message = g_object_ref (message);
      soup_server_message_pause (message);
      return self;
    case LATCHKEY_DEMO_MODE_DRIP:
      n_bytes = g_bytes_get_size (whole);
      break;
    case LATCHKEY_DEMO_MODE_CUT:
      n_bytes = MIN (strtoul (misbehaviour->argument, NULL, 10), g_bytes_get_size (whole));
      break;
    default:
      break;
    }

  self->bytes = g_bytes_new_from_bytes (whole, 0, n_bytes);
  self->stream = soup_server_message_steal_connection (message);
  self->cancellable = g_cancellable_new ();
  if (self->mode == LATCHKEY_DEMO_MODE_DRIP)
    {
      self->timer = g_timeout_add (1000, drip, self);
      write_next (self, 1);
    }
  else if (n_bytes > 0)
    write_next (self, n_bytes);
  else
    self->timer = g_idle_add (close_now, self);

  return self;
}

/**
 * latchkey_demo_delivery_free:
 * @self: (nullable) (transfer full): a delivery
 *
 * Frees it and, unless libsoup has the connection, closes that.
 */
void
latchkey_demo_delivery_free (LatchkeyDemoDelivery *self)
{
  if (self == NULL)
    return;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->message != NULL)
    self->stream = soup_server_message_steal_connection (self->message);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->stream != NULL)
    g_io_stream_close (self->stream, NULL, NULL);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/**
 * latchkey_demo_delivery_is_held:
 * @self: a delivery
 *
 * Returns: whether it waits for latchkey_demo_delivery_release()
 */
gboolean
latchkey_demo_delivery_is_held (LatchkeyDemoDelivery *self)
{
  return self->mode == LATCHKEY_DEMO_MODE_HOLD && self->message != NULL;
}

/**
 * latchkey_demo_delivery_release:
 * @self: a delivery that is held
 *
 * Lets the answer go. Calls what latchkey_demo_delivery_new() was given.
 */
void
latchkey_demo_delivery_release (LatchkeyDemoDelivery *self)
{
  unpause (self);
}
