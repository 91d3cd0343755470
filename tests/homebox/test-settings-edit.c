#include "settings-fixture.h"

#include <string.h>

#define OBJECT "{\"copyAttachments\":true,\"copyMaintenance\":true,\"x\":[1]}"

static HomeboxSetting *
get (SettingsFixture *fixture, const char *key)
{
  return homebox_settings_ensure (fixture->settings, key);
}

static void
flush (SettingsFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (settings_fixture_flush (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_settings_get_state (fixture->settings), ==, HOMEBOX_SETTING_SAVED);
}

static void
test_add_and_remove (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"b\":1}");

  g_assert_true (homebox_settings_add (fixture->settings, "c\"d", "[1, 2]", NULL));
  settings_fixture_assert_list (fixture, "b c\"d");
  settings_fixture_assert_value (fixture, "c\"d", "[1, 2]");
  settings_fixture_assert_state (fixture, "c\"d", HOMEBOX_SETTING_SAVING);
  g_assert_cmpint (homebox_setting_get_origin (get (fixture, "c\"d")), ==,
                   HOMEBOX_SETTING_FROM_HERE);
  homebox_settings_remove (fixture->settings, get (fixture, "b"));
  settings_fixture_assert_list (fixture, "c\"d");
  g_assert_cmpint (homebox_settings_get_state (fixture->settings), ==, HOMEBOX_SETTING_SAVING);

  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"c\\\"d\":[1,2]}");
  settings_fixture_assert_list (fixture, "c\"d");
  g_assert_cmpuint (fixture->n_writes, ==, 1);
  g_assert_cmpstr (fixture->log->str, ==, "");
}

