#pragma once

#include "homebox-trust.h"

G_BEGIN_DECLS

/*
 * ScriptedTrust:
 *
 * What a person trusts, as a test says, and how often they were told that they need not.
 */
#define SCRIPTED_TYPE_TRUST (scripted_trust_get_type ())
G_DECLARE_FINAL_TYPE (ScriptedTrust, scripted_trust, SCRIPTED, TRUST, GObject)

ScriptedTrust *scripted_trust_new (void);

void scripted_trust_pin (ScriptedTrust *self, const char *origin, const char *fingerprint);
guint scripted_trust_get_n_superfluous (ScriptedTrust *self);

G_END_DECLS
