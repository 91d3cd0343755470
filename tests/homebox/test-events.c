#include "await.h"
#include "events-fixture.h"
#include "homebox-certificate.h"
#include "scripted-trust.h"

#include <string.h>

#define MUTATION "{\"event\":\"user.mutation\"}"
/* Of no certificate at all. */
#define OTHER_PIN                                                                                  \
  "00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00"

#define PING "{\"event\":\"ping\"}"

typedef struct
{
  EventsFixture events;
  EventServer *server;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = NULL;

  fixture->server = event_server_new (0);
  uri = event_server_dup_uri (fixture->server);
  events_fixture_set_up (&fixture->events, uri);
}

/* A certificate for 127.0.0.1 and nothing else, signed by itself and made for these tests. */
static GTlsCertificate *
start_tls (Fixture *fixture)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "loopback.pem", NULL);
  GTlsCertificate *certificate;
  g_autoptr (GError) error = NULL;

  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  fixture->server = event_server_new_with_tls (certificate);

  return certificate;
}

static void
set_up_tls (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = start_tls (fixture);
  g_autofree char *uri = event_server_dup_uri (fixture->server);

  events_fixture_set_up (&fixture->events, uri);
}

/* With the pin in @data, or that of the certificate. */
static void
set_up_pinned (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = start_tls (fixture);
  g_autofree char *uri = event_server_dup_uri (fixture->server);
  g_autofree char *fingerprint = homebox_certificate_fingerprint_of (certificate);
  g_autoptr (ScriptedTrust) trust = scripted_trust_new ();

  scripted_trust_pin (trust, uri, data != NULL ? data : fingerprint);
  events_fixture_set_up_trusting (&fixture->events, uri, HOMEBOX_TRUST (trust));
}

static void
set_up_trusted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "loopback.pem", NULL);
  g_autoptr (GTlsDatabase) trusted = NULL;
  g_autoptr (GError) error = NULL;

  trusted = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), trusted);
  set_up_tls (fixture, data);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  events_fixture_tear_down (&fixture->events);
  if (fixture->server != NULL)
    g_assert_finalize_object (fixture->server);
}

static void
open_them (Fixture *fixture)
{
  homebox_events_set_active (fixture->events.events, TRUE);
  events_fixture_await (&fixture->events, "connecting open (opened)");
}

static void
await_connections (Fixture *fixture, guint n_connections)
{
  while (event_server_get_n_connections (fixture->server) < n_connections)
    g_main_context_iteration (NULL, TRUE);
}

