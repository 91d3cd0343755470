#include "client-fixture.h"

#include "await.h"
#include "homebox-endpoint-probe.h"

static gboolean
probe (ClientFixture *fixture, gboolean *exists, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_endpoint_probe_run_async (fixture->client,
                                    HOMEBOX_ENDPOINT_FORGOT_PASSWORD,
                                    NULL,
                                    await_store,
                                    &result);

  return homebox_endpoint_probe_run_finish (fixture->client, await (&result), exists, error);
}

static void
assert_tells (ClientFixture *fixture, const char *answer, gboolean expected)
{
  g_autoptr (GError) error = NULL;
  gboolean exists = !expected;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, answer);
  g_assert_true (probe (fixture, &exists, &error));
  g_assert_no_error (error);
  g_assert_cmpint (exists, ==, expected);
}

static void
assert_cannot_tell (ClientFixture *fixture, const char *answer, HomeboxError code)
{
  g_autoptr (GError) error = NULL;
  gboolean exists;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, answer);
  g_assert_false (probe (fixture, &exists, &error));
  assert_homebox_error (error, code);
}

static void
test_there (ClientFixture *fixture, gconstpointer data)
{
  assert_tells (fixture,
                "HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\nContent-Length: 0\r\n\r\n",
                TRUE);
}

static void
test_not_there (ClientFixture *fixture, gconstpointer data)
{
  assert_tells (fixture,
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\n"
                "Content-Length: 18\r\n\r\n404 page not found",
                FALSE);
}

static void
test_needs_a_token (ClientFixture *fixture, gconstpointer data)
{
  assert_tells (fixture,
                "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n"
                "Content-Length: 56\r\n\r\n"
                "{\"error\":\"authorization header or query is required\"}   ",
                TRUE);
}

/* It may ask for its own password for whatever there is or is not behind it. */
static void
test_challenge_of_proxy (ClientFixture *fixture, gconstpointer data)
{
  assert_cannot_tell (fixture,
                      "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"home\"\r\n"
                      "Content-Length: 0\r\n\r\n",
                      HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
test_sends_no_token (ClientFixture *fixture, gconstpointer data)
{
  const char *request;

  test_there (fixture, data);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
  request = raw_server_get_request (fixture->server, 0);
  g_assert_true (g_str_has_prefix (request, "GET /api/v1/users/forgot-password "));
  g_assert_null (g_strstr_len (request, -1, "Authorization"));
}

static void
test_web_page (ClientFixture *fixture, gconstpointer data)
{
  assert_cannot_tell (fixture,
                      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
                      HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
test_page_of_proxy (ClientFixture *fixture, gconstpointer data)
{
  assert_cannot_tell (fixture,
                      "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n"
                      "<html>",
                      HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
test_success (ClientFixture *fixture, gconstpointer data)
{
  assert_cannot_tell (fixture,
                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
                      "{}",
                      HOMEBOX_ERROR_BROKEN_ANSWER);
}

static void
test_lost (ClientFixture *fixture, gconstpointer data)
{
  assert_cannot_tell (fixture, "", HOMEBOX_ERROR_CONNECTION_LOST);
}

static void
add (const char *path, void (*test) (ClientFixture *fixture, gconstpointer data))
{
  g_test_add (path, ClientFixture, NULL, client_fixture_set_up, test, client_fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/endpoint-probe/method-not-allowed-is-there", test_there);
  add ("/endpoint-probe/not-found-is-not-there", test_not_there);
  add ("/endpoint-probe/unauthorized-is-there", test_needs_a_token);
  add ("/endpoint-probe/challenge-of-a-proxy-tells-nothing", test_challenge_of_proxy);
  add ("/endpoint-probe/sends-no-token", test_sends_no_token);
  add ("/endpoint-probe/web-page-tells-nothing", test_web_page);
  add ("/endpoint-probe/page-of-a-proxy-tells-nothing", test_page_of_proxy);
  add ("/endpoint-probe/success-tells-nothing", test_success);
  add ("/endpoint-probe/lost-answer-tells-nothing", test_lost);

  return g_test_run ();
}
