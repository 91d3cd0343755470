#include "connection-fixture.h"
#include "latchkey-account-page.h"
#include "latchkey-resources.h"
#include "latchkey-sign-out-question.h"
#include "seen-widget.h"

#include <adwaita.h>

/* A page in a window, and what it said. */
typedef struct
{
  GtkWidget *window;
  LatchkeyAccountPage *page;
  guint n_saved;
  guint n_not_saved;
  char *closed;
} Shown;

static void
note (guint *n_times)
{
  (*n_times)++;
}

static void
note_closed (Shown *shown, const char *words, gboolean problem)
{
  g_free (shown->closed);
  shown->closed = g_strdup (words);
}

static Shown *
show (LatchkeyConnection *connection)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->page = g_object_ref_sink (latchkey_account_page_new (connection));
  g_signal_connect_swapped (shown->page, "saved", G_CALLBACK (note), &shown->n_saved);
  g_signal_connect_swapped (shown->page, "not-saved", G_CALLBACK (note), &shown->n_not_saved);
  g_signal_connect_swapped (shown->page, "closed", G_CALLBACK (note_closed), shown);
  shown->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (shown->window), GTK_WIDGET (shown->page));
  gtk_window_present (GTK_WINDOW (shown->window));

  return shown;
}

/* The page goes with its window, whatever it was waiting for. */
static void
close_shown (Shown *shown)
{
  g_signal_handlers_disconnect_by_data (shown->page, &shown->n_saved);
  g_signal_handlers_disconnect_by_data (shown->page, &shown->n_not_saved);
  g_signal_handlers_disconnect_by_data (shown->page, shown);
  g_object_add_weak_pointer (G_OBJECT (shown->page), (gpointer *) &shown->page);
  gtk_window_destroy (GTK_WINDOW (shown->window));
  g_object_unref (shown->page);

  while (shown->page != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_free (shown->closed);
  g_free (shown);
}

static void
wait_for (guint *n_times, guint expected)
{
  while (*n_times < expected)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (*n_times, ==, expected);
}

static void
test_first_frame (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  while (gtk_widget_get_width (page) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (get_text (find_field (page, "Name")), ==, "Ada Lovelace");
  g_assert_cmpstr (get_text (find_field (page, "Email")), ==, "ada@example.org");
  g_assert_true (has_text (page, latchkey_demo_server_get_uri (fixture->server)));
  g_assert_false (has_button (page, "Apply"));
  assert_events (fixture, "");
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_homes (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  /* A place for it, so that nothing moves when the answer is there. */
  g_assert_true (has_text (page, "Homes"));
  g_assert_true (has_text (page, "…"));
  latchkey_connection_open (connection);

  while (!has_text (page, "You are a member"))
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (has_text (page, "Ada’s House"));
  g_assert_true (has_text (page, "Allotment"));
  g_assert_true (has_text (page, "Workshop"));
  g_assert_false (has_button (page, "Try Again"));
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_homes_not_listed (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_CLOSE,
                                  NULL, NULL);
  latchkey_connection_open (connection);

  while (!has_button (page, "Try Again"))
    g_main_context_iteration (NULL, TRUE);

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_OFF,
                                  NULL, NULL);
  click (find_button (page, "Try Again"));

  while (!has_text (page, "Workshop"))
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (has_button (page, "Try Again"));
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_edit_outlives_answer (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  set_text (find_field (page, "Name"), "Ada King");
  g_assert_true (latchkey_account_page_has_edit (shown->page));
  g_assert_false (latchkey_account_page_can_save (shown->page));
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_READY);
  g_assert_cmpstr (get_text (find_field (page, "Name")), ==, "Ada King");
  g_assert_true (latchkey_account_page_can_save (shown->page));
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_save (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  set_text (find_field (page, "Name"), " Ada King ");
  set_text (find_field (page, "Email"), "Ada@Example.com");
  click (find_button (page, "Apply"));
  g_assert_true (latchkey_account_page_is_saving (shown->page));
  g_assert_false (gtk_widget_is_sensitive (find_field (page, "Name")));
  wait_for (&shown->n_saved, 1);
  g_assert_cmpstr (get_text (find_field (page, "Name")), ==, "Ada King");
  g_assert_cmpstr (get_text (find_field (page, "Email")), ==, "ada@example.com");
  g_assert_true (gtk_widget_is_sensitive (find_field (page, "Name")));
  g_assert_false (has_button (page, "Apply"));
  g_assert_true (has_text (page, "Ada King"));
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_untouched_field_is_not_undone (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (HomeboxSession) elsewhere = connection_fixture_sign_in (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_update_profile_async (elsewhere,
                                        "Ada Lovelace",
                                        "ada@example.net",
                                        NULL,
                                        await_store,
                                        &result);
  g_assert_true (homebox_session_update_profile_finish (elsewhere, await (&result), NULL));

  set_text (find_field (page, "Name"), "Ada King");
  latchkey_account_page_save (shown->page);
  wait_for (&shown->n_saved, 1);
  g_assert_cmpstr (get_text (find_field (page, "Name")), ==, "Ada King");
  g_assert_cmpstr (get_text (find_field (page, "Email")), ==, "ada@example.net");
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
misbehave (ConnectionFixture *fixture, LatchkeyDemoMode mode, const char *argument)
{
  g_assert_true (latchkey_demo_server_misbehave (fixture->server,
                                                 "PUT",
                                                 "/api/v1/users/self",
                                                 mode,
                                                 argument,
                                                 NULL));
}

static guint
count_requests (ConnectionFixture *fixture, const char *request)
{
  g_auto (GStrv) parts = g_strsplit (fixture->events->str, request, -1);

  return g_strv_length (parts) - 1;
}

/* The server did it, and only its answer got lost. */
static void
test_lost_answer (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  misbehave (fixture, LATCHKEY_DEMO_MODE_LOSE, NULL);
  set_text (find_field (page, "Name"), "Ada King");
  latchkey_account_page_save (shown->page);
  wait_for (&shown->n_saved, 1);
  g_assert_cmpuint (shown->n_not_saved, ==, 0);
  g_assert_cmpuint (count_requests (fixture, "PUT /users/self "), ==, 1);
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_failed_edit_stays (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  misbehave (fixture, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  set_text (find_field (page, "Name"), "Ada King");
  latchkey_account_page_save (shown->page);
  wait_for (&shown->n_not_saved, 1);
  g_assert_cmpuint (shown->n_saved, ==, 0);
  g_assert_cmpstr (get_text (find_field (page, "Name")), ==, "Ada King");
  g_assert_true (latchkey_account_page_can_save (shown->page));

  misbehave (fixture, LATCHKEY_DEMO_MODE_OFF, NULL);
  latchkey_account_page_save (shown->page);
  wait_for (&shown->n_saved, 1);
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_taken_email (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);
  GtkWidget *row = find_row (page, "Email");
  g_autofree char *problem = NULL;

  misbehave (fixture,
             LATCHKEY_DEMO_MODE_STATUS,
             "500 ent: constraint failed: constraint failed: UNIQUE constraint failed: users.email"
             " (2067)");
  set_text (find_field (page, "Email"), "charles@example.org");
  latchkey_account_page_save (shown->page);
  wait_for (&shown->n_not_saved, 1);
  g_object_get (row, "problem", &problem, NULL);
  g_assert_nonnull (problem);
  g_clear_pointer (&problem, g_free);

  set_text (find_field (page, "Email"), "charles@example.com");
  g_object_get (row, "problem", &problem, NULL);
  g_assert_null (problem);
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_closed_while_saving (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = show (connection);

  misbehave (fixture, LATCHKEY_DEMO_MODE_HOLD, NULL);
  set_text (find_field (GTK_WIDGET (shown->page), "Name"), "Ada King");
  latchkey_account_page_save (shown->page);

  while (strstr (fixture->events->str, "PUT") == NULL)
    g_main_context_iteration (NULL, TRUE);

  close_shown (shown);
  latchkey_demo_server_release (fixture->server);

  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_finalize_object (connection);
}

static void
test_session_ended (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);
  g_autoptr (HomeboxSession) session = NULL;

  latchkey_demo_server_expire_sessions (fixture->server);
  set_text (find_field (page, "Name"), "Ada King");
  latchkey_account_page_save (shown->page);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_true (has_button (page, "Sign In"));
  g_assert_true (latchkey_account_page_is_saving (shown->page));

  /* What was being saved goes on by itself. */
  session = connection_fixture_sign_in (fixture);
  latchkey_connection_resume_async (connection, session, NULL, NULL, NULL);
  wait_for (&shown->n_saved, 1);
  g_assert_false (has_button (page, "Sign In"));
  g_assert_cmpstr (get_text (find_field (page, "Name")), ==, "Ada King");
  close_shown (shown);
  g_clear_object (&session);
  connection_fixture_settle (fixture);
  g_assert_finalize_object (connection);
}

static void
test_session_given_up (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  latchkey_demo_server_expire_sessions (fixture->server);
  set_text (find_field (page, "Name"), "Ada King");
  latchkey_account_page_save (shown->page);
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  latchkey_connection_give_up (connection);
  wait_for (&shown->n_not_saved, 1);
  g_assert_false (latchkey_account_page_can_save (shown->page));
  g_assert_cmpstr (get_text (find_field (page, "Name")), ==, "Ada King");
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_unreachable (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  guint16 port = connection_fixture_get_port (fixture);
  Shown *shown = show (connection);
  GtkWidget *page = GTK_WIDGET (shown->page);

  connection_fixture_stop_server (fixture);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  g_assert_cmpstr (get_text (find_field (page, "Name")), ==, "Ada Lovelace");

  connection_fixture_start_server (fixture, port);
  click (find_button (page, "Try Again"));
  /* Another server with the same people: it does not know the session. */
  connection_wait_for (connection, LATCHKEY_CONNECTION_SIGN_IN_NEEDED);
  g_assert_true (has_button (page, "Sign In"));
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
sign_out (Shown *shown, const char *how_far)
{
  GtkWindow *question = NULL;
  g_autoptr (GList) windows = NULL;

  gtk_widget_activate_action (GTK_WIDGET (shown->page), "account.sign-out", NULL);
  windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (gtk_window_get_transient_for (at->data) == GTK_WINDOW (shown->window))
      question = at->data;

  g_assert_true (ADW_IS_MESSAGE_DIALOG (question));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), how_far);
}

static void
wait_closed (Shown *shown)
{
  while (shown->closed == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_sign_out (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (HomeboxSession) elsewhere = connection_fixture_sign_in (fixture);
  Shown *shown = show (connection);

  sign_out (shown, LATCHKEY_SIGN_OUT_HERE);
  wait_closed (shown);
  g_assert_cmpstr (shown->closed, ==, "You are signed out.");
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 1);
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_everywhere (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  g_autoptr (HomeboxSession) elsewhere = connection_fixture_sign_in (fixture);
  Shown *shown = show (connection);

  sign_out (shown, LATCHKEY_SIGN_OUT_EVERYWHERE);
  wait_closed (shown);
  g_assert_cmpstr (shown->closed, ==, "You are signed out everywhere.");
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 0);
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_sign_out_not_at_all (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);
  Shown *shown = show (connection);

  sign_out (shown, "cancel");
  g_assert_null (shown->closed);
  g_assert_cmpint (latchkey_connection_get_state (connection), ==, LATCHKEY_CONNECTION_READY);
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_kept_in_memory (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (HomeboxSession) session = connection_fixture_sign_in (fixture);
  LatchkeyConnection *connection;
  Shown *shown;

  scripted_secrets_fail (fixture->secrets, SCRIPTED_STORE, LATCHKEY_SECRET_ERROR_NO_SERVICE);
  connection = connection_fixture_adopt (fixture, session);
  shown = show (connection);
  click (find_button (GTK_WIDGET (shown->page), "OK"));
  g_assert_false (has_button (GTK_WIDGET (shown->page), "OK"));
  close_shown (shown);
  g_clear_object (&session);
  g_assert_finalize_object (connection);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

#define ADD(path, function) connection_add_test ("/account-page/" path, function, NULL)
  ADD ("first-frame-asks-nobody", test_first_frame);
  ADD ("homes", test_homes);
  ADD ("homes-that-cannot-be-listed", test_homes_not_listed);
  ADD ("edit-outlives-late-answer", test_edit_outlives_answer);
  ADD ("save-shows-what-is-stored", test_save);
  ADD ("save-does-not-undo-a-change-made-elsewhere", test_untouched_field_is_not_undone);
  ADD ("lost-answer-is-checked", test_lost_answer);
  ADD ("failed-edit-stays", test_failed_edit_stays);
  ADD ("taken-email-is-said-at-its-field", test_taken_email);
  ADD ("closed-while-saving", test_closed_while_saving);
  ADD ("edit-outlives-the-session", test_session_ended);
  ADD ("edit-outlives-a-sign-in-that-is-put-off", test_session_given_up);
  ADD ("unreachable-server-leaves-the-profile", test_unreachable);
  ADD ("sign-out-closes-the-account", test_sign_out);
  ADD ("sign-out-everywhere-ends-all-sessions", test_sign_out_everywhere);
  ADD ("sign-out-can-be-thought-better-of", test_sign_out_not_at_all);
  ADD ("token-in-memory-is-said-until-accepted", test_kept_in_memory);
#undef ADD

  return g_test_run ();
}