static void
await_closed (Fixture *fixture, guint index)
{
  SoupWebsocketConnection *connection = event_server_get_connection (fixture->server, index);

  while (soup_websocket_connection_get_state (connection) != SOUP_WEBSOCKET_STATE_CLOSED)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_tells (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (homebox_events_get_state (fixture->events.events), ==, HOMEBOX_EVENTS_IDLE);
  open_them (fixture);
  g_assert_cmpstr (fixture->events.log->str, ==, "connecting open (opened)");
  g_assert_cmpstr (event_server_get_authorization (fixture->server, 0), ==, "Bearer XTOKENX");

  event_server_send (fixture->server, PING);
  event_server_send (fixture->server, MUTATION);
  event_server_send (fixture->server, "{\"event\":\"item.mutation\",\"data\":{\"id\":[1]}}");
  events_fixture_await (&fixture->events, "(item.mutation)");
  g_assert_cmpstr (fixture->events.log->str, ==,
                   "connecting open (opened) (user-mutation) (user.mutation) (item.mutation)");
}

static void
count (HomeboxEvents *events, const char *name, guint *n_told)
{
  (*n_told)++;
}

static void
test_detail (Fixture *fixture, gconstpointer data)
{
  guint n_told = 0;

  g_signal_connect (fixture->events.events, "event::item.mutation", G_CALLBACK (count), &n_told);
  open_them (fixture);
  event_server_send (fixture->server, MUTATION);
  event_server_send (fixture->server, "{\"event\":\"item.mutation\"}");
  event_server_send (fixture->server, "{\"event\":\"made-up-by-the-server\"}");
  events_fixture_await (&fixture->events, "(made-up-by-the-server)");
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_cmpuint (g_quark_try_string ("made-up-by-the-server"), ==, 0);
}

static void
test_ignores (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  event_server_send (fixture->server, "");
  event_server_send (fixture->server, "user.mutation");
  event_server_send (fixture->server, "[{\"event\":\"user.mutation\"}]");
  event_server_send (fixture->server, "{\"event\":[\"user.mutation\"]}");
  event_server_send (fixture->server, "{\"Event\":\"user.mutation\"}");
  event_server_send (fixture->server, "{\"event\":\"user.mutation\"");
  soup_websocket_connection_send_binary (event_server_get_connection (fixture->server, 0), MUTATION,
                                         strlen (MUTATION));
  event_server_send (fixture->server, "{\"event\":\"last\"}");
  events_fixture_await (&fixture->events, "(last)");
  g_assert_cmpstr (fixture->events.log->str, ==, "connecting open (opened) (last)");
}

static void
test_stops (Fixture *fixture, gconstpointer data)
{
  SoupWebsocketConnection *connection;

  open_them (fixture);
  connection = event_server_get_connection (fixture->server, 0);
  homebox_events_set_active (fixture->events.events, FALSE);
  g_assert_cmpint (homebox_events_get_state (fixture->events.events), ==, HOMEBOX_EVENTS_IDLE);
  g_assert_null (fixture->events.events->timer);
  event_server_send (fixture->server, MUTATION);
  await_closed (fixture, 0);

  g_assert_cmpuint (soup_websocket_connection_get_close_code (connection), ==,
                    SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
  g_assert_cmpstr (fixture->events.log->str, ==, "connecting open (opened) idle");

  homebox_events_set_active (fixture->events.events, TRUE);
  events_fixture_await (&fixture->events, "idle connecting open (opened)");
}

static void
test_silence (Fixture *fixture, gconstpointer data)
{
  events_fixture_set_patience (&fixture->events, G_MAXINT, 50);
  open_them (fixture);
  event_server_send (fixture->server, PING);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");
  await_connections (fixture, 2);
}

static void
test_ping (Fixture *fixture, gconstpointer data)
{
  HomeboxEvents *events = fixture->events.events;
  gint64 deadline;

  events_fixture_set_patience (&fixture->events, G_MAXINT, 25000);
  open_them (fixture);
  deadline = g_source_get_ready_time (events->timer);
  g_assert_cmpint (deadline, >, g_get_monotonic_time () + 20 * G_USEC_PER_SEC);

  event_server_send (fixture->server, PING);
  while (!events->heard)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (g_source_get_ready_time (events->timer), >, deadline);
  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_OPEN);
}

/* A new server at the address of one that ended. */
static void
test_restart (Fixture *fixture, gconstpointer data)
{
  guint port = event_server_get_port (fixture->server);

  open_them (fixture);
  event_server_send (fixture->server, PING);
  while (!fixture->events.events->heard)
    g_main_context_iteration (NULL, TRUE);

  g_assert_finalize_object (g_steal_pointer (&fixture->server));

  /* Refused, again and again. */
  for (int i = 0; i < 4; i++)
    {
      events_fixture_await_state (&fixture->events, HOMEBOX_EVENTS_WAITING);
      events_fixture_await_state (&fixture->events, HOMEBOX_EVENTS_CONNECTING);
    }

  fixture->server = event_server_new (port);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");
  event_server_send (fixture->server, MUTATION);
  events_fixture_await (&fixture->events, "(user-mutation) (user.mutation)");
  g_assert_null (strstr (fixture->events.log->str, "unsupported"));
}

static void
test_retry (Fixture *fixture, gconstpointer data)
{
  HomeboxEvents *events = fixture->events.events;

  events->timing.first_retry = G_MAXINT;
  events->timing.longest_retry = G_MAXINT;
  open_them (fixture);
  event_server_cut (fixture->server);
  events_fixture_await (&fixture->events, "waiting");

  homebox_events_retry (events);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");
  homebox_events_retry (events);
  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_OPEN);
}

