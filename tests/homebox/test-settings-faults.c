#include "settings-fixture.h"

#include <string.h>

static HomeboxSetting *
get (SettingsFixture *fixture, const char *key)
{
  return homebox_settings_ensure (fixture->settings, key);
}

/* Tries to save, which fails, and returns why. */
static void
flush_fails (SettingsFixture *fixture, HomeboxError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (settings_fixture_flush (fixture, &error));
  g_assert_error (error, HOMEBOX_ERROR, (int) code);
}

static void
flush (SettingsFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (settings_fixture_flush (fixture, &error));
  g_assert_no_error (error);
}

static void
test_cut_before_the_read (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_CLOSE, NULL);
  settings_fixture_set (fixture, "a", "2");
  flush_fails (fixture, HOMEBOX_ERROR_CONNECTION_LOST);

  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_WAITING);
  settings_fixture_assert_value (fixture, "a", "2");
  g_assert_error (homebox_setting_get_error (get (fixture, "a")), HOMEBOX_ERROR,
                  HOMEBOX_ERROR_CONNECTION_LOST);
  g_assert_cmpint (homebox_settings_get_state (fixture->settings), ==, HOMEBOX_SETTING_WAITING);
  g_assert_cmpuint (fixture->n_writes, ==, 0);

  /* Another change tries again, and takes it along. */
  settings_fixture_misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_OFF, NULL);
  settings_fixture_set (fixture, "b", "1");
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":2,\"b\":1}");
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
  g_assert_null (homebox_setting_get_error (get (fixture, "a")));
  g_assert_null (homebox_settings_get_error (fixture->settings));
}

static void
test_cut_before_the_write (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_CLOSE, NULL);
  settings_fixture_set (fixture, "a", "2");
  flush_fails (fixture, HOMEBOX_ERROR_CONNECTION_LOST);

  /* It was looked what became of it, and not sent again by itself. */
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_WAITING);
  settings_fixture_assert_stored (fixture, "{\"a\":1}");
  g_assert_cmpuint (fixture->n_writes, ==, 1);
  g_assert_cmpuint (fixture->n_reads, ==, 2);

  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
  homebox_settings_retry (fixture->settings, get (fixture, "a"));
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVING);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":2}");
}

/* It was done; only the answer is missing, or a part of it. */
static void
test_lost_answer (SettingsFixture *fixture, gconstpointer data)
{
  static const struct
  {
    LatchkeyDemoMode mode;
    const char *argument;
  } cases[] = {
    { LATCHKEY_DEMO_MODE_LOSE, NULL },
    { LATCHKEY_DEMO_MODE_CUT, "20" },
    { LATCHKEY_DEMO_MODE_CUT, "150" },
  };

  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i + 2);
      g_autofree char *stored = g_strdup_printf ("{\"a\":%s,\"b\":1}", value);

      settings_fixture_misbehave (fixture, "PUT", cases[i].mode, cases[i].argument);
      settings_fixture_set (fixture, "a", value);
      flush (fixture);
      settings_fixture_assert_stored (fixture, stored);
      settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
      g_assert_cmpuint (fixture->n_writes, ==, i + 1);
    }

  g_assert_cmpstr (fixture->log->str, ==, "");
}

/* The answer is lost, and before it was looked what became of the write, it is changed once more,
 * here or elsewhere. */
static void
test_lost_answer_and_changed_again (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_LOSE, NULL);
  settings_fixture_misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_SLOW, "0");
  settings_fixture_set (fixture, "a", "2");
  settings_fixture_set (fixture, "b", "2");
  while (fixture->n_writes == 0)
    g_main_context_iteration (NULL, TRUE);
  settings_fixture_store (fixture, "{\"a\":2,\"b\":5}");
  settings_fixture_set (fixture, "a", "3");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
  settings_fixture_wait (fixture, "a", HOMEBOX_SETTING_SAVED);

  settings_fixture_assert_stored (fixture, "{\"a\":3,\"b\":5}");
  settings_fixture_assert_state (fixture, "b", HOMEBOX_SETTING_CONFLICT);
}

static void
test_not_done_and_changed_again (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_CLOSE, NULL);
  settings_fixture_set (fixture, "a", "2");
  while (fixture->n_writes == 0)
    g_main_context_iteration (NULL, TRUE);
  settings_fixture_set (fixture, "a", "3");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
  settings_fixture_wait (fixture, "a", HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_stored (fixture, "{\"a\":3}");
}

