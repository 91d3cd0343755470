#include "settings-fixture.h"

#include <string.h>

/* As the server writes it: sorted, and what json-glib would damage. */
#define STRANGE                                                                                    \
  "{\"\":[],\"\\u003cb\\u003e\":\"\\u0026\",\"a\\u0000b\":\"\\u0000\","                               \
  "\"big\":12345678901234567000,\"deep\":{\"z\":[1e+21,{\"n\":null}],\"y\":-0},\"empty\":{},"       \
  "\"nothing\":null,\"one\":1.5}"

static void
test_values_keep_their_text (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, STRANGE);

  settings_fixture_assert_list (fixture, " <b> a␀b big deep empty nothing one");
  settings_fixture_assert_value (fixture, "big", "12345678901234567000");
  settings_fixture_assert_value (fixture, "deep", "{\"z\":[1e+21,{\"n\":null}],\"y\":-0}");
  settings_fixture_assert_value (fixture, "<b>", "\"\\u0026\"");
  settings_fixture_assert_value (fixture, "nothing", "null");
  settings_fixture_assert_value (fixture, "missing", NULL);

  /* What was not touched goes back as it came. */
  settings_fixture_set (fixture, "one", " 2\n");
  g_assert_true (settings_fixture_flush (fixture, NULL));
  settings_fixture_assert_stored (fixture,
                                  "{\"\":[],\"\\u003cb\\u003e\":\"\\u0026\",\"a\\u0000b\":"
                                  "\"\\u0000\",\"big\":12345678901234567000,\"deep\":{\"y\":-0,"
                                  "\"z\":[1e+21,{\"n\":null}]},\"empty\":{},\"nothing\":null,"
                                  "\"one\":2}");
  settings_fixture_assert_state (fixture, "one", HOMEBOX_SETTING_SAVED);
}

static void
test_kinds (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture,
                               "{\"a\":[],\"b\":true,\"n\":1,\"o\":{},\"s\":\"x\",\"z\":null}");

#define KIND(key) homebox_setting_get_kind (homebox_settings_ensure (fixture->settings, key))
  g_assert_cmpint (KIND ("a"), ==, HOMEBOX_JSON_ARRAY);
  g_assert_cmpint (KIND ("b"), ==, HOMEBOX_JSON_BOOLEAN);
  g_assert_cmpint (KIND ("n"), ==, HOMEBOX_JSON_NUMBER);
  g_assert_cmpint (KIND ("o"), ==, HOMEBOX_JSON_OBJECT);
  g_assert_cmpint (KIND ("s"), ==, HOMEBOX_JSON_STRING);
  g_assert_cmpint (KIND ("z"), ==, HOMEBOX_JSON_NULL);
  g_assert_cmpint (KIND ("?"), ==, HOMEBOX_JSON_ABSENT);
#undef KIND
}

static void
test_never_saved (SettingsFixture *fixture, gconstpointer data)
{
  g_assert_cmpint (homebox_settings_get_availability (fixture->settings), ==,
                   HOMEBOX_SETTINGS_UNKNOWN);
  settings_fixture_start_with (fixture, NULL);
  settings_fixture_assert_list (fixture, "");
  g_assert_cmpuint (homebox_settings_get_size (fixture->settings), ==, strlen ("{}"));
}

static void
test_null (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "null");
  settings_fixture_assert_list (fixture, "");

  settings_fixture_set (fixture, "a", "1");
  g_assert_true (settings_fixture_flush (fixture, NULL));
  settings_fixture_assert_stored (fixture, "{\"a\":1}");
}

static void
test_item_is_a_key_too (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"item\":{\"item\":1}}");
  settings_fixture_assert_list (fixture, "item");
  settings_fixture_assert_value (fixture, "item", "{\"item\":1}");
}

