#include "homebox-json-members.h"

#include <string.h>

static void
assert_wrong (const char *text, HomeboxJsonError code, guint line, guint column)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *position = g_strdup_printf ("Line %u, character %u", line, column);
  guint found_line, found_column;

  g_assert_false (homebox_json_text_check (text, -1, &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, (int) code);
  homebox_json_error_get_position (error, &found_line, &found_column);
  g_assert_cmpuint (found_line, ==, line);
  g_assert_cmpuint (found_column, ==, column);
  if (code != HOMEBOX_JSON_ERROR_EMPTY)
    g_assert_true (g_str_has_prefix (error->message, position));
}

static void
test_wrong (void)
{
  assert_wrong ("", HOMEBOX_JSON_ERROR_EMPTY, 1, 1);
  assert_wrong (" \n ", HOMEBOX_JSON_ERROR_EMPTY, 1, 1);
  assert_wrong ("nope", HOMEBOX_JSON_ERROR_SYNTAX, 1, 2);
  assert_wrong ("hello", HOMEBOX_JSON_ERROR_SYNTAX, 1, 1);
  assert_wrong ("{\n\"a\": 1,\n}", HOMEBOX_JSON_ERROR_SYNTAX, 3, 1);
  assert_wrong ("{\r\n\"ä\" 1}", HOMEBOX_JSON_ERROR_SYNTAX, 2, 5);
  assert_wrong ("[1\r 2]", HOMEBOX_JSON_ERROR_SYNTAX, 2, 2);
  assert_wrong ("\"a", HOMEBOX_JSON_ERROR_SYNTAX, 1, 3);
  assert_wrong ("\"a\tb\"", HOMEBOX_JSON_ERROR_SYNTAX, 1, 3);
  assert_wrong ("1 2", HOMEBOX_JSON_ERROR_SYNTAX, 1, 3);
  assert_wrong ("01", HOMEBOX_JSON_ERROR_SYNTAX, 1, 2);
  assert_wrong ("\"\\x\"", HOMEBOX_JSON_ERROR_SYNTAX, 1, 3);
  assert_wrong ("\"\xff\"", HOMEBOX_JSON_ERROR_CHARACTER, 1, 2);
  assert_wrong ("\"\\ud800\"", HOMEBOX_JSON_ERROR_CHARACTER, 1, 8);
  assert_wrong ("\"\\ude00\"", HOMEBOX_JSON_ERROR_CHARACTER, 1, 8);
  assert_wrong ("[1, 1e400]", HOMEBOX_JSON_ERROR_RANGE, 1, 5);
  assert_wrong ("-1e400", HOMEBOX_JSON_ERROR_RANGE, 1, 1);
  assert_wrong ("{\"a\":\n 1e-400}", HOMEBOX_JSON_ERROR_RANGE, 2, 2);
}

static void
test_right (void)
{
  static const char *const texts[] = {
    "1", " 1 ", "-0", "0e999", "0.0e-999", "5e-324", "1.7976931348623157e308", "\"1e999\"",
    "12345678901234567890", "\"\\u0000\"", "\"\\ud83d\\ude00\"", "{\"a\":[{}]}", "null",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (homebox_json_text_check (texts[i], -1, &error));
      g_assert_no_error (error);
    }
}

