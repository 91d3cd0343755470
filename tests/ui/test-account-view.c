#include "connection-fixture.h"
#include "fake-page.h"
#include "latchkey-account-views.h"
#include "latchkey-account-words.h"
#include "latchkey-resources.h"
#include "latchkey-unsaved-question.h"
#include "seen-widget.h"

#include <adwaita.h>

static const LatchkeyPageKind kinds[] = {
  { "first", "First", "avatar-default-symbolic", fake_page_new },
  { "second", "Second", "go-home-symbolic", fake_page_new },
};

static LatchkeyAccountView *
new_view (LatchkeyConnection *connection)
{
  return g_object_ref_sink (latchkey_account_view_new (connection, kinds, G_N_ELEMENTS (kinds)));
}

static FakePage *
get_page (LatchkeyAccountView *view, guint position)
{
  return FAKE_PAGE (latchkey_account_view_get_page (view, position));
}

static void
see (LatchkeyAccountView *view, const char *name)
{
  adw_view_stack_set_visible_child_name (latchkey_account_view_get_stack (view), name);
}

static void
type (LatchkeyAccountView *view, guint position, const char *text)
{
  set_text (fake_page_get_entry (get_page (view, position)), text);
}

static void
test_lazy (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyAccountView *view = new_view (connection);

  g_assert_nonnull (get_page (view, 0));
  g_assert_null (get_page (view, 1));
  see (view, "second");
  g_assert_nonnull (get_page (view, 1));
  assert_events (fixture, "");
  g_assert_finalize_object (view);
  g_assert_finalize_object (connection);
}

static void
test_edit_stays (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyAccountView *view = new_view (connection);
  FakePage *first = get_page (view, 0);

  g_assert_false (latchkey_account_view_has_edit (view));
  type (view, 0, "typed");
  see (view, "second");
  g_assert_true (latchkey_account_view_has_edit (view));
  /* Nothing that is not seen is found by keys or by assistive technology. */
  g_assert_null (gtk_widget_get_parent (GTK_WIDGET (first)));
  g_assert_nonnull (gtk_widget_get_parent (GTK_WIDGET (get_page (view, 1))));

  see (view, "first");
  g_assert_true (get_page (view, 0) == first);
  g_assert_nonnull (gtk_widget_get_parent (GTK_WIDGET (first)));
  g_assert_cmpstr (get_text (fake_page_get_entry (first)), ==, "typed");
  g_assert_finalize_object (view);
  g_assert_finalize_object (connection);
}

static void
test_neighbours (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyAccountView *view = new_view (connection);
  AdwViewStack *stack = latchkey_account_view_get_stack (view);

  latchkey_account_view_show_neighbour (view, -1);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "first");
  latchkey_account_view_show_neighbour (view, 1);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "second");
  latchkey_account_view_show_neighbour (view, 1);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "second");
  latchkey_account_view_show_page (view, LATCHKEY_PAGE (get_page (view, 0)));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, "first");
  g_assert_finalize_object (view);
  g_assert_finalize_object (connection);
}

static void
test_new_session (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  g_autoptr (HomeboxSession) session = connection_fixture_sign_in (fixture);
  g_autoptr (LatchkeyConnection) again = connection_fixture_adopt (fixture, session);
  LatchkeyAccountView *view = new_view (connection);

  type (view, 0, "typed");
  see (view, "second");
  latchkey_account_view_set_connection (view, again);

  for (guint i = 0; i < 2; i++)
    g_assert_true (latchkey_page_get_connection (LATCHKEY_PAGE (get_page (view, i))) == again);

  g_assert_cmpstr (get_text (fake_page_get_entry (get_page (view, 0))), ==, "typed");
  g_assert_finalize_object (connection);
  g_assert_finalize_object (view);
}

typedef struct
{
  GString *words;
} Heard;

static void
hear_notice (Heard *heard, const char *words)
{
  g_string_append_printf (heard->words, "notice %s;", words);
}

static void
hear_sign_in (Heard *heard)
{
  g_string_append (heard->words, "sign-in;");
}

static void
hear_closed (Heard *heard, const char *words, gboolean problem)
{
  g_string_append_printf (heard->words, "closed %s %d;", words, problem);
}

static void
hear_saved (Heard *heard, LatchkeyPage *page)
{
  g_string_append_printf (heard->words, "saved %s;", latchkey_page_get_edit_name (page));
}

static void
hear_not_saved (Heard *heard, LatchkeyPage *page)
{
  g_string_append_printf (heard->words, "not saved %s;", latchkey_page_get_edit_name (page));
}

