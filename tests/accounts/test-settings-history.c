#include "account-store-fixture.h"
#include "latchkey-settings-history.h"
#include "settings-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  SettingsFixture demo;
  StoreFixture store;
  GFile *folder;
  LatchkeyAccount *account;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;

  settings_fixture_set_up (&fixture->demo, NULL);
  store_fixture_set_up (&fixture->store, NULL);
  fixture->folder = g_file_new_for_path (fixture->store.folder);
  fixture->account
      = latchkey_account_new ("http://homebox.example", "9c5c", HOMEBOX_TOKEN_SESSION);
  name = g_strconcat (latchkey_account_get_id (fixture->account), ".json", NULL);
  fixture->path = g_build_filename (fixture->store.folder, "settings", name, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->path);
  g_object_unref (fixture->account);
  g_object_unref (fixture->folder);
  store_fixture_tear_down (&fixture->store, NULL);
  settings_fixture_tear_down (&fixture->demo, NULL);
}

static LatchkeySettingsHistory *
open_history (Fixture *fixture)
{
  return latchkey_settings_history_new (fixture->folder, fixture->account);
}

static gboolean
flush (LatchkeySettingsHistory *history, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_settings_history_flush_async (history, await_store, &result);

  return latchkey_settings_history_flush_finish (history, await (&result), error);
}

static void
assert_versions (LatchkeySettingsHistory *history, ...)
{
  va_list texts;
  const char *expected;
  guint n = 0;

  va_start (texts, history);
  while ((expected = va_arg (texts, const char *)) != NULL)
    {
      g_autoptr (LatchkeySettingsVersion) version
          = g_list_model_get_item (G_LIST_MODEL (history), n++);
      g_autofree char *text = NULL;

      g_assert_nonnull (version);
      text = homebox_json_members_to_text (latchkey_settings_version_get_members (version));
      g_assert_cmpstr (text, ==, expected);
    }
  va_end (texts);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, n);
}

#define STRANGE                                                                                    \
  "{\"a\\u0000\":\"\\u0000\",\"big\":12345678901234567000,\"e\":1e+21,\"z\":\"ä\\u003c\"}"

static void
test_versions_are_kept (Fixture *fixture, gconstpointer data)
{
  LatchkeySettingsHistory *history = open_history (fixture);
  g_autoptr (LatchkeySettingsVersion) first = NULL;
  GStatBuf status;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, STRANGE);
  settings_fixture_store (&fixture->demo, "{\"theme\":\"dark\"}");
  g_assert_true (settings_fixture_load (&fixture->demo, NULL));
  g_assert_true (settings_fixture_load (&fixture->demo, NULL));
  settings_fixture_set (&fixture->demo, "theme", "\"light\"");
  g_assert_true (settings_fixture_flush (&fixture->demo, NULL));

  assert_versions (history, "{\"theme\":\"light\"}", "{\"theme\":\"dark\"}", STRANGE, NULL);
  g_assert_true (flush (history, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
  first = g_list_model_get_item (G_LIST_MODEL (history), 0);
  g_assert_finalize_object (history);

  /* The next run has them, and what it sees first is the last one again. */
  history = open_history (fixture);
  latchkey_settings_history_follow (history, fixture->demo.settings);
  g_assert_true (flush (history, &error));
  assert_versions (history, "{\"theme\":\"light\"}", "{\"theme\":\"dark\"}", STRANGE, NULL);
  g_assert_finalize_object (history);
}

static void
test_bring_back (Fixture *fixture, gconstpointer data)
{
  LatchkeySettingsHistory *history = open_history (fixture);
  g_autoptr (LatchkeySettingsVersion) version = NULL;
  g_autoptr (GListModel) differences = NULL;
  g_autoptr (HomeboxSettingDifference) mine = NULL;

  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, "{\"mine\":1e+21,\"theme\":\"dark\"}");
  settings_fixture_store (&fixture->demo, "{\"theme\":\"light\"}");
  g_assert_true (settings_fixture_load (&fixture->demo, NULL));

  version = g_list_model_get_item (G_LIST_MODEL (history), 1);
  differences = homebox_settings_compare (fixture->demo.settings,
                                          latchkey_settings_version_get_members (version));
  g_assert_cmpuint (g_list_model_get_n_items (differences), ==, 2);
  mine = g_list_model_get_item (differences, 0);
  g_assert_cmpstr (homebox_setting_difference_get_key (mine), ==, "mine");
  g_clear_object (&mine);
  mine = g_list_model_get_item (differences, 1);
  homebox_setting_difference_set_selected (mine, FALSE);
  g_assert_true (homebox_settings_apply (fixture->demo.settings, differences, NULL));
  g_assert_true (settings_fixture_flush (&fixture->demo, NULL));
  settings_fixture_assert_stored (&fixture->demo, "{\"mine\":1e+21,\"theme\":\"light\"}");

  g_assert_true (flush (history, NULL));
  g_assert_finalize_object (history);
}

