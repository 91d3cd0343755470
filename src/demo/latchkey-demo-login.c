#include "latchkey-demo-endpoints.h"

#include "latchkey-demo-text.h"

#define LONG_SESSION_DAYS 28
#define SHORT_SESSION_DAYS 7

/* The cookies are for browsers. A client that sends them back is known by them alone. */
static void
add_cookie (LatchkeyDemoExchange *exchange,
            const char *name,
            const char *value,
            gint64 expires,
            gboolean http_only)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->message);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (expires / G_USEC_PER_SEC);
  g_autofree char *date = soup_date_time_to_string (time, SOUP_DATE_HTTP);
  const char *host = g_uri_get_host (soup_server_message_get_uri (exchange->message));
  g_autofree char *cookie
      = g_strdup_printf ("%s=%s; Path=/; Domain=%s; Expires=%s%s%s",
                         name,
                         value,
                         host,
                         date,
                         http_only ? "; HttpOnly" : "",
                         exchange->version >= LATCHKEY_DEMO_VERSION_0_25 ? "; SameSite=Lax" : "");

  soup_message_headers_append (headers, "Set-Cookie", cookie);
}

/**
 * latchkey_demo_login_set_cookies:
 * @exchange: a request that opened a session
 * @session: the session
 * @remember: whether it is one to stay
 *
 * Gives a browser the cookies that it is known by from now on.
 */
void
latchkey_demo_login_set_cookies (LatchkeyDemoExchange *exchange,
                                 LatchkeyDemoSession *session,
                                 gboolean remember)
{
  add_cookie (exchange, "hb.auth.remember", remember ? "true" : "false", session->expires, TRUE);
  add_cookie (exchange, "hb.auth.token", session->token, session->expires, TRUE);
  add_cookie (exchange, "hb.auth.session", "true", session->expires, FALSE);
  if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    add_cookie (
        exchange, "hb.auth.attachment_token", session->attachment_token, session->expires, FALSE);
}

static void
unset_cookies (LatchkeyDemoExchange *exchange)
{
  add_cookie (exchange, "hb.auth.token", "", 0, TRUE);
  add_cookie (exchange, "hb.auth.remember", "false", 0, TRUE);
  add_cookie (exchange, "hb.auth.session", "false", 0, FALSE);
  if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    add_cookie (exchange, "hb.auth.attachment_token", "", 0, FALSE);
}

/* Every version says the same to every kind of failed sign-in; on v0.21 that is a 500 with a bare
 * JSON string, which tells a little about what went wrong. */
static void
refuse (LatchkeyDemoExchange *exchange, const char *old_text)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    {
      latchkey_demo_exchange_reply_error (exchange, SOUP_STATUS_UNAUTHORIZED, "unauthorized");
      return;
    }

  node = json_node_init_string (json_node_alloc (), old_text);
  text = json_to_string (node, FALSE);
  latchkey_demo_exchange_reply_text (
      exchange, SOUP_STATUS_INTERNAL_SERVER_ERROR, "application/json; charset=utf-8", text);
}

/* The media type has to be exactly one of two, without a charset. */
static gboolean
read_form (LatchkeyDemoExchange *exchange, char **username, char **password, gboolean *stay)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (exchange->message);
  const char *type = soup_message_headers_get_one (headers, "Content-Type");

  if (g_strcmp0 (type, "application/x-www-form-urlencoded") == 0)
    {
      g_autoptr (GBytes) body = latchkey_demo_exchange_get_body (exchange);
      gsize length;
      const char *data = g_bytes_get_data (body, &length);
      g_autofree char *text = length > 0 ? g_strndup (data, length) : g_strdup ("");
      g_autoptr (GHashTable) form = soup_form_decode (text);

      *username = g_strdup (g_hash_table_lookup (form, "username"));
      *password = g_strdup (g_hash_table_lookup (form, "password"));
      *stay = g_strcmp0 (g_hash_table_lookup (form, "stayLoggedIn"), "true") == 0;
    }
  else if (g_strcmp0 (type, "application/json") == 0)
    {
      g_autofree char *problem = NULL;

      if (!latchkey_demo_exchange_decode (exchange,
                                          "LoginForm",
                                          &problem,
                                          "username",
                                          G_TYPE_STRING,
                                          username,
                                          "password",
                                          G_TYPE_STRING,
                                          password,
                                          "stayLoggedIn",
                                          G_TYPE_BOOLEAN,
                                          stay,
                                          NULL))
        {
          refuse (exchange, "failed to decode login form");
          return FALSE;
        }
    }
  else
    {
      refuse (exchange, "invalid content type");
      return FALSE;
    }

  if (*username == NULL || **username == '\0' || *password == NULL || **password == '\0')
    {
      refuse (exchange,
              "[{\"field\":\"username\",\"error\":\"username or password is empty\"},"
              "{\"field\":\"password\",\"error\":\"username or password is empty\"}]");
      return FALSE;
    }

  return TRUE;
}

