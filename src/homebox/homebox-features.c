#include "homebox-features.h"

#include "homebox-error.h"

G_DEFINE_FLAGS_TYPE (
    HomeboxFeatures,
    homebox_features,
    G_DEFINE_ENUM_VALUE (HOMEBOX_FEATURE_SEVERAL_HOMES, "several-homes"),
    G_DEFINE_ENUM_VALUE (HOMEBOX_FEATURE_SETTINGS, "settings"),
    G_DEFINE_ENUM_VALUE (HOMEBOX_FEATURE_API_KEYS, "api-keys"),
    G_DEFINE_ENUM_VALUE (HOMEBOX_FEATURE_PASSWORD_RESET, "password-reset"),
    G_DEFINE_ENUM_VALUE (HOMEBOX_FEATURE_SIGN_OUT_EVERYWHERE, "sign-out-everywhere"))

static const struct
{
  HomeboxFeatures feature;
  const char *path;
} endpoints[] = {
  { HOMEBOX_FEATURE_SEVERAL_HOMES, "/groups/all" },
  { HOMEBOX_FEATURE_SETTINGS, "/users/self/settings" },
  { HOMEBOX_FEATURE_API_KEYS, "/users/self/api-keys" },
  { HOMEBOX_FEATURE_PASSWORD_RESET, "/users/forgot-password" },
  { HOMEBOX_FEATURE_SIGN_OUT_EVERYWHERE, "/users/logout/all" },
};

/*
 * Probe:
 * @next: which endpoint is being asked for
 * @found: what is there
 */
typedef struct
{
  guint next;
  HomeboxFeatures found;
} Probe;

static void ask_for_next (GTask *task);

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  Probe *probe = g_task_get_task_data (task);
  GError *error = NULL;

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  homebox_response_check (response, &error);

  /* Without a token the one means that it is there for others, and with GET the other that it takes
   * something else. */
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED)
      || homebox_response_get_status (response) == SOUP_STATUS_METHOD_NOT_ALLOWED)
    {
      probe->found |= endpoints[probe->next].feature;
    }
  else if (!g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD))
    {
      if (error == NULL)
        error = homebox_error_new (HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_FIELD_NONE, NULL);
      g_task_return_error (task, error);
      return;
    }

  g_clear_error (&error);
  probe->next++;
  ask_for_next (task);
}

static void
ask_for_next (GTask *task)
{
  Probe *probe = g_task_get_task_data (task);
  g_autoptr (HomeboxRequest) request = NULL;

  if (probe->next == G_N_ELEMENTS (endpoints))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  request = homebox_request_new ("GET", endpoints[probe->next].path, HOMEBOX_REQUEST_DEFAULT);
  homebox_client_send_async (g_task_get_source_object (task), request,
                             g_task_get_cancellable (task), on_answer, g_object_ref (task));
}

/**
 * homebox_features_probe_async:
 * @client: the client of a server that is a Homebox
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: data for @callback
 *
 * Finds out what a server has, without using any of it: its version may be a commit, but each of
 * these came with an endpoint. A `GET` of it without a token is 401, or 405 where it takes POST
 * only; where it does not exist it is 404.
 */
void
homebox_features_probe_async (HomeboxClient *client,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HOMEBOX_IS_CLIENT (client));

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_features_probe_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (Probe, 1), g_free);
  ask_for_next (task);
}

/**
 * homebox_features_probe_finish:
 * @client: the client of a server
 * @result: the result
 * @features: (out): what that server has
 * @error: return location for an error
 *
 * Ends homebox_features_probe_async(). Fails as homebox_client_send_finish() and
 * homebox_response_check() do.
 *
 * Returns: whether all of it could be found out
 */
gboolean
homebox_features_probe_finish (HomeboxClient *client,
                               GAsyncResult *result,
                               HomeboxFeatures *features,
                               GError **error)
{
  Probe *probe;

  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_features_probe_async), FALSE);
  g_return_val_if_fail (features != NULL, FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  probe = g_task_get_task_data (G_TASK (result));
  *features = probe->found;

  return TRUE;
}
