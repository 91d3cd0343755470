#include "await.h"
#include "call.h"
#include "deaf-socket.h"
#include "fake-resolver.h"
#include "homebox-check-attempt.h"
#include "homebox-error.h"
#include "homebox-server-check.h"
#include "raw-server.h"

#include <string.h>

#define STATUS_JSON                                                                                \
  "{\"health\":true,\"title\":\"Homebox\",\"build\":{\"version\":\"v0.21.0\"},\"demo\":false,"     \
  "\"allowRegistration\":true}"
#define NO_TOKEN_JSON "{\"error\":\"authorization header or query is required\"}"
#define NOT_ALLOWED "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"
#define NO_SUCH_PAGE                                                                               \
  "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\n"               \
  "404 page not found"
#define PAGE                                                                                       \
  "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 12\r\n\r\n"        \
  "<html>hello!"
#define LOGIN_PAGE                                                                                 \
  "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 36\r\n\r\n"                       \
  "<html><form><input type=\"PASSWORD\">.."

/* In milliseconds; for what is meant to run out of time. */
#define SHORT 100

typedef struct
{
  HomeboxServerCheck *check;
  RawServer *server;
  RawServer *secure;
  GResolver *usual_resolver;
  FakeResolver *resolver;
} Fixture;

static const char *const local[] = { "192.168.1.5", "fd00::5", NULL };
static const char *const mixed[] = { "192.168.1.5", "8.8.8.8", NULL };
static const char *const nowhere[] = { NULL };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->check = homebox_server_check_new (NULL);
  fixture->server = raw_server_new ();
  fixture->usual_resolver = g_resolver_get_default ();
}

static void
use_resolver (Fixture *fixture, const char *const *addresses)
{
  fixture->resolver = fake_resolver_new (addresses);
  g_resolver_set_default (G_RESOLVER (fixture->resolver));
}

static void
use_tls (Fixture *fixture, const char *name, gboolean trusted)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, name, NULL);
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  fixture->secure = raw_server_new_with_tls (certificate);

  if (!trusted)
    return;

  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_resolver_set_default (fixture->usual_resolver);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  g_assert_finalize_object (fixture->check);
  g_assert_finalize_object (fixture->server);
  if (fixture->secure != NULL)
    g_assert_finalize_object (fixture->secure);
  g_clear_object (&fixture->resolver);
  g_object_unref (fixture->usual_resolver);
}

static gboolean
run (Fixture *fixture, const char *typed, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_server_check_run_async (fixture->check, typed, NULL, await_store, &result);

  return homebox_server_check_run_finish (fixture->check, await (&result), error);
}

static char *
at_port (const char *before, RawServer *server, const char *after)
{
  return g_strdup_printf ("%s:%u%s", before, raw_server_get_port (server), after);
}

static HomeboxCheckStep *
get_step (Fixture *fixture, HomeboxCheckKind kind)
{
  return homebox_server_check_get_step (fixture->check, kind);
}

/* A letter for each step: waiting, running, done, failed, skipped. */
static void
assert_steps (Fixture *fixture, const char *expected)
{
  static const char letters[] = "wRDFs";
  char found[HOMEBOX_CHECK_N_STEPS + 1] = "";

  for (int kind = 0; kind < HOMEBOX_CHECK_N_STEPS; kind++)
    found[kind] = letters[homebox_check_step_get_state (get_step (fixture, kind))];

  g_assert_cmpstr (found, ==, expected);
}

static void
answer_features (RawServer *server)
{
  for (int i = 0; i < 3; i++)
    raw_server_answer_json (server, "401 Unauthorized", NO_TOKEN_JSON);
  raw_server_answer (server, RAW_THEN_KEEP, NOT_ALLOWED);
  raw_server_answer (server, RAW_THEN_KEEP, NOT_ALLOWED);
}

static void
assert_passes (Fixture *fixture, const char *typed, const char *steps)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (run (fixture, typed, &error));
  g_assert_no_error (error);
  assert_steps (fixture, steps);
  g_assert_null (homebox_server_check_get_failed_step (fixture->check));
  g_assert_false (homebox_server_check_get_running (fixture->check));
  g_assert_nonnull (homebox_server_check_get_client (fixture->check));
  g_assert_nonnull (homebox_server_check_get_server_info (fixture->check));
}