/* Half a header, half a payload. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  event_server_write (fixture->server, "\x81", 1);
  event_server_cut (fixture->server);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");

  event_server_send (fixture->server, PING);
  event_server_write (fixture->server, "\x81\x19{\"event\":\"user.mut", 20);
  event_server_cut (fixture->server);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");
  g_assert_null (strstr (fixture->events.log->str, "mutation"));
}

static void
test_server_closes (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  event_server_send (fixture->server, PING);
  soup_websocket_connection_close (event_server_get_connection (fixture->server, 0),
                                   SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");
}

/* A frame of 64 KiB and a byte; it is refused for what its header says. */
static void
test_large_frame (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  event_server_send (fixture->server, PING);
  event_server_write (fixture->server, "\x81\x7f\0\0\0\0\0\1\0\1{", 11);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");
}

static void
test_largest (Fixture *fixture, gconstpointer data)
{
  g_autofree char *spaces = g_strnfill (64 * 1024 - strlen (MUTATION), ' ');
  g_autofree char *text = g_strconcat (MUTATION, spaces, NULL);

  open_them (fixture);
  event_server_send (fixture->server, text);
  events_fixture_await (&fixture->events, "(user.mutation)");
}

static void
test_many_frames (Fixture *fixture, gconstpointer data)
{
  g_autofree char *spaces = g_strnfill (125, ' ');

  open_them (fixture);
  event_server_send (fixture->server, PING);
  event_server_write (fixture->server, "\x01\x19" MUTATION, 2 + strlen (MUTATION));
  for (int i = 0; i < 64 * 1024 / 125; i++)
    {
      event_server_write (fixture->server, "\x00\x7d", 2);
      event_server_write (fixture->server, spaces, 125);
      g_main_context_iteration (NULL, FALSE);
    }
  event_server_write (fixture->server, "\x80\x7d", 2);
  event_server_write (fixture->server, spaces, 125);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");
  g_assert_null (strstr (fixture->events.log->str, "mutation"));
}

/* Frames that no server may send. */
static void
test_nonsense (Fixture *fixture, gconstpointer data)
{
  static const char *const frames[] = { "\x83\x01x", "\x81\x81 mask", "\xf1\x01x", "\x81\x01\xff",
                                        "\x80\x01x", "\x09\x01x" };

  open_them (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      guint n_connections = event_server_get_n_connections (fixture->server);

      /* Useful so far, so that it is no reason to give up. */
      event_server_send (fixture->server, PING);
      while (!fixture->events.events->heard)
        g_main_context_iteration (NULL, TRUE);
      event_server_write (fixture->server, frames[i], strlen (frames[i]));
      await_connections (fixture, n_connections + 1);
      events_fixture_await (&fixture->events, "waiting connecting open (opened)");
    }
}

static void
test_useless (Fixture *fixture, gconstpointer data)
{
  event_server_set_cuts (fixture->server, TRUE);
  homebox_events_set_active (fixture->events.events, TRUE);
  events_fixture_await (&fixture->events, "unsupported");
  g_assert_cmpuint (event_server_get_n_connections (fixture->server), ==, 3);

  event_server_set_cuts (fixture->server, FALSE);
  homebox_events_set_active (fixture->events.events, FALSE);
  open_them (fixture);
}

/* What was of use once may fail at times. */
static void
test_useless_at_times (Fixture *fixture, gconstpointer data)
{
  homebox_events_set_active (fixture->events.events, TRUE);
  for (guint i = 1; i <= 9; i++)
    {
      await_connections (fixture, i);
      events_fixture_await_state (&fixture->events, HOMEBOX_EVENTS_OPEN);
      if (i % 3 == 0)
        {
          event_server_send (fixture->server, PING);
          while (!fixture->events.events->heard)
            g_main_context_iteration (NULL, TRUE);
        }
      event_server_cut (fixture->server);
      events_fixture_await_state (&fixture->events, HOMEBOX_EVENTS_WAITING);
    }
}

/* A proxy that says yes, and then keeps everything to itself. */
static void
test_mute (Fixture *fixture, gconstpointer data)
{
  events_fixture_set_patience (&fixture->events, G_MAXINT, 10);
  homebox_events_set_active (fixture->events.events, TRUE);
  events_fixture_await (&fixture->events, "unsupported");
  g_assert_cmpuint (event_server_get_n_connections (fixture->server), ==, 3);
}

