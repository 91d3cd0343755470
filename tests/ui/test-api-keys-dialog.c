#include "latchkey-api-keys-dialog.h"
#include "latchkey-banner.h"
#include "latchkey-dialogs.h"
#include "latchkey-resources.h"

#include "connection-fixture.h"
#include "find-widget.h"
#include "homebox-api-keys.h"
#include "seen-widget.h"

#include <adwaita.h>

#define PATH "/api/v1/users/self/api-keys"

typedef struct
{
  ConnectionFixture *fixture;
  LatchkeyConnection *connection;
  /* NULL once it is gone. */
  GtkWindow *window;
} Dialog;

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* As another program makes one. */
static void
make_key (ConnectionFixture *fixture, const char *name)
{
  g_autoptr (HomeboxSession) session = connection_fixture_sign_in (fixture);
  g_autoptr (GDateTime) end = g_date_time_new_utc (2099, 1, 1, 0, 0, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxApiKey) key = NULL;
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_create_api_key_async (session, name, end, NULL, on_result, &result);
  wait_for_result (&result);
  key = homebox_session_create_api_key_finish (session, result, &token, &error);
  g_assert_no_error (error);
  g_assert_nonnull (key);
}

static void
open_connected (ConnectionFixture *fixture, Dialog *dialog, LatchkeyConnection *connection)
{
  *dialog = (Dialog) { .fixture = fixture, .connection = connection };
  dialog->window = latchkey_api_keys_dialog_new (dialog->connection);
  g_object_add_weak_pointer (G_OBJECT (dialog->window), (gpointer *) &dialog->window);
  gtk_window_present (dialog->window);
}

static void
open_dialog (ConnectionFixture *fixture, Dialog *dialog)
{
  open_connected (fixture, dialog, connection_fixture_ready (fixture));
}

static const char *
get_state (Dialog *dialog)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (find_widget (dialog->window, "states")));
}

static void
wait_state (Dialog *dialog, const char *state)
{
  while (!g_str_equal (get_state (dialog), state))
    g_main_context_iteration (NULL, TRUE);
}

