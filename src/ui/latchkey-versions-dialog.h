#pragma once

#include "latchkey-settings-history.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_VERSIONS_DIALOG (latchkey_versions_dialog_get_type ())

/**
 * LatchkeyVersionsDialog:
 *
 * The versions of the settings that were seen on the server, newest first. One that is chosen is
 * compared with the present in a #LatchkeyDifferenceDialog, to be brought back key by key.
 */
G_DECLARE_FINAL_TYPE (LatchkeyVersionsDialog,
                      latchkey_versions_dialog,
                      LATCHKEY,
                      VERSIONS_DIALOG,
                      AdwWindow)

GtkWindow *
latchkey_versions_dialog_new (HomeboxSettings *settings, LatchkeySettingsHistory *history);

G_END_DECLS
