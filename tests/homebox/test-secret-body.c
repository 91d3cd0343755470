#include "homebox-json.h"
#include "homebox-secret-body.h"

#include <string.h>

static void
test_text (void)
{
  const HomeboxBodyMember members[] = {
    { "a", "plain" },
    { "b", NULL, TRUE },
    { "c", NULL, FALSE },
    { "d", "" },
  };
  g_autoptr (HomeboxSecret) body = homebox_secret_body_new (members, G_N_ELEMENTS (members));

  g_assert_cmpstr (homebox_secret_peek (body), ==, "{\"a\":\"plain\",\"b\":true,\"c\":false,"
                                                   "\"d\":\"\"}");
}

/* Whatever is typed comes back out of a JSON parser. */
static void
test_round_trip (void)
{
  g_autofree char *controls = g_malloc0 (128);
  g_autofree char *huge = g_strnfill (10000, '\x01');

  for (int i = 1; i < 128; i++)
    controls[i - 1] = (char) i;

  const char *const texts[] = { controls, huge, "😀 שלום \\u0041 \"\\\"", "\\", "\"" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const HomeboxBodyMember members[] = { { "password", texts[i] } };
      g_autoptr (HomeboxSecret) body = homebox_secret_body_new (members, 1);
      g_autoptr (JsonNode) root = NULL;
      g_autoptr (GError) error = NULL;

      root = homebox_json_parse (homebox_secret_peek (body), homebox_secret_get_length (body),
                                 &error);
      g_assert_no_error (error);
      g_assert_cmpstr (homebox_json_get_string (json_node_get_object (root), "password"), ==,
                       texts[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret-body/text", test_text);
  g_test_add_func ("/secret-body/any-text-survives", test_round_trip);

  return g_test_run ();
}