static void
test_refused (SettingsFixture *fixture, gconstpointer data)
{
  static const char *const refusals[] = {
    "400 http: request body too large",
    "413 too large",
    "422 no",
    "403 no",
  };

  settings_fixture_start_with (fixture, "{\"a\":0}");

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i + 1);
      g_autofree char *stored = g_strdup_printf ("{\"a\":%s}", value);
      g_autoptr (GError) error = NULL;

      settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_STATUS, refusals[i]);
      fixture->n_reads = 0;
      settings_fixture_set (fixture, "a", value);
      g_assert_false (settings_fixture_flush (fixture, &error));
      settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_FAILED);
      settings_fixture_assert_value (fixture, "a", value);
      g_assert_cmpuint (fixture->n_reads, ==, 1);

      /* It is in nobody's way, and is not tried again before somebody wants it. */
      settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
      settings_fixture_set (fixture, "b", value);
      settings_fixture_wait (fixture, "b", HOMEBOX_SETTING_SAVED);
      settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_FAILED);
      g_assert_null (strstr (settings_fixture_get_stored (fixture), stored));

      homebox_settings_retry (fixture->settings, NULL);
      flush (fixture);
      settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVED);
    }
}

static void
test_failed_and_changed_again (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_STATUS, "500 oops");
  settings_fixture_set (fixture, "a", "2");
  flush_fails (fixture, HOMEBOX_ERROR_SERVER_FAILED);
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_FAILED);

  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
  settings_fixture_set (fixture, "a", "3");
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_SAVING);
  flush (fixture);
  settings_fixture_assert_stored (fixture, "{\"a\":3}");
}

/* A portal of a hotel, a gateway: it is not the server who answers. */
static void
test_somebody_else_answers (SettingsFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *method;
    LatchkeyDemoMode mode;
    const char *argument;
  } cases[] = {
    { "GET", LATCHKEY_DEMO_MODE_HTML, NULL },
    { "GET", LATCHKEY_DEMO_MODE_REDIRECT, "http://portal.example/" },
    { "GET", LATCHKEY_DEMO_MODE_STATUS, "503 busy" },
    { "PUT", LATCHKEY_DEMO_MODE_HTML, NULL },
    { "PUT", LATCHKEY_DEMO_MODE_REDIRECT, "http://portal.example/" },
    { "PUT", LATCHKEY_DEMO_MODE_STATUS, "502 busy" },
    { "PUT", LATCHKEY_DEMO_MODE_STATUS, "429 slow down" },
  };

  settings_fixture_start_with (fixture, "{\"a\":0}");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i + 1);
      g_autofree char *stored = g_strdup_printf ("{\"a\":%s}", value);

      settings_fixture_misbehave (fixture, cases[i].method, cases[i].mode, cases[i].argument);
      settings_fixture_set (fixture, "a", value);
      g_assert_false (settings_fixture_flush (fixture, NULL));
      settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_WAITING);

      /* The connection is back: whoever notices that reads. */
      settings_fixture_misbehave (fixture, cases[i].method, LATCHKEY_DEMO_MODE_OFF, NULL);
      homebox_settings_refresh (fixture->settings);
      settings_fixture_wait (fixture, "a", HOMEBOX_SETTING_SAVED);
      settings_fixture_assert_stored (fixture, stored);
    }
}

/* 401 in the middle: what was changed waits, and a session that ended asks nothing. */
static void
test_session_ends (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_STATUS,
                              "401 valid authorization token is required");
  settings_fixture_set (fixture, "a", "2");
  flush_fails (fixture, HOMEBOX_ERROR_SESSION_ENDED);
  settings_fixture_assert_state (fixture, "a", HOMEBOX_SETTING_WAITING);
  g_assert_cmpint (homebox_session_get_state (fixture->session), ==, HOMEBOX_SESSION_ENDED);

  settings_fixture_set (fixture, "b", "2");
  flush_fails (fixture, HOMEBOX_ERROR_SESSION_ENDED);
  settings_fixture_assert_state (fixture, "b", HOMEBOX_SETTING_WAITING);
  settings_fixture_assert_value (fixture, "b", "2");
  g_assert_cmpuint (fixture->n_reads, ==, 1);
}

static void
test_broken_answers (SettingsFixture *fixture, gconstpointer data)
{
  static const LatchkeyDemoMode modes[] = {
    LATCHKEY_DEMO_MODE_HUGE,
    LATCHKEY_DEMO_MODE_DEEP,
    LATCHKEY_DEMO_MODE_BROKEN,
    LATCHKEY_DEMO_MODE_EMPTY,
  };

  settings_fixture_start_with (fixture, "{\"a\":0}");

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", i + 1);
      g_autoptr (GError) error = NULL;

      settings_fixture_misbehave (fixture, "GET", modes[i], NULL);
      g_assert_false (settings_fixture_load (fixture, &error));
      g_assert_nonnull (error);
      g_assert_cmpint (homebox_settings_get_availability (fixture->settings), ==,
                       HOMEBOX_SETTINGS_READY);
      settings_fixture_assert_list (fixture, "a");

      settings_fixture_misbehave (fixture, "GET", LATCHKEY_DEMO_MODE_OFF, NULL);
      settings_fixture_misbehave (fixture, "PUT", modes[i], NULL);
      settings_fixture_set (fixture, "a", value);
      g_assert_false (settings_fixture_flush (fixture, NULL));
      g_assert_cmpint (homebox_settings_get_state (fixture->settings), >=,
                       HOMEBOX_SETTING_WAITING);
      settings_fixture_misbehave (fixture, "PUT", LATCHKEY_DEMO_MODE_OFF, NULL);
      homebox_settings_retry (fixture->settings, NULL);
      flush (fixture);
    }

  settings_fixture_assert_stored (fixture, "{\"a\":4}");
}

