#pragma once

#include "homebox-session.h"

G_BEGIN_DECLS

struct _HomeboxSession
{
  GObject parent_instance;

  HomeboxClient *client;
  HomeboxToken *token;
  HomeboxUser *user;
  HomeboxSessionState state;

  /* Counts what this client changed of the profile, so that an older answer is recognised. */
  guint profile_serial;
};

/*
 * HomeboxSessionGate:
 * @HOMEBOX_SESSION_GATE_DEFAULT: a refused token ends the session
 * @HOMEBOX_SESSION_GATE_PROBE: a refused token is an answer like others: the caller asked in order
 *   to learn just that
 *
 * What a request through the gate means.
 */
typedef enum
{
  HOMEBOX_SESSION_GATE_DEFAULT,
  HOMEBOX_SESSION_GATE_PROBE,
} HomeboxSessionGate;

void homebox_session_pass_async (HomeboxSession *self,
                                 HomeboxRequest *request,
                                 HomeboxSessionGate gate,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HomeboxResponse *
homebox_session_pass_finish (HomeboxSession *self, GAsyncResult *result, GError **error);

void homebox_session_close (HomeboxSession *self);

GError *homebox_session_judge_demo (HomeboxResponse *response);

G_END_DECLS