static void
test_refused_where_typed (SettingsFixture *fixture, gconstpointer data)
{
  guint line, column;
  g_autoptr (GError) error = NULL;

  settings_fixture_start_with (fixture, "{\"b\":1}");

  g_assert_false (homebox_settings_add (fixture->settings, "b", "2", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_clear_error (&error);

  g_assert_false (homebox_settings_add (fixture->settings, "", "2", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_clear_error (&error);

  g_assert_false (homebox_settings_set_value (fixture->settings, get (fixture, "b"),
                                              "{\n  \"ä\": nope\n}", &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_SYNTAX);
  homebox_json_error_get_position (error, &line, &column);
  g_assert_cmpuint (line, ==, 2);
  g_assert_cmpuint (column, ==, 9);
  g_clear_error (&error);

  g_assert_false (
      homebox_settings_set_value (fixture->settings, get (fixture, "b"), "[1e999]", &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_RANGE);

  g_assert_cmpint (homebox_settings_get_state (fixture->settings), ==, HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_value (fixture, "b", "1");
}

static void
test_rename (SettingsFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  settings_fixture_start_with (fixture, "{\"a\":1e+21,\"b\":2}");
  homebox_settings_set_keep (fixture->settings, get (fixture, "a"), TRUE);

  g_assert_false (homebox_settings_rename (fixture->settings, get (fixture, "a"), "b", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_true (homebox_settings_rename (fixture->settings, get (fixture, "a"), "z", NULL));
  settings_fixture_assert_list (fixture, "b z");
  g_assert_true (homebox_setting_get_keep (get (fixture, "z")));
  g_assert_false (homebox_setting_get_keep (get (fixture, "a")));
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"b\":2,\"z\":1e+21}");

  homebox_settings_undo (fixture->settings);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":1e+21,\"b\":2}");
  g_assert_true (homebox_setting_get_keep (get (fixture, "a")));
  g_assert_false (homebox_settings_get_can_undo (fixture->settings));
}

static void
test_members (SettingsFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  settings_fixture_start_with (fixture, "{\"d\":{\"x\": 1.0, \"y\" : \"\\u003c\"},\"s\":\"x\"}");

  g_assert_true (
      homebox_settings_set_member (fixture->settings, get (fixture, "d"), "z", "true", NULL));
  settings_fixture_assert_value (fixture, "d", "{\"x\":1.0,\"y\":\"\\u003c\",\"z\":true}");
  g_assert_true (
      homebox_settings_set_member (fixture->settings, get (fixture, "d"), "x", NULL, NULL));
  g_assert_true (
      homebox_settings_set_member (fixture->settings, get (fixture, "new"), "m", "null", NULL));
  flush (fixture);
  settings_fixture_assert_stored (
      fixture, "{\"d\":{\"y\":\"\\u003c\",\"z\":true},\"new\":{\"m\":null},\"s\":\"x\"}");

  /* A value of a surprising kind is not destroyed. */
  g_assert_false (
      homebox_settings_set_member (fixture->settings, get (fixture, "s"), "m", "1", &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_KIND);
  settings_fixture_assert_value (fixture, "s", "\"x\"");
}

static void
test_quick_changes_are_one_write (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":2}");

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i);

      settings_fixture_set (fixture, "a", value);
    }
  settings_fixture_set (fixture, "b", "3");
  settings_fixture_wait (fixture, "b", HOMEBOX_SETTING_SAVED);

  settings_fixture_assert_stored (fixture, "{\"a\":19,\"b\":3}");
  g_assert_cmpuint (fixture->n_reads, ==, 1);
  g_assert_cmpuint (fixture->n_writes, ==, 1);
}

/* Turned on and off again at once, there is nothing to save and nothing to undo. */
static void
test_back_at_once_is_no_change (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":true}");

  settings_fixture_set (fixture, "a", "false");
  settings_fixture_set (fixture, "a", "true");
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
  g_assert_false (homebox_settings_get_can_undo (fixture->settings));
  flush (fixture);
  g_assert_cmpuint (fixture->n_writes, ==, 0);
}

static void
test_changed_again_while_saving (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_HOLD, NULL);

  settings_fixture_set (fixture, "a", "2");
  while (fixture->n_writes == 0)
    g_main_context_iteration (NULL, TRUE);
  settings_fixture_assert_stored (fixture, "{\"a\":2,\"b\":1}");
  settings_fixture_set (fixture, "a", "3");
  settings_fixture_set (fixture, "b", "3");

  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_demo_server_release (fixture->server);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":3,\"b\":3}");
  settings_fixture_assert_value (fixture, "a", "3");
  g_assert_cmpuint (fixture->n_writes, ==, 2);

  /* Back to the first value, while the second is on its way. */
  homebox_settings_undo (fixture->settings);
  homebox_settings_undo (fixture->settings);
  homebox_settings_undo (fixture->settings);
  g_assert_false (homebox_settings_get_can_undo (fixture->settings));
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":1,\"b\":1}");
}

static void
test_changed_back_while_saving (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_HOLD, NULL);

  settings_fixture_set (fixture, "a", "2");
  while (fixture->n_writes == 0)
    g_main_context_iteration (NULL, TRUE);
  homebox_settings_undo (fixture->settings);
  settings_fixture_assert_value (fixture, "a", "1");

  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_demo_server_release (fixture->server);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":1}");
}

static void
test_undo_and_redo (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");

  settings_fixture_set (fixture, "a", "2");
  flush (fixture);
  settings_fixture_set (fixture, "b", "2");
  homebox_settings_remove (fixture->settings, get (fixture, "a"));
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"b\":2}");

  homebox_settings_undo (fixture->settings);
  homebox_settings_undo (fixture->settings);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":2,\"b\":1}");
  homebox_settings_redo (fixture->settings);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":2,\"b\":2}");
  g_assert_true (homebox_settings_get_can_redo (fixture->settings));

  /* Something new ends what can be done again. */
  settings_fixture_set (fixture, "c", "1");
  g_assert_false (homebox_settings_get_can_redo (fixture->settings));
  for (guint i = 0; i < 3; i++)
    homebox_settings_undo (fixture->settings);
  g_assert_false (homebox_settings_get_can_undo (fixture->settings));
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":1,\"b\":1}");
}

