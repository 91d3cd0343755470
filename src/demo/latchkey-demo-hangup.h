#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LatchkeyDemoHangup:
 *
 * Closes the server's end of kept connections whose client hung up. libsoup 3.2 forgets to, so
 * that a server would run out of file descriptors after a thousand connections.
 */
typedef struct _LatchkeyDemoHangup LatchkeyDemoHangup;

LatchkeyDemoHangup *latchkey_demo_hangup_new (SoupServer *server);
void latchkey_demo_hangup_free (LatchkeyDemoHangup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoHangup, latchkey_demo_hangup_free)

G_END_DECLS
