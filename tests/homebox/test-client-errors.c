#include "client-fixture.h"
#include "deaf-socket.h"

#include <string.h>

static void
assert_fails_at (const char *uri, HomeboxError code)
{
  ClientFixture fixture = { NULL, homebox_client_new (uri) };

  client_fixture_assert_fails (&fixture, code);
  g_assert_finalize_object (fixture.client);
}

static void
test_name_not_found (void)
{
  assert_fails_at ("http://latchkey-test.invalid", HOMEBOX_ERROR_NAME_NOT_FOUND);
  assert_fails_at ("https://latchkey-test.invalid:7745", HOMEBOX_ERROR_NAME_NOT_FOUND);
}

static void
test_refused (void)
{
  guint16 port;
  g_autoptr (GSocket) deaf = deaf_socket_new (&port);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", port);

  assert_fails_at (uri, HOMEBOX_ERROR_REFUSED);
}

/* Linux has no way to a multicast address for TCP, whatever its routes are. */
static void
test_unreachable (void)
{
  assert_fails_at ("http://224.0.0.1", HOMEBOX_ERROR_UNREACHABLE);
}

static const struct
{
  const char *name;
  RawThen then;
  const char *bytes;
  HomeboxError code;
} answers[] = {
  { "closed-without-a-word", RAW_THEN_CLOSE, "", HOMEBOX_ERROR_CONNECTION_LOST },
  { "reset-without-a-word", RAW_THEN_RESET, "", HOMEBOX_ERROR_CONNECTION_LOST },
  { "reset-in-the-head", RAW_THEN_RESET, "HTTP/1.1 200", HOMEBOX_ERROR_CONNECTION_LOST },
  { "reset-in-the-body", RAW_THEN_RESET, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
    HOMEBOX_ERROR_CONNECTION_LOST },
  { "closed-in-the-body", RAW_THEN_CLOSE, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
    HOMEBOX_ERROR_CONNECTION_LOST },
  { "closed-in-the-body-as-announced", RAW_THEN_CLOSE,
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{",
    HOMEBOX_ERROR_CONNECTION_LOST },
  { "closed-between-chunks", RAW_THEN_CLOSE,
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    "4\r\n[1,2\r\n", HOMEBOX_ERROR_CONNECTION_LOST },
  { "closed-before-the-first-chunk", RAW_THEN_CLOSE,
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", HOMEBOX_ERROR_CONNECTION_LOST },
  { "other-protocol", RAW_THEN_CLOSE, "+OK POP3 server ready\r\n-ERR Unknown command\r\n",
    HOMEBOX_ERROR_NOT_HOMEBOX },
  { "binary", RAW_THEN_CLOSE, "\x15\x03\x01\x02\x02\x16 something else altogether\r\n\r\n",
    HOMEBOX_ERROR_NOT_HOMEBOX },
  { "status-of-two-digits", RAW_THEN_CLOSE,
    "HTTP/1.1 20 OK\r\nContent-Type: application/json\r\n\r\n{}", HOMEBOX_ERROR_NOT_HOMEBOX },
  { "unknown-transfer-encoding", RAW_THEN_CLOSE,
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nunoc", HOMEBOX_ERROR_BROKEN_ANSWER },
};

static void
test_answer (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  ClientFixture fixture;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer (fixture.server, answers[index].then, answers[index].bytes);
  client_fixture_assert_fails (&fixture, answers[index].code);
  client_fixture_tear_down (&fixture, NULL);
}

static void
test_speaks_first (ClientFixture *fixture, gconstpointer data)
{
  raw_server_greet (fixture->server, RAW_THEN_KEEP, "SSH-2.0-OpenSSH_9.2\r\n");
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "Invalid SSH identification string.\r\n");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
test_compressed (ClientFixture *fixture, gconstpointer data)
{
  static const char packed[]
      = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
        "Content-Length: 22\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\xae\x05\x00\x43\xbf"
        "\xa6\xa3\x02\x00\x00\x00";
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_bytes (fixture->server, RAW_THEN_KEEP, packed, sizeof packed - 1);
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_null (homebox_response_get_object (response, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_BROKEN_ANSWER);
}

/* An empty body in chunks is complete, and so is JSON that ends with the connection. */
static void
test_complete (gconstpointer data)
{
  ClientFixture fixture;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer (fixture.server, RAW_THEN_CLOSE, data);
  response = call_path (fixture.client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  client_fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client/error/name-not-found", test_name_not_found);
  g_test_add_func ("/client/error/refused", test_refused);
  g_test_add_func ("/client/error/unreachable", test_unreachable);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path = g_strconcat ("/client/error/", answers[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_answer);
    }

#define ADD(path, test)                                                                            \
  g_test_add (path, ClientFixture, NULL, client_fixture_set_up, test, client_fixture_tear_down)
  ADD ("/client/error/speaks-first", test_speaks_first);
  ADD ("/client/error/compressed-unasked", test_compressed);
#undef ADD

  g_test_add_data_func ("/client/complete/chunked-and-empty",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        test_complete);
  g_test_add_data_func ("/client/complete/until-the-end-of-the-connection",
                        "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":[1,2]}",
                        test_complete);
  g_test_add_data_func ("/client/complete/after-announcements",
                        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                        test_complete);

  return g_test_run ();
}
