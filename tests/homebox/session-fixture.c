#include "session-fixture.h"

#include <string.h>

void
session_fixture_set_up (SessionFixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->server = raw_server_new ();
  uri = raw_server_dup_uri (fixture->server);
  fixture->client = homebox_client_new (uri);
  session_fixture_renew (fixture);
}

/*
 * session_fixture_renew:
 * @fixture: a fixture whose session is gone
 *
 * Makes a new session.
 */
void
session_fixture_renew (SessionFixture *fixture)
{
  g_autoptr (HomeboxToken) token = homebox_token_new ("XTOKENX", HOMEBOX_TOKEN_SESSION, NULL);

  fixture->session = homebox_session_new (fixture->client, token);
}

void
session_fixture_tear_down (SessionFixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  if (fixture->states != NULL)
    g_string_free (fixture->states, TRUE);
  g_assert_finalize_object (fixture->client);
  g_assert_finalize_object (fixture->server);
}

/*
 * session_fixture_answer_204:
 * @fixture: a fixture
 *
 * Answers the next request with a success that says no more.
 */
void
session_fixture_answer_204 (SessionFixture *fixture)
{
  raw_server_answer (fixture->server, RAW_THEN_KEEP, "HTTP/1.1 204 No Content\r\n\r\n");
}

/*
 * session_fixture_assert_request:
 * @fixture: a fixture
 * @index: which request
 * @line: its method and path, as in `GET /api/v1/status`
 *
 * Checks what was asked.
 */
void
session_fixture_assert_request (SessionFixture *fixture, guint index, const char *line)
{
  const char *request;
  g_autofree char *first = NULL;

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), >, index);
  request = raw_server_get_request (fixture->server, index);
  first = g_strndup (request, strcspn (request, "\r"));
  g_assert_true (g_str_has_suffix (first, " HTTP/1.1"));
  first[strlen (first) - strlen (" HTTP/1.1")] = '\0';
  g_assert_cmpstr (first, ==, line);
}

/*
 * session_fixture_assert_body:
 * @fixture: a fixture
 * @index: which request
 * @body: its body
 *
 * Checks what was sent.
 */
void
session_fixture_assert_body (SessionFixture *fixture, guint index, const char *body)
{
  const char *request = raw_server_get_request (fixture->server, index);
  const char *end = strstr (request, "\r\n\r\n");

  g_assert_nonnull (end);
  g_assert_cmpstr (end + strlen ("\r\n\r\n"), ==, body);
}

/*
 * session_fixture_has_header:
 * @fixture: a fixture
 * @index: which request
 * @header: a header, as in `Name: value`
 *
 * Returns: whether the request has exactly that header
 */
gboolean
session_fixture_has_header (SessionFixture *fixture, guint index, const char *header)
{
  g_autofree char *line = g_strdup_printf ("\r\n%s\r\n", header);

  return strstr (raw_server_get_request (fixture->server, index), line) != NULL;
}

static void
on_state (HomeboxSession *session, GParamSpec *pspec, gpointer user_data)
{
  GString *states = user_data;
  GEnumClass *klass = G_PARAM_SPEC_ENUM (pspec)->enum_class;
  GEnumValue *value = g_enum_get_value (klass, (int) homebox_session_get_state (session));

  g_string_append_printf (states, "%s ", value->value_nick);
}

/*
 * session_fixture_watch:
 * @fixture: a fixture
 *
 * Writes down the states of the session from now on.
 */
void
session_fixture_watch (SessionFixture *fixture)
{
  if (fixture->states != NULL)
    {
      g_string_truncate (fixture->states, 0);
      return;
    }

  fixture->states = g_string_new (NULL);
  g_signal_connect (fixture->session, "notify::state", G_CALLBACK (on_state), fixture->states);
}

/*
 * session_fixture_await_requests:
 * @fixture: a fixture
 * @n_requests: how many
 *
 * Runs until so many requests have arrived since the start.
 */
void
session_fixture_await_requests (SessionFixture *fixture, guint n_requests)
{
  while (raw_server_get_n_requests (fixture->server) < n_requests)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, n_requests);
}

