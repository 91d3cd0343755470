#include "latchkey-countdown.h"

static void
note_seconds (LatchkeyCountdown *countdown, GParamSpec *pspec, GString *told)
{
  g_string_append_printf (told, "%u ", latchkey_countdown_get_seconds (countdown));
}

static void
test_counts (void)
{
  LatchkeyCountdown *countdown = latchkey_countdown_new ();
  g_autoptr (GString) told = g_string_new (NULL);

  g_signal_connect (countdown, "notify::seconds", G_CALLBACK (note_seconds), told);
  latchkey_countdown_set_shown (countdown, TRUE);
  latchkey_countdown_start (countdown, 2);

  while (latchkey_countdown_get_seconds (countdown) > 0)
    g_main_context_iteration (NULL, TRUE);

  /* A busy machine may skip a second, but never adds one. */
  g_assert_true (g_str_has_prefix (told->str, "2 "));
  g_assert_true (g_str_has_suffix (told->str, " 0 "));
  g_assert_cmpuint (told->len, <=, strlen ("2 1 0 "));
  g_assert_false (g_main_context_pending (NULL));
  g_assert_finalize_object (countdown);
}

static void
test_rests_unseen (void)
{
  LatchkeyCountdown *countdown = latchkey_countdown_new ();

  latchkey_countdown_start (countdown, 1);
  /* Nothing to wake up for. */
  g_assert_null (g_main_context_find_source_by_user_data (NULL, countdown));
  g_assert_cmpuint (latchkey_countdown_get_seconds (countdown), ==, 1);

  latchkey_countdown_set_shown (countdown, TRUE);
  g_assert_nonnull (g_main_context_find_source_by_user_data (NULL, countdown));
  latchkey_countdown_set_shown (countdown, FALSE);
  g_assert_null (g_main_context_find_source_by_user_data (NULL, countdown));
  g_assert_finalize_object (countdown);
}

static void
test_over_while_unseen (void)
{
  LatchkeyCountdown *countdown = latchkey_countdown_new ();

  latchkey_countdown_start (countdown, 0);
  latchkey_countdown_set_shown (countdown, TRUE);
  g_assert_cmpuint (latchkey_countdown_get_seconds (countdown), ==, 0);
  g_assert_null (g_main_context_find_source_by_user_data (NULL, countdown));
  g_assert_finalize_object (countdown);
}

static void
start_again (LatchkeyCountdown *countdown, GParamSpec *pspec, guint *n_left)
{
  if (latchkey_countdown_get_seconds (countdown) == 0 && *n_left > 0)
    {
      (*n_left)--;
      latchkey_countdown_start (countdown, 1);
    }
}

static void
test_starts_over (void)
{
  LatchkeyCountdown *countdown = latchkey_countdown_new ();
  guint n_left = 1;

  g_signal_connect (countdown, "notify::seconds", G_CALLBACK (start_again), &n_left);
  latchkey_countdown_set_shown (countdown, TRUE);
  latchkey_countdown_start (countdown, 1);

  while (n_left > 0 || latchkey_countdown_get_seconds (countdown) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (g_main_context_find_source_by_user_data (NULL, countdown));
  g_assert_finalize_object (countdown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/countdown/counts-to-zero", test_counts);
  g_test_add_func ("/countdown/rests-while-nobody-looks", test_rests_unseen);
  g_test_add_func ("/countdown/nothing-to-wait-for", test_over_while_unseen);
  g_test_add_func ("/countdown/can-be-started-when-it-ends", test_starts_over);

  return g_test_run ();
}
