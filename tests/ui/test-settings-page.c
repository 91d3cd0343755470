#include "connection-fixture.h"
#include "homebox-request.h"
#include "latchkey-known-row.h"
#include "latchkey-page.h"
#include "latchkey-resources.h"
#include "latchkey-setting-words.h"
#include "latchkey-settings-page.h"
#include "seen-widget.h"

#include <adwaita.h>

#define PATH "/users/self/settings"

/* A page in a window, and another program of the same person. */
typedef struct
{
  GtkWidget *window;
  LatchkeySettingsPage *page;
  LatchkeyConnection *connection;
  HomeboxSession *elsewhere;
} Shown;

static HomeboxResponse *
ask (HomeboxSession *session, const char *method, const char *body)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new (method, PATH, HOMEBOX_REQUEST_DEFAULT);
  g_autoptr (HomeboxSecret) secret = body != NULL ? homebox_secret_new (body) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  HomeboxResponse *response;

  if (secret != NULL)
    homebox_request_set_body (request, secret);
  homebox_session_send_async (session, request, NULL, await_store, &result);
  response = homebox_session_send_finish (session, await (&result), NULL);
  g_assert_nonnull (response);

  return response;
}

/* Replaces everything, as other programs do. */
static void
put (HomeboxSession *session, const char *body)
{
  g_autoptr (HomeboxResponse) response = ask (session, "PUT", body);
}

static void
assert_stored (Shown *shown, const char *part, gboolean is_there)
{
  g_autoptr (HomeboxResponse) response = ask (shown->elsewhere, "GET", NULL);
  GBytes *body = homebox_response_get_body (response);
  g_autofree char *copy = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

  g_assert_cmpint (strstr (copy, part) != NULL, ==, is_there);
}

static HomeboxSettings *
get_settings (Shown *shown)
{
  return latchkey_settings_live_get_settings (latchkey_settings_page_get_live (shown->page));
}

static void
present (Shown *shown)
{
  shown->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (shown->window), GTK_WIDGET (shown->page));
  gtk_window_present (GTK_WINDOW (shown->window));
}

static Shown *
show (ConnectionFixture *fixture, LatchkeyConnection *connection)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->connection = connection;
  shown->page = g_object_ref_sink (latchkey_settings_page_new (connection));
  present (shown);

  return shown;
}

