#pragma once

#include "latchkey-account.h"

G_BEGIN_DECLS

char *latchkey_session_words_since (LatchkeyAccount *account);
char *latchkey_session_words_until (LatchkeyAccount *account);

G_END_DECLS
