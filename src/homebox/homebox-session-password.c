#include "homebox-session-private.h"

#include "homebox-error.h"
#include "homebox-secret-body.h"

#include <glib/gi18n-lib.h>

#define PASSWORD_PATH "/users/self/change-password"

/* In some descriptions of the API. */
#define OTHER_PASSWORD_PATH "/users/change-password"

/* Of 500 alone the server's own answer to a wrong password: `{"error": "Internal Server Error"}`,
 * nothing at all on v0.21 and v0.25. */
static gboolean
is_wrong_password (HomeboxResponse *response)
{
  const char *text = homebox_response_get_error_text (response);

  if (homebox_response_get_status (response) != SOUP_STATUS_INTERNAL_SERVER_ERROR)
    return FALSE;

  if (g_bytes_get_size (homebox_response_get_body (response)) == 0)
    return TRUE;

  return g_strcmp0 (text, "Internal Server Error") == 0;
}

/* The change may have been made: with the old password typed once more it would look as if the
 * person did not know their own password. */
static GError *
judge_lost_change (GError *error)
{
  HomeboxError code = (HomeboxError) error->code;

  if (code != HOMEBOX_ERROR_CONNECTION_LOST && code != HOMEBOX_ERROR_TIMED_OUT)
    return error;

  g_error_free (error);

  return homebox_error_new_with_message (code,
                                         HOMEBOX_FIELD_NONE,
                                         _("The server did not confirm the change, so the new "
                                           "password may be in force already. If the current one "
                                           "is not accepted any more, try the new one."));
}

typedef struct
{
  HomeboxSecret *body;
  const char *path;
} PasswordChange;

static void
password_change_free (gpointer data)
{
  PasswordChange *change = data;

  homebox_secret_unref (change->body);
  g_free (change);
}

static void on_password_changed (GObject *source, GAsyncResult *result, gpointer user_data);

static void
send_password (GTask *task)
{
  PasswordChange *change = g_task_get_task_data (task);
  g_autoptr (HomeboxRequest) request = NULL;

  request = homebox_request_new ("PUT", change->path, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_body (request, change->body);
  homebox_session_pass_async (g_task_get_source_object (task),
                              request,
                              HOMEBOX_SESSION_GATE_CONFIRMED,
                              g_task_get_cancellable (task),
                              on_password_changed,
                              g_object_ref (task));
}

static void
on_password_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *self = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  PasswordChange *change = g_task_get_task_data (task);
  GError *error = NULL;
  guint status;

  response = homebox_session_pass_finish (self, result, &error);
  if (response == NULL)
    {
      g_task_return_error (task, judge_lost_change (error));
      return;
    }

  status = homebox_response_get_status (response);

  /* There is no such endpoint, so nothing was done, and asking at the other one repeats nothing. */
  if ((status == SOUP_STATUS_NOT_FOUND || status == SOUP_STATUS_METHOD_NOT_ALLOWED)
      && g_str_equal (change->path, PASSWORD_PATH))
    {
      change->path = OTHER_PASSWORD_PATH;
      send_password (task);
      return;
    }

  if (is_wrong_password (response))
    error = homebox_error_new (HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD, HOMEBOX_FIELD_PASSWORD, NULL);
  else
    error = homebox_session_judge_demo (response);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * homebox_session_change_password_async:
 * @self: a session
 * @current_password: the password so far
 * @new_password: the one that is to replace it
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Changes the password (`PUT /users/self/change-password`; where that is 404 or 405,
 * `PUT /users/change-password` once), after homebox_user_check_new_password().
 *
 * On current servers a success ends every other session of the person; this one stays. Sent with an
 * API key it ends all of them.
 */
void
homebox_session_change_password_async (HomeboxSession *self,
                                       HomeboxSecret *current_password,
                                       HomeboxSecret *new_password,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  PasswordChange *change;
  GError *error = NULL;

  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (current_password != NULL);
  g_return_if_fail (new_password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_change_password_async);
  g_task_set_check_cancellable (task, FALSE);

  if (!homebox_user_check_new_password (homebox_secret_peek (new_password), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  const HomeboxBodyMember members[] = {
    { "current", homebox_secret_peek (current_password) },
    { "new", homebox_secret_peek (new_password) },
  };

  change = g_new0 (PasswordChange, 1);
  change->path = PASSWORD_PATH;
  change->body = homebox_secret_body_new (members, G_N_ELEMENTS (members));
  g_task_set_task_data (task, change, password_change_free);
  send_password (task);
}

/**
 * homebox_session_change_password_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_change_password_async(). Fails with %HOMEBOX_ERROR_INVALID_INPUT (field
 * %HOMEBOX_FIELD_PASSWORD: the new one is too short) without asking the server; with
 * %HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD, which the server answers with 500, and also to accounts
 * that have no password because they only ever signed in through OIDC; with
 * %HOMEBOX_ERROR_DEMO_SERVER; and as homebox_session_send_async() does. After
 * %HOMEBOX_ERROR_CONNECTION_LOST, %HOMEBOX_ERROR_TIMED_OUT and %HOMEBOX_ERROR_CANCELLED the new
 * password may be in force; the message of the first two says so.
 *
 * Returns: whether the new password is in force
 */
gboolean
homebox_session_change_password_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_change_password_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
