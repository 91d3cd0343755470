#include "client-fixture.h"

#include "homebox-uri.h"

#include <string.h>

static void
test_followed (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *uri = raw_server_dup_uri (fixture->server);
  g_autofree char *absolute = g_strconcat (uri, "/five?x=1", NULL);
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxToken) token = homebox_token_new ("abc", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_redirect (fixture->server, "301 Moved Permanently", "/one");
  raw_server_answer_redirect (fixture->server, "302 Found", "two");
  raw_server_answer_redirect (fixture->server, "303 See Other", "/three/");
  raw_server_answer_redirect (fixture->server, "307 Temporary Redirect", "../four");
  raw_server_answer_redirect (fixture->server, "308 Permanent Redirect", absolute);
  raw_server_answer_json (fixture->server, "200 OK", "{}");

  request = homebox_request_new ("GET", "/status", HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_token (request, token);
  response = call (fixture->client, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 6);
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 1), "GET /one "));
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 2), "GET /two "));
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 3), "GET /three/ "));
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 4), "GET /four "));
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 5), "GET /five?x=1 "));
  g_assert_nonnull (strstr (raw_server_get_request (fixture->server, 5), "Bearer abc"));
}

static void
test_five_at_most (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer_redirect (fixture->server, "302 Found", "/again");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_REDIRECTED);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 6);
}

static void
assert_redirected_to (ClientFixture *fixture, const char *location, const char *target)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_redirect (fixture->server, "302 Found", location);
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_null (response);
  assert_homebox_error (error, HOMEBOX_ERROR_REDIRECTED);
  g_assert_cmpstr (homebox_error_get_detail (error), ==, target);
}

static void
test_other_origin (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (RawServer) other = raw_server_new ();
  g_autofree char *uri = raw_server_dup_uri (other);
  g_autofree char *location = NULL;
  g_autofree char *target = g_strconcat (uri, "/login", NULL);

  raw_server_answer_json (other, "200 OK", "{}");
  location = g_strdup_printf ("http://me:secret@127.0.0.1:%u/login?token=secret#secret",
                              raw_server_get_port (other));
  assert_redirected_to (fixture, location, target);
  g_assert_cmpuint (raw_server_get_n_connections (other), ==, 0);
}

static void
test_other_scheme (ClientFixture *fixture, gconstpointer data)
{
  assert_redirected_to (fixture, "https://127.0.0.1/api/v1/status",
                        "https://127.0.0.1/api/v1/status");
}

static void
test_other_name (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *location = NULL;

  location = g_strdup_printf ("http://localhost:%u/api/v1/status",
                              raw_server_get_port (fixture->server));
  assert_redirected_to (fixture, location, location);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_long_address (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strnfill (1000, 'x');
  g_autofree char *location = g_strconcat ("https://127.0.0.1/", path, NULL);

  assert_redirected_to (fixture, location, location);
}

static void
test_nowhere (gconstpointer data)
{
  ClientFixture fixture;

  client_fixture_set_up (&fixture, NULL);
  assert_redirected_to (&fixture, data, NULL);
  g_assert_cmpuint (raw_server_get_n_requests (fixture.server), ==, 1);
  client_fixture_tear_down (&fixture, NULL);
}

static void
test_no_location (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_false (homebox_response_check (response, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
test_change_is_not_followed (ClientFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *method;
    HomeboxRequestFlags flags;
  } kinds[] = {
    { "POST", HOMEBOX_REQUEST_DEFAULT },
    { "PUT", HOMEBOX_REQUEST_DEFAULT },
    { "DELETE", HOMEBOX_REQUEST_DEFAULT },
    { "GET", HOMEBOX_REQUEST_ONCE },
  };

  raw_server_answer_redirect (fixture->server, "307 Temporary Redirect", "/api/v1/elsewhere");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (HomeboxRequest) request = NULL;
      g_autoptr (HomeboxResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      request = homebox_request_new (kinds[i].method, "/change", kinds[i].flags);
      response = call (fixture->client, request, NULL, &error);
      g_assert_null (response);
      assert_homebox_error (error, HOMEBOX_ERROR_REDIRECTED);
      g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, i + 1);
    }
}

static void
test_kept (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  SoupMessageHeaders *headers;

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 302 Found\r\nLocation: https://provider/auth?state=1\r\n"
                     "Set-Cookie: oidc_state=1\r\nContent-Length: 5\r\n\r\nmoved");
  request = homebox_request_new ("GET", "/users/login/oidc",
                                 HOMEBOX_REQUEST_ONCE | HOMEBOX_REQUEST_KEEP_REDIRECT);
  response = call (fixture->client, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 302);

  headers = homebox_response_get_headers (response);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Location"), ==,
                   "https://provider/auth?state=1");
  g_assert_cmpstr (soup_message_headers_get_list (headers, "Set-Cookie"), ==, "oidc_state=1");
  g_assert_false (homebox_response_check (response, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_REDIRECTED);
}

static void
test_origin (void)
{
  static const struct
  {
    const char *uri;
    const char *other;
    gboolean same;
  } cases[] = {
    { "http://a/x", "http://a:80/y?z#w", TRUE },
    { "https://a", "https://A:443", TRUE },
    { "http://a:7745", "http://a:7745/", TRUE },
    { "http://a:7745", "http://a", FALSE },
    { "http://a:443", "https://a", FALSE },
    { "http://a", "http://a.b", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (cases[i].uri, SOUP_HTTP_URI_FLAGS, NULL);
      g_autoptr (GUri) other = g_uri_parse (cases[i].other, SOUP_HTTP_URI_FLAGS, NULL);

      g_assert_true (homebox_uri_is_same_origin (uri, other) == cases[i].same);
    }
}

int
main (int argc, char *argv[])
{
  static const char *const nowhere[] = {
    "http://", "http://[::1", "mailto:a@b", "file:///etc/passwd", "javascript:1", "http:///a",
    "http://127.0.0.1:99999/",
  };

  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add (path, ClientFixture, NULL, client_fixture_set_up, test, client_fixture_tear_down)
  ADD ("/client/redirect/read-is-followed-within-the-origin", test_followed);
  ADD ("/client/redirect/five-at-most", test_five_at_most);
  ADD ("/client/redirect/other-port-gets-nothing", test_other_origin);
  ADD ("/client/redirect/https-is-told-not-followed", test_other_scheme);
  ADD ("/client/redirect/other-name-is-told-not-followed", test_other_name);
  ADD ("/client/redirect/long-address-is-told-whole", test_long_address);
  ADD ("/client/redirect/without-location-is-no-homebox", test_no_location);
  ADD ("/client/redirect/change-is-not-followed", test_change_is_not_followed);
  ADD ("/client/redirect/is-returned-where-it-is-wanted", test_kept);
#undef ADD
  g_test_add_func ("/client/redirect/what-an-origin-is", test_origin);

  for (guint i = 0; i < G_N_ELEMENTS (nowhere); i++)
    {
      g_autofree char *path = g_strdup_printf ("/client/redirect/nowhere-%u", i);

      g_test_add_data_func (path, nowhere[i], test_nowhere);
    }

  return g_test_run ();
}
