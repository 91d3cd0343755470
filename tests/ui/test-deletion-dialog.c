#include "latchkey-banner.h"
#include "latchkey-deletion-dialog.h"
#include "latchkey-home-row.h"
#include "latchkey-resources.h"

#include "connection-fixture.h"
#include "find-widget.h"

#include <string.h>

typedef struct
{
  LatchkeyConnection *connection;
  /* NULL once it is gone. */
  GtkWindow *window;
  char *told;
  gboolean incomplete;
} Dialog;

static void
on_deleted (GtkWindow *window, const char *message, gboolean incomplete, Dialog *dialog)
{
  g_assert_null (dialog->told);
  dialog->told = g_strdup (message);
  dialog->incomplete = incomplete;
}

static void
open_dialog (ConnectionFixture *fixture, Dialog *dialog)
{
  *dialog = (Dialog) { .connection = connection_fixture_ready (fixture) };
  dialog->window = latchkey_deletion_dialog_new (dialog->connection);
  g_object_add_weak_pointer (G_OBJECT (dialog->window), (gpointer *) &dialog->window);
  g_signal_connect (dialog->window, "deleted", G_CALLBACK (on_deleted), dialog);
  gtk_window_present (dialog->window);
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

static gboolean
is_visible (Dialog *dialog, const char *id)
{
  return gtk_widget_get_visible (find_widget (dialog->window, id));
}

static void
wait_surveyed (Dialog *dialog)
{
  while (is_visible (dialog, "surveying"))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_phrase (Dialog *dialog, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_widget (dialog->window, "phrase")), text);
}

static gboolean
can_delete (Dialog *dialog)
{
  return gtk_widget_is_sensitive (find_widget (dialog->window, "delete_button"));
}

static void
confirm (Dialog *dialog)
{
  wait_surveyed (dialog);
  set_phrase (dialog, "ada@example.org");
  g_assert_true (can_delete (dialog));
  g_signal_emit_by_name (find_widget (dialog->window, "delete_button"), "clicked");
}

static gboolean
is_deleting (Dialog *dialog)
{
  return !gtk_widget_is_sensitive (find_widget (dialog->window, "form"));
}

static const char *
get_message (Dialog *dialog)
{
  return latchkey_banner_get_text (LATCHKEY_BANNER (find_widget (dialog->window, "banner")));
}

static void
misbehave (ConnectionFixture *fixture, const char *method, const char *path, LatchkeyDemoMode mode)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, method, path, mode, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_home (Dialog *dialog, int index, const char *name, const char *description)
{
  GtkListBox *homes = GTK_LIST_BOX (find_widget (dialog->window, "homes"));
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (homes, index);

  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

static void
test_first_sight (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  g_assert_true (gtk_window_get_modal (dialog.window));
  gtk_test_accessible_assert_role (dialog.window, GTK_ACCESSIBLE_ROLE_DIALOG);
  g_assert_true (holds_focus (dialog.window, "cancel_button"));
  g_assert_true (gtk_window_get_default_widget (dialog.window)
                 == find_widget (dialog.window, "cancel_button"));
  g_assert_true (is_visible (&dialog, "surveying"));
  g_assert_false (is_visible (&dialog, "homes"));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find_widget (dialog.window, "heading"))),
                   ==,
                   "Delete the Account ada@example.org?");
  gtk_test_accessible_assert_property (find_widget (dialog.window, "phrase"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Type ada@example.org to confirm");
  gtk_test_accessible_assert_property (find_widget (dialog.window, "busy"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Deleting the account");

  /* Not before it is known what goes with it. */
  set_phrase (&dialog, "ada@example.org");
  g_assert_false (can_delete (&dialog));
  wait_surveyed (&dialog);
  g_assert_true (can_delete (&dialog));
  g_assert_true (holds_focus (dialog.window, "cancel_button"));
  close_dialog (&dialog);
}

static void
test_homes (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  wait_surveyed (&dialog);
  g_assert_true (is_visible (&dialog, "homes"));
  g_assert_false (is_visible (&dialog, "survey_failure"));
  assert_home (&dialog,
               0,
               "Ada’s House",
               "137 items. You own it. The other person in it keeps using it, but it will never "
               "again have an owner who could invite people or manage it.");
  assert_home (&dialog,
               1,
               "Allotment",
               "9 items. Nobody else is in it. It stays on the server, and nobody can ever open it "
               "again.");
  assert_home (&dialog, 2, "Workshop", "42 items. Nothing changes for the other person in it.");
  close_dialog (&dialog);
}

static void
test_survey_fails (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  misbehave (fixture, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_CLOSE);
  open_dialog (fixture, &dialog);
  wait_surveyed (&dialog);
  g_assert_true (is_visible (&dialog, "survey_failure"));
  g_assert_false (is_visible (&dialog, "homes"));
  set_phrase (&dialog, "ada@example.org");
  g_assert_true (can_delete (&dialog));

  misbehave (fixture, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_OFF);
  g_signal_emit_by_name (find_widget (dialog.window, "again_button"), "clicked");
  g_assert_true (is_visible (&dialog, "surveying"));
  wait_surveyed (&dialog);
  g_assert_true (is_visible (&dialog, "homes"));
  g_assert_false (is_visible (&dialog, "survey_failure"));
  close_dialog (&dialog);
}

static void
test_phrase (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWidget *phrase;

  open_dialog (fixture, &dialog);
  wait_surveyed (&dialog);
  phrase = find_widget (dialog.window, "phrase");
  g_assert_false (can_delete (&dialog));
  set_phrase (&dialog, "ada@example");
  g_assert_false (can_delete (&dialog));
  g_signal_emit_by_name (phrase, "activate");
  gtk_test_accessible_assert_state (phrase,
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);

  set_phrase (&dialog, " Ada@Example.ORG ");
  g_assert_true (can_delete (&dialog));
  g_assert_false (
    gtk_test_accessible_has_state (GTK_ACCESSIBLE (phrase), GTK_ACCESSIBLE_STATE_INVALID));
  /* Enter deletes nothing, and leads on. */
  g_signal_emit_by_name (phrase, "activate");
  g_assert_true (holds_focus (dialog.window, "delete_button"));
  g_assert_false (is_deleting (&dialog));
  close_dialog (&dialog);
}

static void
test_success (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  confirm (&dialog);
  g_assert_true (is_deleting (&dialog));
  wait_gone (&dialog);
  g_assert_cmpstr (dialog.told, ==, "Your account was deleted.");
  g_assert_false (dialog.incomplete);
  g_assert_cmpint (latchkey_connection_get_state (dialog.connection),
                   ==,
                   LATCHKEY_CONNECTION_CLOSED);
  close_dialog (&dialog);
}

static void
test_destroyed_by_listener (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  g_signal_connect (dialog.window, "deleted", G_CALLBACK (gtk_window_destroy), NULL);
  confirm (&dialog);
  wait_gone (&dialog);
  g_assert_nonnull (dialog.told);
  close_dialog (&dialog);
}

static void
test_incomplete (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_CLEAR, LATCHKEY_SECRET_ERROR_LOCKED);
  confirm (&dialog);
  wait_gone (&dialog);
  g_assert_nonnull (strstr (dialog.told, "could not be removed from the keyring"));
  g_assert_true (dialog.incomplete);
  close_dialog (&dialog);
}

static void
test_failed (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, "DELETE", "/api/v1/users/self", LATCHKEY_DEMO_MODE_CLOSE);
  confirm (&dialog);
  while (is_deleting (&dialog))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (get_message (&dialog), "Your account is still there."));
  g_assert_true (holds_focus (dialog.window, "cancel_button"));
  g_assert_true (can_delete (&dialog));
  g_assert_null (dialog.told);
  close_dialog (&dialog);
}

