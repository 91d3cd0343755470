#include "connection-fixture.h"
#include "latchkey-connection.h"
#include "latchkey-field-row.h"
#include "latchkey-resources.h"
#include "latchkey-sign-in-page.h"
#include "seen-widget.h"

#include <adwaita.h>

#define EMAIL "ada@example.org"
#define PASSWORD "analytical-engine"

typedef struct
{
  GtkWidget *window;
  LatchkeySignInPage *page;
  LatchkeyConnection *connection;
} Shown;

static void
note_connection (Shown *shown, LatchkeyConnection *connection)
{
  g_set_object (&shown->connection, connection);
}

static Shown *
show (ConnectionFixture *fixture)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->page = g_object_ref_sink (latchkey_sign_in_page_new (fixture->vault, NULL));
  g_signal_connect_swapped (shown->page, "signed-in", G_CALLBACK (note_connection), shown);
  shown->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (shown->window), GTK_WIDGET (shown->page));
  gtk_window_present (GTK_WINDOW (shown->window));

  return shown;
}

static void
close_shown (Shown *shown)
{
  g_signal_handlers_disconnect_by_data (shown->page, shown);
  g_clear_object (&shown->connection);
  g_object_add_weak_pointer (G_OBJECT (shown->page), (gpointer *) &shown->page);
  gtk_window_destroy (GTK_WINDOW (shown->window));
  g_object_unref (shown->page);

  while (shown->page != NULL)
    g_main_context_iteration (NULL, TRUE);

  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_free (shown);
}

static GtkWidget *
field (Shown *shown, const char *title)
{
  return find_field (GTK_WIDGET (shown->page), title);
}

static const char *
problem (Shown *shown, const char *title)
{
  return latchkey_field_row_get_problem (
    LATCHKEY_FIELD_ROW (find_row (GTK_WIDGET (shown->page), title)));
}

static void
press_enter (Shown *shown, const char *title)
{
  g_signal_emit_by_name (field (shown, title), "activate");
}

static gboolean
has_focus (Shown *shown, const char *title)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (shown->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, field (shown, title));
}

static void
fill_in (Shown *shown, ConnectionFixture *fixture, const char *password)
{
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (password);

  latchkey_sign_in_page_fill_in (shown->page,
                                 latchkey_demo_server_get_uri (fixture->server),
                                 EMAIL,
                                 secret);
}

static void
test_enter_leads_through (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);

  g_assert_true (latchkey_sign_in_page_is_untouched (shown->page));
  set_text (field (shown, "Email"), EMAIL);
  press_enter (shown, "Email");
  g_assert_true (has_focus (shown, "Password"));
  set_text (field (shown, "Password"), PASSWORD);
  press_enter (shown, "Password");
  g_assert_true (has_focus (shown, "Server Address"));
  set_text (field (shown, "Server Address"), latchkey_demo_server_get_uri (fixture->server));
  press_enter (shown, "Server Address");

  while (shown->connection == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpstr (get_text (field (shown, "Password")), ==, "");
  close_shown (shown);
}

static void
test_empty_fields (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);

  click (find_button (GTK_WIDGET (shown->page), "Sign In"));
  g_assert_nonnull (problem (shown, "Server Address"));
  g_assert_nonnull (problem (shown, "Email"));
  g_assert_nonnull (problem (shown, "Password"));
  g_assert_true (has_focus (shown, "Server Address"));
  set_text (field (shown, "Server Address"), "x");
  g_assert_null (problem (shown, "Server Address"));
  g_assert_nonnull (problem (shown, "Email"));
  assert_events (fixture, "");
  close_shown (shown);
}

