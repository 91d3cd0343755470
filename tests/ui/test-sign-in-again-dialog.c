#include "connection-fixture.h"
#include "find-widget.h"
#include "homebox-error.h"
#include "latchkey-banner.h"
#include "latchkey-forgotten-password-dialog.h"
#include "latchkey-resources.h"
#include "latchkey-sign-in-again-dialog.h"
#include "seen-widget.h"

#include <adwaita.h>
#include <string.h>

#define PASSWORD "analytical-engine"
#define NEW_PASSWORD "difference-engine"

/* A dialog over an account whose session has ended, and a request that waits for a sign-in. */
typedef struct
{
  LatchkeyConnection *connection;
  HomeboxSession *session;
  GtkWidget *dialog;
  GAsyncResult *waiting;
} Shown;

static void
note_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
show_dialog (ConnectionFixture *fixture, Shown *shown)
{
  shown->dialog
    = GTK_WIDGET (latchkey_sign_in_again_dialog_new (shown->connection, fixture->vault, NULL));
  g_object_add_weak_pointer (G_OBJECT (shown->dialog), (gpointer *) &shown->dialog);
  gtk_window_present (GTK_WINDOW (shown->dialog));
}

static Shown *
show (ConnectionFixture *fixture)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->connection = connection_fixture_ready (fixture);
  shown->session = g_object_ref (latchkey_connection_get_session (shown->connection));
  latchkey_demo_server_expire_sessions (fixture->server);
  homebox_session_load_user_async (shown->session, NULL, note_result, &shown->waiting);
  connection_wait_for (shown->connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_null (shown->waiting);
  show_dialog (fixture, shown);

  return shown;
}

