#include "latchkey-demo-json.h"

#include <locale.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *expected;
} Case;

/* Seen on a running server. */
static const Case values[] = {
  { "members-are-sorted", "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}" },
  { "last-of-equal-keys-stays", "{\"a\":1,\"\\u0061\":2}", "{\"a\":2}" },
  { "rest-is-ignored", " {\"a\":1} {", "{\"a\":1}" },
  { "null", "null", "null" },
  { "integral-double", "1.0", "1" },
  { "beyond-2-to-the-53", "9007199254740993", "9007199254740992" },
  { "big", "12345678901234567890", "12345678901234567000" },
  { "bigger", "1e20", "100000000000000000000" },
  { "biggest-plain", "999999999999999999999", "1e+21" },
  { "small", "0.000001", "0.000001" },
  { "smaller", "9.99e-7", "9.99e-7" },
  { "smallest", "5e-324", "5e-324" },
  { "largest", "1.7976931348623157e308", "1.7976931348623157e+308" },
  { "tenth", "0.1", "0.1" },
  { "negative-zero", "-0.0", "-0" },
  { "exponent", "1E+2", "100" },
  { "shortest-digits", "0.30000000000000004", "0.30000000000000004" },
  { "html-is-escaped", "\"<&>\"", "\"\\u003c\\u0026\\u003e\"" },
  { "control-characters",
    "\"\\b\\f\\n\\r\\t\\u001f\\u0000\"",
    "\"\\b\\f\\n\\r\\t\\u001f\\u0000\"" },
  { "slash-and-letters", "\"\\/\\u00e9\x7f\"", "\"/é\x7f\"" },
  { "pair", "\"\\ud83d\\ude00\"", "\"😀\"" },
  { "lone-surrogate", "\"\\ud83dx\"", "\"\xef\xbf\xbdx\"" },
  { "surrogate-before-letter", "\"\\ud83d\\u0041\"", "\"\xef\xbf\xbd" "A\"" },
  { "invalid-utf-8", "\"\xff\xc3\"", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
  { "line-separator", "\"\xe2\x80\xa8\"", "\"\\u2028\"" },
};

static const Case problems[] = {
  { "nothing", "", "EOF" },
  { "space", " \n", "EOF" },
  { "unfinished-object", "{\"a\":1", "unexpected EOF" },
  { "unfinished-string", "\"a", "unexpected EOF" },
  { "unfinished-literal", "nul", "unexpected EOF" },
  { "no-key", "{broken", "invalid character 'b' looking for beginning of object key string" },
  { "single-quotes",
    "{'a':1}",
    "invalid character '\\'' looking for beginning of object key string" },
  { "trailing-comma",
    "{\"a\":1,}",
    "invalid character '}' looking for beginning of object key string" },
  { "no-colon", "{\"a\" 1}", "invalid character '1' after object key" },
  { "leading-zero", "{\"a\":01}", "invalid character '1' after object key:value pair" },
  { "nul", NULL, "invalid character '\\x00' after object key:value pair" },
  { "no-comma", "[1 2]", "invalid character '2' after array element" },
  { "no-value", "[1,]", "invalid character ']' looking for beginning of value" },
  { "comment", "/**/1", "invalid character '/' looking for beginning of value" },
  { "byte-order-mark", "\xef\xbb\xbf{}", "invalid character 'ï' looking for beginning of value" },
  { "literal", "[tru]", "invalid character ']' in literal true (expecting 'e')" },
  { "point", "[1.]", "invalid character ']' after decimal point in numeric literal" },
  { "minus", "[-]", "invalid character ']' in numeric literal" },
  { "exponent", "[1e]", "invalid character ']' in exponent of numeric literal" },
  { "escape", "\"\\x\"", "invalid character 'x' in string escape code" },
  { "hexadecimal", "\"\\u12\"", "invalid character '\"' in \\u hexadecimal character escape" },
  { "tab", "\"\t\"", "invalid character '\\t' in string literal" },
  { "range", "[1e400]", "json: cannot unmarshal number 1e400 into Go value of type float64" },
  { "syntax-before-range", "[1e400", "unexpected EOF" },
};

static GBytes *
get_text (const Case *test_case)
{
  return test_case->text != NULL ? g_bytes_new (test_case->text, strlen (test_case->text))
                                 : g_bytes_new ("{\"a\":1\0}", 8);
}

static void
test_value (gconstpointer user_data)
{
  const Case *test_case = user_data;
  g_autoptr (GBytes) body = get_text (test_case);
  g_autofree char *problem = NULL;
  g_autofree char *value = latchkey_demo_json_normalize (body, &problem);

  g_assert_cmpstr (problem, ==, NULL);
  g_assert_cmpstr (value, ==, test_case->expected);
}

static void
test_problem (gconstpointer user_data)
{
  const Case *test_case = user_data;
  g_autoptr (GBytes) body = get_text (test_case);
  g_autofree char *problem = NULL;
  g_autofree char *value = latchkey_demo_json_normalize (body, &problem);

  g_assert_cmpstr (value, ==, NULL);
  g_assert_cmpstr (problem, ==, test_case->expected);
}

static GBytes *
nest (guint depth)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, ']');

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static void
test_depth (void)
{
  g_autoptr (GBytes) deep = nest (10000);
  g_autoptr (GBytes) deeper = nest (10001);
  g_autofree char *problem = NULL;
  g_autofree char *value = latchkey_demo_json_normalize (deep, &problem);
  g_autofree char *nothing = NULL;

  g_assert_cmpstr (problem, ==, NULL);
  g_assert_cmpuint (strlen (value), ==, 20000);
  nothing = latchkey_demo_json_normalize (deeper, &problem);
  g_assert_cmpstr (nothing, ==, NULL);
  g_assert_cmpstr (problem, ==, "invalid character '[' exceeded max depth");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *path = g_strconcat ("/demo/json/value/", values[i].name, NULL);

      g_test_add_data_func (path, &values[i], test_value);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      g_autofree char *path = g_strconcat ("/demo/json/problem/", problems[i].name, NULL);

      g_test_add_data_func (path, &problems[i], test_problem);
    }
  g_test_add_func ("/demo/json/depth", test_depth);

  return g_test_run ();
}
