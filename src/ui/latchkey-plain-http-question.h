#pragma once

#include "homebox-address.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a question makes of its answer: this response means that the person agrees. */
#define LATCHKEY_PLAIN_HTTP_AGREED "sign-in"

GtkWindow *latchkey_plain_http_question_new (const char *server, HomeboxReach reach);
GtkWindow *latchkey_plain_http_question_new_signed_in (const char *server);

G_END_DECLS
