#include "latchkey-banner.h"
#include "latchkey-field-row.h"
#include "latchkey-forgotten-password-dialog.h"
#include "latchkey-resources.h"

#include "connection-fixture.h"
#include "find-widget.h"

#include <string.h>

#define EMAIL "ada@example.org"
#define NEW_PASSWORD "difference-engine"
#define TOKEN "AYQ4W4K5MT4CZOPB2PZRCZ4PTY"

#define FORGOT "/api/v1/users/forgot-password"
#define RESET "/api/v1/users/reset-password"
#define LOGIN "/api/v1/users/login"

typedef struct
{
  ConnectionFixture *fixture;
  HomeboxClient *client;
  /* NULL once it is gone. */
  GtkWidget *window;
  LatchkeyConnection *connection;
  char *email;
} Dialog;

static void
on_signed_in (GtkWidget *window, LatchkeyConnection *connection, Dialog *dialog)
{
  g_assert_null (dialog->connection);
  dialog->connection = g_object_ref (connection);
}

static void
on_password_set (GtkWidget *window, const char *email, Dialog *dialog)
{
  g_assert_null (dialog->email);
  dialog->email = g_strdup (email);
}

static void
show (Dialog *dialog, GtkWidget *window)
{
  dialog->window = window;
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &dialog->window);
  g_signal_connect (window, "signed-in", G_CALLBACK (on_signed_in), dialog);
  g_signal_connect (window, "password-set", G_CALLBACK (on_password_set), dialog);
  gtk_window_present (GTK_WINDOW (window));
}

static void
begin (ConnectionFixture *fixture, Dialog *dialog)
{
  *dialog = (Dialog) {
    .fixture = fixture,
    .client = latchkey_vault_make_client (fixture->vault,
                                          latchkey_demo_server_get_uri (fixture->server)),
  };
}

static void
open_dialog (ConnectionFixture *fixture, Dialog *dialog, const char *email)
{
  begin (fixture, dialog);
  show (dialog, latchkey_forgotten_password_dialog_new (fixture->vault, dialog->client, email));
}

