#include "latchkey-demo-exchange.h"

/* The cookie of a browser comes before everything else, but only with its companion. */
static char *
find_cookie_token (LatchkeyDemoExchange *self)
{
  g_autofree char *token = latchkey_demo_exchange_dup_cookie (self, "hb.auth.token");
  g_autofree char *remember = latchkey_demo_exchange_dup_cookie (self, "hb.auth.remember");

  return token != NULL && *token != '\0' && remember != NULL ? g_steal_pointer (&token) : NULL;
}

/* A browser cannot set a header on a WebSocket: it says `hb-auth, TOKEN` as its protocols. */
static char *
find_protocol_token (LatchkeyDemoExchange *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *header = soup_message_headers_get_list (headers, "Sec-WebSocket-Protocol");
  g_auto (GStrv) protocols = g_strsplit (header != NULL ? header : "", ",", -1);

  if (self->version < LATCHKEY_DEMO_VERSION_CURRENT || g_strv_length (protocols) < 2
      || *g_strstrip (protocols[1]) == '\0')
    return NULL;

  return g_strdup (protocols[1]);
}

static char *
find_token (LatchkeyDemoExchange *self, gboolean *in_header)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *header = soup_message_headers_get_one (headers, "Authorization");
  const char *query = g_hash_table_lookup (self->query, "access_token");
  char *token = find_cookie_token (self);

  *in_header = FALSE;
  if (token == NULL && header != NULL && *header != '\0')
    {
      token = g_strdup (header);
      *in_header = TRUE;
    }
  if (token == NULL)
    token = find_protocol_token (self);
  if (token == NULL && query != NULL && *query != '\0')
    token = g_strdup (query);
  if (token != NULL && g_str_has_prefix (token, "Bearer "))
    memmove (token, token + strlen ("Bearer "), strlen (token) - strlen ("Bearer ") + 1);

  return token;
}

/* v0.21 knows one home per person, and no X-Tenant. */
static gboolean
find_group (LatchkeyDemoExchange *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *id = soup_message_headers_get_one (headers, "X-Tenant");

  if (id == NULL || *id == '\0')
    id = g_hash_table_lookup (self->query, "tenant");
  if (id == NULL || *id == '\0' || self->version < LATCHKEY_DEMO_VERSION_0_25)
    id = self->person->default_group_id;
  else if (!g_uuid_string_is_valid (id))
    {
      latchkey_demo_exchange_reply_error (self, 400, "invalid X-Tenant header format");
      return FALSE;
    }

  self->group = id != NULL ? latchkey_demo_store_find_group (self->store, id) : NULL;
  if (self->group == NULL || !latchkey_demo_group_has_member (self->group, self->person))
    {
      latchkey_demo_exchange_reply_error (
          self, 403, "user does not have access to the requested tenant");
      return FALSE;
    }

  return TRUE;
}

/**
 * latchkey_demo_exchange_authenticate:
 * @self: an exchange
 *
 * Finds out who sent the request and which home it is about. The token is looked for in the
 * cookies, then the `Authorization` header, then the WebSocket protocols (current), then the
 * query; the first place that has one decides, right or wrong. An API key counts in the header
 * only. Otherwise the request is answered with 401, 403 or 400.
 *
 * Returns: whether the endpoint may go on
 */
gboolean
latchkey_demo_exchange_authenticate (LatchkeyDemoExchange *self)
{
  LatchkeyDemoSession *session;
  LatchkeyDemoApiKey *key = NULL;
  gboolean in_header;

  self->token = find_token (self, &in_header);
  if (self->token == NULL)
    {
      latchkey_demo_exchange_reply_error (
          self, 401, "authorization header or query is required");
      return FALSE;
    }

  session = latchkey_demo_store_find_session (self->store, self->token);
  if (session == NULL && in_header)
    key = latchkey_demo_store_find_api_key (self->store, self->token);
  if (session == NULL && key == NULL)
    {
      latchkey_demo_exchange_reply_error (self, 401, "valid authorization token is required");
      return FALSE;
    }
  self->is_api_key = key != NULL;
  self->person = key != NULL ? key->person : session->person;
  if (key != NULL)
    key->last_used = g_get_real_time ();

  if (!find_group (self))
    return FALSE;
  if (session != NULL && strcmp (session->attachment_token, self->token) == 0)
    {
      latchkey_demo_exchange_reply_error (self, 403, "Forbidden");
      return FALSE;
    }

  return TRUE;
}
