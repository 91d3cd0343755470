#pragma once

#include "homebox-settings.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SETTINGS_NOTICES (latchkey_settings_notices_get_type ())

/**
 * LatchkeySettingsNotices:
 *
 * What a person has to know about the settings as a whole, above them: changes that wait or failed
 * or need a decision; what another program erased and can be brought back; what may have been
 * overwritten.
 *
 * The buttons activate actions of a widget around it: `settings.retry`, `settings.choose`,
 * `settings.bring-back`, `settings.dismiss-offers`, `settings.versions`,
 * `settings.dismiss-overwritten`.
 */
G_DECLARE_FINAL_TYPE (LatchkeySettingsNotices,
                      latchkey_settings_notices,
                      LATCHKEY,
                      SETTINGS_NOTICES,
                      GtkBox)

void latchkey_settings_notices_set_settings (LatchkeySettingsNotices *self,
                                             HomeboxSettings *settings);
void latchkey_settings_notices_dismiss_overwritten (LatchkeySettingsNotices *self);

G_END_DECLS
