#include "homebox-backoff.h"

static void
test_doubles (void)
{
  g_assert_cmpuint (homebox_backoff_get_delay (0, 1000, 300000, 0.5), ==, 1000);
  g_assert_cmpuint (homebox_backoff_get_delay (1, 1000, 300000, 0.5), ==, 2000);
  g_assert_cmpuint (homebox_backoff_get_delay (5, 1000, 300000, 0.5), ==, 32000);
}

static void
test_longest (void)
{
  g_assert_cmpuint (homebox_backoff_get_delay (9, 1000, 300000, 0.5), ==, 300000);
  g_assert_cmpuint (homebox_backoff_get_delay (G_MAXUINT, 1000, 300000, 0.5), ==, 300000);
}

static void
test_jitter (void)
{
  g_assert_cmpuint (homebox_backoff_get_delay (2, 1000, 300000, 0), ==, 2000);
  g_assert_cmpuint (homebox_backoff_get_delay (2, 1000, 300000, 0.25), ==, 3000);
  g_assert_cmpuint (homebox_backoff_get_delay (2, 1000, 300000, 0.999), >, 5900);
  g_assert_cmpuint (homebox_backoff_get_delay (2, 1000, 300000, 0.999), <, 6000);
}

static void
test_never_zero (void)
{
  g_assert_cmpuint (homebox_backoff_get_delay (0, 1, 1, 0), ==, 1);
  g_assert_cmpuint (homebox_backoff_get_delay (40, G_MAXUINT, G_MAXUINT, 0.999), ==, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backoff/doubles-each-time", test_doubles);
  g_test_add_func ("/backoff/stops-growing", test_longest);
  g_test_add_func ("/backoff/half-of-it-is-chance", test_jitter);
  g_test_add_func ("/backoff/is-never-nothing-nor-too-much", test_never_zero);

  return g_test_run ();
}
