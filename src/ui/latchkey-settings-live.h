#pragma once

#include "latchkey-connection.h"
#include "latchkey-settings-history.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SETTINGS_LIVE (latchkey_settings_live_get_type ())

/**
 * LatchkeySettingsLive:
 *
 * The settings of one account, kept up to date while somebody uses the window that shows them: the
 * model, the events it follows, its history on the disk, and when each of them does something.
 *
 * - Settings are read for the first time when they were asked for (latchkey_settings_live_start())
 *   and the connection is ready.
 * - Events are listened to while the window is in use (#LatchkeyActivity) and the account is shown.
 * - Where there are no events, settings are read when the window gets the focus, and another
 *   attempt is made to have events.
 * - The history goes with the account.
 *
 * Properties: `settings` (#HomeboxSettings, nullable, notified: there as soon as the session is).
 */
G_DECLARE_FINAL_TYPE (LatchkeySettingsLive,
                      latchkey_settings_live,
                      LATCHKEY,
                      SETTINGS_LIVE,
                      GObject)

LatchkeySettingsLive *latchkey_settings_live_new (LatchkeyConnection *connection);

HomeboxSettings *latchkey_settings_live_get_settings (LatchkeySettingsLive *self);
HomeboxEvents *latchkey_settings_live_get_events (LatchkeySettingsLive *self);
LatchkeySettingsHistory *latchkey_settings_live_get_history (LatchkeySettingsLive *self);

void latchkey_settings_live_start (LatchkeySettingsLive *self, GtkWidget *shown);

G_END_DECLS
