#include "latchkey-demo-events.h"

#define PING_SECONDS 10

struct _LatchkeyDemoEvents
{
  GHashTable *groups;
  guint timer;
  gboolean is_muted;
};

/**
 * latchkey_demo_events_new:
 *
 * Returns: (transfer full): events that nobody listens to yet
 */
LatchkeyDemoEvents *
latchkey_demo_events_new (void)
{
  LatchkeyDemoEvents *self = g_new0 (LatchkeyDemoEvents, 1);

  self->groups = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);

  return self;
}

/**
 * latchkey_demo_events_free:
 * @self: (nullable) (transfer full): events
 *
 * Cuts all connections.
 */
void
latchkey_demo_events_free (LatchkeyDemoEvents *self)
{
  if (self == NULL)
    return;

  latchkey_demo_events_drop (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_unref (self->groups);
  g_free (self);
}

static gboolean
ping (gpointer user_data)
{
  latchkey_demo_events_publish (user_data, "ping", NULL);

  return G_SOURCE_CONTINUE;
}

static void
closed (SoupWebsocketConnection *connection, gpointer user_data)
{
  LatchkeyDemoEvents *self = user_data;

  g_signal_handlers_disconnect_by_data (connection, self);
  g_hash_table_remove (self->groups, connection);
  if (g_hash_table_size (self->groups) == 0)
    g_clear_handle_id (&self->timer, g_source_remove);
}

/**
 * latchkey_demo_events_add:
 * @self: events
 * @connection: somebody who listens
 * @group_id: to what happens in which home
 *
 * Adds a listener, until the connection is closed.
 */
void
latchkey_demo_events_add (LatchkeyDemoEvents *self,
                          SoupWebsocketConnection *connection,
                          const char *group_id)
{
  g_hash_table_insert (self->groups, g_object_ref (connection), g_strdup (group_id));
  g_signal_connect (connection, "closed", G_CALLBACK (closed), self);
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (PING_SECONDS, ping, self);
}

/**
 * latchkey_demo_events_publish:
 * @self: events
 * @event: what happened
 * @group_id: (nullable): in which home; %NULL tells everybody
 *
 * Tells those who listen.
 */
void
latchkey_demo_events_publish (LatchkeyDemoEvents *self, const char *event, const char *group_id)
{
  g_autofree char *text = g_strdup_printf ("{\"event\":\"%s\"}", event);
  GHashTableIter iter;
  SoupWebsocketConnection *connection;
  const char *listens_to;

  if (self->is_muted)
    return;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, (gpointer *) &connection, (gpointer *) &listens_to))
    if ((group_id == NULL || strcmp (group_id, listens_to) == 0)
        && soup_websocket_connection_get_state (connection) == SOUP_WEBSOCKET_STATE_OPEN)
      soup_websocket_connection_send_text (connection, text);
}

/**
 * latchkey_demo_events_set_muted:
 * @self: events
 * @is_muted: whether to say nothing, not even a ping, as on a connection that died silently
 *
 * Makes the open connections seem dead, or lets them speak again.
 */
void
latchkey_demo_events_set_muted (LatchkeyDemoEvents *self, gboolean is_muted)
{
  self->is_muted = is_muted;
}

/**
 * latchkey_demo_events_drop:
 * @self: events
 *
 * Cuts all connections without a word, as a server does that is restarted.
 */
void
latchkey_demo_events_drop (LatchkeyDemoEvents *self)
{
  g_autoptr (GList) connections = g_hash_table_get_keys (self->groups);

  for (GList *l = connections; l != NULL; l = l->next)
    {
      g_autoptr (SoupWebsocketConnection) connection = g_object_ref (l->data);

      g_signal_handlers_disconnect_by_data (connection, self);
      g_hash_table_remove (self->groups, connection);
      g_io_stream_close (soup_websocket_connection_get_io_stream (connection), NULL, NULL);
    }
  g_clear_handle_id (&self->timer, g_source_remove);
}
