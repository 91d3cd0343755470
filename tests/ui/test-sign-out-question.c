#include "latchkey-resources.h"
#include "latchkey-sign-out-question.h"

#include "await.h"
#include "connection-fixture.h"
#include "scripted-resolver.h"

#include <adwaita.h>
#include <string.h>

/* Made once: GLib asks whoever was the default first. */
static ScriptedResolver *resolver;

static void
assert_question (LatchkeyConnection *connection, gboolean everywhere, const char *says)
{
  GtkWindow *question = latchkey_sign_out_question_new (connection, FALSE);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (question);

  g_assert_cmpint (adw_message_dialog_get_response_enabled (dialog, LATCHKEY_SIGN_OUT_EVERYWHERE),
                   ==,
                   everywhere);
  g_assert_true (adw_message_dialog_get_response_enabled (dialog, LATCHKEY_SIGN_OUT_HERE));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), says));
  gtk_window_destroy (question);
}

/* A look at the server may be on its way. */
static void
let_go (LatchkeyConnection *connection)
{
  gpointer watched = connection;

  g_object_add_weak_pointer (watched, &watched);
  g_object_unref (connection);

  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_connected (ConnectionFixture *fixture, gconstpointer data)
{
  LatchkeyConnection *connection = connection_fixture_ready (fixture);

  assert_question (connection, TRUE, "Signing out everywhere also ends your sessions");
  let_go (connection);
}

/* A server on this computer is there without a network, too. */
static LatchkeyConnection *
stored_by_name (ConnectionFixture *fixture)
{
  g_autofree char *uri
    = g_strdup_printf ("http://" SCRIPTED_NAME ":%u", connection_fixture_get_port (fixture));
  g_autoptr (HomeboxClient) client = latchkey_vault_make_client (fixture->vault, uri);
  g_autoptr (HomeboxSession) session
    = connection_fixture_open_session (fixture, 28 * G_TIME_SPAN_DAY);

  homebox_session_set_client (session, client);
  g_object_unref (connection_fixture_adopt (fixture, session));
  g_clear_object (&session);
  g_clear_object (&client);
  connection_fixture_restart (fixture);

  return latchkey_connection_new (fixture->vault,
                                  latchkey_account_store_get_current (fixture->accounts));
}

static void
test_offline (ConnectionFixture *fixture, gconstpointer data)
{
  LatchkeyConnection *connection = stored_by_name (fixture);

  scripted_resolver_set_up (resolver, FALSE);
  scripted_network_set (fixture->network, FALSE);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_question (connection, FALSE, "does not work while you are offline.");
  let_go (connection);
  scripted_resolver_set_up (resolver, TRUE);
}

static void
test_unreachable (ConnectionFixture *fixture, gconstpointer data)
{
  LatchkeyConnection *connection = connection_fixture_stored (fixture);
  guint16 port = connection_fixture_get_port (fixture);

  connection_fixture_stop_server (fixture);
  latchkey_connection_open (connection);
  connection_wait_for (connection, LATCHKEY_CONNECTION_UNREACHABLE);
  assert_question (connection, FALSE, "you are not connected to the server.");
  let_go (connection);
  connection_fixture_start_server (fixture, port);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  latchkey_register_resource ();
  resolver = scripted_resolver_install ();

  connection_add_test ("/sign-out-question/connected", test_connected, NULL);
  connection_add_test ("/sign-out-question/offline-says-why", test_offline, NULL);
  connection_add_test ("/sign-out-question/unreachable-says-why", test_unreachable, NULL);

  return g_test_run ();
}
