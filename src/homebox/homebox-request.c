#include "homebox-request.h"

#include "homebox-error.h"
#include "homebox-request-private.h"

#include <string.h>

#define CONTENT_TYPE "application/json; charset=utf-8"
#define BARE_CONTENT_TYPE "application/json"

/* Picks another home of the person than the default one. */
#define HOME_HEADER "X-Tenant"

struct _HomeboxRequest
{
  gatomicrefcount ref_count;
  char *method;
  char *path;
  HomeboxRequestFlags flags;
  HomeboxToken *token;
  HomeboxSecret *body;
  HomeboxNetworkFunc network_func;
  gpointer network_data;

  /* Of Header. */
  GPtrArray *headers;
};

typedef struct
{
  char *name;
  char *value;
} Header;

G_DEFINE_BOXED_TYPE (HomeboxRequest, homebox_request, homebox_request_ref, homebox_request_unref)

static void
header_free (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  homebox_secret_wipe_string (header->value);
  g_free (header->value);
  g_free (header);
}

/**
 * homebox_request_new:
 * @method: `GET`, `POST`, `PUT` or `DELETE`
 * @path: the path below `/api/v1`, starting with `/`; ids in it escaped with g_uri_escape_string().
 *   It may have a query
 * @flags: what is special about it
 *
 * Starts a request without a token or a body.
 *
 * Returns: (transfer full): a new request
 */
HomeboxRequest *
homebox_request_new (const char *method, const char *path, HomeboxRequestFlags flags)
{
  HomeboxRequest *self;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (path != NULL && *path == '/', NULL);

  self = g_new0 (HomeboxRequest, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->flags = flags;
  self->headers = g_ptr_array_new_with_free_func (header_free);

  return self;
}

/**
 * homebox_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self, with one more reference
 */
HomeboxRequest *
homebox_request_ref (HomeboxRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * homebox_request_unref:
 * @self: (transfer full): a request
 *
 * Lets go of a reference. The last one takes the body with it, see #HomeboxSecret.
 */
void
homebox_request_unref (HomeboxRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->token, homebox_token_unref);
  g_clear_pointer (&self->body, homebox_secret_unref);
  g_ptr_array_unref (self->headers);
  homebox_secret_free_string (self->path);
  g_free (self->method);
  g_free (self);
}

/**
 * homebox_request_set_token:
 * @self: a request
 * @token: (nullable): the token to send in `Authorization`
 *
 * Makes the request one of the person that @token belongs to.
 */
void
homebox_request_set_token (HomeboxRequest *self, HomeboxToken *token)
{
  g_return_if_fail (self != NULL);

  if (token != NULL)
    homebox_token_ref (token);
  g_clear_pointer (&self->token, homebox_token_unref);
  self->token = token;
}

/**
 * homebox_request_set_home:
 * @self: a request
 * @group_id: (nullable): the id of a home, or %NULL for the default one
 *
 * Asks about another home of the person (the header `X-Tenant`).
 */
void
homebox_request_set_home (HomeboxRequest *self, const char *group_id)
{
  homebox_request_set_header (self, HOME_HEADER, group_id);
}

/**
 * homebox_request_set_header:
 * @self: a request
 * @name: the name of a header
 * @value: (nullable): its value, or %NULL to leave it out
 *
 * Adds a header, or replaces the one of that name. With a control character in it the request is
 * not sent at all: homebox_client_send_async() fails with %HOMEBOX_ERROR_INVALID_INPUT.
 */
void
homebox_request_set_header (HomeboxRequest *self, const char *name, const char *value)
{
  Header *header;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL && *name != '\0');

  for (guint i = 0; i < self->headers->len; i++)
    {
      header = g_ptr_array_index (self->headers, i);
      if (g_ascii_strcasecmp (header->name, name) == 0)
        {
          g_ptr_array_remove_index (self->headers, i);
          break;
        }
    }

  if (value == NULL)
    return;

  header = g_new0 (Header, 1);
  header->name = g_strdup (name);
  header->value = g_strdup (value);
  g_ptr_array_add (self->headers, header);
}

/**
 * homebox_request_take_json:
 * @self: a request
 * @builder: (transfer full): a complete JSON text
 *
 * Sets the body. The one copy of the text that is ours ends up in a #HomeboxSecret.
 */
void
homebox_request_take_json (HomeboxRequest *self, JsonBuilder *builder)
{
  g_autoptr (JsonBuilder) owned = builder;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (HomeboxSecret) body = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (JSON_IS_BUILDER (builder));

  root = json_builder_get_root (owned);
  g_return_if_fail (root != NULL);

  body = homebox_secret_new_take (json_to_string (root, FALSE));
  homebox_request_set_body (self, body);
}

/**
 * homebox_request_set_body:
 * @self: a request
 * @body: (nullable): a JSON text
 *
 * Sets the body, which is sent from the memory of @body.
 */
void
homebox_request_set_body (HomeboxRequest *self, HomeboxSecret *body)
{
  g_return_if_fail (self != NULL);

  if (body != NULL)
    homebox_secret_ref (body);
  g_clear_pointer (&self->body, homebox_secret_unref);
  self->body = body;
}

