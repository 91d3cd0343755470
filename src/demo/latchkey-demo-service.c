#include "latchkey-demo-service.h"

#include "latchkey-demo-endpoints.h"
#include "latchkey-demo-route.h"
#include "latchkey-demo-seed.h"

#define API "/api/v1"

/**
 * latchkey_demo_service_new:
 * @version: which Homebox to be
 * @flags: how it is set up
 *
 * Returns: (transfer full): a service with the people and homes @flags ask for
 */
LatchkeyDemoService *
latchkey_demo_service_new (LatchkeyDemoVersion version, LatchkeyDemoFlags flags)
{
  LatchkeyDemoService *self = g_new0 (LatchkeyDemoService, 1);

  self->version = version;
  self->flags = flags;
  self->store = latchkey_demo_store_new ();
  self->limiter = latchkey_demo_limiter_new ();
  self->events = latchkey_demo_events_new ();
  if (version >= LATCHKEY_DEMO_VERSION_0_25 && flags & LATCHKEY_DEMO_OIDC
      && (flags & LATCHKEY_DEMO_OIDC_DOWN) == 0)
    self->provider = latchkey_demo_provider_new ();
  if ((flags & LATCHKEY_DEMO_EMPTY) == 0)
    latchkey_demo_seed (self->store, version);
  if (flags & LATCHKEY_DEMO_DEMO_MODE)
    latchkey_demo_seed_demo_mode (self->store, version);

  return self;
}

/**
 * latchkey_demo_service_free:
 * @self: (nullable) (transfer full): a service
 *
 * Forgets everything, and cuts all WebSockets.
 */
void
latchkey_demo_service_free (LatchkeyDemoService *self)
{
  if (self == NULL)
    return;

  g_free (self->hostname);
  latchkey_demo_provider_free (self->provider);
  latchkey_demo_events_free (self->events);
  latchkey_demo_limiter_free (self->limiter);
  latchkey_demo_store_free (self->store);
  g_free (self);
}

/* Too many failures in a row on one path close it, for the right password too. None on v0.21. */
static gboolean
check_limit (LatchkeyDemoService *self, LatchkeyDemoExchange *exchange, const char *path)
{
  guint seconds = 0;
  g_autofree char *value = NULL;

  if (self->version >= LATCHKEY_DEMO_VERSION_0_25)
    seconds = latchkey_demo_limiter_check (self->limiter, path);
  if (seconds == 0)
    return TRUE;

  value = g_strdup_printf ("%u", seconds);
  soup_message_headers_replace (
      soup_server_message_get_response_headers (exchange->message), "Retry-After", value);
  latchkey_demo_exchange_reply_error (
      exchange, 429, "too many authentication attempts");

  return FALSE;
}

static gboolean
check_owner (LatchkeyDemoExchange *exchange)
{
  if (exchange->version < LATCHKEY_DEMO_VERSION_CURRENT
      || exchange->group->owner == exchange->person)
    return TRUE;

  latchkey_demo_exchange_reply_error (
      exchange, 403, "only the owner of this collection can perform this action");

  return FALSE;
}

static void
call_route (LatchkeyDemoService *self,
            const LatchkeyDemoRoute *route,
            LatchkeyDemoExchange *exchange,
            const char *path)
{
  switch (route->access)
    {
    case LATCHKEY_DEMO_ACCESS_OWNER:
      if (latchkey_demo_exchange_authenticate (exchange) && check_owner (exchange))
        route->handler (exchange);
      break;
    case LATCHKEY_DEMO_ACCESS_MEMBER:
      if (latchkey_demo_exchange_authenticate (exchange))
        route->handler (exchange);
      break;
    case LATCHKEY_DEMO_ACCESS_LIMITED:
    case LATCHKEY_DEMO_ACCESS_OIDC:
      if (!check_limit (self, exchange, path))
        break;
      route->handler (exchange);
      latchkey_demo_limiter_record (
          self->limiter, path, soup_server_message_get_status (exchange->message) < 400);
      break;
    case LATCHKEY_DEMO_ACCESS_ANYBODY:
    default:
      route->handler (exchange);
    }
}

static void
refuse_method (LatchkeyDemoExchange *exchange, char **allowed)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->message);

  for (guint i = 0; allowed[i] != NULL; i++)
    soup_message_headers_append (headers, "Allow", allowed[i]);
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_METHOD_NOT_ALLOWED);
}

/**
 * latchkey_demo_service_execute:
 * @self: a service
 * @message: a request, read completely
 * @path: its path
 *
 * Does what the request asks for and answers it, unless it opens a WebSocket: then @message stays
 * without a status.
 */
void
latchkey_demo_service_execute (LatchkeyDemoService *self,
                               SoupServerMessage *message,
                               const char *path)
{
  g_autoptr (LatchkeyDemoExchange) exchange
      = latchkey_demo_exchange_new (self->version, self->flags, self->store, message);
  g_auto (GStrv) allowed = NULL;
  g_autofree char *below = NULL;
  const LatchkeyDemoRoute *route;

  exchange->provider = self->provider;
  exchange->hostname = self->hostname;
  if (strcmp (path, API) != 0 && !g_str_has_prefix (path, API "/"))
    {
      latchkey_demo_status_web_page (exchange);
      return;
    }

  /* One slash at the end makes no difference. */
  below = g_strdup (path + strlen (API));
  if (g_str_has_suffix (below, "/"))
    below[strlen (below) - 1] = '\0';
  route = latchkey_demo_route_find (self->version,
                                    self->flags,
                                    soup_server_message_get_method (message),
                                    below,
                                    &exchange->parameter,
                                    &allowed);
  if (route != NULL)
    call_route (self, route, exchange, below);
  else if (allowed[0] != NULL)
    refuse_method (exchange, allowed);
  else
    latchkey_demo_status_unknown (exchange);

  if (exchange->changes_settings)
    latchkey_demo_events_publish (self->events, "user.mutation", exchange->group->id);
}

/**
 * latchkey_demo_service_open_socket:
 * @self: a service
 * @message: the request that opened the WebSocket
 * @connection: the WebSocket
 *
 * Tells the WebSocket from now on what happens in the home that the request was about.
 */
void
latchkey_demo_service_open_socket (LatchkeyDemoService *self,
                                   SoupServerMessage *message,
                                   SoupWebsocketConnection *connection)
{
  g_autoptr (LatchkeyDemoExchange) exchange
      = latchkey_demo_exchange_new (self->version, self->flags, self->store, message);

  if (latchkey_demo_exchange_authenticate (exchange))
    latchkey_demo_events_add (self->events, connection, exchange->group->id);
}