static void
wait_for_availability (Shown *shown, HomeboxSettingsAvailability availability)
{
  while (get_settings (shown) == NULL
         || homebox_settings_get_availability (get_settings (shown)) != availability)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_state (HomeboxSettings *settings, HomeboxSettingState state)
{
  while (homebox_settings_get_state (settings) != state)
    g_main_context_iteration (NULL, TRUE);
}

/* Until nothing is under way, and nothing comes by itself. */
static void
settle (ConnectionFixture *fixture, Shown *shown)
{
  LatchkeySettingsLive *live = latchkey_settings_page_get_live (shown->page);
  g_autoptr (GAsyncResult) result = NULL;

  while (homebox_events_get_state (latchkey_settings_live_get_events (live))
         != HOMEBOX_EVENTS_OPEN)
    g_main_context_iteration (NULL, TRUE);

  latchkey_demo_server_mute_events (fixture->server, TRUE);
  homebox_settings_load_async (get_settings (shown), NULL, await_store, &result);
  g_assert_true (homebox_settings_load_finish (get_settings (shown), await (&result), NULL));
}

static Shown *
show_stored (ConnectionFixture *fixture, const char *stored)
{
  HomeboxSession *elsewhere = connection_fixture_sign_in (fixture);
  Shown *shown;

  put (elsewhere, stored);
  shown = show (fixture, connection_fixture_ready (fixture));
  shown->elsewhere = elsewhere;
  wait_for_availability (shown, HOMEBOX_SETTINGS_READY);
  settle (fixture, shown);

  return shown;
}

static void
close_shown (Shown *shown)
{
  g_object_add_weak_pointer (G_OBJECT (shown->page), (gpointer *) &shown->page);
  gtk_window_destroy (GTK_WINDOW (shown->window));
  g_object_unref (shown->page);

  while (shown->page != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_clear_object (&shown->elsewhere);
  g_assert_finalize_object (shown->connection);
  g_free (shown);
}

/* The row of a known setting, seen or not. */
static GtkWidget *
find_known (GtkWidget *root, const char *title)
{
  if (LATCHKEY_IS_KNOWN_ROW (root)
      && g_str_equal (
        latchkey_setting_words_get_title (latchkey_known_row_get_known (LATCHKEY_KNOWN_ROW (root))),
        title))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_known (child, title);

      if (found != NULL)
        return found;
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

static GtkWidget *
find_control (Shown *shown, const char *title, GType type)
{
  GtkWidget *row = find_known (GTK_WIDGET (shown->page), title);
  GtkWidget *control;

  g_assert_nonnull (row);
  control = find_of_type (row, type);
  g_assert_nonnull (control);

  return control;
}

static const char *
get_chosen (Shown *shown, const char *title)
{
  GtkDropDown *drop_down
    = GTK_DROP_DOWN (find_control (shown, title, GTK_TYPE_DROP_DOWN));

  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (drop_down));
}

static void
choose (Shown *shown, const char *title, const char *name)
{
  GtkDropDown *drop_down
    = GTK_DROP_DOWN (find_control (shown, title, GTK_TYPE_DROP_DOWN));
  GListModel *model = gtk_drop_down_get_model (drop_down);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i), name))
      {
        gtk_drop_down_set_selected (drop_down, i);
        return;
      }

  g_assert_not_reached ();
}

static gboolean
is_on (Shown *shown, const char *title)
{
  return gtk_switch_get_active (GTK_SWITCH (find_control (shown, title, GTK_TYPE_SWITCH)));
}

static void
toggle (Shown *shown, const char *title)
{
  gtk_switch_set_active (GTK_SWITCH (find_control (shown, title, GTK_TYPE_SWITCH)),
                         !is_on (shown, title));
}

static void
misbehave (ConnectionFixture *fixture, const char *method, LatchkeyDemoMode mode, const char *how)
{
  g_assert_true (latchkey_demo_server_misbehave (fixture->server,
                                                 method,
                                                 "/api/v1" PATH,
                                                 mode,
                                                 how,
                                                 NULL));
}

static void
test_asks_nobody_before_it_is_seen (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = g_new0 (Shown, 1);

  shown->connection = connection;
  shown->page = g_object_ref_sink (latchkey_settings_page_new (connection));
  g_assert_cmpint (homebox_settings_get_availability (get_settings (shown)),
                   ==,
                   HOMEBOX_SETTINGS_UNKNOWN);
  g_assert_null (strstr (fixture->events->str, PATH));
  present (shown);
  wait_for_availability (shown, HOMEBOX_SETTINGS_READY);
  g_assert_nonnull (strstr (fixture->events->str, "GET " PATH));
  close_shown (shown);
}

static void
test_shows_what_is_stored (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture,
                              "{\"theme\":\"dracula\",\"language\":\"pt-BR\",\"showDetails\":false,"
                              "\"itemsPerTablePage\":33,\"quickActions\":{\"enabled\":false},"
                              "\"duplicateSettings\":{\"copyPrefixOverride\":\"\"}}");

  g_assert_cmpstr (get_chosen (shown, "Theme"), ==, "Dracula");
  g_assert_cmpstr (get_chosen (shown, "Language"), ==, "Português (Brasil)");
  g_assert_cmpstr (get_chosen (shown, "Format"), ==, "Same as Language");
  g_assert_cmpstr (get_chosen (shown, "Rows per page"), ==, "33");
  g_assert_false (is_on (shown, "Show details"));
  g_assert_true (is_on (shown, "Show empty fields"));
  g_assert_false (is_on (shown, "Quick actions"));
  g_assert_true (is_on (shown, "Copy attachments"));
  /* An empty prefix is one. */
  g_assert_true (is_on (shown, "Own prefix"));
  close_shown (shown);
}

