#include "homebox-response.h"

#include "homebox-error-private.h"
#include "homebox-json.h"
#include "homebox-verdict.h"

#include <string.h>

struct _HomeboxResponse
{
  gatomicrefcount ref_count;
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;
  char *homebox_address;

  /* Made when they are asked for. */
  JsonNode *root;
  GError *parse_error;
  char *error_text;
};

G_DEFINE_BOXED_TYPE (HomeboxResponse,
                     homebox_response,
                     homebox_response_ref,
                     homebox_response_unref)

/**
 * homebox_response_new:
 * @status: the HTTP status
 * @headers: (transfer none): the headers of the answer
 * @body: (transfer none) (nullable): the complete body
 *
 * Returns: (transfer full): a new answer
 */
HomeboxResponse *
homebox_response_new (guint status, SoupMessageHeaders *headers, GBytes *body)
{
  HomeboxResponse *self;

  g_return_val_if_fail (headers != NULL, NULL);

  self = g_new0 (HomeboxResponse, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->status = status;
  self->headers = soup_message_headers_ref (headers);
  self->body = body != NULL ? g_bytes_ref (body) : g_bytes_new_static ("", 0);

  return self;
}

/**
 * homebox_response_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self, with one more reference
 */
HomeboxResponse *
homebox_response_ref (HomeboxResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * homebox_response_unref:
 * @self: (transfer full): an answer
 *
 * Lets go of a reference. What was read from the answer goes with the last one.
 */
void
homebox_response_unref (HomeboxResponse *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->root, json_node_unref);
  g_clear_error (&self->parse_error);
  g_free (self->error_text);
  g_free (self->homebox_address);
  g_bytes_unref (self->body);
  soup_message_headers_unref (self->headers);
  g_free (self);
}

/**
 * homebox_response_get_status:
 * @self: an answer
 *
 * Returns: its HTTP status
 */
guint
homebox_response_get_status (HomeboxResponse *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->status;
}

/**
 * homebox_response_get_headers:
 * @self: an answer
 *
 * Returns: (transfer none): its headers
 */
SoupMessageHeaders *
homebox_response_get_headers (HomeboxResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->headers;
}

/**
 * homebox_response_get_body:
 * @self: an answer
 *
 * Returns: (transfer none): its body as it came, maybe empty
 */
GBytes *
homebox_response_get_body (HomeboxResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->body;
}

/**
 * homebox_response_set_homebox_address:
 * @self: an answer
 * @address: (nullable): the base address of the server that was asked, which is known to be a
 *   Homebox
 *
 * Says where the answer should have come from. Whatever else answers there stands in between, so
 * that homebox_response_check() says %HOMEBOX_ERROR_GATEWAY_LOGIN of a web page and of a proxy's
 * challenge, instead of %HOMEBOX_ERROR_NOT_HOMEBOX.
 */
void
homebox_response_set_homebox_address (HomeboxResponse *self, const char *address)
{
  char *copy;

  g_return_if_fail (self != NULL);

  copy = g_strdup (address);
  g_free (self->homebox_address);
  self->homebox_address = copy;
}

/**
 * homebox_response_get_homebox_address:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the address of a server that is known to be a Homebox, or
 *   %NULL when nothing is known about the one that was asked
 */
const char *
homebox_response_get_homebox_address (HomeboxResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->homebox_address;
}

static JsonNode *
get_root (HomeboxResponse *self, GError **error)
{
  if (self->root == NULL && self->parse_error == NULL)
    {
      gsize length;
      const char *text = g_bytes_get_data (self->body, &length);

      self->root = homebox_json_parse (text, length, &self->parse_error);
    }

  if (self->root == NULL && error != NULL)
    *error = g_error_copy (self->parse_error);

  return self->root;
}

/* The body as JSON, when it says that it is. */
static JsonNode *
get_json (HomeboxResponse *self)
{
  return homebox_verdict_is_json (self, NULL) ? get_root (self, NULL) : NULL;
}

static const char *
find_error_text (JsonNode *root)
{
  if (JSON_NODE_HOLDS_OBJECT (root))
    return homebox_json_get_string (json_node_get_object (root), "error");

  if (JSON_NODE_HOLDS_VALUE (root) && json_node_get_value_type (root) == G_TYPE_STRING)
    return json_node_get_string (root);

  return NULL;
}

/**
 * homebox_response_get_error_text:
 * @self: an answer
 *
 * What the server said went wrong: `{"error": "text"}`, or a bare JSON string as v0.21 answers, or
 * a plain text as Homebox answers for an unknown path.
 *
 * Returns: (transfer none) (nullable): one line of at most 300 characters; %NULL when it said
 *   nothing, or said it with a web page
 */
const char *
homebox_response_get_error_text (HomeboxResponse *self)
{
  const char *content_type;
  const char *text = NULL;
  gsize length = 0;
  JsonNode *root;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->error_text != NULL)
    return self->error_text;

  content_type = soup_message_headers_get_content_type (self->headers, NULL);
  root = get_json (self);

  if (root != NULL)
    {
      text = find_error_text (root);
      length = text != NULL ? strlen (text) : 0;
    }
  else if (g_strcmp0 (content_type, "text/plain") == 0)
    {
      text = g_bytes_get_data (self->body, &length);
    }

  if (text != NULL)
    self->error_text = homebox_error_clean_text (text, length, HOMEBOX_ERROR_DETAIL_MAX);

  return self->error_text;
}

