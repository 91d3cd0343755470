#include "account-store-fixture.h"
#include "latchkey-banner.h"
#include "latchkey-difference-dialog.h"
#include "latchkey-difference-row.h"
#include "latchkey-resources.h"
#include "latchkey-settings-export.h"
#include "latchkey-settings-import.h"
#include "latchkey-versions-dialog.h"
#include "seen-widget.h"
#include "settings-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* A file chooser brings so many names that GLib lets go of its first table of them, which is told
 * as a leak. */
#ifdef __SANITIZE_ADDRESS__
#define IS_SANITIZED TRUE
#else
#define IS_SANITIZED FALSE
#endif

typedef struct
{
  SettingsFixture demo;
  StoreFixture store;
  GFile *folder;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  settings_fixture_set_up (&fixture->demo, NULL);
  store_fixture_set_up (&fixture->store, NULL);
  fixture->folder = g_file_new_for_path (fixture->store.folder);
  fixture->file = g_file_get_child (fixture->folder, "settings.json");
  g_assert_cmpint (g_mkdir_with_parents (fixture->store.folder, 0700), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_file_delete (fixture->file, NULL, NULL);
  g_object_unref (fixture->file);
  g_object_unref (fixture->folder);
  store_fixture_tear_down (&fixture->store, NULL);
  settings_fixture_tear_down (&fixture->demo, NULL);
}

static void
write_file (Fixture *fixture, const char *text, gssize length)
{
  g_assert_true (g_file_set_contents (g_file_peek_path (fixture->file), text, length, NULL));
}

static HomeboxJsonMembers *
import (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_settings_import_read_async (fixture->file, NULL, await_store, &result);

  return latchkey_settings_import_read_finish (fixture->file, await (&result), error);
}

static gboolean
export (Fixture *fixture, GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_settings_export_write_async (fixture->demo.settings, file, NULL, await_store, &result);

  return latchkey_settings_export_write_finish (fixture->demo.settings, await (&result), error);
}

static LatchkeyDifferenceDialog *
show_differences (Fixture *fixture, const char *other)
{
  g_autoptr (HomeboxJsonMembers) members = homebox_json_members_parse (other, -1, NULL);
  GtkWindow *dialog;

  g_assert_nonnull (members);
  dialog = latchkey_difference_dialog_new (fixture->demo.settings, members, "Import Settings",
                                           "settings.json");
  gtk_window_present (dialog);

  return LATCHKEY_DIFFERENCE_DIALOG (dialog);
}

static HomeboxSettingDifference *
find_difference (LatchkeyDifferenceDialog *dialog, const char *key)
{
  GListModel *differences = latchkey_difference_dialog_get_differences (dialog);

  for (guint i = 0; i < g_list_model_get_n_items (differences); i++)
    {
      /* The list has it. */
      g_autoptr (HomeboxSettingDifference) difference = g_list_model_get_item (differences, i);

      if (g_str_equal (homebox_setting_difference_get_key (difference), key))
        return difference;
    }

  return NULL;
}

static GtkWidget *
find_of_type (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_of_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Until a dialog of this type is open. */
static GtkWidget *
wait_for_dialog (GType type)
{
  while (TRUE)
    {
      g_autoptr (GList) windows = gtk_window_list_toplevels ();

      for (GList *at = windows; at != NULL; at = at->next)
        if (G_TYPE_CHECK_INSTANCE_TYPE (at->data, type))
          return at->data;

      g_main_context_iteration (NULL, TRUE);
    }
}

/* Closes it, and sees that nobody else holds it. */
static void
assert_goes (gpointer dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (dialog, &weak);
  gtk_window_destroy (GTK_WINDOW (dialog));

  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* What would be damaged by a reader of JSON numbers is not. */
static void
test_export_is_read_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxJsonMembers) members = NULL;
  g_autoptr (GListModel) differences = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  settings_fixture_start_with (&fixture->demo,
                               "{\"theme\":\"dark\",\"\":[1.5,{\"ä\":null}],\"big\":1e300}");
  g_assert_true (export (fixture, fixture->file, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (g_file_peek_path (fixture->file), &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  members = import (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (homebox_json_members_get_n (members), ==, 3);
  differences = homebox_settings_compare (fixture->demo.settings, members);
  g_assert_cmpuint (g_list_model_get_n_items (differences), ==, 0);
}

static void
test_export_that_fails_says_so (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) missing = g_file_get_child (fixture->folder, "missing");
  g_autoptr (GFile) file = g_file_get_child (missing, "settings.json");
  g_autoptr (GError) error = NULL;

  settings_fixture_start_with (&fixture->demo, "{\"theme\":\"dark\"}");
  g_assert_false (export (fixture, file, &error));
  g_assert_nonnull (strstr (error->message, "settings.json"));
  g_assert_nonnull (strstr (error->message, "could not be written"));
}

/* As on a full disk: the old file is worth more than half a new one. */
static void
test_export_that_breaks_off_leaves_the_file (Fixture *fixture, gconstpointer data)
{
  struct rlimit before, small;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_written;

  settings_fixture_start_with (&fixture->demo, "{\"theme\":\"dark\"}");
  write_file (fixture, "before", -1);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 8;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  is_written = export (fixture, fixture->file, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_false (is_written);
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (g_file_peek_path (fixture->file), &found, NULL, NULL));
  g_assert_cmpstr (found, ==, "before");
}

static void
test_broken_file_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (LATCHKEY_SETTINGS_IMPORT_LIMIT + 1, ' ');
  guint line, column;

  write_file (fixture, "{\n  \"a\": tru\n}", -1);
  g_assert_null (import (fixture, &error));
  g_assert_true (error->domain == HOMEBOX_JSON_ERROR);
  homebox_json_error_get_position (error, &line, &column);
  g_assert_cmpuint (line, ==, 2);
  g_clear_error (&error);

  write_file (fixture, "[]", -1);
  g_assert_null (import (fixture, &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_KIND);
  g_clear_error (&error);

  write_file (fixture, "", 0);
  g_assert_null (import (fixture, &error));
  g_assert_error (error, HOMEBOX_JSON_ERROR, HOMEBOX_JSON_ERROR_EMPTY);
  g_clear_error (&error);

  write_file (fixture, large, -1);
  g_assert_null (import (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_clear_error (&error);

  g_file_delete (fixture->file, NULL, NULL);
  g_assert_null (import (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_mark_of_the_encoding_is_skipped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxJsonMembers) members = NULL;

  write_file (fixture, "\xef\xbb\xbf{\"a\":1}", -1);
  members = import (fixture, NULL);
  g_assert_cmpstr (homebox_json_members_lookup_key (members, "a"), ==, "1");
}

static void
test_opened_file_shows_what_differs (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *dialog;
  g_autoptr (GError) error = NULL;

  settings_fixture_start_with (&fixture->demo, "{\"theme\":\"dark\"}");
  gtk_window_present (GTK_WINDOW (window));

  write_file (fixture, "{\"theme\":\"light\"}", -1);
  latchkey_settings_import_open (window, fixture->demo.settings, fixture->file);
  dialog = wait_for_dialog (LATCHKEY_TYPE_DIFFERENCE_DIALOG);
  g_assert_nonnull (find_difference (LATCHKEY_DIFFERENCE_DIALOG (dialog), "theme"));
  assert_goes (dialog);

  write_file (fixture, "{\"theme\"}", -1);
  latchkey_settings_import_open (window, fixture->demo.settings, fixture->file);
  dialog = wait_for_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)),
                   ==,
                   "Settings Not Imported");
  assert_goes (dialog);

  /* The answer comes after the window went. */
  latchkey_settings_import_open (window, fixture->demo.settings, fixture->file);
  assert_goes (window);
  g_assert_null (import (fixture, &error));
}

/* Nobody answers, and the window goes. */
static void
test_chooser_goes_with_its_window (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window, *chooser;

  settings_fixture_start_with (&fixture->demo, "{\"theme\":\"dark\"}");

  for (guint i = 0; i < 2; i++)
    {
      window = gtk_window_new ();
      gtk_window_present (GTK_WINDOW (window));

      if (i == 0)
        latchkey_settings_export_present (window, fixture->demo.settings);
      else
        latchkey_settings_import_present (window, fixture->demo.settings);

      chooser = wait_for_dialog (GTK_TYPE_FILE_CHOOSER_DIALOG);
      g_object_add_weak_pointer (G_OBJECT (chooser), (gpointer *) &chooser);
      assert_goes (window);

      while (chooser != NULL)
        g_main_context_iteration (NULL, TRUE);
    }
}

/* And when somebody does. */
static void
test_chooser_is_cancelled (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *chooser;

  settings_fixture_start_with (&fixture->demo, "{\"theme\":\"dark\"}");
  gtk_window_present (GTK_WINDOW (window));
  latchkey_settings_import_present (window, fixture->demo.settings);
  chooser = wait_for_dialog (GTK_TYPE_FILE_CHOOSER_DIALOG);
  g_object_add_weak_pointer (G_OBJECT (chooser), (gpointer *) &chooser);
  gtk_dialog_response (GTK_DIALOG (chooser), GTK_RESPONSE_CANCEL);

  while (chooser != NULL)
    g_main_context_iteration (NULL, TRUE);

  assert_goes (window);
}

static void
test_only_what_is_chosen_is_taken_over (Fixture *fixture, gconstpointer data)
{
  LatchkeyDifferenceDialog *dialog;

  settings_fixture_start_with (&fixture->demo,
                               "{\"a\":1,\"b\":2,\"gone\":3,\"same\":[1,2]}");
  dialog = show_differences (fixture, "{\"a\":10,\"b\":20,\"new\":\"x\",\"same\":[1,2.0]}");
  g_assert_null (find_difference (dialog, "same"));
  /* What would be removed has to be chosen. */
  g_assert_false (homebox_setting_difference_get_selected (find_difference (dialog, "gone")));
  g_assert_true (has_text (GTK_WIDGET (dialog), "3 of 4 differences selected"));

  homebox_setting_difference_set_selected (find_difference (dialog, "b"), FALSE);
  g_assert_true (has_text (GTK_WIDGET (dialog), "2 of 4 differences selected"));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  click (find_button (GTK_WIDGET (dialog), "Apply"));
  g_assert_true (settings_fixture_flush (&fixture->demo, NULL));
  settings_fixture_assert_stored (
    &fixture->demo, "{\"a\":10,\"b\":2,\"gone\":3,\"new\":\"x\",\"same\":[1,2]}");

  while (dialog != NULL)
    g_main_context_iteration (NULL, TRUE);

  /* One step. */
  homebox_settings_undo (fixture->demo.settings);
  g_assert_true (settings_fixture_flush (&fixture->demo, NULL));
  settings_fixture_assert_stored (&fixture->demo, "{\"a\":1,\"b\":2,\"gone\":3,\"same\":[1,2]}");
}

static void
test_all_and_none (Fixture *fixture, gconstpointer data)
{
  LatchkeyDifferenceDialog *dialog;

  settings_fixture_start_with (&fixture->demo, "{\"a\":1,\"gone\":3}");
  dialog = show_differences (fixture, "{\"a\":10}");
  click (find_button (GTK_WIDGET (dialog), "Select All"));
  g_assert_true (homebox_setting_difference_get_selected (find_difference (dialog, "gone")));
  click (find_button (GTK_WIDGET (dialog), "Select None"));
  g_assert_false (homebox_setting_difference_get_selected (find_difference (dialog, "a")));
  g_assert_false (gtk_widget_get_sensitive (find_button (GTK_WIDGET (dialog), "Apply")));
  assert_goes (dialog);
}

static void
test_too_large_is_said_and_nothing_is_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *filling = g_strnfill (HOMEBOX_SETTINGS_LIMIT, 'x');
  g_autofree char *other = g_strdup_printf ("{\"a\":10,\"big\":\"%s\"}", filling);
  LatchkeyDifferenceDialog *dialog;
  GtkWidget *banner;

  settings_fixture_start_with (&fixture->demo, "{\"a\":1}");
  dialog = show_differences (fixture, other);
  banner = find_of_type (GTK_WIDGET (dialog), LATCHKEY_TYPE_BANNER);
  click (find_button (GTK_WIDGET (dialog), "Apply"));
  g_assert_true (gtk_widget_get_visible (banner));
  g_assert_cmpstr (latchkey_banner_get_text (LATCHKEY_BANNER (banner)), !=, NULL);
  settings_fixture_assert_value (&fixture->demo, "a", "1");

  /* Without the one that is too large it goes. */
  homebox_setting_difference_set_selected (find_difference (dialog, "big"), FALSE);
  click (find_button (GTK_WIDGET (dialog), "Apply"));
  g_assert_true (settings_fixture_flush (&fixture->demo, NULL));
  settings_fixture_assert_stored (&fixture->demo, "{\"a\":10}");
}

static void
test_change_made_elsewhere_is_followed (Fixture *fixture, gconstpointer data)
{
  LatchkeyDifferenceDialog *dialog;
  GListModel *before;

  settings_fixture_start_with (&fixture->demo, "{\"a\":1,\"b\":2}");
  dialog = show_differences (fixture, "{\"a\":10,\"b\":20}");
  homebox_setting_difference_set_selected (find_difference (dialog, "b"), FALSE);
  before = latchkey_difference_dialog_get_differences (dialog);

  /* What differs no less and no more stays as it is, with the focus in it. */
  settings_fixture_store (&fixture->demo, "{\"a\":1.0,\"b\":2}");
  g_assert_true (settings_fixture_load (&fixture->demo, NULL));
  g_assert_true (latchkey_difference_dialog_get_differences (dialog) == before);

  settings_fixture_store (&fixture->demo, "{\"a\":10,\"b\":3}");
  g_assert_true (settings_fixture_load (&fixture->demo, NULL));
  g_assert_null (find_difference (dialog, "a"));
  g_assert_cmpstr (homebox_setting_difference_get_now (find_difference (dialog, "b")), ==, "3");
  g_assert_false (homebox_setting_difference_get_selected (find_difference (dialog, "b")));
  assert_goes (dialog);
}

static void
test_rows_are_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxSettingDifference) difference
    = homebox_setting_difference_new ("\"theme\"", "\"night\"", NULL);
  GtkWidget *row = g_object_ref_sink (latchkey_difference_row_new ());
  GtkWidget *check = find_of_type (row, GTK_TYPE_CHECK_BUTTON);

  latchkey_difference_row_set_difference (LATCHKEY_DIFFERENCE_ROW (row), difference);
  gtk_test_accessible_assert_property (check, GTK_ACCESSIBLE_PROPERTY_LABEL, "Theme");
  gtk_test_accessible_assert_property (check,
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Now: Night. New: removed");
  gtk_test_accessible_assert_state (check, GTK_ACCESSIBLE_STATE_CHECKED, FALSE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_true (homebox_setting_difference_get_selected (difference));

  /* A row that shows nothing changes nothing. */
  latchkey_difference_row_set_difference (LATCHKEY_DIFFERENCE_ROW (row), NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  g_assert_true (homebox_setting_difference_get_selected (difference));
  g_assert_finalize_object (row);
}

static void
test_version_is_brought_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyAccount) account
    = latchkey_account_new ("http://homebox.example", "9c5c", HOMEBOX_TOKEN_SESSION);
  LatchkeySettingsHistory *history = latchkey_settings_history_new (fixture->folder, account);
  g_autoptr (GAsyncResult) result = NULL;
  GtkWindow *versions;
  GtkWidget *list, *dialog;

  latchkey_settings_history_follow (history, fixture->demo.settings);
  settings_fixture_start_with (&fixture->demo, "{\"mine\":{\"n\":1},\"theme\":\"dark\"}");
  settings_fixture_store (&fixture->demo, "{\"theme\":\"light\"}");
  g_assert_true (settings_fixture_load (&fixture->demo, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (history)), ==, 2);

  versions = latchkey_versions_dialog_new (fixture->demo.settings, history);
  gtk_window_present (versions);
  list = find_of_type (GTK_WIDGET (versions), GTK_TYPE_LIST_BOX);
  g_assert_true (has_text (GTK_WIDGET (versions), "2 settings"));
  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "2 settings");

  g_signal_emit_by_name (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1), "activate");
  dialog = wait_for_dialog (LATCHKEY_TYPE_DIFFERENCE_DIALOG);
  homebox_setting_difference_set_selected (
    find_difference (LATCHKEY_DIFFERENCE_DIALOG (dialog), "theme"), FALSE);
  click (find_button (dialog, "Apply"));
  g_assert_true (settings_fixture_flush (&fixture->demo, NULL));
  settings_fixture_assert_stored (&fixture->demo, "{\"mine\":{\"n\":1},\"theme\":\"light\"}");

  /* Both go, while nothing was decided. */
  g_signal_emit_by_name (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0), "activate");
  dialog = wait_for_dialog (LATCHKEY_TYPE_DIFFERENCE_DIALOG);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  assert_goes (versions);

  while (dialog != NULL)
    g_main_context_iteration (NULL, TRUE);

  latchkey_settings_history_remove (history);
  latchkey_settings_history_flush_async (history, await_store, &result);
  g_assert_true (latchkey_settings_history_flush_finish (history, await (&result), NULL));
  g_clear_object (&result);
  g_assert_finalize_object (history);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

