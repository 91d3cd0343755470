#pragma once

#include "homebox-server-check.h"

G_BEGIN_DECLS

const char *latchkey_check_words_get_title (HomeboxCheckKind kind);
const char *latchkey_check_words_get_state (HomeboxCheckState state);
char *latchkey_check_words_dup_summary (HomeboxServerCheck *check);
char *latchkey_check_words_dup_fix (HomeboxCheckStep *step);

G_END_DECLS
