#pragma once

#include "latchkey-account-document.h"

G_BEGIN_DECLS

LatchkeyAccountDocument *latchkey_account_merge (LatchkeyAccountDocument *base,
                                                 LatchkeyAccountDocument *mine,
                                                 LatchkeyAccountDocument *theirs);

G_END_DECLS
