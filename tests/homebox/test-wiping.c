#include "homebox-body.h"
#include "homebox-request.h"

#include <string.h>

/* The linker puts these in the place of what they are named after, so that memory can be looked at
 * in the last moment before the heap has it back. */
void __real_g_free (gpointer memory);
void __wrap_g_free (gpointer memory);
char *__real_json_to_string (JsonNode *node, gboolean pretty);
char *__wrap_json_to_string (JsonNode *node, gboolean pretty);

static const char *watched;
static gsize watched_length;
static guint n_wiped;
static guint n_left;

void
__wrap_g_free (gpointer memory)
{
  if (memory != NULL && memory == (gconstpointer) watched)
    {
      gboolean wiped = TRUE;

      for (gsize i = 0; i < watched_length; i++)
        wiped = wiped && watched[i] == '\0';

      watched = NULL;
      if (wiped)
        n_wiped++;
      else
        n_left++;
    }

  __real_g_free (memory);
}

char *
__wrap_json_to_string (JsonNode *node, gboolean pretty)
{
  char *text = __real_json_to_string (node, pretty);

  watched = text;
  watched_length = strlen (text);

  return text;
}

static void
fill (HomeboxBody *body, gsize length)
{
  while (homebox_body_get_length (body) < length)
    {
      gsize room;
      char *target = homebox_body_reserve (body, &room);

      g_assert_cmpuint (room, >, 0);
      room = MIN (room, length - homebox_body_get_length (body));
      memset (target, 's', room);
      homebox_body_add (body, room);
    }
}

static void
watch (HomeboxBody *body)
{
  watched = homebox_body_peek (body);
  watched_length = homebox_body_get_length (body);
  n_wiped = n_left = 0;
}

static void
test_body_grows (void)
{
  HomeboxBody *body = homebox_body_new ();

  fill (body, 4096);
  watch (body);
  fill (body, 4097);
  g_assert_cmpuint (n_wiped, ==, 1);
  g_assert_cmpuint (homebox_body_get_length (body), ==, 4097);
  for (gsize i = 0; i < 4097; i++)
    g_assert_cmpint (homebox_body_peek (body)[i], ==, 's');

  watch (body);
  homebox_body_free (body);
  g_assert_cmpuint (n_wiped, ==, 1);
}

static void
test_body_becomes_bytes (void)
{
  HomeboxBody *body = homebox_body_new ();
  GBytes *bytes;

  fill (body, 100);
  watch (body);
  bytes = homebox_body_free_to_bytes (body);
  g_assert_true (g_bytes_get_data (bytes, NULL) == (gconstpointer) watched);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 100);
  g_assert_cmpuint (n_wiped, ==, 0);

  g_bytes_unref (bytes);
  g_assert_cmpuint (n_wiped, ==, 1);
}

static void
test_request_text (void)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new ("POST", "/a", HOMEBOX_REQUEST_DEFAULT);
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "password");
  json_builder_add_string_value (builder, "secret");
  json_builder_end_object (builder);

  n_wiped = n_left = 0;
  homebox_request_take_json (request, builder);
  g_assert_cmpuint (n_wiped, ==, 1);
  g_assert_cmpuint (n_left, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wiping/body-that-grows", test_body_grows);
  g_test_add_func ("/wiping/body-that-was-read", test_body_becomes_bytes);
  g_test_add_func ("/wiping/text-of-a-request", test_request_text);

  return g_test_run ();
}
