#pragma once

#include "connection-fixture.h"

G_BEGIN_DECLS

/* What a refresh asks for, in its order, when all goes well. */
#define REFRESHED "check-writable+ lookup+ GET /users/refresh 200 store+"

/* What the server does about it instead. */
void refresh_misbehave (ConnectionFixture *fixture, LatchkeyDemoMode mode, const char *argument);

void refresh_open (LatchkeyConnection *connection);

/* Until an alarm is set, which is what it ends with whether or not it worked. */
void refresh_wait_for_end (ConnectionFixture *fixture);
void refresh_wait_for_event (ConnectionFixture *fixture, const char *event);

/* How long until the next alarm. */
GTimeSpan refresh_get_next (ConnectionFixture *fixture);

const char *refresh_token_text (LatchkeyConnection *connection);

/* To the hour. */
void refresh_assert_about (GTimeSpan span, GTimeSpan expected);
void refresh_assert_ends_in (LatchkeyConnection *connection, GTimeSpan expected);

/* The session uses what the keyring holds. */
void refresh_assert_kept (ConnectionFixture *fixture, LatchkeyConnection *connection);

G_END_DECLS
