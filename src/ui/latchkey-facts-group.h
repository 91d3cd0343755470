#pragma once

#include "latchkey-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_FACTS_GROUP (latchkey_facts_group_get_type ())

/**
 * LatchkeyFactsGroup:
 *
 * What there is to know about an account and cannot be changed here: its server, what the
 * person may do there, how they sign in, and how long the session lasts.
 *
 * It starts with what the record on the disk says; the rest comes when the server answered.
 */
G_DECLARE_FINAL_TYPE (LatchkeyFactsGroup, latchkey_facts_group, LATCHKEY, FACTS_GROUP, GtkBox)

void latchkey_facts_group_set_connection (LatchkeyFactsGroup *self,
                                          LatchkeyConnection *connection);

G_END_DECLS
