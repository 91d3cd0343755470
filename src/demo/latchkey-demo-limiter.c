#include "latchkey-demo-limiter.h"

/* As Homebox is set up when nobody changes it. */
#define FREE_FAILURES 5
#define FIRST_DELAY (10 * G_TIME_SPAN_SECOND)
#define LONGEST_DELAY (5 * G_TIME_SPAN_MINUTE)
#define MEMORY G_TIME_SPAN_MINUTE

typedef struct
{
  guint failures;
  gint64 last;
  gint64 closed_until;
} Attempts;

struct _LatchkeyDemoLimiter
{
  GHashTable *attempts;
};

/**
 * latchkey_demo_limiter_new:
 *
 * Returns: (transfer full): a limiter that nobody has tried yet
 */
LatchkeyDemoLimiter *
latchkey_demo_limiter_new (void)
{
  LatchkeyDemoLimiter *self = g_new0 (LatchkeyDemoLimiter, 1);

  self->attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * latchkey_demo_limiter_free:
 * @self: (nullable) (transfer full): a limiter
 *
 * Frees it.
 */
void
latchkey_demo_limiter_free (LatchkeyDemoLimiter *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->attempts);
  g_free (self);
}

static Attempts *
find_attempts (LatchkeyDemoLimiter *self, const char *key)
{
  Attempts *attempts = g_hash_table_lookup (self->attempts, key);

  /* A minute of silence makes the server forget, also what was to be closed for longer. */
  if (attempts != NULL && g_get_monotonic_time () - attempts->last > MEMORY)
    {
      g_hash_table_remove (self->attempts, key);
      return NULL;
    }

  return attempts;
}

/**
 * latchkey_demo_limiter_check:
 * @self: a limiter
 * @key: who tries what
 *
 * Returns: 0 when the request may go on, else in how many seconds
 */
guint
latchkey_demo_limiter_check (LatchkeyDemoLimiter *self, const char *key)
{
  Attempts *attempts = find_attempts (self, key);
  gint64 left = attempts != NULL ? attempts->closed_until - g_get_monotonic_time () : 0;

  return left > 0 ? MAX (1, (left + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC) : 0;
}

/**
 * latchkey_demo_limiter_record:
 * @self: a limiter
 * @key: who tried what
 * @success: how it ended
 *
 * Takes note of an attempt that was let through. The sixth failure in a row closes for ten
 * seconds, each further one for twice as long; a success forgives everything.
 */
void
latchkey_demo_limiter_record (LatchkeyDemoLimiter *self, const char *key, gboolean success)
{
  Attempts *attempts = find_attempts (self, key);

  if (success)
    {
      g_hash_table_remove (self->attempts, key);
      return;
    }

  if (attempts == NULL)
    {
      attempts = g_new0 (Attempts, 1);
      g_hash_table_insert (self->attempts, g_strdup (key), attempts);
    }
  attempts->failures++;
  attempts->last = g_get_monotonic_time ();
  if (attempts->failures > FREE_FAILURES)
    {
      guint doublings = MIN (attempts->failures - FREE_FAILURES - 1, 8);
      gint64 delay = MIN (FIRST_DELAY << doublings, LONGEST_DELAY);

      attempts->closed_until = attempts->last + delay;
    }
}
