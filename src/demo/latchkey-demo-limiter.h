#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LatchkeyDemoLimiter:
 *
 * Keeps those out who try passwords: the same path from the same address is refused for a while
 * after too many failures in a row.
 */
typedef struct _LatchkeyDemoLimiter LatchkeyDemoLimiter;

LatchkeyDemoLimiter *latchkey_demo_limiter_new (void);
void latchkey_demo_limiter_free (LatchkeyDemoLimiter *self);

guint latchkey_demo_limiter_check (LatchkeyDemoLimiter *self, const char *key);
void latchkey_demo_limiter_record (LatchkeyDemoLimiter *self, const char *key, gboolean success);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoLimiter, latchkey_demo_limiter_free)

G_END_DECLS