static void
test_unknown_choice_stays (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"theme\":\"solarized\"}");

  g_assert_cmpstr (get_chosen (shown, "Theme"), ==, "solarized");
  toggle (shown, "Show details");
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  assert_stored (shown, "\"theme\":\"solarized\"", TRUE);
  close_shown (shown);
}

static void
test_surprising_value_is_shown_as_it_is (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"showDetails\":[1,\"x\"],\"duplicateSettings\":7}");

  g_assert_true (has_text (find_known (GTK_WIDGET (shown->page), "Show details"), "[1,\"x\"]"));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (
    find_control (shown, "Show details", GTK_TYPE_SWITCH))));
  g_assert_true (has_text (find_known (GTK_WIDGET (shown->page), "Copy attachments"), "7"));
  toggle (shown, "Show empty fields");
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  assert_stored (shown, "\"showDetails\":[1,\"x\"]", TRUE);
  assert_stored (shown, "\"duplicateSettings\":7", TRUE);
  close_shown (shown);
}

static void
test_saves_what_is_changed_and_nothing_else (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture,
                              "{\"tableHeaders\":[{\"value\":\"name\"}],\"theme\":\"night\"}");

  toggle (shown, "Copy maintenance");
  choose (shown, "Rows per page", "48");
  choose (shown, "Language", "Deutsch");
  g_assert_true (latchkey_page_is_saving (LATCHKEY_PAGE (shown->page)));
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  assert_stored (shown, "\"tableHeaders\":[{\"value\":\"name\"}]", TRUE);
  assert_stored (shown, "\"theme\":\"night\"", TRUE);
  assert_stored (shown, "\"duplicateSettings\":{\"copyMaintenance\":true}", TRUE);
  assert_stored (shown, "\"itemsPerTablePage\":48", TRUE);
  assert_stored (shown, "\"language\":\"de\"", TRUE);
  assert_stored (shown, "showDetails", FALSE);
  g_assert_false (latchkey_page_has_edit (LATCHKEY_PAGE (shown->page)));
  close_shown (shown);
}

static void
test_prefix_none_is_not_empty (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{}");
  GtkWidget *entry = find_control (shown, "Own prefix", GTK_TYPE_ENTRY);

  g_assert_false (is_on (shown, "Own prefix"));
  g_assert_false (gtk_widget_is_sensitive (entry));
  toggle (shown, "Own prefix");
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  assert_stored (shown, "\"copyPrefixOverride\":\"\"", TRUE);

  set_text (entry, "Copy of \"");
  g_assert_true (latchkey_page_has_edit (LATCHKEY_PAGE (shown->page)));
  g_assert_true (latchkey_page_can_save (LATCHKEY_PAGE (shown->page)));
  g_signal_emit_by_name (entry, "activate");
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  assert_stored (shown, "\"copyPrefixOverride\":\"Copy of \\\"\"", TRUE);

  toggle (shown, "Own prefix");
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  assert_stored (shown, "\"copyPrefixOverride\":null", TRUE);
  close_shown (shown);
}

static void
test_what_is_typed_is_not_disturbed (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"duplicateSettings\":{\"copyPrefixOverride\":\"a\"}}");
  GtkWidget *entry = find_control (shown, "Own prefix", GTK_TYPE_ENTRY);
  HomeboxSetting *setting = homebox_settings_find (get_settings (shown), "duplicateSettings");

  set_text (entry, "being typed");
  put (shown->elsewhere,
       "{\"duplicateSettings\":{\"copyPrefixOverride\":\"b\",\"copyAttachments\":false}}");
  homebox_settings_refresh (get_settings (shown));

  while (!homebox_setting_get_changed_elsewhere (setting))
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (get_text (entry), ==, "being typed");
  g_assert_false (is_on (shown, "Copy attachments"));
  close_shown (shown);
}

