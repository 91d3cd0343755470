#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LatchkeyDemoEvents:
 *
 * The open WebSockets. Each hears a ping every ten seconds, and of every change of settings made
 * in its home, for as long as it likes: also after its session ended.
 */
typedef struct _LatchkeyDemoEvents LatchkeyDemoEvents;

LatchkeyDemoEvents *latchkey_demo_events_new (void);
void latchkey_demo_events_free (LatchkeyDemoEvents *self);

void latchkey_demo_events_add (LatchkeyDemoEvents *self,
                               SoupWebsocketConnection *connection,
                               const char *group_id);
void
latchkey_demo_events_publish (LatchkeyDemoEvents *self, const char *event, const char *group_id);
void latchkey_demo_events_set_muted (LatchkeyDemoEvents *self, gboolean is_muted);
void latchkey_demo_events_drop (LatchkeyDemoEvents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoEvents, latchkey_demo_events_free)

G_END_DECLS
