#include "homebox-endpoint-probe.h"

#include "homebox-error.h"

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);

  if (response == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (homebox_response_get_status (response) == SOUP_STATUS_METHOD_NOT_ALLOWED)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (homebox_response_check (response, &error))
    g_task_return_error (
      task, homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE, NULL));
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD))
    g_task_return_boolean (task, FALSE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * homebox_endpoint_probe_run_async:
 * @client: the server
 * @path: a path below `/api/v1` that takes POST only, or needs a token
 * @cancellable: (nullable): to cancel
 * @callback: called when the server answered
 * @user_data: for @callback
 *
 * Asks a server whether it has an endpoint, without using it: a `GET` of a path that only takes
 * POST is 405 where it exists, one that needs a token is 401, and both are 404 where they do not
 * exist. What versions a server can be told by is
 * its endpoints; its version number may be a commit.
 */
void
homebox_endpoint_probe_run_async (HomeboxClient *client,
                                  const char *path,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (HomeboxRequest) request = NULL;
  GTask *task;

  g_return_if_fail (HOMEBOX_IS_CLIENT (client));
  g_return_if_fail (path != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_endpoint_probe_run_async);
  g_task_set_check_cancellable (task, FALSE);

  request = homebox_request_new ("GET", path, HOMEBOX_REQUEST_DEFAULT);
  homebox_client_send_async (client, request, cancellable, on_answer, task);
}

/**
 * homebox_endpoint_probe_run_finish:
 * @client: the server
 * @result: what the callback got
 * @exists: (out): whether the server has the endpoint
 * @error: return location for a #HomeboxError
 *
 * Finishes homebox_endpoint_probe_run_async().
 *
 * Returns: whether that could be found out
 */
gboolean
homebox_endpoint_probe_run_finish (HomeboxClient *client,
                                   GAsyncResult *result,
                                   gboolean *exists,
                                   GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean found;

  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);
  g_return_val_if_fail (exists != NULL, FALSE);

  found = g_task_propagate_boolean (G_TASK (result), &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *exists = found;

  return TRUE;
}
