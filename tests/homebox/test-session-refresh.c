#include "refresh-fixture.h"

#include <string.h>

#define N_WAITING 50

/* Whatever can happen without the other side has happened. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
count (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_exchanges (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *end = NULL;
  HomeboxToken *token;
  guint n_tokens = 0;

  g_signal_connect (session->session, "notify::token", G_CALLBACK (count), &n_tokens);
  raw_server_answer_json (session->server, "200 OK", REFRESH_JSON);
  refresh_fixture_begin (fixture, NULL, &result);
  session_fixture_assert_state (session, REFRESHING);
  refresh_fixture_end (fixture, &result);

  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
  session_fixture_assert_request (session, 0, "GET /api/v1/users/refresh");
  g_assert_true (session_fixture_has_header (session, 0, "Authorization: Bearer XTOKENX"));
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
  g_assert_cmpstr (test_keeper_get_kept (fixture->keeper), ==, "NEWTOKEN");
  g_assert_cmpuint (test_keeper_get_n_calls (fixture->keeper), ==, 1);
  g_assert_cmpuint (n_tokens, ==, 1);
  g_assert_cmpstr (session->states->str, ==, "refreshing active ");

  token = homebox_session_get_token (session->session);
  g_assert_cmpint (homebox_token_get_kind (token), ==, HOMEBOX_TOKEN_SESSION);
  end = g_date_time_format_iso8601 (homebox_token_get_expires_at (token));
  g_assert_true (g_str_has_prefix (end, "2030-01-02T03:04:05"));
}

static void
test_other_shape (RefreshFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  raw_server_answer_json (fixture->session.server, "200 OK",
                          "{\"token\":\"Bearer NEWTOKEN\",\"expiresAt\":\"2030-01-02T03:04:05Z\"}");
  refresh_fixture_begin (fixture, NULL, &result);
  refresh_fixture_end (fixture, &result);
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
}

/* The mass of requests is what a window with many pages sends when the computer wakes up. */
static void
test_fifty_wait (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GHashTable) arrived = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *results[N_WAITING] = { NULL };

  refresh_fixture_begin_held (fixture, NULL, &result);

  for (guint i = 0; i < N_WAITING; i++)
    {
      g_autofree char *path = g_strdup_printf ("/thing/%u", i);

      session_fixture_begin (session, i % 2 == 0 ? "GET" : "PUT", path, NULL, &results[i]);
    }

  settle ();
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
  refresh_fixture_continue (fixture);

  for (guint i = 0; i < N_WAITING; i++)
    session_fixture_end_with_status (session, &results[i], 200);
  refresh_fixture_end (fixture, &result);

  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, N_WAITING + 1);
  for (guint i = 1; i <= N_WAITING; i++)
    {
      const char *request = raw_server_get_request (session->server, i);

      g_assert_true (session_fixture_has_header (session, i, "Authorization: Bearer NEWTOKEN"));
      g_assert_true (g_hash_table_add (arrived, g_strndup (request, strcspn (request, "\r"))));
    }
}

static void
test_waits_for_requests (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) change = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  raw_server_answer_json (session->server, "200 OK", "{}");
  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  raw_server_answer_json (session->server, "200 OK", REFRESH_JSON);

  session_fixture_begin (session, "GET", "/groups", NULL, &read);
  session_fixture_end_with_status (session, &read, 200);
  session_fixture_begin (session, "PUT", "/users/self", NULL, &change);
  session_fixture_await_requests (session, 2);
  refresh_fixture_begin (fixture, NULL, &result);
  settle ();
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 2);
  session_fixture_assert_state (session, REFRESHING);

  session_fixture_continue_json (session, "200 OK", "{}");
  session_fixture_end_with_status (session, &change, 200);
  refresh_fixture_end (fixture, &result);
  session_fixture_assert_request (session, 2, "GET /api/v1/users/refresh");
}

static void
test_kept_before_used (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;

  test_keeper_hold (fixture->keeper);
  refresh_fixture_begin_held (fixture, NULL, &result);
  session_fixture_begin (session, "GET", "/groups", NULL, &waiting);
  refresh_fixture_continue (fixture);
  while (test_keeper_get_n_calls (fixture->keeper) == 0)
    g_main_context_iteration (NULL, TRUE);

  settle ();
  refresh_fixture_assert_token (fixture, "XTOKENX");
  session_fixture_assert_state (session, REFRESHING);
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
  g_assert_null (result);

  test_keeper_release (fixture->keeper);
  refresh_fixture_end (fixture, &result);
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
  session_fixture_end_with_status (session, &waiting, 200);
  g_assert_true (session_fixture_has_header (session, 1, "Authorization: Bearer NEWTOKEN"));
}