static void
wait_for_answer (Shown *shown)
{
  while (shown->waiting == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_gone (Shown *shown)
{
  while (shown->dialog != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_shown (Shown *shown)
{
  if (shown->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (shown->dialog));

  wait_gone (shown);
  wait_for_answer (shown);
  g_clear_object (&shown->waiting);
  g_clear_object (&shown->session);

  /* What is still on its way holds it until it came. */
  g_object_add_weak_pointer (G_OBJECT (shown->connection), (gpointer *) &shown->connection);
  g_object_unref (shown->connection);

  while (shown->connection != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_free (shown);
}

static void
sign_in (Shown *shown, const char *email, const char *password)
{
  if (email != NULL)
    set_text (find_field (shown->dialog, "Email"), email);

  set_text (find_field (shown->dialog, "Password"), password);
  g_signal_emit_by_name (find_widget (shown->dialog, "button"), "clicked");
}

static void
test_goes_on (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  g_autoptr (GError) error = NULL;

  sign_in (shown, NULL, PASSWORD);
  wait_gone (shown);
  wait_for_answer (shown);
  g_assert_true (homebox_session_load_user_finish (shown->session, shown->waiting, &error));
  g_assert_no_error (error);
  g_assert_true (latchkey_connection_get_session (shown->connection) == shown->session);
  connection_wait_for (shown->connection, LATCHKEY_CONNECTION_READY);
  close_shown (shown);
}

static GtkWidget *
open_forgotten_password (Shown *shown)
{
  g_autoptr (GList) windows = NULL;

  g_signal_emit_by_name (find_widget (shown->dialog, "forgot_button"), "clicked");
  windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (LATCHKEY_IS_FORGOTTEN_PASSWORD_DIALOG (at->data))
      return at->data;

  g_assert_not_reached ();
}

static void
wait_sensitive (GtkWidget *widget)
{
  while (!gtk_widget_is_sensitive (widget))
    g_main_context_iteration (NULL, TRUE);
}

/* To the point where the new password is set. */
static void
set_new_password (ConnectionFixture *fixture, GtkWidget *dialog)
{
  GtkWidget *button = find_widget (dialog, "go_button");
  g_autofree char *mail = NULL;

  wait_sensitive (button);
  g_signal_emit_by_name (button, "clicked");
  wait_sensitive (button);
  mail = latchkey_demo_server_read_mail (fixture->server, "ada@example.org", NULL);
  set_text (find_widget (dialog, "link"), mail);
  set_text (find_widget (dialog, "entry"), NEW_PASSWORD);
  set_text (find_widget (dialog, "repeat_entry"), NEW_PASSWORD);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_forgotten_password (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  GtkWidget *dialog = open_forgotten_password (shown);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (get_text (find_widget (dialog, "email")), ==, "ada@example.org");
  set_new_password (fixture, dialog);
  wait_gone (shown);
  wait_for_answer (shown);
  g_assert_true (homebox_session_load_user_finish (shown->session, shown->waiting, &error));
  g_assert_no_error (error);
  g_assert_true (latchkey_connection_get_session (shown->connection) == shown->session);
  connection_wait_for (shown->connection, LATCHKEY_CONNECTION_READY);
  g_assert_cmpuint (store_count (fixture->accounts), ==, 1);
  close_shown (shown);
}

/* The new password counts, and is asked for here. */
static void
test_forgotten_password_set (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  GtkWidget *dialog = open_forgotten_password (shown);
  GtkWidget *button = find_widget (dialog, "status_button");

  latchkey_demo_server_misbehave (fixture->server, "POST", "/api/v1/users/login",
                                  LATCHKEY_DEMO_MODE_STATUS, "500 internal error", NULL);
  set_new_password (fixture, dialog);

  while (!gtk_widget_is_visible (button))
    g_main_context_iteration (NULL, TRUE);

  latchkey_demo_server_misbehave (fixture->server, "POST", "/api/v1/users/login",
                                  LATCHKEY_DEMO_MODE_OFF, NULL, NULL);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (
    latchkey_banner_get_text (LATCHKEY_BANNER (find_widget (shown->dialog, "banner"))),
    ==,
    "Your new password is set. Sign in with it.");
  sign_in (shown, NULL, NEW_PASSWORD);
  wait_gone (shown);
  wait_for_answer (shown);
  close_shown (shown);
}

static void
test_wrong_password (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  GtkWidget *row = find_row (shown->dialog, "Password");
  g_autofree char *problem = NULL;

  sign_in (shown, NULL, "difference-engine");

  while (problem == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (row, "problem", &problem, NULL);
    }

  g_assert_null (shown->waiting);
  g_assert_cmpstr (get_text (find_field (shown->dialog, "Password")), ==, "difference-engine");
  sign_in (shown, NULL, PASSWORD);
  wait_gone (shown);
  close_shown (shown);
}

static void
test_nothing_typed (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  g_autofree char *problem = NULL;

  g_string_truncate (fixture->events, 0);
  sign_in (shown, NULL, "");
  g_object_get (find_row (shown->dialog, "Password"), "problem", &problem, NULL);
  g_assert_cmpstr (problem, ==, "Enter your password.");
  g_assert_null (strstr (fixture->events->str, "login"));
  close_shown (shown);
}

/* Charles lives in the same home. */
static void
test_other_account (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);

  sign_in (shown, "charles@example.org", "difference-engine");

  while (!has_text (shown->dialog,
                    "You signed in as charles@example.org, and this is the account of "
                    "ada@example.org. Sign in as ada@example.org, or add the other account."))
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (shown->waiting);
  g_assert_cmpint (latchkey_connection_get_state (shown->connection),
                   ==,
                   LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  close_shown (shown);
}

static void
test_closing_gives_up (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  g_autoptr (GError) error = NULL;

  gtk_window_close (GTK_WINDOW (shown->dialog));
  wait_gone (shown);
  wait_for_answer (shown);
  g_assert_false (homebox_session_load_user_finish (shown->session, shown->waiting, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  close_shown (shown);
}

/* Another process, say, brought a session that works. */
static void
test_not_needed_any_more (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  g_autoptr (HomeboxSession) fresh = connection_fixture_sign_in (fixture);
  g_autoptr (GAsyncResult) resumed = NULL;

  latchkey_connection_resume_async (shown->connection, fresh, NULL, note_result, &resumed);
  wait_gone (shown);

  while (resumed == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (latchkey_connection_resume_finish (shown->connection, resumed, NULL));
  g_clear_object (&resumed);
  close_shown (shown);
}

static void
test_api_key_account (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  GtkWidget *dialog;

  g_assert_true (gtk_widget_get_visible (find_widget (shown->dialog, "form")));
  g_assert_false (gtk_widget_get_visible (find_widget (shown->dialog, "key_button")));
  latchkey_account_set_kind (latchkey_connection_get_account (shown->connection),
                             HOMEBOX_TOKEN_API_KEY);
  dialog
    = GTK_WIDGET (latchkey_sign_in_again_dialog_new (shown->connection, fixture->vault, NULL));
  g_assert_false (gtk_widget_get_visible (find_widget (dialog, "form")));
  g_assert_true (gtk_widget_get_visible (find_widget (dialog, "key_button")));
  gtk_window_destroy (GTK_WINDOW (dialog));
  close_shown (shown);
}

/* One that was restored from the keyring, which keeps no names. */
static void
test_account_without_a_name (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = g_new0 (Shown, 1);
  g_autofree char *server = NULL;
  g_autofree char *expected = NULL;
  GtkWidget *account;

  shown->connection = connection_fixture_stored (fixture);
  connection_fixture_shorten (fixture, G_TIME_SPAN_DAY);
  latchkey_demo_server_expire_sessions (fixture->server);
  latchkey_connection_open (shown->connection);
  connection_wait_for (shown->connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  show_dialog (fixture, shown);

  server = latchkey_account_dup_server_label (latchkey_connection_get_account (shown->connection));
  expected = g_strdup_printf ("ada@example.org, %s", server);
  account = find_widget (shown->dialog, "account");
  gtk_test_accessible_assert_property (account, GTK_ACCESSIBLE_PROPERTY_LABEL, expected);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (account)), "ada@example.org"));

  gtk_window_destroy (GTK_WINDOW (shown->dialog));
  wait_gone (shown);
  g_object_add_weak_pointer (G_OBJECT (shown->connection), (gpointer *) &shown->connection);
  g_object_unref (shown->connection);

  while (shown->connection != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_free (shown);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

#define ADD(name, run) connection_add_test ("/sign-in-again-dialog/" name, run, NULL)
  ADD ("what-waited-goes-on", test_goes_on);
  ADD ("forgotten-password", test_forgotten_password);
  ADD ("forgotten-password-is-set-and-asked-for", test_forgotten_password_set);
  ADD ("wrong-password-is-said-and-kept", test_wrong_password);
  ADD ("nothing-is-sent-without-a-password", test_nothing_typed);
  ADD ("other-account-is-refused", test_other_account);
  ADD ("closing-gives-up-what-waits", test_closing_gives_up);
  ADD ("goes-when-it-is-not-needed-any-more", test_not_needed_any_more);
  ADD ("account-with-an-api-key-is-asked-for-one", test_api_key_account);
  ADD ("account-without-a-name-is-told-by-its-email", test_account_without_a_name);
#undef ADD

  return g_test_run ();
}
