#pragma once

#include "homebox-session.h"

G_BEGIN_DECLS

/**
 * HomeboxEventsState:
 * @HOMEBOX_EVENTS_IDLE: nobody needs them now (#HomeboxEvents:active is %FALSE)
 * @HOMEBOX_EVENTS_CONNECTING: on the way
 * @HOMEBOX_EVENTS_OPEN: what happens is told
 * @HOMEBOX_EVENTS_WAITING: the server could not be reached, or went away: tried again by itself
 * @HOMEBOX_EVENTS_UNSUPPORTED: the server has no events, or a proxy does not pass WebSockets:
 *   whoever needs to know has to ask, for example when the window gets the focus
 * @HOMEBOX_EVENTS_ENDED: the session is over. It begins again when that is resumed
 *
 * Whether the server tells what happens. Only in %HOMEBOX_EVENTS_OPEN nothing is missed. Nothing of
 * this is worth telling a person, who has the state of the session for that: an open connection
 * stays open after its token was revoked.
 */
typedef enum
{
  HOMEBOX_EVENTS_IDLE,
  HOMEBOX_EVENTS_CONNECTING,
  HOMEBOX_EVENTS_OPEN,
  HOMEBOX_EVENTS_WAITING,
  HOMEBOX_EVENTS_UNSUPPORTED,
  HOMEBOX_EVENTS_ENDED,
} HomeboxEventsState;

#define HOMEBOX_TYPE_EVENTS_STATE (homebox_events_state_get_type ())

GType homebox_events_state_get_type (void);

#define HOMEBOX_TYPE_EVENTS (homebox_events_get_type ())

/**
 * HomeboxEvents:
 *
 * What the server tells by itself: one WebSocket to `/ws/events` for one session, opened again
 * whenever it ends.
 *
 * Properties: `session` (construct only), `active` (writable, %FALSE at first: whether somebody
 * uses what the events are about; nothing is connected before), `state` (#HomeboxEventsState,
 * notified).
 *
 * Signals, all emitted on the main context it was made in:
 *
 * - `opened`: the connection is open, for the first time or again. What happened before was missed:
 *   read once.
 * - `user-mutation`: somebody of the home, this client too, saved their settings; the server does
 *   not say who, and does not tell of a changed profile. Several may come close together.
 * - `event` (const char *name): any event of the server but its ping, `user.mutation` too (after
 *   the signal `user-mutation`); also such as this client does not know. Detailed by the name.
 *
 * Whoever keeps something up to date by this reads it at `opened` and at `user-mutation`; and when
 * `state` becomes %HOMEBOX_EVENTS_UNSUPPORTED, and in any state but %HOMEBOX_EVENTS_OPEN when the
 * window gets the focus, which is also the time for homebox_events_retry().
 *
 * The server sends a ping every ten seconds. A connection on which nothing came for 25 seconds is
 * taken for dead. Between two messages nothing of this wakes the program up.
 *
 * While `active`, a connection that was lost, or could not be made, is tried again after a second,
 * then after about twice as long each time, up to five minutes. When something is there but does not
 * speak WebSocket, or three connections in a row ended before anything was heard on them, that is
 * not tried again before homebox_events_retry() or the next time that `active` becomes %TRUE.
 *
 * It was seen that v0.21 and current servers have events, of which v0.21 knows no `user.mutation`;
 * and that behind an nginx that was not told to pass WebSockets the server answers 400.
 *
 * When the session gets another token, the connection is made anew with it. When the server refuses
 * the token (401), `GET /users/self` is sent through the session, which finds out by that whether
 * it has ended.
 */
G_DECLARE_FINAL_TYPE (HomeboxEvents, homebox_events, HOMEBOX, EVENTS, GObject)

HomeboxEvents *homebox_events_new (HomeboxSession *session);

HomeboxSession *homebox_events_get_session (HomeboxEvents *self);
HomeboxEventsState homebox_events_get_state (HomeboxEvents *self);
gboolean homebox_events_get_active (HomeboxEvents *self);
void homebox_events_set_active (HomeboxEvents *self, gboolean active);
void homebox_events_retry (HomeboxEvents *self);

G_END_DECLS
