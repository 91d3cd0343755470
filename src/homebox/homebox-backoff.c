#include "homebox-backoff.h"

/*
 * homebox_backoff_get_delay:
 * @n_failures: how often it failed before this time
 * @first: how long to wait after the first failure, in milliseconds
 * @longest: what it may grow to, in milliseconds
 * @chance: a random number, at least 0 and less than 1
 *
 * How long to wait until something is tried again: twice as long each time, and at random between
 * half and one and a half times of that, so that not everybody comes back at once to a server that
 * was restarted.
 *
 * Returns: the milliseconds to wait, at least 1
 */
guint
homebox_backoff_get_delay (guint n_failures, guint first, guint longest, double chance)
{
  double delay = first;

  for (guint i = 0; i < n_failures && delay < longest; i++)
    delay *= 2;

  delay = MIN (delay, longest) * (0.5 + chance);

  return (guint) CLAMP (delay, 1, G_MAXUINT);
}