static void
wait_gone (Dialog *dialog)
{
  while (dialog->window != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The client goes when the last answer did, even one that was cancelled. */
static void
close_dialog (Dialog *dialog)
{
  gpointer watched = dialog->client;

  if (dialog->window != NULL)
    gtk_window_destroy (GTK_WINDOW (dialog->window));

  wait_gone (dialog);
  g_clear_object (&dialog->connection);
  g_free (dialog->email);
  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (dialog->client);

  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_shown (Dialog *dialog, const char *id)
{
  return gtk_widget_is_visible (find_widget (dialog->window, id));
}

static gboolean
is_sensitive (Dialog *dialog, const char *id)
{
  return gtk_widget_is_sensitive (find_widget (dialog->window, id));
}

static void
set_text (Dialog *dialog, const char *id, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_widget (dialog->window, id)), text);
}

static const char *
get_text (Dialog *dialog, const char *id)
{
  return gtk_editable_get_text (GTK_EDITABLE (find_widget (dialog->window, id)));
}

static void
press (Dialog *dialog, const char *id)
{
  g_assert_true (is_shown (dialog, id));
  g_assert_true (is_sensitive (dialog, id));
  g_signal_emit_by_name (find_widget (dialog->window, id), "clicked");
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

static const char *
get_status (Dialog *dialog)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (find_widget (dialog->window, "status_page"));

  g_assert_true (is_shown (dialog, "status_page"));

  return adw_status_page_get_title (page);
}

static const char *
get_status_text (Dialog *dialog)
{
  return adw_status_page_get_description (
    ADW_STATUS_PAGE (find_widget (dialog->window, "status_page")));
}

static void
assert_name (Dialog *dialog, const char *id, const char *name)
{
  gtk_test_accessible_assert_property (find_widget (dialog->window, id),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       name);
}

static void
wait_ready (Dialog *dialog)
{
  while (!is_sensitive (dialog, "go_button"))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_shown (Dialog *dialog, const char *id)
{
  while (!is_shown (dialog, id) || !is_sensitive (dialog, id))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_request (Dialog *dialog, const char *request)
{
  while (strstr (dialog->fixture->events->str, request) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
misbehave (Dialog *dialog, const char *path, LatchkeyDemoMode mode, const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (dialog->fixture->server, "*", path, mode, argument, &error);
  g_assert_no_error (error);
}

/* As if the link came from a server that has another address. */
static char *
read_mail (Dialog *dialog, const char *server)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *mail = latchkey_demo_server_read_mail (dialog->fixture->server, EMAIL, &error);

  g_assert_no_error (error);

  return server != NULL ? g_strconcat (server, strstr (mail, "/reset-password"), NULL)
                        : g_steal_pointer (&mail);
}

static void
type_password (Dialog *dialog)
{
  set_text (dialog, "entry", NEW_PASSWORD);
  set_text (dialog, "repeat_entry", NEW_PASSWORD);
}

/* To the second step, with everything typed. */
static void
fill (Dialog *dialog)
{
  g_autofree char *mail = NULL;

  wait_ready (dialog);
  press (dialog, "go_button");
  wait_ready (dialog);
  mail = read_mail (dialog, NULL);
  set_text (dialog, "link", mail);
  type_password (dialog);
}

static void
test_first_sight (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, NULL);
  g_assert_true (gtk_window_get_modal (GTK_WINDOW (dialog.window)));
  gtk_test_accessible_assert_role (dialog.window, GTK_ACCESSIBLE_ROLE_DIALOG);
  g_assert_true (holds_focus (dialog.window, "email"));
  g_assert_false (is_sensitive (&dialog, "go_button"));
  g_assert_true (is_sensitive (&dialog, "email"));
  assert_name (&dialog, "email", "Email");
  assert_name (&dialog, "go_button", "Send Mail");
  assert_name (&dialog, "back_button", "Cancel");
  assert_name (&dialog, "busy", "Asking the server");
  g_assert_false (is_shown (&dialog, "link_row"));
  g_assert_false (is_shown (&dialog, "new_password"));
  g_assert_false (is_shown (&dialog, "another_button"));
  g_assert_false (is_shown (&dialog, "status_page"));

  /* What is typed while the server is asked is not disturbed by its answer. */
  set_text (&dialog, "email", "a");
  gtk_editable_set_position (GTK_EDITABLE (find_widget (dialog.window, "email")), 1);
  wait_ready (&dialog);
  g_assert_true (holds_focus (dialog.window, "email"));
  g_assert_cmpstr (get_text (&dialog, "email"), ==, "a");
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (find_widget (dialog.window, "email"))),
                   ==,
                   1);
  close_dialog (&dialog);
}

static void
test_success (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *mail = NULL;

  open_dialog (fixture, &dialog, EMAIL);
  g_assert_cmpstr (get_text (&dialog, "email"), ==, EMAIL);
  wait_ready (&dialog);
  press (&dialog, "go_button");
  g_assert_false (is_sensitive (&dialog, "email"));
  wait_ready (&dialog);
  g_assert_nonnull (strstr (get_message (&dialog), "a message is on its way"));
  g_assert_true (is_shown (&dialog, "link"));
  g_assert_true (is_shown (&dialog, "new_password"));
  g_assert_true (holds_focus (dialog.window, "link"));
  g_assert_false (is_shown (&dialog, "same"));
  assert_name (&dialog, "link", "Link From the Mail");
  assert_name (&dialog, "go_button", "Set Password");
  assert_name (&dialog, "back_button", "Back");
  assert_name (&dialog, "another_button", "Send Another Mail");
  assert_name (&dialog, "stay", "Keep me signed in for 4 weeks");

  mail = read_mail (&dialog, NULL);
  set_text (&dialog, "link", mail);
  g_assert_null (get_problem (&dialog, "link_row"));
  g_assert_false (is_shown (&dialog, "same"));
  type_password (&dialog);
  press (&dialog, "go_button");
  g_assert_false (is_sensitive (&dialog, "link"));
  g_assert_true (holds_focus (dialog.window, "back_button"));
  assert_name (&dialog, "back_button", "Cancel");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.connection);
  g_assert_null (dialog.email);
  g_assert_cmpint (latchkey_connection_get_state (dialog.connection),
                   ==,
                   LATCHKEY_CONNECTION_READY);
  close_dialog (&dialog);
}

