#include "connection-fixture.h"
#include "far-server.h"
#include "homebox-error.h"
#include "latchkey-check-report.h"
#include "latchkey-registration-flow.h"

#define NAME "Barbara Liskov"
#define EMAIL "barbara@example.org"
#define PASSWORD "substitution principle"
#define REGISTER "/api/v1/users/register"

/* A flow, and what it said. */
typedef struct
{
  ConnectionFixture *fixture;
  LatchkeyRegistrationFlow *flow;
  GString *states;
  LatchkeyConnection *connection;
  GError *error;
  guint n_ends;
} Watch;

static void
note_state (Watch *watch)
{
  const char *names[] = { "idle", "looking", "confirming", "sending", "keeping" };

  g_string_append_printf (watch->states,
                          "%s ",
                          names[latchkey_registration_flow_get_state (watch->flow)]);
}

static void
note_success (Watch *watch, LatchkeyConnection *connection)
{
  watch->n_ends++;
  g_set_object (&watch->connection, connection);
}

static void
note_failure (Watch *watch, const GError *error)
{
  watch->n_ends++;
  g_clear_error (&watch->error);
  watch->error = g_error_copy (error);
}

static Watch *
watch_new (ConnectionFixture *fixture)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->fixture = fixture;
  watch->states = g_string_new (NULL);
  watch->flow = latchkey_registration_flow_new (fixture->vault);
  g_signal_connect_swapped (watch->flow, "notify::state", G_CALLBACK (note_state), watch);
  g_signal_connect_swapped (watch->flow, "succeeded", G_CALLBACK (note_success), watch);
  g_signal_connect_swapped (watch->flow, "failed", G_CALLBACK (note_failure), watch);

  return watch;
}

