#include "homebox-events-private.h"

#include "homebox-backoff.h"

#include <string.h>

#define PING "ping"

/* How often something may be there and yet be of no use before it counts as unsupported. */
#define MAX_FRUITLESS 3

static void
clear_timer (HomeboxEvents *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);

  g_clear_pointer (&self->timer, g_source_unref);
}

static void
set_timer (HomeboxEvents *self, guint milliseconds, GSourceFunc callback)
{
  clear_timer (self);
  self->timer = g_timeout_source_new (milliseconds);
  g_source_set_static_name (self->timer, "[homebox] events");
  g_source_set_callback (self->timer, callback, self, NULL);
  g_source_attach (self->timer, self->context);
}

/*
 * homebox_events_disconnect:
 * @self: events
 *
 * Stops all that is under way or waited for. The state stays what it is.
 */
void
homebox_events_disconnect (HomeboxEvents *self)
{
  clear_timer (self);

  if (self->inquiry != NULL)
    g_cancellable_cancel (self->inquiry);
  g_clear_object (&self->inquiry);

  if (self->socket != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->socket, self);
      homebox_event_socket_close (self->socket);
    }
  g_clear_object (&self->socket);
  g_clear_pointer (&self->token, homebox_token_unref);
}

static gboolean
on_retry (gpointer user_data)
{
  homebox_events_connect (HOMEBOX_EVENTS (user_data));

  return G_SOURCE_REMOVE;
}

static void
events_wait (HomeboxEvents *self)
{
  guint delay = homebox_backoff_get_delay (self->n_failures++, self->timing.first_retry,
                                           self->timing.longest_retry, g_random_double ());

  homebox_events_disconnect (self);
  set_timer (self, delay, on_retry);
  homebox_events_set_state (self, HOMEBOX_EVENTS_WAITING);
}

static void
events_give_up (HomeboxEvents *self)
{
  homebox_events_disconnect (self);
  self->gave_up_at = g_get_monotonic_time ();
  homebox_events_set_state (self, HOMEBOX_EVENTS_UNSUPPORTED);
}

/* Something is there, and yet it was of no use. That happens while a server starts; a proxy that
 * passes everything but WebSockets does it every time. */
static void
events_count_fruitless (HomeboxEvents *self)
{
  if (++self->n_fruitless >= MAX_FRUITLESS)
    events_give_up (self);
  else
    events_wait (self);
}

static void
events_lost (HomeboxEvents *self)
{
  if (self->state == HOMEBOX_EVENTS_OPEN && !self->heard)
    events_count_fruitless (self);
  else
    events_wait (self);
}

static gboolean
on_silence (gpointer user_data)
{
  events_lost (HOMEBOX_EVENTS (user_data));

  return G_SOURCE_REMOVE;
}

static void
on_inquired (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (HomeboxEvents) self = g_weak_ref_get (weak);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_weak_ref_clear (weak);
  g_free (weak);

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);

  /* An ended session has told so already, and another inquiry is another answer's business. */
  if (self == NULL || self->inquiry == NULL
      || self->inquiry != g_task_get_cancellable (G_TASK (result)))
    return;

  if (response != NULL && homebox_response_get_status (response) < SOUP_STATUS_INTERNAL_SERVER_ERROR)
    events_count_fruitless (self);
  else
    events_wait (self);
}

/* Whether the session has ended is found out by the session, from an answer of its own. The same
 * question tells a server that is down from a proxy that does not pass WebSockets. */
static void
events_inquire (HomeboxEvents *self)
{
  g_autoptr (HomeboxRequest) request = NULL;
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  clear_timer (self);
  g_weak_ref_init (weak, self);
  self->inquiry = g_cancellable_new ();
  request = homebox_request_new ("GET", "/users/self", HOMEBOX_REQUEST_DEFAULT);
  homebox_session_send_async (self->session, request, self->inquiry, on_inquired, weak);
}

static void
on_ended (HomeboxEventSocket *socket, guint reason, gpointer user_data)
{
  g_autoptr (HomeboxEvents) self = g_object_ref (user_data);

  switch ((HomeboxEventSocketEnd) reason)
    {
    case HOMEBOX_EVENT_SOCKET_REFUSED:
    case HOMEBOX_EVENT_SOCKET_BUSY:
      events_inquire (self);
      break;
    case HOMEBOX_EVENT_SOCKET_UNFIT:
      events_give_up (self);
      break;
    case HOMEBOX_EVENT_SOCKET_LOST:
    default:
      events_lost (self);
      break;
    }
}

static void
on_opened (HomeboxEventSocket *socket, gpointer user_data)
{
  g_autoptr (HomeboxEvents) self = g_object_ref (user_data);

  set_timer (self, self->timing.silence, on_silence);
  homebox_events_set_state (self, HOMEBOX_EVENTS_OPEN);

  /* Whoever was told of the state may have closed it. */
  if (self->socket == socket)
    homebox_events_tell_opened (self);
}

static void
on_heard (HomeboxEventSocket *socket, const char *event, gpointer user_data)
{
  g_autoptr (HomeboxEvents) self = g_object_ref (user_data);

  set_timer (self, self->timing.silence, on_silence);

  if (event == NULL)
    return;

  self->heard = TRUE;
  self->n_failures = 0;
  self->n_fruitless = 0;

  if (strcmp (event, PING) != 0)
    homebox_events_tell (self, event);
}

/*
 * homebox_events_connect:
 * @self: events of a session that is active
 *
 * Starts a new connection in place of what there is.
 */
void
homebox_events_connect (HomeboxEvents *self)
{
  HomeboxToken *token = homebox_session_get_token (self->session);

  homebox_events_disconnect (self);
  self->heard = FALSE;
  self->token = homebox_token_ref (token);
  self->socket = homebox_event_socket_new ();
  g_signal_connect (self->socket, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect (self->socket, "heard", G_CALLBACK (on_heard), self);
  g_signal_connect (self->socket, "ended", G_CALLBACK (on_ended), self);

  if (!homebox_event_socket_open (self->socket, homebox_session_get_client (self->session), token,
                                  NULL))
    {
      events_give_up (self);
      return;
    }

  set_timer (self, self->timing.handshake, on_silence);
  homebox_events_set_state (self, HOMEBOX_EVENTS_CONNECTING);
}

/*
 * homebox_events_restart:
 * @self: events
 *
 * Decides anew what to do, after something has changed that matters for it; what failed before is
 * forgotten.
 */
void
homebox_events_restart (HomeboxEvents *self)
{
  self->n_failures = 0;
  self->n_fruitless = 0;

  if (homebox_session_is_over (self->session))
    {
      homebox_events_disconnect (self);
      homebox_events_set_state (self, HOMEBOX_EVENTS_ENDED);
    }
  else if (self->active)
    {
      homebox_events_connect (self);
    }
  else
    {
      homebox_events_disconnect (self);
      homebox_events_set_state (self, HOMEBOX_EVENTS_IDLE);
    }
}
