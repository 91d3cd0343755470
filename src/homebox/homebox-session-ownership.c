#include "homebox-session.h"

#include "homebox-endpoint-probe.h"
#include "homebox-error.h"

/* An invitation that is in no home. */
#define NO_INVITATION_PATH "/groups/invitations/00000000-0000-0000-0000-000000000000"

/* Came with the servers that ask for an owner at all, and takes POST only. */
#define OWNER_AGE_PATH "/users/logout/all"

static void
return_ownership (GTask *task, HomeboxOwnership ownership)
{
  homebox_group_set_ownership (g_task_get_task_data (task), ownership);
  g_task_return_boolean (task, TRUE);
}

static void
on_owner_age (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean exists = FALSE;

  if (homebox_endpoint_probe_run_finish (HOMEBOX_CLIENT (source), result, &exists, &error))
    return_ownership (task, exists ? HOMEBOX_OWNERSHIP_OWNER : HOMEBOX_OWNERSHIP_UNKNOWN);
  else
    g_task_return_error (task, error);
}

static void
on_no_invitation (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  GError *error = NULL;

  response = homebox_session_send_finish (self, result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  homebox_response_check (response, &error);

  /* Everybody gets this from servers that do not ask for an owner yet (v0.26). */
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_FOUND))
    {
      homebox_endpoint_probe_run_async (homebox_session_get_client (self),
                                        OWNER_AGE_PATH,
                                        g_task_get_cancellable (task),
                                        on_owner_age,
                                        g_object_ref (task));
    }
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_OWNER))
    {
      return_ownership (task, HOMEBOX_OWNERSHIP_MEMBER);
    }
  else
    {
      return_ownership (task, HOMEBOX_OWNERSHIP_UNKNOWN);
    }

  g_clear_error (&error);
}

/**
 * homebox_session_load_ownership_async:
 * @self: a session whose user is loaded
 * @group: a home
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Finds out whether the person owns a home, and tells @group.
 *
 * No call says so. Up to v0.25 the user has an `isOwner`, which is about the default home; nothing
 * is known about others then. Current servers let nobody but the owner take back an invitation:
 * asked to for one that does not exist, which changes nothing, they answer 404 to the owner and 403
 * to others. v0.26 has neither: it answers 404 to everybody, and is told apart by the lack of
 * `/users/logout/all` (404 instead of 405). Whatever else a server answers means that it is not
 * known.
 */
void
homebox_session_load_ownership_async (HomeboxSession *self,
                                      HomeboxGroup *group,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  HomeboxOwnership told;
  HomeboxUser *user;
  const char *default_id;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (HOMEBOX_IS_GROUP (group));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_load_ownership_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (group), g_object_unref);

  user = homebox_session_get_user (self);
  told = homebox_user_get_ownership (user);
  default_id = homebox_user_get_default_group_id (user);

  if (told != HOMEBOX_OWNERSHIP_UNKNOWN)
    {
      gboolean is_default = g_strcmp0 (homebox_group_get_id (group), default_id) == 0;

      return_ownership (task, is_default ? told : HOMEBOX_OWNERSHIP_UNKNOWN);
      return;
    }

  /* Without the user it cannot be told whether this server would have said it. */
  if (homebox_user_get_id (user) == NULL)
    {
      return_ownership (task, HOMEBOX_OWNERSHIP_UNKNOWN);
      return;
    }

  request = homebox_request_new ("DELETE", NO_INVITATION_PATH, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_home (request, homebox_group_get_id (group));
  homebox_session_send_async (self, request, cancellable, on_no_invitation,
                              g_steal_pointer (&task));
}

/**
 * homebox_session_load_ownership_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_load_ownership_async(). Fails as homebox_session_send_async() does.
 *
 * Returns: whether the home knows as much as can be known
 */
gboolean
homebox_session_load_ownership_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_load_ownership_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
