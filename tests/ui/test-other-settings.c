#include "latchkey-other-row.h"
#include "latchkey-other-settings.h"
#include "latchkey-resources.h"
#include "latchkey-setting-dialog.h"
#include "latchkey-setting-status.h"

#include "find-widget.h"
#include "settings-fixture.h"

#include <adwaita.h>

#define STORED                                                                                     \
  "{\"theme\":\"dark\",\"zoom\":1.50,\"motto\":\"Süße Äpfel\",\"nested\":{\"a\":[1,2]},"            \
  "\"lines\":\"one\\ntwo\",\"flag\":true}"

/* A list in a window, of somebody on a demo Homebox. */
typedef struct
{
  GtkWindow *window;
  LatchkeyOtherSettings *other;
  char *deleted;
} Shown;

static void
on_deleted (LatchkeyOtherSettings *other, const char *key, Shown *shown)
{
  g_assert_null (shown->deleted);
  shown->deleted = g_strdup (key);
}

static Shown *
show (SettingsFixture *fixture, const char *stored)
{
  Shown *shown = g_new0 (Shown, 1);

  settings_fixture_start_with (fixture, stored);
  shown->other = LATCHKEY_OTHER_SETTINGS (g_object_ref_sink (latchkey_other_settings_new ()));
  latchkey_other_settings_set_settings (shown->other, fixture->settings);
  g_signal_connect (shown->other, "deleted", G_CALLBACK (on_deleted), shown);
  shown->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (shown->window, 500, 500);
  gtk_window_set_child (shown->window, GTK_WIDGET (shown->other));
  gtk_window_present (shown->window);

  while (!gtk_widget_get_mapped (GTK_WIDGET (shown->other)))
    g_main_context_iteration (NULL, TRUE);

  return shown;
}

static void
close_shown (Shown *shown)
{
  gtk_window_destroy (shown->window);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (shown->other);
  g_free (shown->deleted);
  g_free (shown);
}

static GListModel *
get_model (Shown *shown)
{
  return G_LIST_MODEL (
    gtk_list_view_get_model (GTK_LIST_VIEW (find_widget (shown->other, "list"))));
}

static void
assert_keys (Shown *shown, const char *keys)
{
  g_autoptr (GString) found = g_string_new (NULL);
  GListModel *model = get_model (shown);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HomeboxSetting) setting = g_list_model_get_item (model, i);

      g_string_append_printf (found, "%s%s", i > 0 ? " " : "", homebox_setting_get_key (setting));
    }

  g_assert_cmpstr (found->str, ==, keys);
  g_assert_cmpuint (latchkey_other_settings_get_n_matching (shown->other),
                    ==,
                    g_list_model_get_n_items (model));
}

static const char *
get_state (Shown *shown)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (find_widget (shown->other, "states")));
}

static void
select_key (Shown *shown, const char *key)
{
  GListModel *model = get_model (shown);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (HomeboxSetting) setting = g_list_model_get_item (model, i);

      if (g_str_equal (homebox_setting_get_key (setting), key))
        gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (model), i);
    }
}

static GtkWidget *
find_row (GtkWidget *within, const char *key)
{
  GtkWidget *found = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (LATCHKEY_IS_OTHER_ROW (child)
          && latchkey_other_row_get_setting (LATCHKEY_OTHER_ROW (child)) != NULL
          && g_str_equal (homebox_setting_get_key (
                            latchkey_other_row_get_setting (LATCHKEY_OTHER_ROW (child))),
                          key))
        return child;

      found = find_row (child, key);
    }

  return found;
}

/* Rows are made when the list is laid out. */
static GtkWidget *
wait_for_row (Shown *shown, const char *key)
{
  GtkWidget *row;

  while ((row = find_row (GTK_WIDGET (shown->other), key)) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return row;
}

static gboolean
has_label (GtkWidget *within, const char *text)
{
  if (GTK_IS_LABEL (within) && g_str_equal (gtk_label_get_text (GTK_LABEL (within)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;

  return FALSE;
}

static void
act (Shown *shown, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shown->other), name, NULL));
}

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (LATCHKEY_IS_SETTING_DIALOG (window))
        return window;
    }

  return NULL;
}

