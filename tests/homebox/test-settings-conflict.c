#include "settings-fixture.h"

#include <string.h>

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
}

/* Whatever else is on the server by then stays. */
static void
test_others_changes_stay (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1,\"o\":{\"x\":1,\"y\":1}}");

  settings_fixture_store (fixture, "{\"b\":2,\"c\":1e+21,\"o\":{\"x\":1,\"y\":2}}");
  settings_fixture_set (fixture, "new", "true");
  settings_fixture_set (fixture, "o", "{\"x\":2,\"y\":1}");
  flush (fixture);

  settings_fixture_assert_stored (fixture,
                                  "{\"b\":2,\"c\":1e+21,\"new\":true,\"o\":{\"x\":2,\"y\":2}}");
  settings_fixture_assert_list (fixture, "b c new o");
  settings_fixture_assert_state (fixture, "o", HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_value (fixture, "o", "{\"x\":2,\"y\":2}");
  g_assert_nonnull (strstr (fixture->log->str, "elsewhere a\n"));
  g_assert_nonnull (strstr (fixture->log->str, "elsewhere c\n"));
}

static void
test_conflict_holds_its_own_key (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");

  settings_fixture_store (fixture, "{\"a\":3,\"b\":1}");
  settings_fixture_set (fixture, "a", "2");
  settings_fixture_set (fixture, "b", "2");
  flush (fixture);

  settings_fixture_assert_stored (fixture, "{\"a\":3,\"b\":2}");
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_CONFLICT);
  settings_fixture_assert_state (fixture, "b", HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_value (fixture, "a", "2");
  g_assert_cmpstr (homebox_setting_get_their_value (get (fixture, "a")), ==, "3");
  g_assert_cmpstr (homebox_setting_get_old_value (get (fixture, "a")), ==, "1");
  g_assert_cmpint (homebox_settings_get_state (fixture->settings), ==, HOMEBOX_SETTING_CONFLICT);

  /* Others go on. */
  settings_fixture_set (fixture, "b", "3");
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":3,\"b\":3}");
}

static void
test_resolve (SettingsFixture *fixture, gconstpointer data)
{
  static const char *const stored[] = { "{\"a\":2}", "{\"a\":3}", "{\"a\":1}" };
  static const char *const value[] = { "2", "3", "1" };

  settings_fixture_start_with (fixture, "{\"a\":1}");

  for (guint i = 0; i < 3; i++)
    {
      settings_fixture_store (fixture, "{\"a\":1}");
      g_assert_true (settings_fixture_load (fixture, NULL));
      settings_fixture_store (fixture, "{\"a\":3}");
      settings_fixture_set (fixture, "a", "2");
      flush (fixture);
      settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_CONFLICT);

      homebox_settings_resolve (fixture->settings, get (fixture, "a"), (HomeboxSettingChoice) i);
      settings_fixture_assert_value (fixture, "a", value[i]);
      g_assert_null (homebox_setting_get_their_value (get (fixture, "a")));
      g_assert_null (homebox_setting_get_old_value (get (fixture, "a")));
      flush (fixture);
      settings_fixture_assert_stored (fixture, stored[i]);
      settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);

      /* Undone, it is theirs. */
      if (homebox_settings_get_can_undo (fixture->settings))
        {
          homebox_settings_undo (fixture->settings);
          flush (fixture);
        }
      settings_fixture_assert_stored (fixture, "{\"a\":3}");
      g_assert_false (homebox_settings_get_can_undo (fixture->settings));
    }
}

static void
test_typing_on_resolves (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_store (fixture, "{\"a\":3}");
  settings_fixture_set (fixture, "a", "2");
  flush (fixture);
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_CONFLICT);

  settings_fixture_set (fixture, "a", "22");
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVING);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":22}");
}

static void
test_same_change_on_both_sides (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_store (fixture, "{\"a\":2}");
  settings_fixture_set (fixture, "a", "2.0");
  flush (fixture);
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
  g_assert_cmpuint (fixture->n_writes, ==, 0);
  g_assert_cmpstr (fixture->log->str, ==, "");
}

