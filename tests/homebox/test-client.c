#include "client-fixture.h"

#include <string.h>

#define assert_has(text, part) g_assert_nonnull (strstr ((text), (part)))
#define assert_lacks(text, part) g_assert_null (strcasestr ((text), (part)))

static void
test_request_read (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxToken) token = homebox_token_new ("Bearer abc", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (GError) error = NULL;
  const char *arrived;

  raw_server_answer_json (fixture->server, "200 OK", "{\"item\":{\"id\":\"7\"}}");
  request = homebox_request_new ("GET", "/users/self?a=%20b", HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_token (request, token);
  homebox_request_set_home (request, "home-1");
  response = call (fixture->client, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);

  arrived = raw_server_get_request (fixture->server, 0);
  g_assert_true (g_str_has_prefix (arrived, "GET /api/v1/users/self?a=%20b HTTP/1.1\r\n"));
  assert_has (arrived, "\r\nAuthorization: Bearer abc\r\n");
  assert_has (arrived, "\r\nX-Tenant: home-1\r\n");
  assert_has (arrived, "\r\nAccept: application/json\r\n");
  assert_has (arrived, "\r\nAccept-Encoding: identity\r\n");
  assert_has (arrived, "\r\nUser-Agent: Latchkey/");
  assert_lacks (arrived, "\r\nCookie");
  assert_lacks (arrived, "\r\nContent-Type");
}

static JsonBuilder *
build_body (void)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, "Zo\xc3\xab \"Z\"");
  json_builder_end_object (builder);

  return builder;
}

static void
test_request_body (ClientFixture *fixture, gconstpointer data)
{
  static const struct
  {
    HomeboxRequestFlags flags;
    const char *header;
  } cases[] = {
    { HOMEBOX_REQUEST_DEFAULT, "\r\nContent-Type: application/json; charset=utf-8\r\n" },
    { HOMEBOX_REQUEST_BARE_CONTENT_TYPE, "\r\nContent-Type: application/json\r\n" },
  };

  raw_server_answer (fixture->server, RAW_THEN_KEEP, "HTTP/1.1 204 No Content\r\n\r\n");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HomeboxRequest) request = NULL;
      g_autoptr (HomeboxResponse) response = NULL;
      g_autoptr (GError) error = NULL;
      const char *arrived;

      request = homebox_request_new ("PUT", "/users/self", cases[i].flags);
      homebox_request_take_json (request, build_body ());
      response = call (fixture->client, request, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (homebox_response_get_status (response), ==, 204);

      arrived = raw_server_get_request (fixture->server, i);
      assert_has (arrived, cases[i].header);
      assert_has (arrived, "\r\nContent-Length: 21\r\n");
      g_assert_true (g_str_has_suffix (arrived, "\r\n\r\n{\"name\":\"Zo\xc3\xab \\\"Z\\\"\"}"));
    }
}

static void
test_request_without_body (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP, "HTTP/1.1 204 No Content\r\n\r\n");
  response = call_path (fixture->client, "POST", "/users/logout", &error);
  g_assert_no_error (error);
  assert_has (raw_server_get_request (fixture->server, 0), "\r\nContent-Length: 0\r\n");
}

static void
test_base_path (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *uri = raw_server_dup_uri (fixture->server);
  g_autofree char *base = g_strconcat (uri, "/homebox//", NULL);
  g_autofree char *stripped = g_strconcat (uri, "/homebox", NULL);
  g_autoptr (HomeboxClient) client = homebox_client_new (base);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (homebox_client_get_base_uri (client), ==, stripped);
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  response = call_path (client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (raw_server_get_request (fixture->server, 0),
                                   "GET /homebox/api/v1/status HTTP/1.1\r\n"));
}

static void
test_base_invalid (void)
{
  static const char *const bases[] = {
    "", "home", "http://", "ftp://a", "http://u:p@127.0.0.1", "http://127.0.0.1/?a=b",
    "http://127.0.0.1/#a", "http://127.0.0.1:99999", "file:///etc/passwd", "http://[::1", "//a",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bases); i++)
    {
      g_autoptr (HomeboxClient) client = homebox_client_new (bases[i]);
      g_autoptr (HomeboxResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      response = call_path (client, "GET", "/status", &error);
      g_assert_null (response);
      assert_homebox_error (error, HOMEBOX_ERROR_INVALID_ADDRESS);
      g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_SERVER);
    }
}

