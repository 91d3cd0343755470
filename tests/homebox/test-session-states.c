#include "session-fixture.h"

/*
 * Every arrow of #HomeboxSessionState, each from a session that was brought to its start by what a
 * server did.
 */

#define TIMEOUT 40
#define NORMAL_TIMEOUT 20000

typedef struct
{
  SessionFixture session;

  /* A refresh that is held back, and its result. */
  gboolean held;
  GAsyncResult *refreshed;
} StateFixture;

static void
set_up (StateFixture *fixture, gconstpointer data)
{
  session_fixture_set_up (&fixture->session, data);
  session_fixture_watch (&fixture->session);
}

static void
tear_down (StateFixture *fixture, gconstpointer data)
{
  if (fixture->refreshed != NULL)
    g_clear_object (&fixture->refreshed);

  session_fixture_tear_down (&fixture->session, data);
}

static HomeboxToken *
new_token (void)
{
  return homebox_token_new ("FRESH", HOMEBOX_TOKEN_SESSION, NULL);
}

static void
ask_in_vain (StateFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  homebox_client_set_timeout (fixture->session.client, TIMEOUT);
  raw_server_greet (fixture->session.server, RAW_THEN_DRIP, "HTTP");
  g_assert_null (session_fixture_send (&fixture->session, "GET", "/vain", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_TIMED_OUT);
  homebox_client_set_timeout (fixture->session.client, NORMAL_TIMEOUT);
  raw_server_stop_greeting (fixture->session.server);
}

static void
ask_answered (StateFixture *fixture)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->session.server, "500 Internal Server Error", "{}");
  response = session_fixture_send (&fixture->session, "GET", "/answered", &error);
  g_assert_no_error (error);
}

