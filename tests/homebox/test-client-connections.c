#include "client-fixture.h"

#include <string.h>

typedef struct
{
  const char *method;
  HomeboxRequestFlags flags;
} Kind;

/* The last two are a refresh and the callback of a sign-in through a provider. */
static const Kind kinds[] = {
  { "POST", HOMEBOX_REQUEST_DEFAULT },
  { "PUT", HOMEBOX_REQUEST_DEFAULT },
  { "DELETE", HOMEBOX_REQUEST_DEFAULT },
  { "GET", HOMEBOX_REQUEST_ONCE },
  { "GET", HOMEBOX_REQUEST_ONCE | HOMEBOX_REQUEST_KEEP_REDIRECT },
};

static void
read_once (ClientFixture *fixture)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
}

static guint
count_arrived (RawServer *server, const char *path)
{
  guint count = 0;

  for (guint i = 0; i < raw_server_get_n_requests (server); i++)
    {
      if (strstr (raw_server_get_request (server, i), path) != NULL)
        count++;
    }

  return count;
}

static void
test_reads_share (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "{}");

  for (guint i = 0; i < 5; i++)
    read_once (fixture);

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 5);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 1);
}

typedef struct
{
  ClientFixture *fixture;
  guint n_left;
} Chain;

static void
on_chain (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Chain *chain = user_data;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);
  g_assert_no_error (error);

  if (--chain->n_left == 0)
    return;

  request = homebox_request_new ("GET", "/status", HOMEBOX_REQUEST_DEFAULT);
  homebox_client_send_async (chain->fixture->client, request, NULL, on_chain, chain);
}

static void
test_reads_share_from_callback (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxRequest) request = NULL;
  Chain chain = { fixture, 3 };

  raw_server_answer_json (fixture->server, "200 OK", "{}");
  request = homebox_request_new ("GET", "/status", HOMEBOX_REQUEST_DEFAULT);
  homebox_client_send_async (fixture->client, request, NULL, on_chain, &chain);
  while (chain.n_left > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 3);
  g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, 1);
}

static void
test_changes_get_their_own (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer_json (fixture->server, "200 OK", "{}");
  read_once (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (HomeboxRequest) request = NULL;
      g_autoptr (HomeboxResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      request = homebox_request_new (kinds[i].method, "/change", kinds[i].flags);
      response = call (fixture->client, request, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (raw_server_get_n_connections (fixture->server), ==, i + 2);
    }
}

/* The connection that the first read left behind is there to be used, and the server ends whatever
 * connection the second request comes on, after having read it. */
static void
test_cut_is_not_repeated (gconstpointer data)
{
  const Kind *kind = data;
  ClientFixture fixture;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer_json (fixture.server, "200 OK", "{}");
  raw_server_answer (fixture.server, RAW_THEN_CLOSE, "");
  raw_server_answer_json (fixture.server, "200 OK", "{}");
  read_once (&fixture);

  request = homebox_request_new (kind->method, "/change", kind->flags);
  response = call (fixture.client, request, NULL, &error);
  g_assert_null (response);
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);

  /* Anything sent again would arrive before this. */
  read_once (&fixture);
  g_assert_cmpuint (count_arrived (fixture.server, "/change"), ==, 1);
  client_fixture_tear_down (&fixture, NULL);
}

static void
on_hanging (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_CANCELLED);
  (*(guint *) user_data)--;
}

typedef struct
{
  const char *name;
  RawThen then;
  const char *answer;
} Loss;

