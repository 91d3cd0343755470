#include "latchkey-banner.h"
#include "latchkey-field-row.h"
#include "latchkey-password-dialog.h"
#include "latchkey-resources.h"

#include "connection-fixture.h"
#include "find-widget.h"
#include "homebox-api-keys.h"

#include <string.h>

#define PATH "/api/v1/users/self/change-password"

typedef struct
{
  LatchkeyConnection *connection;
  /* NULL once it is gone. */
  GtkWindow *window;
  char *told;
} Dialog;

static void
on_changed (GtkWindow *window, const char *message, Dialog *dialog)
{
  g_assert_null (dialog->told);
  dialog->told = g_strdup (message);
}

static void
show (Dialog *dialog)
{
  dialog->window = latchkey_password_dialog_new (dialog->connection);
  g_object_add_weak_pointer (G_OBJECT (dialog->window), (gpointer *) &dialog->window);
  g_signal_connect (dialog->window, "changed", G_CALLBACK (on_changed), dialog);
  gtk_window_present (dialog->window);
}

static void
open_dialog (ConnectionFixture *fixture, Dialog *dialog)
{
  *dialog = (Dialog) { .connection = connection_fixture_ready (fixture) };
  show (dialog);
}

static void
wait_gone (Dialog *dialog)
{
  while (dialog->window != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The connection goes when the last answer did, even one that was cancelled. */
static void
close_dialog (Dialog *dialog)
{
  gpointer watched = dialog->connection;

  if (dialog->window != NULL)
    gtk_window_destroy (dialog->window);

  wait_gone (dialog);
  g_free (dialog->told);
  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (dialog->connection);

  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_text (Dialog *dialog, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_widget (dialog->window, id)), text);
}

static void
assert_text (Dialog *dialog, const char *id, const char *text)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_widget (dialog->window, id))),
                   ==,
                   text);
}

static void
fill (Dialog *dialog, const char *current, const char *new)
{
  set_text (dialog, "current", current);
  set_text (dialog, "entry", new);
  set_text (dialog, "repeat_entry", new);
}

