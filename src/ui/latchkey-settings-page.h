#pragma once

#include "latchkey-settings-live.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SETTINGS_PAGE (latchkey_settings_page_get_type ())

/**
 * LatchkeySettingsPage:
 *
 * All the settings that a Homebox keeps for a person: those that the web page reads as controls,
 * and everything else as a list. What is changed is saved as it is changed, and each row says how it
 * stands. A #LatchkeyPage.
 *
 * Actions: `settings.undo`, `settings.redo`, `settings.search`, `settings.other`, `settings.back`,
 * `settings.retry`, `settings.choose`, `settings.reload`, `settings.sign-in`, `settings.reset` (key
 * and member), `settings.reset-group`, `settings.reset-all`, `settings.edit-raw` (key),
 * `settings.import`, `settings.export`, `settings.versions`, `settings.bring-back`,
 * `settings.dismiss-offers`, `settings.dismiss-overwritten`.
 */
G_DECLARE_FINAL_TYPE (LatchkeySettingsPage,
                      latchkey_settings_page,
                      LATCHKEY,
                      SETTINGS_PAGE,
                      GtkBox)

LatchkeySettingsPage *latchkey_settings_page_new (LatchkeyConnection *connection);

LatchkeySettingsLive *latchkey_settings_page_get_live (LatchkeySettingsPage *self);

G_END_DECLS