/* Late answers hold the flow until they came. */
static void
watch_free (Watch *watch)
{
  LatchkeyRegistrationFlow *flow = watch->flow;

  g_signal_handlers_disconnect_by_data (flow, watch);
  g_object_run_dispose (G_OBJECT (flow));
  g_object_add_weak_pointer (G_OBJECT (flow), (gpointer *) &flow);
  g_object_unref (flow);

  while (flow != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_string_free (watch->states, TRUE);
  g_clear_error (&watch->error);
  g_clear_object (&watch->connection);
  g_free (watch);
}

static void
start (Watch *watch, const char *server, const char *email, const char *token)
{
  g_autoptr (HomeboxSecret) password = homebox_secret_new (PASSWORD);
  g_autoptr (HomeboxSecret) invitation = token != NULL ? homebox_secret_new (token) : NULL;

  g_clear_error (&watch->error);
  latchkey_registration_flow_start (watch->flow, server, NAME, email, password, invitation, TRUE);
}

static void
wait_for_end (Watch *watch)
{
  guint n_before = watch->n_ends;

  while (watch->n_ends == n_before)
    g_main_context_iteration (NULL, TRUE);
}

static void
run (Watch *watch, const char *email, const char *token)
{
  start (watch, latchkey_demo_server_get_uri (watch->fixture->server), email, token);
  wait_for_end (watch);
}

static guint
count_registrations (Watch *watch)
{
  const char *at = watch->fixture->events->str;
  guint count = 0;

  while ((at = strstr (at, "POST /users/register")) != NULL)
    {
      at++;
      count++;
    }

  return count;
}

static void
misbehave (Watch *watch, LatchkeyDemoMode mode)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (watch->fixture->server, "POST", REGISTER, mode, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_in (Watch *watch)
{
  g_assert_no_error (watch->error);
  g_assert_nonnull (watch->connection);
  g_assert_cmpint (latchkey_connection_get_state (watch->connection),
                   ==,
                   LATCHKEY_CONNECTION_READY);
  g_assert_cmpuint (connection_fixture_count_on_disk (watch->fixture), ==, 1);
}

static void
test_success (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  run (watch, EMAIL, NULL);
  assert_in (watch);
  g_assert_cmpstr (watch->states->str, ==, "looking sending keeping idle ");
  g_assert_cmpint (latchkey_registration_flow_get_fate (watch->flow), ==,
                   HOMEBOX_REGISTRATION_MADE);
  watch_free (watch);
}

static void
test_refused (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  run (watch, "ada@example.org", NULL);
  g_assert_error (watch->error, HOMEBOX_ERROR, (int) HOMEBOX_ERROR_EMAIL_TAKEN);

  run (watch, EMAIL, "abcdefghijklmnopqrstuvwxyz");
  g_assert_error (watch->error, HOMEBOX_ERROR, (int) HOMEBOX_ERROR_INVITATION_UNKNOWN);

  run (watch, "no address", NULL);
  g_assert_error (watch->error, HOMEBOX_ERROR, (int) HOMEBOX_ERROR_INVALID_INPUT);

  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  run (watch, EMAIL, NULL);
  assert_in (watch);
  watch_free (watch);
}

static void
test_lost_answer (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  misbehave (watch, LATCHKEY_DEMO_MODE_LOSE);
  run (watch, EMAIL, NULL);
  assert_in (watch);
  g_assert_cmpuint (count_registrations (watch), ==, 1);
  watch_free (watch);
}

static void
cancel_while_sent (Watch *watch)
{
  misbehave (watch, LATCHKEY_DEMO_MODE_HOLD);
  start (watch, latchkey_demo_server_get_uri (watch->fixture->server), EMAIL, NULL);

  while (count_registrations (watch) == 0)
    g_main_context_iteration (NULL, TRUE);

  latchkey_registration_flow_cancel (watch->flow);
  wait_for_end (watch);
}

/* The second attempt finds what the first one made. */
static void
test_cancelled_and_tried_again (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  cancel_while_sent (watch);
  g_assert_error (watch->error, HOMEBOX_ERROR, (int) HOMEBOX_ERROR_CANCELLED);
  g_assert_cmpint (latchkey_registration_flow_get_fate (watch->flow), ==,
                   HOMEBOX_REGISTRATION_UNCERTAIN);

  misbehave (watch, LATCHKEY_DEMO_MODE_OFF);
  latchkey_demo_server_release (fixture->server);
  run (watch, EMAIL, NULL);
  assert_in (watch);
  g_assert_cmpuint (count_registrations (watch), ==, 1);
  watch_free (watch);
}

static void
test_dropped_while_sent (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);

  misbehave (watch, LATCHKEY_DEMO_MODE_HOLD);
  start (watch, latchkey_demo_server_get_uri (fixture->server), EMAIL, NULL);

  while (count_registrations (watch) == 0)
    g_main_context_iteration (NULL, TRUE);

  watch_free (watch);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  latchkey_demo_server_release (fixture->server);
}

static void
test_no_server (ConnectionFixture *fixture, gconstpointer user_data)
{
  Watch *watch = watch_new (fixture);
  g_autofree char *server = g_strdup (latchkey_demo_server_get_uri (fixture->server));

  connection_fixture_stop_server (fixture);
  start (watch, server, EMAIL, NULL);
  wait_for_end (watch);
  g_assert_error (watch->error, HOMEBOX_ERROR, (int) HOMEBOX_ERROR_REFUSED);
  g_assert_cmpint (latchkey_registration_flow_get_fate (watch->flow), ==,
                   HOMEBOX_REGISTRATION_NOT_MADE);
  watch_free (watch);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  homebox_server_check_run_finish (HOMEBOX_SERVER_CHECK (source), result, NULL);
  *(gboolean *) user_data = TRUE;
}

static char *
report_on (ConnectionFixture *fixture, const char *typed)
{
  g_autoptr (HomeboxServerCheck) check
    = homebox_server_check_new (HOMEBOX_TRUST (latchkey_vault_get_pins (fixture->vault)));
  gboolean is_over = FALSE;

  homebox_server_check_run_async (check, typed, NULL, on_checked, &is_over);

  while (!is_over)
    g_main_context_iteration (NULL, TRUE);

  return latchkey_check_report_dup (check);
}

static void
test_report (ConnectionFixture *fixture, gconstpointer user_data)
{
  g_autofree char *server = g_strdup (latchkey_demo_server_get_uri (fixture->server));
  g_autofree char *good = report_on (fixture, server);
  g_autofree char *bad = NULL;

  g_assert_nonnull (strstr (good, server));
  g_assert_nonnull (strstr (good, "\nIs a Homebox: In order\n"));
  g_assert_nonnull (strstr (good, "\nCertificate: Not checked\n"));

  connection_fixture_stop_server (fixture);
  bad = report_on (fixture, server);
  g_assert_true (g_str_has_prefix (bad, "No Homebox found\n"));
  g_assert_nonnull (strstr (bad, "\nConnection: Failed\n"));
  g_assert_nonnull (strstr (bad, "Is Homebox running, and is it another port?"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/registration-flow/success", test_success, NULL);
  connection_add_test ("/registration-flow/refused-and-tried-again", test_refused, NULL);
  connection_add_test ("/registration-flow/lost-answer-is-looked-up", test_lost_answer, NULL);
  connection_add_test ("/registration-flow/cancelled-and-tried-again",
                       test_cancelled_and_tried_again,
                       NULL);
  connection_add_test ("/registration-flow/dropped-while-sent", test_dropped_while_sent, NULL);
  connection_add_test ("/registration-flow/no-server", test_no_server, NULL);
  connection_add_test ("/check-report/says-what-was-found", test_report, NULL);

  return g_test_run ();
}
