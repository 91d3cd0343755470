#include "homebox-session-private.h"

#include "homebox-error.h"
#include "homebox-token-answer.h"

#include <glib/gi18n-lib.h>

/*
 * Stage:
 * @STAGE_DRAINING: requests are under way with the old token
 * @STAGE_ASKING: the server is asked for a new one
 * @STAGE_PROBING: its answer got lost: it is asked whether the old one is still good
 * @STAGE_KEEPING: the new one is being stored
 * @STAGE_OVER: nothing is waited for any more
 *
 * How far a refresh has come.
 */
typedef enum
{
  STAGE_DRAINING,
  STAGE_ASKING,
  STAGE_PROBING,
  STAGE_KEEPING,
  STAGE_OVER,
} Stage;

/*
 * HomeboxSessionRefresh:
 * @session: whose token it is; kept alive until it is over
 * @keeper: (nullable): what stores the new token
 * @stage: how far it has come
 * @callers: of #GTask: who wants to know
 * @token: the new token
 * @error: why there is none, or why that is not known
 * @not_kept: why @token is not stored
 * @patience: cancels the keeper
 * @deadline: does so when it takes too long
 *
 * One refresh. It belongs to itself and to every call that has not come back.
 */
struct _HomeboxSessionRefresh
{
  HomeboxSession *session;
  HomeboxTokenKeeper *keeper;
  Stage stage;
  GPtrArray *callers;
  HomeboxToken *token;
  GError *error;
  GError *not_kept;
  GCancellable *patience;
  GSource *deadline;
};

/*
 * Caller:
 * @refresh: (nullable): what it waits for
 * @cancelled: (nullable): tells that it does not want to know any more
 * @not_kept: (nullable): what it is told when there is a new token
 *
 * Somebody who wants to know.
 */
typedef struct
{
  HomeboxSessionRefresh *refresh;
  GSource *cancelled;
  GError *not_kept;
} Caller;

static void
stop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);

  g_clear_pointer (source, g_source_unref);
}

static void
caller_free (gpointer data)
{
  Caller *caller = data;

  stop_source (&caller->cancelled);
  g_clear_error (&caller->not_kept);
  g_free (caller);
}

static void
refresh_clear (gpointer data)
{
  HomeboxSessionRefresh *refresh = data;

  stop_source (&refresh->deadline);
  g_clear_object (&refresh->patience);
  g_clear_error (&refresh->not_kept);
  g_clear_error (&refresh->error);
  g_clear_pointer (&refresh->token, homebox_token_unref);
  g_ptr_array_unref (refresh->callers);
  g_clear_object (&refresh->keeper);
  g_clear_object (&refresh->session);
}

static void
refresh_unref (HomeboxSessionRefresh *refresh)
{
  g_rc_box_release_full (refresh, refresh_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxSessionRefresh, refresh_unref)

static void
tell_caller (HomeboxSessionRefresh *refresh, GTask *task)
{
  Caller *caller = g_task_get_task_data (task);

  stop_source (&caller->cancelled);
  caller->refresh = NULL;

  if (refresh->token != NULL)
    {
      caller->not_kept = refresh->not_kept != NULL ? g_error_copy (refresh->not_kept) : NULL;
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_task_return_error (task, g_error_copy (refresh->error));
    }
}

/* Takes over the reference that the session has, and lets go of the session: a keeper that never
 * answers would hold on to both. */
static void
refresh_end (HomeboxSessionRefresh *refresh)
{
  g_autoptr (HomeboxSession) session = g_steal_pointer (&refresh->session);
  g_autoptr (HomeboxSessionRefresh) owned = g_steal_pointer (&session->refresh);
  g_autoptr (GPtrArray) callers = g_steal_pointer (&refresh->callers);

  g_assert (owned == refresh);

  refresh->stage = STAGE_OVER;
  refresh->callers = g_ptr_array_new ();
  homebox_session_happen (session, HOMEBOX_SESSION_EVENT_REFRESH_OVER);

  for (guint i = 0; i < callers->len; i++)
    tell_caller (refresh, g_ptr_array_index (callers, i));
}

static void
refresh_fail (HomeboxSessionRefresh *refresh, GError *error)
{
  refresh->error = error;
  refresh_end (refresh);
}

/* Only now is the old token forgotten, and whatever waited goes out with the new one. */
static void
adopt (HomeboxSessionRefresh *refresh)
{
  stop_source (&refresh->deadline);
  homebox_session_set_token (refresh->session, refresh->token);
  refresh_end (refresh);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxSessionRefresh) refresh = user_data;
  g_autoptr (GError) error = NULL;

  homebox_token_keeper_keep_finish (HOMEBOX_TOKEN_KEEPER (source), result, &error);
  if (refresh->stage != STAGE_KEEPING)
    return;

  refresh->not_kept = g_steal_pointer (&error);
  adopt (refresh);
}

static gboolean
on_keeper_too_slow (gpointer user_data)
{
  g_autoptr (HomeboxSessionRefresh) refresh = g_rc_box_acquire (user_data);

  refresh->not_kept
      = homebox_error_new_with_message (HOMEBOX_ERROR_TIMED_OUT, HOMEBOX_FIELD_NONE,
                                        _("Your renewed session could not be stored in time."));
  adopt (refresh);
  g_cancellable_cancel (refresh->patience);

  return G_SOURCE_REMOVE;
}

