#include "refresh-test.h"

#define HOUR G_TIME_SPAN_HOUR

void
refresh_misbehave (ConnectionFixture *fixture, LatchkeyDemoMode mode, const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/users/refresh", mode, argument,
                                  &error);
  g_assert_no_error (error);
}

const char *
refresh_token_text (LatchkeyConnection *connection)
{
  HomeboxSession *session = latchkey_connection_get_session (connection);

  return homebox_secret_peek (homebox_token_get_secret (homebox_session_get_token (session)));
}

void
refresh_open (LatchkeyConnection *connection)
{
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
}

void
refresh_wait_for_end (ConnectionFixture *fixture)
{
  scripted_clock_wait_for_alarm (fixture->clock);
}

void
refresh_wait_for_event (ConnectionFixture *fixture, const char *event)
{
  while (strstr (fixture->events->str, event) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

GTimeSpan
refresh_get_next (ConnectionFixture *fixture)
{
  return scripted_clock_get_next (fixture->clock)
         - latchkey_clock_get_now (LATCHKEY_CLOCK (fixture->clock));
}

void
refresh_assert_about (GTimeSpan span, GTimeSpan expected)
{
  g_assert_cmpint (span, >, expected - HOUR);
  g_assert_cmpint (span, <, expected + HOUR);
}

void
refresh_assert_ends_in (LatchkeyConnection *connection, GTimeSpan expected)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  refresh_assert_about (
      g_date_time_difference (
          latchkey_account_get_expires_at (latchkey_connection_get_account (connection)), now),
      expected);
}

void
refresh_assert_kept (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  g_autofree char *kept = connection_fixture_dup_kept (fixture, connection);

  g_assert_cmpstr (kept, ==, refresh_token_text (connection));
  g_assert_false (latchkey_connection_get_kept_in_memory (connection));
}
