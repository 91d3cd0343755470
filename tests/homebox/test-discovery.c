#include "await.h"
#include "call.h"
#include "deaf-socket.h"
#include "fake-resolver.h"
#include "homebox-discovery.h"
#include "homebox-error.h"
#include "raw-server.h"

#include <string.h>

#define STATUS_JSON                                                                                \
  "{\"health\":true,\"title\":\"Homebox\",\"build\":{\"version\":\"v0.21.0\"},\"demo\":false,"     \
  "\"allowRegistration\":true}"

/* In milliseconds; for what is meant to run out of time. */
#define SHORT 100

/* In milliseconds; for what is not. */
#define LONG 30000

typedef struct
{
  HomeboxDiscovery *discovery;
  RawServer *server;
  RawServer *secure;
  GResolver *usual_resolver;
  FakeResolver *resolver;
} Fixture;

static const char *const loopback[] = { "127.0.0.1", "::1", NULL };
static const char *const local[] = { "192.168.1.5", "fd00::5", NULL };
static const char *const mixed[] = { "192.168.1.5", "8.8.8.8", NULL };
static const char *const nowhere[] = { NULL };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->discovery = homebox_discovery_new (NULL);
  fixture->server = raw_server_new ();
  fixture->usual_resolver = g_resolver_get_default ();
}

static void
use_resolver (Fixture *fixture, const char *const *addresses)
{
  g_clear_object (&fixture->resolver);
  fixture->resolver = fake_resolver_new (addresses);
  g_resolver_set_default (G_RESOLVER (fixture->resolver));
}

/* What a computer trusts is a setting of the whole process: here, that of the test. */
static void
use_tls (Fixture *fixture, gboolean trusted)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "loopback.pem", NULL);
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
  g_assert_finalize_object (fixture->discovery);
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

  homebox_discovery_run_async (fixture->discovery, typed, NULL, await_store, &result);

  return homebox_discovery_run_finish (fixture->discovery, await (&result), error);
}

static char *
at_port (const char *before, RawServer *server, const char *after)
{
  return g_strdup_printf ("%s:%u%s", before, raw_server_get_port (server), after);
}

static void
assert_finds (Fixture *fixture, const char *typed, const char *base_uri)
{
  g_autoptr (GError) error = NULL;
  HomeboxClient *client;

  g_assert_true (run (fixture, typed, &error));
  g_assert_no_error (error);
  client = homebox_discovery_get_client (fixture->discovery);
  g_assert_cmpstr (homebox_client_get_base_uri (client), ==, base_uri);
  g_assert_nonnull (homebox_discovery_get_server_info (fixture->discovery));
}

static void
assert_fails (Fixture *fixture, const char *typed, HomeboxError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (run (fixture, typed, &error));
  assert_homebox_error (error, code);
  g_assert_null (homebox_discovery_get_client (fixture->discovery));
  g_assert_null (homebox_discovery_get_server_info (fixture->discovery));
  g_assert_false (homebox_discovery_needs_confirmation (fixture->discovery));
}

static void
test_typed_http (Fixture *fixture, gconstpointer data)
{
  g_autofree char *base_uri = at_port ("http://127.0.0.1", fixture->server, "/homebox");
  g_autofree char *typed = g_strconcat (base_uri, "/api/", NULL);

  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, base_uri);
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 0),
                                   "GET /homebox/api/v1/status HTTP/1.1\r\n"));
  g_assert_cmpint (homebox_discovery_get_reach (fixture->discovery), ==, HOMEBOX_REACH_LOOPBACK);
  g_assert_false (homebox_discovery_needs_confirmation (fixture->discovery));
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 1);
}

static void
test_bare_on_loopback (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("127.0.0.1", fixture->server, "");
  g_autofree char *base_uri = g_strconcat ("http://", typed, NULL);

  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, base_uri);
  g_assert_false (homebox_discovery_needs_confirmation (fixture->discovery));

  /* The first was greeted with TLS. */
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 2);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_bare_nearby (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("home.test", fixture->server, "");
  g_autofree char *base_uri = g_strconcat ("http://", typed, NULL);

  use_resolver (fixture, local);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, base_uri);
  g_assert_cmpint (homebox_discovery_get_reach (fixture->discovery), ==, HOMEBOX_REACH_LOCAL);
  g_assert_true (homebox_discovery_needs_confirmation (fixture->discovery));
}

static void
test_bare_loopback_name (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("home.test", fixture->server, "");
  g_autofree char *base_uri = g_strconcat ("http://", typed, NULL);

  use_resolver (fixture, loopback);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, base_uri);
  g_assert_false (homebox_discovery_needs_confirmation (fixture->discovery));
}

/* One public address among local ones is enough. */
static void
test_bare_far_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("home.test", fixture->server, "");

  use_resolver (fixture, mixed);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_fails (fixture, typed, HOMEBOX_ERROR_NOT_SECURE);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
  g_assert_cmpuint (fake_resolver_get_n_lookups (fixture->resolver), ==, 1);
}

static void
test_bare_unknown (Fixture *fixture, gconstpointer data)
{
  use_resolver (fixture, nowhere);
  assert_fails (fixture, "nothing.test", HOMEBOX_ERROR_NAME_NOT_FOUND);
}

