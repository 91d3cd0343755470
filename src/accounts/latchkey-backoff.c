#include "latchkey-backoff.h"

#define FIRST (2 * G_TIME_SPAN_SECOND)
#define LONGEST (5 * G_TIME_SPAN_MINUTE)

struct _LatchkeyBackoff
{
  GRand *random;
  GTimeSpan range;
};

/**
 * latchkey_backoff_new:
 * @seed: what the randomness starts from: g_random_int(), or the same every time in a test
 *
 * Returns: (transfer full): a new backoff, at its shortest wait
 */
LatchkeyBackoff *
latchkey_backoff_new (guint32 seed)
{
  LatchkeyBackoff *self = g_new0 (LatchkeyBackoff, 1);

  self->random = g_rand_new_with_seed (seed);
  self->range = FIRST;

  return self;
}

/**
 * latchkey_backoff_free:
 * @self: (transfer full): a backoff
 *
 * Frees it.
 */
void
latchkey_backoff_free (LatchkeyBackoff *self)
{
  g_rand_free (self->random);
  g_free (self);
}

/**
 * latchkey_backoff_next:
 * @self: a backoff
 *
 * To be called after a failure.
 *
 * Returns: how long to wait before the next try, in microseconds; the one after that will be longer
 */
GTimeSpan
latchkey_backoff_next (LatchkeyBackoff *self)
{
  GTimeSpan wait;

  g_return_val_if_fail (self != NULL, LONGEST);

  wait = (GTimeSpan) (g_rand_double_range (self->random, 0.5, 1.0) * (double) self->range);
  self->range = MIN (2 * self->range, LONGEST);

  return wait;
}

/**
 * latchkey_backoff_reset:
 * @self: a backoff
 *
 * To be called after a success, or when what failed has a new chance: the next wait is the shortest
 * again.
 */
void
latchkey_backoff_reset (LatchkeyBackoff *self)
{
  g_return_if_fail (self != NULL);

  self->range = FIRST;
}
