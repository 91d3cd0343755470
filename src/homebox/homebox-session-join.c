#include "homebox-session-invitations.h"

#include "homebox-error-private.h"
#include "homebox-json.h"

#include <glib/gi18n-lib.h>

/*
 * Joining:
 * @token: the token of the invitation
 * @before: the homes that the person belonged to before
 * @joined: (nullable): the home that the server named
 * @error: (nullable): why no home was named
 *
 * Somebody on the way into a home.
 */
typedef struct
{
  HomeboxSecret *token;
  GListModel *before;
  HomeboxGroup *joined;
  GError *error;
} Joining;

static void
joining_free (gpointer data)
{
  Joining *joining = data;

  homebox_secret_unref (joining->token);
  g_clear_object (&joining->before);
  g_clear_object (&joining->joined);
  g_clear_error (&joining->error);
  g_free (joining);
}

static HomeboxGroup *
find_group (GListModel *groups, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (HomeboxGroup) group = g_list_model_get_item (groups, i);

      if (g_strcmp0 (homebox_group_get_id (group), id) == 0)
        return g_steal_pointer (&group);
    }

  return NULL;
}

static HomeboxGroup *
find_new_group (GListModel *before, GListModel *after)
{
  for (guint i = 0; i < g_list_model_get_n_items (after); i++)
    {
      g_autoptr (HomeboxGroup) group = g_list_model_get_item (after, i);
      g_autoptr (HomeboxGroup) known = find_group (before, homebox_group_get_id (group));

      if (known == NULL)
        return g_steal_pointer (&group);
    }

  return NULL;
}

/* What it means that there is no new home after @error. */
static GError *
new_not_joined (const GError *error)
{
  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_SERVER_FAILED:
      return homebox_error_new_with_message (HOMEBOX_ERROR_INVITATION_SPENT,
                                             HOMEBOX_FIELD_INVITATION,
                                             _("This invitation was used up, or it is too old. If "
                                               "you do not belong to that home already, ask for a "
                                               "new one."));
    case HOMEBOX_ERROR_CONNECTION_LOST:
    case HOMEBOX_ERROR_TIMED_OUT:
      return homebox_error_new_with_message (HOMEBOX_ERROR_NOT_DONE,
                                             HOMEBOX_FIELD_NONE,
                                             _("The connection was lost, and you have not joined. "
                                               "Try again."));
    default:
      return g_error_copy (error);
    }
}

static GError *
new_not_known (const GError *error)
{
  if (!homebox_error_is_silence (error))
    return g_error_copy (error);

  return homebox_error_new_with_message ((HomeboxError) error->code,
                                         HOMEBOX_FIELD_NONE,
                                         _("The server did not confirm that you have joined, and "
                                           "does not answer now. Look at your homes when it can be "
                                           "reached."));
}

static void
on_listed_after (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GListModel) after = NULL;
  g_autoptr (HomeboxGroup) group = NULL;
  g_autoptr (GError) error = NULL;
  Joining *joining = g_task_get_task_data (task);

  after = homebox_session_list_groups_finish (HOMEBOX_SESSION (source), result, &error);

  if (after != NULL && joining->joined != NULL)
    group = find_group (after, homebox_group_get_id (joining->joined));
  else if (after != NULL)
    group = find_new_group (joining->before, after);

  /* The server said which home it is; that the list cannot be read now changes nothing about it. */
  if (group == NULL && joining->joined != NULL)
    group = g_object_ref (joining->joined);

  if (group != NULL)
    g_task_return_pointer (task, g_steal_pointer (&group), g_object_unref);
  else if (after != NULL)
    g_task_return_error (task, new_not_joined (joining->error));
  else
    g_task_return_error (task, new_not_known (error));
}

/* The path has the token in it, and so would the address of a redirect, or the page of a proxy that
 * quotes it. */
static GError *
without_detail (const GError *error)
{
  if (homebox_error_get_retry_after (error) > 0)
    return homebox_error_new_retry_after (homebox_error_get_retry_after (error), NULL);

  return homebox_error_new ((HomeboxError) error->code, homebox_error_get_field (error), NULL);
}

static GError *
judge (GError *error)
{
  g_autoptr (GError) owned = error;

  if (error->code == HOMEBOX_ERROR_NOT_FOUND)
    return homebox_error_new (HOMEBOX_ERROR_INVITATION_UNKNOWN, HOMEBOX_FIELD_INVITATION, NULL);

  return without_detail (error);
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  Joining *joining = g_task_get_task_data (task);
  JsonObject *object = NULL;
  GError *error = NULL;

  response = homebox_session_send_finish (self, result, &error);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);
  if (object != NULL)
    joining->joined = homebox_group_new_from_json (object, &error);

  if (error != NULL)
    joining->error = judge (error);

  if (joining->error != NULL
      && (!homebox_error_is_unclear (joining->error)
          || joining->error->code == HOMEBOX_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&joining->error));
      return;
    }

  homebox_session_list_groups_async (self, g_task_get_cancellable (task), on_listed_after,
                                     g_object_ref (task));
}

static void
on_listed_before (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxSecret) body = NULL;
  Joining *joining = g_task_get_task_data (task);
  GError *error = NULL;
  char *escaped, *path;

  joining->before = homebox_session_list_groups_finish (self, result, &error);
  if (joining->before == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  escaped = g_uri_escape_string (homebox_secret_peek (joining->token), NULL, FALSE);
  path = g_strconcat ("/groups/invitations/", escaped, NULL);
  request = homebox_request_new ("POST", path, HOMEBOX_REQUEST_DEFAULT);
  homebox_secret_free_string (escaped);
  homebox_secret_free_string (path);

  body = homebox_secret_new ("{}");
  homebox_request_set_body (request, body);
  homebox_session_send_async (self, request, g_task_get_cancellable (task), on_joined,
                              g_object_ref (task));
}

/**
 * homebox_session_join_home_async:
 * @self: a session
 * @token: the token of an invitation, see #HomeboxLink
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Joins another home (`POST /groups/invitations/{token}`, sent once), between two looks at the list
 * of homes: the server answers 500 for whatever is wrong with an invitation, and an answer can get
 * lost, but a home that was not there before tells that it worked.
 */
void
homebox_session_join_home_async (HomeboxSession *self,
                                 HomeboxSecret *token,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Joining *joining;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (token != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_join_home_async);
  g_task_set_check_cancellable (task, FALSE);

  joining = g_new0 (Joining, 1);
  joining->token = homebox_secret_ref (token);
  g_task_set_task_data (task, joining, joining_free);

  homebox_session_list_groups_async (self, cancellable, on_listed_before, g_steal_pointer (&task));
}

/**
 * homebox_session_join_home_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_join_home_async(). Fails with %HOMEBOX_ERROR_INVITATION_UNKNOWN (404), with
 * %HOMEBOX_ERROR_INVITATION_SPENT (used up, expired, or the person belongs to that home already:
 * one cannot be told from the other), both of field %HOMEBOX_FIELD_INVITATION; with
 * %HOMEBOX_ERROR_SERVER_TOO_OLD on v0.21, where only a new account can join; with
 * %HOMEBOX_ERROR_NOT_DONE when no answer came and there is no new home; and as
 * homebox_session_send_async() does. No error has a detail from the request, whose path holds the
 * token.
 *
 * The new home is not the default one; homebox_session_load_user_async() takes it into the user's
 * `group-ids`.
 *
 * Returns: (transfer full) (nullable): the home that was joined
 */
HomeboxGroup *
homebox_session_join_home_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_join_home_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
