#include "session-fixture.h"

#include "homebox-secret.h"

static void
patient_set_up (SessionFixture *fixture, gconstpointer data)
{
  session_fixture_set_up (fixture, data);
  session_fixture_watch (fixture);
  homebox_session_set_patient (fixture->session, TRUE);
}

#define patient_add(path, test)                                                                    \
  g_test_add (path, SessionFixture, NULL, patient_set_up, test, session_fixture_tear_down)

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static HomeboxToken *
new_token (const char *text)
{
  return homebox_token_new (text, HOMEBOX_TOKEN_SESSION, NULL);
}

static void
resume (SessionFixture *fixture, const char *text)
{
  g_autoptr (HomeboxToken) token = new_token (text);

  g_assert_true (homebox_session_resume (fixture->session, token));
}

/* The next request is refused, and waits. */
static void
begin_refused (SessionFixture *fixture,
               const char *method,
               const char *path,
               GCancellable *cancellable,
               GAsyncResult **slot)
{
  guint n_requests = raw_server_get_n_requests (fixture->server);

  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  session_fixture_begin (fixture, method, path, cancellable, slot);
  session_fixture_await_state (fixture, HOMEBOX_SESSION_ENDED);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, n_requests + 1);
}

static void
assert_sent (SessionFixture *fixture, guint index, const char *line, const char *text)
{
  g_autofree char *header = g_strdup_printf ("Authorization: Bearer %s", text);

  session_fixture_assert_request (fixture, index, line);
  g_assert_true (session_fixture_has_header (fixture, index, header));
}

static void
assert_n_requests (SessionFixture *fixture, guint n_requests)
{
  settle ();
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, n_requests);
}

static void
test_sent_once_more (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  begin_refused (fixture, "PUT", "/users/self", NULL, &result);
  settle ();
  g_assert_null (result);

  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  resume (fixture, "FRESH");
  session_fixture_end_with_status (fixture, &result, 200);
  assert_n_requests (fixture, 2);
  assert_sent (fixture, 0, "PUT /api/v1/users/self", "XTOKENX");
  assert_sent (fixture, 1, "PUT /api/v1/users/self", "FRESH");
  g_assert_cmpstr (fixture->states->str, ==, "ended active ");
}