static void
test_not_kept (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) not_kept = NULL;
  g_autoptr (GError) error = NULL;

  test_keeper_fail (fixture->keeper);
  raw_server_answer_json (session->server, "200 OK", REFRESH_JSON);
  refresh_fixture_begin (fixture, NULL, &result);

  g_assert_true (homebox_session_refresh_finish (session->session, await (&result), &not_kept,
                                                 &error));
  g_assert_no_error (error);
  g_assert_error (not_kept, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
  session_fixture_assert_state (session, ACTIVE);
}

static void
test_keeper_never_answers (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) not_kept = NULL;
  g_autoptr (GError) error = NULL;

  test_keeper_hold (fixture->keeper);
  refresh_fixture_begin_held (fixture, NULL, &result);

  /* The request is on its way by now, and has the deadline from before. */
  homebox_client_set_timeout (session->client, 20);
  refresh_fixture_continue (fixture);

  g_assert_true (homebox_session_refresh_finish (session->session, await (&result), &not_kept,
                                                 &error));
  g_assert_no_error (error);
  assert_homebox_error (not_kept, HOMEBOX_ERROR_TIMED_OUT);
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
  g_assert_true (test_keeper_is_cancelled (fixture->keeper));
  session_fixture_assert_state (session, ACTIVE);

  /* Nothing is left that an answer could touch. */
  g_clear_object (&result);
  g_assert_finalize_object (g_steal_pointer (&session->session));
  test_keeper_release (fixture->keeper);
  settle ();
  session_fixture_renew (session);
}

static void
test_no_keeper (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;

  raw_server_answer_json (session->server, "200 OK", REFRESH_JSON);
  homebox_session_refresh_async (session->session, NULL, NULL, await_store, &result);
  refresh_fixture_end (fixture, &result);
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
}

static void
test_api_key (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (HomeboxToken) key = homebox_token_new ("hb_KEY", HOMEBOX_TOKEN_API_KEY, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_true (homebox_session_resume (session->session, key));
  refresh_fixture_begin (fixture, NULL, &result);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_INVALID_INPUT);
  session_fixture_assert_state (session, ACTIVE);
  g_assert_cmpuint (raw_server_get_n_connections (session->server), ==, 0);
  g_assert_cmpuint (test_keeper_get_n_calls (fixture->keeper), ==, 0);
}

static void
test_over (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;

  raw_server_answer_json (session->server, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_false (session_fixture_load_user (session, NULL));
  refresh_fixture_begin (fixture, NULL, &result);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_assert_state (session, ENDED);
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
}

static void
test_two_at_once (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (TestKeeper) other = test_keeper_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  refresh_fixture_begin_held (fixture, NULL, &first);
  homebox_session_refresh_async (session->session, HOMEBOX_TOKEN_KEEPER (other), NULL, await_store,
                                 &second);
  refresh_fixture_continue (fixture);
  refresh_fixture_end (fixture, &first);
  refresh_fixture_end (fixture, &second);

  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
  g_assert_cmpuint (test_keeper_get_n_calls (fixture->keeper), ==, 1);
  g_assert_cmpuint (test_keeper_get_n_calls (other), ==, 0);
  g_assert_cmpstr (session->states->str, ==, "refreshing active ");
}

static void
test_one_after_the_other (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;

  raw_server_answer_json (session->server, "200 OK", REFRESH_JSON);
  raw_server_answer_json (session->server, "200 OK", "{\"raw\":\"NEWER\"}");
  refresh_fixture_begin (fixture, NULL, &result);
  refresh_fixture_end (fixture, &result);
  refresh_fixture_begin (fixture, NULL, &result);
  refresh_fixture_end (fixture, &result);
  g_assert_true (session_fixture_has_header (session, 1, "Authorization: Bearer NEWTOKEN"));
  refresh_fixture_assert_token (fixture, "NEWER");
  g_assert_null (homebox_token_get_expires_at (homebox_session_get_token (session->session)));
}

static void
test_cancelled_before (RefreshFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_cancellable_cancel (cancellable);
  refresh_fixture_begin (fixture, cancellable, &result);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_CANCELLED);
  g_assert_cmpstr (fixture->session.states->str, ==, "");
  g_assert_cmpuint (raw_server_get_n_connections (fixture->session.server), ==, 0);
}

static void
test_cancelled_while_draining (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) before = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;

  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  raw_server_answer_json (session->server, "200 OK", "{}");
  session_fixture_begin (session, "GET", "/groups", NULL, &before);
  session_fixture_await_requests (session, 1);
  refresh_fixture_begin (fixture, cancellable, &result);
  session_fixture_begin (session, "GET", "/status", NULL, &waiting);

  g_cancellable_cancel (cancellable);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_CANCELLED);
  session_fixture_assert_state (session, ACTIVE);
  session_fixture_end_with_status (session, &waiting, 200);
  session_fixture_continue_json (session, "200 OK", "{}");
  session_fixture_end_with_status (session, &before, 200);

  settle ();
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 2);
  session_fixture_assert_request (session, 1, "GET /api/v1/status");
  g_assert_true (session_fixture_has_header (session, 1, "Authorization: Bearer XTOKENX"));
}