static void
test_signals (ConnectionFixture *fixture, gconstpointer user_data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  LatchkeyAccountView *view = new_view (connection);
  g_autoptr (GString) words = g_string_new (NULL);
  Heard heard = { words };
  FakePage *page = get_page (view, 0);

  g_signal_connect_swapped (view, "notice", G_CALLBACK (hear_notice), &heard);
  g_signal_connect_swapped (view, "sign-in", G_CALLBACK (hear_sign_in), &heard);
  g_signal_connect_swapped (view, "closed", G_CALLBACK (hear_closed), &heard);
  g_signal_connect_swapped (view, "saved", G_CALLBACK (hear_saved), &heard);
  g_signal_connect_swapped (view, "not-saved", G_CALLBACK (hear_not_saved), &heard);

  /* Also from a page that is not seen. */
  see (view, "second");
  g_signal_emit_by_name (page, "notice", "hello");
  g_signal_emit_by_name (page, "sign-in");
  fake_page_end_saving (page, FALSE);
  fake_page_end_saving (page, TRUE);
  g_signal_emit_by_name (page, "closed", "bye", TRUE);
  g_assert_cmpstr (words->str,
                   ==,
                   "notice hello;sign-in;not saved Fake;saved Fake;closed bye 1;");
  g_assert_finalize_object (view);
  g_assert_finalize_object (connection);
}

static LatchkeyAccountViews *
new_views (ConnectionFixture *fixture)
{
  return latchkey_account_views_new (fixture->vault, kinds, G_N_ELEMENTS (kinds));
}

static void
count (guint *n_times)
{
  (*n_times)++;
}

static void
test_one_view_for_an_account (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (HomeboxSession) session = connection_fixture_sign_in (fixture);
  g_autoptr (LatchkeyConnection) connection = connection_fixture_adopt (fixture, session);
  LatchkeyAccount *account = latchkey_connection_get_account (connection);
  LatchkeyAccountViews *views = new_views (fixture);
  LatchkeyAccountView *view;
  guint n_added = 0;

  g_signal_connect_swapped (views, "added", G_CALLBACK (count), &n_added);
  g_assert_null (latchkey_account_views_find (views, account));
  view = latchkey_account_views_get (views, account);
  g_assert_true (latchkey_account_views_get (views, account) == view);
  g_assert_true (latchkey_account_views_adopt (views, connection) == view);
  g_assert_true (latchkey_account_view_get_connection (view) == connection);
  g_assert_cmpuint (n_added, ==, 1);

  latchkey_account_views_remove (views, view);
  g_assert_null (latchkey_account_views_find (views, account));
  g_assert_finalize_object (views);
}

static void
test_edits_of_all (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (HomeboxSession) session = connection_fixture_sign_in (fixture);
  g_autoptr (LatchkeyConnection) connection = connection_fixture_adopt (fixture, session);
  g_autoptr (LatchkeyAccount) other
    = latchkey_account_new ("https://home.example", "other", HOMEBOX_TOKEN_SESSION);
  LatchkeyAccountViews *views = new_views (fixture);
  LatchkeyAccountView *mine = latchkey_account_views_adopt (views, connection);
  LatchkeyAccountView *others = latchkey_account_views_get (views, other);
  g_autoptr (GPtrArray) none = latchkey_account_views_list_edited (views);
  g_autoptr (GPtrArray) both = NULL;
  g_autofree char *label
    = latchkey_account_words_dup_label (latchkey_connection_get_account (connection));
  GtkWindow *question;

  g_assert_cmpuint (none->len, ==, 0);
  type (mine, 0, "typed");
  see (others, "second");
  type (others, 1, "typed too");
  both = latchkey_account_views_list_edited (views);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_true (g_ptr_array_index (both, 0) == get_page (mine, 0));
  g_assert_true (g_ptr_array_index (both, 1) == get_page (others, 1));

  question = latchkey_unsaved_question_new (both);
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (question), "save"));
  g_assert_true (has_text (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (question)),
                           label));
  gtk_window_destroy (question);

  g_assert_false (latchkey_account_views_is_saving (views));
  latchkey_page_save (g_ptr_array_index (both, 1));
  g_assert_true (latchkey_account_views_is_saving (views));
  fake_page_end_saving (get_page (others, 1), TRUE);
  g_assert_false (latchkey_account_views_is_saving (views));
  g_clear_pointer (&both, g_ptr_array_unref);
  both = latchkey_account_views_list_edited (views);
  g_assert_cmpuint (both->len, ==, 1);
  g_clear_pointer (&both, g_ptr_array_unref);
  g_assert_finalize_object (views);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

#define ADD(path, function) connection_add_test ("/account-view/" path, function, NULL)
  ADD ("page-is-made-when-it-is-shown", test_lazy);
  ADD ("edit-outlives-another-page", test_edit_stays);
  ADD ("neighbours-end-at-the-ends", test_neighbours);
  ADD ("every-page-gets-the-new-session", test_new_session);
  ADD ("signals-of-pages-that-are-not-seen", test_signals);
#undef ADD
#define ADD(path, function) connection_add_test ("/account-views/" path, function, NULL)
  ADD ("one-view-for-an-account", test_one_view_for_an_account);
  ADD ("edits-of-all-accounts-and-pages", test_edits_of_all);
#undef ADD

  return g_test_run ();
}
