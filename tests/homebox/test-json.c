#include "homebox-error.h"
#include "homebox-json.h"

#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = homebox_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);

  return node;
}

static void
assert_broken_bytes (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (homebox_json_parse (text, length, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
  g_assert_nonnull (homebox_error_get_detail (error));
}

static void
test_good (void)
{
  static const char *const texts[] = {
    "{}", "[]", "null", "true", "false", "0", "-0", "\"\"", " [ ] ", "\r\n\t{\"a\" : 1 }\n",
    "[1,-1,0.5,-0.5,1e5,1E+5,1.5e-5,10]", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00eb\"",
    "\"\\ud83d\\ude00\"", "{\"\":{\"\":[{},[]]}}", "[[[]],{}]", "\"{[\\\"]}\"", "{\"a\":1,\"a\":2}",
    "\"Zo\xc3\xab \xf0\x9f\x98\x80\"", "12345678901234567890",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = parse (texts[i]);

      g_assert_true (json_node_is_immutable (node));
    }
}

static void
test_bad (void)
{
  static const char *const texts[] = {
    "", " ", "\n\t", "{", "}", "[", "]", "[}", "{]", "[1", "{\"a\"", "{\"a\":", "{\"a\":1",
    "{\"a\":1,", "[1,]", "{\"a\":1,}", "[,1]", "{,}", "[1 2]", "{\"a\" 1}", "{a:1}", "{'a':1}",
    "['a']", "[1] [2]", "{} x", "nul", "nulll", "True", "undefined", "NaN", "Infinity", "-", "+1",
    ".5", "1.", "01", "-01", "0x10", "1e", "1e+", "--1", "\"", "\"a", "\"\\\"", "\"\\q\"", "\"\\u12\"", "\"\\u12g4\"",
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud83dx\"", "\"\\ud83d\\n\"", "\"\\ud83d\\ud83d\"",
    "\"a\nb\"",
    "\"\x01\"", "// a\n{}", "/* a */{}", "var x = {};", "\xef\xbb\xbf{}", "\"\xff\"", "\"\xc3\"",
    "\"\xed\xa0\x80\"", "{1:2}", "{null:1}", "<html>", "#",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_broken_bytes (texts[i], strlen (texts[i]));

  assert_broken_bytes (NULL, 0);
  assert_broken_bytes ("{\0}", 3);
  assert_broken_bytes ("\"a\0b\"", 5);
  assert_broken_bytes ("{}\0", 3);
}

static void
test_detail_quotes_nothing (void)
{
  static const char text[] = "{\"token\":\"SECRET\", oops}";
  g_autoptr (GError) error = NULL;

  g_assert_null (homebox_json_parse (text, strlen (text), &error));
  g_assert_null (strstr (homebox_error_get_detail (error), "SECRET"));
  g_assert_null (strstr (error->message, "SECRET"));
}

static void
test_length_counts (void)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  node = homebox_json_parse ("[1]garbage", 3, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 1);
}

static char *
nest (char open, char close, gsize depth)
{
  g_autofree char *left = g_strnfill (depth, open);
  g_autofree char *right = g_strnfill (depth, close);

  return g_strconcat (left, right, NULL);
}

static void
test_depth (void)
{
  g_autofree char *deepest = nest ('[', ']', HOMEBOX_JSON_MAX_DEPTH);
  g_autofree char *deeper = nest ('[', ']', HOMEBOX_JSON_MAX_DEPTH + 1);
  g_autofree char *abyss = nest ('[', ']', 200000);
  g_autofree char *open = g_strnfill (200000, '[');
  g_autofree char *quoted = g_strconcat ("\"", open, "\"", NULL);
  g_autoptr (JsonNode) node = parse (deepest);
  g_autoptr (JsonNode) string = parse (quoted);
  GString *objects = g_string_new (NULL);

  for (guint i = 0; i < 100000; i++)
    g_string_append (objects, "{\"a\":");

  assert_broken_bytes (deeper, strlen (deeper));
  assert_broken_bytes (abyss, strlen (abyss));
  assert_broken_bytes (open, strlen (open));
  assert_broken_bytes (objects->str, objects->len);
  g_string_free (objects, TRUE);
}

static void
test_string (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  node = parse ("{\"a\":\"x\",\"b\":null,\"c\":1,\"d\":{},\"e\":\"\",\"f\":[\"x\"]}");
  object = json_node_get_object (node);

  g_assert_cmpstr (homebox_json_get_string (object, "a"), ==, "x");
  g_assert_cmpstr (homebox_json_get_string (object, "e"), ==, "");
  g_assert_null (homebox_json_get_string (object, "b"));
  g_assert_null (homebox_json_get_string (object, "c"));
  g_assert_null (homebox_json_get_string (object, "d"));
  g_assert_null (homebox_json_get_string (object, "f"));
  g_assert_null (homebox_json_get_string (object, "missing"));
}

static void
test_boolean (void)
{
  g_autoptr (JsonNode) node = parse ("{\"t\":true,\"f\":false,\"n\":null,\"s\":\"true\",\"i\":1}");
  JsonObject *object = json_node_get_object (node);

  g_assert_true (homebox_json_get_boolean (object, "t", FALSE));
  g_assert_false (homebox_json_get_boolean (object, "f", TRUE));
  g_assert_true (homebox_json_get_boolean (object, "n", TRUE));
  g_assert_false (homebox_json_get_boolean (object, "s", FALSE));
  g_assert_false (homebox_json_get_boolean (object, "i", FALSE));
  g_assert_true (homebox_json_get_boolean (object, "missing", TRUE));
}

static void
test_count (void)
{
  g_autoptr (JsonNode) node = NULL;
  static const char *const missing[] = {
    "negative", "half", "huge", "wraps", "text", "null", "bool", "array", "missing",
  };
  JsonObject *object;
  gint64 count = -7;

  node = parse ("{\"zero\":0,\"many\":1234567890123,\"float\":3.0,\"negative\":-1,\"half\":0.5,"
                "\"huge\":1e400,\"wraps\":12345678901234567890,\"text\":\"3\",\"null\":null,"
                "\"bool\":true,\"array\":[3]}");
  object = json_node_get_object (node);

  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    g_assert_false (homebox_json_get_count (object, missing[i], &count));
  g_assert_cmpint (count, ==, -7);

  g_assert_true (homebox_json_get_count (object, "zero", &count));
  g_assert_cmpint (count, ==, 0);
  g_assert_true (homebox_json_get_count (object, "many", &count));
  g_assert_cmpint (count, ==, 1234567890123);
  g_assert_true (homebox_json_get_count (object, "float", &count));
  g_assert_cmpint (count, ==, 3);
}

static void
test_time (void)
{
  g_autoptr (JsonNode) node = NULL;
  static const char *const missing[] = { "never", "text", "empty", "null", "number", "missing" };
  g_autoptr (GDateTime) nano = NULL;
  g_autoptr (GDateTime) offset = NULL;
  g_autoptr (GDateTime) utc = NULL;
  JsonObject *object;

  node = parse ("{\"nano\":\"2026-12-21T13:47:23.215820744Z\",\"never\":\"0001-01-01T00:00:00Z\","
                "\"offset\":\"2026-12-21T15:47:23+02:00\",\"text\":\"tomorrow\",\"empty\":\"\","
                "\"null\":null,\"number\":7}");
  object = json_node_get_object (node);

  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    g_assert_null (homebox_json_get_time (object, missing[i]));

  nano = homebox_json_get_time (object, "nano");
  offset = homebox_json_get_time (object, "offset");
  utc = g_date_time_new_utc (2026, 12, 21, 13, 47, 23);
  g_assert_cmpint (g_date_time_to_unix (nano), ==, g_date_time_to_unix (utc));
  g_assert_cmpint (g_date_time_get_microsecond (nano), ==, 215820);
  g_assert_cmpint (g_date_time_to_unix (offset), ==, g_date_time_to_unix (utc));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/parse/good", test_good);
  g_test_add_func ("/json/parse/bad", test_bad);
  g_test_add_func ("/json/parse/detail-quotes-nothing", test_detail_quotes_nothing);
  g_test_add_func ("/json/parse/length-counts", test_length_counts);
  g_test_add_func ("/json/parse/depth-is-limited", test_depth);
  g_test_add_func ("/json/get/string", test_string);
  g_test_add_func ("/json/get/boolean", test_boolean);
  g_test_add_func ("/json/get/count", test_count);
  g_test_add_func ("/json/get/time", test_time);

  return g_test_run ();
}
