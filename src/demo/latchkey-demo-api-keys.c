#include "latchkey-demo-endpoints.h"

#include "latchkey-demo-text.h"

#define LONGEST_NAME 255
#define DEFAULT_DAYS 30

static void
build_time (JsonBuilder *builder, const char *member, gint64 time)
{
  g_autofree char *text = time != 0 ? latchkey_demo_text_format_time (time) : NULL;

  json_builder_set_member_name (builder, member);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
build_key (JsonBuilder *builder, LatchkeyDemoApiKey *key, gboolean with_token)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, key->id);
  json_builder_set_member_name (builder, "userId");
  json_builder_add_string_value (builder, key->person->id);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, key->name);
  build_time (builder, "createdAt", key->created);
  build_time (builder, "expiresAt", key->expires);
  build_time (builder, "lastUsedAt", key->last_used);
  if (with_token)
    {
      json_builder_set_member_name (builder, "token");
      json_builder_add_string_value (builder, key->token);
    }
  json_builder_end_object (builder);
}

/**
 * latchkey_demo_api_keys_list:
 * @exchange: `GET /users/self/api-keys` (current)
 *
 * Lists the keys of the person, the newest first, without their secrets.
 */
void
latchkey_demo_api_keys_list (LatchkeyDemoExchange *exchange)
{
  GPtrArray *keys = exchange->store->api_keys;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = keys->len; i > 0; i--)
    {
      LatchkeyDemoApiKey *key = g_ptr_array_index (keys, i - 1);

      if (key->person == exchange->person)
        build_key (builder, key, FALSE);
    }
  json_builder_end_array (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_api_keys_create:
 * @exchange: `POST /users/self/api-keys` (current)
 *
 * Makes a key. Its secret is shown this once; without a time it lasts 30 days.
 */
void
latchkey_demo_api_keys_create (LatchkeyDemoExchange *exchange)
{
  g_autofree char *name = g_strdup ("");
  g_autofree char *expires = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  gint64 time = g_get_real_time () + DEFAULT_DAYS * G_TIME_SPAN_DAY;
  LatchkeyDemoApiKey *key;

  if (!latchkey_demo_exchange_decode (exchange,
                                      "APIKeyCreate",
                                      &problem,
                                      "name",
                                      G_TYPE_STRING,
                                      &name,
                                      "expiresAt",
                                      G_TYPE_STRING,
                                      &expires,
                                      NULL)
      || (expires != NULL && !latchkey_demo_text_parse_time (expires, &time)))
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }
  if (*name == '\0' || g_utf8_strlen (name, -1) > LONGEST_NAME)
    {
      g_autofree char *text = g_strdup_printf (
          "Key: 'APIKeyCreate.Name' Error:Field validation for 'Name' failed on the '%s' tag",
          *name == '\0' ? "required" : "max");

      latchkey_demo_exchange_reply_field_error (exchange, "Name", text);
      return;
    }

  /* One part of the server counts characters, another one bytes. */
  if (strlen (name) > LONGEST_NAME)
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }

  key = latchkey_demo_api_key_new (exchange->person, name, time);
  g_ptr_array_add (exchange->store->api_keys, key);
  builder = json_builder_new ();
  build_key (builder, key, TRUE);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_CREATED, builder);
}

/**
 * latchkey_demo_api_keys_delete:
 * @exchange: `DELETE /users/self/api-keys/{id}` (current)
 *
 * Revokes a key.
 */
void
latchkey_demo_api_keys_delete (LatchkeyDemoExchange *exchange)
{
  GPtrArray *keys = exchange->store->api_keys;

  if (!g_uuid_string_is_valid (exchange->parameter))
    {
      latchkey_demo_exchange_reply_error (exchange, 400, "invalid route key: id");
      return;
    }
  for (guint i = 0; i < keys->len; i++)
    {
      LatchkeyDemoApiKey *key = g_ptr_array_index (keys, i);

      if (key->person == exchange->person
          && g_ascii_strcasecmp (key->id, exchange->parameter) == 0)
        {
          g_ptr_array_remove_index (keys, i);
          latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
          return;
        }
    }
  latchkey_demo_exchange_reply_error (exchange, 404, "Not Found");
}
