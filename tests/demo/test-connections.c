#include "demo-fixture.h"

#define RAW_GET "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n"
/* The server answers it with 500. */
#define RAW_POST \
  "POST /api/v1/users/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"

static guint
count_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;

  return count;
}

static void
note_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(gssize *) user_data = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  g_assert_no_error (error);
}

/* Sends a request and reads some of the answer. The connection stays open. */
static void
send_raw (GSocketConnection *connection, const char *request)
{
  g_autoptr (GError) error = NULL;
  char buffer[4096];
  gssize n_read = -1;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             request,
                             strlen (request),
                             NULL,
                             NULL,
                             &error);
  g_assert_no_error (error);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                             buffer,
                             sizeof buffer,
                             G_PRIORITY_DEFAULT,
                             NULL,
                             note_read,
                             &n_read);
  while (n_read == -1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (n_read, >, 0);
}

/* A server that forgot one of them would wait here in vain. */
static void
test_hang_up (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketConnection) first = demo_fixture_connect (fixture);
  guint n_before;

  /* The first one also opens what GLib keeps open. */
  send_raw (first, RAW_GET);
  n_before = count_files ();
  for (int i = 0; i < 20; i++)
    {
      GSocketConnection *connection = demo_fixture_connect (fixture);

      g_ptr_array_add (connections, connection);
      send_raw (connection, i % 2 == 0 ? RAW_GET : RAW_POST);
      if (i % 3 == 0)
        send_raw (connection, RAW_GET);
    }
  g_assert_cmpuint (count_files (), >=, n_before + 40);

  g_ptr_array_set_size (connections, 0);
  while (count_files () > n_before)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_kept (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (GSocketConnection) connection = demo_fixture_connect (fixture);

  for (int i = 0; i < 3; i++)
    send_raw (connection, RAW_GET);
  g_assert_cmpuint (fixture->requests->len, ==, 3);
}

static void
test_half_closed (DemoFixture *fixture, gconstpointer version)
{
  g_autoptr (GSocketConnection) connection = demo_fixture_connect (fixture);
  g_autoptr (GError) error = NULL;
  const char *requests = RAW_GET RAW_GET RAW_GET;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             requests,
                             strlen (requests),
                             NULL,
                             NULL,
                             &error);
  g_assert_no_error (error);
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, &error);
  g_assert_no_error (error);
  while (fixture->requests->len < 3)
    g_main_context_iteration (NULL, TRUE);
}

#define ADD(path, function) \
  g_test_add ("/demo/connections/" path, \
              DemoFixture, \
              DEMO_VERSION (CURRENT), \
              demo_fixture_set_up, \
              function, \
              demo_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("closed-when-the-client-hangs-up", test_hang_up);
  ADD ("kept-between-requests", test_kept);
  ADD ("half-closed-one-is-still-answered", test_half_closed);

  return g_test_run ();
}
