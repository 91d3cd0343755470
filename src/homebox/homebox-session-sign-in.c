#include "homebox-session.h"

#include "homebox-error.h"
#include "homebox-secret-body.h"
#include "homebox-token-answer.h"

#include <glib/gi18n-lib.h>

/* How v0.21 words a wrong password, with status 500. */
#define WRONG_CREDENTIALS_TEXT "invalid username or password"

/* The session exists on the server by now and nobody will ever use it. Best effort: what the
 * server does not hear now ends by itself. */
static void
abandon (HomeboxSession *session)
{
  g_autoptr (HomeboxRequest) request = NULL;

  request = homebox_request_new ("POST", "/users/logout", HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_token (request, homebox_session_get_token (session));
  homebox_client_send_async (homebox_session_get_client (session), request, NULL, NULL, NULL);
}

static void
on_user_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxSession *session = HOMEBOX_SESSION (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (homebox_session_load_user_finish (session, result, &error))
    {
      g_task_return_pointer (task, g_object_ref (session), g_object_unref);
      return;
    }

  abandon (session);
  g_task_return_error (task, g_steal_pointer (&error));
}

static GError *
judge (HomeboxResponse *response)
{
  GError *error = NULL;
  const char *detail;
  HomeboxError code;

  if (homebox_response_check (response, &error))
    return NULL;

  code = (HomeboxError) error->code;
  detail = homebox_error_get_detail (error);

  if (code == HOMEBOX_ERROR_SESSION_ENDED
      || (code == HOMEBOX_ERROR_SERVER_FAILED && detail != NULL
          && g_ascii_strcasecmp (detail, WRONG_CREDENTIALS_TEXT) == 0))
    code = HOMEBOX_ERROR_WRONG_CREDENTIALS;
  else if (code == HOMEBOX_ERROR_FORBIDDEN)
    code = HOMEBOX_ERROR_LOCAL_LOGIN_OFF;
  else
    return error;

  g_error_free (error);

  return homebox_error_new (code, HOMEBOX_FIELD_NONE, NULL);
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxClient *client = HOMEBOX_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  GError *error = NULL;

  response = homebox_client_send_finish (client, result, &error);
  if (response != NULL)
    error = judge (response);
  if (error == NULL)
    token = homebox_token_answer_read (response, &error);

  if (token == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  session = homebox_session_new (client, token);
  homebox_session_load_user_async (session,
                                   g_task_get_cancellable (task),
                                   on_user_loaded,
                                   g_object_ref (task));
}

/**
 * homebox_session_sign_in_async:
 * @client: the client of a server
 * @email: the email as typed
 * @password: the password
 * @stay_signed_in: %TRUE for a session of 28 days, %FALSE for one of 7
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Signs in with a password (`POST /users/login`) and loads the user, so that the session is
 * complete.
 *
 * The email is trimmed and lower-cased, which current servers do and v0.21 and v0.25 do not. It is
 * not judged otherwise: servers register anything as an email, and whoever has such an account has
 * to get in.
 */
void
homebox_session_sign_in_async (HomeboxClient *client,
                               const char *email,
                               HomeboxSecret *password,
                               gboolean stay_signed_in,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxSecret) body = NULL;
  g_autofree char *username = NULL;

  g_return_if_fail (HOMEBOX_IS_CLIENT (client));
  g_return_if_fail (email != NULL);
  g_return_if_fail (password != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_sign_in_async);
  g_task_set_check_cancellable (task, FALSE);

  username = homebox_user_fold_email (email);
  if (*username == '\0')
    {
      g_task_return_error (task,
                           homebox_error_new_with_message (HOMEBOX_ERROR_INVALID_INPUT,
                                                           HOMEBOX_FIELD_EMAIL,
                                                           _("Enter your email address.")));
      return;
    }

  const HomeboxBodyMember members[] = {
    { "username", username },
    { "password", homebox_secret_peek (password) },
    { "stayLoggedIn", NULL, stay_signed_in },
  };

  body = homebox_secret_body_new (members, G_N_ELEMENTS (members));

  /* With a charset in its content type a sign-in is refused as if the password were wrong. */
  request = homebox_request_new ("POST", "/users/login", HOMEBOX_REQUEST_BARE_CONTENT_TYPE);
  homebox_request_set_body (request, body);
  homebox_client_send_async (client, request, cancellable, on_signed_in, g_steal_pointer (&task));
}

/**
 * homebox_session_sign_in_finish:
 * @client: the client of a server
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_sign_in_async().
 *
 * Fails with %HOMEBOX_ERROR_WRONG_CREDENTIALS (401; 500 on v0.21),
 * %HOMEBOX_ERROR_TOO_MANY_ATTEMPTS, %HOMEBOX_ERROR_LOCAL_LOGIN_OFF, and as
 * homebox_client_send_async() and homebox_session_load_user_async() do.
 *
 * An account that belongs to no home any more can sign in, but can do nothing with the session, not
 * even end it. It gets %HOMEBOX_ERROR_NO_HOME here and no session: there would be nothing to keep,
 * not even the id of its user. In every case in which the server made a session that is not
 * returned, it is asked to forget it again.
 *
 * Returns: (transfer full) (nullable): a session with its user loaded
 */
HomeboxSession *
homebox_session_sign_in_finish (HomeboxClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_sign_in_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