static void
ask_refused (StateFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->session.server, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_null (session_fixture_send (&fixture->session, "GET", "/refused", &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
}

static void
begin_refresh (StateFixture *fixture)
{
  guint n_requests = raw_server_get_n_requests (fixture->session.server);

  fixture->held = TRUE;
  raw_server_answer (fixture->session.server, RAW_THEN_HOLD, "");
  homebox_session_refresh_async (fixture->session.session, NULL, NULL, await_store,
                                 &fixture->refreshed);
  session_fixture_await_requests (&fixture->session, n_requests + 1);
}

static void
end_refresh (StateFixture *fixture, const char *status, const char *json)
{
  fixture->held = FALSE;
  session_fixture_continue_json (&fixture->session, status, json);
  await (&fixture->refreshed);
}

static void
renew (StateFixture *fixture)
{
  end_refresh (fixture, "200 OK", REFRESH_JSON);
}

static void
refuse_renewal (StateFixture *fixture)
{
  end_refresh (fixture, "401 Unauthorized", NO_TOKEN_JSON);
}

static void
fail_renewal (StateFixture *fixture)
{
  end_refresh (fixture, "500 Internal Server Error", "{}");
}

static void
lose_renewal (StateFixture *fixture)
{
  fixture->held = FALSE;
  raw_server_answer (fixture->session.server, RAW_THEN_CLOSE, "");
  raw_server_continue (fixture->session.server, "");
  await (&fixture->refreshed);
}

static void
begin_resume (StateFixture *fixture)
{
  homebox_session_begin_resume (fixture->session.session);
}

static void
cancel_resume (StateFixture *fixture)
{
  homebox_session_cancel_resume (fixture->session.session);
}

static void
resume (StateFixture *fixture)
{
  g_autoptr (HomeboxToken) token = new_token ();

  homebox_session_resume (fixture->session.session, token);
}

static void
take_token (StateFixture *fixture)
{
  g_autoptr (HomeboxToken) token = new_token ();

  homebox_session_take_token (fixture->session.session, token);
}

static void
sign_out (StateFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  session_fixture_answer_204 (&fixture->session);
  g_assert_true (session_fixture_sign_out (&fixture->session, &error));
  g_assert_no_error (error);
}

static void
dispose (StateFixture *fixture)
{
  g_object_run_dispose (G_OBJECT (fixture->session.session));
}

typedef void (*Step) (StateFixture *fixture);

/* How to come to each state. */
static const Step ways[][2] = {
  [HOMEBOX_SESSION_SIGNED_OUT] = { sign_out },
  [HOMEBOX_SESSION_SIGNING_IN] = { ask_refused, begin_resume },
  [HOMEBOX_SESSION_ACTIVE] = { NULL },
  [HOMEBOX_SESSION_REFRESHING] = { begin_refresh },
  [HOMEBOX_SESSION_ENDED] = { ask_refused },
  [HOMEBOX_SESSION_UNREACHABLE] = { ask_in_vain },
};

static const struct
{
  const char *name;
  HomeboxSessionState from;
  Step step;
  const char *states;
} arrows[] = {
  { "active/no-server", HOMEBOX_SESSION_ACTIVE, ask_in_vain, "unreachable " },
  { "active/answered", HOMEBOX_SESSION_ACTIVE, ask_answered, "" },
  { "active/refused", HOMEBOX_SESSION_ACTIVE, ask_refused, "ended " },
  { "active/refresh-begins", HOMEBOX_SESSION_ACTIVE, begin_refresh, "refreshing " },
  { "active/sign-in-begins", HOMEBOX_SESSION_ACTIVE, begin_resume, "" },
  { "active/sign-in-fails", HOMEBOX_SESSION_ACTIVE, cancel_resume, "" },
  { "active/resumed", HOMEBOX_SESSION_ACTIVE, resume, "" },
  { "active/token-taken", HOMEBOX_SESSION_ACTIVE, take_token, "" },
  { "active/signed-out", HOMEBOX_SESSION_ACTIVE, sign_out, "signed-out " },
  { "active/disposed", HOMEBOX_SESSION_ACTIVE, dispose, "signed-out " },

  { "unreachable/no-server", HOMEBOX_SESSION_UNREACHABLE, ask_in_vain, "" },
  { "unreachable/answered", HOMEBOX_SESSION_UNREACHABLE, ask_answered, "active " },
  { "unreachable/refused", HOMEBOX_SESSION_UNREACHABLE, ask_refused, "active ended " },
  { "unreachable/refresh-begins", HOMEBOX_SESSION_UNREACHABLE, begin_refresh, "refreshing " },
  { "unreachable/sign-in-begins", HOMEBOX_SESSION_UNREACHABLE, begin_resume, "" },
  { "unreachable/resumed", HOMEBOX_SESSION_UNREACHABLE, resume, "active " },
  { "unreachable/token-taken", HOMEBOX_SESSION_UNREACHABLE, take_token, "" },
  { "unreachable/signed-out", HOMEBOX_SESSION_UNREACHABLE, sign_out, "active signed-out " },
  { "unreachable/disposed", HOMEBOX_SESSION_UNREACHABLE, dispose, "signed-out " },

  { "refreshing/renewed", HOMEBOX_SESSION_REFRESHING, renew, "active " },
  { "refreshing/not-renewed", HOMEBOX_SESSION_REFRESHING, fail_renewal, "active " },
  { "refreshing/lost", HOMEBOX_SESSION_REFRESHING, lose_renewal, "unreachable " },
  { "refreshing/refused", HOMEBOX_SESSION_REFRESHING, refuse_renewal, "ended " },
  { "refreshing/sign-in-begins", HOMEBOX_SESSION_REFRESHING, begin_resume, "" },
  { "refreshing/resumed", HOMEBOX_SESSION_REFRESHING, resume, "" },
  { "refreshing/token-taken", HOMEBOX_SESSION_REFRESHING, take_token, "" },
  { "refreshing/disposed", HOMEBOX_SESSION_REFRESHING, dispose, "signed-out " },

  { "ended/sign-in-begins", HOMEBOX_SESSION_ENDED, begin_resume, "signing-in " },
  { "ended/sign-in-fails", HOMEBOX_SESSION_ENDED, cancel_resume, "" },
  { "ended/resumed", HOMEBOX_SESSION_ENDED, resume, "active " },
  { "ended/token-taken", HOMEBOX_SESSION_ENDED, take_token, "active " },
  { "ended/signed-out", HOMEBOX_SESSION_ENDED, sign_out, "" },
  { "ended/disposed", HOMEBOX_SESSION_ENDED, dispose, "signed-out " },

  { "signing-in/sign-in-begins", HOMEBOX_SESSION_SIGNING_IN, begin_resume, "" },
  { "signing-in/sign-in-fails", HOMEBOX_SESSION_SIGNING_IN, cancel_resume, "ended " },
  { "signing-in/resumed", HOMEBOX_SESSION_SIGNING_IN, resume, "active " },
  { "signing-in/token-taken", HOMEBOX_SESSION_SIGNING_IN, take_token, "active " },
  { "signing-in/signed-out", HOMEBOX_SESSION_SIGNING_IN, sign_out, "signed-out " },
  { "signing-in/disposed", HOMEBOX_SESSION_SIGNING_IN, dispose, "signed-out " },

  { "signed-out/sign-in-begins", HOMEBOX_SESSION_SIGNED_OUT, begin_resume, "" },
  { "signed-out/sign-in-fails", HOMEBOX_SESSION_SIGNED_OUT, cancel_resume, "" },
  { "signed-out/resumed", HOMEBOX_SESSION_SIGNED_OUT, resume, "" },
  { "signed-out/token-taken", HOMEBOX_SESSION_SIGNED_OUT, take_token, "" },
  { "signed-out/signed-out", HOMEBOX_SESSION_SIGNED_OUT, sign_out, "" },
  { "signed-out/disposed", HOMEBOX_SESSION_SIGNED_OUT, dispose, "" },
};

static void
test_arrow (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  StateFixture fixture = { 0 };
  SessionFixture *session = &fixture.session;
  gboolean over;

  set_up (&fixture, NULL);
  for (guint step = 0; step < 2 && ways[arrows[i].from][step] != NULL; step++)
    ways[arrows[i].from][step] (&fixture);
  g_assert_cmpint (homebox_session_get_state (session->session), ==, arrows[i].from);

  session_fixture_watch (session);
  arrows[i].step (&fixture);
  g_assert_cmpstr (session->states->str, ==, arrows[i].states);

  over = homebox_session_get_state (session->session) == HOMEBOX_SESSION_SIGNED_OUT
         || homebox_session_get_state (session->session) == HOMEBOX_SESSION_SIGNING_IN
         || homebox_session_get_state (session->session) == HOMEBOX_SESSION_ENDED;
  g_assert_cmpint (homebox_session_is_over (session->session), ==, over);

  if (fixture.held)
    renew (&fixture);
  tear_down (&fixture, NULL);
}

/* What is still under way when a session comes to its end. */
static void
test_late_answers (StateFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GAsyncResult) later = NULL;

  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  session_fixture_begin (session, "GET", "/late", NULL, &late);
  session_fixture_await_requests (session, 1);
  sign_out (fixture);
  session_fixture_continue_json (session, "401 Unauthorized", NO_TOKEN_JSON);
  session_fixture_end_with (session, &late, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpstr (session->states->str, ==, "signed-out ");
}

static void
test_answer_after_the_end (StateFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) late = NULL;

  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  session_fixture_begin (session, "GET", "/late", NULL, &late);
  session_fixture_await_requests (session, 1);
  ask_refused (fixture);
  session_fixture_continue_json (session, "200 OK", "{}");
  session_fixture_end_with_status (session, &late, 200);
  g_assert_cmpstr (session->states->str, ==, "ended ");
}

static void
test_state_while_draining (StateFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) before = NULL;
  g_autoptr (GAsyncResult) refreshed = NULL;
  g_autoptr (GError) error = NULL;

  /* A request that finds no server does not show until the refresh is over. */
  homebox_client_set_timeout (session->client, 10 * TIMEOUT);
  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  session_fixture_begin (session, "GET", "/before", NULL, &before);
  homebox_session_refresh_async (session->session, NULL, cancellable, await_store, &refreshed);
  g_cancellable_cancel (cancellable);
  g_assert_false (homebox_session_refresh_finish (session->session, await (&refreshed), NULL,
                                                  &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  g_assert_cmpstr (session->states->str, ==, "refreshing active ");
  session_fixture_end_with (session, &before, HOMEBOX_ERROR_TIMED_OUT);
  g_assert_cmpstr (session->states->str, ==, "refreshing active unreachable ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      g_autofree char *path = g_strconcat ("/session/state/", arrows[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_arrow);
    }

#define ADD(path, test) g_test_add (path, StateFixture, NULL, set_up, test, tear_down)
  ADD ("/session/state/late-refusal-after-signing-out", test_late_answers);
  ADD ("/session/state/late-answer-after-the-end", test_answer_after_the_end);
  ADD ("/session/state/no-server-before-a-refresh", test_state_while_draining);
#undef ADD

  return g_test_run ();
}
