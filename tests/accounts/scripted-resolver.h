#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCRIPTED_NAME "home.test"

#define SCRIPTED_TYPE_RESOLVER (scripted_resolver_get_type ())

/*
 * ScriptedResolver:
 *
 * The name server of a network that comes and goes. It knows one name, SCRIPTED_NAME, which is this
 * computer, as long as the network is there.
 */
G_DECLARE_FINAL_TYPE (ScriptedResolver, scripted_resolver, SCRIPTED, RESOLVER, GResolver)

/* The one that everything in this process asks from now on. */
ScriptedResolver *scripted_resolver_install (void);

void scripted_resolver_set_up (ScriptedResolver *self, gboolean up);
guint scripted_resolver_get_n_lookups (ScriptedResolver *self);

G_END_DECLS