static void
test_others_alone (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);
  GtkWidget *row;

  assert_keys (shown, "flag lines motto nested zoom");
  g_assert_cmpstr (get_state (shown), ==, "list");

  row = wait_for_row (shown, "nested");
  g_assert_true (has_label (row, "nested"));
  g_assert_true (has_label (row, "{\"a\":[1,2]}"));
  g_assert_true (has_label (wait_for_row (shown, "lines"), "one two"));
  g_assert_true (has_label (wait_for_row (shown, "zoom"), "1.50"));
  g_assert_true (has_label (wait_for_row (shown, "flag"), "Yes"));

  settings_fixture_set (fixture, "zoom", "2");
  g_assert_true (has_label (wait_for_row (shown, "zoom"), "2"));
  g_assert_true (settings_fixture_flush (fixture, NULL));
  close_shown (shown);
}

static void
test_names (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);
  GtkWidget *row = wait_for_row (shown, "zoom");

  gtk_test_accessible_assert_property (latchkey_other_row_get_button (LATCHKEY_OTHER_ROW (row)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Actions for “zoom”");
  gtk_test_accessible_assert_property (gtk_widget_get_parent (row),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "zoom: 1.50");
  gtk_test_accessible_assert_property (find_widget (shown->other, "add"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Add a Setting…");
  close_shown (shown);
}

static void
test_search (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);

  latchkey_other_settings_set_search (shown->other, "O");
  assert_keys (shown, "lines motto zoom");
  latchkey_other_settings_set_search (shown->other, "OO");
  assert_keys (shown, "zoom");
  latchkey_other_settings_set_search (shown->other, "SÜSSE ä");
  assert_keys (shown, "motto");
  latchkey_other_settings_set_search (shown->other, "[1,");
  assert_keys (shown, "nested");
  latchkey_other_settings_set_search (shown->other, "dark");
  assert_keys (shown, "");
  g_assert_cmpstr (get_state (shown), ==, "nothing");
  latchkey_other_settings_set_search (shown->other, "  ");
  assert_keys (shown, "flag lines motto nested zoom");
  close_shown (shown);
}

static void
test_search_changed_value (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);

  latchkey_other_settings_set_search (shown->other, "pear");
  assert_keys (shown, "");
  settings_fixture_set (fixture, "motto", "\"Pears\"");
  while (latchkey_other_settings_get_n_matching (shown->other) == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_keys (shown, "motto");
  settings_fixture_set (fixture, "pearl", "1");
  assert_keys (shown, "motto pearl");
  g_assert_true (settings_fixture_flush (fixture, NULL));
  close_shown (shown);
}

static void
test_delete (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);

  select_key (shown, "motto");
  act (shown, "other.delete");
  g_assert_cmpstr (shown->deleted, ==, "motto");
  assert_keys (shown, "flag lines nested zoom");
  homebox_settings_undo (fixture->settings);
  assert_keys (shown, "flag lines motto nested zoom");
  g_assert_true (settings_fixture_flush (fixture, NULL));
  close_shown (shown);
}

static void
test_delete_last (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, "{\"theme\":\"dark\",\"one\":1}");

  select_key (shown, "one");
  act (shown, "other.delete");
  g_assert_cmpstr (get_state (shown), ==, "empty");
  g_assert_true (holds_focus (shown->window, "add"));
  /* There is nothing more to delete, which would be told. */
  gtk_widget_activate_action (GTK_WIDGET (shown->other), "other.delete", NULL);
  g_assert_true (settings_fixture_flush (fixture, NULL));
  settings_fixture_assert_stored (fixture, "{\"theme\":\"dark\"}");
  close_shown (shown);
}

static void
test_keep (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);
  HomeboxSetting *zoom = homebox_settings_find (fixture->settings, "zoom");
  gboolean keep;

  select_key (shown, "zoom");
  act (shown, "other.keep");
  g_assert_true (homebox_setting_get_keep (zoom));
  select_key (shown, "motto");
  g_object_get (shown->other, "keep", &keep, NULL);
  g_assert_false (keep);
  select_key (shown, "zoom");
  g_object_get (shown->other, "keep", &keep, NULL);
  g_assert_true (keep);
  act (shown, "other.keep");
  g_assert_false (homebox_setting_get_keep (zoom));
  close_shown (shown);
}

