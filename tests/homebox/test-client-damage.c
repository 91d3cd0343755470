#include "client-fixture.h"

#include <string.h>

#define ROUNDS 200

typedef struct
{
  const char *name;
  const char *head;
  const char *body;
  const char *json;
} Whole;

static const Whole wholes[] = {
  { "length",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    "Permissions-Policy: camera=(self)\r\nContent-Length: 32\r\nDate: x\r\n\r\n",
    "{\"item\":{\"name\":\"Zo\xc3\xab\",\"n\":[1]}}",
    "{\"item\":{\"name\":\"Zo\xc3\xab\",\"n\":[1]}}" },
  { "length-and-close",
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n"
    "Content-Length: 10\r\n\r\n",
    "{\"a\":true}", "{\"a\":true}" },
  { "chunks",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    "Transfer-Encoding: chunked\r\n\r\n",
    "7\r\n{\"a\":[1\r\n4\r\n,2,3\r\n2\r\n]}\r\n0\r\n\r\n", "{\"a\":[1,2,3]}" },
  { "until-the-end", "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n", "[1,\"\\u00eb\"]",
    "[1,\"\\u00eb\"]" },
};

/* What is cut is lost, or complete in spite of the cut; but never accepted with something missing.
 * A server that never answered before may be none, as far as anyone can tell from half a head. */
static void
assert_lost_or_whole (ClientFixture *fixture, const Whole *whole, gsize length, gboolean known)
{
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *body;

  response = call_path (fixture->client, "GET", "/status", &error);

  if (response != NULL)
    {
      g_assert_cmpuint (length, >, strlen (whole->head));
      body = homebox_response_get_body (response);
      g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), whole->json,
                       strlen (whole->json));
    }
  else if (known || length == 0 || length >= strlen (whole->head))
    {
      assert_homebox_error (error, HOMEBOX_ERROR_CONNECTION_LOST);
    }
  else if (!g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CONNECTION_LOST))
    {
      assert_homebox_error (error, HOMEBOX_ERROR_NOT_HOMEBOX);
    }
}

static void
cut_everywhere (const Whole *whole, gboolean known)
{
  g_autofree char *answer = g_strconcat (whole->head, whole->body, NULL);
  ClientFixture fixture;

  for (gsize length = 0; length <= strlen (answer); length++)
    {
      client_fixture_set_up (&fixture, NULL);

      if (known)
        {
          g_autoptr (HomeboxResponse) response = NULL;

          raw_server_answer_json (fixture.server, "200 OK", "{}");
          response = call_path (fixture.client, "GET", "/status", NULL);
        }

      raw_server_answer_bytes (fixture.server, RAW_THEN_CLOSE, answer, length);
      assert_lost_or_whole (&fixture, whole, length, known);
      client_fixture_tear_down (&fixture, NULL);
    }
}

static void
test_cut_everywhere (gconstpointer data)
{
  cut_everywhere (data, TRUE);
}

static void
test_first_cut_everywhere (gconstpointer data)
{
  cut_everywhere (data, FALSE);
}

/* The last byte of a length that is known is as good as any. */
static void
test_last_byte_missing (ClientFixture *fixture, gconstpointer data)
{
  g_autofree char *answer = g_strconcat (wholes[1].head, wholes[1].body, NULL);

  raw_server_answer_bytes (fixture->server, RAW_THEN_CLOSE, answer, strlen (answer) - 1);
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_CONNECTION_LOST);
}

static void
test_nothing_missing (gconstpointer data)
{
  const Whole *whole = data;
  g_autofree char *answer = g_strconcat (whole->head, whole->body, NULL);
  ClientFixture fixture;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer (fixture.server, RAW_THEN_CLOSE, answer);
  response = call_path (fixture.client, "GET", "/status", &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (homebox_response_get_body (response), NULL),
                   g_bytes_get_size (homebox_response_get_body (response)), whole->json,
                   strlen (whole->json));
  client_fixture_tear_down (&fixture, NULL);
}

static void
test_length_below_zero (ClientFixture *fixture, gconstpointer data)
{
  raw_server_answer (fixture->server, RAW_THEN_KEEP,
                     "HTTP/1.1 200 OK\r\nContent-Length: -10\r\n\r\n{}");
  client_fixture_assert_fails (fixture, HOMEBOX_ERROR_BROKEN_ANSWER);
}