static void
test_wrong_password (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  int begin;
  int end;

  fill_in (shown, fixture, "difference-engine");
  press_enter (shown, "Password");
  g_assert_false (gtk_widget_is_sensitive (field (shown, "Password")));

  while (problem (shown, "Password") == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (has_focus (shown, "Password"));
  g_assert_cmpstr (get_text (field (shown, "Password")), ==, "difference-engine");
  g_assert_cmpstr (get_text (field (shown, "Email")), ==, EMAIL);
  g_assert_true (
    gtk_editable_get_selection_bounds (GTK_EDITABLE (field (shown, "Password")), &begin, &end));
  g_assert_cmpint (begin, ==, 0);
  g_assert_cmpint (end, ==, strlen ("difference-engine"));
  close_shown (shown);
}

static void
count_look (guint *n_looks, const char *method, const char *path)
{
  if (g_str_has_suffix (path, "/status"))
    (*n_looks)++;
}

static void
sign_in_in_vain (Shown *shown)
{
  press_enter (shown, "Password");

  while (!gtk_widget_is_sensitive (field (shown, "Password")))
    g_main_context_iteration (NULL, TRUE);

  g_assert_nonnull (problem (shown, "Password"));
}

/* That a page knows its server is seen by the button for another way to sign in. */
static void
test_found_server_is_not_looked_for_again (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autoptr (LatchkeyDemoServer) other
    = latchkey_demo_server_new (LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_OIDC);
  g_autoptr (HomeboxSecret) secret = homebox_secret_new ("difference-engine");
  Shown *shown = show (fixture);
  guint n_looks = 0;

  g_assert_true (latchkey_demo_server_listen (other, 0, NULL));
  g_signal_connect_swapped (other, "request", G_CALLBACK (count_look), &n_looks);
  latchkey_sign_in_page_fill_in (shown->page, latchkey_demo_server_get_uri (other), EMAIL, secret);

  while (!has_button (GTK_WIDGET (shown->page), "Sign in with OIDC"))
    g_main_context_iteration (NULL, TRUE);

  n_looks = 0;
  sign_in_in_vain (shown);
  g_assert_cmpuint (n_looks, ==, 0);

  /* What was found then may be gone by now. */
  sign_in_in_vain (shown);
  g_assert_cmpuint (n_looks, ==, 1);
  close_shown (shown);
}

static void
test_server_problem (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  g_autofree char *server = g_strdup (latchkey_demo_server_get_uri (fixture->server));

  fill_in (shown, fixture, PASSWORD);
  connection_fixture_stop_server (fixture);
  press_enter (shown, "Password");

  while (!gtk_widget_is_sensitive (field (shown, "Password")))
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (problem (shown, "Server Address"));
  g_assert_null (problem (shown, "Password"));
  g_assert_true (has_text (GTK_WIDGET (shown->page),
                           "Nothing answers at this address. Check the port number, and that the "
                           "server is running."));
  g_assert_cmpstr (get_text (field (shown, "Server Address")), ==, server);
  close_shown (shown);
}

static void
test_no_address (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);

  fill_in (shown, fixture, PASSWORD);
  set_text (field (shown, "Server Address"), "http://");
  press_enter (shown, "Password");

  while (problem (shown, "Server Address") == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (has_focus (shown, "Server Address"));
  close_shown (shown);
}

static void
test_too_many_attempts (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  GtkWidget *button = find_button (GTK_WIDGET (shown->page), "Sign In");

  g_assert_true (latchkey_demo_server_misbehave (fixture->server,
                                                 "POST",
                                                 "/api/v1/users/login",
                                                 LATCHKEY_DEMO_MODE_STATUS,
                                                 "429 too many authentication attempts",
                                                 NULL));
  fill_in (shown, fixture, PASSWORD);
  press_enter (shown, "Password");

  while (!gtk_widget_is_sensitive (field (shown, "Password")))
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (gtk_widget_is_sensitive (button));
  g_string_truncate (fixture->events, 0);
  press_enter (shown, "Password");
  g_assert_true (gtk_widget_is_sensitive (field (shown, "Password")));
  assert_events (fixture, "");
  close_shown (shown);
}

static void
hold_login (ConnectionFixture *fixture)
{
  g_assert_true (latchkey_demo_server_misbehave (fixture->server,
                                                 "POST",
                                                 "/api/v1/users/login",
                                                 LATCHKEY_DEMO_MODE_HOLD,
                                                 NULL,
                                                 NULL));
}

static void
test_cancel (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);

  hold_login (fixture);
  fill_in (shown, fixture, PASSWORD);
  click (find_button (GTK_WIDGET (shown->page), "Sign In"));
  /* A double click does not cancel what it started. */
  click (find_button (GTK_WIDGET (shown->page), "Sign In"));
  g_assert_false (gtk_widget_is_sensitive (field (shown, "Password")));

  while (!has_button (GTK_WIDGET (shown->page), "Cancel"))
    g_main_context_iteration (NULL, TRUE);

  click (find_button (GTK_WIDGET (shown->page), "Cancel"));
  g_assert_true (has_button (GTK_WIDGET (shown->page), "Sign In"));
  g_assert_true (has_focus (shown, "Password"));
  g_assert_cmpstr (get_text (field (shown, "Password")), ==, PASSWORD);
  latchkey_demo_server_release (fixture->server);
  close_shown (shown);
}

static void
test_closed_while_busy (ConnectionFixture *fixture, gconstpointer user_data)
{
  Shown *shown = show (fixture);
  g_autoptr (GtkWidget) password = g_object_ref (field (shown, "Password"));

  hold_login (fixture);
  fill_in (shown, fixture, PASSWORD);
  press_enter (shown, "Password");

  while (strstr (fixture->events->str, "POST") == NULL)
    g_main_context_iteration (NULL, TRUE);

  close_shown (shown);
  g_assert_cmpstr (get_text (password), ==, "");
  latchkey_demo_server_release (fixture->server);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();

#define ADD(path, function) connection_add_test ("/sign-in-page/" path, function, NULL)
  ADD ("enter-leads-to-the-next-empty-field", test_enter_leads_through);
  ADD ("empty-fields-are-named", test_empty_fields);
  ADD ("wrong-password-is-selected", test_wrong_password);
  ADD ("found-server-is-not-looked-for-again", test_found_server_is_not_looked_for_again);
  ADD ("server-problem-is-said-above-the-form", test_server_problem);
  ADD ("no-address-is-said-at-its-field", test_no_address);
  ADD ("too-many-attempts-lock-the-button", test_too_many_attempts);
  ADD ("cancel-keeps-what-was-typed", test_cancel);
  ADD ("closed-while-busy-clears-the-password", test_closed_while_busy);
#undef ADD

  return g_test_run ();
}