static void
keep (HomeboxSessionRefresh *refresh)
{
  guint timeout = homebox_client_get_timeout (refresh->session->client);

  refresh->stage = STAGE_KEEPING;
  if (refresh->keeper == NULL)
    {
      adopt (refresh);
      return;
    }

  refresh->patience = g_cancellable_new ();
  refresh->deadline = g_timeout_source_new (timeout);
  g_source_set_callback (refresh->deadline, on_keeper_too_slow, refresh, NULL);
  g_source_attach (refresh->deadline, g_main_context_get_thread_default ());
  homebox_token_keeper_keep_async (refresh->keeper, refresh->token, refresh->patience, on_kept,
                                   g_rc_box_acquire (refresh));
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxSessionRefresh) refresh = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_session_pass_finish (HOMEBOX_SESSION (source), result, &error);

  if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED))
    {
      g_clear_error (&refresh->error);
      refresh->error = g_steal_pointer (&error);
    }
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CONNECTION_LOST))
    {
      homebox_session_happen (refresh->session, HOMEBOX_SESSION_EVENT_NO_SERVER);
    }

  refresh_end (refresh);
}

/* Once, whatever comes of it: if it is not known now, the next request finds out. */
static void
probe (HomeboxSessionRefresh *refresh, GError *error)
{
  g_autoptr (HomeboxRequest) request = NULL;

  refresh->stage = STAGE_PROBING;
  refresh->error = error;

  request = homebox_request_new ("GET", "/users/self", HOMEBOX_REQUEST_ONCE);
  homebox_session_pass_async (refresh->session, request, HOMEBOX_SESSION_GATE_REFRESH, NULL,
                              on_probed, g_rc_box_acquire (refresh));
}

/* Whether the server may have exchanged the token although nothing is known of the new one. */
static gboolean
may_be_done (const GError *error)
{
  return homebox_error_is_unclear (error)
         && error->code != HOMEBOX_ERROR_SERVER_FAILED && error->code != HOMEBOX_ERROR_SERVER_BUSY
         && error->code != HOMEBOX_ERROR_UNAVAILABLE;
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxSessionRefresh) refresh = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  GError *error = NULL;

  response = homebox_session_pass_finish (HOMEBOX_SESSION (source), result, &error);
  if (response != NULL)
    refresh->token = homebox_token_answer_read (response, &error);

  if (refresh->token != NULL)
    keep (refresh);
  else if (may_be_done (error))
    probe (refresh, error);
  else
    refresh_fail (refresh, error);
}

/* It is never cancelled: a new token that nobody waits for is kept all the same. */
static void
ask (HomeboxSessionRefresh *refresh)
{
  g_autoptr (HomeboxRequest) request = NULL;

  refresh->stage = STAGE_ASKING;
  request = homebox_request_new ("GET", "/users/refresh", HOMEBOX_REQUEST_ONCE);
  homebox_session_pass_async (refresh->session, request, HOMEBOX_SESSION_GATE_REFRESH, NULL,
                              on_answer, g_rc_box_acquire (refresh));
}

void
homebox_session_review_refresh (HomeboxSession *self)
{
  HomeboxSessionRefresh *refresh = self->refresh;

  if (refresh == NULL || refresh->stage != STAGE_DRAINING)
    return;

  /* The last of the requests before it learned that the session is over. */
  if (self->state != HOMEBOX_SESSION_REFRESHING)
    refresh_fail (refresh, homebox_error_new (HOMEBOX_ERROR_SESSION_ENDED, HOMEBOX_FIELD_NONE,
                                              NULL));
  else if (self->n_under_way == 0)
    ask (refresh);
}

static gboolean
on_caller_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Caller *caller = g_task_get_task_data (task);
  HomeboxSessionRefresh *refresh = g_steal_pointer (&caller->refresh);

  stop_source (&caller->cancelled);
  g_ptr_array_remove (refresh->callers, task);

  if (refresh->callers->len == 0 && refresh->stage == STAGE_DRAINING)
    refresh_fail (refresh, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL));

  g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE,
                                                NULL));

  return G_SOURCE_REMOVE;
}

static void
add_caller (HomeboxSessionRefresh *refresh, GTask *task)
{
  Caller *caller = g_new0 (Caller, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  caller->refresh = refresh;
  g_task_set_task_data (task, caller, caller_free);
  g_ptr_array_add (refresh->callers, g_object_ref (task));

  if (cancellable == NULL)
    return;

  caller->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (caller->cancelled, G_SOURCE_FUNC (on_caller_cancelled), task, NULL);
  g_source_attach (caller->cancelled, g_task_get_context (task));
}

static void
begin (HomeboxSession *self, HomeboxTokenKeeper *keeper, GTask *task)
{
  HomeboxSessionRefresh *refresh = g_rc_box_new0 (HomeboxSessionRefresh);

  refresh->session = g_object_ref (self);
  refresh->keeper = keeper != NULL ? g_object_ref (keeper) : NULL;
  refresh->callers = g_ptr_array_new_with_free_func (g_object_unref);
  self->refresh = refresh;
  add_caller (refresh, task);

  /* It asks at once if nothing is under way. */
  homebox_session_happen (self, HOMEBOX_SESSION_EVENT_REFRESH_BEGAN);
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
    g_task_return_error (task, objection);
  else if (self->refresh != NULL)
    add_caller (self->refresh, task);
  else
    begin (self, keeper, task);
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
