#include "homebox-password-reset.h"

#include "homebox-endpoint-probe.h"
#include "homebox-error-private.h"
#include "homebox-secret-body.h"
#include "homebox-session-private.h"

#include <glib/gi18n-lib.h>

#define RESET_PATH "/users/reset-password"

static GTask *
new_task (HomeboxClient *client,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  gboolean exists = FALSE;
  GError *error = NULL;

  if (homebox_endpoint_probe_run_finish (HOMEBOX_CLIENT (source), result, &exists, &error))
    g_task_return_boolean (task, exists);
  else
    g_task_return_error (task, error);
}

/**
 * homebox_password_reset_probe_async:
 * @client: the client of a server
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Asks whether a server can replace a forgotten password by mail: a `GET` of the path that takes
 * POST only is 405 where it exists and 404 where it does not. Whether that server can send mail,
 * it does not say to anybody.
 */
void
homebox_password_reset_probe_async (HomeboxClient *client,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task;

  g_return_if_fail (HOMEBOX_IS_CLIENT (client));

  task = new_task (client, homebox_password_reset_probe_async, cancellable, callback, user_data);
  homebox_endpoint_probe_run_async (client, HOMEBOX_ENDPOINT_FORGOT_PASSWORD, cancellable,
                                    on_probed, task);
}

/**
 * homebox_password_reset_probe_finish:
 * @client: the client of a server
 * @result: the result
 * @is_offered: (out): whether that server has it; where it does not, only an administrator can help
 * @error: return location for an error
 *
 * Ends homebox_password_reset_probe_async(). Fails as homebox_client_send_finish() does.
 *
 * Returns: whether that could be found out
 */
gboolean
homebox_password_reset_probe_finish (HomeboxClient *client,
                                     GAsyncResult *result,
                                     gboolean *is_offered,
                                     GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean found;

  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_password_reset_probe_async),
                        FALSE);
  g_return_val_if_fail (is_offered != NULL, FALSE);

  found = g_task_propagate_boolean (G_TASK (result), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  *is_offered = found;

  return TRUE;
}

static void
on_requested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  GError *error = NULL;

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);
  if (response != NULL)
    error = homebox_session_judge_demo (response);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * homebox_password_reset_request_async:
 * @client: the client of a server
 * @email: the email as typed
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Asks for a mail with a link for a new password (`POST /users/forgot-password`). The link works
 * once, for an hour.
 */
void
homebox_password_reset_request_async (HomeboxClient *client,
                                      const char *email,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *folded = NULL;

  g_return_if_fail (HOMEBOX_IS_CLIENT (client));
  g_return_if_fail (email != NULL);

  task = new_task (client, homebox_password_reset_request_async, cancellable, callback, user_data);

  folded = homebox_user_fold_email (email);
  if (*folded == '\0')
    {
      g_task_return_error (task,
                           homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                                           HOMEBOX_FIELD_EMAIL,
                                                           _("Enter your email address.")));
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "email");
  json_builder_add_string_value (builder, folded);
  json_builder_end_object (builder);

  request = homebox_request_new ("POST", HOMEBOX_ENDPOINT_FORGOT_PASSWORD, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_take_json (request, g_steal_pointer (&builder));
  homebox_client_send_async (client, request, cancellable, on_requested, g_steal_pointer (&task));
}

/**
 * homebox_password_reset_request_finish:
 * @client: the client of a server
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_password_reset_request_async(). A success says no more than that the server
 * understood: it is the same whether or not there is such an account, and whether or not it can
 * send mail.
 *
 * Fails with %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_EMAIL),
 * %HOMEBOX_ERROR_SERVER_TOO_OLD (404), %HOMEBOX_ERROR_DEMO_SERVER, %HOMEBOX_ERROR_LOCAL_LOGIN_OFF,
 * %HOMEBOX_ERROR_TOO_MANY_ATTEMPTS, and as homebox_client_send_finish() does.
 *
 * Returns: whether the server understood
 */
