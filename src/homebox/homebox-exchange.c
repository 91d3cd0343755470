#include "homebox-exchange.h"

#include "homebox-body.h"
#include "homebox-error.h"
#include "homebox-message.h"
#include "homebox-request-private.h"
#include "homebox-tls-check.h"
#include "homebox-uri.h"

/* A server that goes on announcing an answer would keep the main loop busy with it. */
#define MAX_INFORMATIONAL 8

/*
 * HomeboxExchange:
 *
 * One request on its way, with all that it waits for. The task has a reference, and so has every
 * call to libsoup that has not come back. Once the task has its result, @task is %NULL, and what
 * libsoup still says is of no interest to anyone.
 */
typedef struct
{
  grefcount ref_count;
  GTask *task;
  SoupSession *session;
  HomeboxTrust *trust;
  HomeboxRequest *request;
  GUri *uri;
  gboolean speaks_http;
  guint n_redirects;
  guint n_repeats;
  guint n_informational;

  /* For libsoup only: the caller's must not reach into the middle of its work. */
  GCancellable *cancellable;
  GSource *deadline;
  GSource *cancelled;

  SoupMessage *message;
  HomeboxTlsCheck *tls_check;
  GInputStream *stream;
  HomeboxBody *body;

  /* What the result is to be once libsoup has let go of the message. */
  HomeboxResponse *decided_response;
  GError *decided_error;
} HomeboxExchange;

static void exchange_send (HomeboxExchange *self);
static void exchange_read (HomeboxExchange *self);

static HomeboxExchange *
exchange_ref (HomeboxExchange *self)
{
  g_ref_count_inc (&self->ref_count);

  return self;
}

static void
stop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);

  g_clear_pointer (source, g_source_unref);
}

static void
exchange_drop_message (HomeboxExchange *self)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);

  g_clear_pointer (&self->tls_check, homebox_tls_check_free);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
}

static void
exchange_unref (HomeboxExchange *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_assert (self->task == NULL);
  exchange_drop_message (self);
  g_clear_pointer (&self->body, homebox_body_free);
  g_clear_pointer (&self->decided_response, homebox_response_unref);
  g_clear_error (&self->decided_error);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->request, homebox_request_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxExchange, exchange_unref)

/* Gives the task its result at once. libsoup may take its time to notice: a message that waits for
 * a connection does not even look at its cancellable. */
static void
exchange_finish (HomeboxExchange *self, HomeboxResponse *response, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_return_if_fail (task != NULL);

  stop_source (&self->deadline);
  stop_source (&self->cancelled);

  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);

  if (response != NULL)
    {
      g_task_return_pointer (task, response, (GDestroyNotify) homebox_response_unref);
    }
  else
    {
      g_cancellable_cancel (self->cancellable);
      g_task_return_error (task, error);
    }
}

static void
exchange_fail (HomeboxExchange *self, HomeboxError code)
{
  exchange_finish (self, NULL, homebox_error_new (code, HOMEBOX_FIELD_NONE, NULL));
}

/* Decides the result from within a signal of libsoup, which has to be left before the caller can
 * be told. Taking the message away makes libsoup come back with an error. */
static void
exchange_decide (HomeboxExchange *self, HomeboxResponse *response, GError *error)
{
  if (self->decided_response == NULL && self->decided_error == NULL)
    {
      self->decided_response = response;
      self->decided_error = error;
    }
  else
    {
      g_clear_pointer (&response, homebox_response_unref);
      g_clear_error (&error);
    }

  g_cancellable_cancel (self->cancellable);
}

static gboolean
on_deadline (gpointer user_data)
{
  g_autoptr (HomeboxExchange) self = exchange_ref (user_data);

  exchange_fail (self, HOMEBOX_ERROR_TIMED_OUT);

  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (HomeboxExchange) self = exchange_ref (user_data);

  exchange_fail (self, HOMEBOX_ERROR_CANCELLED);

  return G_SOURCE_REMOVE;
}

static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  HomeboxExchange *self = user_data;

  /* libsoup sends again after this (RFC 9110, section 15.5.20), whatever the method, and reads the
   * body without a limit before it does. */
  if (soup_message_get_status (message) == SOUP_STATUS_MISDIRECTED_REQUEST)
    exchange_decide (self,
                     homebox_response_new (SOUP_STATUS_MISDIRECTED_REQUEST,
                                           soup_message_get_response_headers (message), NULL),
                     NULL);
  else if (homebox_message_has_bad_length (message))
    exchange_decide (self, NULL,
                     homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE, NULL));
}

