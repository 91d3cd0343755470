#include "connection-fixture.h"
#include "latchkey-accounts-dialog.h"
#include "latchkey-banner.h"
#include "latchkey-dialogs.h"
#include "latchkey-removal-question.h"
#include "latchkey-resources.h"
#include "latchkey-same-server-question.h"
#include "find-widget.h"
#include "seen-widget.h"

#include <adwaita.h>

/* The dialog over a window. */
typedef struct
{
  GtkWidget *window;
  GtkWindow *dialog;
  LatchkeyAccountViews *views;
  LatchkeyLostAccounts *lost;
  LatchkeyAccount *restored;
} Shown;

static void
note_restored (Shown *shown, LatchkeyAccount *account)
{
  g_set_object (&shown->restored, account);
}

static Shown *
show (ConnectionFixture *fixture)
{
  Shown *shown = g_new0 (Shown, 1);
  guint n_kinds;
  const LatchkeyPageKind *kinds = latchkey_page_kinds_get (&n_kinds);

  shown->views = latchkey_account_views_new (fixture->vault, kinds, n_kinds);
  shown->lost = latchkey_lost_accounts_new (fixture->vault);
  shown->window = adw_window_new ();
  gtk_window_present (GTK_WINDOW (shown->window));
  shown->dialog = latchkey_accounts_dialog_new (fixture->vault, shown->views, shown->lost);
  g_signal_connect_swapped (shown->dialog, "restored", G_CALLBACK (note_restored), shown);
  latchkey_dialogs_present (shown->dialog, shown->window);

  return shown;
}

static void
close_shown (Shown *shown)
{
  g_object_add_weak_pointer (G_OBJECT (shown->dialog), (gpointer *) &shown->dialog);
  g_object_add_weak_pointer (G_OBJECT (shown->lost), (gpointer *) &shown->lost);
  gtk_window_destroy (shown->dialog);
  gtk_window_destroy (GTK_WINDOW (shown->window));
  g_object_unref (shown->views);
  g_object_unref (shown->lost);

  while (shown->dialog != NULL || shown->lost != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_clear_object (&shown->restored);
  g_free (shown);
}

static GtkWidget *
find_entry (Shown *shown, guint position)
{
  GtkWidget *found = gtk_widget_get_first_child (
    GTK_WIDGET (find_widget (shown->dialog, "list")));

  /* The list itself, then the row. */
  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (found), (int) position));
}

static GtkWindow *
wait_question (Shown *shown)
{
  for (;;)
    {
      g_autoptr (GList) windows = gtk_window_list_toplevels ();

      for (GList *at = windows; at != NULL; at = at->next)
        if (ADW_IS_MESSAGE_DIALOG (at->data)
            && gtk_window_get_transient_for (at->data) == shown->dialog)
          return at->data;

      g_main_context_iteration (NULL, TRUE);
    }
}

static const char *
wait_banner (Shown *shown)
{
  LatchkeyBanner *banner = LATCHKEY_BANNER (find_widget (shown->dialog, "banner"));

  while (latchkey_banner_get_text (banner) == NULL)
    g_main_context_iteration (NULL, TRUE);

  return latchkey_banner_get_text (banner);
}

static guint
count_accounts (ConnectionFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts));
}

