#include "latchkey-demo-endpoints.h"

#include "latchkey-demo-json.h"

#define LARGEST_BODY (64 * 1024)

static void
reply_settings (LatchkeyDemoExchange *exchange)
{
  const char *settings = exchange->person->settings;
  g_autofree char *text = g_strdup_printf ("{\"item\":%s}", settings != NULL ? settings : "{}");

  soup_message_headers_replace (soup_server_message_get_response_headers (exchange->message),
                                "Cache-Control",
                                "no-store");
  latchkey_demo_exchange_reply_text (
      exchange, SOUP_STATUS_OK, "application/json; charset=utf-8", text);
}

/**
 * latchkey_demo_settings_get:
 * @exchange: `GET /users/self/settings` (not on v0.21)
 *
 * Tells the settings. Never saved, they are an empty object.
 */
void
latchkey_demo_settings_get (LatchkeyDemoExchange *exchange)
{
  reply_settings (exchange);
}

static const char *
get_wrong_kind (const char *json)
{
  switch (*json)
    {
    case '{':
    case 'n':
      return NULL;
    case '[':
      return "array";
    case '"':
      return "string";
    case 't':
    case 'f':
      return "bool";
    default:
      return "number";
    }
}

/**
 * latchkey_demo_settings_put:
 * @exchange: `PUT /users/self/settings` (not on v0.21)
 *
 * Replaces the whole object, whatever others wrote in the meantime, and tells what is stored:
 * members sorted, numbers as 64-bit floats. `null` is taken. Everybody in the home hears of it.
 */
void
latchkey_demo_settings_put (LatchkeyDemoExchange *exchange)
{
  g_autoptr (GBytes) body = latchkey_demo_exchange_get_body (exchange);
  gboolean is_too_large = g_bytes_get_size (body) > LARGEST_BODY;
  g_autoptr (GBytes) start
      = g_bytes_new_from_bytes (body, 0, MIN (g_bytes_get_size (body), LARGEST_BODY));
  g_autofree char *problem = NULL;
  g_autofree char *settings = latchkey_demo_json_normalize (start, &problem);
  const char *kind = settings != NULL ? get_wrong_kind (settings) : NULL;

  /* It is read until the JSON ends: only what goes on beyond the limit is too large. */
  if (is_too_large && problem != NULL && g_str_has_suffix (problem, "EOF"))
    {
      g_free (problem);
      problem = g_strdup ("http: request body too large");
    }
  else if (kind != NULL)
    problem = g_strdup_printf (
        "json: cannot unmarshal %s into Go value of type map[string]interface {}", kind);
  if (problem != NULL)
    {
      latchkey_demo_exchange_reply_error (exchange, 400, problem);
      return;
    }

  g_free (exchange->person->settings);
  exchange->person->settings = g_steal_pointer (&settings);
  exchange->changes_settings = TRUE;
  reply_settings (exchange);
}