static void
test_unsupported (SettingsFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (settings_fixture_load (fixture, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
  g_assert_cmpint (homebox_settings_get_availability (fixture->settings), ==,
                   HOMEBOX_SETTINGS_UNSUPPORTED);
}

static void
test_not_an_object (SettingsFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  settings_fixture_store (fixture, "[1]");
  g_assert_false (settings_fixture_load (fixture, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_BROKEN_ANSWER);
  g_assert_cmpint (homebox_settings_get_availability (fixture->settings), ==,
                   HOMEBOX_SETTINGS_UNAVAILABLE);
  g_assert_nonnull (homebox_settings_get_error (fixture->settings));

  settings_fixture_start_with (fixture, "{}");
  g_assert_null (homebox_settings_get_error (fixture->settings));
}

/* Deeper than json-glib could take; nothing of it is touched. */
static void
test_deep_values (SettingsFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) json = g_string_new ("{\"deep\":");
  g_autofree char *expected = NULL;

  for (guint i = 0; i < 9999; i++)
    g_string_append_c (json, '[');
  for (guint i = 0; i < 9999; i++)
    g_string_append_c (json, ']');
  expected = g_strdup_printf ("{\"a\":1,%s}", json->str + 1);
  g_string_append_c (json, '}');

  settings_fixture_start_with (fixture, json->str);
  settings_fixture_set (fixture, "a", "1");
  g_assert_true (settings_fixture_flush (fixture, NULL));
  settings_fixture_assert_stored (fixture, expected);
}

static void
test_changes_elsewhere_are_taken_over (SettingsFixture *fixture, gconstpointer data)
{
  HomeboxSetting *b;

  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":2,\"c\":3,\"m\":4}");
  b = homebox_settings_find (fixture->settings, "b");
  g_assert_cmpint (homebox_setting_get_origin (b), ==, HOMEBOX_SETTING_FROM_SERVER);

  settings_fixture_store (fixture, "{\"aa\":1,\"b\":2.5,\"m\":4,\"x\":5,\"y\":6}");
  homebox_settings_note_mutation (fixture->settings);
  while (fixture->n_seen == 0)
    g_main_context_iteration (NULL, TRUE);

  settings_fixture_assert_list (fixture, "aa b m x y");
  g_assert_true (homebox_settings_find (fixture->settings, "b") == b);
  settings_fixture_assert_value (fixture, "b", "2.5");
  g_assert_cmpint (homebox_setting_get_origin (b), ==, HOMEBOX_SETTING_FROM_ELSEWHERE);
  g_assert_true (homebox_setting_get_changed_elsewhere (b));
  homebox_setting_acknowledge (b);
  g_assert_false (homebox_setting_get_changed_elsewhere (b));
  g_assert_false (
      homebox_setting_get_changed_elsewhere (homebox_settings_find (fixture->settings, "m")));
  g_assert_null (strstr (fixture->log->str, "elsewhere m"));
  for (guint i = 0; i < 6; i++)
    {
      static const char *const keys[] = { "a", "aa", "b", "c", "x", "y" };
      g_autofree char *line = g_strdup_printf ("elsewhere %s\n", keys[i]);

      g_assert_nonnull (strstr (fixture->log->str, line));
    }
}

/* The same, written otherwise, is no change. */
static void
test_same_meaning_is_no_news (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":\"<\",\"c\":{\"x\":1,\"y\":2}}");
  settings_fixture_store (fixture, "{\"b\":\"\\u003c\",\"c\":{\"y\":2e0,\"x\":1.0},\"a\":1}");
  g_assert_true (settings_fixture_load (fixture, NULL));

  g_assert_cmpstr (fixture->log->str, ==, "");
  g_assert_cmpuint (fixture->n_seen, ==, 0);
}

