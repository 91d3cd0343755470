#pragma once

#include "latchkey-pins.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PREFERENCES (latchkey_preferences_get_type ())

/**
 * LatchkeyPreferences:
 *
 * What can be set for this computer: the ports at which a sign-in through the browser comes back,
 * and which servers are trusted although the system does not trust them.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPreferences,
                      latchkey_preferences,
                      LATCHKEY,
                      PREFERENCES,
                      AdwPreferencesWindow)

GtkWindow *latchkey_preferences_new (GtkWindow *parent, GSettings *settings, LatchkeyPins *pins);

G_END_DECLS
