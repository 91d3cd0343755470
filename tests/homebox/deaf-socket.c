#include "deaf-socket.h"

/*
 * deaf_socket_new:
 * @port: (out): where nobody listens
 *
 * Takes a port on 127.0.0.1 without listening: connections are refused, and no other program can
 * get the port meanwhile, as it could get one that was merely free a moment ago.
 *
 * Returns: (transfer full): what holds the port
 */
GSocket *
deaf_socket_new (guint16 *port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket;

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (socket, any_port, FALSE, &error);
  g_assert_no_error (error);
  address = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));

  return socket;
}
