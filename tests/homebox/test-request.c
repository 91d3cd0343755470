#include "homebox-error.h"
#include "homebox-request-private.h"

static void
test_repeatable (void)
{
  static const struct
  {
    const char *method;
    HomeboxRequestFlags flags;
    gboolean repeatable;
  } cases[] = {
    { "GET", HOMEBOX_REQUEST_DEFAULT, TRUE },
    { "GET", HOMEBOX_REQUEST_KEEP_REDIRECT, TRUE },
    { "GET", HOMEBOX_REQUEST_ONCE, FALSE },
    { "POST", HOMEBOX_REQUEST_DEFAULT, FALSE },
    { "PUT", HOMEBOX_REQUEST_DEFAULT, FALSE },
    { "DELETE", HOMEBOX_REQUEST_DEFAULT, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HomeboxRequest) request = NULL;

      request = homebox_request_new (cases[i].method, "/a", cases[i].flags);
      g_assert_true (homebox_request_is_repeatable (request) == cases[i].repeatable);
      g_assert_cmpint (homebox_request_get_flags (request), ==, cases[i].flags);
    }
}

static void
test_token (void)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("GET", "/a", HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxToken) token = homebox_token_new ("abc", HOMEBOX_TOKEN_SESSION, NULL);

  g_assert_null (homebox_request_get_token (request));
  homebox_request_set_token (request, token);
  homebox_request_set_token (request, token);
  g_assert_true (homebox_request_get_token (request) == token);
  homebox_request_set_token (request, NULL);
  g_assert_null (homebox_request_get_token (request));
}

static void
assert_header (HomeboxRequest *request, const char *name, const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse ("http://127.0.0.1/", SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (SoupMessage) message = homebox_request_make_message (request, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  g_assert_cmpstr (soup_message_headers_get_list (headers, name), ==, value);
}

static void
test_headers (void)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("GET", "/a", HOMEBOX_REQUEST_DEFAULT);

  homebox_request_set_header (request, "Cookie", "a=1; b=2");
  homebox_request_set_header (request, "X-Forwarded-Host", "127.0.0.1:1");
  homebox_request_set_header (request, "x-forwarded-host", "127.0.0.1:2");
  assert_header (request, "Cookie", "a=1; b=2");
  assert_header (request, "X-Forwarded-Host", "127.0.0.1:2");

  homebox_request_set_header (request, "cookie", NULL);
  assert_header (request, "Cookie", NULL);

  homebox_request_set_home (request, "home");
  assert_header (request, "X-Tenant", "home");
  homebox_request_set_home (request, NULL);
  assert_header (request, "X-Tenant", NULL);
}

/* RFC 8252 sign-in asks the server under another name than it is reached by. */
static void
test_host (void)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("GET", "/a", HOMEBOX_REQUEST_DEFAULT);

  homebox_request_set_header (request, "Host", "127.0.0.1:47700");
  assert_header (request, "Host", "127.0.0.1:47700");
}

static void
test_body_is_shared (void)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("PUT", "/a", HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxSecret) body = homebox_secret_new ("{}");
  g_autoptr (GBytes) bytes = NULL;

  homebox_request_set_body (request, body);
  homebox_request_set_body (request, NULL);
  homebox_request_set_body (request, body);
  bytes = homebox_secret_to_bytes (body);
  g_assert_true (g_bytes_get_data (bytes, NULL) == (gconstpointer) homebox_secret_peek (body));
  assert_header (request, "Content-Length", "2");
}

static void
test_check (void)
{
  g_autoptr (HomeboxRequest) good = NULL;
  g_autoptr (HomeboxRequest) bad = NULL;
  g_autoptr (GError) error = NULL;

  good = homebox_request_new ("GET", "/groups/a%2Fb?x=..%20&y=/", HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_header (good, "X-Name", "Zo\xc3\xab");
  g_assert_true (homebox_request_check (good, &error));
  g_assert_no_error (error);

  bad = homebox_request_new ("GET", "/a", HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_header (bad, "X-\nName", "a");
  g_assert_false (homebox_request_check (bad, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request/what-is-repeatable", test_repeatable);
  g_test_add_func ("/request/token", test_token);
  g_test_add_func ("/request/headers-replace-each-other", test_headers);
  g_test_add_func ("/request/host-can-be-set", test_host);
  g_test_add_func ("/request/body-is-shared", test_body_is_shared);
  g_test_add_func ("/request/check", test_check);

  return g_test_run ();
}