/* Undo takes back what was done here, and not what others did to it since. */
static void
test_undo_is_a_merge (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"o\":{\"x\":1,\"y\":1},\"p\":1}");

  settings_fixture_set (fixture, "o", "{\"x\":2,\"y\":1}");
  flush (fixture);
  settings_fixture_store (fixture, "{\"o\":{\"x\":2,\"y\":5},\"p\":7}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  homebox_settings_undo (fixture->settings);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"o\":{\"x\":1,\"y\":5},\"p\":7}");
}

static void
test_undo_of_what_changed_elsewhere_asks (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");

  settings_fixture_set (fixture, "a", "2");
  flush (fixture);
  settings_fixture_store (fixture, "{\"a\":3}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  homebox_settings_undo (fixture->settings);

  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_CONFLICT);
  settings_fixture_assert_value (fixture, "a", "1");
  g_assert_cmpstr (homebox_setting_get_their_value (get (fixture, "a")), ==, "3");
  g_assert_cmpstr (homebox_setting_get_old_value (get (fixture, "a")), ==, "2");
  settings_fixture_assert_stored (fixture, "{\"a\":3}");

  homebox_settings_resolve (fixture->settings, get (fixture, "a"), HOMEBOX_SETTING_THEIRS);
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
  g_assert_false (homebox_settings_get_can_undo (fixture->settings));
}

static void
test_reset (SettingsFixture *fixture, gconstpointer data)
{
  HomeboxSettings *settings = fixture->settings;

  settings_fixture_start_with (fixture,
                               "{\"duplicateSettings\":" OBJECT ",\"mine\":1,\"quickActions\":7,"
                               "\"showEmpty\":true,\"theme\":\"dark\"}");

  g_assert_true (
      homebox_settings_reset (settings, HOMEBOX_SETTINGS_GROUP_APPEARANCE, NULL, NULL));
  settings_fixture_assert_value (fixture, "theme", "\"homebox\"");
  g_assert_true (homebox_settings_reset (
      settings, HOMEBOX_SETTINGS_GROUP_ALL,
      homebox_known_settings_find ("duplicateSettings", "copyMaintenance"), NULL));
  settings_fixture_assert_value (
      fixture, "duplicateSettings",
      "{\"copyAttachments\":true,\"copyMaintenance\":false,\"x\":[1]}");
  g_assert_true (homebox_settings_reset (settings, HOMEBOX_SETTINGS_GROUP_ALL, NULL, NULL));
  settings_fixture_assert_value (
      fixture, "duplicateSettings",
      "{\"copyAttachments\":true,\"copyMaintenance\":false,\"x\":[1],\"copyCustomFields\":true,"
      "\"copyPrefixOverride\":null}");
  settings_fixture_assert_value (fixture, "quickActions", "{\"enabled\":true}");
  settings_fixture_assert_value (fixture, "mine", "1");
  settings_fixture_assert_value (fixture, "language", NULL);

  for (guint i = 0; i < 3; i++)
    homebox_settings_undo (settings);
  g_assert_false (homebox_settings_get_can_undo (settings));
  settings_fixture_assert_value (fixture, "duplicateSettings", OBJECT);
  settings_fixture_assert_value (fixture, "theme", "\"dark\"");
  settings_fixture_assert_value (fixture, "quickActions", "7");
  g_assert_cmpint (homebox_settings_get_state (settings), ==, HOMEBOX_SETTING_SAVED);
}