static void
test_enter_says_what_is_missing (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *mail = NULL;

  open_dialog (fixture, &dialog, NULL);
  wait_ready (&dialog);
  g_signal_emit_by_name (find_widget (dialog.window, "email"), "activate");
  g_assert_cmpstr (get_problem (&dialog, "email_row"),
                   ==,
                   "Enter the email address of your account.");
  set_text (&dialog, "email", EMAIL);
  g_assert_null (get_problem (&dialog, "email_row"));
  g_signal_emit_by_name (find_widget (dialog.window, "email"), "activate");
  wait_ready (&dialog);

  g_signal_emit_by_name (find_widget (dialog.window, "link"), "activate");
  g_assert_cmpstr (get_problem (&dialog, "link_row"), ==, "Paste the link from the mail.");
  g_assert_true (holds_focus (dialog.window, "link"));

  set_text (&dialog, "link", "token");
  g_assert_null (get_problem (&dialog, "link_row"));
  g_signal_emit_by_name (find_widget (dialog.window, "link"), "activate");
  g_assert_nonnull (strstr (get_problem (&dialog, "link_row"), "not the link from the mail"));

  mail = read_mail (&dialog, NULL);
  set_text (&dialog, "link", mail);
  g_assert_null (get_problem (&dialog, "link_row"));
  g_signal_emit_by_name (find_widget (dialog.window, "link"), "activate");
  g_assert_nonnull (get_problem (&dialog, "row"));
  g_assert_true (holds_focus (dialog.window, "entry"));

  set_text (&dialog, "entry", NEW_PASSWORD);
  set_text (&dialog, "repeat_entry", "difference-motor");
  g_signal_emit_by_name (find_widget (dialog.window, "repeat_entry"), "activate");
  g_assert_true (holds_focus (dialog.window, "repeat_entry"));

  type_password (&dialog);
  set_text (&dialog, "email", "");
  g_signal_emit_by_name (find_widget (dialog.window, "repeat_entry"), "activate");
  g_assert_nonnull (get_problem (&dialog, "email_row"));
  g_assert_true (holds_focus (dialog.window, "email"));
  g_assert_null (strstr (fixture->events->str, "POST /users/reset-password"));

  set_text (&dialog, "email", EMAIL);
  g_signal_emit_by_name (find_widget (dialog.window, "repeat_entry"), "activate");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.connection);
  close_dialog (&dialog);
}

static void
test_back_and_forth (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  press (&dialog, "have_link_button");
  g_assert_true (is_shown (&dialog, "link"));
  g_assert_true (holds_focus (dialog.window, "link"));
  g_assert_null (get_message (&dialog));
  set_text (&dialog, "link", TOKEN);
  type_password (&dialog);

  press (&dialog, "back_button");
  g_assert_false (is_shown (&dialog, "link"));
  g_assert_true (holds_focus (dialog.window, "email"));
  assert_name (&dialog, "go_button", "Send Mail");
  assert_name (&dialog, "back_button", "Cancel");
  g_assert_cmpstr (get_text (&dialog, "email"), ==, EMAIL);

  press (&dialog, "have_link_button");
  g_assert_cmpstr (get_text (&dialog, "link"), ==, TOKEN);
  g_assert_cmpstr (get_text (&dialog, "entry"), ==, NEW_PASSWORD);
  g_assert_cmpstr (get_text (&dialog, "repeat_entry"), ==, NEW_PASSWORD);
  g_assert_cmpstr (get_text (&dialog, "email"), ==, EMAIL);
  close_dialog (&dialog);
}

static void
test_invitation (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  press (&dialog, "have_link_button");
  set_text (&dialog, "link", "https://home.example.org?token=" TOKEN);
  g_assert_nonnull (strstr (get_problem (&dialog, "link_row"), "invitation into a home"));
  g_assert_false (is_shown (&dialog, "same"));

  type_password (&dialog);
  press (&dialog, "go_button");
  g_assert_nonnull (strstr (get_problem (&dialog, "link_row"), "invitation into a home"));
  g_assert_null (strstr (fixture->events->str, "POST"));
  close_dialog (&dialog);
}

