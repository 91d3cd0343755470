#include "homebox-authorization-answer.h"
#include "homebox-loopback-receiver.h"

#include <string.h>

#define PATH "/api/v1/users/login/oidc/callback"
#define STATE "the-state"

typedef struct
{
  HomeboxLoopbackReceiver *receiver;
  guint n_answers;
  char *code;
  char *refusal;
} Fixture;

/* One connection from outside: sends some bytes, then collects everything until the end. */
typedef struct
{
  GSocketConnection *stream;
  GString *received;
  char buffer[4096];
  gboolean done;
} Caller;

static void
answered (HomeboxLoopbackReceiver *receiver,
          HomeboxAuthorizationAnswer *answer,
          Fixture *fixture)
{
  HomeboxSecret *code = homebox_authorization_answer_get_code (answer);

  fixture->n_answers++;
  if (code != NULL)
    fixture->code = g_strdup (homebox_secret_peek (code));
  fixture->refusal = g_strdup (homebox_authorization_answer_get_error (answer));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxSecret) state = homebox_secret_new (STATE);
  g_autoptr (GError) error = NULL;

  fixture->receiver = homebox_loopback_receiver_new ();
  g_signal_connect (fixture->receiver, "answered", G_CALLBACK (answered), fixture);
  homebox_loopback_receiver_listen (fixture->receiver, NULL, 0, &error);
  g_assert_no_error (error);
  homebox_loopback_receiver_expect (fixture->receiver, PATH, state);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  homebox_loopback_receiver_stop (fixture->receiver);
  /* What was still under way holds a reference until it has noticed. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->receiver);
  g_free (fixture->code);
  g_free (fixture->refusal);
}

static void
caller_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Caller *caller = user_data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (length <= 0)
    {
      caller->done = TRUE;
      return;
    }

  g_string_append_len (caller->received, caller->buffer, length);
  g_input_stream_read_async (G_INPUT_STREAM (source), caller->buffer, sizeof caller->buffer,
                             G_PRIORITY_DEFAULT, NULL, caller_read, caller);
}

static Caller *
call (Fixture *fixture, const char *bytes)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  Caller *caller = g_new0 (Caller, 1);
  gsize length = strlen (bytes);
  GOutputStream *output;

  caller->received = g_string_new (NULL);
  caller->stream = g_socket_client_connect_to_host (
      client, "127.0.0.1", homebox_loopback_receiver_get_port (fixture->receiver), NULL, &error);
  g_assert_no_error (error);
  output = g_io_stream_get_output_stream (G_IO_STREAM (caller->stream));

  /* The other side may close before it has everything, which is its right. */
  while (length > 0)
    {
      gssize written = g_pollable_output_stream_write_nonblocking (
          G_POLLABLE_OUTPUT_STREAM (output), bytes, length, NULL, NULL);

      if (written > 0)
        {
          bytes += written;
          length -= written;
        }
      else if (!g_main_context_iteration (NULL, FALSE) &&
               g_pollable_output_stream_is_writable (G_POLLABLE_OUTPUT_STREAM (output)))
        break;
    }

  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (caller->stream)),
                             caller->buffer, sizeof caller->buffer, G_PRIORITY_DEFAULT, NULL,
                             caller_read, caller);
  return caller;
}

static void
caller_free (Caller *caller)
{
  g_io_stream_close (G_IO_STREAM (caller->stream), NULL, NULL);
  while (!caller->done)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (caller->stream);
  g_string_free (caller->received, TRUE);
  g_free (caller);
}