static void
assert_not_sent (ClientFixture *fixture, HomeboxRequest *request)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = call (fixture->client, request, NULL, &error);
  g_assert_null (response);
  assert_homebox_error (error, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_injection (ClientFixture *fixture, gconstpointer data)
{
  static const char *const values[] = { "a\r\nX-Evil: 1", "a\nb", "a\rb", "a\tb", "\x7f", "\x01" };
  static const char *const paths[] = {
    "/a b", "/a\r\nX-Evil: 1", "/users/../groups", "/a/.", "/a/..", "/a#b", "/\xc3\xab", "/a\\b",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (HomeboxRequest) header = NULL;
      g_autoptr (HomeboxRequest) home = NULL;

      header = homebox_request_new ("GET", "/a", HOMEBOX_REQUEST_DEFAULT);
      home = homebox_request_new ("GET", "/a", HOMEBOX_REQUEST_DEFAULT);
      homebox_request_set_header (header, "X-Test", values[i]);
      homebox_request_set_home (home, values[i]);
      assert_not_sent (fixture, header);
      assert_not_sent (fixture, home);
    }

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (HomeboxRequest) request = NULL;

      request = homebox_request_new ("GET", paths[i], HOMEBOX_REQUEST_DEFAULT);
      assert_not_sent (fixture, request);
    }
}

static void
test_injection_token (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("GET", "/a", HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxToken) token = NULL;

  token = homebox_token_new ("abc\r\nX-Evil: 1", HOMEBOX_TOKEN_SESSION, NULL);
  homebox_request_set_token (request, token);
  assert_not_sent (fixture, request);
}

static void
test_any_status (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "500 Oops", "{\"error\":\"oops\"}");
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 500);
  g_assert_cmpstr (homebox_response_get_error_text (response), ==, "oops");
}

static void
test_own_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  ClientFixture fixture;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (context);
  client_fixture_set_up (&fixture, NULL);
  raw_server_answer_json (fixture.server, "200 OK", "{}");
  response = call_path (fixture.client, "GET", "/status", &error);
  g_assert_no_error (error);
  client_fixture_tear_down (&fixture, NULL);
  g_main_context_pop_thread_default (context);
}

static void
on_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_properties (void)
{
  g_autoptr (HomeboxClient) client = homebox_client_new ("http://127.0.0.1:1/");
  g_autofree char *base_uri = NULL;
  guint timeout = 0;
  guint n_notified = 0;

  g_signal_connect (client, "notify::timeout", G_CALLBACK (on_notify), &n_notified);
  g_assert_cmpuint (homebox_client_get_timeout (client), ==, 20000);
  homebox_client_set_timeout (client, 50);
  homebox_client_set_timeout (client, 50);
  g_assert_cmpuint (n_notified, ==, 1);

  g_object_get (client, "base-uri", &base_uri, "timeout", &timeout, NULL);
  g_assert_cmpstr (base_uri, ==, "http://127.0.0.1:1");
  g_assert_cmpuint (timeout, ==, 50);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add (path, ClientFixture, NULL, client_fixture_set_up, test, client_fixture_tear_down)
  ADD ("/client/request/a-read-carries-token-and-home", test_request_read);
  ADD ("/client/request/content-type-is-exact", test_request_body);
  ADD ("/client/request/no-body-says-so", test_request_without_body);
  ADD ("/client/request/goes-below-the-base-path", test_base_path);
  ADD ("/client/request/control-characters-are-not-sent", test_injection);
  ADD ("/client/request/control-characters-in-a-token-are-not-sent", test_injection_token);
  ADD ("/client/answer/any-status-is-an-answer", test_any_status);
#undef ADD
  g_test_add_func ("/client/address/nonsense-is-refused", test_base_invalid);
  g_test_add_func ("/client/context/works-in-one-of-its-own", test_own_context);
  g_test_add_func ("/client/properties", test_properties);

  return g_test_run ();
}