/* Off the list, off the disk, and nobody works at it any more. */
static void
wait_removed (ConnectionFixture *fixture)
{
  while (count_accounts (fixture) > 0 || connection_fixture_count_on_disk (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);

  store_save (fixture->accounts, NULL);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
ask_to_remove (Shown *shown, const char *response)
{
  GtkWindow *question;

  gtk_widget_activate_action (find_entry (shown, 0), "entry.remove", NULL);
  question = wait_question (shown);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
}

static void
test_not_removed_unless_agreed (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  Shown *shown = show (fixture);

  ask_to_remove (shown, "cancel");

  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_assert_cmpuint (count_accounts (fixture), ==, 1);
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_removed (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  Shown *shown = show (fixture);

  ask_to_remove (shown, LATCHKEY_REMOVAL_AGREED);

  wait_removed (fixture);
  /* The server was not told. */
  g_assert_null (strstr (fixture->events->str, "logout"));
  g_assert_nonnull (strstr (fixture->events->str, "clear"));
  g_assert_cmpuint (connection_fixture_count_sessions (fixture), ==, 1);
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_keyring_keeps_it (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  Shown *shown = show (fixture);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CLEAR, LATCHKEY_SECRET_ERROR_LOCKED);
  ask_to_remove (shown, LATCHKEY_REMOVAL_AGREED);
  g_assert_nonnull (strstr (wait_banner (shown), "keyring"));
  close_shown (shown);
  g_assert_finalize_object (connection);
}

static void
test_closed_while_removing (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  Shown *shown = show (fixture);

  scripted_secrets_hold (fixture->secrets, SCRIPTED_CLEAR);
  ask_to_remove (shown, LATCHKEY_REMOVAL_AGREED);

  while (strstr (fixture->events->str, "clear") == NULL)
    g_main_context_iteration (NULL, TRUE);

  close_shown (shown);
  scripted_secrets_let_go (fixture->secrets);

  wait_removed (fixture);
  g_assert_finalize_object (connection);
}

/* The list is gone, and the keyring is not. */
static void
lose_list (ConnectionFixture *fixture)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  g_autoptr (GAsyncResult) result = NULL;

  latchkey_account_store_remove_async (fixture->accounts, account, NULL, await_store, &result);
  g_assert_true (latchkey_account_store_remove_finish (fixture->accounts, await (&result), NULL));
  g_assert_finalize_object (connection);
}

static void
wait_lost (Shown *shown, guint n_lost)
{
  GListModel *list = latchkey_lost_accounts_get_list (shown->lost);

  while (g_list_model_get_n_items (list) != n_lost)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_restored (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown;

  lose_list (fixture);
  shown = show (fixture);
  wait_lost (shown, 1);
  click (find_button (GTK_WIDGET (shown->dialog), "Restore"));

  while (shown->restored == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (latchkey_account_get_server (shown->restored),
                   ==,
                   latchkey_demo_server_get_uri (fixture->server));
  g_assert_cmpuint (count_accounts (fixture), ==, 1);
  wait_lost (shown, 0);
  g_assert_false (has_button (GTK_WIDGET (shown->dialog), "Restore"));
  close_shown (shown);
}

static void
test_locked_keyring_offers_later (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown;

  lose_list (fixture);
  scripted_secrets_fail (fixture->secrets, SCRIPTED_LIST, LATCHKEY_SECRET_ERROR_LOCKED);
  shown = show (fixture);

  while (strstr (fixture->events->str, "list") == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (has_button (GTK_WIDGET (shown->dialog), "Restore"));
  scripted_secrets_fail (fixture->secrets, SCRIPTED_LIST, -1);
  latchkey_secret_store_emit_unlocked (LATCHKEY_SECRET_STORE (fixture->secrets));
  wait_lost (shown, 1);
  g_assert_true (has_button (GTK_WIDGET (shown->dialog), "Restore"));
  close_shown (shown);
}

static void
test_closed_while_looking (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown;

  scripted_secrets_hold (fixture->secrets, SCRIPTED_LIST);
  shown = show (fixture);

  while (strstr (fixture->events->str, "list") == NULL)
    g_main_context_iteration (NULL, TRUE);

  close_shown (shown);
  scripted_secrets_let_go (fixture->secrets);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_questions (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyAccount) known
    = latchkey_account_new ("https://home.example", "somebody", HOMEBOX_TOKEN_SESSION);
  g_autoptr (LatchkeyAccount) added
    = latchkey_account_new ("http://10.0.0.1:7745", "somebody", HOMEBOX_TOKEN_API_KEY);
  GtkWindow *same = latchkey_same_server_question_new (known, added);
  GtkWindow *session = latchkey_removal_question_new (known, FALSE);
  GtkWindow *key = latchkey_removal_question_new (added, TRUE);

  /* Nobody agrees by pressing Return or Escape. */
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (same)),
                   !=,
                   LATCHKEY_SAME_SERVER_YES);
  g_assert_cmpstr (adw_message_dialog_get_close_response (ADW_MESSAGE_DIALOG (same)),
                   !=,
                   LATCHKEY_SAME_SERVER_YES);
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (session)),
                   !=,
                   LATCHKEY_REMOVAL_AGREED);
  /* What stays is said, and what gets lost. */
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (session)),
                            "sign out instead"));
  g_assert_null (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (session)), "is lost"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (key)), "API key"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (key)), "is lost"));
  gtk_window_destroy (same);
  gtk_window_destroy (session);
  gtk_window_destroy (key);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

#define ADD(path, function) connection_add_test ("/accounts-dialog/" path, function, NULL)
  ADD ("not-removed-unless-agreed", test_not_removed_unless_agreed);
  ADD ("removed-without-a-word-to-the-server", test_removed);
  ADD ("keyring-that-keeps-it-is-told-of", test_keyring_keeps_it);
  ADD ("closed-while-removing", test_closed_while_removing);
  ADD ("restored-from-the-keyring", test_restored);
  ADD ("locked-keyring-offers-later", test_locked_keyring_offers_later);
  ADD ("closed-while-looking", test_closed_while_looking);
  ADD ("default-is-not-to", test_questions);
#undef ADD

  return g_test_run ();
}