static void
test_change_made_elsewhere_is_told (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"theme\":\"night\",\"showDetails\":true}");
  GtkWidget *theme = find_known (GTK_WIDGET (shown->page), "Theme");
  GtkWidget *details = find_known (GTK_WIDGET (shown->page), "Show details");

  put (shown->elsewhere, "{\"theme\":\"forest\",\"showDetails\":true}");
  homebox_settings_refresh (get_settings (shown));

  while (!has_text (theme, "Changed elsewhere just now"))
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (get_chosen (shown, "Theme"), ==, "Forest");
  g_assert_true (gtk_widget_has_css_class (theme, "changed"));
  g_assert_false (has_text (details, "Changed elsewhere just now"));

  /* It is said for some seconds. */
  while (has_text (theme, "Changed elsewhere just now"))
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (gtk_widget_has_css_class (theme, "changed"));
  close_shown (shown);
}

static void
test_only_the_member_that_changed_is_told (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"duplicateSettings\":{\"copyAttachments\":true}}");
  GtkWidget *attachments = find_known (GTK_WIDGET (shown->page), "Copy attachments");
  GtkWidget *fields = find_known (GTK_WIDGET (shown->page), "Copy custom fields");

  put (shown->elsewhere, "{\"duplicateSettings\":{\"copyAttachments\":false}}");
  homebox_settings_refresh (get_settings (shown));

  while (!has_text (attachments, "Changed elsewhere just now"))
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (has_text (fields, "Changed elsewhere just now"));
  close_shown (shown);
}

static void
test_failure_is_said_and_tried_again (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"theme\":\"night\"}");
  GtkWidget *row = find_known (GTK_WIDGET (shown->page), "Theme");

  misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_STATUS, "400 no");
  choose (shown, "Theme", "Aqua");
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_FAILED);
  g_assert_true (has_button (row, "Try Again"));
  g_assert_true (latchkey_page_has_edit (LATCHKEY_PAGE (shown->page)));
  g_assert_cmpstr (get_chosen (shown, "Theme"), ==, "Aqua");

  misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
  click (find_button (row, "Try Again"));
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  g_assert_false (has_button (row, "Try Again"));
  assert_stored (shown, "\"theme\":\"aqua\"", TRUE);
  close_shown (shown);
}

static GtkWindow *
find_dialog (GtkWidget *parent)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (gtk_window_get_transient_for (at->data) == GTK_WINDOW (parent))
      return at->data;

  return NULL;
}

static void
test_conflict_is_decided_by_the_person (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"theme\":\"night\"}");
  GtkWidget *row = find_known (GTK_WIDGET (shown->page), "Theme");
  GtkWindow *dialog;

  put (shown->elsewhere, "{\"theme\":\"forest\"}");
  choose (shown, "Theme", "Aqua");
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_CONFLICT);
  g_assert_true (has_text (row, "Changed here and elsewhere"));
  g_assert_cmpstr (get_chosen (shown, "Theme"), ==, "Aqua");

  click (find_button (row, "Choose…"));
  dialog = find_dialog (shown->window);
  g_assert_nonnull (dialog);
  g_assert_true (has_text (GTK_WIDGET (dialog), "Aqua"));
  g_assert_true (has_text (GTK_WIDGET (dialog), "Forest"));
  g_assert_true (has_text (GTK_WIDGET (dialog), "Night"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "choose");
  gtk_window_destroy (dialog);
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  assert_stored (shown, "\"theme\":\"aqua\"", TRUE);
  close_shown (shown);
}

/* Nobody asks for anything here: the server tells. */
static void
test_change_made_elsewhere_is_heard_of (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"theme\":\"night\"}");

  latchkey_demo_server_mute_events (fixture->server, FALSE);
  put (shown->elsewhere, "{\"theme\":\"forest\"}");

  while (!g_str_equal (get_chosen (shown, "Theme"), "Forest"))
    g_main_context_iteration (NULL, TRUE);

  close_shown (shown);
}