static void
assert_fails (Fixture *fixture,
              const char *typed,
              const char *steps,
              HomeboxError code,
              HomeboxCheckFix fix,
              const char *suggestion)
{
  HomeboxCheckStep *step;
  g_autoptr (GError) error = NULL;

  g_assert_false (run (fixture, typed, &error));
  assert_homebox_error (error, code);
  assert_steps (fixture, steps);
  step = homebox_server_check_get_failed_step (fixture->check);
  g_assert_nonnull (step);
  g_assert_cmpint (homebox_check_step_get_fix (step), ==, fix);
  g_assert_cmpstr (homebox_check_step_get_suggestion (step), ==, suggestion);
  g_assert_error (homebox_check_step_get_error (step), HOMEBOX_ERROR, (int) code);
  g_assert_cmpstr (homebox_check_step_get_error (step)->message, ==, error->message);
  g_assert_false (homebox_server_check_get_running (fixture->check));
  g_assert_null (homebox_server_check_get_client (fixture->check));
  g_assert_cmpint (homebox_server_check_get_features (fixture->check), ==, HOMEBOX_FEATURES_NONE);
}

static void
test_well (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autofree char *address = at_port ("127.0.0.1", fixture->server, "");

  assert_steps (fixture, "wwwwww");
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  answer_features (fixture->server);
  assert_passes (fixture, typed, "sDsDDD");

  g_assert_cmpstr (homebox_server_check_get_base_uri (fixture->check), ==, typed);
  g_assert_cmpstr (
      homebox_check_step_get_address (get_step (fixture, HOMEBOX_CHECK_CONNECTION)), ==, address);
  g_assert_cmpuint (homebox_check_step_get_status (get_step (fixture, HOMEBOX_CHECK_ANSWER)), ==,
                    200);
  g_assert_cmpint (homebox_server_check_get_features (fixture->check), ==, HOMEBOX_FEATURES_ALL);
  g_assert_cmpint (homebox_check_step_get_fix (get_step (fixture, HOMEBOX_CHECK_OFFERS)), ==,
                   HOMEBOX_CHECK_FIX_NONE);
  g_assert_cmpint (homebox_server_check_get_reach (fixture->check), ==, HOMEBOX_REACH_LOOPBACK);
  g_assert_false (homebox_server_check_needs_confirmation (fixture->check));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->check)), ==,
                    HOMEBOX_CHECK_N_STEPS);

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 6);
  for (guint i = 0; i < 6; i++)
    {
      const char *request = raw_server_get_request (fixture->server, i);

      g_assert_true (g_str_has_prefix (request, "GET "));
      g_assert_null (strstr (request, "Authorization"));
    }
}

static void
note_state (HomeboxCheckStep *step, GParamSpec *pspec, GString *log)
{
  static const char letters[] = "wRDFs";

  g_string_append_printf (log, "%d%c ", homebox_check_step_get_kind (step),
                          letters[homebox_check_step_get_state (step)]);
}

