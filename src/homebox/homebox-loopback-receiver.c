#include "homebox-loopback-receiver.h"

#include "homebox-authorization-answer.h"
#include "homebox-loopback-connection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A browser opens a handful; a program that opens more only pushes its own oldest ones out. */
#define MAX_CONNECTIONS 32

struct _HomeboxLoopbackReceiver
{
  GObject parent_instance;

  GSocketListener *listener;
  GCancellable *cancellable;
  guint16 port;
  char *path;
  HomeboxSecret *state;

  GQueue connections;
  HomeboxLoopbackConnection *browser;
  gboolean answered;
};

G_DEFINE_FINAL_TYPE (HomeboxLoopbackReceiver, homebox_loopback_receiver, G_TYPE_OBJECT)

enum
{
  SIGNAL_ANSWERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
homebox_loopback_receiver_dispose (GObject *object)
{
  homebox_loopback_receiver_stop (HOMEBOX_LOOPBACK_RECEIVER (object));

  G_OBJECT_CLASS (homebox_loopback_receiver_parent_class)->dispose (object);
}

static void
homebox_loopback_receiver_finalize (GObject *object)
{
  HomeboxLoopbackReceiver *self = HOMEBOX_LOOPBACK_RECEIVER (object);

  g_free (self->path);
  g_clear_pointer (&self->state, homebox_secret_unref);

  G_OBJECT_CLASS (homebox_loopback_receiver_parent_class)->finalize (object);
}

static void
homebox_loopback_receiver_class_init (HomeboxLoopbackReceiverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = homebox_loopback_receiver_dispose;
  object_class->finalize = homebox_loopback_receiver_finalize;

  /**
   * HomeboxLoopbackReceiver::answered:
   * @self: the receiver
   * @answer: what the provider sent; its state is the expected one
   *
   * The browser brought the answer. It waits for homebox_loopback_receiver_conclude().
   */
  signals[SIGNAL_ANSWERED] =
      g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, HOMEBOX_TYPE_AUTHORIZATION_ANSWER);
}

static void
homebox_loopback_receiver_init (HomeboxLoopbackReceiver *self)
{
  g_queue_init (&self->connections);
}

/**
 * homebox_loopback_receiver_new:
 *
 * Returns: (transfer full): a receiver that does not listen yet
 */
HomeboxLoopbackReceiver *
homebox_loopback_receiver_new (void)
{
  return g_object_new (HOMEBOX_TYPE_LOOPBACK_RECEIVER, NULL);
}

static void
refuse (HomeboxLoopbackConnection *connection)
{
  homebox_loopback_connection_respond (connection, 404, _("Nothing Here"),
                                       _("Latchkey did not expect this page. "
                                          "If you were signing in, go back to Latchkey."));
}

static HomeboxAuthorizationAnswer *
homebox_loopback_receiver_judge (HomeboxLoopbackReceiver *self,
                                 HomeboxLoopbackConnection *connection)
{
  const char *target = homebox_loopback_connection_get_target (connection);
  const char *query = strchr (target, '?');
  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", self->port);
  g_autoptr (HomeboxAuthorizationAnswer) answer = NULL;

  if (self->answered || self->path == NULL || query == NULL)
    return NULL;

  /* A page whose name was made to resolve to 127.0.0.1 sends that name here. */
  if (g_strcmp0 (homebox_loopback_connection_get_host (connection), host) != 0)
    return NULL;

  if (strcmp (homebox_loopback_connection_get_method (connection), "GET") != 0 ||
      strlen (self->path) != (gsize) (query - target) ||
      strncmp (target, self->path, query - target) != 0)
    return NULL;

  answer = homebox_authorization_answer_new_from_query (query + 1);
  if (answer == NULL ||
      !homebox_secret_equal (homebox_authorization_answer_get_state (answer), self->state))
    return NULL;

  return g_steal_pointer (&answer);
}

static void
request_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxLoopbackReceiver) self = user_data;
  HomeboxLoopbackConnection *connection = HOMEBOX_LOOPBACK_CONNECTION (source);
  g_autoptr (HomeboxLoopbackConnection) owned = NULL;
  g_autoptr (HomeboxAuthorizationAnswer) answer = NULL;

  /* No longer queued: it was pushed out, or the receiver was stopped. */
  if (g_queue_remove (&self->connections, connection))
    owned = connection;

  if (!homebox_loopback_connection_read_finish (connection, result, NULL) || owned == NULL)
    return;

  answer = homebox_loopback_receiver_judge (self, connection);
  if (answer == NULL)
    {
      refuse (connection);
      return;
    }

  self->answered = TRUE;
  self->browser = g_steal_pointer (&owned);
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, answer);
}

