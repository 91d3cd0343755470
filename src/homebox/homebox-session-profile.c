#include "homebox-session-private.h"

static GTask *
new_task (HomeboxSession *self,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);

  /* What the server did is told even when the caller cancelled a moment later. */
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

static void
on_user_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  guint serial = GPOINTER_TO_UINT (g_task_get_task_data (task));
  JsonObject *object = NULL;
  gboolean fine = FALSE;

  response = homebox_session_send_finish (self, result, &error);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);

  /* An answer from before a change that went through meanwhile would take it back on the screen. */
  if (object != NULL)
    fine = serial != self->profile_serial || homebox_user_update (self->user, object, &error);

  if (fine)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * homebox_session_load_user_async:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Asks whom the session belongs to (`GET /users/self`), and updates its user in place.
 */
void
homebox_session_load_user_async (HomeboxSession *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  task = new_task (self, homebox_session_load_user_async, cancellable, callback, user_data);
  g_task_set_task_data (task, GUINT_TO_POINTER (self->profile_serial), NULL);

  request = homebox_request_new ("GET", "/users/self", HOMEBOX_REQUEST_DEFAULT);
  homebox_session_send_async (self, request, cancellable, on_user_loaded, g_steal_pointer (&task));
}

/**
 * homebox_session_load_user_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_load_user_async(). Fails as homebox_session_send_async() does; with
 * %HOMEBOX_ERROR_NO_HOME when the account belongs to no home any more, which a server answers to
 * everything (such a session can still be signed out); with %HOMEBOX_ERROR_BROKEN_ANSWER when the
 * answer is no user.
 *
 * Returns: whether the user is what the server stores
 */
gboolean
homebox_session_load_user_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_load_user_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_profile_updated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object = NULL;

  response = homebox_session_send_finish (self, result, &error);
  if (response != NULL)
    object = homebox_response_get_object (response, &error);

  if (object == NULL || !homebox_user_update (self->user, object, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->profile_serial++;
  g_task_return_boolean (task, TRUE);
}

/**
 * homebox_session_update_profile_async:
 * @self: a session
 * @name: the name as typed
 * @email: the email as typed
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Changes name and email (`PUT /users/self`), both at once as the server wants it, after
 * homebox_user_normalize_name() and homebox_user_normalize_email(). The user of the session becomes
 * what the server stored.
 */
void
homebox_session_update_profile_async (HomeboxSession *self,
                                      const char *name,
                                      const char *email,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *stored_name = NULL;
  g_autofree char *stored_email = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (email != NULL);

  task = new_task (self, homebox_session_update_profile_async, cancellable, callback, user_data);

  stored_name = homebox_user_normalize_name (name, &error);
  if (stored_name != NULL)
    stored_email = homebox_user_normalize_email (email, &error);
  if (stored_email == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, stored_name);
  json_builder_set_member_name (builder, "email");
  json_builder_add_string_value (builder, stored_email);
  json_builder_end_object (builder);

  request = homebox_request_new ("PUT", "/users/self", HOMEBOX_REQUEST_DEFAULT);
  homebox_request_take_json (request, g_steal_pointer (&builder));
  homebox_session_send_async (self, request, cancellable, on_profile_updated,
                              g_steal_pointer (&task));
}

/**
 * homebox_session_update_profile_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_update_profile_async(). Fails with %HOMEBOX_ERROR_INVALID_INPUT (field
 * %HOMEBOX_FIELD_NAME or %HOMEBOX_FIELD_EMAIL), with %HOMEBOX_ERROR_EMAIL_TAKEN, and as
 * homebox_session_send_async() does. After %HOMEBOX_ERROR_CONNECTION_LOST or
 * %HOMEBOX_ERROR_TIMED_OUT the change may have been made; sending it again does no harm.
 *
 * Returns: whether the profile was changed
 */
gboolean
homebox_session_update_profile_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_update_profile_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
