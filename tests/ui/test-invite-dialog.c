#include "latchkey-banner.h"
#include "latchkey-field-row.h"
#include "latchkey-invite-dialog.h"
#include "latchkey-qr-code.h"
#include "latchkey-resources.h"

#include "await.h"
#include "connection-fixture.h"
#include "find-widget.h"
#include "seen-widget.h"

#include <string.h>

#define INVITATIONS "/api/v1/groups/invitations"

typedef struct
{
  LatchkeyConnection *connection;
  LatchkeyHome *home;
  /* NULL once it is gone. */
  GtkWindow *window;
  guint n_made;
} Dialog;

static void
note_made (Dialog *dialog)
{
  dialog->n_made++;
}

static LatchkeyHome *
load_home (LatchkeyConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) homes = NULL;
  g_autoptr (HomeboxGroup) group = NULL;
  HomeboxSession *session = latchkey_connection_get_session (connection);
  LatchkeyHome *home;

  homebox_session_list_groups_async (session, NULL, await_store, &result);
  homes = homebox_session_list_groups_finish (session, await (&result), NULL);
  group = g_list_model_get_item (homes, 0);
  home = latchkey_home_new (connection, homes, group);
  latchkey_home_load (home);

  while (latchkey_home_get_state (home) == LATCHKEY_HOME_LOADING)
    g_main_context_iteration (NULL, TRUE);

  return home;
}

static void
open_with_address (ConnectionFixture *fixture, Dialog *dialog, const char *address)
{
  *dialog = (Dialog) { .connection = connection_fixture_ready (fixture) };
  if (address != NULL)
    latchkey_account_add_address (latchkey_connection_get_account (dialog->connection), address);
  dialog->home = load_home (dialog->connection);
  dialog->window = latchkey_invite_dialog_new (dialog->connection, dialog->home);
  g_object_add_weak_pointer (G_OBJECT (dialog->window), (gpointer *) &dialog->window);
  g_signal_connect_swapped (dialog->window, "made", G_CALLBACK (note_made), dialog);
  gtk_window_present (dialog->window);
}

static void
open_dialog (ConnectionFixture *fixture, Dialog *dialog)
{
  open_with_address (fixture, dialog, NULL);
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
  g_assert_finalize_object (dialog->home);
  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (dialog->connection);

  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
get (Dialog *dialog, const char *id)
{
  return find_widget (dialog->window, id);
}

static gboolean
is_visible (Dialog *dialog, const char *id)
{
  return gtk_widget_is_visible (get (dialog, id));
}

static const char *
get_label (Dialog *dialog, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (get (dialog, id)));
}

static const char *
get_message (Dialog *dialog)
{
  return latchkey_banner_get_text (LATCHKEY_BANNER (get (dialog, "banner")));
}

static void
create (Dialog *dialog)
{
  click (get (dialog, "create_button"));

  while (!gtk_widget_is_sensitive (get (dialog, "cancel_button")))
    g_main_context_iteration (NULL, TRUE);
}

static void
choose_day (Dialog *dialog, const char *day)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (get (dialog, "expiry")), 3);
  set_text (get (dialog, "day"), day);
}

static const char *
get_day_problem (Dialog *dialog)
{
  return latchkey_field_row_get_problem (LATCHKEY_FIELD_ROW (get (dialog, "day_row")));
}

static LatchkeyDemoInvitation *
get_invitation (ConnectionFixture *fixture)
{
  GPtrArray *invitations = latchkey_demo_server_get_store (fixture->server)->invitations;

  g_assert_cmpuint (invitations->len, ==, 1);

  return g_ptr_array_index (invitations, 0);
}

static guint
count_invitations (ConnectionFixture *fixture)
{
  return latchkey_demo_server_get_store (fixture->server)->invitations->len;
}

static char *
dup_link (ConnectionFixture *fixture)
{
  return g_strconcat (latchkey_demo_server_get_uri (fixture->server), "?token=",
                      get_invitation (fixture)->token, NULL);
}

static void
misbehave (ConnectionFixture *fixture,
           const char *method,
           LatchkeyDemoMode mode,
           const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, method, INVITATIONS, mode, argument, &error);
  g_assert_no_error (error);
}

static AdwMessageDialog *
find_question (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (ADW_IS_MESSAGE_DIALOG (at->data))
      return at->data;

  return NULL;
}

static void
answer (const char *response)
{
  g_autoptr (AdwMessageDialog) question = find_question ();

  g_assert_nonnull (question);
  g_object_ref (question);
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question));
}

