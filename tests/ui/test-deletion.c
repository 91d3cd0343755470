#include "latchkey-deletion.h"

#include "connection-fixture.h"
#include "homebox-error.h"

#include <string.h>

#define PATH "/api/v1/users/self"

static void
misbehave (ConnectionFixture *fixture, const char *method, const char *path, LatchkeyDemoMode mode)
{
  g_autoptr (GError) error = NULL;

  latchkey_demo_server_misbehave (fixture->server, method, path, mode, NULL, &error);
  g_assert_no_error (error);
}

static void
wait_for (LatchkeyDeletion *deletion, LatchkeyDeletionState state)
{
  while (latchkey_deletion_get_state (deletion) == LATCHKEY_DELETION_SURVEYING
         || latchkey_deletion_get_state (deletion) == LATCHKEY_DELETION_DELETING)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (latchkey_deletion_get_state (deletion), ==, state);
}

static void
run (LatchkeyDeletion *deletion, LatchkeyDeletionState state)
{
  latchkey_deletion_run (deletion);
  g_assert_cmpint (latchkey_deletion_get_state (deletion), ==, LATCHKEY_DELETION_DELETING);
  wait_for (deletion, state);
}

static void
finish (LatchkeyDeletion *deletion)
{
  gpointer watched = deletion;

  g_object_add_weak_pointer (G_OBJECT (deletion), &watched);
  latchkey_deletion_close (deletion);
  g_object_unref (deletion);

  while (watched != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_survey (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);
  GListModel *homes;

  latchkey_deletion_survey (deletion);
  g_assert_cmpint (latchkey_deletion_get_state (deletion), ==, LATCHKEY_DELETION_SURVEYING);
  g_assert_null (latchkey_deletion_get_homes (deletion));
  wait_for (deletion, LATCHKEY_DELETION_READY);
  homes = latchkey_deletion_get_homes (deletion);
  g_assert_cmpuint (g_list_model_get_n_items (homes), ==, 3);
  g_assert_true (g_list_model_get_item_type (homes) == HOMEBOX_TYPE_GROUP);
  g_assert_no_error ((GError *) latchkey_deletion_get_survey_error (deletion));
  finish (deletion);
}

static void
test_survey_fails (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);

  misbehave (fixture, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_BROKEN);
  latchkey_deletion_survey (deletion);
  wait_for (deletion, LATCHKEY_DELETION_READY);
  g_assert_null (latchkey_deletion_get_homes (deletion));
  g_assert_error ((GError *) latchkey_deletion_get_survey_error (deletion),
                  HOMEBOX_ERROR,
                  HOMEBOX_ERROR_BROKEN_ANSWER);

  misbehave (fixture, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_OFF);
  latchkey_deletion_survey (deletion);
  wait_for (deletion, LATCHKEY_DELETION_READY);
  g_assert_nonnull (latchkey_deletion_get_homes (deletion));
  g_assert_no_error ((GError *) latchkey_deletion_get_survey_error (deletion));
  finish (deletion);
}

static void
test_deletes_without_survey (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);

  misbehave (fixture, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_CLOSE);
  latchkey_deletion_survey (deletion);
  wait_for (deletion, LATCHKEY_DELETION_READY);
  run (deletion, LATCHKEY_DELETION_DONE);
  g_assert_no_error ((GError *) latchkey_deletion_get_error (deletion));
  g_assert_cmpint (latchkey_connection_get_state (connection), ==, LATCHKEY_CONNECTION_CLOSED);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  finish (deletion);
}

static void
test_phrase (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);
  const char *const right[] = { "ada@example.org", " ADA@Example.org\t", "\nada@example.org\n" };
  const char *const wrong[]
    = { "", " ", "ada", "ada@example.or", "ada@example.org.", "ada @example.org", "ada@éxample.org" };

  g_assert_cmpstr (latchkey_deletion_get_phrase (deletion), ==, "ada@example.org");

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    g_assert_true (latchkey_deletion_matches (deletion, right[i]));

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (latchkey_deletion_matches (deletion, wrong[i]));

  finish (deletion);
}

static void
test_refused (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  LatchkeyDeletion *deletion;

  connection_fixture_stop_server (fixture);
  fixture->server
    = latchkey_demo_server_new (LATCHKEY_DEMO_VERSION_CURRENT, LATCHKEY_DEMO_DEMO_MODE);
  latchkey_demo_server_listen (fixture->server, 0, &error);
  g_assert_no_error (error);

  connection = connection_fixture_ready (fixture);
  deletion = latchkey_deletion_new (connection);
  run (deletion, LATCHKEY_DELETION_FAILED);
  g_assert_error ((GError *) latchkey_deletion_get_error (deletion),
                  HOMEBOX_ERROR,
                  HOMEBOX_ERROR_DEMO_SERVER);
  g_assert_cmpint (latchkey_connection_get_state (connection), ==, LATCHKEY_CONNECTION_READY);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);
  finish (deletion);
}

static void
test_lost_and_deleted (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);

  misbehave (fixture, "DELETE", PATH, LATCHKEY_DEMO_MODE_LOSE);
  run (deletion, LATCHKEY_DELETION_DONE);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
  finish (deletion);
}

