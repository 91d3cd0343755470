#include "refresh-fixture.h"

void
refresh_fixture_set_up (RefreshFixture *fixture, gconstpointer data)
{
  session_fixture_set_up (&fixture->session, data);
  session_fixture_watch (&fixture->session);
  fixture->keeper = test_keeper_new ();
}

void
refresh_fixture_tear_down (RefreshFixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->keeper);
  session_fixture_tear_down (&fixture->session, data);
}

/*
 * refresh_fixture_begin:
 * @fixture: a fixture
 * @cancellable: (nullable): a cancellable
 * @slot: where the result goes
 *
 * Starts a refresh.
 */
void
refresh_fixture_begin (RefreshFixture *fixture, GCancellable *cancellable, GAsyncResult **slot)
{
  homebox_session_refresh_async (fixture->session.session, HOMEBOX_TOKEN_KEEPER (fixture->keeper),
                                 cancellable, await_store, slot);
}

/*
 * refresh_fixture_begin_held:
 * @fixture: a fixture
 * @cancellable: (nullable): a cancellable
 * @slot: where the result goes
 *
 * Starts a refresh that the server got and does not answer before refresh_fixture_continue(). What
 * comes after it is answered with an empty object.
 */
void
refresh_fixture_begin_held (RefreshFixture *fixture,
                            GCancellable *cancellable,
                            GAsyncResult **slot)
{
  guint n_requests = raw_server_get_n_requests (fixture->session.server);

  raw_server_answer (fixture->session.server, RAW_THEN_HOLD, "");
  raw_server_answer_json (fixture->session.server, "200 OK", "{}");
  refresh_fixture_begin (fixture, cancellable, slot);
  session_fixture_await_requests (&fixture->session, n_requests + 1);
  session_fixture_assert_request (&fixture->session, n_requests, "GET /api/v1/users/refresh");
}

/*
 * refresh_fixture_continue:
 * @fixture: a fixture
 *
 * Has the server give the new token NEWTOKEN.
 */
void
refresh_fixture_continue (RefreshFixture *fixture)
{
  session_fixture_continue_json (&fixture->session, "200 OK", REFRESH_JSON);
}

/*
 * refresh_fixture_end:
 * @fixture: a fixture
 * @slot: what was given to refresh_fixture_begin()
 *
 * Waits for a refresh to be done, its token kept.
 */
void
refresh_fixture_end (RefreshFixture *fixture, GAsyncResult **slot)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) not_kept = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  await (slot);
  result = g_steal_pointer (slot);
  done = homebox_session_refresh_finish (fixture->session.session, result, &not_kept, &error);
  g_assert_no_error (error);
  g_assert_no_error (not_kept);
  g_assert_true (done);
}

/*
 * refresh_fixture_end_with:
 * @fixture: a fixture
 * @slot: what was given to refresh_fixture_begin()
 * @code: the error that is expected
 *
 * Waits for a refresh to fail.
 */
void
refresh_fixture_end_with (RefreshFixture *fixture, GAsyncResult **slot, HomeboxError code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) not_kept = NULL;
  g_autoptr (GError) error = NULL;

  await (slot);
  result = g_steal_pointer (slot);
  g_assert_false (homebox_session_refresh_finish (fixture->session.session, result, &not_kept,
                                                  &error));
  assert_homebox_error (error, code);
  g_assert_no_error (not_kept);
}

/*
 * refresh_fixture_assert_token:
 * @fixture: a fixture
 * @text: the text of a token
 *
 * Checks which token the session has.
 */
void
refresh_fixture_assert_token (RefreshFixture *fixture, const char *text)
{
  HomeboxToken *token = homebox_session_get_token (fixture->session.session);

  g_assert_cmpstr (homebox_secret_peek (homebox_token_get_secret (token)), ==, text);
}
