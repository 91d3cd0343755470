#pragma once

#include "homebox-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_DIFFERENCE_DIALOG (latchkey_difference_dialog_get_type ())

/**
 * LatchkeyDifferenceDialog:
 *
 * What differs between the settings and a file or an earlier version of them, to be taken over key
 * by key. Nothing changes before the person says so, and what is refused stays in the dialog. It
 * follows the settings while it is open.
 */
G_DECLARE_FINAL_TYPE (LatchkeyDifferenceDialog,
                      latchkey_difference_dialog,
                      LATCHKEY,
                      DIFFERENCE_DIALOG,
                      AdwWindow)

GtkWindow *latchkey_difference_dialog_new (HomeboxSettings *settings,
                                           HomeboxJsonMembers *other,
                                           const char *title,
                                           const char *subtitle);

GListModel *latchkey_difference_dialog_get_differences (LatchkeyDifferenceDialog *self);

G_END_DECLS
