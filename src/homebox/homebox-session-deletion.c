#include "homebox-session-private.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

/* How long to go on finding out after the caller cancelled, in seconds. */
#define CHECK_AFTER_CANCEL 5

/*
 * Deletion:
 * @error: why it is not known what the deletion did
 * @patience: (nullable): gives up the check after a while, when the caller cancelled
 * @patience_source: its timeout
 *
 * A deletion whose answer was lost.
 */
typedef struct
{
  GError *error;
  GCancellable *patience;
  guint patience_source;
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_clear_handle_id (&deletion->patience_source, g_source_remove);
  g_clear_object (&deletion->patience);
  g_clear_error (&deletion->error);
  g_free (deletion);
}

static gboolean
on_patience_over (gpointer user_data)
{
  Deletion *deletion = user_data;

  deletion->patience_source = 0;
  g_cancellable_cancel (deletion->patience);

  return G_SOURCE_REMOVE;
}

static GError *
new_still_there (Deletion *deletion)
{
  HomeboxError code = (HomeboxError) deletion->error->code;

  if (code != HOMEBOX_ERROR_CONNECTION_LOST && code != HOMEBOX_ERROR_TIMED_OUT)
    return g_error_copy (deletion->error);

  return homebox_error_new_with_message (code,
                                         HOMEBOX_FIELD_NONE,
                                         _("The connection was lost while deleting. Your account "
                                           "is still there. Try again in a moment."));
}

static GError *
new_not_known (Deletion *deletion)
{
  HomeboxError code = (HomeboxError) deletion->error->code;

  /* Nobody looks at what is behind a mere cancellation, and this has to be said. */
  if (code == HOMEBOX_ERROR_CANCELLED)
    code = HOMEBOX_ERROR_CONNECTION_LOST;

  return homebox_error_new_with_message (code,
                                         HOMEBOX_FIELD_NONE,
                                         _("The server did not confirm the deletion, and does not "
                                           "answer now: your account may be deleted or not. Try "
                                           "again when the server can be reached."));
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  Deletion *deletion = g_task_get_task_data (task);
  gboolean there;

  response = homebox_session_pass_finish (self, result, &error);
  there = response != NULL && homebox_response_get_object (response, &error) != NULL;

  if (there || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME))
    {
      g_task_return_error (task, new_still_there (deletion));
    }
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
    {
      homebox_session_happen (self, HOMEBOX_SESSION_EVENT_CLOSED);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, new_not_known (deletion));
    }
}

/* The token goes with the account, so the token tells whether the account is still there. */
static void
check (GTask *task, GError *error)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Deletion *deletion = g_new0 (Deletion, 1);
  g_autoptr (HomeboxRequest) request = NULL;

  deletion->error = error;
  g_task_set_task_data (task, deletion, deletion_free);

  if (g_cancellable_is_cancelled (cancellable))
    {
      deletion->patience = g_cancellable_new ();
      deletion->patience_source = g_timeout_add_seconds (CHECK_AFTER_CANCEL, on_patience_over,
                                                         deletion);
      cancellable = deletion->patience;
    }

  request = homebox_request_new ("GET", "/users/self", HOMEBOX_REQUEST_ONCE);
  homebox_session_pass_async (g_task_get_source_object (task),
                              request,
                              HOMEBOX_SESSION_GATE_PROBE,
                              cancellable,
                              on_checked,
                              g_object_ref (task));
}

/*
 * homebox_session_judge_demo:
 * @response: the answer to a password change or an account deletion
 *
 * Judges what only these two can be refused for: demo servers answer them with a 403 that says no
 * more than its own name.
 *
 * Returns: (transfer full) (nullable): an error, or %NULL for a success
 */
GError *
homebox_session_judge_demo (HomeboxResponse *response)
{
  GError *error = NULL;
  const char *detail;

  if (homebox_response_check (response, &error))
    return NULL;

  detail = homebox_error_get_detail (error);
  if (error->code == HOMEBOX_ERROR_FORBIDDEN
      && (detail == NULL || g_ascii_strcasecmp (detail, "Forbidden") == 0))
    {
      g_clear_error (&error);
      return homebox_error_new (HOMEBOX_ERROR_DEMO_SERVER, HOMEBOX_FIELD_NONE, NULL);
    }

  return error;
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  GError *error = NULL;

  response = homebox_session_pass_finish (self, result, &error);
  if (response != NULL)
    error = homebox_session_judge_demo (response);

  if (error == NULL)
    {
      homebox_session_happen (self, HOMEBOX_SESSION_EVENT_CLOSED);
      g_task_return_boolean (task, TRUE);
    }
  else if (homebox_error_is_unclear (error))
    {
      check (task, error);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

/**
 * homebox_session_delete_account_async:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known what happened
 * @user_data: data for @callback
 *
 * Deletes the account (`DELETE /users/self`), with all its sessions and API keys. Its homes stay.
 *
 * The request goes out once. When its answer is lost, or is none of Homebox's, the server is asked
 * whether the account is still there (`GET /users/self`: 401 once it is gone) before anything is
 * said. Cancelling comes too late for what the server has begun, so the same is done then, for 5
 * seconds at most.
 */
void
homebox_session_delete_account_async (HomeboxSession *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_delete_account_async);
  g_task_set_check_cancellable (task, FALSE);

  request = homebox_request_new ("DELETE", "/users/self", HOMEBOX_REQUEST_DEFAULT);
  homebox_session_pass_async (self,
                              request,
                              HOMEBOX_SESSION_GATE_CONFIRMED,
                              cancellable,
                              on_deleted,
                              g_steal_pointer (&task));
}

/**
 * homebox_session_delete_account_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_delete_account_async(). After a success the session is
 * %HOMEBOX_SESSION_SIGNED_OUT.
 *
 * Fails with %HOMEBOX_ERROR_DEMO_SERVER, %HOMEBOX_ERROR_NO_HOME, and as
 * homebox_session_send_async() does: then the account is still there. Where even that could not be
 * found out, the code stays what it was (%HOMEBOX_ERROR_CONNECTION_LOST for a cancellation) and the
 * message says that it is not known.
 *
 * Returns: whether the account is gone
 */
gboolean
homebox_session_delete_account_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_delete_account_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
