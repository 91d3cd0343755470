#include "homebox-session-invitations.h"

#include "homebox-error.h"
#include "homebox-expiry.h"
#include "homebox-session-private.h"

#include <glib/gi18n-lib.h>

#define INVITATIONS_PATH "/groups/invitations"

/**
 * homebox_session_may_manage_home:
 * @self: a session whose user is loaded
 * @group: a home whose ownership was loaded
 *
 * Current servers let nobody but the owner invite people into a home, withdraw invitations and
 * remove members. Up to v0.25, which tell `isOwner`, every member may. Where it is not known who
 * owns the home it may be tried: the server has the last word.
 *
 * Returns: whether there is a point in trying
 */
gboolean
homebox_session_may_manage_home (HomeboxSession *self, HomeboxGroup *group)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (self), FALSE);
  g_return_val_if_fail (HOMEBOX_IS_GROUP (group), FALSE);

  return homebox_group_get_ownership (group) != HOMEBOX_OWNERSHIP_MEMBER
         || homebox_user_get_ownership (homebox_session_get_user (self))
              != HOMEBOX_OWNERSHIP_UNKNOWN;
}

static GTask *
new_task (HomeboxSession *self,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxInvitation) invitation = NULL;
  GError *error = NULL;
  JsonObject *object = NULL;

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);
  if (object != NULL)
    invitation = homebox_invitation_new_from_json (object, &error);

  if (invitation != NULL && homebox_invitation_get_token (invitation) == NULL)
    error = homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                               "new invitation without “token”");

  if (error != NULL)
    g_task_return_error (task, homebox_session_judge_for_home (error));
  else
    g_task_return_pointer (task, g_steal_pointer (&invitation), g_object_unref);
}

/**
 * homebox_session_create_invitation_async:
 * @self: a session
 * @group: a home
 * @uses: how many people it is for, 1 to %HOMEBOX_INVITATION_MAX_USES
 * @expires_at: when it is to end, in the future. Without one the server would take a day, so there
 *   always is one
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Makes an invitation into a home (`POST /groups/invitations`, sent once). On current servers only
 * the owner may; on v0.21 and v0.25 every member.
 */
void
homebox_session_create_invitation_async (HomeboxSession *self,
                                         HomeboxGroup *group,
                                         guint uses,
                                         GDateTime *expires_at,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *text = NULL;
  GError *error = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (HOMEBOX_IS_GROUP (group));
  g_return_if_fail (expires_at != NULL);

  task = new_task (self, homebox_session_create_invitation_async, cancellable, callback, user_data);

  if (uses < 1 || uses > HOMEBOX_INVITATION_MAX_USES)
    error = homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                            HOMEBOX_FIELD_USES,
                                            _("One invitation is for 1 to 100 people."));

  if (error != NULL || !homebox_expiry_check (expires_at, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  text = homebox_expiry_to_text (expires_at);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "uses");
  json_builder_add_int_value (builder, uses);
  json_builder_set_member_name (builder, "expiresAt");
  json_builder_add_string_value (builder, text);
  json_builder_end_object (builder);

  request = homebox_request_new ("POST", INVITATIONS_PATH, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_home (request, homebox_group_get_id (group));
  homebox_request_take_json (request, g_steal_pointer (&builder));
  homebox_session_send_async (self, request, cancellable, on_created, g_steal_pointer (&task));
}

/**
 * homebox_session_create_invitation_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_create_invitation_async(). Fails with %HOMEBOX_ERROR_INVALID_INPUT (field
 * %HOMEBOX_FIELD_USES or %HOMEBOX_FIELD_EXPIRY), %HOMEBOX_ERROR_NOT_OWNER, %HOMEBOX_ERROR_NOT_FOUND
 * when the person does not belong to that home any more, and as homebox_session_send_async() does.
 * After a lost answer there may be an invitation that nobody knows the token of; it is on the list
 * and can be withdrawn.
 *
 * Returns: (transfer full) (nullable): the invitation, with its token, which is told this once
 */
HomeboxInvitation *
homebox_session_create_invitation_finish (HomeboxSession *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_create_invitation_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GListStore) invitations = g_list_store_new (HOMEBOX_TYPE_INVITATION);
  GError *error = NULL;
  JsonArray *array = NULL;

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);
  if (response != NULL)
    array = homebox_response_get_array (response, &error);

  for (guint i = 0; array != NULL && error == NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autoptr (HomeboxInvitation) invitation = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        invitation = homebox_invitation_new_from_json (json_node_get_object (node), &error);
      else
        error = homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE,
                                   "invitation: not an object");

      if (invitation != NULL)
        g_list_store_append (invitations, invitation);
    }

  if (error != NULL)
    g_task_return_error (task, homebox_session_judge_for_home (error));
  else
    g_task_return_pointer (task, g_steal_pointer (&invitations), g_object_unref);
}

