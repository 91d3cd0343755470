#include "call.h"

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/*
 * call:
 * @client: a client
 * @request: what to send
 * @cancellable: (nullable): what cancels it
 * @error: return location for an error
 *
 * Sends a request and runs the main context until it has a result.
 *
 * Returns: (transfer full) (nullable): the answer
 */
HomeboxResponse *
call (HomeboxClient *client, HomeboxRequest *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  HomeboxResponse *response;

  homebox_client_send_async (client, request, cancellable, on_result, &result);
  g_assert_null (result);

  while (result == NULL)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);

  response = homebox_client_send_finish (client, result, error);
  g_assert_true ((response != NULL) == (error == NULL || *error == NULL));

  return response;
}

/*
 * call_path:
 * @client: a client
 * @method: a method
 * @path: a path below `/api/v1`
 * @error: return location for an error
 *
 * Sends a plain request, see call().
 *
 * Returns: (transfer full) (nullable): the answer
 */
HomeboxResponse *
call_path (HomeboxClient *client, const char *method, const char *path, GError **error)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new (method, path, HOMEBOX_REQUEST_DEFAULT);

  return call (client, request, NULL, error);
}
