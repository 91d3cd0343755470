#include "homebox-session-api-keys.h"

#include "homebox-error.h"
#include "homebox-expiry.h"
#include "homebox-json.h"

#define KEYS_PATH "/users/self/api-keys"

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GListStore) keys = g_list_store_new (HOMEBOX_TYPE_API_KEY);
  GError *error = NULL;
  JsonArray *array = NULL;

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);
  if (response != NULL)
    array = homebox_response_get_array (response, &error);

  for (guint i = 0; array != NULL && error == NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autoptr (HomeboxApiKey) key = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        key = homebox_api_key_new_from_json (json_node_get_object (node), &error);
      else
        error = homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                   "API key: not an object");

      if (key != NULL)
        g_list_store_append (keys, key);
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&keys), g_object_unref);
}

/**
 * homebox_session_list_api_keys_async:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Lists the person's API keys (`GET /users/self/api-keys`), expired ones too.
 */
void
homebox_session_list_api_keys_async (HomeboxSession *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_list_api_keys_async);
  g_task_set_check_cancellable (task, FALSE);

  request = homebox_request_new ("GET", KEYS_PATH, HOMEBOX_REQUEST_DEFAULT);
  homebox_session_send_async (self, request, cancellable, on_listed, g_steal_pointer (&task));
}

/**
 * homebox_session_list_api_keys_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_list_api_keys_async(). Fails with %HOMEBOX_ERROR_SERVER_TOO_OLD where there
 * are no API keys (404), and as homebox_session_send_async() does.
 *
 * Returns: (transfer full) (nullable): a list of #HomeboxApiKey, as the server orders it
 */
GListModel *
homebox_session_list_api_keys_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_list_api_keys_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/*
 * Created:
 * @key: what is told about it
 * @token: the key itself
 */
typedef struct
{
  HomeboxApiKey *key;
  HomeboxToken *token;
} Created;

static void
created_free (gpointer data)
{
  Created *created = data;

  g_clear_object (&created->key);
  g_clear_pointer (&created->token, homebox_token_unref);
  g_free (created);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  GError *error = NULL;
  JsonObject *object = NULL;
  const char *text = NULL;
  Created *created;

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);

  if (object != NULL)
    {
      text = homebox_json_get_string (object, "token");
      if (text == NULL || *text == '\0')
        error = homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                   "new API key without “token”");
    }

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  created = g_new0 (Created, 1);
  created->key = homebox_api_key_new_from_json (object, &error);
  if (created->key == NULL)
    {
      created_free (created);
      g_task_return_error (task, error);
      return;
    }

  created->token = homebox_token_new (text, HOMEBOX_TOKEN_API_KEY,
                                      homebox_api_key_get_expires_at (created->key));
  g_task_return_pointer (task, created, created_free);
}

/**
 * homebox_session_create_api_key_async:
 * @self: a session
 * @name: what to call it, as typed
 * @expires_at: when it is to end, in the future; homebox_expiry_new_latest() for never. Without one
 *   the server would take 30 days, so there always is one
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Makes an API key (`POST /users/self/api-keys`). It is sent once: after a lost answer there may be
 * a key of that name whose text nobody knows.
 */
void
homebox_session_create_api_key_async (HomeboxSession *self,
                                      const char *name,
                                      GDateTime *expires_at,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *name_to_send = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (expires_at != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_create_api_key_async);
  g_task_set_check_cancellable (task, FALSE);

  /* The rules for it are those for the name of a person: one part of the server counts characters
   * and another one bytes, and neither minds line breaks. */
  name_to_send = homebox_user_normalize_name (name, &error);
  if (name_to_send == NULL || !homebox_expiry_check (expires_at, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  text = homebox_expiry_to_text (expires_at);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name_to_send);
  json_builder_set_member_name (builder, "expiresAt");
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);

  request = homebox_request_new ("POST", KEYS_PATH, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_take_json (request, g_steal_pointer (&builder));
  homebox_session_send_async (self, request, cancellable, on_created, g_steal_pointer (&task));
}

/**
 * homebox_session_create_api_key_finish:
 * @self: a session
 * @result: the result
 * @token: (out) (transfer full): the key itself, which is told this once
 * @error: return location for an error
 *
 * Ends homebox_session_create_api_key_async(). Fails with %HOMEBOX_ERROR_INVALID_INPUT (field
 * %HOMEBOX_FIELD_NAME or %HOMEBOX_FIELD_EXPIRY), with %HOMEBOX_ERROR_SERVER_TOO_OLD where there are
 * no API keys (404), and as homebox_session_send_async() does.
 *
 * Returns: (transfer full) (nullable): what is told about the new key
 */
HomeboxApiKey *
homebox_session_create_api_key_finish (HomeboxSession *self,
                                       GAsyncResult *result,
                                       HomeboxToken **token,
                                       GError **error)
{
  Created *created;
  HomeboxApiKey *key;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_create_api_key_async),
                        NULL);
  g_return_val_if_fail (token != NULL, NULL);

  created = g_task_propagate_pointer (G_TASK (result), error);
  if (created == NULL)
    return NULL;

  *token = g_steal_pointer (&created->token);
  key = g_steal_pointer (&created->key);
  created_free (created);

  return key;
}

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);
  if (response != NULL)
    homebox_response_check (response, &error);

  if (error == NULL || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_FOUND))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * homebox_session_revoke_api_key_async:
 * @self: a session
 * @id: the id of a key of this person
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Revokes a key (`DELETE /users/self/api-keys/{id}`). What acts with it is refused from then on
 * (401); a session whose token is that very key may revoke it, and ends thereby without knowing.
 */
void
homebox_session_revoke_api_key_async (HomeboxSession *self,
                                      const char *id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (id != NULL && *id != '\0');

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_revoke_api_key_async);
  g_task_set_check_cancellable (task, FALSE);

  escaped = g_uri_escape_string (id, NULL, FALSE);
  path = g_strconcat (KEYS_PATH "/", escaped, NULL);
  request = homebox_request_new ("DELETE", path, HOMEBOX_REQUEST_DEFAULT);
  homebox_session_send_async (self, request, cancellable, on_revoked, g_steal_pointer (&task));
}

/**
 * homebox_session_revoke_api_key_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_revoke_api_key_async(). That there is no such key (any more) is a success.
 * Fails with %HOMEBOX_ERROR_SERVER_TOO_OLD where there are no API keys, and as
 * homebox_session_send_async() does; after a lost answer it may be called again.
 *
 * Returns: whether there is no such key any more
 */
gboolean
homebox_session_revoke_api_key_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_revoke_api_key_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
