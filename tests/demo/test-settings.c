#include "demo-fixture.h"

#define SETTINGS "/api/v1/users/self/settings"
#define KEYS "/api/v1/users/self/api-keys"
#define EVENTS "/api/v1/ws/events"

static void
test_settings (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *large = NULL;

  if (version == DEMO_VERSION (0_21))
    {
      demo_fixture_assert (fixture, "GET", SETTINGS, token, NULL, 404, NULL);
      return;
    }

  demo_fixture_assert (fixture, "GET", SETTINGS, token, NULL, 200, "{\"item\":{}}");
  demo_fixture_assert (
      fixture,
      "PUT",
      SETTINGS,
      token,
      "{\"theme\":\"dark\",\"n\":12345678901234567890,\"nested\":{\"b\":[1.0,null]}}",
      200,
      "{\"item\":{\"n\":12345678901234567000,\"nested\":{\"b\":[1,null]},\"theme\":\"dark\"}}");
  demo_fixture_assert (fixture,
                       "PUT",
                       SETTINGS,
                       token,
                       "[]",
                       400,
                       "{\"error\":\"json: cannot unmarshal array into Go value of type "
                       "map[string]interface {}\"}");
  large = g_strnfill (70000, ' ');
  large[0] = '{';
  demo_fixture_assert (fixture,
                       "PUT",
                       SETTINGS,
                       token,
                       large,
                       400,
                       "{\"error\":\"http: request body too large\"}");
  demo_fixture_assert (fixture, "PUT", SETTINGS, token, "{}", 200, "{\"item\":{}}");
  demo_fixture_assert (fixture, "PUT", SETTINGS, token, "null", 200, "{\"item\":null}");
  demo_fixture_assert (fixture, "GET", SETTINGS, token, NULL, 200, "{\"item\":null}");
}

static void
test_api_key (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) made
      = demo_fixture_send (fixture, "POST", KEYS, token, "{\"name\":\"Latchkey\"}");
  g_autofree char *secret = demo_answer_get_string (made, "$.token");
  g_autofree char *id = demo_answer_get_string (made, "$.id");
  g_autofree char *key = g_strconcat ("Bearer ", secret, NULL);
  g_autofree char *path = g_strconcat (KEYS "/", id, NULL);
  g_autofree char *query = g_strconcat ("/api/v1/users/self?access_token=", secret, NULL);

  g_assert_cmpuint (made->status, ==, 201);
  g_assert_true (g_str_has_prefix (secret, "hb_"));
  demo_fixture_assert (fixture, "GET", "/api/v1/users/self", key, NULL, 200, NULL);
  demo_fixture_assert (fixture, "GET", query, NULL, NULL, 401, NULL);
  demo_fixture_assert (fixture,
                       "GET",
                       "/api/v1/users/refresh",
                       key,
                       NULL,
                       400,
                       "{\"error\":\"API keys do not require refresh\"}");
  demo_fixture_assert (fixture, "POST", "/api/v1/users/logout", key, NULL, 400, NULL);

  demo_fixture_assert (fixture,
                       "PUT",
                       "/api/v1/users/self/change-password",
                       key,
                       "{\"current\":\"" ADA_PASSWORD "\",\"new\":\"" ADA_PASSWORD "\"}",
                       204,
                       "");
  demo_fixture_assert (fixture, "GET", "/api/v1/users/self", token, NULL, 401, NULL);
  demo_fixture_assert (fixture, "DELETE", path, key, NULL, 204, "");
  demo_fixture_assert (fixture, "GET", "/api/v1/users/self", key, NULL, 401, NULL);
}

static void
test_expired_api_key (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *token = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (DemoAnswer) made
      = demo_fixture_send (fixture,
                           "POST",
                           KEYS,
                           token,
                           "{\"name\":\"Old\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
  g_autofree char *key = demo_answer_get_string (made, "$.token");

  g_assert_cmpuint (made->status, ==, 201);
  demo_fixture_assert (fixture, "GET", "/api/v1/users/self", key, NULL, 401, NULL);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(SoupWebsocketConnection **) user_data
      = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  g_assert_no_error (error);
}

static void
heard (SoupWebsocketConnection *connection, int type, GBytes *message, gpointer user_data)
{
  g_ptr_array_add (user_data,
                   g_strndup (g_bytes_get_data (message, NULL), g_bytes_get_size (message)));
}

static SoupWebsocketConnection *
listen_to_events (DemoFixture *fixture, const char *token, GPtrArray *events)
{
  g_autofree char *uri
      = g_strconcat (latchkey_demo_server_get_uri (fixture->server), EVENTS, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  SoupWebsocketConnection *connection = NULL;

  soup_message_headers_replace (
      soup_message_get_request_headers (message), "Authorization", token);
  soup_session_websocket_connect_async (
      fixture->session, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL, opened, &connection);
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (connection, "message", G_CALLBACK (heard), events);

  return connection;
}

static void
test_events (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autofree char *charles = demo_fixture_sign_in (fixture, CHARLES, CHARLES_PASSWORD);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SoupWebsocketConnection) connection = listen_to_events (fixture, ada, events);

  /* What Charles does is about his default home. */
  demo_fixture_assert (fixture, "PUT", SETTINGS, charles, "{\"a\":1}", 200, NULL);
  demo_fixture_assert (fixture, "PUT", SETTINGS, ada, "{\"a\":1}", 200, NULL);
  while (events->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (g_ptr_array_index (events, 0), ==, "{\"event\":\"user.mutation\"}");

  /* An open socket says nothing about the session. */
  latchkey_demo_server_expire_sessions (fixture->server);
  g_assert_cmpint (
      soup_websocket_connection_get_state (connection), ==, SOUP_WEBSOCKET_STATE_OPEN);

  latchkey_demo_server_drop_events (fixture->server);
  while (soup_websocket_connection_get_state (connection) != SOUP_WEBSOCKET_STATE_CLOSED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (events->len, ==, 1);
}

static void
test_ping (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *ada = demo_fixture_sign_in (fixture, ADA, ADA_PASSWORD);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SoupWebsocketConnection) connection = listen_to_events (fixture, ada, events);

  while (events->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (g_ptr_array_index (events, 0), ==, "{\"event\":\"ping\"}");
}

static void
test_events_need_a_token (DemoFixture *fixture, gconstpointer version)
{
  g_autofree char *answer
      = demo_fixture_exchange_raw (fixture,
                                   "GET " EVENTS " HTTP/1.1\r\n"
                                   "Host: localhost\r\n"
                                   "Connection: Upgrade, close\r\n"
                                   "Upgrade: websocket\r\n"
                                   "Sec-WebSocket-Version: 13\r\n"
                                   "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                   "\r\n");

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 401 "));
}

#define ADD(path, version, function) \
  g_test_add ("/demo/" path, \
              DemoFixture, \
              DEMO_VERSION (version), \
              demo_fixture_set_up, \
              function, \
              demo_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("settings/v0.21", 0_21, test_settings);
  ADD ("settings/v0.25", 0_25, test_settings);
  ADD ("settings/current", CURRENT, test_settings);
  ADD ("api-keys/key", CURRENT, test_api_key);
  ADD ("api-keys/expired", CURRENT, test_expired_api_key);
  ADD ("events/change", CURRENT, test_events);
  ADD ("events/ping", CURRENT, test_ping);
  ADD ("events/need-a-token", CURRENT, test_events_need_a_token);

  return g_test_run ();
}
