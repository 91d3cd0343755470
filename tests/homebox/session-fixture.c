#include "session-fixture.h"

#include <string.h>

void
session_fixture_set_up (SessionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxToken) token = homebox_token_new ("XTOKENX", HOMEBOX_TOKEN_SESSION, NULL);
  g_autofree char *uri = NULL;

  fixture->server = raw_server_new ();
  uri = raw_server_dup_uri (fixture->server);
  fixture->client = homebox_client_new (uri);
  fixture->session = homebox_session_new (fixture->client, token);
}

void
session_fixture_tear_down (SessionFixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
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
