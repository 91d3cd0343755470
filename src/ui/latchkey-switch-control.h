#pragma once

#include "latchkey-known-control.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_SWITCH_CONTROL (latchkey_switch_control_get_type ())

/**
 * LatchkeySwitchControl:
 *
 * The control for a known setting that is true or false.
 */
G_DECLARE_FINAL_TYPE (LatchkeySwitchControl,
                      latchkey_switch_control,
                      LATCHKEY,
                      SWITCH_CONTROL,
                      LatchkeyKnownControl)

G_END_DECLS
