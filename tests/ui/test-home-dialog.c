#include "latchkey-banner.h"
#include "latchkey-fact-row.h"
#include "latchkey-home-dialog.h"
#include "latchkey-invite-dialog.h"
#include "latchkey-member-row.h"
#include "latchkey-resources.h"

#include "await.h"
#include "connection-fixture.h"
#include "find-widget.h"
#include "seen-widget.h"

#include <string.h>

#define MEMBERS "/api/v1/groups/members"
#define INVITATIONS "/api/v1/groups/invitations"

typedef struct
{
  LatchkeyConnection *connection;
  HomeboxGroup *group;
  /* NULL once it is gone. */
  GtkWindow *window;
} Dialog;

static GListModel *
list_homes (LatchkeyConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  HomeboxSession *session = latchkey_connection_get_session (connection);
  g_autoptr (GError) error = NULL;
  GListModel *homes;

  homebox_session_list_groups_async (session, NULL, await_store, &result);
  homes = homebox_session_list_groups_finish (session, await (&result), &error);
  g_assert_no_error (error);

  return homes;
}

static void
open_dialog (ConnectionFixture *fixture, Dialog *dialog, guint index)
{
  g_autoptr (GListModel) homes = NULL;

  *dialog = (Dialog) { .connection = connection_fixture_ready (fixture) };
  homes = list_homes (dialog->connection);
  dialog->group = g_list_model_get_item (homes, index);
  dialog->window = latchkey_home_dialog_new (dialog->connection, homes, dialog->group);
  g_object_add_weak_pointer (G_OBJECT (dialog->window), (gpointer *) &dialog->window);
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
  g_clear_object (&dialog->group);
  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (dialog->connection);

  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_loaded (Dialog *dialog)
{
  gboolean busy = TRUE;

  while (busy)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (find_widget (dialog->window, "busy"), "busy", &busy, NULL);
    }
}

static gboolean
is_visible (Dialog *dialog, const char *id)
{
  return gtk_widget_is_visible (find_widget (dialog->window, id));
}

static const char *
get_fact (Dialog *dialog, const char *id)
{
  return latchkey_fact_row_get_value (LATCHKEY_FACT_ROW (find_widget (dialog->window, id)));
}

static const char *
get_note (Dialog *dialog, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (find_widget (dialog->window, id)));
}

static const char *
get_banner (Dialog *dialog, const char *id)
{
  return latchkey_banner_get_text (LATCHKEY_BANNER (find_widget (dialog->window, id)));
}

static GtkListBoxRow *
get_row (Dialog *dialog, const char *list, int index)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (find_widget (dialog->window, list)), index);
}

static void
assert_row (Dialog *dialog, const char *list, int index, const char *name, const char *description)
{
  GtkListBoxRow *row = get_row (dialog, list, index);

  g_assert_nonnull (row);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

static GtkWidget *
search_button (GtkWidget *within)
{
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_BUTTON (child) ? child : search_button (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_row_button (Dialog *dialog, const char *list, int index)
{
  return search_button (GTK_WIDGET (get_row (dialog, list, index)));
}

/* Answers the question that is open now. Whoever asks twice fails here. */
static char *
answer (Dialog *dialog, const char *response)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  AdwMessageDialog *question = NULL;
  char *body;

  for (GList *at = windows; at != NULL; at = at->next)
    if (ADW_IS_MESSAGE_DIALOG (at->data))
      {
        g_assert_null (question);
        question = at->data;
      }

  g_assert_nonnull (question);
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (question)) == dialog->window);
  body = g_strdup (adw_message_dialog_get_body (question));
  adw_message_dialog_response (question, response);
  gtk_window_destroy (GTK_WINDOW (question));

  return body;
}

static void
misbehave (ConnectionFixture *fixture,
           const char *method,
           const char *path,
           LatchkeyDemoMode mode,
           const char *argument)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, method, path, mode, argument, &error);
  g_assert_no_error (error);
}

static LatchkeyDemoGroup *
get_house (ConnectionFixture *fixture)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);

  return g_ptr_array_index (store->groups, 0);
}

/* Somebody who has no other home. */
static void
move_in_olive (ConnectionFixture *fixture)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  LatchkeyDemoPerson *olive = latchkey_demo_person_new ("f11ce000-0000-4000-8000-000000000001",
                                                        "Olive Hill",
                                                        "olive@example.org");

  latchkey_demo_store_add_person (store, olive);
  latchkey_demo_store_join (store, get_house (fixture), olive);
}

