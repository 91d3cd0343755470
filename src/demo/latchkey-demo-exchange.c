#include "latchkey-demo-exchange.h"

#include "latchkey-demo-json.h"

#include <stdarg.h>

/**
 * latchkey_demo_exchange_new:
 * @version: which Homebox the server is
 * @flags: how it is set up
 * @store: what it knows
 * @message: a request that arrived
 *
 * Returns: (transfer full): the exchange, nobody being authenticated yet
 */
LatchkeyDemoExchange *
latchkey_demo_exchange_new (LatchkeyDemoVersion version,
                            LatchkeyDemoFlags flags,
                            LatchkeyDemoStore *store,
                            SoupServerMessage *message)
{
  LatchkeyDemoExchange *self = g_new0 (LatchkeyDemoExchange, 1);
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  self->version = version;
  self->flags = flags;
  self->store = store;
  self->message = g_object_ref (message);
  self->query = soup_form_decode (query != NULL ? query : "");

  return self;
}

/**
 * latchkey_demo_exchange_free:
 * @self: (nullable) (transfer full): an exchange
 *
 * Frees it. The message goes its own way.
 */
void
latchkey_demo_exchange_free (LatchkeyDemoExchange *self)
{
  if (self == NULL)
    return;

  g_object_unref (self->message);
  g_hash_table_unref (self->query);
  g_free (self->parameter);
  g_free (self->token);
  g_free (self);
}

/**
 * latchkey_demo_exchange_get_body:
 * @self: an exchange
 *
 * Returns: (transfer full): the body of the request
 */
GBytes *
latchkey_demo_exchange_get_body (LatchkeyDemoExchange *self)
{
  return soup_message_body_flatten (soup_server_message_get_request_body (self->message));
}

/**
 * latchkey_demo_exchange_dup_cookie:
 * @self: an exchange
 * @name: the name of a cookie
 *
 * Returns: (transfer full) (nullable): what the request says it is, the first one if there are more
 */
char *
latchkey_demo_exchange_dup_cookie (LatchkeyDemoExchange *self, const char *name)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *header = soup_message_headers_get_list (headers, "Cookie");
  g_auto (GStrv) parts = g_strsplit (header != NULL ? header : "", ";", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr (SoupCookie) cookie = soup_cookie_parse (g_strstrip (parts[i]), NULL);

      if (cookie != NULL && strcmp (soup_cookie_get_name (cookie), name) == 0)
        return g_strdup (soup_cookie_get_value (cookie));
    }

  return NULL;
}

static const char *
get_json_kind (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return "object";
    case JSON_NODE_ARRAY:
      return "array";
    case JSON_NODE_NULL:
      return "null";
    case JSON_NODE_VALUE:
    default:
      break;
    }
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return "string";
    case G_TYPE_BOOLEAN:
      return "bool";
    default:
      return "number";
    }
}

static gboolean
decode_member (JsonNode *node, GType type, gpointer location, const char **wanted)
{
  const char *kind = get_json_kind (node);

  switch (type)
    {
    case G_TYPE_STRING:
      *wanted = "string";
      if (strcmp (kind, "string") != 0)
        return FALSE;
      g_free (*(char **) location);
      *(char **) location = json_node_dup_string (node);
      return TRUE;
    case G_TYPE_BOOLEAN:
      *wanted = "bool";
      if (strcmp (kind, "bool") != 0)
        return FALSE;
      *(gboolean *) location = json_node_get_boolean (node);
      return TRUE;
    case G_TYPE_INT:
    default:
      *wanted = "int";
      if (strcmp (kind, "number") != 0 || json_node_get_value_type (node) != G_TYPE_INT64)
        return FALSE;
      *(int *) location = json_node_get_int (node);
      return TRUE;
    }
}

/**
 * latchkey_demo_exchange_decode:
 * @self: an exchange
 * @type_name: what the server calls the structure, which is part of its error texts
 * @problem: (out) (transfer full): what the server says when the body is not such a structure
 * @member: the name of the first member
 * @...: its type (%G_TYPE_STRING, %G_TYPE_BOOLEAN or %G_TYPE_INT), where to put it, the name of
 *   the next member, and so on until %NULL
 *
 * Reads the body as Go's encoding/json does: unknown members are ignored; missing ones, `null`
 * members and a `null` body leave what was there.
 *
 * Returns: whether it could be read
 */
