#include "homebox-error.h"
#include "homebox-response.h"

#include <string.h>

static HomeboxResponse *
make (const char *content_type, const char *body)
{
  g_autoptr (SoupMessageHeaders) headers = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  if (content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", content_type);

  return homebox_response_new (200, headers, bytes);
}

static void
assert_object (const char *body)
{
  g_autoptr (HomeboxResponse) response = make ("application/json; charset=utf-8", body);
  g_autoptr (GError) error = NULL;
  JsonObject *object = homebox_response_get_object (response, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (object, "a"), ==, 1);
}

static void
assert_no_object (const char *content_type, const char *body, HomeboxError code)
{
  g_autoptr (HomeboxResponse) response = make (content_type, body);
  g_autoptr (GError) error = NULL;

  g_assert_null (homebox_response_get_object (response, &error));
  g_assert_error (error, HOMEBOX_ERROR, (int) code);
}

static void
assert_array (const char *body, guint length)
{
  g_autoptr (HomeboxResponse) response = make ("application/json", body);
  g_autoptr (GError) error = NULL;
  JsonArray *array = homebox_response_get_array (response, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (array), ==, length);
}

static void
assert_no_array (const char *body)
{
  g_autoptr (HomeboxResponse) response = make ("application/json", body);
  g_autoptr (GError) error = NULL;

  g_assert_null (homebox_response_get_array (response, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
}

static void
test_object (void)
{
  assert_object ("{\"a\":1}");
  assert_object ("{\"item\":{\"a\":1}}");
  assert_object (" {\"unknown\":[{}], \"item\" : {\"a\":7,\"b\":null,\"a\":1}}\n");

  assert_no_object ("application/json", "{\"item\":null}", HOMEBOX_ERROR_BROKEN_ANSWER);
  assert_no_object ("application/json", "{\"item\":[]}", HOMEBOX_ERROR_BROKEN_ANSWER);
  assert_no_object ("application/json", "null", HOMEBOX_ERROR_BROKEN_ANSWER);
  assert_no_object ("application/json", "[]", HOMEBOX_ERROR_BROKEN_ANSWER);
  assert_no_object ("application/json", "\"a\"", HOMEBOX_ERROR_BROKEN_ANSWER);
  assert_no_object ("application/json", "", HOMEBOX_ERROR_BROKEN_ANSWER);
  assert_no_object ("application/json", "{\"a\":", HOMEBOX_ERROR_BROKEN_ANSWER);
}

static void
test_array (void)
{
  assert_array ("[]", 0);
  assert_array ("[1,{}]", 2);
  assert_array ("{\"item\":[1,2,3]}", 3);

  assert_no_array ("{\"item\":null}");
  assert_no_array ("null");
  assert_no_array ("{}");
  assert_no_array ("");
}

static void
test_content_type (void)
{
  g_autoptr (HomeboxResponse) untyped = make (NULL, "{}");
  g_autoptr (HomeboxResponse) problem = make ("application/problem+json", "{}");

  g_assert_nonnull (homebox_response_get_object (untyped, NULL));
  g_assert_nonnull (homebox_response_get_object (problem, NULL));

  assert_no_object ("text/html", "{\"a\":1}", HOMEBOX_ERROR_NOT_HOMEBOX);
  assert_no_object ("text/plain", "{\"a\":1}", HOMEBOX_ERROR_NOT_HOMEBOX);
  assert_no_object ("image/png", "{\"a\":1}", HOMEBOX_ERROR_NOT_HOMEBOX);
  assert_no_object (NULL, "<html>", HOMEBOX_ERROR_NOT_HOMEBOX);
  assert_no_object (NULL, "hello", HOMEBOX_ERROR_BROKEN_ANSWER);
}

static void
assert_error_text (const char *content_type, const char *body, const char *text)
{
  g_autoptr (HomeboxResponse) response = make (content_type, body);

  g_assert_cmpstr (homebox_response_get_error_text (response), ==, text);
}

static void
test_error_text (void)
{
  g_autofree char *filler = g_strnfill (400, 'x');
  g_autofree char *body = g_strdup_printf ("{\"error\":\"%s\"}", filler);
  g_autofree char *cut = g_strndup (filler, 300);

  assert_error_text ("application/json", "{\"error\":\"a b\"}", "a b");
  assert_error_text ("application/json", "\"a b\"", "a b");
  assert_error_text ("text/plain; charset=utf-8", "404 page\r\nnot found\n", "404 page not found");
  assert_error_text ("application/json", "{\"error\":\"\\u001b[31m\\u202ered\\n\\u0007\"}",
                     "[31mred");
  assert_error_text ("text/plain", "a\xff" "b", "a\xef\xbf\xbd" "b");
  assert_error_text ("application/json", body, cut);

  assert_error_text ("text/html", "<h1>", NULL);
  assert_error_text ("application/json", "{\"error\":7}", NULL);
  assert_error_text ("application/json", "{\"error\":\"\"}", NULL);
  assert_error_text ("application/json", "[]", NULL);
  assert_error_text ("application/json", "", NULL);
  assert_error_text (NULL, "hello", NULL);
}

static void
test_accessors (void)
{
  g_autoptr (HomeboxResponse) response = make ("application/json", "{}");
  g_autoptr (HomeboxResponse) again = homebox_response_ref (response);
  g_autoptr (SoupMessageHeaders) headers = NULL;
  g_autoptr (HomeboxResponse) empty = NULL;

  g_assert_cmpuint (homebox_response_get_status (again), ==, 200);
  g_assert_cmpuint (g_bytes_get_size (homebox_response_get_body (again)), ==, 2);
  g_assert_cmpstr (soup_message_headers_get_one (homebox_response_get_headers (again),
                                                 "Content-Type"), ==, "application/json");

  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  empty = homebox_response_new (204, headers, NULL);
  g_assert_cmpuint (g_bytes_get_size (homebox_response_get_body (empty)), ==, 0);
  g_assert_true (homebox_response_check (empty, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/response/object", test_object);
  g_test_add_func ("/response/array", test_array);
  g_test_add_func ("/response/content-type", test_content_type);
  g_test_add_func ("/response/error-text", test_error_text);
  g_test_add_func ("/response/accessors", test_accessors);

  return g_test_run ();
}