/*
 * session_fixture_await_state:
 * @fixture: a fixture
 * @state: a state
 *
 * Runs until the session has come to it.
 */
void
session_fixture_await_state (SessionFixture *fixture, HomeboxSessionState state)
{
  while (homebox_session_get_state (fixture->session) != state)
    g_main_context_iteration (NULL, TRUE);
}

/*
 * session_fixture_continue_json:
 * @fixture: a fixture
 * @status: a status, like `200 OK`
 * @json: the body
 *
 * Gives the one answer that was held back.
 */
void
session_fixture_continue_json (SessionFixture *fixture, const char *status, const char *json)
{
  g_autofree char *answer = NULL;

  answer = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: application/json; charset=utf-8\r\n"
                            "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                            status, strlen (json), json);
  raw_server_continue (fixture->server, answer);
}

/*
 * session_fixture_begin:
 * @fixture: a fixture
 * @method: a method
 * @path: a path below `/api/v1`
 * @cancellable: (nullable): a cancellable
 * @slot: where the result goes
 *
 * Sends a request through the session.
 */
void
session_fixture_begin (SessionFixture *fixture,
                       const char *method,
                       const char *path,
                       GCancellable *cancellable,
                       GAsyncResult **slot)
{
  g_autoptr (HomeboxRequest) request = NULL;

  request = homebox_request_new (method, path, HOMEBOX_REQUEST_DEFAULT);
  homebox_session_send_async (fixture->session, request, cancellable, await_store, slot);
}

/*
 * session_fixture_end:
 * @fixture: a fixture
 * @slot: what was given to session_fixture_begin()
 * @error: return location for an error
 *
 * Waits for the answer, and makes @slot fit for the next one.
 *
 * Returns: (transfer full) (nullable): the answer
 */
HomeboxResponse *
session_fixture_end (SessionFixture *fixture, GAsyncResult **slot, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  await (slot);
  result = g_steal_pointer (slot);

  return homebox_session_send_finish (fixture->session, result, error);
}

/*
 * session_fixture_end_with:
 * @fixture: a fixture
 * @slot: what was given to session_fixture_begin()
 * @code: the error that is expected
 *
 * Waits for a request to fail.
 */
void
session_fixture_end_with (SessionFixture *fixture, GAsyncResult **slot, HomeboxError code)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = session_fixture_end (fixture, slot, &error);
  assert_homebox_error (error, code);
  g_assert_null (response);
}

/*
 * session_fixture_end_with_status:
 * @fixture: a fixture
 * @slot: what was given to session_fixture_begin()
 * @status: the status that is expected
 *
 * Waits for a request to be answered.
 */
void
session_fixture_end_with_status (SessionFixture *fixture, GAsyncResult **slot, guint status)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = session_fixture_end (fixture, slot, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, status);
}

/*
 * session_fixture_send:
 * @fixture: a fixture
 * @method: a method
 * @path: a path below `/api/v1`
 * @error: return location for an error
 *
 * Sends a request through the session and waits for its answer.
 *
 * Returns: (transfer full) (nullable): the answer
 */
HomeboxResponse *
session_fixture_send (SessionFixture *fixture, const char *method, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  session_fixture_begin (fixture, method, path, NULL, &result);

  return session_fixture_end (fixture, &result, error);
}

/*
 * session_fixture_load_user:
 * @fixture: a fixture
 * @error: return location for an error
 *
 * Returns: whether the user was loaded
 */
gboolean
session_fixture_load_user (SessionFixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_load_user_async (fixture->session, NULL, await_store, &result);

  return homebox_session_load_user_finish (fixture->session, await (&result), error);
}

/*
 * session_fixture_sign_out:
 * @fixture: a fixture
 * @error: return location for an error
 *
 * Returns: whether the session was signed out
 */
gboolean
session_fixture_sign_out (SessionFixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_sign_out_async (fixture->session, NULL, await_store, &result);

  return homebox_session_sign_out_finish (fixture->session, await (&result), error);
}