gboolean
homebox_password_reset_request_finish (HomeboxClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_password_reset_request_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * homebox_password_reset_redeem_async:
 * @client: the client of a server
 * @token: the token from the link in the mail, see #HomeboxLink
 * @new_password: the new password
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Sets a new password (`POST /users/reset-password`, sent once), after
 * homebox_user_check_new_password(). Every session of the person ends; API keys stay.
 */
void
homebox_password_reset_redeem_async (HomeboxClient *client,
                                     HomeboxSecret *token,
                                     HomeboxSecret *new_password,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxSecret) body = NULL;
  GError *error = NULL;

  g_return_if_fail (HOMEBOX_IS_CLIENT (client));
  g_return_if_fail (token != NULL);
  g_return_if_fail (new_password != NULL);

  task = new_task (client, homebox_password_reset_redeem_async, cancellable, callback, user_data);

  if (!homebox_user_check_new_password (homebox_secret_peek (new_password), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  const HomeboxBodyMember members[] = {
    { "token", homebox_secret_peek (token) },
    { "password", homebox_secret_peek (new_password) },
  };

  body = homebox_secret_body_new (members, G_N_ELEMENTS (members));
  request = homebox_request_new ("POST", RESET_PATH, HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_body (request, body);
  homebox_client_send_async (client, request, cancellable, on_requested, g_steal_pointer (&task));
}

/**
 * homebox_password_reset_redeem_finish:
 * @client: the client of a server
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_password_reset_redeem_async(). Fails with %HOMEBOX_ERROR_RESET_LINK_SPENT (a token
 * that was used, is older than an hour, or unknown: the server does not tell which),
 * %HOMEBOX_ERROR_INVALID_INPUT (field %HOMEBOX_FIELD_PASSWORD), %HOMEBOX_ERROR_SERVER_TOO_OLD
 * (404), %HOMEBOX_ERROR_DEMO_SERVER, %HOMEBOX_ERROR_LOCAL_LOGIN_OFF,
 * %HOMEBOX_ERROR_TOO_MANY_ATTEMPTS, and as homebox_client_send_finish() does.
 * After a lost answer the new password may be in force.
 *
 * Returns: whether the new password is in force
 */
gboolean
homebox_password_reset_redeem_finish (HomeboxClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_password_reset_redeem_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/*
 * Return:
 * @outcome: what is known of the new password
 * @error: (nullable): why no answer came
 *
 * Somebody on the way back in.
 */
typedef struct
{
  char *email;
  HomeboxSecret *password;
  gboolean stay_signed_in;
  HomeboxResetOutcome outcome;
  GError *error;
} Return;

static void
return_free (gpointer data)
{
  Return *self = data;

  g_free (self->email);
  homebox_secret_unref (self->password);
  g_clear_error (&self->error);
  g_free (self);
}

static GError *
new_not_reset (const GError *cause)
{
  if (cause->code != HOMEBOX_ERROR_CONNECTION_LOST && cause->code != HOMEBOX_ERROR_TIMED_OUT)
    return g_error_copy (cause);

  /* The email may be another one than the link is for: then it did happen. */
  return homebox_error_new_with_message (HOMEBOX_ERROR_NOT_DONE,
                                         HOMEBOX_FIELD_NONE,
                                         _("The server did not confirm the new password, and it is "
                                           "not accepted with this email address. Try the link "
                                           "again."));
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;
  Return *back = g_task_get_task_data (task);

  session = homebox_session_sign_in_finish (HOMEBOX_CLIENT (source), result, &error);

  if (session != NULL)
    {
      back->outcome = HOMEBOX_RESET_DONE;
      g_task_return_pointer (task, g_steal_pointer (&session), g_object_unref);
    }
  else if (back->outcome == HOMEBOX_RESET_UNKNOWN
           && g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS))
    {
      back->outcome = HOMEBOX_RESET_NOT_DONE;
      g_task_return_error (task, new_not_reset (back->error));
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
on_redeemed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxClient *client = HOMEBOX_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  Return *back = g_task_get_task_data (task);

  if (homebox_password_reset_redeem_finish (client, result, &back->error))
    back->outcome = HOMEBOX_RESET_DONE;
  else if (homebox_error_is_unclear (back->error))
    back->outcome = HOMEBOX_RESET_UNKNOWN;

  if (back->outcome == HOMEBOX_RESET_NOT_DONE
      || g_error_matches (back->error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&back->error));
      return;
    }

  homebox_session_sign_in_async (client, back->email, back->password, back->stay_signed_in,
                                 g_task_get_cancellable (task), on_signed_in,
                                 g_object_ref (task));
}

/**
 * homebox_password_reset_redeem_and_sign_in_async:
 * @client: the client of a server
 * @token: the token from the link in the mail
 * @email: the email as typed; the link does not say whom it is for
 * @new_password: the new password
 * @stay_signed_in: %TRUE for a session of 28 days, %FALSE for one of 7
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Sets a new password and signs in with it. When no answer comes to the first, the sign-in finds
 * out whether it was done; nothing is sent twice.
 */
void
homebox_password_reset_redeem_and_sign_in_async (HomeboxClient *client,
                                                 HomeboxSecret *token,
                                                 const char *email,
                                                 HomeboxSecret *new_password,
                                                 gboolean stay_signed_in,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *folded = NULL;
  Return *back;

  g_return_if_fail (HOMEBOX_IS_CLIENT (client));
  g_return_if_fail (token != NULL);
  g_return_if_fail (email != NULL);
  g_return_if_fail (new_password != NULL);

  task = new_task (client, homebox_password_reset_redeem_and_sign_in_async, cancellable, callback,
                   user_data);

  back = g_new0 (Return, 1);
  back->email = homebox_user_fold_email (email);
  back->password = homebox_secret_ref (new_password);
  back->stay_signed_in = stay_signed_in;
  g_task_set_task_data (task, back, return_free);

  /* The link works once: what is missing has to be noticed before. */
  if (*back->email == '\0')
    {
      g_task_return_error (task,
                           homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                                           HOMEBOX_FIELD_EMAIL,
                                                           _("Enter your email address.")));
      return;
    }

  homebox_password_reset_redeem_async (client, token, new_password, cancellable, on_redeemed,
                                       g_steal_pointer (&task));
}

/**
 * homebox_password_reset_redeem_and_sign_in_finish:
 * @client: the client of a server
 * @result: the result
 * @outcome: (out) (optional): what is known of the new password, also when this fails: with
 *   %HOMEBOX_RESET_DONE only the sign-in failed, and the sign-in page is where to go on; with
 *   %HOMEBOX_RESET_UNKNOWN another sign-in tells whether it counts
 * @error: return location for an error
 *
 * Ends homebox_password_reset_redeem_and_sign_in_async(). Fails as
 * homebox_password_reset_redeem_finish() and homebox_session_sign_in_finish() do, and with
 * %HOMEBOX_ERROR_NOT_DONE when no answer came and the new password is not accepted. With
 * %HOMEBOX_ERROR_WRONG_CREDENTIALS the password was set, and the email is that of somebody else.
 *
 * Returns: (transfer full) (nullable): a session with its user loaded
 */
HomeboxSession *
homebox_password_reset_redeem_and_sign_in_finish (HomeboxClient *client,
                                                  GAsyncResult *result,
                                                  HomeboxResetOutcome *outcome,
                                                  GError **error)
{
  Return *back;

  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (
      g_async_result_is_tagged (result, homebox_password_reset_redeem_and_sign_in_async), NULL);

  back = g_task_get_task_data (G_TASK (result));
  if (outcome != NULL)
    *outcome = back->outcome;

  return g_task_propagate_pointer (G_TASK (result), error);
}