static void
test_import (SettingsFixture *fixture, gconstpointer data)
{
  g_autofree char *exported = NULL;
  g_autoptr (HomeboxJsonMembers) members = NULL;
  g_autoptr (GListModel) differences = NULL;
  g_autoptr (GListModel) none = NULL;
  g_autoptr (HomeboxJsonMembers) again = NULL;
  static const char *const expected[] = { "a", "b", "d" };

  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1e+21,\"c\":{\"x\":1,\"y\":2}}");
  exported = homebox_settings_export (fixture->settings);
  g_assert_cmpstr (exported, ==,
                   "{\n  \"a\": 1,\n  \"b\": 1e+21,\n  \"c\": {\"x\":1,\"y\":2}\n}\n");
  again = homebox_json_members_parse (exported, -1, NULL);
  none = homebox_settings_compare (fixture->settings, again);
  g_assert_cmpuint (g_list_model_get_n_items (none), ==, 0);

  members = homebox_json_members_parse ("{\"d\":4,\"c\":{\"y\":2,\"x\":1.0},\"a\":2}", -1, NULL);
  differences = homebox_settings_compare (fixture->settings, members);
  g_assert_cmpuint (g_list_model_get_n_items (differences), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (HomeboxSettingDifference) difference = g_list_model_get_item (differences, i);

      g_assert_cmpstr (homebox_setting_difference_get_key (difference), ==, expected[i]);
      /* What is not in the file goes only if that is wanted. */
      g_assert_cmpint (homebox_setting_difference_get_selected (difference), ==,
                       !g_str_equal (expected[i], "b"));
      if (g_str_equal (expected[i], "a"))
        homebox_setting_difference_set_selected (difference, FALSE);
    }

  g_assert_true (homebox_settings_apply (fixture->settings, differences, NULL));
  flush (fixture);
  settings_fixture_assert_stored (fixture,
                                  "{\"a\":1,\"b\":1e+21,\"c\":{\"x\":1,\"y\":2},\"d\":4}");
  homebox_settings_undo (fixture->settings);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":1,\"b\":1e+21,\"c\":{\"x\":1,\"y\":2}}");
}

/* Somebody who hears of the list changes it. */
static void
on_items_changed_remove (HomeboxSettings *settings)
{
  HomeboxSetting *setting = homebox_settings_find (settings, "z");

  if (setting != NULL)
    homebox_settings_remove (settings, setting);
}

static void
test_changed_while_told (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"m\":1}");
  g_signal_connect (fixture->settings, "items-changed", G_CALLBACK (on_items_changed_remove),
                    NULL);

  settings_fixture_store (fixture, "{\"b\":1,\"m\":1,\"n\":1,\"z\":1}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  settings_fixture_assert_list (fixture, "b m n");
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"b\":1,\"m\":1,\"n\":1}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  settings_fixture_add ("/settings/edit/add-and-remove", test_add_and_remove);
  settings_fixture_add ("/settings/edit/refused-where-typed", test_refused_where_typed);
  settings_fixture_add ("/settings/edit/rename", test_rename);
  settings_fixture_add ("/settings/edit/members", test_members);
  settings_fixture_add ("/settings/edit/quick-changes-are-one-write",
                        test_quick_changes_are_one_write);
  settings_fixture_add ("/settings/edit/back-at-once-is-no-change",
                        test_back_at_once_is_no_change);
  settings_fixture_add ("/settings/edit/changed-again-while-saving",
                        test_changed_again_while_saving);
  settings_fixture_add ("/settings/edit/changed-back-while-saving",
                        test_changed_back_while_saving);
  settings_fixture_add ("/settings/undo/and-redo", test_undo_and_redo);
  settings_fixture_add ("/settings/undo/is-a-merge", test_undo_is_a_merge);
  settings_fixture_add ("/settings/undo/of-what-changed-elsewhere-asks",
                        test_undo_of_what_changed_elsewhere_asks);
  settings_fixture_add ("/settings/edit/reset", test_reset);
  settings_fixture_add ("/settings/edit/import", test_import);
  settings_fixture_add ("/settings/edit/changed-while-told", test_changed_while_told);

  return g_test_run ();
}
