#pragma once

#include "homebox-session.h"

G_BEGIN_DECLS

typedef struct _HomeboxSessionRefresh HomeboxSessionRefresh;

struct _HomeboxSession
{
  GObject parent_instance;

  HomeboxClient *client;
  HomeboxToken *token;
  HomeboxUser *user;
  HomeboxSessionState state;

  /* Whether the last request found no server; known also in the states that do not say so. */
  gboolean no_server;

  /* Whether requests wait for a new sign-in, and whether there will not be one. */
  gboolean patient;
  gboolean given_up;

  /* Of GTask: requests that wait, and how many are on their way with the token. */
  GPtrArray *waiting;
  guint n_under_way;

  /* The one that is going on, and, of GTask, who wants to know what comes of it. */
  HomeboxSessionRefresh *refresh;
  GPtrArray *refresh_callers;

  /* Counts what this client changed of the profile, so that an older answer is recognised. */
  guint profile_serial;
};

/*
 * HomeboxSessionEvent:
 * @HOMEBOX_SESSION_EVENT_ANSWERED: a request was answered, by whomever
 * @HOMEBOX_SESSION_EVENT_NO_SERVER: a request found no server
 * @HOMEBOX_SESSION_EVENT_REFUSED: the server does not accept the token that is the session's
 * @HOMEBOX_SESSION_EVENT_REFRESH_BEGAN: the token is to be exchanged
 * @HOMEBOX_SESSION_EVENT_REFRESH_OVER: that is over, one way or the other
 * @HOMEBOX_SESSION_EVENT_SIGN_IN_BEGAN: the person is signing in again
 * @HOMEBOX_SESSION_EVENT_SIGN_IN_FAILED: that came to nothing
 * @HOMEBOX_SESSION_EVENT_RESUMED: there is a new token, which the server has just accepted
 * @HOMEBOX_SESSION_EVENT_TOKEN_TAKEN: there is a new token, from another process
 * @HOMEBOX_SESSION_EVENT_CLOSED: this client ended it
 *
 * What changes the state of a session, see #HomeboxSessionState.
 */
typedef enum
{
  HOMEBOX_SESSION_EVENT_ANSWERED,
  HOMEBOX_SESSION_EVENT_NO_SERVER,
  HOMEBOX_SESSION_EVENT_REFUSED,
  HOMEBOX_SESSION_EVENT_REFRESH_BEGAN,
  HOMEBOX_SESSION_EVENT_REFRESH_OVER,
  HOMEBOX_SESSION_EVENT_SIGN_IN_BEGAN,
  HOMEBOX_SESSION_EVENT_SIGN_IN_FAILED,
  HOMEBOX_SESSION_EVENT_RESUMED,
  HOMEBOX_SESSION_EVENT_TOKEN_TAKEN,
  HOMEBOX_SESSION_EVENT_CLOSED,
} HomeboxSessionEvent;

/*
 * HomeboxSessionGate:
 * @HOMEBOX_SESSION_GATE_DEFAULT: a refused token ends the session; a patient one keeps the request
 *   and sends it once more after the next sign-in
 * @HOMEBOX_SESSION_GATE_CONFIRMED: the person confirmed just this (deletion, password change,
 *   sign-out everywhere), and has to do so anew after a new sign-in: never kept
 * @HOMEBOX_SESSION_GATE_PROBE: a refused token is an answer like others: the caller asked in order
 *   to learn just that. Never kept
 * @HOMEBOX_SESSION_GATE_REFRESH: belongs to the refresh that is going on, so that it does not wait
 *   for it. Never kept
 *
 * What a request through the gate means.
 */
typedef enum
{
  HOMEBOX_SESSION_GATE_DEFAULT,
  HOMEBOX_SESSION_GATE_CONFIRMED,
  HOMEBOX_SESSION_GATE_PROBE,
  HOMEBOX_SESSION_GATE_REFRESH,
} HomeboxSessionGate;

void homebox_session_happen (HomeboxSession *self, HomeboxSessionEvent event);
void homebox_session_set_token (HomeboxSession *self, HomeboxToken *token);

void homebox_session_pass_async (HomeboxSession *self,
                                 HomeboxRequest *request,
                                 HomeboxSessionGate gate,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HomeboxResponse *
homebox_session_pass_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

/* What waits goes on, goes on waiting, or fails, whatever the session allows now. */
void homebox_session_review_waiting (HomeboxSession *self);

void homebox_session_begin_refresh (HomeboxSession *self, HomeboxTokenKeeper *keeper);
void homebox_session_abandon_refresh (HomeboxSession *self);
void homebox_session_tell_refreshed (GPtrArray *callers,
                                     HomeboxToken *token,
                                     const GError *not_kept,
                                     const GError *error);

/* Tells the refresh that is going on that something happened which it may have waited for. */
void homebox_session_review_refresh (HomeboxSession *self);

GError *homebox_session_judge_demo (HomeboxResponse *response);
GError *homebox_session_judge_for_home (GError *error);

G_END_DECLS