static void
test_dialogs (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);
  const char *const actions[] = { "other.add", "other.rename", "other.edit" };

  select_key (shown, "zoom");
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      act (shown, actions[i]);
      g_assert_nonnull (find_dialog ());
      gtk_window_destroy (find_dialog ());
    }

  g_signal_emit_by_name (find_widget (shown->other, "list"), "activate", 0);
  g_assert_nonnull (find_dialog ());
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_widget (find_dialog (), "key"))),
                   ==,
                   "flag");
  gtk_window_destroy (find_dialog ());
  close_shown (shown);
}

static void
test_menu (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);
  GtkWidget *row = wait_for_row (shown, "zoom");

  g_signal_emit_by_name (latchkey_other_row_get_button (LATCHKEY_OTHER_ROW (row)), "clicked");
  act (shown, "other.delete");
  g_assert_cmpstr (shown->deleted, ==, "zoom");
  g_assert_true (settings_fixture_flush (fixture, NULL));
  close_shown (shown);
}

static LatchkeySettingStatus *
find_status (GtkWidget *within)
{
  LatchkeySettingStatus *found = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = LATCHKEY_IS_SETTING_STATUS (child) ? LATCHKEY_SETTING_STATUS (child)
                                               : find_status (child);

  return found;
}

static void
test_changed_elsewhere (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, "{\"a\":1,\"b\":1}");
  GtkWidget *row = wait_for_row (shown, "b");

  g_assert_null (find_status (row));
  settings_fixture_store (fixture, "{\"a\":1,\"b\":2}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  g_assert_nonnull (find_status (row));
  g_assert_nonnull (latchkey_setting_status_get_text (find_status (row)));
  g_assert_true (gtk_widget_has_css_class (gtk_widget_get_parent (row), "changed"));
  g_assert_null (find_status (wait_for_row (shown, "a")));
  close_shown (shown);
}

/* A row that was of another setting says nothing of that one. */
static void
test_status_goes_along (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, "{\"a\":1,\"b\":1}");
  GtkWidget *row = g_object_ref_sink (latchkey_other_row_new ());
  HomeboxSetting *a = homebox_settings_find (fixture->settings, "a");
  HomeboxSetting *b = homebox_settings_find (fixture->settings, "b");

  settings_fixture_store (fixture, "{\"a\":1,\"b\":2}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  latchkey_other_row_bind (LATCHKEY_OTHER_ROW (row), fixture->settings, b);
  g_assert_true (latchkey_setting_status_get_setting (find_status (row)) == b);
  latchkey_other_row_bind (LATCHKEY_OTHER_ROW (row), fixture->settings, a);
  g_assert_null (latchkey_setting_status_get_setting (find_status (row)));
  g_assert_null (latchkey_setting_status_get_text (find_status (row)));
  g_assert_finalize_object (row);
  close_shown (shown);
}

static void
test_none (SettingsFixture *fixture, gconstpointer data)
{
  Shown *shown = show (fixture, STORED);

  latchkey_other_settings_set_settings (shown->other, NULL);
  assert_keys (shown, "");
  g_assert_cmpstr (get_state (shown), ==, "empty");
  latchkey_other_settings_set_settings (shown->other, fixture->settings);
  assert_keys (shown, "flag lines motto nested zoom");
  close_shown (shown);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

  settings_fixture_add ("/other-settings/others-alone", test_others_alone);
  settings_fixture_add ("/other-settings/names", test_names);
  settings_fixture_add ("/other-settings/search", test_search);
  settings_fixture_add ("/other-settings/search-changed-value", test_search_changed_value);
  settings_fixture_add ("/other-settings/delete", test_delete);
  settings_fixture_add ("/other-settings/delete-last", test_delete_last);
  settings_fixture_add ("/other-settings/keep", test_keep);
  settings_fixture_add ("/other-settings/dialogs", test_dialogs);
  settings_fixture_add ("/other-settings/menu", test_menu);
  settings_fixture_add ("/other-settings/changed-elsewhere", test_changed_elsewhere);
  settings_fixture_add ("/other-settings/status-goes-along", test_status_goes_along);
  settings_fixture_add ("/other-settings/none", test_none);

  return g_test_run ();
}
