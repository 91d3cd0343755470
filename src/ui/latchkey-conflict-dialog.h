#pragma once

#include "homebox-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_CONFLICT_DIALOG (latchkey_conflict_dialog_get_type ())

/**
 * LatchkeyConflictDialog:
 *
 * A setting that was changed here and elsewhere: both values and the old one, of which one is
 * chosen. Closed without a choice, the conflict stays. It closes by itself when the conflict ends.
 */
G_DECLARE_FINAL_TYPE (LatchkeyConflictDialog,
                      latchkey_conflict_dialog,
                      LATCHKEY,
                      CONFLICT_DIALOG,
                      AdwMessageDialog)

GtkWindow *latchkey_conflict_dialog_new (HomeboxSettings *settings, HomeboxSetting *setting);

G_END_DECLS
