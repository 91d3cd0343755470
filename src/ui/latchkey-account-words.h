#pragma once

#include "latchkey-account.h"

G_BEGIN_DECLS

char *latchkey_account_words_dup_name (LatchkeyAccount *account);
char *latchkey_account_words_dup_label (LatchkeyAccount *account);
char *latchkey_account_words_dup_spoken (LatchkeyAccount *account);
char *latchkey_account_words_dup_avatar_text (LatchkeyAccount *account);

G_END_DECLS