/* It may be the same server by another name: the person says so, or nothing is sent. */
static void
test_elsewhere (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *mail = NULL;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  mail = read_mail (&dialog, "https://home.example.org");
  set_text (&dialog, "link", mail);
  g_assert_true (g_str_has_prefix (get_problem (&dialog, "link_row"),
                                   "This link is from home.example.org, and this is about "
                                   "127.0.0.1:"));
  g_assert_true (is_shown (&dialog, "same"));
  assert_name (&dialog, "same", "Both addresses are the same server");

  press (&dialog, "go_button");
  g_assert_true (holds_focus (dialog.window, "same"));
  g_assert_null (strstr (fixture->events->str, "POST /users/reset-password"));

  gtk_switch_set_active (GTK_SWITCH (find_widget (dialog.window, "same")), TRUE);
  g_assert_null (get_problem (&dialog, "link_row"));

  /* Said of that link, and of no other. */
  set_text (&dialog, "link", "");
  g_assert_false (is_shown (&dialog, "same"));
  set_text (&dialog, "link", mail);
  g_assert_nonnull (get_problem (&dialog, "link_row"));

  gtk_switch_set_active (GTK_SWITCH (find_widget (dialog.window, "same")), TRUE);
  press (&dialog, "go_button");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.connection);
  close_dialog (&dialog);
}

static void
test_spent (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *mail = NULL;

  open_dialog (fixture, &dialog, EMAIL);
  press (&dialog, "have_link_button");
  set_text (&dialog, "link", TOKEN);
  type_password (&dialog);
  press (&dialog, "go_button");
  wait_ready (&dialog);
  g_assert_true (g_str_has_prefix (get_problem (&dialog, "link_row"),
                                   "This link was used already, or it is too old."));
  g_assert_null (get_message (&dialog));
  g_assert_true (holds_focus (dialog.window, "link"));
  g_assert_cmpstr (get_text (&dialog, "entry"), ==, NEW_PASSWORD);

  press (&dialog, "another_button");
  wait_ready (&dialog);
  g_assert_nonnull (strstr (get_message (&dialog), "a message is on its way"));
  g_assert_null (get_problem (&dialog, "link_row"));
  g_assert_cmpstr (get_text (&dialog, "entry"), ==, NEW_PASSWORD);
  g_assert_true (holds_focus (dialog.window, "link"));

  mail = read_mail (&dialog, NULL);
  set_text (&dialog, "link", mail);
  press (&dialog, "go_button");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.connection);
  close_dialog (&dialog);
}

static void
test_password_refused (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  misbehave (&dialog, RESET, LATCHKEY_DEMO_MODE_STATUS,
             "400 password must be at least 6 characters");
  press (&dialog, "go_button");
  wait_ready (&dialog);
  g_assert_nonnull (get_problem (&dialog, "row"));
  g_assert_true (holds_focus (dialog.window, "entry"));
  g_assert_null (get_message (&dialog));
  close_dialog (&dialog);
}

static void
test_rate_limit (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  wait_ready (&dialog);
  misbehave (&dialog, FORGOT, LATCHKEY_DEMO_MODE_STATUS, "429 too many authentication attempts");
  press (&dialog, "go_button");
  while (get_message (&dialog) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_str_has_prefix (get_message (&dialog), "Too many attempts. Try again in "));
  g_assert_false (is_sensitive (&dialog, "go_button"));
  g_assert_true (is_sensitive (&dialog, "email"));

  /* Enter is no way round it. */
  g_signal_emit_by_name (find_widget (dialog.window, "email"), "activate");
  g_assert_true (is_sensitive (&dialog, "email"));
  close_dialog (&dialog);
}

static void
test_not_offered (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_0_21, 0);
  open_dialog (fixture, &dialog, EMAIL);
  wait_shown (&dialog, "status_page");
  g_assert_cmpstr (get_status (&dialog), ==, "Ask the Administrator");
  g_assert_false (is_shown (&dialog, "status_button"));
  g_assert_false (is_shown (&dialog, "go_button"));
  g_assert_false (is_shown (&dialog, "email"));
  assert_name (&dialog, "back_button", "Close");
  g_assert_true (holds_focus (dialog.window, "back_button"));
  press (&dialog, "back_button");
  wait_gone (&dialog);
  g_assert_null (dialog.email);
  close_dialog (&dialog);
}

