#include "homebox-loopback-connection.h"

#include "homebox-secret.h"

#include <libsoup/soup.h>
#include <string.h>

/* Cookies of every program that ever ran on 127.0.0.1 come along, whatever its port. */
#define MAX_HEAD_LENGTH (32 * 1024)

/* A browser sends a request head at once. */
#define READ_SECONDS 10

static const char page_style[] =
    "body{font:1.1em sans-serif;max-width:30em;margin:15vh auto;padding:0 1em;text-align:center;"
    "color:#2e3436;background:#fafafa}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#242424}}";

struct _HomeboxLoopbackConnection
{
  GObject parent_instance;

  GSocketConnection *stream;
  GCancellable *cancellable;
  char *head;
  gsize head_length;
  char *method;
  char *target;
  char *host;
  char *response;
};

G_DEFINE_FINAL_TYPE (HomeboxLoopbackConnection, homebox_loopback_connection, G_TYPE_OBJECT)

static void
homebox_loopback_connection_finalize (GObject *object)
{
  HomeboxLoopbackConnection *self = HOMEBOX_LOOPBACK_CONNECTION (object);

  explicit_bzero (self->head, MAX_HEAD_LENGTH);
  g_free (self->head);
  g_free (self->method);
  g_free (self->host);
  g_free (self->response);
  homebox_secret_free_string (self->target);
  g_object_unref (self->stream);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (homebox_loopback_connection_parent_class)->finalize (object);
}

static void
homebox_loopback_connection_class_init (HomeboxLoopbackConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = homebox_loopback_connection_finalize;
}

static void
homebox_loopback_connection_init (HomeboxLoopbackConnection *self)
{
  self->cancellable = g_cancellable_new ();
  self->head = g_malloc0 (MAX_HEAD_LENGTH);
}

/**
 * homebox_loopback_connection_new:
 * @stream: an accepted connection
 *
 * Returns: (transfer full): a connection from which nothing was read yet
 */
HomeboxLoopbackConnection *
homebox_loopback_connection_new (GSocketConnection *stream)
{
  HomeboxLoopbackConnection *self = g_object_new (HOMEBOX_TYPE_LOOPBACK_CONNECTION, NULL);

  self->stream = g_object_ref (stream);

  return self;
}

static gboolean
homebox_loopback_connection_parse (HomeboxLoopbackConnection *self, gsize length)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  SoupHTTPVersion version;

  if (soup_headers_parse_request (self->head, length, headers, &self->method, &self->target,
                                  &version) != SOUP_STATUS_OK)
    return FALSE;

  /* Joins several Host headers by a comma, which then matches nothing. */
  self->host = g_strdup (soup_message_headers_get_list (headers, "Host"));

  return TRUE;
}

static void read_more (GTask *task);

static void
head_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxLoopbackConnection *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  const char *end;
  gssize length;

  length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  if (length <= 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The request did not arrive");
      return;
    }

  self->head_length += length;
  end = memmem (self->head, self->head_length, "\r\n\r\n", 4);

  if (end == NULL && self->head_length < MAX_HEAD_LENGTH)
    read_more (g_steal_pointer (&task));
  else if (end == NULL || !homebox_loopback_connection_parse (self, end + 2 - self->head))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not a request");
  else
    g_task_return_boolean (task, TRUE);
}

static void
read_more (GTask *task)
{
  HomeboxLoopbackConnection *self = g_task_get_source_object (task);

  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->stream)),
                             self->head + self->head_length, MAX_HEAD_LENGTH - self->head_length,
                             G_PRIORITY_DEFAULT, self->cancellable, head_read, task);
}

static void
destroy_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static gboolean
read_too_slow (gpointer user_data)
{
  GCancellable *cancellable = user_data;

  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

/**
 * homebox_loopback_connection_read_async:
 * @self: a connection
 * @callback: called when the head of the request is there, or cannot come any more
 * @user_data: for @callback
 *
 * Reads the head of one request: at most 32 KiB, within 10 seconds.
 * homebox_loopback_connection_drop() ends it earlier.
 */
void
homebox_loopback_connection_read_async (HomeboxLoopbackConnection *self,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GSource) deadline = g_timeout_source_new_seconds (READ_SECONDS);

  g_task_set_source_tag (task, homebox_loopback_connection_read_async);
  g_source_set_callback (deadline, read_too_slow, g_object_ref (self->cancellable), g_object_unref);
  g_source_attach (deadline, g_task_get_context (task));
  /* The source goes with the task, so that no timer outlives the reading. */
  g_task_set_task_data (task, g_steal_pointer (&deadline), (GDestroyNotify) destroy_source);

  read_more (g_steal_pointer (&task));
}

