#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How many ports following each other an administrator is asked to register. */
#define LATCHKEY_OIDC_N_PORTS 5

void latchkey_oidc_ports_get (GSettings *settings, guint16 ports[LATCHKEY_OIDC_N_PORTS]);

G_END_DECLS