#define ADD(name, test)                                                                            \
  g_test_add ("/settings-files/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("export-is-read-again", test_export_is_read_again);
  ADD ("export-that-fails-says-so", test_export_that_fails_says_so);
  ADD ("export-that-breaks-off-leaves-the-file", test_export_that_breaks_off_leaves_the_file);
  ADD ("broken-file-is-refused", test_broken_file_is_refused);
  ADD ("mark-of-the-encoding-is-skipped", test_mark_of_the_encoding_is_skipped);
  ADD ("opened-file-shows-what-differs", test_opened_file_shows_what_differs);
  if (!IS_SANITIZED)
    {
      ADD ("chooser-goes-with-its-window", test_chooser_goes_with_its_window);
      ADD ("chooser-is-cancelled", test_chooser_is_cancelled);
    }
  ADD ("only-what-is-chosen-is-taken-over", test_only_what_is_chosen_is_taken_over);
  ADD ("all-and-none", test_all_and_none);
  ADD ("too-large-is-said-and-nothing-is-lost", test_too_large_is_said_and_nothing_is_lost);
  ADD ("change-made-elsewhere-is-followed", test_change_made_elsewhere_is_followed);
  ADD ("rows-are-named", test_rows_are_named);
  ADD ("version-is-brought-back", test_version_is_brought_back);
#undef ADD

  return g_test_run ();
}