static void
close_dialog (Dialog *dialog)
{
  gpointer watched = dialog->connection;

  if (dialog->window != NULL)
    gtk_window_destroy (dialog->window);

  while (dialog->window != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (dialog->connection);

  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static const char *
get_message (Dialog *dialog)
{
  return latchkey_banner_get_text (LATCHKEY_BANNER (find_widget (dialog->window, "banner")));
}

static void
wait_message (Dialog *dialog)
{
  while (get_message (dialog) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_rows (Dialog *dialog)
{
  GtkListBox *list = GTK_LIST_BOX (find_widget (dialog->window, "list"));
  guint n_rows = 0;

  while (gtk_list_box_get_row_at_index (list, (int) n_rows) != NULL)
    n_rows++;

  return n_rows;
}

static gboolean
says (Dialog *dialog, const char *text)
{
  return has_text (GTK_WIDGET (dialog->window), text);
}

static void
press (gpointer window, const char *id)
{
  click (find_widget (window, id));
}

/* The dialog over it. */
static GtkWindow *
get_top (Dialog *dialog)
{
  GtkWindow *top = latchkey_dialogs_find_top (dialog->window);

  g_assert_true (top != dialog->window);

  return top;
}

static void
answer (GtkWindow *question, const char *label)
{
  click (find_button (GTK_WIDGET (question), label));
}

static void
wait_alone (Dialog *dialog)
{
  while (latchkey_dialogs_find_top (dialog->window) != dialog->window)
    g_main_context_iteration (NULL, TRUE);
}

static void
misbehave (ConnectionFixture *fixture,
           const char *method,
           LatchkeyDemoMode mode,
           const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, method, PATH, mode, argument, &error);
  g_assert_no_error (error);
}

/* A key was made, and nobody told of it. */
static void
wait_for_request (ConnectionFixture *fixture)
{
  while (strstr (fixture->events->str, "POST /users/self/api-keys") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_lists_what_there_is (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  make_key (fixture, "Printer");
  make_key (fixture, "Phone");
  open_dialog (fixture, &dialog);
  wait_state (&dialog, "keys");
  g_assert_cmpuint (count_rows (&dialog), ==, 2);
  g_assert_true (says (&dialog, "Printer"));
  g_assert_true (says (&dialog, "Phone"));
  g_assert_true (says (&dialog, "Not used yet"));
  g_assert_true (has_button (GTK_WIDGET (dialog.window), "Revoke All…"));
  g_assert_true (holds_focus (dialog.window, "create_button"));
  close_dialog (&dialog);
}

static void
test_nothing_there (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  wait_state (&dialog, "keys");
  g_assert_true (g_str_has_prefix (
    gtk_label_get_text (GTK_LABEL (find_widget (dialog.window, "explanation"))),
    "There are no API keys."));
  g_assert_false (has_button (GTK_WIDGET (dialog.window), "Revoke All…"));
  close_dialog (&dialog);
}

static void
test_old_server (ConnectionFixture *fixture, gconstpointer data)
{
  guint16 port = connection_fixture_get_port (fixture);
  Dialog dialog;

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_0_21, port);
  open_dialog (fixture, &dialog);
  wait_state (&dialog, "problem");
  g_assert_true (says (&dialog,
                       "This server is too old for API keys. Whoever runs it can update it."));
  g_assert_false (has_button (GTK_WIDGET (dialog.window), "Try Again"));
  close_dialog (&dialog);
}

static void
test_asked_again (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  make_key (fixture, "Printer");
  misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_STATUS, "503");
  open_dialog (fixture, &dialog);
  wait_state (&dialog, "problem");
  g_assert_true (holds_focus (dialog.window, "retry_button"));
  misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_OFF, NULL);
  press (dialog.window, "retry_button");
  wait_state (&dialog, "keys");
  g_assert_cmpuint (count_rows (&dialog), ==, 1);
  close_dialog (&dialog);
}

static void
test_closed_while_asking (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_HOLD, NULL);
  open_dialog (fixture, &dialog);
  g_assert_cmpstr (get_state (&dialog), ==, "asking");
  close_dialog (&dialog);
}

static GtkWindow *
begin_to_create (Dialog *dialog)
{
  wait_state (dialog, "keys");
  press (dialog->window, "create_button");

  return get_top (dialog);
}

static GtkWindow *
create_key (Dialog *dialog, const char *name)
{
  GtkWindow *creation = begin_to_create (dialog);

  set_text (find_widget (creation, "name"), name);
  press (creation, "create_button");
  while (!gtk_widget_get_visible (find_widget (creation, "result")))
    g_main_context_iteration (NULL, TRUE);

  return creation;
}

static void
assert_key_works (Dialog *dialog, const char *text)
{
  HomeboxSession *session = latchkey_connection_get_session (dialog->connection);
  g_autoptr (HomeboxToken) token = homebox_token_new (text, HOMEBOX_TOKEN_API_KEY, NULL);
  g_autoptr (HomeboxSession) with_key
    = homebox_session_new (homebox_session_get_client (session), token);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_load_user_async (with_key, NULL, on_result, &result);
  wait_for_result (&result);
  homebox_session_load_user_finish (with_key, result, &error);
  g_assert_no_error (error);
}

static void
test_create (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWindow *creation;
  g_autofree char *text = NULL;
  g_autofree char *pasted = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GdkClipboard *clipboard;

  open_dialog (fixture, &dialog);
  creation = create_key (&dialog, "  Label printer ");
  text = g_strdup (get_text (find_widget (creation, "key")));
  g_assert_true (homebox_token_kind_for_text (text) == HOMEBOX_TOKEN_API_KEY);
  g_assert_true (holds_focus (creation, "copy_button"));
  assert_key_works (&dialog, text);

  press (creation, "copy_button");
  g_assert_true (gtk_widget_get_visible (find_widget (creation, "copied")));
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (creation));
  gdk_clipboard_read_text_async (clipboard, NULL, on_result, &result);
  wait_for_result (&result);
  pasted = gdk_clipboard_read_text_finish (clipboard, result, NULL);
  g_assert_cmpstr (pasted, ==, text);

  gtk_window_close (creation);
  wait_alone (&dialog);
  g_assert_cmpuint (count_rows (&dialog), ==, 1);
  g_assert_true (says (&dialog, "Label printer"));
  g_assert_null (get_message (&dialog));
  close_dialog (&dialog);
}