/* Reads all that can be read of an answer: one success or one error each. */
static void
read_all (HomeboxResponse *response)
{
  g_autoptr (GError) check = NULL;
  g_autoptr (GError) object = NULL;
  g_autoptr (GError) array = NULL;
  const char *text = homebox_response_get_error_text (response);
  gboolean fine = homebox_response_check (response, &check);

  g_assert_true (fine == (check == NULL));
  g_assert_true ((homebox_response_get_object (response, &object) != NULL) == (object == NULL));
  g_assert_true ((homebox_response_get_array (response, &array) != NULL) == (array == NULL));

  if (check != NULL)
    g_assert_cmpint (check->domain, ==, HOMEBOX_ERROR);
  if (text != NULL)
    g_assert_true (g_utf8_validate (text, -1, NULL) && g_utf8_strlen (text, -1) <= 300);
}

static void
assert_survives (gconstpointer data, gsize length)
{
  ClientFixture fixture;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  client_fixture_set_up (&fixture, NULL);
  raw_server_answer_bytes (fixture.server, RAW_THEN_CLOSE, data, length);
  response = call_path (fixture.client, "GET", "/status", &error);

  if (response != NULL)
    read_all (response);
  else
    g_assert_cmpint (error->domain, ==, HOMEBOX_ERROR);

  g_clear_pointer (&response, homebox_response_unref);
  client_fixture_tear_down (&fixture, NULL);
}

/* GLib prints the seed of what is random here, and takes it back with --seed. */
static void
test_garbage (void)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      char garbage[512];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof garbage);

      for (gsize i = 0; i < length; i++)
        garbage[i] = (char) g_test_rand_int_range (0, 256);

      assert_survives (garbage, length);
    }
}

static void
test_garbage_body (void)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";

  for (guint round = 0; round < ROUNDS; round++)
    {
      /* The characters that JSON is made of lead further than any others. */
      static const char alphabet[] = "{}[]\",:\\u0d8e1 tfn.-+e\xc3\xab\xff\n";
      char answer[sizeof head + 64];
      gsize length = sizeof head - 1;

      memcpy (answer, head, length);
      for (gint n = g_test_rand_int_range (1, 64); n > 0; n--)
        answer[length++] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];

      assert_survives (answer, length);
    }
}

static void
test_flipped (gconstpointer data)
{
  const Whole *whole = data;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autofree char *answer = g_strconcat (whole->head, whole->body, NULL);
      gsize length = strlen (answer);

      for (gint n = g_test_rand_int_range (1, 4); n > 0; n--)
        answer[g_test_rand_int_range (0, (gint32) length)] = (char) g_test_rand_int_range (0, 256);

      assert_survives (answer, length);
    }
}

static void
test_every_status (void)
{
  static const char *const bodies[] = {
    "", "{\"error\":\"x\"}", "\"x\"", "<html>", "null", "[]", "{\"item\":null}", "{\"fields\":7}",
  };

  for (guint status = 100; status < 600; status++)
    {
      const char *body = bodies[status % G_N_ELEMENTS (bodies)];
      g_autofree char *answer = NULL;

      answer = g_strdup_printf ("HTTP/1.1 %u Some Words\r\nContent-Type: application/json\r\n"
                                "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                                status, strlen (body), body);
      assert_survives (answer, strlen (answer));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  client_fixture_allow_warnings ();

  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++)
    {
      g_autofree char *cut = g_strdup_printf ("/client/damage/cut-at-every-byte-of-%s",
                                              wholes[i].name);
      g_autofree char *first = g_strdup_printf ("/client/damage/cut-at-every-byte-of-first-%s",
                                                wholes[i].name);
      g_autofree char *whole = g_strdup_printf ("/client/damage/none-in-%s", wholes[i].name);
      g_autofree char *flipped = g_strdup_printf ("/client/damage/flipped-bytes-in-%s",
                                                  wholes[i].name);

      g_test_add_data_func (cut, &wholes[i], test_cut_everywhere);
      g_test_add_data_func (first, &wholes[i], test_first_cut_everywhere);
      g_test_add_data_func (whole, &wholes[i], test_nothing_missing);
      g_test_add_data_func (flipped, &wholes[i], test_flipped);
    }

  g_test_add ("/client/damage/last-byte-missing", ClientFixture, NULL, client_fixture_set_up,
              test_last_byte_missing, client_fixture_tear_down);
  g_test_add ("/client/damage/length-below-zero", ClientFixture, NULL, client_fixture_set_up,
              test_length_below_zero, client_fixture_tear_down);
  g_test_add_func ("/client/damage/garbage", test_garbage);
  g_test_add_func ("/client/damage/garbage-in-the-body", test_garbage_body);
  g_test_add_func ("/client/damage/every-status", test_every_status);

  return g_test_run ();
}
