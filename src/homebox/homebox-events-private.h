#pragma once

#include "homebox-event-socket.h"
#include "homebox-events.h"

G_BEGIN_DECLS

/*
 * HomeboxEventsTiming:
 * @handshake: how long a handshake may take
 * @silence: how long nothing may be heard on an open connection
 * @first_retry: how long to wait after the first failure
 * @longest_retry: what that may grow to
 * @rest: how long what is unsupported is left alone
 *
 * How patient the events are, in milliseconds.
 */
typedef struct
{
  guint handshake;
  guint silence;
  guint first_retry;
  guint longest_retry;
  guint rest;
} HomeboxEventsTiming;

struct _HomeboxEvents
{
  GObject parent_instance;

  HomeboxSession *session;
  gboolean active;
  HomeboxEventsState state;
  HomeboxEventsTiming timing;
  GMainContext *context;

  HomeboxEventSocket *socket;
  HomeboxToken *token;
  gboolean heard;

  /* While the session is asked whether it has ended. */
  GCancellable *inquiry;

  /* For the handshake, the silence, or the next try: there is never more than one to wait for. */
  GSource *timer;

  guint n_failures;
  guint n_fruitless;
  gint64 gave_up_at;
};

void homebox_events_set_timing (HomeboxEvents *self, const HomeboxEventsTiming *timing);

void homebox_events_restart (HomeboxEvents *self);
void homebox_events_connect (HomeboxEvents *self);
void homebox_events_disconnect (HomeboxEvents *self);

void homebox_events_set_state (HomeboxEvents *self, HomeboxEventsState state);
void homebox_events_tell_opened (HomeboxEvents *self);
void homebox_events_tell (HomeboxEvents *self, const char *event);

G_END_DECLS