static void
on_got_informational (SoupMessage *message, gpointer user_data)
{
  HomeboxExchange *self = user_data;

  if (++self->n_informational > MAX_INFORMATIONAL)
    exchange_decide (self, NULL,
                     homebox_error_new (HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE, NULL));
}

/* libsoup wants to send again. A new connection keeps it from that, and should it want to all the
 * same a change is not to go out; how often a read does is for exchange_repeat() to say. */
static void
on_restarted (SoupMessage *message, gpointer user_data)
{
  HomeboxExchange *self = user_data;

  /* Given up or not, it would go to the next kept connection and fail there at once. Libsoup 3.2
   * then takes the failure of the first attempt for that of the second, and ends it twice. */
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);

  exchange_decide (self, NULL,
                   homebox_error_new (HOMEBOX_ERROR_CONNECTION_LOST, HOMEBOX_FIELD_NONE, NULL));
}

/* Over HTTP/2 libsoup shares connections and sends again by other rules, which would have to be
 * known and tested as well. A handful of small requests gains nothing from it. */
static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  HomeboxExchange *self = user_data;
  static const char *const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);

  homebox_request_tell_network (self->request, event, connection);
}

static void
exchange_redirect (HomeboxExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) target = g_uri_parse_relative (self->uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *address = NULL;

  if (target == NULL || !homebox_uri_is_http (target))
    {
      exchange_fail (self, HOMEBOX_ERROR_REDIRECTED);
      return;
    }

  if (homebox_request_is_repeatable (self->request)
      && homebox_uri_is_same_origin (self->uri, target)
      && self->n_redirects < HOMEBOX_EXCHANGE_MAX_REDIRECTS)
    {
      self->n_redirects++;
      g_clear_pointer (&self->uri, g_uri_unref);
      self->uri = g_steal_pointer (&target);
      exchange_send (self);
      return;
    }

  /* A query may carry what is nobody's business. */
  address = g_uri_to_string_partial (target, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY
                                                 | G_URI_HIDE_FRAGMENT);
  exchange_finish (self, NULL,
                   homebox_error_new (HOMEBOX_ERROR_REDIRECTED, HOMEBOX_FIELD_NONE, address));
}

/* libsoup does not tell a head that was cut from one that is no HTTP. It was cut if the server is
 * known to speak HTTP; and after a change nothing may be said that sounds as if it had failed. */
static gboolean
was_cut (HomeboxExchange *self, const GError *error)
{
  return g_error_matches (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING)
         && (self->speaks_http || !homebox_request_is_repeatable (self->request)
             || g_str_equal (g_uri_get_scheme (self->uri), "https"));
}

static GError *
exchange_translate_error (HomeboxExchange *self, const GError *error)
{
  if (was_cut (self, error))
    return homebox_error_new (HOMEBOX_ERROR_CONNECTION_LOST, HOMEBOX_FIELD_NONE, error->message);

  if (homebox_message_has_endless_head (self->message, error))
    return homebox_error_new (HOMEBOX_ERROR_TOO_LARGE, HOMEBOX_FIELD_NONE, error->message);

  return homebox_error_new_from_transport (error);
}

/* A read whose connection was dropped goes out again, within the same deadline and with a
 * connection of its own: others that were kept may be dead as well. */
static gboolean
exchange_repeat (HomeboxExchange *self, const GError *error)
{
  if (!g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CONNECTION_LOST)
      || !homebox_request_is_repeatable (self->request)
      || self->n_repeats >= HOMEBOX_EXCHANGE_MAX_REPEATS)
    return FALSE;

  self->n_repeats++;
  g_clear_pointer (&self->body, homebox_body_free);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  exchange_send (self);

  return TRUE;
}

static void
exchange_fail_or_repeat (HomeboxExchange *self, GError *error)
{
  if (exchange_repeat (self, error))
    g_error_free (error);
  else
    exchange_finish (self, NULL, error);
}

static void
exchange_fail_with (HomeboxExchange *self, const GError *error)
{
  const GError *refusal = homebox_tls_check_get_error (self->tls_check);

  if (refusal != NULL)
    exchange_finish (self, NULL, g_error_copy (refusal));
  else if (self->decided_response != NULL)
    exchange_finish (self, g_steal_pointer (&self->decided_response), NULL);
  else if (self->decided_error != NULL)
    exchange_fail_or_repeat (self, g_steal_pointer (&self->decided_error));
  else
    exchange_fail_or_repeat (self, exchange_translate_error (self, error));
}