/**
 * homebox_loopback_connection_read_finish:
 * @self: a connection
 * @result: what the callback got
 * @error: the place for a #GIOErrorEnum
 *
 * Returns: whether a request was read
 */
gboolean
homebox_loopback_connection_read_finish (HomeboxLoopbackConnection *self,
                                         GAsyncResult *result,
                                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * homebox_loopback_connection_get_method:
 * @self: a connection whose request was read
 *
 * Returns: (transfer none): the request's method
 */
const char *
homebox_loopback_connection_get_method (HomeboxLoopbackConnection *self)
{
  return self->method;
}

/**
 * homebox_loopback_connection_get_target:
 * @self: a connection whose request was read
 *
 * Returns: (transfer none): path and query as sent; holds the authorization code
 */
const char *
homebox_loopback_connection_get_target (HomeboxLoopbackConnection *self)
{
  return self->target;
}

/**
 * homebox_loopback_connection_get_host:
 * @self: a connection whose request was read
 *
 * Returns: (transfer none) (nullable): the `Host` header
 */
const char *
homebox_loopback_connection_get_host (HomeboxLoopbackConnection *self)
{
  return self->host;
}

static char *
page_policy (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) page_style, strlen (page_style));
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, length);

  return g_strdup_printf ("default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
                          "form-action 'none'; frame-ancestors 'none'",
                          hash);
}

static void
closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxLoopbackConnection) self = user_data;

  g_io_stream_close_finish (G_IO_STREAM (source), result, NULL);
}

static void
response_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxLoopbackConnection *self = user_data;

  /* A browser that went away misses a page that says it may be closed. */
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);
  g_io_stream_close_async (G_IO_STREAM (self->stream), G_PRIORITY_DEFAULT, NULL, closed, self);
}

/**
 * homebox_loopback_connection_respond:
 * @self: a connection whose request was read
 * @status: the status of the answer
 * @title: the heading of the page, plain text
 * @text: what the page says, plain text
 *
 * Answers with a page that loads nothing and runs nothing, and closes the connection. Only the
 * first answer counts.
 */
void
homebox_loopback_connection_respond (HomeboxLoopbackConnection *self,
                                     guint status,
                                     const char *title,
                                     const char *text)
{
  g_autofree char *page = NULL;
  g_autofree char *policy = page_policy ();

  if (self->response != NULL)
    return;

  page = g_markup_printf_escaped ("<!DOCTYPE html><html><head><meta charset=\"utf-8\">"
                                  "<meta name=\"viewport\" content=\"width=device-width\">"
                                  "<title>%s</title><style>%s</style></head>"
                                  "<body dir=\"auto\"><h1 dir=\"auto\">%s</h1>"
                                  "<p dir=\"auto\">%s</p></body></html>",
                                  title, page_style, title, text);
  self->response = g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                              "Content-Type: text/html; charset=utf-8\r\n"
                              "Content-Length: %" G_GSIZE_FORMAT "\r\n"
                              "Content-Security-Policy: %s\r\n"
                              "Referrer-Policy: no-referrer\r\n"
                              "X-Content-Type-Options: nosniff\r\n"
                              "Cache-Control: no-store\r\n"
                              "Connection: close\r\n\r\n%s",
                              status, soup_status_get_phrase (status), strlen (page), policy, page);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->stream)),
                                   self->response, strlen (self->response), G_PRIORITY_DEFAULT,
                                   self->cancellable, response_written, g_object_ref (self));
}

/**
 * homebox_loopback_connection_drop:
 * @self: a connection
 *
 * Gives the connection up: what is under way on it ends.
 */
void
homebox_loopback_connection_drop (HomeboxLoopbackConnection *self)
{
  g_cancellable_cancel (self->cancellable);
}