static void
test_most_likely_deleted (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, "DELETE", "/api/v1/users/self", LATCHKEY_DEMO_MODE_LOSE);
  misbehave (fixture, "GET", "/api/v1/users/self", LATCHKEY_DEMO_MODE_CLOSE);
  confirm (&dialog);
  while (is_deleting (&dialog))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (get_message (&dialog), "may be deleted or not"));

  misbehave (fixture, "DELETE", "/api/v1/users/self", LATCHKEY_DEMO_MODE_OFF);
  confirm (&dialog);
  while (is_deleting (&dialog))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (get_message (&dialog), "most likely deleted"));
  close_dialog (&dialog);
}

static void
test_cannot_be_closed (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, "DELETE", "/api/v1/users/self", LATCHKEY_DEMO_MODE_HOLD);
  confirm (&dialog);
  while (strstr (fixture->events->str, "DELETE /users/self") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (get_message (&dialog));

  gtk_window_close (dialog.window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog.window)));
  g_assert_nonnull (strstr (get_message (&dialog), "Your account is being deleted."));

  latchkey_demo_server_release (fixture->server);
  wait_gone (&dialog);
  g_assert_nonnull (dialog.told);
  close_dialog (&dialog);
}

static void
test_closed_while_surveying (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  misbehave (fixture, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_HOLD);
  open_dialog (fixture, &dialog);
  while (strstr (fixture->events->str, "GET /groups") == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_close (dialog.window);
  wait_gone (&dialog);
  latchkey_demo_server_release (fixture->server);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  close_dialog (&dialog);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  latchkey_register_resource ();

  connection_add_test ("/deletion-dialog/first-sight", test_first_sight, NULL);
  connection_add_test ("/deletion-dialog/homes", test_homes, NULL);
  connection_add_test ("/deletion-dialog/survey-fails", test_survey_fails, NULL);
  connection_add_test ("/deletion-dialog/phrase", test_phrase, NULL);
  connection_add_test ("/deletion-dialog/success", test_success, NULL);
  connection_add_test ("/deletion-dialog/incomplete-is-told", test_incomplete, NULL);
  connection_add_test ("/deletion-dialog/failed", test_failed, NULL);
  connection_add_test ("/deletion-dialog/most-likely-deleted", test_most_likely_deleted, NULL);
  connection_add_test ("/deletion-dialog/cannot-be-closed-while-deleting",
                       test_cannot_be_closed,
                       NULL);
  connection_add_test ("/deletion-dialog/closed-while-surveying",
                       test_closed_while_surveying,
                       NULL);
  connection_add_test ("/deletion-dialog/destroyed-by-who-hears-of-success",
                       test_destroyed_by_listener,
                       NULL);

  return g_test_run ();
}
