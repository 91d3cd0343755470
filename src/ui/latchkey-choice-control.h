#pragma once

#include "latchkey-known-control.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_CHOICE_CONTROL (latchkey_choice_control_get_type ())

/**
 * LatchkeyChoiceControl:
 *
 * The control for a known setting that is one of several strings or numbers, or none. A value that
 * is not known is one more choice, called as it is, for as long as it is there.
 */
G_DECLARE_FINAL_TYPE (LatchkeyChoiceControl,
                      latchkey_choice_control,
                      LATCHKEY,
                      CHOICE_CONTROL,
                      LatchkeyKnownControl)

G_END_DECLS