static void
test_token (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  events_fixture_set_token (&fixture->events, "XOTHERX");
  await_connections (fixture, 2);
  events_fixture_await (&fixture->events, "(opened) connecting open (opened)");
  g_assert_cmpstr (event_server_get_authorization (fixture->server, 1), ==, "Bearer XOTHERX");
  await_closed (fixture, 0);

  homebox_events_set_active (fixture->events.events, FALSE);
  events_fixture_set_token (&fixture->events, "XTHIRDX");
  g_assert_cmpint (homebox_events_get_state (fixture->events.events), ==, HOMEBOX_EVENTS_IDLE);
}

static void
test_same_token (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  g_object_notify (G_OBJECT (fixture->events.session), "token");
  g_assert_cmpint (homebox_events_get_state (fixture->events.events), ==, HOMEBOX_EVENTS_OPEN);
}

static void
test_session_closed (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  homebox_session_happen (fixture->events.session, HOMEBOX_SESSION_EVENT_CLOSED);
  g_assert_cmpint (homebox_events_get_state (fixture->events.events), ==, HOMEBOX_EVENTS_ENDED);
  await_closed (fixture, 0);
}

static void
test_session_resumed (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  homebox_session_happen (fixture->events.session, HOMEBOX_SESSION_EVENT_REFUSED);
  g_assert_cmpint (homebox_events_get_state (fixture->events.events), ==, HOMEBOX_EVENTS_ENDED);
  homebox_session_happen (fixture->events.session, HOMEBOX_SESSION_EVENT_RESUMED);
  events_fixture_await_state (&fixture->events, HOMEBOX_EVENTS_OPEN);
}

/* A request that found no server says nothing about a connection that is open. */
static void
test_session_unreachable (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  homebox_session_happen (fixture->events.session, HOMEBOX_SESSION_EVENT_NO_SERVER);
  g_assert_cmpint (homebox_session_get_state (fixture->events.session), ==,
                   HOMEBOX_SESSION_UNREACHABLE);
  g_assert_cmpint (homebox_events_get_state (fixture->events.events), ==, HOMEBOX_EVENTS_OPEN);
}

static void
test_session_over_before (Fixture *fixture, gconstpointer data)
{
  HomeboxEvents *events;

  homebox_session_happen (fixture->events.session, HOMEBOX_SESSION_EVENT_CLOSED);
  events = homebox_events_new (fixture->events.session);
  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_ENDED);
  homebox_events_set_active (events, TRUE);
  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_ENDED);
  g_assert_finalize_object (events);
}

static void
test_gone_while_open (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  event_server_send (fixture->server, MUTATION);
  g_assert_finalize_object (g_steal_pointer (&fixture->events.events));
  await_closed (fixture, 0);
}

static void
test_gone_while_waiting (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  event_server_cut (fixture->server);
  events_fixture_await (&fixture->events, "waiting");
  g_assert_finalize_object (g_steal_pointer (&fixture->events.events));
}

static void
let_go (HomeboxEvents *events, Fixture *fixture)
{
  g_clear_object (&fixture->events.events);
}

static void
test_gone_from_a_handler (Fixture *fixture, gconstpointer data)
{
  /* In one piece: an event, a ping and a goodbye (of RFC 6455). */
  static const char frames[] = "\x81\x19" MUTATION "\x89\x01x\x88\x02\x03\xe8";
  gpointer events = fixture->events.events;

  g_object_add_weak_pointer (events, &events);
  g_signal_connect (events, "user-mutation", G_CALLBACK (let_go), fixture);
  open_them (fixture);
  event_server_write (fixture->server, frames, sizeof frames - 1);
  while (events != NULL)
    g_main_context_iteration (NULL, TRUE);
  await_closed (fixture, 0);
}

static void
stop (HomeboxEvents *events)
{
  homebox_events_set_active (events, FALSE);
}