static void
test_http_nearby (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://home.test", fixture->server, "");

  use_resolver (fixture, local);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, typed);
  g_assert_false (homebox_discovery_needs_confirmation (fixture->discovery));
}

static void
test_http_far_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://home.test", fixture->server, "");

  use_resolver (fixture, mixed);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, typed);
  g_assert_cmpint (homebox_discovery_get_reach (fixture->discovery), ==, HOMEBOX_REACH_PUBLIC);
  g_assert_true (homebox_discovery_needs_confirmation (fixture->discovery));
}

/* Behind a proxy, names are looked up there. */
static void
test_http_unknown (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://home.test", fixture->server, "");

  use_resolver (fixture, nowhere);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, typed);
  g_assert_true (homebox_discovery_needs_confirmation (fixture->discovery));
}

static void
test_lookup_deadline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://home.test", fixture->server, "");

  /* Nor does the server answer, so that it does not matter how slow this computer is today. */
  use_resolver (fixture, NULL);
  homebox_discovery_set_timeout (fixture->discovery, SHORT);
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  assert_fails (fixture, typed, HOMEBOX_ERROR_TIMED_OUT);
  g_assert_cmpuint (fake_resolver_get_n_lookups (fixture->resolver), ==, 1);
}

static void
test_timeout (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");

  homebox_discovery_set_timeout (fixture->discovery, LONG);
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, typed);
  g_assert_cmpuint (homebox_client_get_timeout (homebox_discovery_get_client (fixture->discovery)),
                    ==, LONG);
}

static void
test_bare_https (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = NULL;
  g_autofree char *base_uri = NULL;

  use_tls (fixture, TRUE);
  typed = at_port ("127.0.0.1", fixture->secure, "");
  base_uri = g_strconcat ("https://", typed, NULL);
  raw_server_answer_json (fixture->secure, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, base_uri);
  g_assert_false (homebox_discovery_needs_confirmation (fixture->discovery));
}

static void
test_not_trusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = NULL;

  use_tls (fixture, FALSE);
  typed = at_port ("localhost", fixture->secure, "");
  raw_server_answer_json (fixture->secure, "200 OK", STATUS_JSON);
  assert_fails (fixture, typed, HOMEBOX_ERROR_NOT_TRUSTED);

  /* No second one: http was not tried. */
  g_assert_cmpuint (raw_server_get_n_connections (fixture->secure), ==, 1);
}

static void
test_typed_https (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("https://127.0.0.1", fixture->server, "");

  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_fails (fixture, typed, HOMEBOX_ERROR_NOT_SECURE);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 1);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

static void
redirect (RawServer *server, const char *before, RawServer *target, const char *after)
{
  g_autofree char *location = at_port (before, target, after);

  raw_server_answer_redirect (server, "301 Moved Permanently", location);
}

static void
test_redirect_to_https (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autofree char *base_uri = NULL;

  use_tls (fixture, TRUE);
  base_uri = at_port ("https://127.0.0.1", fixture->secure, "/homebox");
  redirect (fixture->server, "https://127.0.0.1", fixture->secure, "/homebox/api/v1/status?x=1");
  raw_server_answer_json (fixture->secure, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, base_uri);
  g_assert_false (homebox_discovery_needs_confirmation (fixture->discovery));
}

static void
test_redirect_to_base (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autofree char *base_uri = g_strconcat (typed, "/homebox", NULL);

  raw_server_answer_redirect (fixture->server, "302 Found", "/homebox/api/v1/status");
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_finds (fixture, typed, base_uri);
}

static void
test_redirect_elsewhere (Fixture *fixture, gconstpointer data)
{
  static const char *const locations[] = {
    "https://login.example.org/?next=secret",
    "http://login.example.org/api/v1/status",
    "https://login.example.org/api/v1/status",
    "https://127.0.0.1:1/login",
    "/login",
    "/",
  };
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");

  for (gsize i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_autoptr (GError) error = NULL;

      raw_server_answer_redirect (fixture->server, "302 Found", locations[i]);
      g_test_message ("%s", locations[i]);
      g_assert_false (run (fixture, typed, &error));
      assert_homebox_error (error, HOMEBOX_ERROR_REDIRECTED);
      g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_SERVER);
      g_assert_null (strstr (error->message, "secret"));
      if (locations[i][0] == '/')
        g_assert_nonnull (strstr (error->message, typed));
      else
        g_assert_true (strstr (error->message, "https://login.example.org/") != NULL
                       || strstr (error->message, "http://login.example.org/") != NULL
                       || strstr (error->message, "https://127.0.0.1:1/login") != NULL);
    }
}

static void
test_redirect_to_http (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = NULL;

  use_tls (fixture, TRUE);
  typed = at_port ("https://127.0.0.1", fixture->secure, "");
  redirect (fixture->secure, "http://127.0.0.1", fixture->server, "/api/v1/status");
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);
  assert_fails (fixture, typed, HOMEBOX_ERROR_REDIRECTED);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_redirect_for_ever (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");

  raw_server_answer_redirect (fixture->server, "302 Found", "/api/v1/status");
  assert_fails (fixture, typed, HOMEBOX_ERROR_REDIRECTED);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 6);
}