/* Each step is shown when its turn comes, and not all of them in the end. */
static void
test_as_it_goes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://home.test", fixture->server, "");
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  use_resolver (fixture, local);
  for (int kind = 0; kind < HOMEBOX_CHECK_N_STEPS; kind++)
    g_signal_connect (get_step (fixture, kind), "notify::state", G_CALLBACK (note_state), log);

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  homebox_server_check_run_async (fixture->check, typed, NULL, await_store, &result);
  g_assert_true (homebox_server_check_get_running (fixture->check));
  assert_steps (fixture, "Rwwwww");

  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_steps (fixture, "DDsRww");
  g_assert_cmpstr (log->str, ==, "0R 0D 1R 1D 2s 3R ");

  answer_features (fixture->server);
  raw_server_continue (fixture->server,
                       "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                       "Content-Length: 57\r\n\r\n"
                       "{\"health\":true,\"title\":\"Homebox\",\"build\":{\"version\":\"x\"}}  ");
  g_assert_true (homebox_server_check_run_finish (fixture->check, await (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (log->str, ==, "0R 0D 1R 1D 2s 3R 3D 4R 4D 5R 5D ");
  g_assert_false (homebox_server_check_needs_confirmation (fixture->check));
}

static void
test_too_old (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");

  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  raw_server_answer_json (fixture->server, "401 Unauthorized", NO_TOKEN_JSON);
  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  assert_passes (fixture, typed, "sDsDDD");
  g_assert_cmpint (homebox_server_check_get_features (fixture->check), ==,
                   HOMEBOX_FEATURE_SEVERAL_HOMES);
  g_assert_cmpint (homebox_check_step_get_fix (get_step (fixture, HOMEBOX_CHECK_OFFERS)), ==,
                   HOMEBOX_CHECK_FIX_UPDATE);
}

/* There is a Homebox; what it offers could not be found out. */
static void
test_offers_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  raw_server_answer (fixture->server, RAW_THEN_KEEP, "HTTP/1.1 502 x\r\nContent-Length: 0\r\n\r\n");
  g_assert_false (run (fixture, typed, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_BAD_GATEWAY);
  assert_steps (fixture, "sDsDDF");
  g_assert_nonnull (homebox_server_check_get_client (fixture->check));
}

static void
test_name (Fixture *fixture, gconstpointer data)
{
  use_resolver (fixture, nowhere);
  assert_fails (fixture, "https://nothing.test", "Fsssss", HOMEBOX_ERROR_NAME_NOT_FOUND,
                HOMEBOX_CHECK_FIX_SPELLING, NULL);
  assert_fails (fixture, "two words", "Fsssss", HOMEBOX_ERROR_INVALID_ADDRESS,
                HOMEBOX_CHECK_FIX_SPELLING, NULL);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  guint16 port;
  g_autoptr (GSocket) socket = deaf_socket_new (&port);
  g_autofree char *typed = g_strdup_printf ("http://127.0.0.1:%u", port);

  assert_fails (fixture, typed, "sFssss", HOMEBOX_ERROR_REFUSED, HOMEBOX_CHECK_FIX_PORT, NULL);
}

static const struct
{
  const char *typed;
  const char *suggestion;
} ports[] = {
  { "home.test", "home.test:7745" },
  { "http://home.test/", "http://home.test:7745" },
  { "https://home.test/homebox", "https://home.test:7745/homebox" },
  { "[fd00::5]", "[fd00::5]:7745" },
  { "home.test:8080", NULL },
};

static void
test_port (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr (HomeboxAddress) typed = homebox_address_parse (ports[i].typed, NULL);
      g_autofree char *base_uri = homebox_address_dup_base_uri (typed, NULL);
      g_autoptr (HomeboxCheckAttempt) attempt = homebox_check_attempt_new (base_uri);
      g_autoptr (GError) error = homebox_error_new (HOMEBOX_ERROR_REFUSED, HOMEBOX_FIELD_NONE,
                                                    NULL);

      homebox_check_attempt_fail (attempt, error, typed);
      g_assert_cmpint (attempt->fix, ==, HOMEBOX_CHECK_FIX_PORT);
      g_assert_cmpstr (attempt->suggestion, ==, ports[i].suggestion);
    }
}

/* A listener whose queue is full does not even refuse. */
static void
test_black_hole (Fixture *fixture, gconstpointer data)
{
  guint16 port;
  g_autoptr (GSocket) hole = deaf_socket_new (&port);
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (hole, NULL);
  g_autoptr (GPtrArray) queue = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *typed = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (GError) error = NULL;

  g_socket_set_listen_backlog (hole, 0);
  g_assert_true (g_socket_listen (hole, &error));
  for (int i = 0; i < 4; i++)
    {
      GSocket *waiting = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                       G_SOCKET_PROTOCOL_TCP, &error);

      g_socket_set_blocking (waiting, FALSE);
      g_socket_connect (waiting, address, NULL, NULL);
      g_ptr_array_add (queue, waiting);
    }

  homebox_server_check_set_timeout (fixture->check, SHORT);
  assert_fails (fixture, typed, "sFssss", HOMEBOX_ERROR_TIMED_OUT, HOMEBOX_CHECK_FIX_SILENCE,
                NULL);
}

static void
test_silence (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");

  homebox_server_check_set_timeout (fixture->check, SHORT);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  assert_fails (fixture, typed, "sDsFss", HOMEBOX_ERROR_TIMED_OUT, HOMEBOX_CHECK_FIX_SILENCE,
                NULL);
}

static void
test_network (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxAddress) typed = homebox_address_parse ("https://home.test", NULL);
  g_autoptr (HomeboxCheckAttempt) attempt = homebox_check_attempt_new ("https://home.test");
  g_autoptr (GError) error = homebox_error_new (HOMEBOX_ERROR_UNREACHABLE, HOMEBOX_FIELD_NONE,
                                                NULL);

  homebox_check_attempt_fail (attempt, error, typed);
  g_assert_cmpint (attempt->at, ==, HOMEBOX_CHECK_CONNECTION);
  g_assert_cmpint (attempt->fix, ==, HOMEBOX_CHECK_FIX_NETWORK);
}