static void
test_stopped_from_a_handler (Fixture *fixture, gconstpointer data)
{
  HomeboxEvents *events = fixture->events.events;

  g_signal_connect (events, data, G_CALLBACK (stop), NULL);
  homebox_events_set_active (events, TRUE);
  while (event_server_get_n_connections (fixture->server) == 0)
    g_main_context_iteration (NULL, TRUE);
  event_server_send (fixture->server, MUTATION);
  event_server_send (fixture->server, MUTATION);
  events_fixture_await_state (&fixture->events, HOMEBOX_EVENTS_IDLE);
  await_closed (fixture, 0);
  g_assert_null (events->timer);
  g_assert_null (events->socket);
}

static void
stop_when_open (HomeboxEvents *events)
{
  if (homebox_events_get_state (events) == HOMEBOX_EVENTS_OPEN)
    homebox_events_set_active (events, FALSE);
}

static void
test_stopped_by_the_state (Fixture *fixture, gconstpointer data)
{
  HomeboxEvents *events = fixture->events.events;

  g_signal_connect (events, "notify::state", G_CALLBACK (stop_when_open), NULL);
  homebox_events_set_active (events, TRUE);
  events_fixture_await (&fixture->events, "connecting open idle");
  await_closed (fixture, 0);
  g_assert_cmpstr (fixture->events.log->str, ==, "connecting open idle");
}

static guint n_polls;

static int
counting_poll (GPollFD *fds, guint n_fds, int timeout)
{
  /* One that is not to wait is part of work already counted. */
  if (timeout != 0)
    n_polls++;

  return g_poll (fds, n_fds, timeout);
}

/* In milliseconds. */
static int
time_to_next_wake_up (void)
{
  GMainContext *context = g_main_context_default ();
  int priority;
  int timeout = -1;

  g_assert_true (g_main_context_acquire (context));
  while (g_main_context_iteration (context, FALSE))
    continue;
  g_main_context_prepare (context, &priority);
  g_main_context_query (context, priority, &timeout, NULL, 0);
  g_main_context_release (context);

  return timeout;
}

static void
note_message (SoupWebsocketConnection *connection, int type, GBytes *message, guint *n_messages)
{
  (*n_messages)++;
}

static void
note_heard (HomeboxEventSocket *socket, const char *event, guint *n_messages)
{
  (*n_messages)++;
}

/* Sends a ping, and counts how often the main loop wakes up until it has been read. */
static guint
count_wake_ups (Fixture *fixture, const guint *n_messages)
{
  guint n_before = *n_messages;

  event_server_send (fixture->server, PING);
  n_polls = 0;
  g_main_context_set_poll_func (NULL, counting_poll);
  while (*n_messages == n_before)
    g_main_context_iteration (NULL, TRUE);
  g_main_context_set_poll_func (NULL, NULL);

  return n_polls;
}

static SoupWebsocketConnection *
open_bare_connection (Fixture *fixture)
{
  g_autofree char *base = event_server_dup_uri (fixture->server);
  g_autofree char *uri = g_strconcat (base, "/api/v1/ws/events", NULL);
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GAsyncResult) result = NULL;

  soup_session_websocket_connect_async (session, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL,
                                        await_store, &result);

  return soup_session_websocket_connect_finish (session, await (&result), NULL);
}

/* All that is waited for is the deadline of the connection, which each ping puts off; and reading a
 * ping wakes up no more than a connection that nobody looks after. */
static void
test_rests (Fixture *fixture, gconstpointer data)
{
  HomeboxEvents *events = fixture->events.events;
  g_autoptr (SoupWebsocketConnection) bare = open_bare_connection (fixture);
  guint n_messages = 0;
  guint n_wake_ups = 0;
  guint n_bare = 0;

  g_signal_connect (bare, "message", G_CALLBACK (note_message), &n_messages);
  await_connections (fixture, 1);
  for (int i = 0; i < 10; i++)
    n_bare += count_wake_ups (fixture, &n_messages);

  events_fixture_set_patience (&fixture->events, 20000, 25000);
  open_them (fixture);
  await_connections (fixture, 2);
  g_signal_connect (events->socket, "heard", G_CALLBACK (note_heard), &n_messages);
  g_assert_cmpint (time_to_next_wake_up (), >, 20000);

  for (int i = 0; i < 10; i++)
    {
      n_wake_ups += count_wake_ups (fixture, &n_messages);
      g_assert_cmpint (time_to_next_wake_up (), >, 20000);
    }
  g_assert_cmpuint (n_wake_ups, <=, n_bare);

  homebox_events_set_active (events, FALSE);
  await_closed (fixture, 1);
  g_assert_null (events->timer);
}

