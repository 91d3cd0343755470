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
  HomeboxToken *token;
  GError *error;
  GError *not_kept;
  GCancellable *patience;
  GSource *deadline;
};

static void
stop_deadline (HomeboxSessionRefresh *refresh)
{
  if (refresh->deadline != NULL)
    g_source_destroy (refresh->deadline);

  g_clear_pointer (&refresh->deadline, g_source_unref);
}

static void
refresh_clear (gpointer data)
{
  HomeboxSessionRefresh *refresh = data;

  stop_deadline (refresh);
  g_clear_object (&refresh->patience);
  g_clear_error (&refresh->not_kept);
  g_clear_error (&refresh->error);
  g_clear_pointer (&refresh->token, homebox_token_unref);
  g_clear_object (&refresh->keeper);
  g_clear_object (&refresh->session);
}

static void
refresh_unref (HomeboxSessionRefresh *refresh)
{
  g_rc_box_release_full (refresh, refresh_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxSessionRefresh, refresh_unref)

/* Takes over the reference that the session has, and lets go of the session: a keeper that never
 * answers would hold on to both. */
static void
refresh_end (HomeboxSessionRefresh *refresh)
{
  g_autoptr (HomeboxSession) session = g_steal_pointer (&refresh->session);
  g_autoptr (HomeboxSessionRefresh) owned = g_steal_pointer (&session->refresh);
  g_autoptr (GPtrArray) callers = g_steal_pointer (&session->refresh_callers);

  g_assert (owned == refresh);

  refresh->stage = STAGE_OVER;
  session->refresh_callers = g_ptr_array_new_with_free_func (g_object_unref);
  homebox_session_happen (session, HOMEBOX_SESSION_EVENT_REFRESH_OVER);
  homebox_session_tell_refreshed (callers, refresh->token, refresh->not_kept, refresh->error);
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
  stop_deadline (refresh);
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
  else if (homebox_session_refresh_may_be_done (error))
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

/*
 * homebox_session_begin_refresh:
 * @self: a session that can be refreshed, and is not
 * @keeper: (nullable): what stores the new token
 *
 * Starts a refresh. Once it is over, those in `refresh_callers` are told.
 */
void
homebox_session_begin_refresh (HomeboxSession *self, HomeboxTokenKeeper *keeper)
{
  HomeboxSessionRefresh *refresh = g_rc_box_new0 (HomeboxSessionRefresh);

  refresh->session = g_object_ref (self);
  refresh->keeper = keeper != NULL ? g_object_ref (keeper) : NULL;
  self->refresh = refresh;

  /* It asks at once if nothing is under way. */
  homebox_session_happen (self, HOMEBOX_SESSION_EVENT_REFRESH_BEGAN);
}

/*
 * homebox_session_abandon_refresh:
 * @self: a session that is being refreshed
 *
 * Lets the refresh not take place, unless it was sent already.
 */
void
homebox_session_abandon_refresh (HomeboxSession *self)
{
  if (self->refresh->stage == STAGE_DRAINING)
    refresh_fail (self->refresh, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE,
                                                    NULL));
}