static void
test_removed_here_changed_there (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");
  settings_fixture_store (fixture, "{\"a\":3,\"b\":1}");
  homebox_settings_remove (fixture->settings, get (fixture, "a"));
  settings_fixture_assert_list (fixture, "b");
  flush (fixture);

  settings_fixture_assert_list (fixture, "a b");
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_CONFLICT);
  settings_fixture_assert_value (fixture, "a", NULL);
  g_assert_cmpstr (homebox_setting_get_their_value (get (fixture, "a")), ==, "3");

  homebox_settings_resolve (fixture->settings, get (fixture, "a"), HOMEBOX_SETTING_OURS);
  settings_fixture_assert_list (fixture, "b");
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"b\":1}");
}

static void
test_changed_here_removed_there (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_store (fixture, "{}");
  settings_fixture_set (fixture, "a", "2");
  flush (fixture);

  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_CONFLICT);
  g_assert_null (homebox_setting_get_their_value (get (fixture, "a")));
  homebox_settings_resolve (fixture->settings, get (fixture, "a"), HOMEBOX_SETTING_THEIRS);
  settings_fixture_assert_list (fixture, "");
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
}

/* Of an object only what both changed is asked about; the rest is saved. */
static void
test_inside_an_object (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"o\":{\"both\":1,\"ours\":1,\"theirs\":1}}");
  settings_fixture_store (fixture, "{\"o\":{\"both\":3,\"ours\":1,\"theirs\":3}}");
  settings_fixture_set (fixture, "o", "{\"both\":2,\"ours\":2,\"theirs\":1}");
  flush (fixture);

  settings_fixture_assert_stored (fixture, "{\"o\":{\"both\":3,\"ours\":2,\"theirs\":3}}");
  settings_fixture_assert_state (fixture, "o", HOMEBOX_SETTING_CONFLICT);
  settings_fixture_assert_value (fixture, "o", "{\"both\":2,\"ours\":2,\"theirs\":3}");
  g_assert_cmpstr (homebox_setting_get_their_value (get (fixture, "o")), ==,
                   "{\"both\":3,\"ours\":2,\"theirs\":3}");
  g_assert_cmpstr (homebox_setting_get_old_value (get (fixture, "o")), ==,
                   "{\"both\":1,\"ours\":2,\"theirs\":3}");
  g_assert_cmpuint (fixture->n_writes, ==, 1);

  homebox_settings_resolve (fixture->settings, get (fixture, "o"), HOMEBOX_SETTING_OURS);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"o\":{\"both\":2,\"ours\":2,\"theirs\":3}}");
}

/* They changed their mind. */
static void
test_conflict_ends_elsewhere (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");
  settings_fixture_store (fixture, "{\"a\":3,\"b\":3}");
  settings_fixture_set (fixture, "a", "2");
  settings_fixture_set (fixture, "b", "2");
  flush (fixture);

  settings_fixture_store (fixture, "{\"a\":2,\"b\":1}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_state (fixture, "b", HOMEBOX_SETTING_SAVING);
  settings_fixture_wait (fixture, "b", HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_stored (fixture, "{\"a\":2,\"b\":2}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  settings_fixture_add ("/settings/merge/others-changes-stay", test_others_changes_stay);
  settings_fixture_add ("/settings/merge/same-change-on-both-sides",
                        test_same_change_on_both_sides);
  settings_fixture_add ("/settings/conflict/holds-its-own-key", test_conflict_holds_its_own_key);
  settings_fixture_add ("/settings/conflict/resolve", test_resolve);
  settings_fixture_add ("/settings/conflict/typing-on-resolves", test_typing_on_resolves);
  settings_fixture_add ("/settings/conflict/removed-here-changed-there",
                        test_removed_here_changed_there);
  settings_fixture_add ("/settings/conflict/changed-here-removed-there",
                        test_changed_here_removed_there);
  settings_fixture_add ("/settings/conflict/inside-an-object", test_inside_an_object);
  settings_fixture_add ("/settings/conflict/ends-elsewhere", test_conflict_ends_elsewhere);

  return g_test_run ();
}
