#pragma once

#include "homebox-error.h"

G_BEGIN_DECLS

/* How much of a server's own words is kept, in characters. */
#define HOMEBOX_ERROR_DETAIL_MAX 300

const char *homebox_error_message (HomeboxError code, HomeboxField field);
gboolean homebox_error_is_silence (const GError *error);
char *homebox_error_clean_text (const char *text, gsize length, gsize max_characters);

G_END_DECLS
