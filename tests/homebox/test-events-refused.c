#include "events-fixture.h"
#include "raw-server.h"
#include "session-fixture.h"

#include <string.h>

typedef struct
{
  EventsFixture events;
  RawServer *server;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->server = raw_server_new ();
  uri = raw_server_dup_uri (fixture->server);
  events_fixture_set_up (&fixture->events, uri);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  events_fixture_tear_down (&fixture->events);
  g_assert_finalize_object (fixture->server);
}

static void
activate (Fixture *fixture)
{
  homebox_events_set_active (fixture->events.events, TRUE);
}

static void
assert_line (Fixture *fixture, guint index, const char *line)
{
  const char *request = raw_server_get_request (fixture->server, index);

  g_assert_true (g_str_has_prefix (request, line));
  g_assert_true (g_str_has_prefix (request + strlen (line), " HTTP/1.1\r\n"));
}

static gboolean
has_header (Fixture *fixture, guint index, const char *text)
{
  const char *request = raw_server_get_request (fixture->server, index);
  g_autofree char *line = g_strconcat ("\r\n", text, NULL);
  g_autofree char *lower = g_ascii_strdown (line, -1);
  g_autofree char *lower_request = g_ascii_strdown (request, -1);

  return strstr (lower_request, lower) != NULL;
}

static void
test_asks (Fixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "404 Not Found", "{}");
  activate (fixture);
  events_fixture_await (&fixture->events, "unsupported");

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
  assert_line (fixture, 0, "GET /api/v1/ws/events");
  g_assert_true (has_header (fixture, 0, "Upgrade: websocket\r\n"));
  g_assert_true (has_header (fixture, 0, "Connection: Upgrade\r\n"));
  g_assert_true (has_header (fixture, 0, "Authorization: Bearer XTOKENX\r\n"));
  g_assert_false (has_header (fixture, 0, "Cookie:"));
  g_assert_false (has_header (fixture, 0, "Sec-WebSocket-Extensions:"));
  g_assert_false (has_header (fixture, 0, "Sec-WebSocket-Protocol:"));
}

/* What answers there, and will answer no different in a moment. */
static const char *const unfit[] = {
  "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
  "HTTP/1.1 204 No Content\r\n\r\n",
  "HTTP/1.1 301 Moved Permanently\r\nLocation: /api/v1/ws/elsewhere\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/login\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n",
  "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n",
  /* Half an answer says it as well. */
  "HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n{",
  /* A handshake that is none, and one that was made for somebody else. */
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
};

static void
test_unfit (Fixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_KEEP, data);
  activate (fixture);
  events_fixture_await (&fixture->events, "unsupported");

  g_assert_cmpstr (fixture->events.log->str, ==, "connecting unsupported");
  g_assert_null (fixture->events.events->timer);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_endless_body (Fixture *fixture, gconstpointer data)
{
  raw_server_answer_endless (fixture->server,
                             "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n",
                             "4\r\nspam\r\n");
  activate (fixture);
  events_fixture_await (&fixture->events, "connecting unsupported");
}

static void
test_rests (Fixture *fixture, gconstpointer data)
{
  HomeboxEvents *events = fixture->events.events;

  raw_server_answer_json (fixture->server, "404 Not Found", "{}");
  activate (fixture);
  events_fixture_await (&fixture->events, "connecting unsupported");

  homebox_events_retry (events);
  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_UNSUPPORTED);

  /* As if the time was over. */
  events->timing.rest = 0;
  homebox_events_retry (events);
  events_fixture_await (&fixture->events, "connecting unsupported connecting unsupported");
}

static void
test_activation (Fixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "404 Not Found", "{}");
  activate (fixture);
  events_fixture_await (&fixture->events, "connecting unsupported");

  homebox_events_set_active (fixture->events.events, FALSE);
  homebox_events_retry (fixture->events.events);
  activate (fixture);
  events_fixture_await (&fixture->events, "unsupported idle connecting unsupported");
}

static void
test_bad_token (Fixture *fixture, gconstpointer data)
{
  events_fixture_set_token (&fixture->events, "with\rline");
  activate (fixture);
  g_assert_cmpstr (fixture->events.log->str, ==, "unsupported");
}

static void
test_session_ended (Fixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  activate (fixture);
  events_fixture_await (&fixture->events, "ended");

  g_assert_cmpstr (fixture->events.log->str, ==, "connecting ended");
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
  assert_line (fixture, 1, "GET /api/v1/users/self");
  g_assert_cmpint (homebox_session_get_state (fixture->events.session), ==, HOMEBOX_SESSION_ENDED);

  homebox_events_retry (fixture->events.events);
  homebox_events_set_active (fixture->events.events, FALSE);
  activate (fixture);
  g_assert_cmpstr (fixture->events.log->str, ==, "connecting ended");
}

/* A proxy that does not pass the header on, for WebSockets alone. */
static void
test_session_goes_on (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    {
      raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
      raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
    }
  activate (fixture);
  events_fixture_await (&fixture->events, "unsupported");

  g_assert_cmpstr (fixture->events.log->str, ==,
                   "connecting waiting connecting waiting connecting unsupported");
  g_assert_cmpint (homebox_session_get_state (fixture->events.session), ==,
                   HOMEBOX_SESSION_ACTIVE);
}

