#include "homebox-session-private.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Passage:
 * @request: what to send
 * @gate: what it means
 * @token: (nullable): what it was sent with
 * @refused: whether a token was refused with it before
 * @cancelled: (nullable): tells of the caller's cancellation while it waits
 *
 * A request on its way through the session.
 */
typedef struct
{
  HomeboxRequest *request;
  HomeboxSessionGate gate;
  HomeboxToken *token;
  gboolean refused;
  GSource *cancelled;
} Passage;

static void
passage_stop_waiting (Passage *passage)
{
  if (passage->cancelled != NULL)
    g_source_destroy (passage->cancelled);

  g_clear_pointer (&passage->cancelled, g_source_unref);
}

static void
passage_free (gpointer data)
{
  Passage *passage = data;

  passage_stop_waiting (passage);
  homebox_request_unref (passage->request);
  g_clear_pointer (&passage->token, homebox_token_unref);
  g_free (passage);
}

static void dispatch (GTask *task);

/* Whether an error of the transport came from something that answered, found nobody, or says
 * nothing about either. */
static void
note_failure (HomeboxSession *self, const GError *error)
{
  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_CANCELLED:
    case HOMEBOX_ERROR_CONNECTION_LOST:
    case HOMEBOX_ERROR_INVALID_ADDRESS:
    case HOMEBOX_ERROR_INVALID_INPUT:
      break;
    default:
      homebox_session_happen (self, homebox_error_is_no_server (error)
                                        ? HOMEBOX_SESSION_EVENT_NO_SERVER
                                        : HOMEBOX_SESSION_EVENT_ANSWERED);
    }
}

/* A server that moved has the same path at its new place. What sends us to another one wants us to
 * sign in there first: an access gateway, or the portal of a network. */
static GError *
judge_redirect (HomeboxSession *self, HomeboxRequest *request, GError *error)
{
  const char *path = homebox_request_get_path (request);
  const char *address = homebox_error_get_detail (error);
  g_autofree char *bare_path = g_strndup (path, strcspn (path, "?"));

  if (!g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_REDIRECTED) || address == NULL
      || g_str_has_suffix (address, bare_path))
    return error;

  g_error_free (error);

  return homebox_error_new (HOMEBOX_ERROR_GATEWAY_LOGIN, HOMEBOX_FIELD_NONE,
                            homebox_client_get_base_uri (self->client));
}

/* The session got another token while the request was on its way with the one before. */
static void
on_outdated (GTask *task, GError *error)
{
  Passage *passage = g_task_get_task_data (task);

  if (passage->gate != HOMEBOX_SESSION_GATE_CONFIRMED)
    {
      g_error_free (error);
      dispatch (task);
      return;
    }

  g_error_free (error);
  error = homebox_error_new_with_message (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE,
                                          _("Nothing was changed, because your session was just "
                                            "renewed. Try again."));
  g_task_return_error (task, error);
}

/* A server does not execute what it refuses with 401, so sending it again repeats nothing. */
static void
on_refused (GTask *task, GError *error)
{
  HomeboxSession *self = g_task_get_source_object (task);
  Passage *passage = g_task_get_task_data (task);
  gboolean outdated = passage->token != self->token;
  gboolean again = !passage->refused && passage->gate != HOMEBOX_SESSION_GATE_REFRESH;

  passage->refused = TRUE;

  if (outdated && again && !homebox_session_is_over (self))
    {
      on_outdated (task, error);
      return;
    }

  if (!outdated && passage->gate != HOMEBOX_SESSION_GATE_PROBE)
    homebox_session_happen (self, HOMEBOX_SESSION_EVENT_REFUSED);

  if (again && passage->gate == HOMEBOX_SESSION_GATE_DEFAULT)
    {
      g_error_free (error);
      dispatch (task);
    }
  else
    {
      g_task_return_error (task, error);
    }
}

static void
on_passed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  HomeboxSession *self = g_task_get_source_object (task);
  Passage *passage = g_task_get_task_data (task);
  GError *error = NULL;

  self->n_under_way--;
  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);

  if (response == NULL)
    {
      note_failure (self, error);
      g_task_return_error (task, judge_redirect (self, passage->request, error));
      homebox_session_review_refresh (self);
      return;
    }

  homebox_session_happen (self, HOMEBOX_SESSION_EVENT_ANSWERED);
  homebox_response_set_homebox_address (response, homebox_client_get_base_uri (self->client));

  if (homebox_response_get_status (response) == SOUP_STATUS_UNAUTHORIZED
      && !homebox_response_check (response, &error)
      && g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
    {
      on_refused (task, error);
    }
  else
    {
      g_clear_error (&error);
      g_task_return_pointer (task, g_steal_pointer (&response),
                             (GDestroyNotify) homebox_response_unref);
    }

  homebox_session_review_refresh (self);
}

