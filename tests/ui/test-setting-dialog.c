#include "latchkey-field-message.h"
#include "latchkey-field-row.h"
#include "latchkey-resources.h"
#include "latchkey-setting-dialog.h"

#include "find-widget.h"
#include "settings-fixture.h"

#define STORED                                                                                     \
  "{\"big\":12345678901234567890,\"flag\":true,\"lines\":\"one\\ntwo\",\"nested\":{\"a\":[1.0]},"  \
  "\"nothing\":null,\"text\":\"hello\"}"

/* The place of each in the drop-down. */
enum
{
  TEXT,
  NUMBER,
  BOOLEAN,
  NOTHING,
  STRUCTURED,
};

static GtkWindow *
present (GtkWindow *window)
{
  gtk_window_present (window);

  return g_object_ref (window);
}

static GtkWindow *
edit (SettingsFixture *fixture, const char *key)
{
  return present (latchkey_setting_dialog_new (fixture->settings,
                                               homebox_settings_find (fixture->settings, key)));
}

/* Closed by itself, or not. */
static void
finish (GtkWindow *window)
{
  if (gtk_widget_get_visible (GTK_WIDGET (window)))
    gtk_window_destroy (window);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (window);
}

static void
set_text (GtkWindow *window, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_widget (window, id)), text);
}

static void
set_structured (GtkWindow *window, const char *text)
{
  gtk_text_buffer_set_text (
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_widget (window, "structured"))), text, -1);
}

static char *
dup_structured (GtkWindow *window)
{
  GtkTextBuffer *buffer
    = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_widget (window, "structured")));
  char *text;

  g_object_get (buffer, "text", &text, NULL);

  return text;
}

static void
assert_type (GtkWindow *window, guint type)
{
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (find_widget (window, "type"))),
                    ==,
                    type);
}

static void
set_type (GtkWindow *window, guint type)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_widget (window, "type")), type);
}

static gboolean
can_save (GtkWindow *window)
{
  return gtk_widget_get_sensitive (find_widget (window, "save"));
}

static void
save (GtkWindow *window)
{
  g_assert_true (can_save (window));
  g_signal_emit_by_name (find_widget (window, "save"), "clicked");
}

static gboolean
is_open (GtkWindow *window)
{
  return gtk_widget_get_visible (GTK_WIDGET (window));
}

static void
assert_stored (SettingsFixture *fixture, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *stored = NULL;

  g_assert_true (settings_fixture_flush (fixture, &error));
  g_assert_no_error (error);
  stored = homebox_json_text_dup_member (settings_fixture_get_stored (fixture), key);
  g_assert_cmpstr (stored, ==, value);
}

/* By meaning: once it is saved, it is written as the server does. */
static void
assert_value (SettingsFixture *fixture, const char *key, const char *value)
{
  HomeboxSetting *setting = homebox_settings_ensure (fixture->settings, key);

  g_assert_true (homebox_json_text_equal (homebox_setting_get_value (setting), value));
}

static void
test_add (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;

  settings_fixture_start_with (fixture, STORED);
  window = present (latchkey_setting_dialog_new (fixture->settings, NULL));
  g_assert_false (can_save (window));
  g_assert_true (holds_focus (window, "key"));

  set_text (window, "key", "text");
  g_assert_false (can_save (window));
  g_assert_nonnull (
    latchkey_field_row_get_problem (LATCHKEY_FIELD_ROW (find_widget (window, "key_row"))));

  set_text (window, "key", "new \"one\"");
  g_assert_null (
    latchkey_field_row_get_problem (LATCHKEY_FIELD_ROW (find_widget (window, "key_row"))));
  set_text (window, "text", "a \"b\" ü");
  save (window);
  g_assert_false (is_open (window));
  finish (window);
  assert_stored (fixture, "new \"one\"", "\"a \\\"b\\\" ü\"");
}

