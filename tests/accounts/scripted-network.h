#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SCRIPTED_TYPE_NETWORK (scripted_network_get_type ())

/*
 * ScriptedNetwork:
 *
 * A network monitor that says what it is told to; at first, that there is a network.
 */
G_DECLARE_FINAL_TYPE (ScriptedNetwork, scripted_network, SCRIPTED, NETWORK, GObject)

ScriptedNetwork *scripted_network_new (void);

/* The network comes, goes, or (the same as before) changes in some other way. */
void scripted_network_set (ScriptedNetwork *self, gboolean available);

G_END_DECLS