static void
test_cannot_be_asked (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  begin (fixture, &dialog);
  misbehave (&dialog, FORGOT, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  show (&dialog, latchkey_forgotten_password_dialog_new (fixture->vault, dialog.client, EMAIL));
  wait_shown (&dialog, "status_button");
  g_assert_cmpstr (get_status (&dialog), ==, "The Server Could Not Be Asked");
  assert_name (&dialog, "status_button", "Try Again");
  g_assert_true (holds_focus (dialog.window, "status_button"));

  misbehave (&dialog, FORGOT, LATCHKEY_DEMO_MODE_OFF, NULL);
  press (&dialog, "status_button");
  wait_ready (&dialog);
  g_assert_true (is_shown (&dialog, "email"));
  g_assert_true (holds_focus (dialog.window, "email"));
  close_dialog (&dialog);
}

static void
test_set_and_not_signed_in (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  misbehave (&dialog, LOGIN, LATCHKEY_DEMO_MODE_STATUS, "500 internal error");
  press (&dialog, "go_button");
  wait_shown (&dialog, "status_button");
  g_assert_cmpstr (get_status (&dialog), ==, "New Password Set");
  g_assert_true (g_str_has_prefix (get_status_text (&dialog),
                                   "Your new password counts from now on"));
  assert_name (&dialog, "status_button", "Sign In");
  assert_name (&dialog, "back_button", "Close");
  g_assert_true (holds_focus (dialog.window, "status_button"));
  g_assert_cmpstr (get_text (&dialog, "entry"), ==, "");
  g_assert_cmpstr (get_text (&dialog, "link"), ==, "");

  press (&dialog, "status_button");
  wait_gone (&dialog);
  g_assert_cmpstr (dialog.email, ==, EMAIL);
  g_assert_null (dialog.connection);
  close_dialog (&dialog);
}

/* Closing cannot take back what was sent: first it is said what that means. */
static void
test_close_while_sending (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  misbehave (&dialog, RESET, LATCHKEY_DEMO_MODE_HOLD, NULL);
  press (&dialog, "go_button");
  wait_for_request (&dialog, "POST /users/reset-password");
  gtk_window_close (GTK_WINDOW (dialog.window));
  wait_shown (&dialog, "status_button");
  g_assert_cmpstr (get_status (&dialog), ==, "Not Known Yet");
  g_assert_true (g_str_has_prefix (get_status_text (&dialog), "You cancelled"));
  assert_name (&dialog, "status_button", "Find Out");
  assert_name (&dialog, "back_button", "Close");
  latchkey_demo_server_release (fixture->server);

  press (&dialog, "status_button");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.connection);
  close_dialog (&dialog);
}

/* Whoever closes it all the same was told. */
static void
test_close_while_unknown (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  misbehave (&dialog, RESET, LATCHKEY_DEMO_MODE_LOSE, NULL);
  misbehave (&dialog, LOGIN, LATCHKEY_DEMO_MODE_CLOSE, NULL);
  press (&dialog, "go_button");
  wait_shown (&dialog, "status_button");
  press (&dialog, "status_button");
  wait_shown (&dialog, "status_button");
  g_assert_cmpstr (get_status (&dialog), ==, "Not Known Yet");
  gtk_window_close (GTK_WINDOW (dialog.window));
  wait_gone (&dialog);
  g_assert_null (dialog.connection);
  g_assert_null (dialog.email);
  close_dialog (&dialog);
}

static void
test_close_while_signing_in (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  misbehave (&dialog, LOGIN, LATCHKEY_DEMO_MODE_HOLD, NULL);
  press (&dialog, "go_button");
  wait_for_request (&dialog, "POST /users/login");
  gtk_window_close (GTK_WINDOW (dialog.window));
  wait_shown (&dialog, "status_button");
  g_assert_cmpstr (get_status (&dialog), ==, "New Password Set");
  latchkey_demo_server_release (fixture->server);
  gtk_window_close (GTK_WINDOW (dialog.window));
  wait_gone (&dialog);
  g_assert_cmpstr (dialog.email, ==, EMAIL);
  close_dialog (&dialog);
}

static void
test_close_while_asking_for_the_mail (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  wait_ready (&dialog);
  misbehave (&dialog, FORGOT, LATCHKEY_DEMO_MODE_HOLD, NULL);
  press (&dialog, "go_button");
  wait_for_request (&dialog, "POST /users/forgot-password");
  gtk_window_close (GTK_WINDOW (dialog.window));
  wait_gone (&dialog);
  latchkey_demo_server_release (fixture->server);
  close_dialog (&dialog);
}

