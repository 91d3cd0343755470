#pragma once

#include "latchkey-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_HOMES_GROUP (latchkey_homes_group_get_type ())

/**
 * LatchkeyHomesGroup:
 *
 * The homes that a person belongs to, as a list on the account page.
 *
 * Signal: `open` with a #HomeboxGroup, when the person wants to see more of it.
 */
G_DECLARE_FINAL_TYPE (LatchkeyHomesGroup, latchkey_homes_group, LATCHKEY, HOMES_GROUP, GtkBox)

void latchkey_homes_group_set_connection (LatchkeyHomesGroup *self,
                                          LatchkeyConnection *connection);
void latchkey_homes_group_reload (LatchkeyHomesGroup *self);
GListModel *latchkey_homes_group_get_homes (LatchkeyHomesGroup *self);

G_END_DECLS