/* It fitted when it was typed; then somebody else stored more. */
static void
test_no_room_left (SettingsFixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (60000, 'x');
  g_autofree char *theirs = g_strdup_printf ("{\"theirs\":\"%s\"}", large);
  g_autofree char *ours = g_strdup_printf ("\"%.30000s\"", large);

  settings_fixture_start_with (fixture, "{}");
  settings_fixture_store (fixture, theirs);
  settings_fixture_set (fixture, "ours", ours);
  flush_fails (fixture, HOMEBOX_ERROR_INVALID_INPUT);
  settings_fixture_assert_state (fixture, "ours", HOMEBOX_SETTING_FAILED);
  settings_fixture_assert_stored (fixture, theirs);
  g_assert_cmpuint (fixture->n_writes, ==, 0);
  g_assert_cmpuint (homebox_settings_get_size (fixture->settings), >, HOMEBOX_SETTINGS_LIMIT);

  homebox_settings_remove (fixture->settings, get (fixture, "theirs"));
  homebox_settings_retry (fixture->settings, NULL);
  flush (fixture);
  settings_fixture_assert_state (fixture, "ours", HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_list (fixture, "ours");
}

/* A read that was under way when something was written may be older than that. */
static void
test_read_again (SettingsFixture *fixture, gconstpointer data)
{
  settings_fixture_start_with (fixture, "{\"a\":1}");
  homebox_settings_refresh (fixture->settings);
  fixture->in_between = g_strdup ("{\"a\":2}");
  while (fixture->n_reads == 0)
    g_main_context_iteration (NULL, TRUE);
  homebox_settings_note_mutation (fixture->settings);
  g_assert_true (settings_fixture_load (fixture, NULL));
  settings_fixture_assert_value (fixture, "a", "2");
}

/* The server is restarted: the socket goes, and for a while nobody answers. */
static void
test_server_restarts (SettingsFixture *fixture, gconstpointer data)
{
  HomeboxEvents *events = homebox_events_new (fixture->session);

  settings_fixture_start_with (fixture, "{\"a\":1,\"b\":1}");
  homebox_settings_follow (fixture->settings, events);
  homebox_events_set_active (events, TRUE);
  while (homebox_events_get_state (events) != HOMEBOX_EVENTS_OPEN)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (settings_fixture_load (fixture, NULL));

  settings_fixture_misbehave (fixture, "*", LATCHKEY_DEMO_MODE_CLOSE, NULL);
  latchkey_demo_server_drop_events (fixture->server);
  while (homebox_events_get_state (events) == HOMEBOX_EVENTS_OPEN)
    g_main_context_iteration (NULL, TRUE);
  settings_fixture_set (fixture, "a", "2");
  settings_fixture_wait (fixture, "a", HOMEBOX_SETTING_WAITING);
  settings_fixture_store (fixture, "{\"a\":1,\"b\":3}");

  /* It is there again: the socket opens, and what waited goes out by itself. */
  settings_fixture_misbehave (fixture, "*", LATCHKEY_DEMO_MODE_OFF, NULL);
  settings_fixture_wait (fixture, "a", HOMEBOX_SETTING_SAVED);
  settings_fixture_assert_stored (fixture, "{\"a\":2,\"b\":3}");
  settings_fixture_assert_value (fixture, "b", "3");

  g_assert_true (settings_fixture_load (fixture, NULL));
  homebox_events_set_active (events, FALSE);
  homebox_settings_set_live (fixture->settings, FALSE);
  g_object_run_dispose (G_OBJECT (fixture->settings));
  g_object_unref (events);
  while (G_OBJECT (fixture->session)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  settings_fixture_add ("/settings/faults/cut-before-the-read", test_cut_before_the_read);
  settings_fixture_add ("/settings/faults/cut-before-the-write", test_cut_before_the_write);
  settings_fixture_add ("/settings/faults/lost-answer", test_lost_answer);
  settings_fixture_add ("/settings/faults/lost-answer-and-changed-again",
                        test_lost_answer_and_changed_again);
  settings_fixture_add ("/settings/faults/not-done-and-changed-again",
                        test_not_done_and_changed_again);
  settings_fixture_add ("/settings/faults/refused", test_refused);
  settings_fixture_add ("/settings/faults/failed-and-changed-again",
                        test_failed_and_changed_again);
  settings_fixture_add ("/settings/faults/somebody-else-answers", test_somebody_else_answers);
  settings_fixture_add ("/settings/faults/session-ends", test_session_ends);
  settings_fixture_add ("/settings/faults/broken-answers", test_broken_answers);
  settings_fixture_add ("/settings/faults/no-room-left", test_no_room_left);
  settings_fixture_add ("/settings/faults/read-again", test_read_again);
  settings_fixture_add ("/settings/faults/server-restarts", test_server_restarts);

  return g_test_run ();
}
