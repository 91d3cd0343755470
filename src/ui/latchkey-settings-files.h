#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What export and import have in common. */

typedef void (*LatchkeySettingsFileChosen) (GtkWidget *parent,
                                            HomeboxSettings *settings,
                                            GFile *file);

void latchkey_settings_files_choose (GtkWidget *parent,
                                     HomeboxSettings *settings,
                                     GtkFileChooserNative *chooser,
                                     LatchkeySettingsFileChosen chosen);
void latchkey_settings_files_tell (GtkWidget *parent, const char *heading, const char *body);
char *latchkey_settings_files_dup_name (GFile *file);

G_END_DECLS
