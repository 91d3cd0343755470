#pragma once

#include "homebox-api-key.h"

G_BEGIN_DECLS

char *latchkey_api_key_words_created (HomeboxApiKey *key);
char *latchkey_api_key_words_used (HomeboxApiKey *key);
char *latchkey_api_key_words_ends (HomeboxApiKey *key);

G_END_DECLS
