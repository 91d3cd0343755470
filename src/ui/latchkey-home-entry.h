#pragma once

#include "homebox-group.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_HOME_ENTRY (latchkey_home_entry_get_type ())

/**
 * LatchkeyHomeEntry:
 *
 * A row for a home, which leads to more about it: its name, and what the person is there. It
 * follows what becomes known of the home.
 */
G_DECLARE_FINAL_TYPE (LatchkeyHomeEntry, latchkey_home_entry, LATCHKEY, HOME_ENTRY, GtkListBoxRow)

GtkWidget *latchkey_home_entry_new (HomeboxGroup *home, gboolean is_default);

HomeboxGroup *latchkey_home_entry_get_home (LatchkeyHomeEntry *self);

G_END_DECLS