static void
press (Dialog *dialog, const char *id)
{
  GtkWidget *button = find_widget (dialog->window, id);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static const char *
get_message (Dialog *dialog)
{
  return latchkey_banner_get_text (LATCHKEY_BANNER (find_widget (dialog->window, "banner")));
}

static const char *
get_problem (Dialog *dialog, const char *id)
{
  return latchkey_field_row_get_problem (LATCHKEY_FIELD_ROW (find_widget (dialog->window, id)));
}

static gboolean
is_form_sensitive (Dialog *dialog)
{
  return gtk_widget_is_sensitive (find_widget (dialog->window, "form"));
}

static void
wait_answered (Dialog *dialog)
{
  while (!is_form_sensitive (dialog))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_request (ConnectionFixture *fixture)
{
  while (strstr (fixture->events->str, "PUT /users/self/change-password") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
misbehave (ConnectionFixture *fixture, LatchkeyDemoMode mode)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, "PUT", PATH, mode, NULL, &error);
  g_assert_no_error (error);
}

static void
test_first_sight (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  g_assert_true (gtk_window_get_modal (dialog.window));
  gtk_test_accessible_assert_role (dialog.window, GTK_ACCESSIBLE_ROLE_DIALOG);
  g_assert_true (holds_focus (dialog.window, "current"));
  g_assert_true (gtk_window_get_default_widget (dialog.window)
                 == find_widget (dialog.window, "change_button"));
  g_assert_false (gtk_widget_is_sensitive (find_widget (dialog.window, "change_button")));
  gtk_test_accessible_assert_property (find_widget (dialog.window, "current"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Current Password");
  gtk_test_accessible_assert_property (find_widget (dialog.window, "change_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Change");
  gtk_test_accessible_assert_property (find_widget (dialog.window, "cancel_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Cancel");
  gtk_test_accessible_assert_property (find_widget (dialog.window, "busy"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Changing the password");
  close_dialog (&dialog);
}

static void
test_success (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkLabel *note;

  open_dialog (fixture, &dialog);
  note = GTK_LABEL (find_widget (dialog.window, "note"));
  while (!gtk_widget_get_visible (GTK_WIDGET (note)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_label_get_text (note), ==, "Your other devices will have to sign in again.");
  g_assert_true (holds_focus (dialog.window, "current"));

  fill (&dialog, "analytical-engine", "difference-engine");
  press (&dialog, "change_button");
  g_assert_false (is_form_sensitive (&dialog));
  g_assert_true (holds_focus (dialog.window, "cancel_button"));
  wait_gone (&dialog);
  g_assert_cmpstr (dialog.told, ==, "Password changed, other sessions signed out");
  close_dialog (&dialog);
}

static void
test_enter_says_what_is_missing (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  g_signal_emit_by_name (find_widget (dialog.window, "repeat_entry"), "activate");
  g_assert_cmpstr (get_problem (&dialog, "current_row"), ==, "Enter your current password.");
  g_assert_true (holds_focus (dialog.window, "current"));

  set_text (&dialog, "current", "analytical-engine");
  g_assert_null (get_problem (&dialog, "current_row"));
  g_signal_emit_by_name (find_widget (dialog.window, "current"), "activate");
  g_assert_nonnull (get_problem (&dialog, "row"));
  g_assert_true (holds_focus (dialog.window, "entry"));

  set_text (&dialog, "entry", "difference-engine");
  set_text (&dialog, "repeat_entry", "difference-engine");
  g_signal_emit_by_name (find_widget (dialog.window, "repeat_entry"), "activate");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.told);
  close_dialog (&dialog);
}

static void
test_wrong_current (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  fill (&dialog, "steam-engine", "difference-engine");
  press (&dialog, "change_button");
  wait_answered (&dialog);
  g_assert_cmpstr (get_problem (&dialog, "current_row"),
                   ==,
                   "This password is wrong. Enter it again.");
  g_assert_null (get_message (&dialog));
  assert_text (&dialog, "current", "");
  assert_text (&dialog, "entry", "difference-engine");
  assert_text (&dialog, "repeat_entry", "difference-engine");
  g_assert_true (holds_focus (dialog.window, "current"));

  set_text (&dialog, "current", "a");
  g_assert_null (get_problem (&dialog, "current_row"));
  close_dialog (&dialog);
}

static void
test_refused (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  latchkey_demo_server_expire_sessions (fixture->server);
  fill (&dialog, "analytical-engine", "difference-engine");
  press (&dialog, "change_button");
  wait_answered (&dialog);
  g_assert_cmpstr (get_message (&dialog), ==, "Your session has ended. Sign in again.");
  assert_text (&dialog, "current", "analytical-engine");
  assert_text (&dialog, "entry", "difference-engine");
  assert_text (&dialog, "repeat_entry", "difference-engine");
  g_assert_true (holds_focus (dialog.window, "change_button"));
  close_dialog (&dialog);
}

static void
test_find_out (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, LATCHKEY_DEMO_MODE_LOSE);
  fill (&dialog, "analytical-engine", "difference-engine");
  press (&dialog, "change_button");
  wait_answered (&dialog);
  g_assert_nonnull (strstr (get_message (&dialog), "may have changed the password or not"));
  assert_text (&dialog, "current", "analytical-engine");
  assert_text (&dialog, "entry", "difference-engine");
  gtk_test_accessible_assert_property (find_widget (dialog.window, "change_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Find Out");
  gtk_test_accessible_assert_property (find_widget (dialog.window, "cancel_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Close");
  g_assert_true (holds_focus (dialog.window, "change_button"));

  /* It asks about what was sent, whatever is typed now. */
  set_text (&dialog, "entry", "");
  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF);
  press (&dialog, "change_button");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.told);
  close_dialog (&dialog);
}

/* Closing cannot take back what was sent: first it is said what that means. */
static void
test_close_while_sending (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD);
  fill (&dialog, "analytical-engine", "difference-engine");
  press (&dialog, "change_button");
  wait_for_request (fixture);
  gtk_window_close (dialog.window);
  wait_answered (&dialog);
  g_assert_nonnull (strstr (get_message (&dialog), "You cancelled"));

  gtk_window_close (dialog.window);
  wait_gone (&dialog);
  g_assert_null (dialog.told);
  latchkey_demo_server_release (fixture->server);
  close_dialog (&dialog);
}

static void
test_destroyed_while_sending (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD);
  fill (&dialog, "analytical-engine", "difference-engine");
  press (&dialog, "change_button");
  wait_for_request (fixture);
  gtk_window_destroy (dialog.window);
  wait_gone (&dialog);
  latchkey_demo_server_release (fixture->server);
  g_assert_null (dialog.told);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  close_dialog (&dialog);
}

static void
test_two_presses_send_once (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  const char *first;

  open_dialog (fixture, &dialog);
  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD);
  fill (&dialog, "analytical-engine", "difference-engine");
  press (&dialog, "change_button");
  g_signal_emit_by_name (find_widget (dialog.window, "change_button"), "clicked");
  g_signal_emit_by_name (find_widget (dialog.window, "repeat_entry"), "activate");
  wait_for_request (fixture);
  latchkey_demo_server_release (fixture->server);
  wait_gone (&dialog);
  first = strstr (fixture->events->str, "PUT /users/self/change-password");
  g_assert_null (strstr (first + 1, "PUT /users/self/change-password"));
  close_dialog (&dialog);
}

static void
test_identity_provider (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog = { .connection = connection_fixture_ready (fixture) };
  HomeboxUser *user
    = homebox_session_get_user (latchkey_connection_get_session (dialog.connection));
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (object, "id", homebox_user_get_id (user));
  json_object_set_string_member (object, "name", homebox_user_get_name (user));
  json_object_set_string_member (object, "email", homebox_user_get_email (user));
  json_object_set_string_member (object, "oidcIssuer", "https://<accounts>.example.org/");
  json_object_set_string_member (object, "oidcSubject", "248289761001");
  homebox_user_update (user, object, &error);
  g_assert_no_error (error);

  show (&dialog);
  g_assert_true (gtk_widget_get_visible (find_widget (dialog.window, "no_password_page")));
  g_assert_false (gtk_widget_get_visible (find_widget (dialog.window, "scroller")));
  g_assert_false (gtk_widget_get_visible (find_widget (dialog.window, "change_button")));
  gtk_test_accessible_assert_property (find_widget (dialog.window, "cancel_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Close");
  g_assert_true (holds_focus (dialog.window, "have_password_button"));

  press (&dialog, "have_password_button");
  g_assert_false (gtk_widget_get_visible (find_widget (dialog.window, "no_password_page")));
  g_assert_true (gtk_widget_get_visible (find_widget (dialog.window, "scroller")));
  g_assert_true (gtk_widget_get_visible (find_widget (dialog.window, "change_button")));
  g_assert_true (holds_focus (dialog.window, "current"));
  close_dialog (&dialog);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
make_key (ConnectionFixture *fixture)
{
  g_autoptr (HomeboxSession) session = connection_fixture_sign_in (fixture);
  g_autoptr (GDateTime) end = g_date_time_new_utc (2099, 1, 1, 0, 0, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxApiKey) key = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_create_api_key_async (session, "Printer", end, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  key = homebox_session_create_api_key_finish (session, result, &token, &error);
  g_assert_no_error (error);
}

static guint
count_keys (Dialog *dialog)
{
  HomeboxSession *session = latchkey_connection_get_session (dialog->connection);
  g_autoptr (HomeboxApiKeys) keys = homebox_api_keys_new (session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_api_keys_load_async (keys, NULL, on_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  homebox_api_keys_load_finish (keys, result, &error);
  g_assert_no_error (error);

  return g_list_model_get_n_items (G_LIST_MODEL (keys));
}

static void
wait_for_offer (Dialog *dialog)
{
  while (!gtk_widget_get_visible (find_widget (dialog->window, "revoke")))
    g_main_context_iteration (NULL, TRUE);
}

static void
change_password (Dialog *dialog)
{
  fill (dialog, "analytical-engine", "difference-engine");
  press (dialog, "change_button");
}

static void
test_keys_stay (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  make_key (fixture);
  open_dialog (fixture, &dialog);
  wait_for_offer (&dialog);
  change_password (&dialog);
  wait_gone (&dialog);
  g_assert_cmpuint (count_keys (&dialog), ==, 1);
  close_dialog (&dialog);
}

static void
test_keys_go (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  make_key (fixture);
  make_key (fixture);
  open_dialog (fixture, &dialog);
  wait_for_offer (&dialog);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_widget (dialog.window, "revoke")), TRUE);
  change_password (&dialog);
  wait_gone (&dialog);
  g_assert_cmpstr (dialog.told, ==, "Password changed, API keys revoked");
  g_assert_cmpuint (count_keys (&dialog), ==, 0);
  close_dialog (&dialog);
}

static void
test_keys_go_after_the_dialog (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  make_key (fixture);
  open_dialog (fixture, &dialog);
  wait_for_offer (&dialog);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_widget (dialog.window, "revoke")), TRUE);
  latchkey_demo_server_misbehave (fixture->server,
                                  "DELETE",
                                  "/api/v1/users/self/api-keys",
                                  LATCHKEY_DEMO_MODE_HOLD,
                                  NULL,
                                  NULL);
  change_password (&dialog);
  while (strstr (fixture->events->str, "DELETE /users/self/api-keys") == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_close (dialog.window);
  latchkey_demo_server_release (fixture->server);
  wait_gone (&dialog);
  g_assert_cmpstr (dialog.told, ==, "Password changed, API keys revoked");
  g_assert_cmpuint (count_keys (&dialog), ==, 0);
  close_dialog (&dialog);
}

static void
test_no_keys_no_offer (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  g_string_truncate (fixture->events, 0);
  while (strstr (fixture->events->str, "GET /users/self/api-keys") == NULL)
    g_main_context_iteration (NULL, TRUE);
  connection_let_happen ();
  g_assert_false (gtk_widget_get_visible (find_widget (dialog.window, "revoke")));
  close_dialog (&dialog);
}

static void
test_destroyed_by_listener (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  g_signal_connect (dialog.window, "changed", G_CALLBACK (gtk_window_destroy), NULL);
  fill (&dialog, "analytical-engine", "difference-engine");
  press (&dialog, "change_button");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.told);
  close_dialog (&dialog);
}

/* What was typed does not outlive the window. */
static void
test_wiped (ConnectionFixture *fixture, gconstpointer data)
{
  const char *const ids[] = { "current", "entry", "repeat_entry" };
  GtkWidget *entries[G_N_ELEMENTS (ids)];
  Dialog dialog;

  open_dialog (fixture, &dialog);
  fill (&dialog, "analytical-engine", "difference-engine");

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    entries[i] = g_object_ref (find_widget (dialog.window, ids[i]));

  gtk_window_close (dialog.window);
  wait_gone (&dialog);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entries[i])), ==, "");
      g_object_unref (entries[i]);
    }

  close_dialog (&dialog);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  latchkey_register_resource ();

  connection_add_test ("/password-dialog/first-sight", test_first_sight, NULL);
  connection_add_test ("/password-dialog/success", test_success, NULL);
  connection_add_test ("/password-dialog/enter-says-what-is-missing",
                       test_enter_says_what_is_missing,
                       NULL);
  connection_add_test ("/password-dialog/wrong-current-is-cleared", test_wrong_current, NULL);
  connection_add_test ("/password-dialog/refused-keeps-everything", test_refused, NULL);
  connection_add_test ("/password-dialog/lost-answer-can-be-found-out", test_find_out, NULL);
  connection_add_test ("/password-dialog/close-while-sending", test_close_while_sending, NULL);
  connection_add_test ("/password-dialog/destroyed-while-sending",
                       test_destroyed_while_sending,
                       NULL);
  connection_add_test ("/password-dialog/two-presses-send-once", test_two_presses_send_once, NULL);
  connection_add_test ("/password-dialog/identity-provider", test_identity_provider, NULL);
  connection_add_test ("/password-dialog/wiped-when-closed", test_wiped, NULL);
  connection_add_test ("/password-dialog/destroyed-by-who-hears-of-success",
                       test_destroyed_by_listener,
                       NULL);

  connection_add_test ("/password-dialog/keys-stay", test_keys_stay, NULL);
  connection_add_test ("/password-dialog/keys-go", test_keys_go, NULL);
  connection_add_test ("/password-dialog/keys-go-after-the-dialog",
                       test_keys_go_after_the_dialog,
                       NULL);
  connection_add_test ("/password-dialog/no-keys-no-offer", test_no_keys_no_offer, NULL);

  return g_test_run ();
}
