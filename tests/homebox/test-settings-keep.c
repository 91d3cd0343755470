#include "settings-fixture.h"

#include <string.h>

static gint64 now;

static gint64
get_time (void)
{
  return now;
}

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

static HomeboxSettingOffer *
get_offer (SettingsFixture *fixture, guint index)
{
  g_autoptr (HomeboxSettingOffer) offer
      = g_list_model_get_item (homebox_settings_get_offers (fixture->settings), index);

  return offer;
}

static guint
count_offers (SettingsFixture *fixture)
{
  return g_list_model_get_n_items (homebox_settings_get_offers (fixture->settings));
}

/* What a tab of the web page does to all that it does not know. */
static void
erase (SettingsFixture *fixture, const char *json)
{
  settings_fixture_store (fixture, json);
  g_assert_true (settings_fixture_load (fixture, NULL));
}

static void
test_erased_is_offered_back (SettingsFixture *fixture, gconstpointer data)
{
  HomeboxSettingOffer *offer;

  settings_fixture_start_with (fixture, "{\"mine\":[1e+21],\"other\":2,\"theme\":\"dark\"}");
  erase (fixture, "{\"theme\":\"dark\"}");

  g_assert_cmpuint (count_offers (fixture), ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (homebox_setting_offer_get_loss (get_offer (fixture, i)), ==,
                     HOMEBOX_SETTING_LOSS_ERASED);
  offer = get_offer (fixture, 0);
  if (!g_str_equal (homebox_setting_offer_get_key (offer), "mine"))
    offer = get_offer (fixture, 1);
  g_assert_cmpstr (homebox_setting_offer_get_value (offer), ==, "[1e+21]");

  g_assert_true (homebox_settings_bring_back (fixture->settings, offer, NULL));
  g_assert_cmpuint (count_offers (fixture), ==, 1);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"mine\":[1e+21],\"theme\":\"dark\"}");
  g_assert_cmpint (homebox_setting_get_origin (get (fixture, "mine")), ==,
                   HOMEBOX_SETTING_FROM_PAST);

  /* It comes back by itself: there is nothing to offer any more. */
  erase (fixture, "{\"mine\":[1e+21],\"other\":2,\"theme\":\"dark\"}");
  g_assert_cmpuint (count_offers (fixture), ==, 0);

  erase (fixture, "{}");
  g_assert_cmpuint (count_offers (fixture), ==, 3);
  homebox_settings_dismiss (fixture->settings, get_offer (fixture, 1));
  g_assert_cmpuint (count_offers (fixture), ==, 2);
  homebox_settings_dismiss (fixture->settings, NULL);
  g_assert_cmpuint (count_offers (fixture), ==, 0);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{}");
}

/* A tab with an old copy turns back what was changed here. */
static void
test_turned_back_is_offered_back (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1,\"c\":1}");
  settings_fixture_set (fixture, "a", "2");
  settings_fixture_set (fixture, "b", "2");
  flush (fixture);

  erase (fixture, "{\"a\":1,\"b\":3,\"c\":2}");
  g_assert_cmpuint (count_offers (fixture), ==, 1);
  g_assert_cmpstr (homebox_setting_offer_get_key (get_offer (fixture, 0)), ==, "a");
  g_assert_cmpstr (homebox_setting_offer_get_value (get_offer (fixture, 0)), ==, "2");
  g_assert_cmpint (homebox_setting_offer_get_loss (get_offer (fixture, 0)), ==,
                   HOMEBOX_SETTING_LOSS_UNDONE);

  g_assert_true (homebox_settings_bring_back (fixture->settings, NULL, NULL));
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":2,\"b\":3,\"c\":2}");
  g_assert_cmpuint (count_offers (fixture), ==, 0);
}

static void
test_kept_is_put_back (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"kept\":{\"x\":1},\"other\":2,\"theme\":\"dark\"}");
  homebox_settings_set_keep (fixture->settings, get (fixture, "kept"), TRUE);
  erase (fixture, "{\"theme\":\"dark\"}");

  settings_fixture_assert_value (fixture, "kept", "{\"x\":1}");
  settings_fixture_assert_list (fixture, "kept theme");
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"kept\":{\"x\":1},\"theme\":\"dark\"}");
  g_assert_cmpint (homebox_setting_get_origin (get (fixture, "kept")), ==,
                   HOMEBOX_SETTING_FROM_KEPT);
  g_assert_null (strstr (fixture->log->str, "elsewhere kept"));
  g_assert_cmpuint (count_offers (fixture), ==, 1);
  g_assert_cmpuint (fixture->n_writes, ==, 1);
}

static void
test_kept_at_most_three_times_an_hour (SettingsFixture *fixture, gconstpointer data)
{
  now = G_TIME_SPAN_DAY;
  homebox_settings_set_clock (fixture->settings, get_time);
  settings_fixture_start_with (fixture, "{\"kept\":1}");
  homebox_settings_set_keep (fixture->settings, get (fixture, "kept"), TRUE);

  for (guint i = 0; i < 3; i++)
    {
      erase (fixture, "{}");
      flush (fixture);
      settings_fixture_assert_stored (fixture, "{\"kept\":1}");
      now += 10 * G_TIME_SPAN_MINUTE;
    }

  erase (fixture, "{}");
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{}");
  g_assert_nonnull (strstr (fixture->log->str, "limit kept\n"));
  g_assert_cmpuint (count_offers (fixture), ==, 1);
  g_assert_true (homebox_setting_offer_get_kept (get_offer (fixture, 0)));

  /* The person is asked, and says yes; an hour after the first time it goes by itself again. */
  g_assert_true (homebox_settings_bring_back (fixture->settings, get_offer (fixture, 0), NULL));
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"kept\":1}");
  now += 30 * G_TIME_SPAN_MINUTE;
  erase (fixture, "{}");
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"kept\":1}");
}