/* The old token may be dead already. */
static void
test_cancelled_once_sent (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  refresh_fixture_begin_held (fixture, cancellable, &result);
  g_cancellable_cancel (cancellable);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_CANCELLED);
  session_fixture_assert_state (session, REFRESHING);

  refresh_fixture_continue (fixture);
  session_fixture_await_state (session, HOMEBOX_SESSION_ACTIVE);
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
  g_assert_cmpstr (test_keeper_get_kept (fixture->keeper), ==, "NEWTOKEN");
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
}

static void
test_cancelled_while_keeping (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  test_keeper_hold (fixture->keeper);
  raw_server_answer_json (session->server, "200 OK", REFRESH_JSON);
  refresh_fixture_begin (fixture, cancellable, &result);
  while (test_keeper_get_n_calls (fixture->keeper) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_cancellable_cancel (cancellable);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_CANCELLED);
  g_assert_false (test_keeper_is_cancelled (fixture->keeper));
  test_keeper_release (fixture->keeper);
  session_fixture_await_state (session, HOMEBOX_SESSION_ACTIVE);
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
}

static void
test_one_of_two_cancelled (RefreshFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  refresh_fixture_begin_held (fixture, cancellable, &first);
  refresh_fixture_begin (fixture, NULL, &second);
  g_cancellable_cancel (cancellable);
  refresh_fixture_end_with (fixture, &first, HOMEBOX_ERROR_CANCELLED);
  g_assert_null (second);

  refresh_fixture_continue (fixture);
  refresh_fixture_end (fixture, &second);
}

static void
test_waiting_cancelled (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;

  refresh_fixture_begin_held (fixture, NULL, &result);
  session_fixture_begin (session, "GET", "/groups", cancellable, &waiting);
  g_cancellable_cancel (cancellable);
  session_fixture_end_with (session, &waiting, HOMEBOX_ERROR_CANCELLED);

  refresh_fixture_continue (fixture);
  refresh_fixture_end (fixture, &result);
  settle ();
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
}

static void
test_refused_while_draining (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) before = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;

  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  session_fixture_begin (session, "GET", "/groups", NULL, &before);
  session_fixture_await_requests (session, 1);
  refresh_fixture_begin (fixture, NULL, &result);
  session_fixture_begin (session, "GET", "/status", NULL, &waiting);
  session_fixture_continue_json (session, "401 Unauthorized", NO_TOKEN_JSON);

  session_fixture_end_with (session, &before, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_end_with (session, &waiting, HOMEBOX_ERROR_SESSION_ENDED);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
  g_assert_cmpstr (session->states->str, ==, "refreshing ended ");
}

static void
test_refused (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;

  refresh_fixture_begin_held (fixture, NULL, &result);
  session_fixture_begin (session, "GET", "/groups", NULL, &waiting);
  session_fixture_continue_json (session, "401 Unauthorized", NO_TOKEN_JSON);

  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_end_with (session, &waiting, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 1);
  g_assert_cmpuint (test_keeper_get_n_calls (fixture->keeper), ==, 0);
  g_assert_cmpstr (session->states->str, ==, "refreshing ended ");
}