static void
assert_not_trusted (Fixture *fixture, const char *host, const char *steps)
{
  g_autofree char *typed = at_port (host, fixture->secure, "");
  HomeboxCheckStep *step;

  raw_server_answer_json (fixture->secure, "200 OK", STATUS_JSON);
  assert_fails (fixture, typed, steps, HOMEBOX_ERROR_NOT_TRUSTED, HOMEBOX_CHECK_FIX_TRUST, NULL);
  step = homebox_server_check_get_failed_step (fixture->check);
  g_assert_nonnull (homebox_error_get_certificate (homebox_check_step_get_error (step)));
  g_assert_false (homebox_server_check_get_tried_http (fixture->check));
  g_assert_cmpuint (raw_server_get_n_requests (fixture->secure), ==, 0);
}

static void
test_unknown_issuer (Fixture *fixture, gconstpointer data)
{
  use_tls (fixture, "loopback.pem", FALSE);
  assert_not_trusted (fixture, "https://127.0.0.1", "sDFsss");
}

static void
test_other_name (Fixture *fixture, gconstpointer data)
{
  use_tls (fixture, "loopback.pem", TRUE);
  assert_not_trusted (fixture, "localhost", "DDFsss");
}

static void
test_expired (Fixture *fixture, gconstpointer data)
{
  use_tls (fixture, "expired.pem", TRUE);
  assert_not_trusted (fixture, "127.0.0.1", "sDFsss");
}

static void
test_trusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = NULL;

  use_tls (fixture, "loopback.pem", TRUE);
  typed = at_port ("127.0.0.1", fixture->secure, "");
  raw_server_answer_json (fixture->secure, "200 OK", STATUS_JSON);
  answer_features (fixture->secure);
  assert_passes (fixture, typed, "sDDDDD");
  g_assert_nonnull (
      homebox_check_step_get_certificate (get_step (fixture, HOMEBOX_CHECK_CERTIFICATE)));
  g_assert_false (homebox_server_check_get_tried_http (fixture->check));
}

static void
test_no_tls (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("https://127.0.0.1", fixture->server, "");
  g_autofree char *suggestion = at_port ("http://127.0.0.1", fixture->server, "");

  assert_fails (fixture, typed, "sDFsss", HOMEBOX_ERROR_NOT_SECURE, HOMEBOX_CHECK_FIX_PLAIN_HTTP,
                suggestion);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

/* Out of one's own network http is not even tried. */
static void
test_no_tls_far_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("home.test", fixture->server, "");
  g_autofree char *suggestion = at_port ("http://home.test", fixture->server, "");

  use_resolver (fixture, mixed);
  assert_fails (fixture, typed, "DDFsss", HOMEBOX_ERROR_NOT_SECURE, HOMEBOX_CHECK_FIX_PLAIN_HTTP,
                suggestion);
  g_assert_false (homebox_server_check_get_tried_http (fixture->check));
}

static void
test_wants_tls (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autofree char *suggestion = at_port ("https://127.0.0.1", fixture->server, "");

  raw_server_answer (fixture->server, RAW_THEN_CLOSE,
                     "HTTP/1.0 400 Bad Request\r\n\r\n"
                     "Client sent an HTTP request to an HTTPS server.\n");
  assert_fails (fixture, typed, "sDsFss", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_HTTPS,
                suggestion);
}

static void
test_speaks_tls (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = NULL;
  g_autofree char *suggestion = NULL;

  use_tls (fixture, "loopback.pem", TRUE);
  typed = at_port ("http://127.0.0.1", fixture->secure, "");
  suggestion = at_port ("https://127.0.0.1", fixture->secure, "");
  assert_fails (fixture, typed, "sDsFss", HOMEBOX_ERROR_CONNECTION_LOST, HOMEBOX_CHECK_FIX_HTTPS,
                suggestion);
}

static void
test_falls_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("home.test", fixture->server, "");
  g_autofree char *base_uri = g_strconcat ("http://", typed, NULL);

  use_resolver (fixture, local);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  answer_features (fixture->server);
  assert_passes (fixture, typed, "DDsDDD");
  g_assert_true (homebox_server_check_get_tried_http (fixture->check));
  g_assert_true (homebox_server_check_needs_confirmation (fixture->check));
  g_assert_cmpstr (homebox_server_check_get_base_uri (fixture->check), ==, base_uri);
}