static void
test_embedded_nul (void)
{
  static const char text[] = "1\0002";
  g_autoptr (GError) error = NULL;

  g_assert_false (homebox_json_text_check (text, sizeof text - 1, &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_CHARACTER);
}

static void
test_depth (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append_c (text, '[');
  g_assert_false (homebox_json_text_check (text->str, -1, &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_DEPTH);
}

static void
test_equal (void)
{
  static const struct
  {
    const char *one;
    const char *other;
    gboolean is_equal;
  } cases[] = {
    { "1", "1.0", TRUE },
    { "1", "10e-1", TRUE },
    { "12345678901234567890", "12345678901234567000", TRUE },
    { "9007199254740993", "9007199254740992", TRUE },
    { "1", "2", FALSE },
    { "0", "-0", FALSE },
    { "1", "\"1\"", FALSE },
    { "1e999", "1e999", TRUE },
    { "1e999", "2e999", FALSE },
    { "\"<\"", "\"\\u003C\"", TRUE },
    { "\"/\"", "\"\\/\"", TRUE },
    { "\"\\ud800x\"", "\"\\ufffdx\"", TRUE },
    { "\"\\ud800\\ud83d\\ude00\"", "\"\xef\xbf\xbd😀\"", TRUE },
    { "\"a\\u0000b\"", "\"a\\u0000c\"", FALSE },
    { "\"a\"", "\"A\"", FALSE },
    { "{\"a\":1,\"b\":2}", "{ \"b\" : 2.0, \"a\" : 1 }", TRUE },
    { "{\"a\":1,\"a\":2}", "{\"a\":2}", TRUE },
    { "{\"a\":1,\"\\u0061\":2}", "{\"a\":1}", FALSE },
    { "{\"a\":null}", "{}", FALSE },
    { "[1,2]", "[2,1]", FALSE },
    { "[[],{}]", "[ [ ] , { } ]", TRUE },
    { "true", "false", FALSE },
    { "null", NULL, FALSE },
    { NULL, NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (homebox_json_text_equal (cases[i].one, cases[i].other), ==,
                       cases[i].is_equal);
      g_assert_cmpint (homebox_json_text_equal (cases[i].other, cases[i].one), ==,
                       cases[i].is_equal);
    }
}

static void
test_strings (void)
{
  static const char *const texts[] = {
    "", "plain", "\"quoted\" and \\", "tab\tline\nreturn\rbell\a\b\f\v\x1f", "ä😀\xe2\x80\xa8",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *json = homebox_json_text_from_string (texts[i]);
      g_autofree char *back = homebox_json_text_dup_string (json);
      g_autofree char *shortened = homebox_json_text_shorten (json);

      g_assert_true (homebox_json_text_check (json, -1, NULL));
      g_assert_cmpstr (back, ==, texts[i]);
      g_assert_cmpstr (shortened, ==, json);
    }
}

static void
assert_string (const char *json, const char *expected)
{
  g_autofree char *text = homebox_json_text_dup_string (json);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_values (void)
{
  assert_string ("\"\\u0041\\n\\/\\ud83d\\ude00\"", "A\n/😀");
  assert_string ("\"a\\u0000b\"", "a␀b");
  assert_string ("1", NULL);
  assert_string (NULL, NULL);
  g_assert_true (homebox_json_text_get_boolean ("true", FALSE));
  g_assert_false (homebox_json_text_get_boolean ("false", TRUE));
  g_assert_true (homebox_json_text_get_boolean ("\"false\"", TRUE));
  g_assert_cmpfloat (homebox_json_text_get_number ("1.5e1", 0), ==, 15);
  g_assert_cmpfloat (homebox_json_text_get_number ("\"3\"", 7), ==, 7);
}

static void
test_shorten_and_indent (void)
{
  g_autofree char *shortened
      = homebox_json_text_shorten (" { \"\\u003ca\" : [ 1.0 , \"x y\\/\" ] }\n");
  g_autofree char *indented
      = homebox_json_text_indent ("{\"a\":[1.0,{}, [ ]],\"b\":{\"c\" : \"x, {y\\u003c}\"}}");
  g_autofree char *flat = homebox_json_text_indent (" 1 ");

  g_assert_cmpstr (shortened, ==, "{\"<a\":[1.0,\"x y/\"]}");
  g_assert_cmpstr (indented, ==,
                   "{\n  \"a\": [\n    1.0,\n    {},\n    []\n  ],\n  \"b\": {\n    \"c\": "
                   "\"x, {y\\u003c}\"\n  }\n}");
  g_assert_cmpstr (flat, ==, "1");
}

static void
test_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxJsonMembers) members = homebox_json_members_parse (
      " {\"b\" : 1.0 , \"\\u0061\":[ 1 ], \"b\":2, \"a\\u0000\":null}", -1, &error);
  g_autofree char *text = NULL;
  g_autofree char *changed = NULL;

  /* The second of two equal names stays, where the first one was. */
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_json_members_get_n (members), ==, 3);
  text = homebox_json_members_to_text (members);
  g_assert_cmpstr (text, ==, "{\"b\":2,\"\\u0061\":[ 1 ],\"a\\u0000\":null}");
  g_assert_cmpstr (homebox_json_members_lookup_key (members, "a"), ==, "[ 1 ]");
  g_assert_cmpstr (homebox_json_members_lookup (members, "\"a\\u0000\""), ==, "null");
  g_assert_null (homebox_json_members_lookup_key (members, "c"));

  homebox_json_members_set (members, "\"a\"", "0");
  homebox_json_members_remove (members, "\"b\"");
  homebox_json_members_remove (members, "\"never\"");
  homebox_json_members_set (members, "\"b\"", "3");
  changed = homebox_json_members_to_text (members);
  g_assert_cmpstr (changed, ==, "{\"\\u0061\":0,\"a\\u0000\":null,\"b\":3}");

  g_assert_null (homebox_json_members_parse ("\n [1]", -1, &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_KIND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-text/wrong", test_wrong);
  g_test_add_func ("/json-text/right", test_right);
  g_test_add_func ("/json-text/embedded-nul", test_embedded_nul);
  g_test_add_func ("/json-text/depth", test_depth);
  g_test_add_func ("/json-text/equal", test_equal);
  g_test_add_func ("/json-text/strings", test_strings);
  g_test_add_func ("/json-text/values", test_values);
  g_test_add_func ("/json-text/shorten-and-indent", test_shorten_and_indent);
  g_test_add_func ("/json-text/members", test_members);

  return g_test_run ();
}