static void
store_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  if (*text == NULL)
    *text = g_strdup ("");
}

static char *
read_clipboard (Dialog *dialog)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (dialog->window)), NULL,
                                 store_text, &text);

  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);

  return text;
}

static void
test_first_sight (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  g_assert_true (gtk_window_get_modal (dialog.window));
  gtk_test_accessible_assert_role (dialog.window, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_test_accessible_assert_property (get (&dialog, "uses"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "For How Many People");
  gtk_test_accessible_assert_property (get (&dialog, "expiry"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Can Be Used");
  /* What has the keyboard, in GTK 4.8. */
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (get (&dialog, "expiry")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Can Be Used: For a week");
  gtk_test_accessible_assert_property (get (&dialog, "day"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Last Day");
  g_assert_true (holds_focus (dialog.window, "uses"));
  g_assert_true (gtk_window_get_default_widget (dialog.window) == get (&dialog, "create_button"));
  g_assert_false (is_visible (&dialog, "day_row"));
  g_assert_false (is_visible (&dialog, "result"));
  g_assert_true (g_str_has_prefix (get_label (&dialog, "end"), "Until "));
  g_assert_cmpuint (count_invitations (fixture), ==, 0);
  close_dialog (&dialog);
}

static void
test_made (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *link = NULL;
  g_autofree char *copied = NULL;

  open_dialog (fixture, &dialog);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (get (&dialog, "uses")), 4);
  create (&dialog);
  link = dup_link (fixture);
  g_assert_cmpint (get_invitation (fixture)->uses, ==, 4);
  g_assert_cmpint (get_invitation (fixture)->expires - g_get_real_time (), >,
                   6 * G_TIME_SPAN_DAY);
  g_assert_cmpuint (dialog.n_made, ==, 1);
  g_assert_false (is_visible (&dialog, "form"));
  g_assert_false (is_visible (&dialog, "create_button"));
  g_assert_true (is_visible (&dialog, "result"));
  g_assert_false (is_visible (&dialog, "address_list"));
  g_assert_cmpstr (get_label (&dialog, "link"), ==, link);
  g_assert_true (g_str_has_prefix (get_label (&dialog, "who"),
                                   "4 people can come into “Ada’s House” with this link until "));
  g_assert_true (is_visible (&dialog, "code"));
  g_assert_cmpuint (latchkey_qr_code_get_n_modules (LATCHKEY_QR_CODE (get (&dialog, "code"))),
                    >=,
                    21);
  gtk_test_accessible_assert_role (get (&dialog, "code"), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (get (&dialog, "code"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "QR code of the invitation link, for the camera of a phone");
  gtk_test_accessible_assert_property (get (&dialog, "cancel_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Close");
  gtk_test_accessible_assert_property (get (&dialog, "copy_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Copy Link");
  g_assert_true (holds_focus (dialog.window, "copy_button"));

  click (get (&dialog, "copy_button"));
  gtk_test_accessible_assert_property (get (&dialog, "copy_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Copied");
  copied = read_clipboard (&dialog);
  g_assert_cmpstr (copied, ==, link);
  gtk_window_close (dialog.window);
  g_assert_null (find_question ());
  wait_gone (&dialog);
  close_dialog (&dialog);
}

static void
test_not_copied (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  create (&dialog);
  gtk_window_close (dialog.window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog.window)));
  answer ("cancel");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog.window)));

  gtk_window_close (dialog.window);
  g_assert_null (find_question ());
  wait_gone (&dialog);
  close_dialog (&dialog);
}

static void
test_leave (ConnectionFixture *fixture, gconstpointer data)
{
  const char *response = data;
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  Dialog dialog;

  gdk_clipboard_set_content (clipboard, NULL);
  open_dialog (fixture, &dialog);
  create (&dialog);
  gtk_window_close (dialog.window);
  answer (response);
  wait_gone (&dialog);
  g_assert_cmpint (gdk_clipboard_get_content (clipboard) != NULL,
                   ==,
                   g_str_equal (response, "copy"));
  close_dialog (&dialog);
}

static void
test_day (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) later = g_date_time_add_days (now, 10);
  g_autoptr (GDateTime) earlier = g_date_time_add_days (now, -10);
  g_autofree char *future = g_date_time_format (later, "%Y-%m-%d");
  g_autofree char *past = g_date_time_format (earlier, "%Y-%m-%d");
  g_autofree char *told = g_date_time_format (later, "Until %-d %B %Y, 23:59");
  Dialog dialog;

  open_dialog (fixture, &dialog);
  choose_day (&dialog, "soon");
  g_assert_true (is_visible (&dialog, "day_row"));
  g_assert_cmpstr (get_label (&dialog, "end"), ==, "");
  create (&dialog);
  g_assert_cmpstr (get_day_problem (&dialog), ==, "This is no day. Write it like 2026-12-21.");
  gtk_test_accessible_assert_state (get (&dialog, "day"),
                                    GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (holds_focus (dialog.window, "day"));

  choose_day (&dialog, past);
  g_assert_null (get_day_problem (&dialog));
  create (&dialog);
  g_assert_cmpstr (get_day_problem (&dialog),
                   ==,
                   "This date is over already. Choose a later one.");
  g_assert_true (holds_focus (dialog.window, "day"));
  g_assert_cmpuint (count_invitations (fixture), ==, 0);

  choose_day (&dialog, future);
  g_assert_cmpstr (get_label (&dialog, "end"), ==, told);
  create (&dialog);
  g_assert_true (is_visible (&dialog, "result"));
  g_assert_cmpint (get_invitation (fixture)->expires - g_get_real_time (), >,
                   9 * G_TIME_SPAN_DAY);
  close_dialog (&dialog);
}

static void
test_length (ConnectionFixture *fixture, gconstpointer data)
{
  static const int days[] = { 1, 7, 30 };
  Dialog dialog;
  int choice = GPOINTER_TO_INT (data);
  gint64 left;

  open_dialog (fixture, &dialog);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (get (&dialog, "expiry")), (guint) choice);
  create (&dialog);
  left = get_invitation (fixture)->expires - g_get_real_time ();
  g_assert_cmpint (ABS (left - days[choice] * G_TIME_SPAN_DAY), <, G_TIME_SPAN_HOUR);
  close_dialog (&dialog);
}

static void
test_lost (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_LOSE, NULL);
  create (&dialog);
  g_assert_true (g_str_has_prefix (get_message (&dialog),
                                   "The invitation was made, but its link got lost on the way."));
  g_assert_cmpuint (dialog.n_made, ==, 1);
  g_assert_cmpuint (count_invitations (fixture), ==, 1);
  g_assert_true (is_visible (&dialog, "form"));

  /* What was found once is not taken for another one. */
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_CLOSE, NULL);
  create (&dialog);
  g_assert_cmpstr (get_message (&dialog),
                   ==,
                   "The connection was lost, and no invitation was made. Try again.");
  g_assert_cmpuint (dialog.n_made, ==, 1);

  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_OFF, NULL);
  create (&dialog);
  g_assert_true (is_visible (&dialog, "result"));
  g_assert_null (get_message (&dialog));
  g_assert_cmpuint (dialog.n_made, ==, 2);
  close_dialog (&dialog);
}

static void
test_unknown (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_LOSE, NULL);
  misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_CLOSE, NULL);
  create (&dialog);
  g_assert_true (g_str_has_prefix (get_message (&dialog),
                                   "The server did not confirm the invitation."));
  g_assert_cmpuint (dialog.n_made, ==, 1);
  g_assert_true (is_visible (&dialog, "form"));
  close_dialog (&dialog);
}

