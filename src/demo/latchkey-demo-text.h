#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *latchkey_demo_text_new_token (void);
char *latchkey_demo_text_new_secret (void);
char *latchkey_demo_text_make_challenge (const char *verifier);
char *latchkey_demo_text_format_time (gint64 microseconds);
gboolean latchkey_demo_text_parse_time (const char *text, gint64 *microseconds);

G_END_DECLS