static void
test_types (SettingsFixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *key;
    guint type;
  } cases[] = { { "text", TEXT },       { "big", NUMBER },        { "flag", BOOLEAN },
                { "nothing", NOTHING }, { "nested", STRUCTURED }, { "lines", STRUCTURED } };

  settings_fixture_start_with (fixture, STORED);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWindow *window = edit (fixture, cases[i].key);

      assert_type (window, cases[i].type);
      g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (find_widget (window, "key"))));
      /* What is not touched stays as it is. */
      save (window);
      g_assert_false (is_open (window));
      finish (window);
    }

  g_assert_true (settings_fixture_flush (fixture, NULL));
  settings_fixture_assert_stored (fixture, STORED);
  g_assert_cmpuint (fixture->n_writes, ==, 0);
}

static void
test_number (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;
  LatchkeyFieldRow *row;

  settings_fixture_start_with (fixture, STORED);
  window = edit (fixture, "big");
  row = LATCHKEY_FIELD_ROW (find_widget (window, "number_row"));

  set_text (window, "number", "1,5");
  g_assert_false (can_save (window));
  g_assert_cmpstr (latchkey_field_row_get_problem (row), ==, "Enter a number, such as 12 or 1.5.");
  set_text (window, "number", "true");
  g_assert_false (can_save (window));
  set_text (window, "number", "1e999");
  g_assert_false (can_save (window));
  set_text (window, "number", "");
  g_assert_false (can_save (window));
  g_assert_null (latchkey_field_row_get_problem (row));
  set_text (window, "number", " 1.50 ");
  save (window);
  finish (window);
  assert_value (fixture, "big", "1.50");
  g_assert_true (settings_fixture_flush (fixture, NULL));
}

static void
test_boolean (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;

  settings_fixture_start_with (fixture, STORED);
  window = edit (fixture, "flag");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (find_widget (window, "yes"))));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_widget (window, "no")), TRUE);
  save (window);
  finish (window);
  assert_stored (fixture, "flag", "false");
}

static void
test_structured (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;
  LatchkeyFieldMessage *message;

  settings_fixture_start_with (fixture, STORED);
  window = edit (fixture, "nested");
  message = LATCHKEY_FIELD_MESSAGE (find_widget (window, "structured_message"));
  g_assert_null (latchkey_field_message_get_text (message));

  set_structured (window, "{\n  \"a\": [1,\n}");
  g_assert_false (can_save (window));
  g_assert_true (
    g_str_has_prefix (latchkey_field_message_get_text (message), "Line 3, character 1"));

  set_structured (window, "{ \"a\": [2.0] }");
  g_assert_null (latchkey_field_message_get_text (message));
  save (window);
  finish (window);
  assert_value (fixture, "nested", "{ \"a\": [2.0] }");
  g_assert_true (settings_fixture_flush (fixture, NULL));
}

static void
test_change_type (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;
  g_autofree char *structured = NULL;

  settings_fixture_start_with (fixture, STORED);
  window = edit (fixture, "text");
  set_text (window, "text", "typed");
  set_type (window, STRUCTURED);
  structured = dup_structured (window);
  g_assert_cmpstr (structured, ==, "\"typed\"");
  set_type (window, NUMBER);
  g_assert_false (can_save (window));
  set_type (window, TEXT);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_widget (window, "text"))),
                   ==,
                   "typed");
  set_type (window, NOTHING);
  save (window);
  finish (window);
  assert_stored (fixture, "text", "null");
}

static void
test_rename (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;

  settings_fixture_start_with (fixture, STORED);
  window = present (
    latchkey_setting_dialog_new_rename (fixture->settings,
                                        homebox_settings_find (fixture->settings, "big")));
  g_assert_false (gtk_widget_get_visible (find_widget (window, "type_row")));
  g_assert_false (gtk_widget_get_visible (find_widget (window, "number_row")));
  set_text (window, "key", "flag");
  g_assert_false (can_save (window));
  set_text (window, "key", "bigger");
  save (window);
  g_assert_false (is_open (window));
  finish (window);
  settings_fixture_assert_list (fixture, "bigger flag lines nested nothing text");
  assert_value (fixture, "bigger", "12345678901234567890");
  g_assert_true (settings_fixture_flush (fixture, NULL));
}