static void
test_old_server (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *link = NULL;

  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, LATCHKEY_DEMO_VERSION_0_21, 0);
  open_dialog (fixture, &dialog);
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_CLOSE, NULL);
  create (&dialog);
  g_assert_true (g_str_has_prefix (get_message (&dialog),
                                   "The server did not confirm the invitation."));

  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_OFF, NULL);
  create (&dialog);
  link = dup_link (fixture);
  g_assert_cmpstr (get_label (&dialog, "link"), ==, link);
  g_assert_nonnull (strstr (get_label (&dialog, "once"), "cannot take an invitation back"));
  close_dialog (&dialog);
}

/* A refusal, and how it is told. */
typedef struct
{
  const char *argument;
  const char *told;
} Refusal;

static const Refusal refusals[] = {
  { "403 only the owner of this collection can perform this action",
    "Only the owner of this home can do this. Ask the owner." },
  { "403 user does not have access to the requested tenant",
    "You do not belong to this home any more." },
  { "500 Internal Server Error", "The server had a problem. Try again later." },
};

static void
test_refused (ConnectionFixture *fixture, gconstpointer data)
{
  const Refusal *refusal = data;
  Dialog dialog;

  open_dialog (fixture, &dialog);
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_STATUS, refusal->argument);
  create (&dialog);
  g_assert_cmpstr (get_message (&dialog), ==, refusal->told);
  g_assert_cmpuint (dialog.n_made, ==, 0);
  g_assert_true (is_visible (&dialog, "form"));
  g_assert_true (holds_focus (dialog.window, "uses"));
  gtk_window_close (dialog.window);
  g_assert_null (find_question ());
  wait_gone (&dialog);
  close_dialog (&dialog);
}