/* What the proxy itself wants to have a password for. */
static void
test_basic (Fixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
                     "Content-Length: 0\r\n\r\n");
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  activate (fixture);
  while (raw_server_get_n_requests (fixture->server) < 2)
    g_main_context_iteration (NULL, TRUE);
  assert_line (fixture, 1, "GET /api/v1/users/self");
}

static void
test_gateway (Fixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 3; i++)
    {
      raw_server_answer_json (fixture->server, data, "{}");
      raw_server_answer_json (fixture->server, "200 OK", USER_JSON);
    }
  activate (fixture);
  events_fixture_await (&fixture->events, "unsupported");
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 6);
}

/* Nothing can be read either: it is the server that is down, for as long as it takes. */
static void
test_server_down (Fixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, data, "{}");
  activate (fixture);
  while (raw_server_get_n_requests (fixture->server) < 20)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (strstr (fixture->events.log->str, "unsupported"));
}

/* It fails as a network does. */
static void
test_network (Fixture *fixture, gconstpointer data)
{
  raw_server_greet (fixture->server, RAW_THEN_RESET, data);
  activate (fixture);
  while (raw_server_get_n_connections (fixture->server) < 10)
    g_main_context_iteration (NULL, TRUE);
  events_fixture_await_state (&fixture->events, HOMEBOX_EVENTS_WAITING);

  g_assert_null (strstr (fixture->events.log->str, "unsupported"));
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_never_answers (Fixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  events_fixture_set_patience (&fixture->events, 20, G_MAXINT);
  activate (fixture);
  events_fixture_await (&fixture->events, "connecting waiting connecting");
}

static void
test_announces (Fixture *fixture, gconstpointer data)
{
  raw_server_answer_endless (fixture->server, "HTTP/1.1 100 Continue\r\n\r\n",
                             "HTTP/1.1 100 Continue\r\n\r\n");
  activate (fixture);
  events_fixture_await (&fixture->events, "connecting waiting connecting");
}

static void
await_request (Fixture *fixture)
{
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_gone_while_connecting (Fixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  activate (fixture);
  await_request (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->events.events));
}

static void
test_gone_at_once (Fixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  activate (fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->events.events));
}

static void
test_gone_while_asking (Fixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  activate (fixture);
  while (raw_server_get_n_requests (fixture->server) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (g_steal_pointer (&fixture->events.events));
}

static void
test_stopped_while_connecting (Fixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  activate (fixture);
  await_request (fixture);
  homebox_events_set_active (fixture->events.events, FALSE);
  g_assert_cmpstr (fixture->events.log->str, ==, "connecting idle");
  g_assert_null (fixture->events.events->timer);
}

/* The new token comes while the session is being asked about the old one. */
static void
test_token_while_asking (Fixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  raw_server_answer_json (fixture->server, "404 Not Found", "{}");
  activate (fixture);
  while (raw_server_get_n_requests (fixture->server) < 2)
    g_main_context_iteration (NULL, TRUE);

  events_fixture_set_token (&fixture->events, "XOTHERX");
  events_fixture_await (&fixture->events, "unsupported");
  g_assert_cmpstr (fixture->events.log->str, ==, "connecting unsupported");
  g_assert_true (has_header (fixture, 2, "Authorization: Bearer XOTHERX\r\n"));
}

#define ADD(path, test, data)                                                                      \
  g_test_add ("/events/" path, Fixture, data, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("asks-with-the-token-and-nothing-else", test_asks, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (unfit); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/events/unsupported/%u-%.3s", i, unfit[i] + strlen ("HTTP/1.1 "));

      g_test_add (path, Fixture, unfit[i], set_up, test_unfit, tear_down);
    }
  ADD ("unsupported/endless-answer", test_endless_body, NULL);
  ADD ("unsupported/rests-for-a-while", test_rests, NULL);
  ADD ("unsupported/tries-again-when-activated", test_activation, NULL);
  ADD ("unsupported/token-that-cannot-be-sent", test_bad_token, NULL);
  ADD ("refused-token/session-finds-out", test_session_ended, NULL);
  ADD ("refused-token/session-goes-on", test_session_goes_on, NULL);
  ADD ("refused-token/new-one-meanwhile", test_token_while_asking, NULL);
  ADD ("refused-token/by-a-proxy", test_basic, NULL);
  ADD ("busy/proxy-that-does-not-pass-them", test_gateway, "502 Bad Gateway");
  ADD ("busy/proxy-that-fails-over-them", test_gateway, "500 Internal Server Error");
  ADD ("busy/server-behind-a-proxy-is-down", test_server_down, "502 Bad Gateway");
  ADD ("busy/server-is-in-maintenance", test_server_down, "503 Service Unavailable");
  ADD ("network/reset", test_network, "");
  ADD ("network/no-http", test_network, "220 mail.example.org ESMTP\r\n");
  ADD ("network/never-answers", test_never_answers, NULL);
  ADD ("network/announces-an-answer-for-ever", test_announces, NULL);
  ADD ("goes/while-connecting", test_gone_while_connecting, NULL);
  ADD ("goes/before-it-connects", test_gone_at_once, NULL);
  ADD ("goes/while-the-session-is-asked", test_gone_while_asking, NULL);
  ADD ("stops/while-connecting", test_stopped_while_connecting, NULL);

  return g_test_run ();
}