static void
test_what_was_erased_comes_back (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"mine\":1.0,\"theme\":\"night\"}");
  GtkWidget *page = GTK_WIDGET (shown->page);

  put (shown->elsewhere, "{\"theme\":\"night\"}");
  homebox_settings_refresh (get_settings (shown));

  while (!has_button (page, "Bring Back"))
    g_main_context_iteration (NULL, TRUE);

  click (find_button (page, "Bring Back"));
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVING);
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  g_assert_false (has_button (page, "Bring Back"));
  assert_stored (shown, "\"mine\":1", TRUE);
  close_shown (shown);
}

static void
test_reset_can_be_undone (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture,
                              "{\"theme\":\"night\",\"displayLegacyHeader\":true,\"x\":1}");
  GtkWidget *page = GTK_WIDGET (shown->page);

  g_assert_true (
    gtk_widget_activate_action (page,
                                "settings.reset-group",
                                "i",
                                (int) HOMEBOX_SETTINGS_GROUP_APPEARANCE));
  g_assert_cmpstr (get_chosen (shown, "Theme"), ==, "Homebox");
  g_assert_false (is_on (shown, "Old header"));
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);
  assert_stored (shown, "\"x\":1", TRUE);
  g_assert_true (has_text (page, "“Appearance” was reset"));

  g_assert_true (gtk_widget_activate_action (page, "settings.undo", NULL));
  g_assert_cmpstr (get_chosen (shown, "Theme"), ==, "Night");
  g_assert_true (is_on (shown, "Old header"));
  wait_for_state (get_settings (shown), HOMEBOX_SETTING_SAVED);

  g_assert_true (gtk_widget_activate_action (page, "settings.redo", NULL));
  g_assert_cmpstr (get_chosen (shown, "Theme"), ==, "Homebox");
  close_shown (shown);
}

static gboolean
is_seen (Shown *shown, const char *title)
{
  GtkWidget *row = find_known (GTK_WIDGET (shown->page), title);

  return gtk_widget_get_child_visible (row) && gtk_widget_is_visible (row);
}

static void
search (Shown *shown, const char *words)
{
  GtkWidget *entry = find_of_type (GTK_WIDGET (shown->page), GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  g_signal_emit_by_name (entry, "search-changed");
}

static void
test_search (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"theme\":\"night\"}");

  search (shown, " THEME ");
  g_assert_true (is_seen (shown, "Theme"));
  g_assert_false (is_seen (shown, "Language"));
  search (shown, "nigh");
  g_assert_true (is_seen (shown, "Theme"));
  search (shown, "copyprefix");
  g_assert_true (is_seen (shown, "Own prefix"));
  g_assert_false (is_seen (shown, "Theme"));
  search (shown, "no such thing");
  g_assert_true (has_text (GTK_WIDGET (shown->page),
                           "No setting has this in its name, key or value."));
  search (shown, "");
  g_assert_true (is_seen (shown, "Language"));
  close_shown (shown);
}

static void
test_server_that_is_too_old (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown;

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_0_21, 0);
  shown = show (fixture, connection_fixture_ready (fixture));
  wait_for_availability (shown, HOMEBOX_SETTINGS_UNSUPPORTED);
  g_assert_true (has_text (GTK_WIDGET (shown->page),
                           "Your Homebox is too old to keep settings. They come with version "
                           "0.25."));
  close_shown (shown);
}

static void
test_unavailable_is_tried_again (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown;

  misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_BROKEN, NULL);
  shown = show (fixture, connection_fixture_ready (fixture));
  wait_for_availability (shown, HOMEBOX_SETTINGS_UNAVAILABLE);
  g_assert_true (has_text (GTK_WIDGET (shown->page), "Settings Could Not Be Read"));
  misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_OFF, NULL);
  click (find_button (GTK_WIDGET (shown->page), "Try Again"));
  wait_for_availability (shown, HOMEBOX_SETTINGS_READY);
  close_shown (shown);
}