gboolean
latchkey_demo_exchange_decode (LatchkeyDemoExchange *self,
                               const char *type_name,
                               char **problem,
                               const char *member,
                               ...)
{
  g_autoptr (GBytes) body = latchkey_demo_exchange_get_body (self);
  g_autofree char *text = latchkey_demo_json_normalize (body, problem);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  va_list members;

  if (text == NULL)
    return FALSE;

  root = json_from_string (text, NULL);
  if (JSON_NODE_HOLDS_NULL (root))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      *problem = g_strdup_printf ("json: cannot unmarshal %s into Go value of type %s",
                                  get_json_kind (root),
                                  type_name);
      return FALSE;
    }
  object = json_node_get_object (root);

  va_start (members, member);
  for (; member != NULL; member = va_arg (members, const char *))
    {
      GType type = va_arg (members, GType);
      gpointer location = va_arg (members, gpointer);
      JsonNode *node = json_object_get_member (object, member);
      const char *wanted;

      if (node == NULL || JSON_NODE_HOLDS_NULL (node)
          || decode_member (node, type, location, &wanted))
        continue;
      if (*problem == NULL)
        *problem = g_strdup_printf (
            "json: cannot unmarshal %s into Go struct field %s.%s of type %s",
            get_json_kind (node),
            strchr (type_name, '.') != NULL ? strchr (type_name, '.') + 1 : type_name,
            member,
            wanted);
    }
  va_end (members);

  return *problem == NULL;
}

/**
 * latchkey_demo_exchange_reply:
 * @self: an exchange
 * @status: the status code
 *
 * Answers without a body.
 */
void
latchkey_demo_exchange_reply (LatchkeyDemoExchange *self, guint status)
{
  /* libsoup has no words for it. */
  soup_server_message_set_status (
      self->message, status, status == 429 ? "Too Many Requests" : NULL);
}

/**
 * latchkey_demo_exchange_reply_text:
 * @self: an exchange
 * @status: the status code
 * @content_type: what @text is
 * @text: the body
 *
 * Answers with a body.
 */
void
latchkey_demo_exchange_reply_text (LatchkeyDemoExchange *self,
                                   guint status,
                                   const char *content_type,
                                   const char *text)
{
  latchkey_demo_exchange_reply (self, status);
  soup_server_message_set_response (self->message,
                                    content_type,
                                    SOUP_MEMORY_COPY,
                                    text,
                                    strlen (text));
}

/**
 * latchkey_demo_exchange_reply_json:
 * @self: an exchange
 * @status: the status code
 * @builder: (transfer none): the complete body
 *
 * Answers with JSON.
 */
void
latchkey_demo_exchange_reply_json (LatchkeyDemoExchange *self, guint status, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  latchkey_demo_exchange_reply_text (self, status, "application/json; charset=utf-8", text);
}

/**
 * latchkey_demo_exchange_reply_error:
 * @self: an exchange
 * @status: the status code
 * @text: what went wrong, in the words of the server
 *
 * Answers `{"error": text}`.
 */
void
latchkey_demo_exchange_reply_error (LatchkeyDemoExchange *self, guint status, const char *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);

  latchkey_demo_exchange_reply_json (self, status, builder);
}

/**
 * latchkey_demo_exchange_reply_field_error:
 * @self: an exchange
 * @field: the name of the field
 * @text: what is wrong with it, in the words of the server
 *
 * Answers 422 with a validation error.
 */
void
latchkey_demo_exchange_reply_field_error (LatchkeyDemoExchange *self,
                                          const char *field,
                                          const char *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "error");
  json_builder_add_string_value (builder, "Validation Error");
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, field);
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  latchkey_demo_exchange_reply_json (self, SOUP_STATUS_UNPROCESSABLE_ENTITY, builder);
}

/**
 * latchkey_demo_exchange_reply_demo_refusal:
 * @self: an exchange
 *
 * Answers what a public demo server says to a change that it lets nobody make: 403 with the bare
 * status phrase, but 500 and nothing on v0.21 and v0.25, which trip over it.
 */
void
latchkey_demo_exchange_reply_demo_refusal (LatchkeyDemoExchange *self)
{
  if (self->version >= LATCHKEY_DEMO_VERSION_CURRENT)
    latchkey_demo_exchange_reply_error (self, SOUP_STATUS_FORBIDDEN, "Forbidden");
  else
    latchkey_demo_exchange_reply (self, SOUP_STATUS_INTERNAL_SERVER_ERROR);
}