/**
 * homebox_session_list_invitations_async:
 * @self: a session
 * @group: a home
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Lists the invitations into a home (`GET /groups/invitations`), spent and expired ones too, see
 * homebox_invitation_is_open(). Every member may see them; they come without their tokens.
 */
void
homebox_session_list_invitations_async (HomeboxSession *self,
                                        HomeboxGroup *group,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (HOMEBOX_IS_GROUP (group));

  task = new_task (self, homebox_session_list_invitations_async, cancellable, callback, user_data);
  request = homebox_request_new ("GET", INVITATIONS_PATH, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_home (request, homebox_group_get_id (group));
  homebox_session_send_async (self, request, cancellable, on_listed, g_steal_pointer (&task));
}

/**
 * homebox_session_list_invitations_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_list_invitations_async(). Fails with %HOMEBOX_ERROR_SERVER_TOO_OLD on v0.21
 * (405), with %HOMEBOX_ERROR_NOT_FOUND when the person does not belong to that home any more, and
 * as homebox_session_send_async() does.
 *
 * Returns: (transfer full) (nullable): a list of #HomeboxInvitation
 */
GListModel *
homebox_session_list_invitations_finish (HomeboxSession *self,
                                         GAsyncResult *result,
                                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_list_invitations_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  GError *error = NULL;

  response = homebox_session_send_finish (HOMEBOX_SESSION (source), result, &error);
  if (response != NULL)
    homebox_response_check (response, &error);

  /* Somebody else was faster. */
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_FOUND))
    g_clear_error (&error);

  if (error != NULL)
    g_task_return_error (task, homebox_session_judge_for_home (error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * homebox_session_withdraw_invitation_async:
 * @self: a session
 * @group: the home it is into
 * @invitation: an invitation with an id
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Takes an invitation back (`DELETE /groups/invitations/{id}`). Who came in with it stays.
 */
void
homebox_session_withdraw_invitation_async (HomeboxSession *self,
                                           HomeboxGroup *group,
                                           HomeboxInvitation *invitation,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (HOMEBOX_IS_GROUP (group));
  g_return_if_fail (HOMEBOX_IS_INVITATION (invitation));

  task = new_task (self, homebox_session_withdraw_invitation_async, cancellable, callback,
                   user_data);

  if (homebox_invitation_get_id (invitation) == NULL)
    {
      g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_SERVER_TOO_OLD,
                                                    HOMEBOX_FIELD_NONE, NULL));
      return;
    }

  escaped = g_uri_escape_string (homebox_invitation_get_id (invitation), NULL, FALSE);
  path = g_strconcat (INVITATIONS_PATH "/", escaped, NULL);
  request = homebox_request_new ("DELETE", path, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_home (request, homebox_group_get_id (group));
  homebox_session_send_async (self, request, cancellable, on_withdrawn, g_steal_pointer (&task));
}

/**
 * homebox_session_withdraw_invitation_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_withdraw_invitation_async(). That there is no such invitation (any more) is
 * a success. Fails with %HOMEBOX_ERROR_NOT_OWNER, with %HOMEBOX_ERROR_SERVER_TOO_OLD on v0.21, with
 * %HOMEBOX_ERROR_NOT_FOUND when the person does not belong to that home any more, and as
 * homebox_session_send_async() does; after a lost answer it may be called again.
 *
 * Returns: whether nobody can come in with it any more
 */
gboolean
homebox_session_withdraw_invitation_finish (HomeboxSession *self,
                                            GAsyncResult *result,
                                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (
      g_async_result_is_tagged (result, homebox_session_withdraw_invitation_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
