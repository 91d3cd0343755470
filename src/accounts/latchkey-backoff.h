#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LatchkeyBackoff:
 *
 * How long to wait before the next try: about 2 seconds first, twice as long after every failure,
 * about 5 minutes at most. Each wait is drawn from the upper half of its range, so that those whom
 * the same server failed do not all come back in the same moment.
 */
typedef struct _LatchkeyBackoff LatchkeyBackoff;

LatchkeyBackoff *latchkey_backoff_new (guint32 seed);
void latchkey_backoff_free (LatchkeyBackoff *self);

GTimeSpan latchkey_backoff_next (LatchkeyBackoff *self);
void latchkey_backoff_reset (LatchkeyBackoff *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyBackoff, latchkey_backoff_free)

G_END_DECLS