static void
test_the_last_twenty (Fixture *fixture, gconstpointer data)
{
  LatchkeySettingsHistory *history = open_history (fixture);
  g_autoptr (LatchkeySettingsVersion) oldest = NULL;

  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, "{\"n\":0}");
  for (guint i = 1; i < 30; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"n\":%u}", i);

      settings_fixture_store (&fixture->demo, json);
      g_assert_true (settings_fixture_load (&fixture->demo, NULL));
    }

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==,
                    LATCHKEY_SETTINGS_HISTORY_LENGTH);
  oldest = g_list_model_get_item (G_LIST_MODEL (history), LATCHKEY_SETTINGS_HISTORY_LENGTH - 1);
  g_assert_cmpstr (
      homebox_json_members_lookup_key (latchkey_settings_version_get_members (oldest), "n"), ==,
      "10");
  g_assert_true (flush (history, NULL));
  g_assert_finalize_object (history);
}

static void
test_kept_marks (Fixture *fixture, gconstpointer data)
{
  LatchkeySettingsHistory *history = open_history (fixture);
  HomeboxSettings *again;
  HomeboxSetting *kept;

  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, "{\"kept\":[1],\"n\":0}");
  homebox_settings_set_keep (fixture->demo.settings,
                             homebox_settings_find (fixture->demo.settings, "kept"), TRUE);
  g_assert_true (flush (history, NULL));
  g_assert_finalize_object (history);

  /* A tab of the web page saves while Latchkey is not open. */
  settings_fixture_store (&fixture->demo, "{\"n\":0}");
  history = open_history (fixture);
  again = homebox_settings_new (fixture->demo.session);
  latchkey_settings_history_follow (history, again);
  homebox_settings_refresh (again);
  kept = homebox_settings_ensure (again, "kept");
  while (homebox_setting_get_value (kept) == NULL
         || homebox_setting_get_state (kept) != HOMEBOX_SETTING_SAVED)
    g_main_context_iteration (NULL, TRUE);

  settings_fixture_assert_stored (&fixture->demo, "{\"kept\":[1],\"n\":0}");
  g_assert_true (homebox_setting_get_keep (kept));
  g_assert_true (flush (history, NULL));
  g_assert_finalize_object (history);
  g_assert_finalize_object (again);
}

static void
write_file (Fixture *fixture, const char *content)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, content, -1, NULL));
}

static void
test_damaged_is_set_aside (Fixture *fixture, gconstpointer data)
{
  static const char *const contents[] = { "", "nope", "[]", "{}", "{\"version\":1}" };

  settings_fixture_start_with (&fixture->demo, "{\"n\":0}");
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      LatchkeySettingsHistory *history;
      g_autofree char *aside = i == 0 ? g_strconcat (fixture->path, ".damaged", NULL)
                                      : g_strdup_printf ("%s.damaged-%u", fixture->path, i);
      g_autoptr (GError) error = NULL;

      write_file (fixture, contents[i]);
      history = open_history (fixture);
      latchkey_settings_history_follow (history, fixture->demo.settings);
      g_assert_true (flush (history, &error));
      g_assert_no_error (error);
      assert_versions (history, "{\"n\":0}", NULL);
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
      g_assert_finalize_object (history);
    }
}

