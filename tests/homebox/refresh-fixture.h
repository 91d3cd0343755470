#pragma once

#include "session-fixture.h"
#include "test-keeper.h"

G_BEGIN_DECLS

/*
 * RefreshFixture:
 *
 * A session whose token is XTOKENX, and what keeps the next one.
 */
typedef struct
{
  SessionFixture session;
  TestKeeper *keeper;
} RefreshFixture;

void refresh_fixture_set_up (RefreshFixture *fixture, gconstpointer data);
void refresh_fixture_tear_down (RefreshFixture *fixture, gconstpointer data);

void refresh_fixture_begin (RefreshFixture *fixture,
                            GCancellable *cancellable,
                            GAsyncResult **slot);
void refresh_fixture_begin_held (RefreshFixture *fixture,
                                 GCancellable *cancellable,
                                 GAsyncResult **slot);
void refresh_fixture_continue (RefreshFixture *fixture);
void refresh_fixture_end (RefreshFixture *fixture, GAsyncResult **slot);
void refresh_fixture_end_with (RefreshFixture *fixture, GAsyncResult **slot, HomeboxError code);
void refresh_fixture_assert_token (RefreshFixture *fixture, const char *text);

#define refresh_fixture_add(path, test)                                                            \
  g_test_add (path, RefreshFixture, NULL, refresh_fixture_set_up, test, refresh_fixture_tear_down)

G_END_DECLS
