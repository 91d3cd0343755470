#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_KNOWN_GROUP (latchkey_known_group_get_type ())

/**
 * LatchkeyKnownGroup:
 *
 * The known settings that are about one thing: a heading, a button that resets them all (the action
 * `settings.reset-group` of a widget around it), and a #LatchkeyKnownRow for each.
 */
G_DECLARE_FINAL_TYPE (LatchkeyKnownGroup,
                      latchkey_known_group,
                      LATCHKEY,
                      KNOWN_GROUP,
                      GtkBox)

GtkWidget *latchkey_known_group_new (HomeboxSettingsGroup group);

void latchkey_known_group_set_settings (LatchkeyKnownGroup *self, HomeboxSettings *settings);
guint latchkey_known_group_search (LatchkeyKnownGroup *self, const char *needle);
gboolean latchkey_known_group_has_edit (LatchkeyKnownGroup *self);
void latchkey_known_group_commit (LatchkeyKnownGroup *self);

G_END_DECLS