/**
 * latchkey_demo_login_sign_in:
 * @exchange: `POST /users/login`
 *
 * Signs somebody in for 28 days, or for 7 when not asked to stay. Current servers look the email
 * up trimmed; all of them regardless of case.
 */
void
latchkey_demo_login_sign_in (LatchkeyDemoExchange *exchange)
{
  g_autofree char *username = NULL;
  g_autofree char *password = NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *expires = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  const char *provider = g_hash_table_lookup (exchange->query, "provider");
  LatchkeyDemoPerson *person;
  LatchkeyDemoSession *session;
  gboolean stay = FALSE;

  if (provider != NULL && *provider != '\0' && strcmp (provider, "local") != 0)
    {
      latchkey_demo_exchange_reply_error (exchange, 400, "invalid auth provider");
      return;
    }
  if (exchange->flags & LATCHKEY_DEMO_NO_LOCAL_LOGIN
      && exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    {
      latchkey_demo_exchange_reply_error (exchange, 403, "local login is not enabled");
      return;
    }
  if (!read_form (exchange, &username, &password, &stay))
    return;

  if (exchange->version >= LATCHKEY_DEMO_VERSION_CURRENT)
    g_strstrip (username);
  person = latchkey_demo_store_find_email (exchange->store, username);
  if (person == NULL || !latchkey_demo_person_check_password (person, password))
    {
      refuse (exchange, "invalid username or password");
      return;
    }

  session = latchkey_demo_store_open_session (
      exchange->store, person, stay ? LONG_SESSION_DAYS : SHORT_SESSION_DAYS);
  latchkey_demo_login_set_cookies (exchange, session, TRUE);

  bearer = g_strconcat ("Bearer ", session->token, NULL);
  expires = latchkey_demo_text_format_time (session->expires);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "token");
  json_builder_add_string_value (builder, bearer);
  json_builder_set_member_name (builder, "expiresAt");
  json_builder_add_string_value (builder, expires);
  json_builder_set_member_name (builder, "attachmentToken");
  json_builder_add_string_value (builder, session->attachment_token);
  json_builder_end_object (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_login_refresh:
 * @exchange: `GET /users/refresh`
 *
 * Opens a session of 7 days in place of the one that asks. On current servers the old token is
 * dead at once; v0.21 and v0.25 leave it alive.
 */
void
latchkey_demo_login_refresh (LatchkeyDemoExchange *exchange)
{
  g_autofree char *expires = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  LatchkeyDemoSession *session;

  if (exchange->is_api_key)
    {
      latchkey_demo_exchange_reply_error (exchange, 400, "API keys do not require refresh");
      return;
    }

  session = latchkey_demo_store_open_session (
      exchange->store, exchange->person, SHORT_SESSION_DAYS);
  if (exchange->version >= LATCHKEY_DEMO_VERSION_CURRENT)
    latchkey_demo_store_close_session (exchange->store, exchange->token);
  latchkey_demo_login_set_cookies (exchange, session, FALSE);

  expires = latchkey_demo_text_format_time (session->expires);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "raw");
  json_builder_add_string_value (builder, session->token);
  json_builder_set_member_name (builder, "attachmentToken");
  json_builder_add_string_value (builder, session->attachment_token);
  json_builder_set_member_name (builder, "expiresAt");
  json_builder_add_string_value (builder, expires);
  json_builder_end_object (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_login_sign_out:
 * @exchange: `POST /users/logout`
 *
 * Ends the session that asks.
 */
void
latchkey_demo_login_sign_out (LatchkeyDemoExchange *exchange)
{
  if (exchange->is_api_key)
    {
      latchkey_demo_exchange_reply_error (
          exchange, 400, "API keys cannot be logged out; revoke them from the API keys page");
      return;
    }

  latchkey_demo_store_close_session (exchange->store, exchange->token);
  unset_cookies (exchange);
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}

/**
 * latchkey_demo_login_sign_out_everywhere:
 * @exchange: `POST /users/logout/all` (current)
 *
 * Ends every session of the person, the one that asks included. API keys stay.
 */
void
latchkey_demo_login_sign_out_everywhere (LatchkeyDemoExchange *exchange)
{
  latchkey_demo_store_close_sessions (exchange->store, exchange->person, NULL);
  unset_cookies (exchange);
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}