static void
test_body_is_sent_again (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  homebox_session_update_profile_async (fixture->session, "Ann", "ann@example.org", NULL,
                                        await_store, &result);
  session_fixture_await_state (fixture, HOMEBOX_SESSION_ENDED);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  resume (fixture, "FRESH");
  g_assert_true (homebox_session_update_profile_finish (fixture->session, await (&result),
                                                        &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    session_fixture_assert_body (fixture, i, "{\"name\":\"Ann\",\"email\":\"ann@example.org\"}");
}

static void
test_in_order (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;

  begin_refused (fixture, "GET", "/one", NULL, &first);
  session_fixture_begin (fixture, "GET", "/two", NULL, &second);
  homebox_session_begin_resume (fixture->session);
  session_fixture_begin (fixture, "PUT", "/three", NULL, &third);
  assert_n_requests (fixture, 1);

  raw_server_answer_json (fixture->server, "200 OK", "{}");
  resume (fixture, "FRESH");
  session_fixture_end_with_status (fixture, &first, 200);
  session_fixture_end_with_status (fixture, &second, 200);
  session_fixture_end_with_status (fixture, &third, 200);
  assert_n_requests (fixture, 4);
  for (guint i = 1; i < 4; i++)
    g_assert_true (session_fixture_has_header (fixture, i, "Authorization: Bearer FRESH"));
  g_assert_cmpstr (fixture->states->str, ==, "ended signing-in active ");
}

static void
test_failed_sign_in (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  begin_refused (fixture, "GET", "/one", NULL, &result);
  homebox_session_begin_resume (fixture->session);
  homebox_session_cancel_resume (fixture->session);
  assert_n_requests (fixture, 1);
  g_assert_null (result);

  homebox_session_begin_resume (fixture->session);
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  resume (fixture, "FRESH");
  session_fixture_end_with_status (fixture, &result, 200);
  g_assert_cmpstr (fixture->states->str, ==, "ended signing-in ended signing-in active ");
}

static void
test_second_refusal (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  begin_refused (fixture, "PUT", "/users/self", NULL, &result);
  resume (fixture, "FRESH");
  session_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_assert_state (fixture, ENDED);
  assert_n_requests (fixture, 2);
}

static void
test_given_up (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  begin_refused (fixture, "GET", "/one", NULL, &first);
  session_fixture_begin (fixture, "PUT", "/two", NULL, &second);
  homebox_session_give_up (fixture->session);
  session_fixture_end_with (fixture, &first, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_end_with (fixture, &second, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_assert_state (fixture, ENDED);

  session_fixture_begin (fixture, "GET", "/three", NULL, &first);
  session_fixture_end_with (fixture, &first, HOMEBOX_ERROR_SESSION_ENDED);
  assert_n_requests (fixture, 1);

  /* A new sign-in brings the patience back. */
  resume (fixture, "FRESH");
  begin_refused (fixture, "GET", "/four", NULL, &first);
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  resume (fixture, "FRESHER");
  session_fixture_end_with_status (fixture, &first, 200);
  assert_sent (fixture, 2, "GET /api/v1/four", "FRESHER");
}

static void
test_cancelled (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GAsyncResult) other = NULL;

  begin_refused (fixture, "PUT", "/one", cancellable, &refused);
  session_fixture_begin (fixture, "PUT", "/two", cancellable, &late);
  session_fixture_begin (fixture, "PUT", "/three", NULL, &other);
  g_cancellable_cancel (cancellable);
  session_fixture_end_with (fixture, &refused, HOMEBOX_ERROR_CANCELLED);
  session_fixture_end_with (fixture, &late, HOMEBOX_ERROR_CANCELLED);

  /* One that is cancelled already does not even begin to wait. */
  session_fixture_begin (fixture, "PUT", "/four", cancellable, &late);
  session_fixture_end_with (fixture, &late, HOMEBOX_ERROR_CANCELLED);

  raw_server_answer_json (fixture->server, "200 OK", "{}");
  resume (fixture, "FRESH");
  session_fixture_end_with_status (fixture, &other, 200);
  assert_n_requests (fixture, 2);
}

static void
test_not_patient_any_more (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  gboolean patient;

  begin_refused (fixture, "GET", "/one", NULL, &result);
  g_object_set (fixture->session, "patient", FALSE, NULL);
  session_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  g_object_get (fixture->session, "patient", &patient, NULL);
  g_assert_false (patient);
  g_assert_false (homebox_session_get_patient (fixture->session));
}

static void
test_disposed (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  begin_refused (fixture, "GET", "/one", NULL, &result);
  g_object_run_dispose (G_OBJECT (fixture->session));
  session_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_assert_state (fixture, SIGNED_OUT);
}

static void
test_let_go_of (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  begin_refused (fixture, "GET", "/one", NULL, &result);
  homebox_session_give_up (fixture->session);
  session_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_finalize_object (g_steal_pointer (&fixture->session));
  session_fixture_renew (fixture);
}

static void
test_signed_out (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxToken) fresh = new_token ("FRESH");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  begin_refused (fixture, "GET", "/one", NULL, &result);
  homebox_session_begin_resume (fixture->session);
  g_assert_true (session_fixture_sign_out (fixture, &error));
  g_assert_no_error (error);
  session_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpstr (fixture->states->str, ==, "ended signing-in signed-out ");

  /* A sign-in that was under way comes too late. */
  g_assert_false (homebox_session_resume (fixture->session, fresh));
  g_assert_false (homebox_session_take_token (fixture->session, fresh));
  assert_n_requests (fixture, 1);
}

static void
begin_change_password (SessionFixture *fixture, GAsyncResult **slot)
{
  g_autoptr (HomeboxSecret) old = homebox_secret_new ("old horse");
  g_autoptr (HomeboxSecret) new = homebox_secret_new ("new horse battery");

  homebox_session_change_password_async (fixture->session, old, new, NULL, await_store, slot);
}

static void
begin_deletion (SessionFixture *fixture, GAsyncResult **slot)
{
  homebox_session_delete_account_async (fixture->session, NULL, await_store, slot);
}

static void
begin_everywhere (SessionFixture *fixture, GAsyncResult **slot)
{
  homebox_session_sign_out_everywhere_async (fixture->session, NULL, await_store, slot);
}

static const struct
{
  const char *name;
  void (*begin) (SessionFixture *fixture, GAsyncResult **slot);
  gboolean (*finish) (HomeboxSession *session, GAsyncResult *result, GError **error);
} confirmed[] = {
  { "password-change", begin_change_password, homebox_session_change_password_finish },
  { "deletion", begin_deletion, homebox_session_delete_account_finish },
  { "sign-out-everywhere", begin_everywhere, homebox_session_sign_out_everywhere_finish },
};

static void
assert_confirmed_fails (SessionFixture *fixture, guint i)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  confirmed[i].begin (fixture, &result);
  g_assert_false (confirmed[i].finish (fixture->session, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
}

static void
test_confirmed (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  SessionFixture fixture = { 0 };

  patient_set_up (&fixture, NULL);
  raw_server_answer_json (fixture.server, "401 Unauthorized", NO_TOKEN_JSON);
  assert_confirmed_fails (&fixture, i);
  session_fixture_assert_state (&fixture, ENDED);
  assert_confirmed_fails (&fixture, i);
  homebox_session_begin_resume (fixture.session);
  assert_confirmed_fails (&fixture, i);
  raw_server_answer_json (fixture.server, "200 OK", "{}");
  resume (&fixture, "FRESH");
  assert_n_requests (&fixture, 1);
  session_fixture_tear_down (&fixture, NULL);
}

static void
test_taken (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxToken) same = new_token ("Bearer XTOKENX");
  g_autoptr (HomeboxToken) other = new_token ("OTHER");
  g_autoptr (GAsyncResult) result = NULL;

  begin_refused (fixture, "PUT", "/users/self", NULL, &result);

  /* What is in the keyring may be the very token that was refused. */
  g_assert_false (homebox_session_take_token (fixture->session, same));
  session_fixture_assert_state (fixture, ENDED);

  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  g_assert_true (homebox_session_take_token (fixture->session, other));
  session_fixture_end_with_status (fixture, &result, 200);
  assert_sent (fixture, 1, "PUT /api/v1/users/self", "OTHER");
  g_assert_cmpstr (fixture->states->str, ==, "ended active ");
}

/* Another process refreshed while a request of this one was on its way. */
static void
begin_outdated (SessionFixture *fixture, GAsyncResult **slot)
{
  g_autoptr (HomeboxToken) other = new_token ("OTHER");

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  session_fixture_begin (fixture, "PUT", "/users/self", NULL, slot);
  session_fixture_await_requests (fixture, 1);
  g_assert_true (homebox_session_take_token (fixture->session, other));
  session_fixture_assert_state (fixture, ACTIVE);
}

static void
test_outdated (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_set_patient (fixture->session, FALSE);
  begin_outdated (fixture, &result);
  raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
  session_fixture_continue_json (fixture, "401 Unauthorized", NO_TOKEN_JSON);
  session_fixture_end_with_status (fixture, &result, 200);
  assert_sent (fixture, 1, "PUT /api/v1/users/self", "OTHER");
  g_assert_cmpstr (fixture->states->str, ==, "");
}

static void
test_outdated_and_refused (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  begin_outdated (fixture, &result);
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  session_fixture_continue_json (fixture, "401 Unauthorized", NO_TOKEN_JSON);
  session_fixture_end_with (fixture, &result, HOMEBOX_ERROR_SESSION_ENDED);
  assert_n_requests (fixture, 2);
  g_assert_cmpstr (fixture->states->str, ==, "ended ");
}

static void
test_outdated_confirmed (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxToken) other = new_token ("OTHER");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  begin_change_password (fixture, &result);
  session_fixture_await_requests (fixture, 1);
  g_assert_true (homebox_session_take_token (fixture->session, other));
  session_fixture_continue_json (fixture, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_false (homebox_session_change_password_finish (fixture->session, await (&result),
                                                          &error));
  assert_homebox_error (error, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_nonnull (strstr (error->message, "Nothing was changed"));
  assert_n_requests (fixture, 1);
  session_fixture_assert_state (fixture, ACTIVE);
}

/* Or the server would go on holding the session of the new token. */
static void
test_outdated_sign_out (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxToken) other = new_token ("OTHER");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  session_fixture_answer_204 (fixture);
  homebox_session_sign_out_async (fixture->session, NULL, await_store, &result);
  session_fixture_await_requests (fixture, 1);
  g_assert_true (homebox_session_take_token (fixture->session, other));
  session_fixture_continue_json (fixture, "401 Unauthorized", NO_TOKEN_JSON);
  g_assert_true (homebox_session_sign_out_finish (fixture->session, await (&result), &error));
  g_assert_no_error (error);
  assert_sent (fixture, 1, "POST /api/v1/users/logout", "OTHER");
}

static void
resume_from_callback (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxToken) fresh = new_token ("FRESH");

  await_store (source, result, user_data);
  g_assert_true (homebox_session_resume (HOMEBOX_SESSION (source), fresh));
}

static gboolean
give_up_from_main_loop (gpointer user_data)
{
  homebox_session_give_up (HOMEBOX_SESSION (user_data));

  return G_SOURCE_REMOVE;
}

/* What is told first changes what becomes of the next one. */
static void
test_callback_resumes (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("GET", "/two", 0);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) third = NULL;

  begin_refused (fixture, "GET", "/one", NULL, &first);
  homebox_session_send_async (fixture->session, request, NULL, resume_from_callback, &second);
  session_fixture_begin (fixture, "GET", "/three", NULL, &third);
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  g_idle_add (give_up_from_main_loop, fixture->session);

  session_fixture_end_with (fixture, &first, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_end_with (fixture, &second, HOMEBOX_ERROR_SESSION_ENDED);
  session_fixture_end_with_status (fixture, &third, 200);
  assert_n_requests (fixture, 2);
  assert_sent (fixture, 1, "GET /api/v1/three", "FRESH");
}

static void
test_resumed_early (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  /* Somebody who is told that the session ends tomorrow need not wait for it. */
  homebox_session_begin_resume (fixture->session);
  g_assert_cmpstr (fixture->states->str, ==, "");
  resume (fixture, "FRESH");
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  session_fixture_begin (fixture, "GET", "/one", NULL, &result);
  session_fixture_end_with_status (fixture, &result, 200);
  assert_sent (fixture, 0, "GET /api/v1/one", "FRESH");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  patient_add ("/session/patience/refused-is-sent-once-more", test_sent_once_more);
  patient_add ("/session/patience/with-its-body", test_body_is_sent_again);
  patient_add ("/session/patience/waiting-go-out-in-order", test_in_order);
  patient_add ("/session/patience/failed-sign-in-changes-nothing", test_failed_sign_in);
  patient_add ("/session/patience/second-refusal-fails", test_second_refusal);
  patient_add ("/session/patience/given-up", test_given_up);
  patient_add ("/session/patience/cancelled", test_cancelled);
  patient_add ("/session/patience/switched-off", test_not_patient_any_more);
  patient_add ("/session/patience/disposed-while-waiting", test_disposed);
  patient_add ("/session/patience/let-go-of", test_let_go_of);
  patient_add ("/session/patience/signed-out", test_signed_out);
  patient_add ("/session/patience/callback-resumes", test_callback_resumes);
  patient_add ("/session/patience/resumed-before-the-end", test_resumed_early);
  patient_add ("/session/take-token/goes-on", test_taken);
  patient_add ("/session/take-token/request-on-its-way-is-sent-again", test_outdated);
  patient_add ("/session/take-token/request-refused-again-fails", test_outdated_and_refused);
  patient_add ("/session/take-token/confirmed-is-confirmed-anew", test_outdated_confirmed);
  patient_add ("/session/take-token/sign-out-is-sent-again", test_outdated_sign_out);

  for (guint i = 0; i < G_N_ELEMENTS (confirmed); i++)
    {
      g_autofree char *path = g_strconcat ("/session/patience/never-keeps-a-", confirmed[i].name,
                                           NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_confirmed);
    }

  return g_test_run ();
}
