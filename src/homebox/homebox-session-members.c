#include "homebox-session-invitations.h"

#include "homebox-error-private.h"
#include "homebox-session-private.h"

#include <glib/gi18n-lib.h>

/*
 * Removal:
 * @group: the home
 * @member: who is to leave it
 * @error: (nullable): what the server said
 *
 * Somebody on the way out of a home.
 */
typedef struct
{
  HomeboxGroup *group;
  HomeboxMember *member;
  GError *error;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->group);
  g_object_unref (removal->member);
  g_clear_error (&removal->error);
  g_free (removal);
}

static gboolean
has_member (GListModel *members, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (HomeboxMember) member = g_list_model_get_item (members, i);

      if (g_strcmp0 (homebox_member_get_id (member), id) == 0)
        return TRUE;
    }

  return FALSE;
}

static GError *
new_still_there (const GError *error)
{
  if (error->code != HOMEBOX_ERROR_CONNECTION_LOST && error->code != HOMEBOX_ERROR_TIMED_OUT)
    return g_error_copy (error);

  return homebox_error_new_with_message (HOMEBOX_ERROR_NOT_DONE,
                                         HOMEBOX_FIELD_NONE,
                                         _("The connection was lost, and nobody was removed. Try "
                                           "again."));
}

static GError *
new_not_known (const GError *error)
{
  if (!homebox_error_is_silence (error))
    return g_error_copy (error);

  return homebox_error_new_with_message ((HomeboxError) error->code,
                                         HOMEBOX_FIELD_NONE,
                                         _("The server did not confirm the removal, and does not "
                                           "say now who belongs to this home. Look again later."));
}

static void
on_members (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GListModel) members = NULL;
  g_autoptr (GError) error = NULL;
  Removal *removal = g_task_get_task_data (task);

  members = homebox_session_list_members_finish (HOMEBOX_SESSION (source), result, &error);

  if (members == NULL)
    g_task_return_error (task, new_not_known (error));
  else if (has_member (members, homebox_member_get_id (removal->member)))
    g_task_return_error (task, new_still_there (removal->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* What an answer cannot mean anything else than. 400 is for what the list tells better: there is
 * nobody left to remove. */
static gboolean
is_clear (const GError *error)
{
  return error->code == HOMEBOX_ERROR_CANCELLED
         || (!homebox_error_is_unclear (error) && error->code != HOMEBOX_ERROR_INVALID_INPUT
             && error->code != HOMEBOX_ERROR_NOT_FOUND);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  Removal *removal = g_task_get_task_data (task);
  GError *error = NULL;

  response = homebox_session_send_finish (self, result, &error);

  if (response != NULL && homebox_response_check (response, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  removal->error = homebox_session_judge_for_home (error);

  if (is_clear (removal->error))
    g_task_return_error (task, g_steal_pointer (&removal->error));
  else
    homebox_session_list_members_async (self, removal->group, g_task_get_cancellable (task),
                                        on_members, g_object_ref (task));
}

/**
 * homebox_session_remove_member_async:
 * @self: a session whose user is loaded
 * @group: a home that the person owns
 * @member: somebody else who belongs to it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Removes somebody from a home (`DELETE /groups/members/{id}`, sent once). **When it was that
 * member's only home, the account can do nothing any more**, and only an administrator can help;
 * nobody but the member can see beforehand whether it is. The server answers 500 then, and has done
 * it: so the list of members is read before anything is said.
 */
void
homebox_session_remove_member_async (HomeboxSession *self,
                                     HomeboxGroup *group,
                                     HomeboxMember *member,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  Removal *removal;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (HOMEBOX_IS_GROUP (group));
  g_return_if_fail (HOMEBOX_IS_MEMBER (member));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_remove_member_async);
  g_task_set_check_cancellable (task, FALSE);

  removal = g_new0 (Removal, 1);
  removal->group = g_object_ref (group);
  removal->member = g_object_ref (member);
  g_task_set_task_data (task, removal, removal_free);

  if (g_strcmp0 (homebox_member_get_id (member),
                 homebox_user_get_id (homebox_session_get_user (self))) == 0)
    {
      g_task_return_error (task,
                           homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                                           HOMEBOX_FIELD_NONE,
                                                           _("You cannot remove yourself from a "
                                                             "home that you own.")));
      return;
    }

  escaped = g_uri_escape_string (homebox_member_get_id (member), NULL, FALSE);
  path = g_strconcat ("/groups/members/", escaped, NULL);
  request = homebox_request_new ("DELETE", path, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_home (request, homebox_group_get_id (group));
  homebox_session_send_async (self, request, cancellable, on_removed, g_steal_pointer (&task));
}

/**
 * homebox_session_remove_member_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_remove_member_async(). Fails with %HOMEBOX_ERROR_NOT_OWNER, with
 * %HOMEBOX_ERROR_SERVER_TOO_OLD on v0.21, with %HOMEBOX_ERROR_NOT_DONE when no answer came and the
 * member is still there, with %HOMEBOX_ERROR_NOT_FOUND when the person does not belong to that home
 * any more, and as homebox_session_send_async() does.
 *
 * Returns: whether the member is not in that home any more
 */
gboolean
homebox_session_remove_member_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_remove_member_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