static void
send_held (ConnectionFixture *fixture, Dialog *dialog)
{
  open_dialog (fixture, dialog);
  misbehave (fixture, "POST", LATCHKEY_DEMO_MODE_HOLD, NULL);
  click (get (dialog, "create_button"));

  while (strstr (fixture->events->str, "POST /groups/invitations") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_cannot_be_closed (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  send_held (fixture, &dialog);
  gtk_window_close (dialog.window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog.window)));
  g_assert_nonnull (strstr (get_message (&dialog), "cannot be stopped any more"));
  latchkey_demo_server_release (fixture->server);

  while (!is_visible (&dialog, "result"))
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (count_invitations (fixture), ==, 1);
  close_dialog (&dialog);
}

static void
test_destroyed (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  send_held (fixture, &dialog);
  gtk_window_destroy (dialog.window);
  wait_gone (&dialog);
  latchkey_demo_server_release (fixture->server);
  connection_let_happen ();
  g_assert_cmpuint (dialog.n_made, ==, 0);
  close_dialog (&dialog);
}

static void
test_address (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkDropDown *address;

  open_with_address (fixture, &dialog, "https://203.0.113.7");
  create (&dialog);
  address = GTK_DROP_DOWN (get (&dialog, "address"));
  g_assert_true (is_visible (&dialog, "address_list"));
  gtk_test_accessible_assert_property (address, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Address in the Link");
  /* By itself the one that reaches farther. */
  g_assert_true (g_str_has_prefix (get_label (&dialog, "link"), "https://203.0.113.7?token="));
  g_assert_false (is_visible (&dialog, "warning"));

  click (get (&dialog, "copy_button"));
  gtk_drop_down_set_selected (address, 0);
  g_assert_true (g_str_has_prefix (get_label (&dialog, "link"), "http://127.0.0.1:"));
  g_assert_true (is_visible (&dialog, "warning"));
  /* That one was not copied. */
  gtk_test_accessible_assert_property (get (&dialog, "copy_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Copy Link");
  close_dialog (&dialog);
}

static void
test_warning (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog);
  create (&dialog);
  g_assert_cmpstr (latchkey_banner_get_text (LATCHKEY_BANNER (get (&dialog, "warning"))),
                   ==,
                   "\u2068127.0.0.1\u2069 means this computer itself. On other computers and on "
                   "phones this link leads nowhere.");
  close_dialog (&dialog);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  latchkey_register_resource ();

  connection_add_test ("/invite-dialog/first-sight", test_first_sight, NULL);
  connection_add_test ("/invite-dialog/made", test_made, NULL);
  connection_add_test ("/invite-dialog/asks-once-before-the-link-is-lost", test_not_copied, NULL);
  connection_add_test ("/invite-dialog/leave/without-the-link", test_leave, "leave");
  connection_add_test ("/invite-dialog/leave/with-the-link", test_leave, "copy");
  connection_add_test ("/invite-dialog/day", test_day, NULL);
  connection_add_test ("/invite-dialog/for/a-day", test_length, GINT_TO_POINTER (0));
  connection_add_test ("/invite-dialog/for/a-week", test_length, GINT_TO_POINTER (1));
  connection_add_test ("/invite-dialog/for/a-month", test_length, GINT_TO_POINTER (2));
  connection_add_test ("/invite-dialog/lost-answer", test_lost, NULL);
  connection_add_test ("/invite-dialog/lost-answer-and-server", test_unknown, NULL);
  connection_add_test ("/invite-dialog/old-server", test_old_server, NULL);
  connection_add_test ("/invite-dialog/refused/not-owner", test_refused, &refusals[0]);
  connection_add_test ("/invite-dialog/refused/not-in-it", test_refused, &refusals[1]);
  connection_add_test ("/invite-dialog/refused/failed", test_refused, &refusals[2]);
  connection_add_test ("/invite-dialog/cannot-be-closed-while-sending",
                       test_cannot_be_closed,
                       NULL);
  connection_add_test ("/invite-dialog/destroyed-while-sending", test_destroyed, NULL);
  connection_add_test ("/invite-dialog/address-that-reaches-farthest", test_address, NULL);
  connection_add_test ("/invite-dialog/address-of-this-computer-is-pointed-out",
                       test_warning,
                       NULL);

  return g_test_run ();
}
