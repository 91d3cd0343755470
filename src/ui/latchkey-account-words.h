#pragma once

#include "latchkey-account.h"

G_BEGIN_DECLS

char *latchkey_account_words_dup_name (LatchkeyAccount *account);
char *latchkey_account_words_dup_label (LatchkeyAccount *account);

G_END_DECLS
