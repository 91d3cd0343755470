#pragma once

#include "latchkey-demo-misbehaviour.h"
#include "latchkey-demo-provider.h"
#include "latchkey-demo-store.h"
#include "latchkey-demo-version.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define LATCHKEY_DEMO_TYPE_SERVER (latchkey_demo_server_get_type ())

/**
 * LatchkeyDemoServer:
 *
 * A Homebox of our own on the loopback, for trying out and for tests: it behaves as a real one
 * does, its unpleasant sides included, keeps everything in memory, and can be made to misbehave.
 *
 * Signal `request` (method, path, status): a request was decided upon, its answer may still be on
 * its way. The status is 0 when there will be none.
 */
G_DECLARE_FINAL_TYPE (LatchkeyDemoServer, latchkey_demo_server, LATCHKEY_DEMO, SERVER, GObject)

LatchkeyDemoServer *latchkey_demo_server_new (LatchkeyDemoVersion version,
                                              LatchkeyDemoFlags flags);

void latchkey_demo_server_set_certificate (LatchkeyDemoServer *self, GTlsCertificate *certificate);
void latchkey_demo_server_set_hostname (LatchkeyDemoServer *self, const char *hostname);
gboolean latchkey_demo_server_listen (LatchkeyDemoServer *self, guint16 port, GError **error);
const char *latchkey_demo_server_get_uri (LatchkeyDemoServer *self);
LatchkeyDemoVersion latchkey_demo_server_get_version (LatchkeyDemoServer *self);
LatchkeyDemoStore *latchkey_demo_server_get_store (LatchkeyDemoServer *self);

gboolean latchkey_demo_server_misbehave (LatchkeyDemoServer *self,
                                         const char *method,
                                         const char *path_prefix,
                                         LatchkeyDemoMode mode,
                                         const char *argument,
                                         GError **error);
gboolean latchkey_demo_server_set_provider_mode (LatchkeyDemoServer *self,
                                                 LatchkeyDemoProviderMode mode,
                                                 GError **error);
void latchkey_demo_server_release (LatchkeyDemoServer *self);
void latchkey_demo_server_mute_events (LatchkeyDemoServer *self, gboolean is_muted);
void latchkey_demo_server_drop_events (LatchkeyDemoServer *self);
void latchkey_demo_server_expire_sessions (LatchkeyDemoServer *self);
gboolean
latchkey_demo_server_lock_out (LatchkeyDemoServer *self, const char *email, GError **error);
gboolean latchkey_demo_server_forget (LatchkeyDemoServer *self, const char *email, GError **error);
char *latchkey_demo_server_read_mail (LatchkeyDemoServer *self, const char *email, GError **error);

G_END_DECLS