static void
test_something_else (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *answer;
    HomeboxError code;
  } cases[] = {
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
      HOMEBOX_ERROR_NOT_HOMEBOX },
    { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      HOMEBOX_ERROR_NOT_HOMEBOX },
    { "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", HOMEBOX_ERROR_NOT_HOMEBOX },
    { "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", HOMEBOX_ERROR_BAD_GATEWAY },
  };
  g_autofree char *typed = at_port ("127.0.0.1", fixture->server, "");

  /* Of "no TLS" over https and this over http, this is what helps. */
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      raw_server_answer (fixture->server, RAW_THEN_CLOSE, cases[i].answer);
      g_test_message ("%s", cases[i].answer);
      assert_fails (fixture, typed, cases[i].code);
    }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  guint16 port;
  g_autoptr (GSocket) deaf = deaf_socket_new (&port);
  g_autofree char *typed = g_strdup_printf ("127.0.0.1:%u", port);

  assert_fails (fixture, typed, HOMEBOX_ERROR_REFUSED);
}

static void
test_invalid (Fixture *fixture, gconstpointer data)
{
  assert_fails (fixture, "", HOMEBOX_ERROR_INVALID_ADDRESS);
  assert_fails (fixture, "ftp://home.lan", HOMEBOX_ERROR_INVALID_ADDRESS);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  homebox_discovery_run_async (fixture->discovery, typed, cancellable, await_store, &result);
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_false (homebox_discovery_run_finish (fixture->discovery, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
}

static void
test_cancel_lookup (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  use_resolver (fixture, NULL);
  homebox_discovery_run_async (fixture->discovery, "http://home.test", cancellable, await_store,
                               &result);
  g_assert_cmpuint (fake_resolver_get_n_lookups (fixture->resolver), ==, 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (homebox_discovery_run_finish (fixture->discovery, await (&result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
}

static void
test_later_run (Fixture *fixture, gconstpointer data)
{
  g_autofree char *typed = at_port ("http://127.0.0.1", fixture->server, "");
  g_autofree char *later = g_strconcat (typed, "/later", NULL);
  g_autoptr (GAsyncResult) first_result = NULL;
  g_autoptr (GAsyncResult) later_result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxClient *client;

  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  raw_server_answer_json (fixture->server, "200 OK", STATUS_JSON);

  homebox_discovery_run_async (fixture->discovery, typed, NULL, await_store, &first_result);
  while (raw_server_get_n_requests (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  homebox_discovery_run_async (fixture->discovery, later, NULL, await_store, &later_result);

  g_assert_false (homebox_discovery_run_finish (fixture->discovery, await (&first_result), &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  g_clear_error (&error);

  g_assert_true (homebox_discovery_run_finish (fixture->discovery, await (&later_result), &error));
  g_assert_no_error (error);
  client = homebox_discovery_get_client (fixture->discovery);
  g_assert_cmpstr (homebox_client_get_base_uri (client), ==, later);

  /* What was found is forgotten with the next run. */
  assert_fails (fixture, "", HOMEBOX_ERROR_INVALID_ADDRESS);
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/discovery/http/loopback", test_typed_http);
  add ("/discovery/http/nearby-needs-no-confirmation", test_http_nearby);
  add ("/discovery/http/far-away-needs-confirmation", test_http_far_away);
  add ("/discovery/http/unknown-name-counts-as-far-away", test_http_unknown);
  add ("/discovery/http/lookup-has-a-deadline", test_lookup_deadline);
  add ("/discovery/http/client-keeps-the-timeout", test_timeout);
  add ("/discovery/https/never-becomes-http", test_typed_https);
  add ("/discovery/bare/https-first", test_bare_https);
  add ("/discovery/bare/not-trusted-is-the-end", test_not_trusted);
  add ("/discovery/bare/http-on-loopback", test_bare_on_loopback);
  add ("/discovery/bare/http-on-loopback-name", test_bare_loopback_name);
  add ("/discovery/bare/http-nearby-needs-confirmation", test_bare_nearby);
  add ("/discovery/bare/no-http-far-away", test_bare_far_away);
  add ("/discovery/bare/unknown-name", test_bare_unknown);
  add ("/discovery/bare/something-else", test_something_else);
  add ("/discovery/bare/refused", test_refused);
  add ("/discovery/redirect/to-https-is-adopted", test_redirect_to_https);
  add ("/discovery/redirect/to-another-base-is-adopted", test_redirect_to_base);
  add ("/discovery/redirect/elsewhere-is-named", test_redirect_elsewhere);
  add ("/discovery/redirect/https-never-becomes-http", test_redirect_to_http);
  add ("/discovery/redirect/not-for-ever", test_redirect_for_ever);
  add ("/discovery/invalid-address", test_invalid);
  add ("/discovery/cancelled/request", test_cancel);
  add ("/discovery/cancelled/lookup", test_cancel_lookup);
  add ("/discovery/cancelled/by-a-later-run", test_later_run);

  return g_test_run ();
}