static const Loss losses[] = {
  { "closed-before-the-answer", RAW_THEN_CLOSE, "" },
  { "reset-before-the-answer", RAW_THEN_RESET, "" },
  { "closed-within-the-answer", RAW_THEN_CLOSE,
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{" },
  { "reset-within-the-answer", RAW_THEN_RESET,
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{" },
};

static void
read_lost (ClientFixture *fixture)
{
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  request = homebox_request_new ("GET", "/groups", HOMEBOX_REQUEST_DEFAULT);
  response = call (fixture->client, request, NULL, &error);
  g_assert_null (response);
  assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
}

/* Three times on the wire, whether libsoup would have sent it again (on a kept connection) or not,
 * and nothing after that. */
static void
test_lost_read (gconstpointer data)
{
  const Loss *loss = data;
  ClientFixture fixture;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer_json (fixture.server, "200 OK", "{}");
  for (guint i = 0; i < 6; i++)
    raw_server_answer (fixture.server, loss->then, loss->answer);
  raw_server_answer_json (fixture.server, "200 OK", "{}");

  read_once (&fixture);
  read_lost (&fixture);
  g_assert_cmpuint (count_arrived (fixture.server, "/groups"), ==, 3);

  /* The second has no kept connection. */
  read_lost (&fixture);
  g_assert_cmpuint (count_arrived (fixture.server, "/groups"), ==, 6);
  read_once (&fixture);
  g_assert_cmpuint (count_arrived (fixture.server, "/groups"), ==, 6);
  client_fixture_tear_down (&fixture, NULL);
}

static void
test_found_read (gconstpointer data)
{
  const Loss *loss = data;
  ClientFixture fixture;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer_json (fixture.server, "200 OK", "{}");
  raw_server_answer (fixture.server, loss->then, loss->answer);
  raw_server_answer (fixture.server, loss->then, loss->answer);
  raw_server_answer_json (fixture.server, "200 OK", "{}");

  read_once (&fixture);
  read_once (&fixture);
  g_assert_cmpuint (count_arrived (fixture.server, "/status"), ==, 4);
  client_fixture_tear_down (&fixture, NULL);
}

/* One deadline holds for all of it. */
static void
test_repeats_within_the_deadline (ClientFixture *fixture, gconstpointer data)
{
  homebox_client_set_timeout (fixture->client, 100);
  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_TIMED_OUT);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_cancelled_repeat (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HomeboxRequest) request = NULL;
  guint n_hanging = 1;

  raw_server_answer (fixture->server, RAW_THEN_CLOSE, "");
  raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  request = homebox_request_new ("GET", "/groups", HOMEBOX_REQUEST_DEFAULT);
  homebox_client_send_async (fixture->client, request, cancellable, on_hanging, &n_hanging);
  while (raw_server_get_n_requests (fixture->server) < 2)
    g_main_context_iteration (NULL, TRUE);

  g_cancellable_cancel (cancellable);
  while (n_hanging > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 2);
}

static void
test_misdirected (gconstpointer data)
{
  const Kind *kind = data;
  ClientFixture fixture;
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer_endless (fixture.server,
                             "HTTP/1.1 421 Misdirected Request\r\nContent-Type: text/plain\r\n\r\n",
                             "wrong door\n");
  raw_server_answer_json (fixture.server, "200 OK", "{}");

  request = homebox_request_new (kind->method, "/change", kind->flags);
  response = call (fixture.client, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 421);

  read_once (&fixture);
  g_assert_cmpuint (count_arrived (fixture.server, "/change"), ==, 1);
  client_fixture_tear_down (&fixture, NULL);
}

static void
test_no_cookies (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 200 OK\r\nSet-Cookie: hb.auth.token=abc; Path=/\r\n"
                     "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
  read_once (fixture);
  read_once (fixture);
  g_assert_null (strcasestr (raw_server_get_request (fixture->server, 1), "cookie"));
}

static void
test_no_challenge_is_answered (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"proxy\"\r\n"
                     "Content-Length: 0\r\n\r\n");
  response = call_path (fixture->client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_false (homebox_response_check (response, &error));
  assert_homebox_error (error, HOMEBOX_ERROR_NOT_HOMEBOX);
  g_assert_cmpuint (raw_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_change_does_not_queue (ClientFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (HomeboxRequest) hanging = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  guint n_hanging = 8;

  for (guint i = 0; i < n_hanging; i++)
    raw_server_answer (fixture->server, RAW_THEN_HOLD, "");
  raw_server_answer (fixture->server, RAW_THEN_KEEP, "HTTP/1.1 204 No Content\r\n\r\n");

  hanging = homebox_request_new ("GET", "/groups", HOMEBOX_REQUEST_DEFAULT);
  for (guint i = 0; i < 8; i++)
    homebox_client_send_async (fixture->client, hanging, cancellable, on_hanging, &n_hanging);
  while (raw_server_get_n_requests (fixture->server) < 8)
    g_main_context_iteration (NULL, TRUE);

  response = call_path (fixture->client, "DELETE", "/users/self", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_hanging, ==, 8);

  g_cancellable_cancel (cancellable);
  while (n_hanging > 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test)                                                                            \
  g_test_add (path, ClientFixture, NULL, client_fixture_set_up, test, client_fixture_tear_down)
  ADD ("/client/connections/reads-share-one", test_reads_share);
  ADD ("/client/connections/reads-share-one-from-within-the-callback",
       test_reads_share_from_callback);
  ADD ("/client/connections/changes-get-their-own", test_changes_get_their_own);
  ADD ("/client/connections/changes-do-not-wait-for-reads", test_change_does_not_queue);
  ADD ("/client/repeat/within-the-deadline", test_repeats_within_the_deadline);
  ADD ("/client/repeat/can-be-cancelled", test_cancelled_repeat);
  ADD ("/client/cookies/none-are-kept", test_no_cookies);
  ADD ("/client/challenge/is-not-answered", test_no_challenge_is_answered);
#undef ADD

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *cut = g_strdup_printf ("/client/once/cut-%s-%u-arrives-once",
                                              kinds[i].method, i);
      g_autofree char *misdirected = g_strdup_printf ("/client/once/misdirected-%s-%u-arrives-once",
                                                      kinds[i].method, i);

      g_test_add_data_func (cut, &kinds[i], test_cut_is_not_repeated);
      g_test_add_data_func (misdirected, &kinds[i], test_misdirected);
    }

  for (guint i = 0; i < G_N_ELEMENTS (losses); i++)
    {
      g_autofree char *lost = g_strdup_printf ("/client/repeat/%s-arrives-thrice",
                                               losses[i].name);
      g_autofree char *found = g_strdup_printf ("/client/repeat/%s-is-repeated", losses[i].name);

      g_test_add_data_func (lost, &losses[i], test_lost_read);
      g_test_add_data_func (found, &losses[i], test_found_read);
    }

  return g_test_run ();
}
