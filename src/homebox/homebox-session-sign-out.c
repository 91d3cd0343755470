#include "homebox-session-private.h"

#include "homebox-error.h"

static void
on_signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_session_pass_finish (self, result, &error);

  if ((response != NULL && homebox_response_check (response, &error))
      || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED)
      || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME))
    {
      homebox_session_happen (self, HOMEBOX_SESSION_EVENT_CLOSED);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

/**
 * homebox_session_sign_out_async:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Makes the server forget the token (`POST /users/logout`): this one only. It is a success, too,
 * when the server does not accept the token any more, and when the account belongs to no home,
 * whose token no server revokes (it ends by itself). An API key cannot be signed out and stays
 * valid; nothing is asked of the server then. Requests that wait for a new sign-in are given up.
 */
void
homebox_session_sign_out_async (HomeboxSession *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_sign_out_async);
  g_task_set_check_cancellable (task, FALSE);

  if (homebox_token_get_kind (self->token) == HOMEBOX_TOKEN_API_KEY
      || self->state == HOMEBOX_SESSION_SIGNING_IN)
    homebox_session_happen (self, HOMEBOX_SESSION_EVENT_CLOSED);

  if (homebox_session_is_over (self))
    {
      homebox_session_give_up (self);
      g_task_return_boolean (task, TRUE);
      return;
    }

  request = homebox_request_new ("POST", "/users/logout", HOMEBOX_REQUEST_DEFAULT);
  homebox_session_pass_async (self,
                              request,
                              HOMEBOX_SESSION_GATE_PROBE,
                              cancellable,
                              on_signed_out,
                              g_steal_pointer (&task));
}

/**
 * homebox_session_sign_out_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_sign_out_async(). After a success the session is
 * %HOMEBOX_SESSION_SIGNED_OUT (one that had ended before stays %HOMEBOX_SESSION_ENDED). Fails as
 * homebox_session_send_async() does: then the server may still accept the token.
 *
 * Returns: whether the token is of no use any more
 */
gboolean
homebox_session_sign_out_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_sign_out_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_everywhere_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  GError *lost = g_task_get_task_data (task);

  response = homebox_session_pass_finish (self, result, &error);
  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
    {
      homebox_session_happen (self, HOMEBOX_SESSION_EVENT_CLOSED);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, g_error_copy (lost));
    }
}

/* This session goes with the others, so its token tells whether they are gone. */
static void
check_everywhere (GTask *task, GError *error)
{
  g_autoptr (HomeboxRequest) request = NULL;

  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  request = homebox_request_new ("GET", "/users/self", HOMEBOX_REQUEST_ONCE);
  homebox_session_pass_async (g_task_get_source_object (task),
                              request,
                              HOMEBOX_SESSION_GATE_PROBE,
                              g_task_get_cancellable (task),
                              on_everywhere_checked,
                              g_object_ref (task));
}

static void
on_signed_out_everywhere (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  GError *error = NULL;
  gboolean is_key = homebox_token_get_kind (self->token) == HOMEBOX_TOKEN_API_KEY;

  response = homebox_session_pass_finish (self, result, &error);

  if (response != NULL && homebox_response_check (response, &error))
    {
      if (!is_key)
        homebox_session_happen (self, HOMEBOX_SESSION_EVENT_CLOSED);
      g_task_return_boolean (task, TRUE);
    }
  else if (!is_key && homebox_error_is_unclear (error)
           && !g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    {
      check_everywhere (task, error);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

/**
 * homebox_session_sign_out_everywhere_async:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known what happened
 * @user_data: data for @callback
 *
 * Ends all sessions of the person on all devices, this one included (`POST /users/logout/all`,
 * which servers before the current ones do not have). API keys stay good, and a session that uses
 * one goes on.
 *
 * The request goes out once. When its answer is lost the server is asked whether it still accepts
 * the token, before anything is said.
 */
void
homebox_session_sign_out_everywhere_async (HomeboxSession *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_sign_out_everywhere_async);
  g_task_set_check_cancellable (task, FALSE);

  request = homebox_request_new ("POST", "/users/logout/all", HOMEBOX_REQUEST_DEFAULT);
  homebox_session_pass_async (self,
                              request,
                              HOMEBOX_SESSION_GATE_CONFIRMED,
                              cancellable,
                              on_signed_out_everywhere,
                              g_steal_pointer (&task));
}

/**
 * homebox_session_sign_out_everywhere_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_sign_out_everywhere_async(). After a success the session is
 * %HOMEBOX_SESSION_SIGNED_OUT, unless its token is an API key.
 *
 * Fails with %HOMEBOX_ERROR_SERVER_TOO_OLD where there is no such endpoint; with
 * %HOMEBOX_ERROR_SESSION_ENDED when this session had ended before, since the person confirms it
 * anew after signing in; and as homebox_session_send_async() does. After an error of
 * homebox_error_is_unclear() it may have been done, or may still be.
 *
 * Returns: whether no session of the person is left
 */
gboolean
homebox_session_sign_out_everywhere_finish (HomeboxSession *self,
                                            GAsyncResult *result,
                                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result,
                                                  homebox_session_sign_out_everywhere_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