static void
test_lost_and_there (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);

  misbehave (fixture, "DELETE", PATH, LATCHKEY_DEMO_MODE_CLOSE);
  run (deletion, LATCHKEY_DELETION_UNKNOWN);
  g_assert_nonnull (
    strstr (latchkey_deletion_get_error (deletion)->message, "Your account is still there."));
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);

  misbehave (fixture, "DELETE", PATH, LATCHKEY_DEMO_MODE_OFF);
  run (deletion, LATCHKEY_DELETION_DONE);
  finish (deletion);
}

static void
test_lost_and_unknown (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);

  misbehave (fixture, "DELETE", PATH, LATCHKEY_DEMO_MODE_LOSE);
  misbehave (fixture, "GET", PATH, LATCHKEY_DEMO_MODE_CLOSE);
  run (deletion, LATCHKEY_DELETION_UNKNOWN);
  g_assert_nonnull (
    strstr (latchkey_deletion_get_error (deletion)->message, "may be deleted or not"));
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 1);

  /* The session went with the account, which is what another attempt meets. */
  misbehave (fixture, "DELETE", PATH, LATCHKEY_DEMO_MODE_OFF);
  run (deletion, LATCHKEY_DELETION_UNKNOWN);
  g_assert_error ((GError *) latchkey_deletion_get_error (deletion),
                  HOMEBOX_ERROR,
                  HOMEBOX_ERROR_SESSION_ENDED);
  finish (deletion);
}

static void
test_session_ended (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);

  latchkey_demo_server_expire_sessions (fixture->server);
  run (deletion, LATCHKEY_DELETION_FAILED);
  g_assert_error ((GError *) latchkey_deletion_get_error (deletion),
                  HOMEBOX_ERROR,
                  HOMEBOX_ERROR_SESSION_ENDED);
  finish (deletion);
}

static void
test_keyring_keeps_it (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);

  scripted_secrets_fail (fixture->secrets, SCRIPTED_CLEAR, LATCHKEY_SECRET_ERROR_LOCKED);
  run (deletion, LATCHKEY_DELETION_DONE);
  g_assert_nonnull (
    strstr (latchkey_deletion_get_error (deletion)->message, "Your account is deleted, but"));
  finish (deletion);
}

static void
count (LatchkeyDeletion *deletion, guint *changes)
{
  (*changes)++;
}

static void
test_closed_while_surveying (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);
  guint changes = 0;

  misbehave (fixture, "GET", "/api/v1/groups", LATCHKEY_DEMO_MODE_HOLD);
  latchkey_deletion_survey (deletion);
  while (strstr (fixture->events->str, "GET /groups") == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_signal_connect (deletion, "changed", G_CALLBACK (count), &changes);
  finish (deletion);
  g_assert_cmpuint (changes, ==, 0);
  latchkey_demo_server_release (fixture->server);
}

/* The window may vanish; what was begun is finished all the same. */
static void
test_closed_while_deleting (ConnectionFixture *fixture, gconstpointer data)
{
  g_autoptr (LatchkeyConnection) connection = connection_fixture_ready (fixture);
  LatchkeyDeletion *deletion = latchkey_deletion_new (connection);
  guint changes = 0;

  misbehave (fixture, "DELETE", PATH, LATCHKEY_DEMO_MODE_HOLD);
  latchkey_deletion_run (deletion);
  while (strstr (fixture->events->str, "DELETE /users/self") == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_signal_connect (deletion, "changed", G_CALLBACK (count), &changes);
  latchkey_deletion_close (deletion);
  latchkey_demo_server_release (fixture->server);
  finish (deletion);
  g_assert_cmpuint (changes, ==, 0);
  g_assert_cmpint (latchkey_connection_get_state (connection), ==, LATCHKEY_CONNECTION_CLOSED);
  g_assert_cmpuint (connection_fixture_count_on_disk (fixture), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  connection_add_test ("/deletion/survey", test_survey, NULL);
  connection_add_test ("/deletion/survey-fails-and-is-asked-again", test_survey_fails, NULL);
  connection_add_test ("/deletion/deletes-without-survey", test_deletes_without_survey, NULL);
  connection_add_test ("/deletion/phrase", test_phrase, NULL);
  connection_add_test ("/deletion/refused", test_refused, NULL);
  connection_add_test ("/deletion/lost-answer/was-deleted", test_lost_and_deleted, NULL);
  connection_add_test ("/deletion/lost-answer/still-there", test_lost_and_there, NULL);
  connection_add_test ("/deletion/lost-answer/not-known", test_lost_and_unknown, NULL);
  connection_add_test ("/deletion/session-ended", test_session_ended, NULL);
  connection_add_test ("/deletion/keyring-keeps-the-token", test_keyring_keeps_it, NULL);
  connection_add_test ("/deletion/closed-while-surveying", test_closed_while_surveying, NULL);
  connection_add_test ("/deletion/closed-while-deleting", test_closed_while_deleting, NULL);

  return g_test_run ();
}