/* What https came to says more than what http did after it. */
static void
test_https_says_more (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = NULL;
  g_autofree char *base_uri = NULL;

  use_tls (fixture, "loopback.pem", TRUE);
  typed = at_port ("127.0.0.1", fixture->secure, "");
  base_uri = g_strconcat ("https://", typed, NULL);
  raw_server_answer (fixture->secure, RAW_THEN_KEEP, PAGE);
  assert_fails (fixture, typed, "sDDDFs", HOMEBOX_ERROR_NOT_HOMEBOX,
                HOMEBOX_CHECK_FIX_OTHER_PROGRAM, NULL);
  g_assert_true (homebox_server_check_get_tried_http (fixture->check));
  g_assert_cmpstr (homebox_server_check_get_base_uri (fixture->check), ==, base_uri);
  g_assert_cmpuint (homebox_check_step_get_status (get_step (fixture, HOMEBOX_CHECK_ANSWER)), ==,
                    200);
}

static void
test_http_says_more (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("127.0.0.1", fixture->server, "");

  raw_server_answer_json (fixture->server, "200 OK", "{\"title\":\"Grocy\"}");
  assert_fails (fixture, typed, "sDsDFs", HOMEBOX_ERROR_NOT_HOMEBOX,
                HOMEBOX_CHECK_FIX_OTHER_PROGRAM, NULL);
}

static void
test_gateway (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  HomeboxCheckStep *step;

  raw_server_answer_redirect (fixture->server, "302 Found",
                              "https://login.example.org/authorize?state=secret");
  assert_fails (fixture, typed, "sDsFss", HOMEBOX_ERROR_REDIRECTED, HOMEBOX_CHECK_FIX_GATEWAY,
                NULL);
  step = homebox_server_check_get_failed_step (fixture->check);
  g_assert_cmpstr (homebox_check_step_get_target (step), ==,
                   "https://login.example.org/authorize");

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n"
                     "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
  assert_fails (fixture, typed, "sDsFss", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_GATEWAY,
                NULL);

  raw_server_answer (fixture->server, RAW_THEN_KEEP, LOGIN_PAGE);
  assert_fails (fixture, typed, "sDsFss", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_GATEWAY,
                NULL);

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  assert_fails (fixture, typed, "sDsFss", HOMEBOX_ERROR_GATEWAY_LOGIN, HOMEBOX_CHECK_FIX_GATEWAY,
                NULL);
}

static void
test_moved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");

  raw_server_answer_redirect (fixture->server, "301 Moved Permanently",
                              "https://home.example.org/homebox/api/v1/status?x=1");
  assert_fails (fixture, typed, "sDsFss", HOMEBOX_ERROR_REDIRECTED, HOMEBOX_CHECK_FIX_ADDRESS,
                "https://home.example.org/homebox");
}

/* A redirect to the same Homebox is followed, and the steps are those of where it led. */
static void
test_redirect_adopted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autofree char *base_uri = at_port ("http://127.0.0.1", fixture->server, "/homebox");
  g_autofree char *target = g_strconcat (base_uri, "/api/v1/status", NULL);

  raw_server_answer_redirect (fixture->server, "302 Found", target);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  answer_features (fixture->server);
  assert_passes (fixture, typed, "sDsDDD");
  g_assert_cmpstr (homebox_server_check_get_base_uri (fixture->check), ==, base_uri);
  g_assert_null (homebox_check_step_get_target (get_step (fixture, HOMEBOX_CHECK_ANSWER)));
}

static void
test_above (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "/a/b");
  g_autofree char *root = at_port ("http://127.0.0.1", fixture->server, "");
  g_autofree char *above = at_port ("http://127.0.0.1", fixture->server, "/a");

  raw_server_answer (fixture->server, RAW_THEN_KEEP, PAGE);
  raw_server_answer (fixture->server, RAW_THEN_KEEP, PAGE);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_fails (fixture, typed, "sDsDFs", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_ADDRESS,
                root);
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 1),
                                   "GET /a/api/v1/status "));
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 2),
                                   "GET /api/v1/status "));

  raw_server_answer (fixture->server, RAW_THEN_KEEP, NO_SUCH_PAGE);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_fails (fixture, typed, "sDsDFs", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_ADDRESS,
                above);
}

static void
test_not_above (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "/a");

  raw_server_answer (fixture->server, RAW_THEN_KEEP, PAGE);
  assert_fails (fixture, typed, "sDsDFs", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_PATH, NULL);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

typedef struct
{
  const char *answer;
  const char *steps;
  HomeboxError code;
  HomeboxCheckFix fix;
} Stranger;