static void
exchange_complete (HomeboxExchange *self)
{
  g_autoptr (GBytes) body = NULL;
  HomeboxResponse *response;

  if (homebox_message_is_cut (self->message, self->body))
    {
      exchange_fail_or_repeat (self, homebox_error_new (HOMEBOX_ERROR_CONNECTION_LOST,
                                                        HOMEBOX_FIELD_NONE, NULL));
      return;
    }

  body = homebox_body_free_to_bytes (g_steal_pointer (&self->body));
  response = homebox_response_new (soup_message_get_status (self->message),
                                   soup_message_get_response_headers (self->message), body);
  exchange_finish (self, response, NULL);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxExchange) self = user_data;
  g_autoptr (GError) error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (self->task == NULL)
    return;

  if (length < 0)
    {
      exchange_fail_with (self, error);
      return;
    }

  if (length == 0)
    {
      exchange_complete (self);
      return;
    }

  homebox_body_add (self->body, (gsize) length);
  if (homebox_body_get_length (self->body) > HOMEBOX_EXCHANGE_LIMIT)
    exchange_fail (self, HOMEBOX_ERROR_TOO_LARGE);
  else
    exchange_read (self);
}

static void
exchange_read (HomeboxExchange *self)
{
  gsize room;
  char *target = homebox_body_reserve (self->body, &room);

  g_input_stream_read_async (self->stream, target, room, G_PRIORITY_DEFAULT, self->cancellable,
                             on_read, exchange_ref (self));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxExchange) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;

  stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->task == NULL)
    return;

  if (stream == NULL)
    exchange_fail_with (self, error);
  else if (homebox_message_is_redirect (self->message)
           && (homebox_request_get_flags (self->request) & HOMEBOX_REQUEST_KEEP_REDIRECT) == 0)
    exchange_redirect (self);
  else if (homebox_message_announces_more (self->message, HOMEBOX_EXCHANGE_LIMIT))
    exchange_fail (self, HOMEBOX_ERROR_TOO_LARGE);
  else
    {
      self->stream = g_steal_pointer (&stream);
      self->body = homebox_body_new ();
      exchange_read (self);
    }
}

static void
exchange_send (HomeboxExchange *self)
{
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS;

  /* libsoup sends a GET, PUT or DELETE again when a kept connection turns out to be dead. */
  if (!homebox_request_is_repeatable (self->request) || self->n_repeats > 0)
    flags |= SOUP_MESSAGE_NEW_CONNECTION;

  exchange_drop_message (self);
  self->message = homebox_request_make_message (self->request, self->uri);
  soup_message_set_flags (self->message, flags);

  /* Without an answer to give, it would only read the body of a 401 without a limit. */
  soup_message_disable_feature (self->message, SOUP_TYPE_AUTH_MANAGER);

  g_signal_connect (self->message, "got-headers", G_CALLBACK (on_got_headers), self);
  g_signal_connect (self->message, "got-informational", G_CALLBACK (on_got_informational), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (on_restarted), self);
  g_signal_connect (self->message, "network-event", G_CALLBACK (on_network_event), self);
  self->tls_check = homebox_tls_check_new (self->message, self->trust, self->cancellable);

  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           on_sent, exchange_ref (self));
}

static GSource *
attach_source (GTask *task, GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_callback (source, callback, user_data, NULL);
  g_source_attach (source, g_task_get_context (task));

  return source;
}

/*
 * homebox_exchange_start:
 * @task: (transfer full): what gets the result: a #HomeboxResponse, or an error of #HomeboxError
 * @session: what sends it
 * @trust: (nullable): which certificates are trusted beyond those that the system does
 * @request: what to send
 * @uri: where to send it
 * @speaks_http: whether this server is known to be a web server
 * @timeout: how long all of it may take, in milliseconds
 *
 * Sends a request and reads the answer by the rules of #HomeboxClient. The cancellable of @task is
 * listened to.
 */
void
homebox_exchange_start (GTask *task,
                        SoupSession *session,
                        HomeboxTrust *trust,
                        HomeboxRequest *request,
                        GUri *uri,
                        gboolean speaks_http,
                        guint timeout)
{
  HomeboxExchange *self = g_new0 (HomeboxExchange, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_ref_count_init (&self->ref_count);
  self->task = task;
  self->session = g_object_ref (session);
  g_set_object (&self->trust, trust);
  self->request = homebox_request_ref (request);
  self->uri = g_uri_ref (uri);
  self->speaks_http = speaks_http;
  self->cancellable = g_cancellable_new ();
  self->deadline = attach_source (task, g_timeout_source_new (timeout), on_deadline, self);

  if (cancellable != NULL)
    self->cancelled = attach_source (task, g_cancellable_source_new (cancellable),
                                     G_SOURCE_FUNC (on_cancelled), self);

  g_task_set_task_data (task, self, (GDestroyNotify) exchange_unref);
  exchange_send (self);
}