static void
invite (ConnectionFixture *fixture, int uses, GTimeSpan left)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);

  g_ptr_array_add (store->invitations,
                   latchkey_demo_invitation_new (get_house (fixture),
                                                 uses,
                                                 g_get_real_time () + left));
}

static void
test_owner (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, 0);
  g_assert_cmpstr (gtk_window_get_title (dialog.window), ==, "Ada’s House");
  g_assert_true (gtk_window_get_modal (dialog.window));
  gtk_test_accessible_assert_role (dialog.window, GTK_ACCESSIBLE_ROLE_DIALOG);
  g_assert_cmpstr (get_fact (&dialog, "items"), ==, "…");
  wait_loaded (&dialog);
  g_assert_cmpstr (get_fact (&dialog, "role"), ==, "Your default home. You are its owner");
  g_assert_cmpstr (get_fact (&dialog, "currency"), ==, "GBP");
  g_assert_cmpstr (get_fact (&dialog, "items"), ==, "137");
  g_assert_cmpstr (get_fact (&dialog, "locations"), ==, "12");
  g_assert_cmpstr (get_fact (&dialog, "labels"), ==, "6");
  gtk_test_accessible_assert_property (find_widget (dialog.window, "members"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "People");
  assert_row (&dialog, "members", 0, "Ada Lovelace", "You, the owner. ada@example.org");
  assert_row (&dialog, "members", 1, "Charles Babbage", "Member. charles@example.org");
  g_assert_null (get_row (&dialog, "members", 2));
  g_assert_null (find_row_button (&dialog, "members", 0));
  gtk_test_accessible_assert_property (find_row_button (&dialog, "members", 1),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Remove Charles Babbage…");
  g_assert_cmpstr (get_note (&dialog, "invitations_note"), ==, "There is no open invitation.");
  g_assert_true (is_visible (&dialog, "invite_button"));
  gtk_test_accessible_assert_property (find_widget (dialog.window, "invite_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Invite Somebody…");
  close_dialog (&dialog);
}

static void
test_member (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  open_dialog (fixture, &dialog, 2);
  wait_loaded (&dialog);
  g_assert_cmpstr (get_fact (&dialog, "role"), ==, "You are a member");
  assert_row (&dialog, "members", 0, "Ada Lovelace", "You, a member. ada@example.org");
  assert_row (&dialog, "members", 1, "Charles Babbage", "charles@example.org");
  g_assert_null (find_row_button (&dialog, "members", 0));
  g_assert_null (find_row_button (&dialog, "members", 1));
  g_assert_false (is_visible (&dialog, "invite_button"));
  g_assert_nonnull (strstr (get_note (&dialog, "invitations_note"),
                            "Only its owner can invite people"));
  close_dialog (&dialog);
}

static void
use_version (ConnectionFixture *fixture, LatchkeyDemoVersion version)
{
  connection_fixture_stop_server (fixture);
  connection_fixture_start_server_as (fixture, version, 0);
}

static void
test_old_server (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  use_version (fixture, LATCHKEY_DEMO_VERSION_0_21);
  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  g_assert_false (is_visible (&dialog, "trouble"));
  g_assert_cmpstr (get_fact (&dialog, "role"), ==, "Your default home. You are its owner");
  g_assert_cmpstr (get_fact (&dialog, "labels"), ==, "6");
  g_assert_false (is_visible (&dialog, "members"));
  g_assert_cmpstr (get_note (&dialog, "members_note"),
                   ==,
                   "2 people belong to this home. This server does not tell who.");
  g_assert_nonnull (strstr (get_note (&dialog, "invitations_note"),
                            "neither lists invitations nor takes one back"));
  g_assert_true (is_visible (&dialog, "invite_button"));
  close_dialog (&dialog);
}

/* It tells who owns the first home only, and lets every member invite. */
static void
test_unknown_role (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  use_version (fixture, LATCHKEY_DEMO_VERSION_0_25);
  open_dialog (fixture, &dialog, 2);
  wait_loaded (&dialog);
  g_assert_cmpstr (get_fact (&dialog, "role"), ==, "Not known");
  assert_row (&dialog, "members", 0, "Ada Lovelace", "You. ada@example.org");
  assert_row (&dialog, "members", 1, "Charles Babbage", "charles@example.org");
  g_assert_null (find_row_button (&dialog, "members", 0));
  g_assert_nonnull (find_row_button (&dialog, "members", 1));
  g_assert_true (is_visible (&dialog, "invite_button"));
  close_dialog (&dialog);
}

static void
test_try_again (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  misbehave (fixture, "GET", MEMBERS, LATCHKEY_DEMO_MODE_STATUS, "500 Internal Server Error");
  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  g_assert_cmpstr (get_banner (&dialog, "trouble_banner"),
                   ==,
                   "The server had a problem. Try again later.");
  g_assert_cmpstr (get_fact (&dialog, "items"), ==, "137");
  g_assert_cmpstr (get_note (&dialog, "members_note"), ==, "Not known now");

  misbehave (fixture, "GET", MEMBERS, LATCHKEY_DEMO_MODE_OFF, NULL);
  click (find_button (GTK_WIDGET (dialog.window), "Try Again"));
  wait_loaded (&dialog);
  g_assert_false (is_visible (&dialog, "trouble"));
  assert_row (&dialog, "members", 0, "Ada Lovelace", "You, the owner. ada@example.org");
  close_dialog (&dialog);
}

static void
test_offline (ConnectionFixture *fixture, gconstpointer data)
{
  guint16 port = connection_fixture_get_port (fixture);
  g_autoptr (GListModel) homes = NULL;
  Dialog dialog = { .connection = connection_fixture_ready (fixture) };

  homes = list_homes (dialog.connection);
  dialog.group = g_list_model_get_item (homes, 0);
  connection_fixture_stop_server (fixture);
  dialog.window = latchkey_home_dialog_new (dialog.connection, homes, dialog.group);
  g_object_add_weak_pointer (G_OBJECT (dialog.window), (gpointer *) &dialog.window);
  gtk_window_present (dialog.window);
  wait_loaded (&dialog);
  g_assert_true (is_visible (&dialog, "trouble"));
  g_assert_cmpstr (get_fact (&dialog, "items"), ==, "Not known");
  g_assert_cmpstr (get_note (&dialog, "members_note"), ==, "Not known now");
  g_assert_cmpstr (get_note (&dialog, "invitations_note"), ==, "Not known now");

  connection_fixture_start_server (fixture, port);
  click (find_button (GTK_WIDGET (dialog.window), "Try Again"));

  while (is_visible (&dialog, "trouble"))
    g_main_context_iteration (NULL, TRUE);

  close_dialog (&dialog);
}

static void
test_not_in_it_any_more (ConnectionFixture *fixture, gconstpointer data)
{
  static const char refusal[] = "403 user does not have access to the requested tenant";
  Dialog dialog;

  misbehave (fixture, "*", MEMBERS, LATCHKEY_DEMO_MODE_STATUS, refusal);
  misbehave (fixture, "*", INVITATIONS, LATCHKEY_DEMO_MODE_STATUS, refusal);
  misbehave (fixture, "*", "/api/v1/groups/statistics", LATCHKEY_DEMO_MODE_STATUS, refusal);
  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  g_assert_cmpstr (get_banner (&dialog, "trouble_banner"),
                   ==,
                   "You do not belong to this home any more.");
  close_dialog (&dialog);
}

static void
test_withdraw (ConnectionFixture *fixture, gconstpointer data)
{
  LatchkeyDemoStore *store = latchkey_demo_server_get_store (fixture->server);
  Dialog dialog;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;

  invite (fixture, 3, G_TIME_SPAN_DAY);
  /* Spent, and over. */
  invite (fixture, 0, G_TIME_SPAN_DAY);
  invite (fixture, 1, -G_TIME_SPAN_DAY);
  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  gtk_test_accessible_assert_property (get_row (&dialog, "invitations", 0),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "For 3 more people");
  g_assert_null (get_row (&dialog, "invitations", 1));
  g_assert_false (is_visible (&dialog, "invitations_note"));

  click (find_row_button (&dialog, "invitations", 0));
  kept = answer (&dialog, "cancel");
  g_assert_cmpuint (store->invitations->len, ==, 3);

  click (find_row_button (&dialog, "invitations", 0));
  gone = answer (&dialog, "withdraw");
  wait_loaded (&dialog);
  g_assert_nonnull (strstr (gone, "Who already did stays."));
  g_assert_cmpuint (store->invitations->len, ==, 2);
  g_assert_cmpstr (get_banner (&dialog, "banner"),
                   ==,
                   "The invitation was withdrawn. Nobody can come in with it any more.");
  g_assert_null (get_row (&dialog, "invitations", 0));
  g_assert_true (is_visible (&dialog, "invitations_note"));
  close_dialog (&dialog);
}

/* Whether the server did it, and what is told. */
typedef struct
{
  LatchkeyDemoMode mode;
  gboolean gone;
  const char *told;
} Lost;

static const Lost withdrawals[] = {
  { LATCHKEY_DEMO_MODE_LOSE, TRUE,
    "The invitation was withdrawn. Nobody can come in with it any more." },
  { LATCHKEY_DEMO_MODE_CLOSE, FALSE,
    "The invitation could not be withdrawn, and is still open. Try again." },
};

static void
test_withdrawal_without_answer (ConnectionFixture *fixture, gconstpointer data)
{
  const Lost *lost = data;
  Dialog dialog;
  g_autofree char *body = NULL;

  invite (fixture, 1, G_TIME_SPAN_DAY);
  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  misbehave (fixture, "DELETE", INVITATIONS, lost->mode, NULL);
  click (find_row_button (&dialog, "invitations", 0));
  body = answer (&dialog, "withdraw");
  wait_loaded (&dialog);
  g_assert_cmpstr (get_banner (&dialog, "banner"), ==, lost->told);
  g_assert_cmpint (get_row (&dialog, "invitations", 0) == NULL, ==, lost->gone);
  close_dialog (&dialog);
}

static void
test_remove (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *kept = NULL;
  g_autofree char *gone = NULL;

  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  click (find_row_button (&dialog, "members", 1));
  kept = answer (&dialog, "cancel");
  g_assert_nonnull (strstr (kept, "Charles Babbage also belongs to “Workshop”"));
  g_assert_null (strstr (kept, "locked out"));
  g_assert_cmpuint (get_house (fixture)->members->len, ==, 2);

  click (find_row_button (&dialog, "members", 1));
  gone = answer (&dialog, "remove");
  wait_loaded (&dialog);
  g_assert_cmpuint (get_house (fixture)->members->len, ==, 1);
  g_assert_cmpstr (get_banner (&dialog, "banner"),
                   ==,
                   "Charles Babbage does not belong to this home any more.");
  g_assert_null (get_row (&dialog, "members", 1));
  close_dialog (&dialog);
}

/* The server says 500, and did it. */
static void
test_remove_from_last_home (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *body = NULL;

  move_in_olive (fixture);
  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  assert_row (&dialog, "members", 2, "Olive Hill", "Member. olive@example.org");
  click (find_row_button (&dialog, "members", 2));
  body = answer (&dialog, "remove");
  wait_loaded (&dialog);
  g_assert_nonnull (strstr (body, "If this is the only home of Olive Hill, the account is locked "
                                  "out"));
  g_assert_nonnull (strstr (fixture->events->str, " 500"));
  g_assert_cmpstr (get_banner (&dialog, "banner"),
                   ==,
                   "Olive Hill does not belong to this home any more.");
  g_assert_null (get_row (&dialog, "members", 2));
  close_dialog (&dialog);
}

/* A refusal, and how it is told. */
typedef struct
{
  LatchkeyDemoMode mode;
  const char *argument;
  const char *told;
} Refusal;

static const Refusal refusals[] = {
  { LATCHKEY_DEMO_MODE_STATUS, "500 Internal Server Error",
    "The server had a problem. Try again later." },
  { LATCHKEY_DEMO_MODE_STATUS, "403 only the owner of this collection can perform this action",
    "Only the owner of this home can do this. Ask the owner." },
  { LATCHKEY_DEMO_MODE_CLOSE, NULL,
    "The connection was lost, and nobody was removed. Try again." },
};

static void
test_refused_removal (ConnectionFixture *fixture, gconstpointer data)
{
  const Refusal *refusal = data;
  Dialog dialog;
  g_autofree char *body = NULL;

  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  misbehave (fixture, "DELETE", MEMBERS, refusal->mode, refusal->argument);
  click (find_row_button (&dialog, "members", 1));
  body = answer (&dialog, "remove");
  wait_loaded (&dialog);
  g_assert_cmpstr (get_banner (&dialog, "banner"), ==, refusal->told);
  g_assert_nonnull (get_row (&dialog, "members", 1));
  close_dialog (&dialog);
}

static void
test_cannot_be_closed (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *body = NULL;

  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  misbehave (fixture, "DELETE", MEMBERS, LATCHKEY_DEMO_MODE_HOLD, NULL);
  click (find_row_button (&dialog, "members", 1));
  body = answer (&dialog, "remove");
  g_assert_false (gtk_widget_is_sensitive (find_widget (dialog.window, "form")));

  while (strstr (fixture->events->str, "DELETE /groups/members") == NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_window_close (dialog.window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog.window)));
  g_assert_nonnull (strstr (get_banner (&dialog, "banner"), "cannot be stopped any more"));
  latchkey_demo_server_release (fixture->server);
  wait_loaded (&dialog);
  g_assert_nonnull (strstr (get_banner (&dialog, "banner"), "does not belong to this home"));
  gtk_window_close (dialog.window);
  wait_gone (&dialog);
  close_dialog (&dialog);
}

static void
test_closed_in_the_middle (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;

  misbehave (fixture, "GET", MEMBERS, LATCHKEY_DEMO_MODE_HOLD, NULL);
  open_dialog (fixture, &dialog, 0);

  while (strstr (fixture->events->str, "GET /groups/members") == NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_window_close (dialog.window);
  wait_gone (&dialog);
  latchkey_demo_server_release (fixture->server);
  connection_let_happen ();
  close_dialog (&dialog);
}

static void
test_destroyed_while_removing (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  g_autofree char *body = NULL;

  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  misbehave (fixture, "DELETE", MEMBERS, LATCHKEY_DEMO_MODE_HOLD, NULL);
  click (find_row_button (&dialog, "members", 1));
  body = answer (&dialog, "remove");

  while (strstr (fixture->events->str, "DELETE /groups/members") == NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_window_destroy (dialog.window);
  wait_gone (&dialog);
  latchkey_demo_server_release (fixture->server);
  connection_let_happen ();
  close_dialog (&dialog);
}

static GtkWindow *
find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at != NULL; at = at->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (at->data, type))
      return at->data;

  return NULL;
}

/* Whoever closes the window below closes this dialog as well. */
static void
test_link_that_nobody_has (ConnectionFixture *fixture, gconstpointer data)
{
  Dialog dialog;
  GtkWindow *invite_dialog;

  open_dialog (fixture, &dialog, 0);
  wait_loaded (&dialog);
  click (find_widget (dialog.window, "invite_button"));
  invite_dialog = find_window (LATCHKEY_TYPE_INVITE_DIALOG);
  g_assert_true (gtk_window_get_transient_for (invite_dialog) == dialog.window);
  click (find_widget (invite_dialog, "create_button"));

  while (!gtk_widget_is_visible (find_widget (invite_dialog, "result")))
    g_main_context_iteration (NULL, TRUE);

  gtk_window_close (dialog.window);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog.window)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (invite_dialog)));
  g_assert_nonnull (find_window (ADW_TYPE_MESSAGE_DIALOG));
  gtk_window_destroy (find_window (ADW_TYPE_MESSAGE_DIALOG));

  /* The list below knows of it by then. */
  while (get_row (&dialog, "invitations", 0) == NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_window_close (dialog.window);
  wait_gone (&dialog);
  g_assert_null (find_window (LATCHKEY_TYPE_INVITE_DIALOG));
  close_dialog (&dialog);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  latchkey_register_resource ();

  connection_add_test ("/home-dialog/owner", test_owner, NULL);
  connection_add_test ("/home-dialog/member-is-told", test_member, NULL);
  connection_add_test ("/home-dialog/old-server", test_old_server, NULL);
  connection_add_test ("/home-dialog/role-not-known", test_unknown_role, NULL);
  connection_add_test ("/home-dialog/try-again", test_try_again, NULL);
  connection_add_test ("/home-dialog/offline", test_offline, NULL);
  connection_add_test ("/home-dialog/not-in-it-any-more", test_not_in_it_any_more, NULL);
  connection_add_test ("/home-dialog/withdraw", test_withdraw, NULL);
  connection_add_test ("/home-dialog/withdrawal-without-an-answer/done",
                       test_withdrawal_without_answer,
                       &withdrawals[0]);
  connection_add_test ("/home-dialog/withdrawal-without-an-answer/not-done",
                       test_withdrawal_without_answer,
                       &withdrawals[1]);
  connection_add_test ("/home-dialog/remove", test_remove, NULL);
  connection_add_test ("/home-dialog/remove-from-the-last-home", test_remove_from_last_home, NULL);
  connection_add_test ("/home-dialog/removal-refused/failed", test_refused_removal, &refusals[0]);
  connection_add_test ("/home-dialog/removal-refused/not-owner",
                       test_refused_removal,
                       &refusals[1]);
  connection_add_test ("/home-dialog/removal-refused/lost", test_refused_removal, &refusals[2]);
  connection_add_test ("/home-dialog/cannot-be-closed-while-removing",
                       test_cannot_be_closed,
                       NULL);
  connection_add_test ("/home-dialog/closed-while-loading", test_closed_in_the_middle, NULL);
  connection_add_test ("/home-dialog/destroyed-while-removing",
                       test_destroyed_while_removing,
                       NULL);

  connection_add_test ("/home-dialog/link-that-nobody-has-is-not-closed",
                       test_link_that_nobody_has,
                       NULL);

  return g_test_run ();
}