static const Stranger strangers[] = {
  { PAGE, "sDsDFs", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_OTHER_PROGRAM },
  { NO_SUCH_PAGE, "sDsDFs", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_OTHER_PROGRAM },
  { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]", "sDsDFs",
    HOMEBOX_ERROR_BROKEN_ANSWER, HOMEBOX_CHECK_FIX_OTHER_PROGRAM },
  { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
    "{\"title\":\"Grocy\"}",
    "sDsDFs", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_CHECK_FIX_OTHER_PROGRAM },
  { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 34\r\n\r\n"
    "{\"title\":\"Homebox\",\"health\":false} ",
    "sDsDFs", HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_CHECK_FIX_ADMINISTRATOR },
  { "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n", "sDsDFs", HOMEBOX_ERROR_SERVER_FAILED,
    HOMEBOX_CHECK_FIX_ADMINISTRATOR },
  { "HTTP/1.1 502 x\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>", "sDsFss",
    HOMEBOX_ERROR_BAD_GATEWAY, HOMEBOX_CHECK_FIX_START },
  { "HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n", "sDsFss", HOMEBOX_ERROR_UNAVAILABLE,
    HOMEBOX_CHECK_FIX_START },
  { "HTTP/1.1 504 x\r\nContent-Length: 0\r\n\r\n", "sDsFss", HOMEBOX_ERROR_GATEWAY_TIMEOUT,
    HOMEBOX_CHECK_FIX_START },
  { "HTTP/1.1 429 x\r\nContent-Length: 0\r\n\r\n", "sDsFss", HOMEBOX_ERROR_TOO_MANY_ATTEMPTS,
    HOMEBOX_CHECK_FIX_WAIT },
};

static void
test_strangers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");

  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_test_message ("%s", strangers[i].answer);
      raw_server_answer (fixture->server, RAW_THEN_KEEP, strangers[i].answer);
      assert_fails (fixture, typed, strangers[i].steps, strangers[i].code, strangers[i].fix, NULL);
    }
}

static void
test_overtaken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  homebox_server_check_run_async (fixture->check, typed, NULL, await_store, &first);
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);

  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  answer_features (fixture->server);
  assert_passes (fixture, typed, "sDsDDD");
  g_assert_false (homebox_server_check_run_finish (fixture->check, await (&first), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  assert_steps (fixture, "sDsDDD");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  homebox_server_check_run_async (fixture->check, typed, cancellable, await_store, &result);
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);

  g_assert_false (homebox_server_check_run_finish (fixture->check, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  assert_steps (fixture, "sDssss");
  g_assert_null (homebox_server_check_get_failed_step (fixture->check));
  g_assert_false (homebox_server_check_get_running (fixture->check));
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/server-check/well", test_well);
  add ("/server-check/shows-each-step-as-it-goes", test_as_it_goes);
  add ("/server-check/offers/too-old-for-something", test_too_old);
  add ("/server-check/offers/lost", test_offers_lost);
  add ("/server-check/name", test_name);
  add ("/server-check/connection/refused", test_refused);
  add ("/server-check/connection/usual-port-where-none-was-typed", test_port);
  add ("/server-check/connection/black-hole", test_black_hole);
  add ("/server-check/connection/no-network", test_network);
  add ("/server-check/certificate/unknown-issuer", test_unknown_issuer);
  add ("/server-check/certificate/other-name", test_other_name);
  add ("/server-check/certificate/expired", test_expired);
  add ("/server-check/certificate/trusted", test_trusted);
  add ("/server-check/certificate/speaks-no-tls", test_no_tls);
  add ("/server-check/certificate/speaks-no-tls-far-away", test_no_tls_far_away);
  add ("/server-check/answer/silence", test_silence);
  add ("/server-check/answer/wants-tls", test_wants_tls);
  add ("/server-check/answer/speaks-tls", test_speaks_tls);
  add ("/server-check/answer/gateway", test_gateway);
  add ("/server-check/answer/moved", test_moved);
  add ("/server-check/answer/redirect-to-the-same", test_redirect_adopted);
  add ("/server-check/http-after-https/found", test_falls_back);
  add ("/server-check/http-after-https/https-says-more", test_https_says_more);
  add ("/server-check/http-after-https/http-says-more", test_http_says_more);
  add ("/server-check/homebox/above-the-path", test_above);
  add ("/server-check/homebox/not-above-the-path", test_not_above);
  add ("/server-check/homebox/strangers", test_strangers);
  add ("/server-check/overtaken-by-the-next-run", test_overtaken);
  add ("/server-check/cancelled", test_cancelled);

  return g_test_run ();
}
