#include "test-gateway.h"

struct _TestGateway
{
  GObject parent_instance;

  guint16 target;
  guint16 port;
  GTlsCertificate *certificate;
  GSocketService *service;
  GCancellable *cancellable;
  guint n_connections;
  guint n_passed;
  GPtrArray *swallowed;
};

G_DEFINE_FINAL_TYPE (TestGateway, test_gateway, G_TYPE_OBJECT)

/* One that came in, on its way to the server. */
typedef struct
{
  GIOStream *near;
  GCancellable *cancellable;
} Passage;

static void
passage_free (Passage *passage)
{
  g_object_unref (passage->near);
  g_object_unref (passage->cancellable);
  g_free (passage);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Passage *passage = user_data;
  g_autoptr (GSocketConnection) far
      = g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, NULL);

  if (far != NULL)
    g_io_stream_splice_async (passage->near, G_IO_STREAM (far),
                              G_IO_STREAM_SPLICE_CLOSE_STREAM1 | G_IO_STREAM_SPLICE_CLOSE_STREAM2,
                              G_PRIORITY_DEFAULT, passage->cancellable, NULL, NULL);
  else
    g_io_stream_close_async (passage->near, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  passage_free (passage);
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *object,
             TestGateway *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  Passage *passage = g_new0 (Passage, 1);

  if (++self->n_connections > self->n_passed)
    {
      /* It is taken, and never read. */
      g_ptr_array_add (self->swallowed, g_object_ref (connection));
      g_free (passage);
      return TRUE;
    }
  passage->cancellable = g_object_ref (self->cancellable);
  if (self->certificate != NULL)
    passage->near = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  else
    passage->near = g_object_ref (G_IO_STREAM (connection));
  g_assert_nonnull (passage->near);
  g_socket_client_connect_to_host_async (client, "127.0.0.1", self->target, NULL, on_connected,
                                         passage);
  return TRUE;
}

void
test_gateway_open (TestGateway *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, self->port);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (self->service);
  self->cancellable = g_cancellable_new ();
  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_socket_service_start (self->service);
}

void
test_gateway_close (TestGateway *self)
{
  if (self->service == NULL)
    return;
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_clear_object (&self->service);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
test_gateway_dispose (GObject *object)
{
  TestGateway *self = TEST_GATEWAY (object);

  test_gateway_close (self);
  g_clear_object (&self->certificate);
  g_clear_pointer (&self->swallowed, g_ptr_array_unref);
  G_OBJECT_CLASS (test_gateway_parent_class)->dispose (object);
}

static void
test_gateway_class_init (TestGatewayClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = test_gateway_dispose;
}

static void
test_gateway_init (TestGateway *self)
{
  self->n_passed = G_MAXUINT;
  self->swallowed = g_ptr_array_new_with_free_func (g_object_unref);
}

TestGateway *
test_gateway_new (guint16 target, GTlsCertificate *certificate)
{
  TestGateway *self = g_object_new (TEST_TYPE_GATEWAY, NULL);

  self->target = target;
  g_set_object (&self->certificate, certificate);
  test_gateway_open (self);
  return self;
}

char *
test_gateway_dup_uri (TestGateway *self)
{
  return test_gateway_dup_named_uri (self, "127.0.0.1");
}

char *
test_gateway_dup_named_uri (TestGateway *self, const char *name)
{
  return g_strdup_printf ("%s://%s:%u", self->certificate != NULL ? "https" : "http", name,
                          self->port);
}

guint
test_gateway_get_n_connections (TestGateway *self)
{
  return self->n_connections;
}

void
test_gateway_swallow_after (TestGateway *self, guint n_connections)
{
  self->n_connections = 0;
  self->n_passed = n_connections;
}

void
test_gateway_reset (TestGateway *self)
{
  test_gateway_swallow_after (self, G_MAXUINT);
  g_ptr_array_set_size (self->swallowed, 0);
}
