#include "latchkey-banner.h"
#include "latchkey-field-row.h"
#include "latchkey-join-dialog.h"
#include "latchkey-resources.h"

#include "connection-fixture.h"
#include "find-widget.h"
#include "homebox-session-invitations.h"
#include "seen-widget.h"

#include <adwaita.h>

typedef struct
{
  LatchkeyConnection *connection;
  /* NULL once it is gone. */
  GtkWindow *window;
  guint n_joined;
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

static void
note_joined (Dialog *dialog)
{
  dialog->n_joined++;
}

static void
open_dialog (ConnectionFixture *fixture, Dialog *dialog, HomeboxLink *link)
{
  *dialog = (Dialog) { .connection = connection_fixture_ready (fixture) };
  dialog->window = latchkey_join_dialog_new (dialog->connection, link);
  g_object_add_weak_pointer (G_OBJECT (dialog->window), (gpointer *) &dialog->window);
  g_signal_connect_swapped (dialog->window, "joined", G_CALLBACK (note_joined), dialog);
  gtk_window_present (dialog->window);
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
get_problem (Dialog *dialog)
{
  return latchkey_field_row_get_problem (LATCHKEY_FIELD_ROW (find_widget (dialog->window, "row")));
}

static void
join_with (Dialog *dialog, const char *text)
{
  set_text (find_widget (dialog->window, "entry"), text);
  g_signal_emit_by_name (find_widget (dialog->window, "button"), "start");
}

static void
wait_answered (Dialog *dialog)
{
  while (!gtk_widget_is_sensitive (find_widget (dialog->window, "form")))
    g_main_context_iteration (NULL, TRUE);
}

/* Ada invites into her own home, where she is already. */
static HomeboxSecret *
invite (Dialog *dialog)
{
  HomeboxSession *session = latchkey_connection_get_session (dialog->connection);
  g_autoptr (GDateTime) end = g_date_time_new_utc (2099, 1, 1, 0, 0, 0);
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GListModel) groups = NULL;
  g_autoptr (HomeboxGroup) group = NULL;
  g_autoptr (HomeboxInvitation) invitation = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_list_groups_async (session, NULL, on_result, &listed);
  wait_for_result (&listed);
  groups = homebox_session_list_groups_finish (session, listed, &error);
  g_assert_no_error (error);
  group = g_list_model_get_item (groups, 0);

  homebox_session_create_invitation_async (session, group, 1, end, NULL, on_result, &made);
  wait_for_result (&made);
  invitation = homebox_session_create_invitation_finish (session, made, &error);
  g_assert_no_error (error);

  return homebox_secret_ref (homebox_invitation_get_token (invitation));
}

static void
test_refused_before_anything_is_sent (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, NULL);
  g_assert_true (holds_focus (dialog.window, "entry"));
  g_string_truncate (fixture->events, 0);

  join_with (&dialog, "");
  g_assert_cmpstr (get_problem (&dialog), ==, "Enter the invitation that you were sent.");

  join_with (&dialog, "https://home.example/reset-password?token=abcdefghijklmnopqrstuvwxyz");
  g_assert_cmpstr (get_problem (&dialog), ==, "This link is for a new password, not an invitation.");

  join_with (&dialog, "https://home.example/?token=abcdefghijklmnopqrstuvwxyz");
  g_assert_true (g_str_has_prefix (get_problem (&dialog), "This link leads to "));

  g_assert_null (strstr (fixture->events->str, "POST"));
  set_text (find_widget (dialog.window, "entry"), "a");
  g_assert_null (get_problem (&dialog));
  close_dialog (&dialog);
}

static void
test_unknown_invitation (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, NULL);
  join_with (&dialog, "abcdefghijklmnopqrstuvwxyz");
  wait_answered (&dialog);
  g_assert_nonnull (get_problem (&dialog));
  g_assert_true (holds_focus (dialog.window, "entry"));
  g_assert_cmpuint (dialog.n_joined, ==, 0);
  close_dialog (&dialog);
}

static void
test_home_that_one_is_in (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxSecret) token = NULL;
  Dialog dialog;

  open_dialog (fixture, &dialog, NULL);
  token = invite (&dialog);
  join_with (&dialog, homebox_secret_peek (token));
  wait_answered (&dialog);
  g_assert_nonnull (get_problem (&dialog));
  g_assert_cmpuint (dialog.n_joined, ==, 0);
  close_dialog (&dialog);
}

static void
test_closed_while_asking (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  latchkey_demo_server_misbehave (fixture->server, "POST", "/api/v1/groups/invitations",
                                  LATCHKEY_DEMO_MODE_HOLD, NULL, NULL);
  open_dialog (fixture, &dialog, NULL);
  join_with (&dialog, "abcdefghijklmnopqrstuvwxyz");

  while (strstr (fixture->events->str, "POST /groups/invitations") == NULL)
    g_main_context_iteration (NULL, TRUE);

  /* First it says what is known. */
  gtk_window_close (dialog.window);
  wait_answered (&dialog);
  g_assert_true (g_str_has_prefix (
    latchkey_banner_get_text (LATCHKEY_BANNER (find_widget (dialog.window, "banner"))),
    "You cancelled"));
  gtk_window_close (dialog.window);

  while (dialog.window != NULL)
    g_main_context_iteration (NULL, TRUE);

  latchkey_demo_server_release (fixture->server);
  close_dialog (&dialog);
}

static void
test_destroyed_while_asking (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  latchkey_demo_server_misbehave (fixture->server, "GET", "/api/v1/groups",
                                  LATCHKEY_DEMO_MODE_HOLD, NULL, NULL);
  open_dialog (fixture, &dialog, NULL);
  join_with (&dialog, "abcdefghijklmnopqrstuvwxyz");
  gtk_window_destroy (dialog.window);
  latchkey_demo_server_release (fixture->server);
  close_dialog (&dialog);
}

static void
test_link_is_filled_in (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (HomeboxLink) link
    = homebox_link_parse ("https://home.example/?token=abcdefghijklmnopqrstuvwxyz", NULL);
  Dialog dialog;

  g_assert_nonnull (link);
  open_dialog (fixture, &dialog, link);
  g_assert_cmpstr (get_text (find_widget (dialog.window, "entry")),
                   ==,
                   "abcdefghijklmnopqrstuvwxyz");
  g_assert_true (holds_focus (dialog.window, "button"));
  close_dialog (&dialog);
}

#define ADD(name, function) connection_add_test ("/join-dialog/" name, function, NULL)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

  ADD ("refused-before-anything-is-sent", test_refused_before_anything_is_sent);
  ADD ("unknown-invitation", test_unknown_invitation);
  ADD ("home-that-one-is-in", test_home_that_one_is_in);
  ADD ("closed-while-asking", test_closed_while_asking);
  ADD ("destroyed-while-asking", test_destroyed_while_asking);
  ADD ("link-is-filled-in", test_link_is_filled_in);

  return g_test_run ();
}
