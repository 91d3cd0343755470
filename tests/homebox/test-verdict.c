#include "client-fixture.h"

#include <string.h>

#define JSON "Content-Type: application/json; charset=utf-8\r\n"
#define HTML "Content-Type: text/html; charset=utf-8\r\n"
#define TEXT "Content-Type: text/plain; charset=utf-8\r\n"
#define FINE (-1)

static const struct
{
  const char *name;
  const char *status;
  const char *headers;
  const char *body;
  int code;
  HomeboxField field;
  const char *detail;
} cases[] = {
  { "ok", "200 OK", JSON, "{}", FINE },
  { "created", "201 Created", JSON, "{}", FINE },
  { "accepted", "202 Accepted", JSON, "{}", FINE },
  { "web-page", "200 OK", HTML, "<!doctype html><title>Homebox</title>", HOMEBOX_ERROR_NOT_HOMEBOX,
    HOMEBOX_FIELD_NONE, "a web page" },
  { "web-page-without-a-type", "200 OK", "", " \n<html>", HOMEBOX_ERROR_NOT_HOMEBOX,
    HOMEBOX_FIELD_NONE, "a web page" },
  { "bad-request", "400 Bad Request", JSON, "{\"error\":\"unexpected EOF\"}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NONE, "unexpected EOF" },
  { "bad-request-of-something-else", "400 Bad Request", TEXT, "Client sent an HTTP request\n",
    HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE, "Client sent an HTTP request" },
  { "token-refused", "401 Unauthorized", JSON,
    "{\"error\":\"valid authorization token is required\"}", HOMEBOX_ERROR_SESSION_ENDED,
    HOMEBOX_FIELD_NONE, "valid authorization token is required" },
  { "token-missing", "401 Unauthorized", JSON,
    "{\"error\":\"authorization header or query is required\"}", HOMEBOX_ERROR_SESSION_ENDED,
    HOMEBOX_FIELD_NONE, "authorization header or query is required" },
  { "token-refused-without-words", "401 Unauthorized", "", "", HOMEBOX_ERROR_SESSION_ENDED },
  { "token-refused-by-the-book", "401 Unauthorized", "WWW-Authenticate: Bearer\r\n", "",
    HOMEBOX_ERROR_SESSION_ENDED },
  { "password-of-a-proxy", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n" TEXT,
    "401", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE, "401" },
  { "login-page-of-a-proxy", "401 Unauthorized", HTML, "<html>", HOMEBOX_ERROR_NOT_HOMEBOX,
    HOMEBOX_FIELD_NONE, "a web page" },
  { "no-home", "403 Forbidden", JSON,
    "{\"error\":\"user does not have access to the requested tenant\"}", HOMEBOX_ERROR_NO_HOME,
    HOMEBOX_FIELD_NONE, "user does not have access to the requested tenant" },
  { "not-owner", "403 Forbidden", JSON,
    "{\"error\":\"only the owner of this collection can perform this action\"}",
    HOMEBOX_ERROR_NOT_OWNER, HOMEBOX_FIELD_NONE,
    "only the owner of this collection can perform this action" },
  { "local-login-off", "403 Forbidden", JSON, "{\"error\":\"local login is not enabled\"}",
    HOMEBOX_ERROR_LOCAL_LOGIN_OFF, HOMEBOX_FIELD_NONE, "local login is not enabled" },
  { "forbidden", "403 Forbidden", JSON, "{\"error\":\"Forbidden\"}", HOMEBOX_ERROR_FORBIDDEN,
    HOMEBOX_FIELD_NONE, "Forbidden" },
  { "forbidden-without-words", "403 Forbidden", "", "", HOMEBOX_ERROR_FORBIDDEN },
  { "forbidden-page", "403 Forbidden", HTML, "<h1>", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE,
    "a web page" },
  { "not-found", "404 Not Found", JSON, "{\"error\":\"Not Found\"}", HOMEBOX_ERROR_NOT_FOUND,
    HOMEBOX_FIELD_NONE, "Not Found" },
  { "not-found-elsewhere", "404 Not Found", JSON, "{\"detail\":\"Not Found\"}",
    HOMEBOX_ERROR_NOT_HOMEBOX },
  { "endpoint-missing", "404 Not Found", TEXT, "404 page not found\n",
    HOMEBOX_ERROR_SERVER_TOO_OLD, HOMEBOX_FIELD_NONE, "404 page not found" },
  { "page-missing", "404 Not Found", HTML, "<h1>", HOMEBOX_ERROR_NOT_HOMEBOX, HOMEBOX_FIELD_NONE,
    "a web page" },
  { "method-missing", "405 Method Not Allowed", "Allow: POST\r\n", "",
    HOMEBOX_ERROR_SERVER_TOO_OLD },
  { "request-timeout", "408 Request Timeout", "", "", HOMEBOX_ERROR_SERVER_BUSY },
  { "request-too-large", "413 Request Entity Too Large", TEXT, "", HOMEBOX_ERROR_INVALID_INPUT },
  { "input-name", "422 Unprocessable Entity", JSON,
    "{\"error\":\"Validation Error\",\"fields\":{\"Name\":\"Key: 'APIKeyCreate.Name'\"}}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NAME, "Validation Error" },
  { "input-email", "422 Unprocessable Entity", JSON, "{\"fields\":{\"Other\":1,\"Email\":\"\"}}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_EMAIL },
  { "input-password", "422 Unprocessable Entity", JSON, "{\"fields\":{\"password\":\"\"}}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_PASSWORD },
  { "input-uses", "422 Unprocessable Entity", JSON, "{\"fields\":{\"Uses\":\"\"}}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_USES },
  { "input-expiry", "422 Unprocessable Entity", JSON, "{\"fields\":{\"ExpiresAt\":\"\"}}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_EXPIRY },
  { "input-unknown", "422 Unprocessable Entity", JSON, "{\"fields\":{\"Colour\":\"\"}}",
    HOMEBOX_ERROR_INVALID_INPUT },
  { "input-odd", "422 Unprocessable Entity", JSON, "{\"fields\":[\"Name\"]}",
    HOMEBOX_ERROR_INVALID_INPUT },
  { "failed", "500 Internal Server Error", JSON, "{\"error\":\"Internal Server Error\"}",
    HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE, "Internal Server Error" },
  { "failed-with-a-string", "500 Internal Server Error", JSON, "\"invalid username or password\"",
    HOMEBOX_ERROR_SERVER_FAILED, HOMEBOX_FIELD_NONE, "invalid username or password" },
  { "failed-without-words", "500 Internal Server Error", "", "", HOMEBOX_ERROR_SERVER_FAILED },
  { "failed-page", "500 Internal Server Error", HTML, "<h1>", HOMEBOX_ERROR_SERVER_FAILED },
  { "email-taken-in-sqlite", "500 Internal Server Error", JSON,
    "{\"error\":\"ent: constraint failed: constraint failed: UNIQUE constraint failed: users.email"
    " (2067)\"}", HOMEBOX_ERROR_EMAIL_TAKEN, HOMEBOX_FIELD_EMAIL,
    "ent: constraint failed: constraint failed: UNIQUE constraint failed: users.email (2067)" },
  { "email-taken-in-postgresql", "500 Internal Server Error", JSON,
    "{\"error\":\"pq: duplicate key value violates unique constraint \\\"users_email_key\\\"\"}",
    HOMEBOX_ERROR_EMAIL_TAKEN, HOMEBOX_FIELD_EMAIL,
    "pq: duplicate key value violates unique constraint \"users_email_key\"" },
  { "other-constraint", "500 Internal Server Error", JSON,
    "{\"error\":\"UNIQUE constraint failed: labels.name\"}", HOMEBOX_ERROR_SERVER_FAILED,
    HOMEBOX_FIELD_NONE, "UNIQUE constraint failed: labels.name" },
  { "name-refused", "500 Internal Server Error", JSON,
    "{\"error\":\"ent: validator failed for field \\\"User.name\\\": value is too long\"}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NAME,
    "ent: validator failed for field \"User.name\": value is too long" },
  { "email-refused", "500 Internal Server Error", JSON,
    "{\"error\":\"ent: validator failed for field \\\"User.email\\\": x\"}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_EMAIL,
    "ent: validator failed for field \"User.email\": x" },
  { "password-refused", "400 Bad Request", JSON,
    "{\"error\":\"password must be at least 6 characters\"}", HOMEBOX_ERROR_INVALID_INPUT,
    HOMEBOX_FIELD_PASSWORD, "password must be at least 6 characters" },
  { "invitation-unknown", "500 Internal Server Error", JSON,
    "{\"error\":\"ent: group_invitation_token not found\"}", HOMEBOX_ERROR_INVITATION_UNKNOWN,
    HOMEBOX_FIELD_INVITATION, "ent: group_invitation_token not found" },
  { "invitation-used-up", "500 Internal Server Error", JSON, "{\"error\":\"invitation used up\"}",
    HOMEBOX_ERROR_INVITATION_SPENT, HOMEBOX_FIELD_INVITATION, "invitation used up" },
  { "invitation-expired", "500 Internal Server Error", JSON, "{\"error\":\"invitation expired\"}",
    HOMEBOX_ERROR_INVITATION_SPENT, HOMEBOX_FIELD_INVITATION, "invitation expired" },
  { "name-of-home-refused", "500 Internal Server Error", JSON,
    "{\"error\":\"ent: validator failed for field \\\"Group.name\\\": too long\"}",
    HOMEBOX_ERROR_INVALID_INPUT, HOMEBOX_FIELD_NAME,
    "ent: validator failed for field \"Group.name\": too long" },
  { "registration-off", "403 Forbidden", JSON, "{\"error\":\"user registration disabled\"}",
    HOMEBOX_ERROR_REGISTRATION_OFF, HOMEBOX_FIELD_NONE, "user registration disabled" },
  { "reset-link-spent", "400 Bad Request", JSON,
    "{\"error\":\"password reset link is invalid or has expired\"}",
    HOMEBOX_ERROR_RESET_LINK_SPENT, HOMEBOX_FIELD_NONE,
    "password reset link is invalid or has expired" },
  { "not-implemented", "501 Not Implemented", "", "", HOMEBOX_ERROR_SERVER_FAILED },
  { "bad-gateway", "502 Bad Gateway", HTML, "<h1>", HOMEBOX_ERROR_BAD_GATEWAY },
  { "unavailable", "503 Service Unavailable", HTML, "<h1>", HOMEBOX_ERROR_UNAVAILABLE },
  { "gateway-timeout", "504 Gateway Timeout", "", "", HOMEBOX_ERROR_GATEWAY_TIMEOUT },
  { "network-wants-a-sign-in", "511 Network Authentication Required", HTML, "<h1>",
    HOMEBOX_ERROR_GATEWAY_LOGIN },
  { "proxy-wants-a-sign-in", "407 Proxy Authentication Required",
    "Proxy-Authenticate: Basic realm=\"x\"\r\n", "", HOMEBOX_ERROR_GATEWAY_LOGIN },
  { "not-modified", "304 Not Modified", "", "", HOMEBOX_ERROR_NOT_HOMEBOX },
};

static HomeboxResponse *
answer (ClientFixture *fixture, const char *status, const char *headers, const char *body)
{
  g_autofree char *bytes = NULL;
  HomeboxResponse *response;
  g_autoptr (GError) error = NULL;

  bytes = g_strdup_printf ("HTTP/1.1 %s\r\n%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", status,
                           headers, strlen (body), body);
  raw_server_answer (fixture->server, RAW_THEN_KEEP, bytes);
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);

  return response;
}

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  ClientFixture fixture;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_set_up (&fixture, NULL);
  response = answer (&fixture, cases[i].status, cases[i].headers, cases[i].body);

  if (cases[i].code == FINE)
    {
      g_assert_true (homebox_response_check (response, &error));
      g_assert_no_error (error);
    }
  else
    {
      g_assert_false (homebox_response_check (response, &error));
      assert_homebox_error (error, cases[i].code);
      g_assert_cmpint (homebox_error_get_field (error), ==, cases[i].field);
      g_assert_cmpstr (homebox_error_get_detail (error), ==, cases[i].detail);
    }

  client_fixture_tear_down (&fixture, NULL);
}

static const struct
{
  const char *headers;
  guint seconds;
} waits[] = {
  { "", 60 },
  { "Retry-After: 10\r\n", 10 },
  { "Retry-After: 0\r\n", 1 },
  { "Retry-After: 99999\r\n", 3600 },
  { "Retry-After: 99999999999999999999999\r\n", 3600 },
  { "Retry-After: -5\r\n", 60 },
  { "Retry-After: soon\r\n", 60 },
  { "Date: Mon, 23 Nov 2026 10:00:00 GMT\r\nRetry-After: Mon, 23 Nov 2026 10:01:30 GMT\r\n", 90 },
  { "Date: Mon, 23 Nov 2026 10:00:00 GMT\r\nRetry-After: Mon, 23 Nov 2026 09:00:00 GMT\r\n", 1 },
  { "Retry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\n", 3600 },
  { "Date: nonsense\r\nRetry-After: Sat, 01 Jan 2000 00:00:00 GMT\r\n", 1 },
};

static void
test_too_many_attempts (ClientFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (HomeboxResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      response = answer (fixture, "429 Too Many Requests", waits[i].headers,
                         "{\"error\":\"too many authentication attempts\"}");
      g_assert_false (homebox_response_check (response, &error));
      assert_homebox_error (error, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS);
      g_assert_cmpuint (homebox_error_get_retry_after (error), ==, waits[i].seconds);
      g_assert_cmpstr (homebox_error_get_detail (error), ==, "too many authentication attempts");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/verdict/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }

  g_test_add ("/verdict/too-many-attempts", ClientFixture, NULL, client_fixture_set_up,
              test_too_many_attempts, client_fixture_tear_down);

  return g_test_run ();
}
