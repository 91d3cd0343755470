#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looking for what a person typed, whatever the case of it. */

char *latchkey_search_text_fold (const char *typed);
gboolean latchkey_search_text_has (const char *text, const char *needle);

G_END_DECLS