/**
 * homebox_request_set_network_func:
 * @self: a request
 * @network_func: (scope call) (nullable): what hears how the connection is being made
 * @user_data: data for @network_func
 *
 * Lets somebody watch the request on its way. With a connection that was kept open there is nothing
 * to hear; what goes out once (%HOMEBOX_REQUEST_ONCE) always makes a new one. Nothing is heard
 * after the result is there, so @user_data has to last until then.
 */
void
homebox_request_set_network_func (HomeboxRequest *self,
                                  HomeboxNetworkFunc network_func,
                                  gpointer user_data)
{
  g_return_if_fail (self != NULL);

  self->network_func = network_func;
  self->network_data = user_data;
}

/*
 * homebox_request_tell_network:
 * @self: a request
 * @event: what happened
 * @connection: (nullable): the connection, as far as it goes
 *
 * Tells whoever watches.
 */
void
homebox_request_tell_network (HomeboxRequest *self,
                              GSocketClientEvent event,
                              GIOStream *connection)
{
  if (self->network_func != NULL)
    self->network_func (event, connection, self->network_data);
}

/**
 * homebox_request_get_method:
 * @self: a request
 *
 * Returns: (transfer none): its method
 */
const char *
homebox_request_get_method (HomeboxRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->method;
}

/**
 * homebox_request_get_path:
 * @self: a request
 *
 * Returns: (transfer none): its path below `/api/v1`
 */
const char *
homebox_request_get_path (HomeboxRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/**
 * homebox_request_get_flags:
 * @self: a request
 *
 * Returns: what is special about it
 */
HomeboxRequestFlags
homebox_request_get_flags (HomeboxRequest *self)
{
  g_return_val_if_fail (self != NULL, HOMEBOX_REQUEST_DEFAULT);

  return self->flags;
}

/**
 * homebox_request_is_repeatable:
 * @self: a request
 *
 * Whether sending it twice is the same as sending it once: a GET that changes nothing.
 *
 * Returns: %FALSE for POST, PUT and DELETE, and with %HOMEBOX_REQUEST_ONCE
 */
gboolean
homebox_request_is_repeatable (HomeboxRequest *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return strcmp (self->method, SOUP_METHOD_GET) == 0 && (self->flags & HOMEBOX_REQUEST_ONCE) == 0;
}

/**
 * homebox_request_get_token:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the token that goes with it
 */
HomeboxToken *
homebox_request_get_token (HomeboxRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->token;
}

static gboolean
is_header_value (const char *value)
{
  for (; *value != '\0'; value++)
    {
      if (g_ascii_iscntrl (*value))
        return FALSE;
    }

  return TRUE;
}

/* Ids that a server made up become part of a path. */
static gboolean
is_path (const char *path)
{
  for (const char *at = path; *at != '\0'; at++)
    {
      if (!g_ascii_isgraph (*at) || *at == '#' || *at == '\\')
        return FALSE;
    }

  return strstr (path, "/../") == NULL && strstr (path, "/./") == NULL
         && !g_str_has_suffix (path, "/..") && !g_str_has_suffix (path, "/.");
}

/*
 * homebox_request_check:
 * @self: a request
 * @error: return location for an error
 *
 * Checks that the request would arrive as what it is meant to be: nothing in it can start another
 * header or another path.
 *
 * Returns: whether it may be sent; with %HOMEBOX_ERROR_INVALID_INPUT otherwise
 */
gboolean
homebox_request_check (HomeboxRequest *self, GError **error)
{
  gboolean fine = is_path (self->path);

  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = g_ptr_array_index (self->headers, i);

      fine = fine && is_header_value (header->name) && is_header_value (header->value);
    }

  if (self->token != NULL)
    {
      HomeboxSecret *authorization = homebox_token_get_authorization (self->token);

      fine = fine && is_header_value (homebox_secret_peek (authorization));
    }

  if (!fine)
    g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NONE,
                                                 "control character in a request"));

  return fine;
}

/*
 * homebox_request_make_message:
 * @self: a request
 * @uri: where to send it
 *
 * Writes the request as a message of libsoup, which shares the memory of its body.
 *
 * Returns: (transfer full): a new message
 */
SoupMessage *
homebox_request_make_message (HomeboxRequest *self, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (self->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_replace (headers, "Accept", BARE_CONTENT_TYPE);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");

  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = g_ptr_array_index (self->headers, i);

      soup_message_headers_replace (headers, header->name, header->value);
    }

  if (self->token != NULL)
    {
      HomeboxSecret *authorization = homebox_token_get_authorization (self->token);

      soup_message_headers_replace (headers, "Authorization", homebox_secret_peek (authorization));
    }

  if (self->body != NULL)
    {
      g_autoptr (GBytes) bytes = homebox_secret_to_bytes (self->body);
      gboolean bare = (self->flags & HOMEBOX_REQUEST_BARE_CONTENT_TYPE) != 0;

      soup_message_set_request_body_from_bytes (message, bare ? BARE_CONTENT_TYPE : CONTENT_TYPE,
                                                bytes);
    }

  return message;
}
