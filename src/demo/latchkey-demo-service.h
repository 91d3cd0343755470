#pragma once

#include "latchkey-demo-events.h"
#include "latchkey-demo-limiter.h"
#include "latchkey-demo-provider.h"
#include "latchkey-demo-store.h"
#include "latchkey-demo-version.h"

G_BEGIN_DECLS

/**
 * LATCHKEY_DEMO_EVENTS_PATH:
 *
 * Where WebSockets are opened.
 */
#define LATCHKEY_DEMO_EVENTS_PATH "/api/v1/ws/events"

/**
 * LatchkeyDemoService:
 * @version: which Homebox it is
 * @flags: how it is set up
 * @store: what it knows
 * @limiter: who tried too many passwords
 * @events: who listens
 * @provider: (nullable): through whom people may sign in
 * @hostname: (nullable): what the administrator says the server is called
 *
 * What Homebox does with a request, once that was read, and before the answer is on its way.
 */
typedef struct
{
  LatchkeyDemoVersion version;
  LatchkeyDemoFlags flags;
  LatchkeyDemoStore *store;
  LatchkeyDemoLimiter *limiter;
  LatchkeyDemoEvents *events;
  LatchkeyDemoProvider *provider;
  char *hostname;
} LatchkeyDemoService;

LatchkeyDemoService *latchkey_demo_service_new (LatchkeyDemoVersion version,
                                                LatchkeyDemoFlags flags);
void latchkey_demo_service_free (LatchkeyDemoService *self);

void latchkey_demo_service_execute (LatchkeyDemoService *self,
                                    SoupServerMessage *message,
                                    const char *path);
void latchkey_demo_service_open_socket (LatchkeyDemoService *self,
                                        SoupServerMessage *message,
                                        SoupWebsocketConnection *connection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoService, latchkey_demo_service_free)

G_END_DECLS