static void
test_kept_with_a_change (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"kept\":1}");
  homebox_settings_set_keep (fixture->settings, get (fixture, "kept"), TRUE);
  settings_fixture_store (fixture, "{}");
  settings_fixture_set (fixture, "kept", "2");
  flush (fixture);
  settings_fixture_assert_state (fixture, "kept", HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_stored (fixture, "{\"kept\":2}");
}

static void
test_removed_here_is_not_kept (SettingsFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxJsonMembers) kept = NULL;

  settings_fixture_start_with (fixture, "{\"kept\":1}");
  homebox_settings_set_keep (fixture->settings, get (fixture, "kept"), TRUE);
  homebox_settings_remove (fixture->settings, get (fixture, "kept"));
  g_assert_false (homebox_setting_get_keep (get (fixture, "kept")));
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{}");

  homebox_settings_undo (fixture->settings);
  flush (fixture);
  g_assert_true (homebox_setting_get_keep (get (fixture, "kept")));
  settings_fixture_assert_stored (fixture, "{\"kept\":1}");
  kept = homebox_settings_dup_kept (fixture->settings);
  g_assert_cmpuint (homebox_json_members_get_n (kept), ==, 1);
  g_assert_cmpstr (homebox_json_members_lookup_key (kept, "kept"), ==, "1");
}

/* Erased while the program did not run. */
static void
test_kept_from_before (SettingsFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxJsonMembers) kept
      = homebox_json_members_parse ("{\"gone\":1e3,\"there\":1}", -1, NULL);

  homebox_settings_set_kept (fixture->settings, kept);
  settings_fixture_start_with (fixture, "{\"there\":2}");
  g_assert_true (homebox_setting_get_keep (get (fixture, "there")));
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"gone\":1000,\"there\":2}");
}

/* Another program writes between our read and our write: nothing of it can be seen afterwards, but
 * that there was one more event than ours. */
static void
test_overwritten_is_told (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"seen\":1,\"theme\":\"light\"}");
  homebox_settings_set_live (fixture->settings, TRUE);
  settings_fixture_store (fixture, "{\"a\":1,\"seen\":2,\"theme\":\"light\"}");
  homebox_settings_note_mutation (fixture->settings);
  g_assert_true (settings_fixture_load (fixture, NULL));

  fixture->in_between = g_strdup ("{\"a\":1,\"seen\":2,\"theme\":\"dark\"}");
  settings_fixture_set (fixture, "a", "2");
  while (fixture->n_writes == 0)
    g_main_context_iteration (NULL, TRUE);
  settings_fixture_assert_stored (fixture, "{\"a\":2,\"seen\":2,\"theme\":\"light\"}");
  homebox_settings_note_mutation (fixture->settings);
  homebox_settings_note_mutation (fixture->settings);
  flush (fixture);

  while (fixture->n_overwritten == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_overwritten, ==, 1);
  g_assert_true (g_strv_contains ((const char *const *) fixture->suspects, "theme"));
  g_assert_true (g_strv_contains ((const char *const *) fixture->suspects, "seen"));
  g_assert_false (g_strv_contains ((const char *const *) fixture->suspects, "a"));
}

static gboolean
on_late (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Events of our own writes, and of those that were seen, are explained. */
static void
test_explained_is_not_told (SettingsFixture *fixture, gconstpointer data)
{
  gboolean is_late = FALSE;

  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");
  homebox_settings_set_live (fixture->settings, TRUE);

  settings_fixture_set (fixture, "a", "2");
  flush (fixture);
  homebox_settings_note_mutation (fixture->settings);
  settings_fixture_store (fixture, "{\"a\":2,\"b\":2}");
  settings_fixture_set (fixture, "a", "3");
  flush (fixture);
  homebox_settings_note_mutation (fixture->settings);
  homebox_settings_note_mutation (fixture->settings);
  g_assert_true (settings_fixture_load (fixture, NULL));
  settings_fixture_assert_stored (fixture, "{\"a\":3,\"b\":2}");

  /* Later than the account is closed. */
  while (fixture->settings->settling != 0)
    g_main_context_iteration (NULL, TRUE);

  /* Nor is it told what others do while nothing is written here. */
  homebox_settings_note_mutation (fixture->settings);
  homebox_settings_note_mutation (fixture->settings);
  while (fixture->settings->settling != 0)
    g_main_context_iteration (NULL, TRUE);
  g_idle_add (on_late, &is_late);
  while (!is_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_overwritten, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  settings_fixture_add ("/settings/lost/erased-is-offered-back", test_erased_is_offered_back);
  settings_fixture_add ("/settings/lost/turned-back-is-offered-back",
                        test_turned_back_is_offered_back);
  settings_fixture_add ("/settings/keep/put-back", test_kept_is_put_back);
  settings_fixture_add ("/settings/keep/at-most-three-times-an-hour",
                        test_kept_at_most_three_times_an_hour);
  settings_fixture_add ("/settings/keep/with-a-change", test_kept_with_a_change);
  settings_fixture_add ("/settings/keep/not-what-is-removed-here", test_removed_here_is_not_kept);
  settings_fixture_add ("/settings/keep/from-before", test_kept_from_before);
  settings_fixture_add ("/settings/live/overwritten-is-told", test_overwritten_is_told);
  settings_fixture_add ("/settings/live/explained-is-not-told", test_explained_is_not_told);

  return g_test_run ();
}
