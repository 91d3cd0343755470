#include "client-fixture.h"

#include <sys/socket.h>

/* Whether what is sent next finds that its connection died. */
static gboolean is_dying;

/* Stands before the function of this name in the libraries too: a connection that is lost after
 * libsoup looked whether it is still there, as happens while a server is being stopped. */
G_MODULE_EXPORT ssize_t
send (int fd, const void *data, size_t length, int flags)
{
  if (is_dying)
    {
      is_dying = FALSE;
      shutdown (fd, SHUT_RDWR);
    }

  return sendto (fd, data, length, flags, NULL, 0);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_waiting = user_data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = homebox_client_send_finish (HOMEBOX_CLIENT (source), result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  (*n_waiting)--;
}

/* At the same time, each on a connection of its own. */
static void
read_at_once (ClientFixture *fixture, guint n_reads)
{
  g_autoptr (HomeboxRequest) request = NULL;
  guint n_waiting = n_reads;

  request = homebox_request_new ("GET", "/status", HOMEBOX_REQUEST_DEFAULT);
  for (guint i = 0; i < n_reads; i++)
    homebox_client_send_async (fixture->client, request, NULL, on_answer, &n_waiting);
  while (n_waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_read (gconstpointer data)
{
  guint n_kept = GPOINTER_TO_UINT (data);
  ClientFixture fixture;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer_json (fixture.server, "200 OK", "{}");
  read_at_once (&fixture, n_kept);
  g_assert_cmpuint (raw_server_get_n_connections (fixture.server), ==, n_kept);

  is_dying = TRUE;
  read_at_once (&fixture, 1);
  g_assert_false (is_dying);
  g_assert_cmpuint (raw_server_get_n_connections (fixture.server), ==, n_kept + 1);
  g_assert_cmpuint (raw_server_get_n_requests (fixture.server), ==, n_kept + 1);
  client_fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/client/dead-connections/the-only-one", GUINT_TO_POINTER (1), test_read);
  g_test_add_data_func ("/client/dead-connections/one-of-two", GUINT_TO_POINTER (2), test_read);

  return g_test_run ();
}
