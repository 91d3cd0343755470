#include "demo-fixture.h"

#include <string.h>

static void
requested (LatchkeyDemoServer *server,
           const char *method,
           const char *path,
           guint status,
           gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup_printf ("%s %s %u", method, path, status));
}

static void
start (DemoFixture *fixture, LatchkeyDemoVersion version, LatchkeyDemoFlags flags)
{
  g_autoptr (GError) error = NULL;

  fixture->server = latchkey_demo_server_new (version, flags);
  g_signal_connect (fixture->server, "request", G_CALLBACK (requested), fixture->requests);
  latchkey_demo_server_listen (fixture->server, 0, &error);
  g_assert_no_error (error);
}

void
demo_fixture_set_up (DemoFixture *fixture, gconstpointer version)
{
  fixture->session = soup_session_new ();
  soup_session_remove_feature_by_type (fixture->session, SOUP_TYPE_CONTENT_DECODER);
  fixture->requests = g_ptr_array_new_with_free_func (g_free);
  start (fixture, GPOINTER_TO_INT (version), LATCHKEY_DEMO_DEFAULT);
}

void
demo_fixture_tear_down (DemoFixture *fixture, gconstpointer version)
{
  soup_session_abort (fixture->session);
  g_assert_finalize_object (fixture->server);
  g_object_unref (fixture->session);
  g_ptr_array_unref (fixture->requests);
}

void
demo_fixture_restart (DemoFixture *fixture, LatchkeyDemoVersion version, LatchkeyDemoFlags flags)
{
  g_assert_finalize_object (fixture->server);
  g_ptr_array_set_size (fixture->requests, 0);
  start (fixture, version, flags);
}

static void
finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static DemoAnswer *
send_message (DemoFixture *fixture, SoupMessage *message)
{
  DemoAnswer *answer = g_new0 (DemoAnswer, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;

  /* Otherwise libsoup sends some requests a second time when a kept connection was closed. */
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION | SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (
      fixture->session, message, G_PRIORITY_DEFAULT, NULL, finished, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  body = soup_session_send_and_read_finish (fixture->session, result, &error);
  if (body != NULL)
    {
      answer->status = soup_message_get_status (message);
      answer->body = g_malloc0 (g_bytes_get_size (body) + 1);
      if (g_bytes_get_size (body) > 0)
        memcpy (answer->body, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
      answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
    }

  return answer;
}

static SoupMessage *
new_message (DemoFixture *fixture,
             const char *method,
             const char *path,
             const char *content_type,
             const char *body)
{
  g_autofree char *uri
      = *path == '/' ? g_strconcat (latchkey_demo_server_get_uri (fixture->server), path, NULL)
                     : g_strdup (path);
  SoupMessage *message = soup_message_new (method, uri);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  g_assert_nonnull (message);
  if (bytes != NULL)
    soup_message_set_request_body_from_bytes (message, content_type, bytes);

  return message;
}

DemoAnswer *
demo_fixture_send (DemoFixture *fixture,
                   const char *method,
                   const char *path,
                   const char *token,
                   const char *body)
{
  g_autoptr (SoupMessage) message
      = new_message (fixture, method, path, "application/json", body);

  if (token != NULL)
    soup_message_headers_replace (
        soup_message_get_request_headers (message), "Authorization", token);

  return send_message (fixture, message);
}

DemoAnswer *
demo_fixture_send_with (DemoFixture *fixture,
                        const char *method,
                        const char *path,
                        const char *content_type,
                        const char *body,
                        ...)
{
  g_autoptr (SoupMessage) message = new_message (fixture, method, path, content_type, body);
  const char *header;
  va_list headers;

  va_start (headers, body);
  while ((header = va_arg (headers, const char *)) != NULL)
    soup_message_headers_replace (
        soup_message_get_request_headers (message), header, va_arg (headers, const char *));
  va_end (headers);

  return send_message (fixture, message);
}

void
demo_answer_free (DemoAnswer *answer)
{
  if (answer == NULL)
    return;

  g_free (answer->body);
  g_clear_pointer (&answer->headers, soup_message_headers_unref);
  g_free (answer);
}

DemoAnswer *
demo_fixture_try_sign_in (DemoFixture *fixture, const char *email, const char *password)
{
  g_autofree char *body
      = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"%s\"}", email, password);

  return demo_fixture_send (fixture, "POST", "/api/v1/users/login", NULL, body);
}

char *
demo_fixture_sign_in (DemoFixture *fixture, const char *email, const char *password)
{
  g_autoptr (DemoAnswer) answer = demo_fixture_try_sign_in (fixture, email, password);

  g_assert_cmpuint (answer->status, ==, 200);

  return demo_answer_get_string (answer, "$.token");
}

static JsonNode *
query (DemoAnswer *answer, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (answer->body, &error);
  g_autoptr (JsonNode) found = NULL;

  g_assert_no_error (error);
  found = json_path_query (path, root, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (found)), ==, 1);

  return json_node_copy (json_array_get_element (json_node_get_array (found), 0));
}

char *
demo_answer_get_string (DemoAnswer *answer, const char *path)
{
  g_autoptr (JsonNode) node = query (answer, path);

  return json_node_dup_string (node);
}

gint64
demo_answer_get_int (DemoAnswer *answer, const char *path)
{
  g_autoptr (JsonNode) node = query (answer, path);

  return json_node_get_int (node);
}

/* Sends a request and compares the answer. */
void
demo_fixture_assert (DemoFixture *fixture,
                     const char *method,
                     const char *path,
                     const char *token,
                     const char *body,
                     guint status,
                     const char *text)
{
  g_autoptr (DemoAnswer) answer = demo_fixture_send (fixture, method, path, token, body);

  g_assert_cmpuint (answer->status, ==, status);
  if (text != NULL)
    g_assert_cmpstr (answer->body, ==, text);
}

GSocketConnection *
demo_fixture_connect (DemoFixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection = g_socket_client_connect_to_uri (
      client, latchkey_demo_server_get_uri (fixture->server), 0, NULL, &error);

  g_assert_no_error (error);

  return connection;
}

/* Sends @request as it is, and returns all that comes until the server closes the connection. */
char *
demo_fixture_exchange_raw (DemoFixture *fixture, const char *request)
{
  g_autoptr (GSocketConnection) connection = demo_fixture_connect (fixture);
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GError) error = NULL;
  GString *answer = g_string_new (NULL);

  g_output_stream_write_all (output, request, strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  while (TRUE)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GBytes) bytes = NULL;

      g_input_stream_read_bytes_async (
          input, 65536, G_PRIORITY_DEFAULT, NULL, finished, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      bytes = g_input_stream_read_bytes_finish (input, result, &error);
      g_assert_no_error (error);
      if (g_bytes_get_size (bytes) == 0)
        return g_string_free (answer, FALSE);
      g_string_append_len (answer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
}