/**
 * homebox_response_check:
 * @self: an answer
 * @error: return location for an error
 *
 * Judges an answer by its status and, where that says too little, its type and the server's words;
 * what holds for every endpoint. A call that knows more about its endpoint looks at the status
 * first:
 *
 * - sign-in answers 401, on v0.21 500, for a wrong password;
 * - a password change answers 500 for a wrong current one;
 * - demo servers refuse with a bare 403 `Forbidden`;
 * - %HOMEBOX_ERROR_SERVER_TOO_OLD from `GET /status` means that this is no Homebox at all.
 *
 * Errors: %HOMEBOX_ERROR_SESSION_ENDED (401), %HOMEBOX_ERROR_NO_HOME, %HOMEBOX_ERROR_NOT_OWNER,
 * %HOMEBOX_ERROR_LOCAL_LOGIN_OFF, %HOMEBOX_ERROR_FORBIDDEN (403, by text),
 * %HOMEBOX_ERROR_NOT_FOUND (404 with an error in JSON), %HOMEBOX_ERROR_SERVER_TOO_OLD (404 and 405
 * otherwise), %HOMEBOX_ERROR_INVALID_INPUT (422 and other 4xx), %HOMEBOX_ERROR_TOO_MANY_ATTEMPTS
 * (429), %HOMEBOX_ERROR_EMAIL_TAKEN (the constraint texts), %HOMEBOX_ERROR_SERVER_FAILED (other
 * 5xx), %HOMEBOX_ERROR_SERVER_BUSY (408), %HOMEBOX_ERROR_BAD_GATEWAY (502),
 * %HOMEBOX_ERROR_UNAVAILABLE (503), %HOMEBOX_ERROR_GATEWAY_TIMEOUT (504),
 * %HOMEBOX_ERROR_REDIRECTED (3xx), %HOMEBOX_ERROR_GATEWAY_LOGIN (407, 511, and from a server that
 * is known to be a Homebox a web page or a login of a proxy), and %HOMEBOX_ERROR_NOT_HOMEBOX (the
 * same from any other).
 *
 * Returns: whether the answer is a success
 */
gboolean
homebox_response_check (HomeboxResponse *self, GError **error)
{
  GError *verdict;

  g_return_val_if_fail (self != NULL, FALSE);

  verdict = homebox_verdict_on (self, get_json (self));
  if (verdict == NULL)
    return TRUE;

  g_propagate_error (error, verdict);

  return FALSE;
}

static GError *
new_shape_error (const char *detail)
{
  return homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE, detail);
}

/* The value that the answer is about: in the envelope, or bare. */
static JsonNode *
get_item (HomeboxResponse *self, GError **error)
{
  JsonNode *root;
  JsonNode *item = NULL;

  if (!homebox_response_check (self, error) || !homebox_verdict_is_json (self, error))
    return NULL;

  root = get_root (self, error);
  if (root == NULL)
    return NULL;

  if (JSON_NODE_HOLDS_OBJECT (root))
    item = json_object_get_member (json_node_get_object (root), "item");

  return item != NULL ? item : root;
}

/**
 * homebox_response_get_object:
 * @self: an answer
 * @error: return location for an error
 *
 * Reads an answer that has to be one object, in the envelope (`{"item": {…}}`) or bare.
 *
 * Errors: those of homebox_response_check(); %HOMEBOX_ERROR_NOT_HOMEBOX when it is no JSON by its
 * content type, %HOMEBOX_ERROR_BROKEN_ANSWER when it is damaged, empty, or no object (`null` too).
 *
 * Returns: (transfer none) (nullable): the object, valid as long as @self is
 */
JsonObject *
homebox_response_get_object (HomeboxResponse *self, GError **error)
{
  JsonNode *item;

  g_return_val_if_fail (self != NULL, NULL);

  item = get_item (self, error);
  if (item == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (item))
    {
      g_propagate_error (error, new_shape_error ("JSON: not an object"));
      return NULL;
    }

  return json_node_get_object (item);
}

/**
 * homebox_response_get_array:
 * @self: an answer
 * @error: return location for an error
 *
 * Reads an answer that has to be an array, in the envelope (`{"item": […]}`) or bare.
 *
 * Errors: as for homebox_response_get_object().
 *
 * Returns: (transfer none) (nullable): the array, valid as long as @self is
 */
JsonArray *
homebox_response_get_array (HomeboxResponse *self, GError **error)
{
  JsonNode *item;

  g_return_val_if_fail (self != NULL, NULL);

  item = get_item (self, error);
  if (item == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_ARRAY (item))
    {
      g_propagate_error (error, new_shape_error ("JSON: not an array"));
      return NULL;
    }

  return json_node_get_array (item);
}