static void
test_size (SettingsFixture *fixture, gconstpointer data)
{
  g_autofree char *large = NULL;
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSetting *a;

  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":\"\\u003c\"}");
  g_assert_cmpuint (homebox_settings_get_size (fixture->settings), ==,
                    strlen ("{\"a\":1,\"b\":\"<\"}"));

  a = homebox_settings_find (fixture->settings, "a");
  large = g_strnfill (HOMEBOX_SETTINGS_LIMIT - strlen ("{\"a\":\"\",\"b\":\"<\"}") + 1, 'x');
  value = g_strdup_printf ("\"%s\"", large);
  g_assert_false (homebox_settings_set_value (fixture->settings, a, value, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  settings_fixture_assert_value (fixture, "a", "1");
  g_assert_false (homebox_settings_get_can_undo (fixture->settings));

  /* A byte less fits exactly, if the rest is not sent as the server wrote it. */
  value[strlen (value) - 2] = '"';
  value[strlen (value) - 1] = '\0';
  settings_fixture_set (fixture, "a", value);
  g_assert_cmpuint (homebox_settings_get_size (fixture->settings), ==, HOMEBOX_SETTINGS_LIMIT);
  g_assert_true (settings_fixture_flush (fixture, NULL));
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
}

static void
test_many (SettingsFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) json = g_string_new ("{");

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (json, "%s\"key%04u\":%u", i > 0 ? "," : "", i, i);
  g_string_append_c (json, '}');

  settings_fixture_start_with (fixture, json->str);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->settings)), ==, 3000);
  settings_fixture_set (fixture, "key1500", "true");
  g_assert_true (settings_fixture_flush (fixture, NULL));

  settings_fixture_store (fixture, "{\"key0007\":7}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  settings_fixture_assert_list (fixture, "key0007");
  g_assert_cmpuint (
      g_list_model_get_n_items (homebox_settings_get_offers (fixture->settings)), ==, 2999);
  g_assert_true (homebox_settings_bring_back (fixture->settings, NULL, NULL));
  g_assert_true (settings_fixture_flush (fixture, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->settings)), ==, 3000);
  g_assert_cmpuint (g_list_model_get_n_items (homebox_settings_get_offers (fixture->settings)),
                    ==, 0);
}

static void
test_known (void)
{
  const char *const *keys = homebox_known_settings_get_keys ();
  const HomeboxKnownSetting *known;
  guint n_known;

  g_assert_cmpuint (g_strv_length ((char **) keys), ==, 11);
  known = homebox_known_settings_get (&n_known);
  for (guint i = 0; i < n_known; i++)
    {
      g_assert_true (homebox_known_settings_has_key (known[i].key));
      g_assert_true (homebox_json_text_check (known[i].fallback, -1, NULL));
      g_assert_true (homebox_known_settings_find (known[i].key, known[i].member) == &known[i]);
    }
  for (guint i = 0; keys[i] != NULL; i++)
    {
      gboolean is_found = FALSE;

      for (guint j = 0; j < n_known; j++)
        is_found = is_found || g_str_equal (known[j].key, keys[i]);
      g_assert_true (is_found);
    }
  g_assert_false (homebox_known_settings_has_key ("tableHeaders"));
}

/* The window is closed while something is under way. */
static void
test_disposed_while_reading (SettingsFixture *fixture, gconstpointer data)
{
  HomeboxSettings *settings = homebox_settings_new (fixture->session);

  homebox_settings_refresh (settings);
  homebox_settings_set_live (settings, TRUE);
  homebox_settings_note_mutation (settings);
  g_assert_finalize_object (settings);

  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_set (fixture, "a", "2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  settings_fixture_add ("/settings/values-keep-their-text", test_values_keep_their_text);
  settings_fixture_add ("/settings/kinds", test_kinds);
  settings_fixture_add ("/settings/never-saved", test_never_saved);
  settings_fixture_add ("/settings/null", test_null);
  settings_fixture_add ("/settings/item-is-a-key-too", test_item_is_a_key_too);
  g_test_add ("/settings/unsupported", SettingsFixture, NULL, settings_fixture_set_up_old,
              test_unsupported, settings_fixture_tear_down);
  settings_fixture_add ("/settings/not-an-object", test_not_an_object);
  settings_fixture_add ("/settings/deep-values", test_deep_values);
  settings_fixture_add ("/settings/elsewhere/taken-over", test_changes_elsewhere_are_taken_over);
  settings_fixture_add ("/settings/elsewhere/same-meaning-is-no-news",
                        test_same_meaning_is_no_news);
  settings_fixture_add ("/settings/size", test_size);
  settings_fixture_add ("/settings/many", test_many);
  g_test_add_func ("/settings/known", test_known);
  settings_fixture_add ("/settings/disposed-while-reading", test_disposed_while_reading);

  return g_test_run ();
}
