#include "homebox-first-visit.h"

#include "homebox-json.h"

/* A sign-in takes a moment; a home that is older was there before. */
#define MOMENT (2 * G_TIME_SPAN_MINUTE)

/* By the server's own clock: nothing is known about how well it goes with ours. */
static gboolean
was_just_made (HomeboxResponse *response, JsonObject *group)
{
  SoupMessageHeaders *headers = homebox_response_get_headers (response);
  const char *date = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) created_at = homebox_json_get_time (group, "createdAt");
  g_autoptr (GDateTime) now = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;

  return created_at != NULL && now != NULL && g_date_time_difference (now, created_at) < MOMENT;
}

static void
statistics_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxGroup *group = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (homebox_session_load_statistics_finish (HOMEBOX_SESSION (source), result, &error))
    g_task_return_boolean (task, homebox_group_get_n_items (group) == 0);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
group_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxSession *session = HOMEBOX_SESSION (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object = NULL;
  HomeboxGroup *group = NULL;

  response = homebox_session_send_finish (session, result, &error);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);
  if (object != NULL)
    group = homebox_group_new_from_json (object, &error);

  if (group == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_set_task_data (task, group, g_object_unref);
  if (was_just_made (response, object))
    homebox_session_load_statistics_async (session, group, cancellable, statistics_loaded,
                                           g_steal_pointer (&task));
  else
    g_task_return_boolean (task, FALSE);
}

/**
 * homebox_first_visit_check_async:
 * @session: a session that was just begun
 * @cancellable: (nullable): to give up
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Finds out whether the account is new. A sign-in through a provider with an email that the server
 * does not know makes a new account with a new, empty home, and does not say so: the home's
 * `createdAt` and its number of items do (`GET /groups`, `GET /groups/statistics`).
 */
void
homebox_first_visit_check_async (HomeboxSession *session,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  g_autoptr (HomeboxRequest) request = NULL;

  g_task_set_source_tag (task, homebox_first_visit_check_async);

  request = homebox_request_new ("GET", "/groups", HOMEBOX_REQUEST_DEFAULT);
  homebox_session_send_async (session, request, cancellable, group_loaded,
                              g_steal_pointer (&task));
}

/**
 * homebox_first_visit_check_finish:
 * @session: the session
 * @result: what the callback got
 * @error: the place for a #HomeboxError
 *
 * Returns: %TRUE when the account was made just now; %FALSE when it was not, or with @error set
 *   when that could not be found out
 */
gboolean
homebox_first_visit_check_finish (HomeboxSession *session, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