static gboolean
on_cancelled_while_waiting (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  HomeboxSession *self = g_task_get_source_object (task);

  passage_stop_waiting (g_task_get_task_data (task));
  g_ptr_array_remove (self->waiting, task);
  g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE,
                                                NULL));

  return G_SOURCE_REMOVE;
}

static void
wait_for_change (GTask *task)
{
  HomeboxSession *self = g_task_get_source_object (task);
  Passage *passage = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_ptr_array_add (self->waiting, g_object_ref (task));

  if (cancellable == NULL)
    return;

  passage->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (passage->cancelled, G_SOURCE_FUNC (on_cancelled_while_waiting), task,
                         NULL);
  g_source_attach (passage->cancelled, g_task_get_context (task));
}

static void
send_now (GTask *task)
{
  HomeboxSession *self = g_task_get_source_object (task);
  Passage *passage = g_task_get_task_data (task);

  g_clear_pointer (&passage->token, homebox_token_unref);
  passage->token = homebox_token_ref (self->token);
  homebox_request_set_token (passage->request, self->token);
  self->n_under_way++;
  homebox_client_send_async (self->client, passage->request, g_task_get_cancellable (task),
                             on_passed, g_object_ref (task));
}

static void
fail (GTask *task)
{
  g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE,
                                                NULL));
}

/* What the session allows a request to do now. */
static void
dispatch (GTask *task)
{
  HomeboxSession *self = g_task_get_source_object (task);
  Passage *passage = g_task_get_task_data (task);

  switch (self->state)
    {
    case HOMEBOX_SESSION_ACTIVE:
    case HOMEBOX_SESSION_UNREACHABLE:
      send_now (task);
      break;

    case HOMEBOX_SESSION_REFRESHING:
      if (passage->gate == HOMEBOX_SESSION_GATE_REFRESH)
        send_now (task);
      else
        wait_for_change (task);
      break;

    case HOMEBOX_SESSION_ENDED:
    case HOMEBOX_SESSION_SIGNING_IN:
      if (self->patient && !self->given_up && passage->gate == HOMEBOX_SESSION_GATE_DEFAULT)
        wait_for_change (task);
      else
        fail (task);
      break;

    case HOMEBOX_SESSION_SIGNED_OUT:
    default:
      fail (task);
    }
}

void
homebox_session_review_waiting (HomeboxSession *self)
{
  g_autoptr (HomeboxSession) alive = g_object_ref (self);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);

  /* A callback may change what the session allows to those after it. */
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      passage_stop_waiting (g_task_get_task_data (task));
      dispatch (task);
    }
}

/*
 * homebox_session_pass_async:
 * @self: a session
 * @request: what to send
 * @gate: what it means
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * The one place that every request of a session passes: here it gets the token, here a refused one
 * is noticed, and here it waits while there is none to be sent with.
 */
void
homebox_session_pass_async (HomeboxSession *self,
                            HomeboxRequest *request,
                            HomeboxSessionGate gate,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Passage *passage = g_new0 (Passage, 1);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_session_pass_async);
  g_task_set_check_cancellable (task, FALSE);

  passage->request = homebox_request_ref (request);
  passage->gate = gate;
  g_task_set_task_data (task, passage, passage_free);

  dispatch (task);
}

/*
 * homebox_session_pass_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_pass_async(). Fails as homebox_session_send_finish() does.
 *
 * Returns: (transfer full) (nullable): the answer, judged for a refused token only
 */
HomeboxResponse *
homebox_session_pass_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * homebox_session_send_async:
 * @self: a session
 * @request: what to send, without a token
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Sends a request as the person whom the session belongs to. When the server does not accept the
 * token any more (401), the session is %HOMEBOX_SESSION_ENDED. What happens then, and to requests
 * that come later, is said at homebox_session_set_patient(). While the token is being refreshed,
 * requests wait and go out with the new one.
 */
void
homebox_session_send_async (HomeboxSession *self,
                            HomeboxRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOMEBOX_IS_SESSION (self));
  g_return_if_fail (request != NULL);

  homebox_session_pass_async (self, request, HOMEBOX_SESSION_GATE_DEFAULT, cancellable, callback,
                              user_data);
}

/**
 * homebox_session_send_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_session_send_async(). Fails with %HOMEBOX_ERROR_SESSION_ENDED; with
 * %HOMEBOX_ERROR_GATEWAY_LOGIN when the request was sent to another place; and as
 * homebox_client_send_finish() does.
 *
 * Returns: (transfer full) (nullable): the answer, of which no more is judged than that its token
 *   was accepted
 */
HomeboxResponse *
homebox_session_send_finish (HomeboxSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_session_pass_async), NULL);

  return homebox_session_pass_finish (self, result, error);
}