static void
test_destroyed_while_sending (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  misbehave (&dialog, RESET, LATCHKEY_DEMO_MODE_HOLD, NULL);
  press (&dialog, "go_button");
  wait_for_request (&dialog, "POST /users/reset-password");
  gtk_window_destroy (GTK_WINDOW (dialog.window));
  wait_gone (&dialog);
  latchkey_demo_server_release (fixture->server);
  connection_let_happen ();
  g_assert_null (dialog.connection);
  close_dialog (&dialog);
}

static void
test_two_presses_send_once (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  const char *first;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  misbehave (&dialog, RESET, LATCHKEY_DEMO_MODE_HOLD, NULL);
  press (&dialog, "go_button");
  g_signal_emit_by_name (find_widget (dialog.window, "go_button"), "clicked");
  g_signal_emit_by_name (find_widget (dialog.window, "repeat_entry"), "activate");
  wait_for_request (&dialog, "POST /users/reset-password");
  latchkey_demo_server_release (fixture->server);
  wait_gone (&dialog);
  first = strstr (fixture->events->str, "POST /users/reset-password");
  g_assert_null (strstr (first + 1, "POST /users/reset-password"));
  close_dialog (&dialog);
}

static void
test_for_link (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxLink) link = NULL;
  g_autofree char *mail = NULL;
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);
  mail = read_mail (&dialog, NULL);
  close_dialog (&dialog);

  begin (fixture, &dialog);
  link = homebox_link_parse (mail, NULL);
  show (&dialog,
        latchkey_forgotten_password_dialog_new_for_link (fixture->vault, dialog.client, link));
  g_assert_true (is_shown (&dialog, "new_password"));
  g_assert_true (holds_focus (dialog.window, "email"));
  g_assert_cmpstr (get_text (&dialog, "link"), !=, "");
  assert_name (&dialog, "back_button", "Cancel");

  set_text (&dialog, "email", EMAIL);
  type_password (&dialog);
  gtk_switch_set_active (GTK_SWITCH (find_widget (dialog.window, "stay")), FALSE);
  press (&dialog, "go_button");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.connection);
  close_dialog (&dialog);
}

static void
test_destroyed_by_listener (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  g_signal_connect (dialog.window, "signed-in", G_CALLBACK (gtk_window_destroy), NULL);
  fill (&dialog);
  press (&dialog, "go_button");
  wait_gone (&dialog);
  g_assert_nonnull (dialog.connection);
  close_dialog (&dialog);
}

/* What was typed does not outlive the window. */
static void
test_wiped (ConnectionFixture *fixture, gconstpointer data)
{
  const char *const ids[] = { "link", "entry", "repeat_entry" };
  GtkWidget *entries[G_N_ELEMENTS (ids)];
  Dialog dialog;

  open_dialog (fixture, &dialog, EMAIL);
  fill (&dialog);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    entries[i] = g_object_ref (find_widget (dialog.window, ids[i]));

  gtk_window_close (GTK_WINDOW (dialog.window));
  wait_gone (&dialog);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entries[i])), ==, "");
      g_object_unref (entries[i]);
    }

  close_dialog (&dialog);
}

static void
add (const char *path, ConnectionTest run)
{
  g_autofree char *whole = g_strconcat ("/forgotten-password-dialog/", path, NULL);

  connection_add_test (whole, run, NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

  add ("first-sight", test_first_sight);
  add ("success", test_success);
  add ("enter-says-what-is-missing", test_enter_says_what_is_missing);
  add ("back-and-forth", test_back_and_forth);
  add ("invitation", test_invitation);
  add ("other-server", test_elsewhere);
  add ("spent-link", test_spent);
  add ("password-refused", test_password_refused);
  add ("rate-limit", test_rate_limit);
  add ("not-offered", test_not_offered);
  add ("cannot-be-asked", test_cannot_be_asked);
  add ("set-and-not-signed-in", test_set_and_not_signed_in);
  add ("closed/sending", test_close_while_sending);
  add ("closed/unknown", test_close_while_unknown);
  add ("closed/signing-in", test_close_while_signing_in);
  add ("closed/asking-for-the-mail", test_close_while_asking_for_the_mail);
  add ("destroyed-while-sending", test_destroyed_while_sending);
  add ("two-presses-send-once", test_two_presses_send_once);
  add ("for-a-link", test_for_link);
  add ("destroyed-by-listener", test_destroyed_by_listener);
  add ("wiped", test_wiped);

  return g_test_run ();
}