static void
accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxLoopbackReceiver) self = user_data;
  g_autoptr (GSocketConnection) stream = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxLoopbackConnection *connection;

  stream = g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);
  if (self->listener == NULL)
    return;

  if (stream != NULL)
    {
      if (g_queue_get_length (&self->connections) == MAX_CONNECTIONS)
        {
          g_autoptr (HomeboxLoopbackConnection) oldest = g_queue_pop_head (&self->connections);

          homebox_loopback_connection_drop (oldest);
        }

      connection = homebox_loopback_connection_new (stream);
      g_queue_push_tail (&self->connections, connection);
      homebox_loopback_connection_read_async (connection, request_read, g_object_ref (self));
    }

  g_socket_listener_accept_async (self->listener, self->cancellable, accepted,
                                  g_object_ref (self));
}

static gboolean
homebox_loopback_receiver_bind (HomeboxLoopbackReceiver *self, guint16 port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocketAddress) effective = NULL;

  if (!g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &effective, error))
    return FALSE;

  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  return TRUE;
}

/**
 * homebox_loopback_receiver_listen:
 * @self: a receiver that does not listen
 * @ports: (array length=n_ports): the ports that the provider may know, the best first
 * @n_ports: how many
 * @error: the place for a #GIOErrorEnum
 *
 * Listens on the first of @ports that is free, or on any free port when none is.
 *
 * Returns: whether it listens
 */
gboolean
homebox_loopback_receiver_listen (HomeboxLoopbackReceiver *self,
                                  const guint16 *ports,
                                  gsize n_ports,
                                  GError **error)
{
  gboolean bound = FALSE;

  g_return_val_if_fail (HOMEBOX_IS_LOOPBACK_RECEIVER (self), FALSE);
  g_return_val_if_fail (self->listener == NULL, FALSE);

  self->listener = g_socket_listener_new ();
  self->cancellable = g_cancellable_new ();

  for (gsize i = 0; i < n_ports && !bound; i++)
    bound = homebox_loopback_receiver_bind (self, ports[i], NULL);

  if (!bound && !homebox_loopback_receiver_bind (self, 0, error))
    {
      homebox_loopback_receiver_stop (self);
      return FALSE;
    }

  g_socket_listener_accept_async (self->listener, self->cancellable, accepted,
                                  g_object_ref (self));
  return TRUE;
}

/**
 * homebox_loopback_receiver_get_port:
 * @self: a receiver that listens
 *
 * Returns: the port it listens on
 */
guint16
homebox_loopback_receiver_get_port (HomeboxLoopbackReceiver *self)
{
  g_return_val_if_fail (HOMEBOX_IS_LOOPBACK_RECEIVER (self), 0);

  return self->port;
}

/**
 * homebox_loopback_receiver_expect:
 * @self: a receiver that listens
 * @path: the path of the redirect URI
 * @state: the state that the server made for this sign-in
 *
 * Tells what the one request looks like. Until then everything is refused.
 */
void
homebox_loopback_receiver_expect (HomeboxLoopbackReceiver *self,
                                  const char *path,
                                  HomeboxSecret *state)
{
  g_return_if_fail (HOMEBOX_IS_LOOPBACK_RECEIVER (self));

  g_free (self->path);
  self->path = g_strdup (path);
  g_clear_pointer (&self->state, homebox_secret_unref);
  self->state = homebox_secret_ref (state);
}

/**
 * homebox_loopback_receiver_conclude:
 * @self: a receiver
 * @title: the heading of the page
 * @text: what the page says
 *
 * Shows how the sign-in ended in the browser that brought the answer, if one did, and stops
 * listening.
 */
void
homebox_loopback_receiver_conclude (HomeboxLoopbackReceiver *self,
                                    const char *title,
                                    const char *text)
{
  g_autoptr (HomeboxLoopbackConnection) browser = NULL;

  g_return_if_fail (HOMEBOX_IS_LOOPBACK_RECEIVER (self));

  browser = g_steal_pointer (&self->browser);
  if (browser != NULL)
    homebox_loopback_connection_respond (browser, 200, title, text);

  homebox_loopback_receiver_stop (self);
}

/**
 * homebox_loopback_receiver_stop:
 * @self: a receiver
 *
 * Stops listening and drops every connection. What was concluded is still shown.
 */
void
homebox_loopback_receiver_stop (HomeboxLoopbackReceiver *self)
{
  HomeboxLoopbackConnection *connection;

  g_return_if_fail (HOMEBOX_IS_LOOPBACK_RECEIVER (self));

  if (self->listener == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_socket_listener_close (self->listener);
  g_clear_object (&self->listener);

  while ((connection = g_queue_pop_head (&self->connections)) != NULL)
    {
      homebox_loopback_connection_drop (connection);
      g_object_unref (connection);
    }
  if (self->browser != NULL)
    homebox_loopback_connection_drop (self->browser);
  g_clear_object (&self->browser);
}
