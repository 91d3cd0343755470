#include "client-fixture.h"

#include "homebox-exchange.h"

#include <string.h>

/* Long enough for an answer on the loopback under valgrind, short enough to be waited for. */
#define SHORT_TIMEOUT 300

static const struct
{
  const char *name;
  RawThen then;
  const char *bytes;
} stalls[] = {
  { "no-answer-at-all", RAW_THEN_HOLD, "" },
  { "in-the-head", RAW_THEN_HOLD, "HTTP/1.1 200 OK\r\nContent-Ty" },
  { "before-the-body", RAW_THEN_HOLD, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" },
  { "in-the-body", RAW_THEN_HOLD, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{" },
  { "before-the-last-chunk", RAW_THEN_HOLD,
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n" },
  { "dripping-head", RAW_THEN_DRIP,
    "HTTP/1.1 200 OK\r\nX: 1234567890123456789012345678901234567890123456789012345678901234567890"
    "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901" },
  { "dripping-body", RAW_THEN_DRIP,
    "HTTP/1.1 200 OK\r\n\r\n[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5"
    ",6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0]" },
};

static void
test_deadline (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  ClientFixture fixture;

  client_fixture_set_up (&fixture, NULL);
  homebox_client_set_timeout (fixture.client, SHORT_TIMEOUT);
  raw_server_answer (fixture.server, stalls[index].then, stalls[index].bytes);
  client_fixture_assert_fails (&fixture, HOMEBOX_ERROR_TIMED_OUT);
  client_fixture_tear_down (&fixture, NULL);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static gboolean
on_cancel (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_deadline_spans_redirects (ClientFixture *fixture, gconstpointer data)
{
  /* The first of the two has to arrive in time. */
  homebox_client_set_timeout (fixture->client, 5 * SHORT_TIMEOUT);
  raw_server_answer_redirect (fixture->server, "302 Found", "/elsewhere");
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_TIMED_OUT);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_deadline_of_black_hole (void)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;
  ClientFixture fixture = { NULL, NULL };

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, any_port, TRUE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  address = g_socket_get_local_address (socket, NULL);

  uri = g_strdup_printf ("https://127.0.0.1:%u",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  fixture.client = homebox_client_new (uri);
  homebox_client_set_timeout (fixture.client, SHORT_TIMEOUT);
  client_fixture_assert_fails (&fixture, HOMEBOX_ERROR_TIMED_OUT);
  g_assert_finalize_object (fixture.client);
}

static void
test_cancel (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ClientFixture fixture;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer (fixture.server, stalls[index].then, stalls[index].bytes);
  request = homebox_request_new ("GET", "/status", HOMEBOX_REQUEST_DEFAULT);
  homebox_client_send_async (fixture.client, request, cancellable, on_result, &result);
  while (raw_server_get_n_requests (fixture.server) == 0)
    g_main_context_iteration (NULL, TRUE);

  /* When all that did arrive has been read. */
  g_idle_add_full (G_PRIORITY_LOW, on_cancel, cancellable, NULL);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (homebox_client_send_finish (fixture.client, result, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  g_clear_object (&result);
  client_fixture_tear_down (&fixture, NULL);
}

static void
test_cancel_before (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  request = homebox_request_new ("DELETE", "/users/self", HOMEBOX_REQUEST_DEFAULT);
  response = call (fixture->client, request, cancellable, &error);
  g_assert_null (response);
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 0);
}

static void
test_cancel_after (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", "{}");
  request = homebox_request_new ("GET", "/status", HOMEBOX_REQUEST_DEFAULT);
  homebox_client_send_async (fixture->client, request, cancellable, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_cancellable_cancel (cancellable);
  g_assert_null (homebox_client_send_finish (fixture->client, result, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
}

static void
test_client_goes_first (ClientFixture *fixture, gconstpointer data)
{
  HomeboxClient *client = g_steal_pointer (&fixture->client);
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", "{}");
  request = homebox_request_new ("GET", "/status", HOMEBOX_REQUEST_DEFAULT);
  homebox_client_send_async (client, request, NULL, on_result, &result);
  g_object_unref (client);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  response = homebox_client_send_finish (client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  fixture->client = homebox_client_new ("http://127.0.0.1:1");
}

static char *
make_json_string (gsize length)
{
  char *json = g_malloc (length + 1);

  memset (json, 'x', length);
  json[0] = json[length - 1] = '"';
  json[length] = '\0';

  return json;
}

static void
test_size_at_limit (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *json = make_json_string (HOMEBOX_EXCHANGE_LIMIT);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer_json (fixture->server, "200 OK", json);
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (homebox_response_get_body (response), NULL),
                   g_bytes_get_size (homebox_response_get_body (response)), json, strlen (json));
}

static void
test_size_above_limit (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *json = make_json_string (HOMEBOX_EXCHANGE_LIMIT + 1);

  raw_server_answer_json (fixture->server, "200 OK", json);
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_TOO_LARGE);
}

/* Without a length only what arrives can be counted. */
static void
test_size_unannounced (ClientFixture *fixture, gconstpointer data)
{
  for (gsize length = HOMEBOX_EXCHANGE_LIMIT; length <= HOMEBOX_EXCHANGE_LIMIT + 1; length++)
    {
      g_autofree char *json = make_json_string (length);
      g_autofree char *answer = g_strconcat ("HTTP/1.1 200 OK\r\n\r\n", json, NULL);
      g_autoptr (HomeboxResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      raw_server_answer (fixture->server, RAW_THEN_CLOSE, answer);
      response = call_path (fixture->client, "GET", "/status", &error);

      if (length == HOMEBOX_EXCHANGE_LIMIT)
        g_assert_no_error (error);
      else
        assert_homebox_error (error, HOMEBOX_ERROR_TOO_LARGE);
    }
}

static void
test_size_announced (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_HOLD,
                     "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_TOO_LARGE);
}

/* Larger pieces than a byte or two, so that the limit is reached soon under valgrind too. */
#define DIGITS "1234567890123456789012345678901234567890123456789012345678901234"
#define DIGITS4 DIGITS DIGITS DIGITS DIGITS

static const struct
{
  const char *name;
  const char *head;
  const char *repeated;
  HomeboxError code;
} floods[] = {
  { "body-without-length", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[",
    DIGITS4 DIGITS4 ",", HOMEBOX_ERROR_TOO_LARGE },
  { "chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    "200\r\n" DIGITS4 DIGITS4 "\r\n", HOMEBOX_ERROR_TOO_LARGE },
  { "unauthorized", "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n",
    DIGITS4, HOMEBOX_ERROR_TOO_LARGE },
  { "header-lines", "HTTP/1.1 200 OK\r\n", "X-More: " DIGITS "\r\n", HOMEBOX_ERROR_TOO_LARGE },
  { "one-header", "HTTP/1.1 200 OK\r\nX-More: ", DIGITS4, HOMEBOX_ERROR_TOO_LARGE },
  { "announcements", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 102 Processing\r\n\r\n",
    HOMEBOX_ERROR_NOT_HOMEBOX },
};

static void
test_flood (gconstpointer data)
{
  guint index = GPOINTER_TO_UINT (data);
  ClientFixture fixture;

  client_fixture_set_up (&fixture, NULL);
  homebox_client_set_timeout (fixture.client, 10 * 60 * 1000);
  raw_server_answer_endless (fixture.server, floods[index].head, floods[index].repeated);
  client_fixture_assert_fails (&fixture, floods[index].code);
  client_fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      g_autofree char *deadline = g_strconcat ("/client/deadline/", stalls[i].name, NULL);
      g_autofree char *cancel = g_strconcat ("/client/cancel/", stalls[i].name, NULL);

      g_test_add_data_func (deadline, GUINT_TO_POINTER (i), test_deadline);
      g_test_add_data_func (cancel, GUINT_TO_POINTER (i), test_cancel);
    }

  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autofree char *path = g_strconcat ("/client/size/endless-", floods[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_flood);
    }

#define ADD(path, test)                                                                            \
  g_test_add (path, ClientFixture, NULL, client_fixture_set_up, test, client_fixture_tear_down)
  ADD ("/client/deadline/spans-redirects", test_deadline_spans_redirects);
  ADD ("/client/cancel/before-nothing-is-sent", test_cancel_before);
  ADD ("/client/cancel/after-the-answer-is-cancelled", test_cancel_after);
  ADD ("/client/lifetime/may-be-dropped-while-it-waits", test_client_goes_first);
  ADD ("/client/size/at-the-limit", test_size_at_limit);
  ADD ("/client/size/above-the-limit", test_size_above_limit);
  ADD ("/client/size/counted-where-it-is-not-announced", test_size_unannounced);
  ADD ("/client/size/announced-above-the-limit", test_size_announced);
#undef ADD
  g_test_add_func ("/client/deadline/nobody-accepts", test_deadline_of_black_hole);

  return g_test_run ();
}