static void
test_not_copied (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWindow *creation;

  open_dialog (fixture, &dialog);
  creation = create_key (&dialog, "Printer");

  gtk_window_close (creation);
  answer (get_top (&dialog), "Cancel");
  while (get_top (&dialog) != creation)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (get_text (find_widget (creation, "key")), !=, "");

  gtk_window_close (creation);
  answer (get_top (&dialog), "Close");
  wait_alone (&dialog);
  close_dialog (&dialog);
}

static void
test_needs_a_name (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWindow *creation;

  open_dialog (fixture, &dialog);
  creation = begin_to_create (&dialog);
  set_text (find_widget (creation, "name"), "  ");
  press (creation, "create_button");
  g_assert_true (has_text (GTK_WIDGET (creation),
                           "Enter what the key is for, so that you find it again."));
  g_assert_true (holds_focus (creation, "name"));
  g_assert_cmpuint (count_rows (&dialog), ==, 0);
  close_dialog (&dialog);
}

static void
choose (GtkWindow *creation, const char *id)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_widget (creation, id)), TRUE);
}

static void
test_day_that_is_over (ConnectionFixture *fixture, gconstpointer data)
{
  const char *words = "This date is over already. Choose a later one.";
  Dialog dialog;
  GtkWindow *creation;
  GtkWidget *calendar;
  g_autoptr (GDateTime) past = g_date_time_new_local (2001, 5, 4, 0, 0, 0);
  g_autoptr (GDateTime) future = g_date_time_new_local (2098, 5, 4, 0, 0, 0);

  open_dialog (fixture, &dialog);
  creation = begin_to_create (&dialog);
  calendar = find_widget (creation, "calendar");
  g_assert_false (gtk_widget_is_visible (calendar));
  choose (creation, "on_date");
  g_assert_true (gtk_widget_is_visible (calendar));

  gtk_calendar_select_day (GTK_CALENDAR (calendar), past);
  g_assert_true (has_text (GTK_WIDGET (creation), words));
  set_text (find_widget (creation, "name"), "Printer");
  press (creation, "create_button");
  g_assert_false (gtk_widget_get_visible (find_widget (creation, "result")));
  g_assert_cmpstr (get_text (find_widget (creation, "name")), ==, "Printer");

  gtk_calendar_select_day (GTK_CALENDAR (calendar), future);
  g_assert_false (has_text (GTK_WIDGET (creation), words));
  press (creation, "create_button");
  while (!gtk_widget_get_visible (find_widget (creation, "result")))
    g_main_context_iteration (NULL, TRUE);
  close_dialog (&dialog);
}

static void
test_never (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWindow *creation;

  open_dialog (fixture, &dialog);
  creation = begin_to_create (&dialog);
  choose (creation, "never");
  set_text (find_widget (creation, "name"), "Printer");
  press (creation, "create_button");
  while (count_rows (&dialog) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (says (&dialog, "Does not expire"));
  close_dialog (&dialog);
}

static void
test_refused (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWindow *creation;

  open_dialog (fixture, &dialog);
  creation = begin_to_create (&dialog);
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_STATUS, "403");
  set_text (find_widget (creation, "name"), "Printer");
  press (creation, "create_button");
  while (latchkey_banner_get_text (LATCHKEY_BANNER (find_widget (creation, "banner"))) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (get_text (find_widget (creation, "name")), ==, "Printer");
  close_dialog (&dialog);
}

static void
test_lost_on_the_way (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWindow *creation;

  open_dialog (fixture, &dialog);
  creation = begin_to_create (&dialog);
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_LOSE, NULL);
  set_text (find_widget (creation, "name"), "Printer");
  press (creation, "create_button");
  wait_message (&dialog);
  wait_alone (&dialog);
  g_assert_cmpstr (get_message (&dialog),
                   ==,
                   "The key was created, but it got lost on the way here. Revoke it and create "
                   "another one.");
  g_assert_cmpuint (count_rows (&dialog), ==, 1);
  close_dialog (&dialog);
}

