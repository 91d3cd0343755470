#include "latchkey-demo-hangup.h"

#include <glib-unix.h>
#include <poll.h>

struct _LatchkeyDemoHangup
{
  SoupServer *server;
  GHashTable *watches;
};

typedef struct
{
  LatchkeyDemoHangup *owner;
  GSocket *socket;
  guint source;
} Watch;

static void
watch_free (Watch *watch)
{
  g_clear_handle_id (&watch->source, g_source_remove);
  g_object_unref (watch->socket);
  g_free (watch);
}

static gboolean
hung_up (int fd, GIOCondition condition, gpointer user_data)
{
  Watch *watch = user_data;

  watch->source = 0;
  if (!g_socket_is_closed (watch->socket))
    g_socket_close (watch->socket, NULL);
  g_hash_table_remove (watch->owner->watches, watch->socket);

  return G_SOURCE_REMOVE;
}

/* From the end of one request to the end of the next there is nobody but us to notice. libsoup
 * has to come first all the same: the next request may be here already, with the end behind it. */
static void
request_ended (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  LatchkeyDemoHangup *self = user_data;
  GSocket *socket = soup_server_message_get_socket (message);
  Watch *watch;

  if (socket == NULL || g_socket_is_closed (socket))
    return;

  watch = g_new0 (Watch, 1);
  watch->owner = self;
  watch->socket = g_object_ref (socket);
  watch->source = g_unix_fd_add_full (G_PRIORITY_LOW,
                                      g_socket_get_fd (socket),
                                      (GIOCondition) POLLRDHUP,
                                      hung_up,
                                      watch,
                                      NULL);
  g_hash_table_replace (self->watches, socket, watch);
}

static void
request_read (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  LatchkeyDemoHangup *self = user_data;

  g_hash_table_remove (self->watches, soup_server_message_get_socket (message));
}

/**
 * latchkey_demo_hangup_new:
 * @server: a server
 *
 * Watches the connections of @server.
 *
 * Returns: (transfer full): to be freed before @server
 */
LatchkeyDemoHangup *
latchkey_demo_hangup_new (SoupServer *server)
{
  LatchkeyDemoHangup *self = g_new0 (LatchkeyDemoHangup, 1);

  self->server = server;
  self->watches
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) watch_free);
  g_signal_connect (server, "request-finished", G_CALLBACK (request_ended), self);
  /* So libsoup calls a request that was answered with 500. */
  g_signal_connect (server, "request-aborted", G_CALLBACK (request_ended), self);
  g_signal_connect (server, "request-read", G_CALLBACK (request_read), self);

  return self;
}

/**
 * latchkey_demo_hangup_free:
 * @self: (nullable) (transfer full): a watch over connections
 *
 * Ends it.
 */
void
latchkey_demo_hangup_free (LatchkeyDemoHangup *self)
{
  if (self == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->server, self);
  g_hash_table_unref (self->watches);
  g_free (self);
}
