#include "client-fixture.h"

#include <string.h>

/* A certificate for 127.0.0.1 and nothing else, signed by itself and made for these tests. */
static GTlsCertificate *
load_certificate (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "loopback.pem", NULL);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);

  return certificate;
}

static void
set_up_tls (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ();
  g_autofree char *uri = NULL;

  fixture->server = raw_server_new_with_tls (certificate);
  uri = raw_server_dup_uri (fixture->server);
  fixture->client = homebox_client_new (uri);
}

/* What a computer trusts is a setting of the whole process: here, that of the test. */
static void
set_up_trusted (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "loopback.pem", NULL);
  g_autoptr (GTlsDatabase) trusted = NULL;
  g_autoptr (GError) error = NULL;

  trusted = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), trusted);
  set_up_tls (fixture, data);
}

static void
tear_down_trusted (ClientFixture *fixture, gconstpointer data)
{
  client_fixture_tear_down (fixture, data);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
}

static void
use_client_at (ClientFixture *fixture, const char *scheme, const char *host)
{
  g_autofree char *uri = NULL;

  uri = g_strdup_printf ("%s://%s:%u", scheme, host, raw_server_get_port (fixture->server));
  g_assert_finalize_object (fixture->client);
  fixture->client = homebox_client_new (uri);
}

static void
test_trusted (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", "{}");
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);

  /* It was offered HTTP/2 first. */
  g_assert_cmpstr (raw_server_get_protocol (fixture->server), ==, "http/1.1");
}

static void
test_changes_get_their_own (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "{}");

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (HomeboxResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      response = call_path (fixture->client, i == 1 ? "PUT" : "GET", "/status", &error);
      g_assert_no_error (error);
    }

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 2);
}

static void
test_not_trusted (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_NOT_TRUSTED);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_other_name (ClientFixture *fixture, gconstpointer data)
{
  use_client_at (fixture, "https", "localhost");
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_NOT_TRUSTED);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 0);
}

static void
test_plain_server (ClientFixture *fixture, gconstpointer data)
{
  use_client_at (fixture, "https", "127.0.0.1");

  /* What a web server says when it is greeted with TLS. */
  raw_server_greet (fixture->server, RAW_THEN_HOLD,
                    "HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_NOT_SECURE);
}

static void
test_plain_client (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  /* What a web server says on its port for TLS when it is not greeted with that. */
  use_client_at (fixture, "http", "127.0.0.1");
  raw_server_answer (fixture->server, RAW_THEN_CLOSE,
                     "HTTP/1.0 400 Bad Request\r\n\r\n"
                     "Client sent an HTTP request to an HTTPS server.\n");
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_false (homebox_response_check (response, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
test_ends_in_handshake (ClientFixture *fixture, gconstpointer data)
{
  use_client_at (fixture, "https", "127.0.0.1");
  raw_server_greet (fixture->server, RAW_THEN_CLOSE, "");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_NOT_SECURE);
}

static void
test_cut (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_CLOSE,
                     "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_CONNECTION_LOST);
}

static void
test_redirect_to_http (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("GET", "/a", HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxToken) token = homebox_token_new ("abc", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *location = NULL;

  location = g_strdup_printf ("http://127.0.0.1:%u/a", raw_server_get_port (fixture->server));
  raw_server_answer_redirect (fixture->server, "302 Found", location);
  homebox_request_set_token (request, token);
  response = call (fixture->client, request, NULL, &error);
  g_assert_null (response);
  assert_homebox_error (error, HOMEBOX_ERROR_REDIRECTED);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 1);
}

static void
test_deadline (ClientFixture *fixture, gconstpointer data)
{
  homebox_client_set_timeout (fixture->client, 500);
  raw_server_answer (fixture->server, RAW_THEN_HOLD,
                     "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_TIMED_OUT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, set_up, test, tear_down)                                                         \
  g_test_add (path, ClientFixture, NULL, set_up, test, tear_down)
  /* First: once a handshake was accepted, a later one is resumed without looking. */
  ADD ("/client/tls/not-trusted", set_up_tls, test_not_trusted, client_fixture_tear_down);
  ADD ("/client/tls/other-name", set_up_trusted, test_other_name, tear_down_trusted);
  ADD ("/client/tls/trusted-speaks-http1", set_up_trusted, test_trusted, tear_down_trusted);
  ADD ("/client/tls/changes-get-their-own-connection", set_up_trusted, test_changes_get_their_own,
       tear_down_trusted);
  ADD ("/client/tls/cut-is-noticed", set_up_trusted, test_cut, tear_down_trusted);
  ADD ("/client/tls/deadline", set_up_trusted, test_deadline, tear_down_trusted);
  ADD ("/client/tls/no-redirect-to-http", set_up_trusted, test_redirect_to_http,
       tear_down_trusted);
  ADD ("/client/tls/server-without-tls", client_fixture_set_up, test_plain_server,
       client_fixture_tear_down);
  ADD ("/client/tls/server-with-tls-asked-without", client_fixture_set_up, test_plain_client,
       client_fixture_tear_down);
  ADD ("/client/tls/ends-in-the-handshake", client_fixture_set_up, test_ends_in_handshake,
       client_fixture_tear_down);
#undef ADD

  return g_test_run ();
}