static void
wait_done (Caller *caller)
{
  while (!caller->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_answered (Fixture *fixture)
{
  while (fixture->n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
}

static char *
make_request (Fixture *fixture, const char *method, const char *target)
{
  return g_strdup_printf ("%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nAccept: text/html\r\n\r\n", method,
                          target, homebox_loopback_receiver_get_port (fixture->receiver));
}

static void
assert_refused (Fixture *fixture, const char *request)
{
  Caller *caller = call (fixture, request);

  wait_done (caller);
  g_assert_true (g_str_has_prefix (caller->received->str, "HTTP/1.1 404 "));
  g_assert_null (strstr (caller->received->str, STATE));
  g_assert_cmpuint (fixture->n_answers, ==, 0);
  caller_free (caller);
}

static void
test_code (Fixture *fixture, gconstpointer data)
{
  g_autofree char *request =
      make_request (fixture, "GET", PATH "?state=" STATE "&code=a%2Bb%20c&session_state=1");
  Caller *caller = call (fixture, request);

  wait_answered (fixture);
  g_assert_cmpstr (fixture->code, ==, "a+b c");
  g_assert_null (fixture->refusal);
  g_assert_false (caller->done);

  homebox_loopback_receiver_conclude (fixture->receiver, "You <are> in", "Close & go");
  wait_done (caller);
  g_assert_true (g_str_has_prefix (caller->received->str, "HTTP/1.1 200 OK\r\n"));
  g_assert_nonnull (strstr (caller->received->str, "You &lt;are&gt; in"));
  g_assert_nonnull (strstr (caller->received->str, "Close &amp; go"));
  g_assert_nonnull (strstr (caller->received->str,
                            "Content-Security-Policy: default-src 'none'; style-src 'sha256-"));
  g_assert_nonnull (strstr (caller->received->str, "Cache-Control: no-store\r\n"));
  g_assert_null (strstr (caller->received->str, "<script"));
  caller_free (caller);
}

static void
test_refusal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *request =
      make_request (fixture, "GET", PATH "?error=access_denied&state=" STATE);
  Caller *caller = call (fixture, request);

  wait_answered (fixture);
  g_assert_cmpstr (fixture->refusal, ==, "access_denied");
  g_assert_null (fixture->code);
  caller_free (caller);
}

static void
test_stranger (Fixture *fixture, gconstpointer data)
{
  static const char *const targets[] = {
    "/",
    "/favicon.ico",
    PATH,
    PATH "?",
    PATH "?code=x",
    PATH "?state=" STATE,
    PATH "?code=x&state=wrong",
    PATH "?code=x&state=" STATE "x",
    PATH "?code=x&code=y&state=" STATE,
    PATH "?code=x&state=" STATE "&state=" STATE,
    PATH "?code=&state=" STATE,
    PATH "?code=x&error=access_denied&state=" STATE,
    PATH "?error=access_denied",
    PATH "/?code=x&state=" STATE,
    "/other?code=x&state=" STATE,
    PATH "?code=%zz&state=%",
  };
  static const char *const methods[] = { "HEAD", "POST", "PUT", "OPTIONS", "CONNECT", "get" };

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *request = make_request (fixture, "GET", targets[i]);

      assert_refused (fixture, request);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autofree char *request = make_request (fixture, methods[i], PATH "?code=x&state=" STATE);

      assert_refused (fixture, request);
    }
}

static void
test_host (Fixture *fixture, gconstpointer data)
{
  static const char *const hosts[] = {
    "", "Host: evil.example\r\n", "Host: 127.0.0.1\r\n", "Host: localhost:%u\r\n",
    "Host: 127.0.0.1:%u\r\nHost: evil.example\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *port = g_strdup_printf (
          "%u", homebox_loopback_receiver_get_port (fixture->receiver));
      g_autoptr (GString) request = g_string_new ("GET " PATH "?code=x&state=" STATE
                                                  " HTTP/1.1\r\n");

      g_string_append (request, hosts[i]);
      g_string_replace (request, "%u", port, 0);
      g_string_append (request, "\r\n");
      assert_refused (fixture, request->str);
    }
}

static void
test_not_http (Fixture *fixture, gconstpointer data)
{
  g_autofree char *endless = g_strnfill (1024 * 1024, 'a');
  g_autofree char *line = g_strconcat ("GET " PATH "?code=", endless, NULL);
  const char *const requests[] = { "\r\n\r\n", "hello\r\n\r\n", "\x16\x03\x01\r\n\r\n", line };

  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      Caller *caller = call (fixture, requests[i]);

      wait_done (caller);
      g_assert_cmpuint (fixture->n_answers, ==, 0);
      caller_free (caller);
    }
}

static void
test_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *request = make_request (fixture, "GET", PATH "?code=x&state=" STATE);
  Caller *first = call (fixture, request);
  Caller *second = call (fixture, request);

  while (!first->done && !second->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_answers, ==, 1);

  homebox_loopback_receiver_conclude (fixture->receiver, "Done", "Done");
  wait_done (first);
  wait_done (second);
  g_assert_true (g_str_has_prefix (first->received->str, "HTTP/1.1 200 "));
  g_assert_true (g_str_has_prefix (second->received->str, "HTTP/1.1 404 "));
  caller_free (first);
  caller_free (second);
}

