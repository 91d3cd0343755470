#pragma once

#include "homebox-group.h"

G_BEGIN_DECLS

/**
 * LatchkeyHomeFate:
 * @LATCHKEY_HOME_FATE_LOST: nobody else is in it: it can never be opened again
 * @LATCHKEY_HOME_FATE_OWNERLESS: others keep it, and nobody can administer it any more
 * @LATCHKEY_HOME_FATE_UNHARMED: nothing changes for the others
 * @LATCHKEY_HOME_FATE_UNKNOWN: the server does not say enough to tell
 *
 * What becomes of a home when the account of somebody who is in it is deleted.
 */
typedef enum
{
  LATCHKEY_HOME_FATE_LOST,
  LATCHKEY_HOME_FATE_OWNERLESS,
  LATCHKEY_HOME_FATE_UNHARMED,
  LATCHKEY_HOME_FATE_UNKNOWN,
} LatchkeyHomeFate;

LatchkeyHomeFate latchkey_home_fate_of (HomeboxGroup *home);
char *latchkey_home_fate_dup_text (HomeboxGroup *home);
char *latchkey_home_fate_dup_items_text (HomeboxGroup *home);

G_END_DECLS
