#include "latchkey-demo-endpoints.h"

/**
 * latchkey_demo_socket_get:
 * @exchange: `GET /ws/events`
 *
 * Leaves a WebSocket handshake to libsoup, by not answering. Anything else is refused, with two
 * texts one after the other.
 */
void
latchkey_demo_socket_get (LatchkeyDemoExchange *exchange)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (exchange->message);

  if (soup_message_headers_header_contains (headers, "Connection", "Upgrade")
      && soup_message_headers_header_equals (headers, "Upgrade", "websocket"))
    {
      /* Of protocols that the server does not know it takes none; libsoup would refuse. */
      if (exchange->version < LATCHKEY_DEMO_VERSION_CURRENT
          || !soup_message_headers_header_contains (headers, "Sec-WebSocket-Protocol", "hb-auth"))
        soup_message_headers_remove (headers, "Sec-WebSocket-Protocol");
      return;
    }

  soup_message_headers_replace (
      soup_server_message_get_response_headers (exchange->message), "Sec-WebSocket-Version", "13");
  latchkey_demo_exchange_reply_text (exchange,
                                     SOUP_STATUS_BAD_REQUEST,
                                     "text/plain; charset=utf-8",
                                     "Bad Request\n{\"error\":\"Unknown Error\"}");
}