/* Every control is named after its setting, and says what that does. */
static void
test_controls_are_named (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"theme\":\"night\"}");
  guint n_known;
  const HomeboxKnownSetting *known = homebox_known_settings_get (&n_known);

  for (guint i = 0; i < n_known; i++)
    {
      const char *title = latchkey_setting_words_get_title (&known[i]);
      GType type = known[i].choices != NULL ? GTK_TYPE_DROP_DOWN : GTK_TYPE_SWITCH;
      GtkAccessible *control = GTK_ACCESSIBLE (find_control (shown, title, type));

      gtk_test_accessible_assert_role (control,
                                       known[i].choices != NULL ? GTK_ACCESSIBLE_ROLE_COMBO_BOX
                                                                : GTK_ACCESSIBLE_ROLE_SWITCH);
      gtk_test_accessible_assert_property (control, GTK_ACCESSIBLE_PROPERTY_LABEL, title);
      gtk_test_accessible_assert_property (control,
                                           GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                           latchkey_setting_words_get_help (&known[i]));
    }

  gtk_test_accessible_assert_property (
    gtk_widget_get_first_child (find_control (shown, "Theme", GTK_TYPE_DROP_DOWN)),
    GTK_ACCESSIBLE_PROPERTY_LABEL,
    "Theme: Night");
  gtk_test_accessible_assert_state (find_control (shown, "Show details", GTK_TYPE_SWITCH),
                                    GTK_ACCESSIBLE_STATE_CHECKED,
                                    TRUE);
  close_shown (shown);
}

/* The page goes while it waits for every answer there is. */
static void
test_late_answers_find_nothing (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show_stored (fixture, "{\"theme\":\"night\"}");

  misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_HOLD, NULL);
  toggle (shown, "Show details");

  while (strstr (fixture->events->str, "PUT " PATH) == NULL)
    g_main_context_iteration (NULL, TRUE);

  close_shown (shown);
  latchkey_demo_server_release (fixture->server);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

#define ADD(name, test) connection_add_test ("/settings-page/" name, test, NULL)
  ADD ("asks-nobody-before-it-is-seen", test_asks_nobody_before_it_is_seen);
  ADD ("shows-what-is-stored", test_shows_what_is_stored);
  ADD ("unknown-choice-stays", test_unknown_choice_stays);
  ADD ("surprising-value-is-shown-as-it-is", test_surprising_value_is_shown_as_it_is);
  ADD ("saves-what-is-changed-and-nothing-else", test_saves_what_is_changed_and_nothing_else);
  ADD ("prefix-none-is-not-empty", test_prefix_none_is_not_empty);
  ADD ("what-is-typed-is-not-disturbed", test_what_is_typed_is_not_disturbed);
  ADD ("change-made-elsewhere-is-told", test_change_made_elsewhere_is_told);
  ADD ("only-the-member-that-changed-is-told", test_only_the_member_that_changed_is_told);
  ADD ("failure-is-said-and-tried-again", test_failure_is_said_and_tried_again);
  ADD ("conflict-is-decided-by-the-person", test_conflict_is_decided_by_the_person);
  ADD ("change-made-elsewhere-is-heard-of", test_change_made_elsewhere_is_heard_of);
  ADD ("what-was-erased-comes-back", test_what_was_erased_comes_back);
  ADD ("reset-can-be-undone", test_reset_can_be_undone);
  ADD ("search", test_search);
  ADD ("server-that-is-too-old", test_server_that_is_too_old);
  ADD ("unavailable-is-tried-again", test_unavailable_is_tried_again);
  ADD ("controls-are-named", test_controls_are_named);
  ADD ("late-answers-find-nothing", test_late_answers_find_nothing);
#undef ADD

  return g_test_run ();
}