static void
test_refused_while_patient (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (HomeboxToken) fresh = homebox_token_new ("FRESH", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;

  homebox_session_set_patient (session->session, TRUE);
  refresh_fixture_begin_held (fixture, NULL, &result);
  session_fixture_begin (session, "PUT", "/users/self", NULL, &waiting);
  session_fixture_continue_json (session, "401 Unauthorized", NO_TOKEN_JSON);
  refresh_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_null (waiting);

  g_assert_true (homebox_session_resume (session->session, fresh));
  session_fixture_end_with_status (session, &waiting, 200);
  g_assert_true (session_fixture_has_header (session, 1, "Authorization: Bearer FRESH"));
  g_assert_cmpuint (raw_server_get_n_requests (session->server), ==, 2);
}

static void
test_no_other_token (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (HomeboxToken) other = homebox_token_new ("OTHER", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (GAsyncResult) result = NULL;

  refresh_fixture_begin_held (fixture, NULL, &result);
  g_assert_false (homebox_session_resume (session->session, other));
  g_assert_false (homebox_session_take_token (session->session, other));
  refresh_fixture_continue (fixture);
  refresh_fixture_end (fixture, &result);
  refresh_fixture_assert_token (fixture, "NEWTOKEN");
}

static void
test_sign_out_waits (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) signed_out = NULL;
  g_autoptr (GError) error = NULL;

  refresh_fixture_begin_held (fixture, NULL, &result);
  homebox_session_sign_out_async (session->session, NULL, await_store, &signed_out);
  refresh_fixture_continue (fixture);
  refresh_fixture_end (fixture, &result);
  g_assert_true (homebox_session_sign_out_finish (session->session, await (&signed_out), &error));
  g_assert_no_error (error);
  session_fixture_assert_request (session, 1, "POST /api/v1/users/logout");
  g_assert_true (session_fixture_has_header (session, 1, "Authorization: Bearer NEWTOKEN"));
  g_assert_cmpstr (session->states->str, ==, "refreshing active signed-out ");
}

/* Whoever started it lets go of everything; the new token is kept all the same. */
static void
test_dropped (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  HomeboxSession *dropped = session->session;

  raw_server_answer (session->server, RAW_THEN_HOLD, "");
  homebox_session_refresh_async (dropped, HOMEBOX_TOKEN_KEEPER (fixture->keeper), NULL, NULL,
                                 NULL);
  session_fixture_await_requests (session, 1);
  g_object_add_weak_pointer (G_OBJECT (dropped), (gpointer *) &session->session);
  g_object_unref (dropped);
  refresh_fixture_continue (fixture);
  while (session->session != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (test_keeper_get_kept (fixture->keeper), ==, "NEWTOKEN");
  session_fixture_renew (session);
}

static void
test_disposed (RefreshFixture *fixture, gconstpointer data)
{
  SessionFixture *session = &fixture->session;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) waiting = NULL;

  refresh_fixture_begin_held (fixture, NULL, &result);
  session_fixture_begin (session, "GET", "/groups", NULL, &waiting);
  g_object_run_dispose (G_OBJECT (session->session));
  session_fixture_end_with (session, &waiting, HOMEBOX_ERROR_SESSION_ENDED);

  refresh_fixture_continue (fixture);
  refresh_fixture_end (fixture, &result);
  session_fixture_assert_state (session, SIGNED_OUT);
  g_assert_cmpstr (test_keeper_get_kept (fixture->keeper), ==, "NEWTOKEN");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  refresh_fixture_add ("/session/refresh/exchanges-the-token", test_exchanges);
  refresh_fixture_add ("/session/refresh/answer-like-a-sign-in", test_other_shape);
  refresh_fixture_add ("/session/refresh/fifty-requests-wait", test_fifty_wait);
  refresh_fixture_add ("/session/refresh/waits-for-what-is-under-way", test_waits_for_requests);
  refresh_fixture_add ("/session/refresh/sign-out-waits", test_sign_out_waits);
  refresh_fixture_add ("/session/refresh/keeps-before-using", test_kept_before_used);
  refresh_fixture_add ("/session/refresh/keeper-fails", test_not_kept);
  refresh_fixture_add ("/session/refresh/keeper-never-answers", test_keeper_never_answers);
  refresh_fixture_add ("/session/refresh/without-a-keeper", test_no_keeper);
  refresh_fixture_add ("/session/refresh/api-key-asks-nothing", test_api_key);
  refresh_fixture_add ("/session/refresh/of-one-that-is-over", test_over);
  refresh_fixture_add ("/session/refresh/second-joins-the-first", test_two_at_once);
  refresh_fixture_add ("/session/refresh/one-after-the-other", test_one_after_the_other);
  refresh_fixture_add ("/session/refresh/other-tokens-are-not-taken", test_no_other_token);
  refresh_fixture_add ("/session/refresh/cancelled/before-it-began", test_cancelled_before);
  refresh_fixture_add ("/session/refresh/cancelled/before-it-was-sent",
                       test_cancelled_while_draining);
  refresh_fixture_add ("/session/refresh/cancelled/once-sent-it-is-completed",
                       test_cancelled_once_sent);
  refresh_fixture_add ("/session/refresh/cancelled/while-keeping", test_cancelled_while_keeping);
  refresh_fixture_add ("/session/refresh/cancelled/by-one-of-two", test_one_of_two_cancelled);
  refresh_fixture_add ("/session/refresh/cancelled/what-waits", test_waiting_cancelled);
  refresh_fixture_add ("/session/refresh/refused/ends-the-session", test_refused);
  refresh_fixture_add ("/session/refresh/refused/to-the-request-before",
                       test_refused_while_draining);
  refresh_fixture_add ("/session/refresh/refused/what-waits-goes-on-waiting",
                       test_refused_while_patient);
  refresh_fixture_add ("/session/refresh/let-go-of-is-completed", test_dropped);
  refresh_fixture_add ("/session/refresh/disposed-is-completed", test_disposed);

  return g_test_run ();
}