static void
test_of_a_later_version (Fixture *fixture, gconstpointer data)
{
  static const char content[] = "{\"version\":2,\"versions\":{}}";
  LatchkeySettingsHistory *history;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  write_file (fixture, content);
  history = open_history (fixture);
  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, "{\"n\":0}");
  assert_versions (history, "{\"n\":0}", NULL);
  g_assert_false (flush (history, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (latchkey_settings_history_get_save_error (history));
  g_assert_true (g_file_get_contents (fixture->path, &found, NULL, NULL));
  g_assert_cmpstr (found, ==, content);
  g_assert_finalize_object (history);
}

static void
test_removed_with_the_account (Fixture *fixture, gconstpointer data)
{
  LatchkeySettingsHistory *history = open_history (fixture);

  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, "{\"n\":0}");
  g_assert_true (flush (history, NULL));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  settings_fixture_set (&fixture->demo, "n", "1");
  g_assert_true (settings_fixture_flush (&fixture->demo, NULL));
  latchkey_settings_history_flush_async (history, NULL, NULL);
  latchkey_settings_history_remove (history);
  settings_fixture_set (&fixture->demo, "n", "2");
  g_assert_true (settings_fixture_flush (&fixture->demo, NULL));
  g_assert_true (flush (history, NULL));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (history);

  write_file (fixture, "{}");
  latchkey_settings_history_delete (fixture->folder, fixture->account);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* Nobody has it open. */
static void
test_in_the_folder_of_the_account (Fixture *fixture, gconstpointer data)
{
  LatchkeyAccountStore *store = store_fixture_new_loaded_store (&fixture->store);
  g_autoptr (GFile) folder = latchkey_account_store_get_folder (store, fixture->account);
  LatchkeySettingsHistory *history = NULL;

  g_assert_true (store_add (store, fixture->account, NULL));
  history = latchkey_settings_history_new (folder, fixture->account);
  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, "{\"n\":0}");
  g_assert_true (flush (history, NULL));
  g_assert_finalize_object (history);
  g_assert_true (g_file_query_exists (folder, NULL));

  history = latchkey_settings_history_new (folder, fixture->account);
  g_assert_true (flush (history, NULL));
  assert_versions (history, "{\"n\":0}", NULL);
  g_assert_finalize_object (history);

  g_assert_true (store_remove (store, fixture->account, NULL));
  g_assert_false (g_file_query_exists (folder, NULL));
  g_assert_finalize_object (store);
}

/* Nobody waits for it, and it is written all the same. */
static void
test_let_go_of (Fixture *fixture, gconstpointer data)
{
  LatchkeySettingsHistory *history = open_history (fixture);

  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, "{\"n\":0}");
  g_object_unref (history);
  while (!g_file_test (fixture->path, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);

  history = open_history (fixture);
  g_assert_true (flush (history, NULL));
  assert_versions (history, "{\"n\":0}", NULL);
  g_assert_finalize_object (history);
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/settings-history/versions-are-kept", test_versions_are_kept);
  add ("/settings-history/bring-back", test_bring_back);
  add ("/settings-history/the-last-twenty", test_the_last_twenty);
  add ("/settings-history/kept-marks", test_kept_marks);
  add ("/settings-history/damaged-is-set-aside", test_damaged_is_set_aside);
  add ("/settings-history/of-a-later-version", test_of_a_later_version);
  add ("/settings-history/removed-with-the-account", test_removed_with_the_account);
  add ("/settings-history/in-the-folder-of-the-account", test_in_the_folder_of_the_account);
  add ("/settings-history/let-go-of", test_let_go_of);

  return g_test_run ();
}
