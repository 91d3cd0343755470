#pragma once

#include "latchkey-known-control.h"

G_BEGIN_DECLS

#define LATCHKEY_TYPE_PREFIX_CONTROL (latchkey_prefix_control_get_type ())

/**
 * LatchkeyPrefixControl:
 *
 * The control for a known setting that is a text or none: a switch, and with it an entry, since an
 * empty text is not the same as none. What is typed is chosen with Enter or when the entry is left;
 * until then, what is changed elsewhere does not disturb it. Escape takes it back.
 */
G_DECLARE_FINAL_TYPE (LatchkeyPrefixControl,
                      latchkey_prefix_control,
                      LATCHKEY,
                      PREFIX_CONTROL,
                      LatchkeyKnownControl)

G_END_DECLS