static void
test_refused (SettingsFixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (HOMEBOX_SETTINGS_LIMIT - 64, 'x');
  GtkWindow *window;

  settings_fixture_start_with (fixture, STORED);
  window = edit (fixture, "text");
  set_text (window, "text", large);
  save (window);
  g_assert_true (is_open (window));
  g_assert_true (gtk_widget_get_visible (find_widget (window, "refusal")));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_widget (window, "text"))), ==, large);

  set_text (window, "text", "short");
  g_assert_false (gtk_widget_get_visible (find_widget (window, "refusal")));
  save (window);
  finish (window);
  assert_stored (fixture, "text", "\"short\"");
}

static void
test_changed_elsewhere (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;
  GtkWidget *line;

  settings_fixture_start_with (fixture, STORED);
  window = edit (fixture, "text");
  line = find_widget (window, "elsewhere");
  set_text (window, "text", "mine");
  g_assert_false (gtk_widget_get_visible (line));

  settings_fixture_store (fixture, "{\"text\":\"theirs\"}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  g_assert_true (gtk_widget_get_visible (line));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_widget (window, "text"))), ==, "mine");

  settings_fixture_store (fixture, "{}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (line)),
                   ==,
                   "This setting was removed elsewhere. Saving adds it again.");
  save (window);
  finish (window);
  assert_stored (fixture, "text", "\"mine\"");
}

static void
test_rename_removed (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;

  settings_fixture_start_with (fixture, STORED);
  window = present (
    latchkey_setting_dialog_new_rename (fixture->settings,
                                        homebox_settings_find (fixture->settings, "big")));
  set_text (window, "key", "bigger");
  g_assert_true (can_save (window));
  settings_fixture_store (fixture, "{}");
  g_assert_true (settings_fixture_load (fixture, NULL));
  g_assert_false (can_save (window));
  g_assert_true (gtk_widget_get_visible (find_widget (window, "elsewhere")));
  finish (window);
}

static void
test_names (SettingsFixture *fixture, gconstpointer data)
{
  GtkWindow *window;

  settings_fixture_start_with (fixture, STORED);
  window = edit (fixture, "nested");
  gtk_test_accessible_assert_property (find_widget (window, "structured"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Value as JSON");
  gtk_test_accessible_assert_property (find_widget (window, "key"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Name");
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (find_widget (window, "type")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Type: Structured");
  gtk_test_accessible_assert_role (window, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_test_accessible_assert_role (find_widget (window, "elsewhere"), GTK_ACCESSIBLE_ROLE_ALERT);
  set_structured (window, "{");
  gtk_test_accessible_assert_state (find_widget (window, "structured"),
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  finish (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

  settings_fixture_add ("/setting-dialog/add", test_add);
  settings_fixture_add ("/setting-dialog/types", test_types);
  settings_fixture_add ("/setting-dialog/number", test_number);
  settings_fixture_add ("/setting-dialog/boolean", test_boolean);
  settings_fixture_add ("/setting-dialog/structured", test_structured);
  settings_fixture_add ("/setting-dialog/change-type", test_change_type);
  settings_fixture_add ("/setting-dialog/rename", test_rename);
  settings_fixture_add ("/setting-dialog/refused", test_refused);
  settings_fixture_add ("/setting-dialog/changed-elsewhere", test_changed_elsewhere);
  settings_fixture_add ("/setting-dialog/rename-removed", test_rename_removed);
  settings_fixture_add ("/setting-dialog/names", test_names);

  return g_test_run ();
}