static void
test_before_expected (Fixture *fixture, gconstpointer data)
{
  HomeboxLoopbackReceiver *early = homebox_loopback_receiver_new ();
  HomeboxLoopbackReceiver *late = fixture->receiver;
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;

  homebox_loopback_receiver_listen (early, NULL, 0, &error);
  g_assert_no_error (error);
  g_signal_connect (early, "answered", G_CALLBACK (answered), fixture);

  fixture->receiver = early;
  request = make_request (fixture, "GET", PATH "?code=x&state=" STATE);
  assert_refused (fixture, request);
  homebox_loopback_receiver_stop (early);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (early);
  fixture->receiver = late;
}

static void
test_flood (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) flood = g_ptr_array_new_with_free_func ((GDestroyNotify) caller_free);
  g_autofree char *request = make_request (fixture, "GET", PATH "?code=x&state=" STATE);
  Caller *browser;

  /* Each begins a request that it never ends. */
  for (guint i = 0; i < 1000; i++)
    {
      g_ptr_array_add (flood, call (fixture, "GET / HT"));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  browser = call (fixture, request);
  wait_answered (fixture);
  g_assert_cmpstr (fixture->code, ==, "x");

  homebox_loopback_receiver_conclude (fixture->receiver, "Done", "Done");
  wait_done (browser);
  g_assert_true (g_str_has_prefix (browser->received->str, "HTTP/1.1 200 "));
  caller_free (browser);

  /* Nobody is left hanging. */
  for (guint i = 0; i < flood->len; i++)
    wait_done (g_ptr_array_index (flood, i));
}

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  Caller *caller = call (fixture, "GET ");

  wait_done (caller);
  g_assert_cmpuint (caller->received->len, ==, 0);
  caller_free (caller);
}

static void
test_ports (void)
{
  HomeboxLoopbackReceiver *first = homebox_loopback_receiver_new ();
  HomeboxLoopbackReceiver *second = homebox_loopback_receiver_new ();
  HomeboxLoopbackReceiver *third = homebox_loopback_receiver_new ();
  HomeboxLoopbackReceiver *const receivers[] = { first, second, third };
  g_autoptr (GError) error = NULL;
  guint16 ports[2];

  homebox_loopback_receiver_listen (first, NULL, 0, &error);
  g_assert_no_error (error);
  ports[0] = homebox_loopback_receiver_get_port (first);
  g_assert_cmpuint (ports[0], >, 1023);

  /* A port that was free a moment ago. */
  homebox_loopback_receiver_listen (second, NULL, 0, &error);
  g_assert_no_error (error);
  ports[1] = homebox_loopback_receiver_get_port (second);
  homebox_loopback_receiver_stop (second);

  homebox_loopback_receiver_listen (second, ports, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_loopback_receiver_get_port (second), ==, ports[1]);

  homebox_loopback_receiver_listen (third, ports, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_loopback_receiver_get_port (third), !=, ports[0]);
  g_assert_cmpuint (homebox_loopback_receiver_get_port (third), !=, ports[1]);

  for (gsize i = 0; i < G_N_ELEMENTS (receivers); i++)
    {
      homebox_loopback_receiver_stop (receivers[i]);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_finalize_object (receivers[i]);
    }
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/loopback-receiver/code/is-taken-and-its-page-waits-for-the-outcome", test_code);
  add ("/loopback-receiver/refusal/is-told", test_refusal);
  add ("/loopback-receiver/stranger/is-refused-and-changes-nothing", test_stranger);
  add ("/loopback-receiver/host/another-name-for-this-computer-is-refused", test_host);
  add ("/loopback-receiver/not-http/is-dropped", test_not_http);
  add ("/loopback-receiver/once/a-second-answer-is-refused", test_once);
  add ("/loopback-receiver/early/an-answer-before-it-is-expected-is-refused",
       test_before_expected);
  add ("/loopback-receiver/flood/the-browser-gets-through", test_flood);
  add ("/loopback-receiver/slow/is-dropped-after-a-while", test_slow);
  g_test_add_func ("/loopback-receiver/ports/the-first-free-one-is-taken", test_ports);

  return g_test_run ();
}
