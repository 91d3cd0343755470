#include "homebox-error.h"
#include "latchkey-backoff.h"
#include "latchkey-recovery.h"
#include "scripted-clock.h"
#include "scripted-network.h"

#include <locale.h>

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE G_TIME_SPAN_MINUTE

typedef struct
{
  ScriptedClock *clock;
  ScriptedNetwork *network;
  LatchkeyRecovery *recovery;
  guint n_tries;
} Fixture;

static void
on_try_again (Fixture *fixture)
{
  fixture->n_tries++;
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->clock = scripted_clock_new ();
  fixture->network = scripted_network_new ();
  fixture->recovery = latchkey_recovery_new (LATCHKEY_CLOCK (fixture->clock),
                                             G_NETWORK_MONITOR (fixture->network), 1);
  g_signal_connect_swapped (fixture->recovery, "try-again", G_CALLBACK (on_try_again), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_assert_finalize_object (fixture->recovery);
  g_assert_finalize_object (fixture->network);
  g_assert_finalize_object (fixture->clock);
}

static void
fail (Fixture *fixture, HomeboxError code)
{
  g_autoptr (GError) error = homebox_error_new (code, HOMEBOX_FIELD_NONE, NULL);

  latchkey_recovery_failed (fixture->recovery, error);
}

static void
assert_tries (Fixture *fixture, guint expected)
{
  g_assert_cmpuint (fixture->n_tries, ==, expected);
  fixture->n_tries = 0;
}

static void
assert_offline (Fixture *fixture, gboolean expected)
{
  g_assert_cmpint (latchkey_recovery_get_offline (fixture->recovery), ==, expected);
}

static void
test_backoff_grows (void)
{
  g_autoptr (LatchkeyBackoff) backoff = latchkey_backoff_new (7);
  GTimeSpan range = 2 * SECOND;

  for (guint i = 0; i < 20; i++)
    {
      GTimeSpan wait = latchkey_backoff_next (backoff);

      g_assert_cmpint (wait, >=, range / 2);
      g_assert_cmpint (wait, <=, range);
      range = MIN (2 * range, 5 * MINUTE);
    }
  latchkey_backoff_reset (backoff);
  g_assert_cmpint (latchkey_backoff_next (backoff), <=, 2 * SECOND);
}

static void
test_backoff_differs (void)
{
  g_autoptr (GHashTable) waits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (LatchkeyBackoff) once = latchkey_backoff_new (3);
  g_autoptr (LatchkeyBackoff) again = latchkey_backoff_new (3);

  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (latchkey_backoff_next (once), ==, latchkey_backoff_next (again));

  for (guint32 seed = 0; seed < 50; seed++)
    {
      g_autoptr (LatchkeyBackoff) backoff = latchkey_backoff_new (seed);
      gint64 wait = latchkey_backoff_next (backoff);

      g_hash_table_add (waits, g_memdup2 (&wait, sizeof wait));
    }
  g_assert_cmpuint (g_hash_table_size (waits), >, 45);
}

static void
test_tries_later_and_later (Fixture *fixture, gconstpointer user_data)
{
  GTimeSpan last = 0;

  for (guint i = 0; i < 7; i++)
    {
      GTimeSpan wait = 0;

      fail (fixture, HOMEBOX_ERROR_REFUSED);
      wait = scripted_clock_get_next (fixture->clock)
             - latchkey_clock_get_now (LATCHKEY_CLOCK (fixture->clock));
      g_assert_cmpint (wait, >, last);
      scripted_clock_pass (fixture->clock, wait - 1);
      assert_tries (fixture, 0);
      scripted_clock_pass (fixture->clock, 1);
      assert_tries (fixture, 1);
      last = wait;
    }

  /* It waits for whoever tries, however long that takes. */
  scripted_clock_pass (fixture->clock, 60 * MINUTE);
  scripted_network_set (fixture->network, FALSE);
  scripted_network_set (fixture->network, TRUE);
  assert_tries (fixture, 0);

  latchkey_recovery_succeeded (fixture->recovery);
  scripted_clock_pass (fixture->clock, 60 * MINUTE);
  assert_tries (fixture, 0);
}

static void
test_nothing_while_offline (Fixture *fixture, gconstpointer user_data)
{
  scripted_network_set (fixture->network, FALSE);
  assert_offline (fixture, FALSE);
  fail (fixture, HOMEBOX_ERROR_UNREACHABLE);
  assert_offline (fixture, TRUE);
  scripted_clock_pass (fixture->clock, 24 * 60 * MINUTE);
  assert_tries (fixture, 0);
  g_assert_cmpuint (latchkey_clock_get_n_alarms (LATCHKEY_CLOCK (fixture->clock)), ==, 0);

  /* At once when it comes; it is offline until something answered. */
  scripted_network_set (fixture->network, TRUE);
  assert_tries (fixture, 1);
  latchkey_recovery_succeeded (fixture->recovery);
  assert_offline (fixture, FALSE);
}

static void
test_network_comes_before_the_server (Fixture *fixture, gconstpointer user_data)
{
  scripted_network_set (fixture->network, FALSE);
  fail (fixture, HOMEBOX_ERROR_NAME_NOT_FOUND);
  scripted_network_set (fixture->network, TRUE);
  assert_tries (fixture, 1);
  fail (fixture, HOMEBOX_ERROR_NAME_NOT_FOUND);
  assert_offline (fixture, FALSE);
  scripted_clock_pass (fixture->clock, 2 * SECOND);
  assert_tries (fixture, 1);
}

/* A server on this computer, or beside it: no route to the world is no reason to give it up. */
static void
test_a_server_that_refuses_is_not_offline (Fixture *fixture, gconstpointer user_data)
{
  scripted_network_set (fixture->network, FALSE);
  fail (fixture, HOMEBOX_ERROR_REFUSED);
  assert_offline (fixture, FALSE);
  scripted_clock_pass (fixture->clock, 2 * SECOND);
  assert_tries (fixture, 1);
}

static void
test_many_small_changes (Fixture *fixture, gconstpointer user_data)
{
  fail (fixture, HOMEBOX_ERROR_REFUSED);
  for (guint i = 0; i < 100; i++)
    scripted_network_set (fixture->network, TRUE);
  assert_tries (fixture, 0);
  scripted_network_set (fixture->network, FALSE);
  assert_tries (fixture, 1);
}

static void
test_after_a_sleep (Fixture *fixture, gconstpointer user_data)
{
  for (guint i = 0; i < 8; i++)
    fail (fixture, HOMEBOX_ERROR_TIMED_OUT);
  scripted_clock_jump_by (fixture->clock, MINUTE);
  assert_tries (fixture, 1);
  fail (fixture, HOMEBOX_ERROR_TIMED_OUT);
  scripted_clock_pass (fixture->clock, 2 * SECOND);
  assert_tries (fixture, 1);
}

static void
test_clock_set_back (Fixture *fixture, gconstpointer user_data)
{
  fail (fixture, HOMEBOX_ERROR_TIMED_OUT);
  /* The alarm would not ring for a year. */
  scripted_clock_jump_by (fixture->clock, -365 * G_TIME_SPAN_DAY);
  assert_tries (fixture, 1);
}

static void
on_network_changed (LatchkeyRecovery *recovery, gboolean came_or_went, GString *changes)
{
  g_string_append_c (changes, came_or_went ? '!' : '.');
}

static void
test_tells_of_the_network (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GString) changes = g_string_new (NULL);

  g_signal_connect (fixture->recovery, "network-changed", G_CALLBACK (on_network_changed),
                    changes);
  scripted_network_set (fixture->network, TRUE);
  scripted_network_set (fixture->network, FALSE);
  scripted_network_set (fixture->network, FALSE);
  scripted_network_set (fixture->network, TRUE);
  g_assert_cmpstr (changes->str, ==, ".!.!");
  assert_tries (fixture, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/recovery/" name, Fixture, NULL, set_up, function, tear_down)

  g_test_add_func ("/backoff/grows", test_backoff_grows);
  g_test_add_func ("/backoff/differs", test_backoff_differs);
  ADD ("tries-later-and-later", test_tries_later_and_later);
  ADD ("nothing-while-offline", test_nothing_while_offline);
  ADD ("network-comes-before-the-server", test_network_comes_before_the_server);
  ADD ("a-server-that-refuses-is-not-offline", test_a_server_that_refuses_is_not_offline);
  ADD ("many-small-changes", test_many_small_changes);
  ADD ("after-a-sleep", test_after_a_sleep);
  ADD ("clock-set-back", test_clock_set_back);
  ADD ("tells-of-the-network", test_tells_of_the_network);

  return g_test_run ();
}
