#pragma once

#include "event-server.h"
#include "homebox-events-private.h"
#include "homebox-session-private.h"

G_BEGIN_DECLS

/*
 * EventsFixture:
 *
 * Events that are not active yet, and what was heard of them. They retry within milliseconds, and
 * wait for everything else for longer than a test may take.
 */
typedef struct
{
  HomeboxClient *client;
  HomeboxSession *session;
  HomeboxEvents *events;

  /* The states, and the signals in parentheses, in their order: `connecting open (opened)`. */
  GString *log;
} EventsFixture;

void events_fixture_set_up (EventsFixture *self, const char *uri);
void
events_fixture_set_up_trusting (EventsFixture *self, const char *uri, HomeboxTrust *trust);
void events_fixture_tear_down (EventsFixture *self);

void events_fixture_set_patience (EventsFixture *self, guint handshake, guint silence);
void events_fixture_await (EventsFixture *self, const char *end_of_log);
void events_fixture_await_state (EventsFixture *self, HomeboxEventsState state);
void events_fixture_set_token (EventsFixture *self, const char *text);

G_END_DECLS
