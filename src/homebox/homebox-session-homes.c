#include "homebox-session-private.h"

#include "homebox-error.h"

static GTask *
new_task (HomeboxSession *self,
          gpointer tag,
          HomeboxGroup *group,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  if (group != NULL)
    g_task_set_task_data (task, g_object_ref (group), g_object_unref);

  return task;
}

static HomeboxRequest *
new_request (const char *method, const char *path, HomeboxGroup *group)
{
  HomeboxRequest *request = homebox_request_new (method, path, HOMEBOX_REQUEST_DEFAULT);

  homebox_request_set_home (request, homebox_group_get_id (group));

  return request;
}

/*
 * homebox_session_judge_for_home:
 * @error: (transfer full) (nullable): why a request about a certain home failed
 *
 * With the home named, the words that otherwise mean "no home at all" are about this one.
 *
 * Returns: (transfer full) (nullable): what it means
 */
GError *
homebox_session_judge_for_home (GError *error)
{
  if (!g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME))
    return error;

  g_error_free (error);

  return homebox_error_new (HOMEBOX_ERROR_NOT_FOUND, HOMEBOX_FIELD_NONE, NULL);
}

static gboolean
append_group (GListStore *groups, JsonNode *node, GError **error)
{
  g_autoptr (HomeboxGroup) group = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_propagate_error (error, homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                                   "group: not an object"));
      return FALSE;
    }

  group = homebox_group_new_from_json (json_node_get_object (node), error);
  if (group == NULL)
    return FALSE;

  g_list_store_append (groups, group);

  return TRUE;
}

static void
on_default_group (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxGroup) group = NULL;
  GListStore *groups;
  GError *error = NULL;
  JsonObject *object = NULL;

  response = homebox_session_send_finish (self, result, &error);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);
  if (object != NULL)
    group = homebox_group_new_from_json (object, &error);

  if (group == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  groups = g_list_store_new (HOMEBOX_TYPE_GROUP);
  g_list_store_append (groups, group);
  g_task_return_pointer (task, groups, g_object_unref);
}

static void
on_groups (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (GListStore) groups = g_list_store_new (HOMEBOX_TYPE_GROUP);
  g_autoptr (GError) error = NULL;
  JsonArray *array = NULL;

  response = homebox_session_send_finish (self, result, &error);
  if (response != NULL)
    array = homebox_response_get_array (response, &error);

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD))
    {
      request = homebox_request_new ("GET", "/groups", HOMEBOX_REQUEST_DEFAULT);
      homebox_session_send_async (self, request, g_task_get_cancellable (task), on_default_group,
                                  g_object_ref (task));
      return;
    }

  for (guint i = 0; array != NULL && error == NULL && i < json_array_get_length (array); i++)
    append_group (groups, json_array_get_element (array, i), &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&groups), g_object_unref);
}

/**
 * homebox_session_list_groups_async:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Lists the homes of the person (`GET /groups/all`; v0.21 knows the default one only:
 * `GET /groups`).
 */
void
homebox_session_list_groups_async (HomeboxSession *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  task = new_task (self, homebox_session_list_groups_async, NULL, cancellable, callback, user_data);
  request = homebox_request_new ("GET", "/groups/all", HOMEBOX_REQUEST_DEFAULT);
  homebox_session_send_async (self, request, cancellable, on_groups, g_steal_pointer (&task));
}

/**
 * homebox_session_list_groups_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_list_groups_async(). Fails as homebox_session_send_async() does, and with
 * %HOMEBOX_ERROR_NO_HOME.
 *
 * Returns: (transfer full) (nullable): a list of #HomeboxGroup
 */
GListModel *
homebox_session_list_groups_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_list_groups_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_members (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GListStore) members = g_list_store_new (HOMEBOX_TYPE_MEMBER);
  HomeboxGroup *group = g_task_get_task_data (task);
  GError *error = NULL;
  JsonArray *array = NULL;

  response = homebox_session_send_finish (self, result, &error);
  if (response != NULL)
    array = homebox_response_get_array (response, &error);

  for (guint i = 0; array != NULL && error == NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autoptr (HomeboxMember) member = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        member = homebox_member_new_from_json (json_node_get_object (node), &error);
      else
        error = homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                   "member: not an object");

      if (member != NULL)
        g_list_store_append (members, member);
    }

  if (error != NULL)
    {
      g_task_return_error (task, homebox_session_judge_for_home (error));
      return;
    }

  homebox_group_set_n_members (group, g_list_model_get_n_items (G_LIST_MODEL (members)));
  g_task_return_pointer (task, g_steal_pointer (&members), g_object_unref);
}

/**
 * homebox_session_list_members_async:
 * @self: a session
 * @group: a home
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Lists who belongs to a home (`GET /groups/members`), the person too, and tells @group how many
 * they are.
 */
void
homebox_session_list_members_async (HomeboxSession *self,
                                    HomeboxGroup *group,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (HOMEBOX_IS_GROUP (group));

  task = new_task (self, homebox_session_list_members_async, group, cancellable, callback,
                   user_data);
  request = new_request ("GET", "/groups/members", group);
  homebox_session_send_async (self, request, cancellable, on_members, g_steal_pointer (&task));
}

/**
 * homebox_session_list_members_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_list_members_async(). Fails with %HOMEBOX_ERROR_SERVER_TOO_OLD on v0.21,
 * with %HOMEBOX_ERROR_NOT_FOUND when the person does not belong to that home any more, and as
 * homebox_session_send_async() does.
 *
 * Returns: (transfer full) (nullable): a list of #HomeboxMember
 */
GListModel *
homebox_session_list_members_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_list_members_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_statistics (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  HomeboxGroup *group = g_task_get_task_data (task);
  GError *error = NULL;
  JsonObject *object = NULL;

  response = homebox_session_send_finish (self, result, &error);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);

  if (object != NULL && homebox_group_update_statistics (group, object, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, homebox_session_judge_for_home (error));
}

/**
 * homebox_session_load_statistics_async:
 * @self: a session
 * @group: a home
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Tells @group how much is in it and how many people belong to it (`GET /groups/statistics`).
 */
void
homebox_session_load_statistics_async (HomeboxSession *self,
                                       HomeboxGroup *group,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (HOMEBOX_IS_GROUP (group));

  task = new_task (self, homebox_session_load_statistics_async, group, cancellable, callback,
                   user_data);
  request = new_request ("GET", "/groups/statistics", group);
  homebox_session_send_async (self, request, cancellable, on_statistics, g_steal_pointer (&task));
}

/**
 * homebox_session_load_statistics_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_load_statistics_async(). Fails with %HOMEBOX_ERROR_NOT_FOUND when the person
 * does not belong to that home any more, and as homebox_session_send_async() does.
 *
 * Returns: whether the home knows
 */
gboolean
homebox_session_load_statistics_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_load_statistics_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