static void
tear_down_trusted (Fixture *fixture, gconstpointer data)
{
  tear_down (fixture, data);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
}

static void
test_trusted (Fixture *fixture, gconstpointer data)
{
  open_them (fixture);
  event_server_send (fixture->server, MUTATION);
  events_fixture_await (&fixture->events, "(user-mutation) (user.mutation)");
  event_server_cut (fixture->server);
  events_fixture_await (&fixture->events, "waiting connecting open (opened)");
}

/* Nothing was asked of it, and so no token told. */
static void
test_not_trusted (Fixture *fixture, gconstpointer data)
{
  homebox_events_set_active (fixture->events.events, TRUE);
  events_fixture_await (&fixture->events, "connecting waiting connecting waiting");
  g_assert_cmpuint (event_server_get_n_connections (fixture->server), ==, 0);
}

#define ADD(path, test, data)                                                                      \
  g_test_add ("/events/" path, Fixture, data, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("tells-what-happens", test_tells, NULL);
  ADD ("tells-with-a-detail", test_detail, NULL);
  ADD ("ignores-what-is-no-event", test_ignores, NULL);
  ADD ("says-goodbye-when-not-active", test_stops, NULL);
  ADD ("silence-is-a-dead-connection", test_silence, NULL);
  ADD ("ping-puts-the-deadline-off", test_ping, NULL);
  ADD ("costs-no-wake-up", test_rests, NULL);
  ADD ("server-restarts", test_restart, NULL);
  ADD ("server-says-goodbye", test_server_closes, NULL);
  ADD ("retry-does-not-wait", test_retry, NULL);
  ADD ("cut-within-a-frame", test_cut, NULL);
  ADD ("limit/frame", test_large_frame, NULL);
  ADD ("limit/message-of-many-frames", test_many_frames, NULL);
  ADD ("limit/just-within", test_largest, NULL);
  ADD ("nonsense", test_nonsense, NULL);
  ADD ("useless/ends-at-once", test_useless, NULL);
  ADD ("useless/ends-at-once-at-times", test_useless_at_times, NULL);
  ADD ("useless/says-nothing", test_mute, NULL);
  ADD ("token/another-one", test_token, NULL);
  ADD ("token/the-same", test_same_token, NULL);
  ADD ("session/signed-out", test_session_closed, NULL);
  ADD ("session/resumed", test_session_resumed, NULL);
  ADD ("session/unreachable", test_session_unreachable, NULL);
  ADD ("session/over-before", test_session_over_before, NULL);
  ADD ("goes/while-open", test_gone_while_open, NULL);
  ADD ("goes/while-waiting", test_gone_while_waiting, NULL);
  ADD ("goes/from-a-handler", test_gone_from_a_handler, NULL);
  ADD ("stops/when-it-opens", test_stopped_from_a_handler, "opened");
  ADD ("stops/by-the-state", test_stopped_by_the_state, NULL);
  ADD ("stops/when-told", test_stopped_from_a_handler, "user-mutation");
  ADD ("stops/when-an-event-is-told", test_stopped_from_a_handler, "event");

  g_test_add ("/events/tls/not-trusted", Fixture, NULL, set_up_tls, test_not_trusted, tear_down);
  g_test_add ("/events/tls/pinned", Fixture, NULL, set_up_pinned, test_trusted, tear_down);
  g_test_add ("/events/tls/another-is-pinned", Fixture, OTHER_PIN, set_up_pinned,
              test_not_trusted, tear_down);
  g_test_add ("/events/tls/not-trusted-after-one-was", Fixture, NULL, set_up_tls, test_not_trusted,
              tear_down);
  g_test_add ("/events/tls/trusted", Fixture, NULL, set_up_trusted, test_trusted,
              tear_down_trusted);

  return g_test_run ();
}