static void
test_cancelled (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWindow *creation;

  open_dialog (fixture, &dialog);
  creation = begin_to_create (&dialog);
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_HOLD, NULL);
  set_text (find_widget (creation, "name"), "Printer");
  press (creation, "create_button");
  wait_for_request (fixture);

  /* The window goes once it is known what became of it. */
  gtk_window_close (creation);
  wait_alone (&dialog);
  g_assert_true (g_str_has_prefix (get_message (&dialog), "You cancelled"));
  while (count_rows (&dialog) == 0)
    g_main_context_iteration (NULL, TRUE);
  close_dialog (&dialog);
}

static void
test_revoke (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkListBoxRow *row;

  make_key (fixture, "Printer");
  open_dialog (fixture, &dialog);
  wait_state (&dialog, "keys");
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (find_widget (dialog.window, "list")), 0);

  g_signal_emit_by_name (row, "revoke");
  answer (get_top (&dialog), "Cancel");
  wait_alone (&dialog);
  g_assert_cmpuint (count_rows (&dialog), ==, 1);

  g_signal_emit_by_name (row, "revoke");
  answer (get_top (&dialog), "Revoke");
  wait_message (&dialog);
  g_assert_cmpstr (get_message (&dialog), ==, "The key was revoked.");
  g_assert_cmpuint (count_rows (&dialog), ==, 0);
  g_assert_true (holds_focus (dialog.window, "create_button"));
  close_dialog (&dialog);
}

static void
test_not_revoked (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkListBoxRow *row;

  make_key (fixture, "Printer");
  open_dialog (fixture, &dialog);
  wait_state (&dialog, "keys");
  misbehave (fixture, "DELETE", LATCHKEY_DEMO_MODE_STATUS, "503");
  row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (find_widget (dialog.window, "list")), 0);
  g_signal_emit_by_name (row, "revoke");
  answer (get_top (&dialog), "Revoke");
  wait_message (&dialog);
  g_assert_cmpstr (get_message (&dialog), !=, "The key was revoked.");
  g_assert_cmpuint (count_rows (&dialog), ==, 1);
  close_dialog (&dialog);
}

static void
test_revoke_all (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  make_key (fixture, "Printer");
  make_key (fixture, "Phone");
  open_dialog (fixture, &dialog);
  wait_state (&dialog, "keys");
  press (dialog.window, "revoke_all_button");
  g_assert_true (has_text (GTK_WIDGET (get_top (&dialog)), "Revoke All 2 API Keys?"));
  answer (get_top (&dialog), "Revoke All");
  wait_message (&dialog);
  g_assert_cmpstr (get_message (&dialog), ==, "2 keys were revoked.");
  g_assert_cmpuint (count_rows (&dialog), ==, 0);
  close_dialog (&dialog);
}

#define ADD(name, function) connection_add_test ("/api-keys-dialog/" name, function, NULL)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

  ADD ("lists-what-there-is", test_lists_what_there_is);
  ADD ("nothing-there", test_nothing_there);
  ADD ("old-server", test_old_server);
  ADD ("asked-again", test_asked_again);
  ADD ("closed-while-asking", test_closed_while_asking);
  ADD ("create", test_create);
  ADD ("not-copied", test_not_copied);
  ADD ("needs-a-name", test_needs_a_name);
  ADD ("day-that-is-over", test_day_that_is_over);
  ADD ("never", test_never);
  ADD ("refused", test_refused);
  ADD ("lost-on-the-way", test_lost_on_the_way);
  ADD ("cancelled", test_cancelled);
  ADD ("revoke", test_revoke);
  ADD ("not-revoked", test_not_revoked);
  ADD ("revoke-all", test_revoke_all);

  return g_test_run ();
}
