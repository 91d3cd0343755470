#include "homebox-session-private.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

/*
 * Caller:
 * @cancelled: (nullable): tells that it does not want to know any more
 * @not_kept: (nullable): what it is told when there is a new token
 *
 * Somebody who wants to know what comes of a refresh.
 */
typedef struct
{
  GSource *cancelled;
  GError *not_kept;
} Caller;

static void
caller_stop_waiting (Caller *caller)
{
  if (caller->cancelled != NULL)
    g_source_destroy (caller->cancelled);

  g_clear_pointer (&caller->cancelled, g_source_unref);
}

static void
caller_free (gpointer data)
{
  Caller *caller = data;

  caller_stop_waiting (caller);
  g_clear_error (&caller->not_kept);
  g_free (caller);
}

/*
 * homebox_session_tell_refreshed:
 * @callers: (element-type GTask): who wants to know
 * @token: (nullable): the new token
 * @not_kept: (nullable): why it is not stored
 * @error: (nullable): why there is none
 *
 * Gives the callers of homebox_session_refresh_async() their result.
 */
void
homebox_session_tell_refreshed (GPtrArray *callers,
                                HomeboxToken *token,
                                const GError *not_kept,
                                const GError *error)
{
  for (guint i = 0; i < callers->len; i++)
    {
      GTask *task = g_ptr_array_index (callers, i);
      Caller *caller = g_task_get_task_data (task);

      caller_stop_waiting (caller);

      if (token == NULL)
        {
          g_task_return_error (task, g_error_copy (error));
          continue;
        }

      caller->not_kept = not_kept != NULL ? g_error_copy (not_kept) : NULL;
      g_task_return_boolean (task, TRUE);
    }
}

static gboolean
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  HomeboxSession *self = g_task_get_source_object (task);

  caller_stop_waiting (g_task_get_task_data (task));
  g_ptr_array_remove (self->refresh_callers, task);
  if (self->refresh_callers->len == 0)
    homebox_session_abandon_refresh (self);

  g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE,
                                                NULL));

  return G_SOURCE_REMOVE;
}

static void
add_caller (HomeboxSession *self, GTask *task)
{
  Caller *caller = g_new0 (Caller, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_task_set_task_data (task, caller, caller_free);
  g_ptr_array_add (self->refresh_callers, g_object_ref (task));

  if (cancellable == NULL)
    return;

  caller->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (caller->cancelled, G_SOURCE_FUNC (on_caller_cancelled), task, NULL);
  g_source_attach (caller->cancelled, g_task_get_context (task));
}

static GError *
find_objection (HomeboxSession *self, GCancellable *cancellable)
{
  if (homebox_token_get_kind (self->token) == HOMEBOX_TOKEN_API_KEY)
    return homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NONE,
                                           _("An API key cannot be renewed. It is good until the "
                                             "date that it was made for."));
  if (g_cancellable_is_cancelled (cancellable))
    return homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL);
  if (homebox_session_is_over (self))
    return homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE, NULL);

  return NULL;
}

/**
 * homebox_session_refresh_async:
 * @self: a session
 * @keeper: (nullable): what stores the new token; %NULL for a session that is in memory only
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is over
 * @user_data: data for @callback
 *
 * Exchanges the token for a new one (`GET /users/refresh`), which is good for 7 days whatever the
 * old one was: refreshing early shortens a session of 28 days. Current servers kill the old token
 * at that moment; v0.21 and v0.25 leave it alive.
 *
 * The session is %HOMEBOX_SESSION_REFRESHING meanwhile. Requests that are under way are waited for
 * (each has its deadline), those that come are kept back. The request for the new token goes out
 * alone, and once. Then @keeper stores the new token; then, stored or not, it becomes the
 * session's, and what was kept back goes out with it.
 *
 * When the answer is lost, or is none, the old token may be dead. The server is asked once (`GET
 * /users/self`): if it refuses the old token the session is %HOMEBOX_SESSION_ENDED; otherwise it
 * goes on with the old one.
 *
 * There is one refresh at a time: a second call joins the first and gets the same result, and its
 * @keeper is not asked. Cancelling answers the caller at once. A refresh that has not been sent yet
 * and that nobody waits for any more does not take place; one that was sent is completed, since the
 * new token would be lost.
 */
void
homebox_session_refresh_async (HomeboxSession *self,
                               HomeboxTokenKeeper *keeper,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *objection;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (keeper == NULL || HOMEBOX_IS_TOKEN_KEEPER (keeper));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_refresh_async);
  g_task_set_check_cancellable (task, FALSE);

  objection = find_objection (self, cancellable);
  if (objection != NULL)
    {
      g_task_return_error (task, objection);
      return;
    }

  add_caller (self, task);
  if (self->refresh == NULL)
    homebox_session_begin_refresh (self, keeper);
}

/**
 * homebox_session_refresh_finish:
 * @self: a session
 * @result: the result
 * @not_kept: (out) (optional): after a success, why the new token could not be stored, so that the
 *   session lasts no longer than this process: an error of the keeper, or
 *   %HOMEBOX_ERROR_TIMED_OUT when it did not answer. %NULL when the token is stored
 * @error: return location for an error
 *
 * Ends homebox_session_refresh_async().
 *
 * Fails with %HOMEBOX_ERROR_SESSION_ENDED, and then the person has to sign in again; with
 * %HOMEBOX_ERROR_INVALID_INPUT for an API key, which is never refreshed, without asking the server;
 * with %HOMEBOX_ERROR_CANCELLED; and as homebox_session_send_async() does. After anything but the
 * first the session goes on with the token it has, unless a refresh that was cancelled brings a new
 * one later (#HomeboxSession:token).
 *
 * Returns: whether the session has a new token
 */
gboolean
homebox_session_refresh_finish (HomeboxSession *self,
                                GAsyncResult *result,
                                GError **not_kept,
                                GError **error)
{
  Caller *caller;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_refresh_async), FALSE);

  caller = g_task_get_task_data (G_TASK (result));
  if (not_kept != NULL && caller != NULL && caller->not_kept != NULL)
    g_propagate_error (not_kept, g_steal_pointer (&caller->not_kept));

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * homebox_session_refresh_may_be_done:
 * @error: why a refresh brought no new token
 *
 * Tells that the server may have exchanged the token although nothing is known of the new one. An
 * answer of the server itself that it could not do it says that it did not.
 *
 * Returns: whether the old token may be dead
 */
gboolean
homebox_session_refresh_may_be_done (const GError *error)
{
  return homebox_error_is_unclear (error) && error->code != HOMEBOX_ERROR_SERVER_FAILED
         && error->code != HOMEBOX_ERROR_SERVER_BUSY && error->code != HOMEBOX_ERROR_UNAVAILABLE;
}
