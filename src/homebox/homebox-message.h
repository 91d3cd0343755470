#pragma once

#include "homebox-body.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What a message of libsoup tells about an answer, and what libsoup does not make of it. */

gboolean homebox_message_is_redirect (SoupMessage *message);
gboolean homebox_message_has_bad_length (SoupMessage *message);
gboolean homebox_message_has_endless_head (SoupMessage *message, const GError *error);
gboolean homebox_message_announces_more (SoupMessage *message, gsize limit);
gboolean homebox_message_is_cut (SoupMessage *message, HomeboxBody *body);

G_END_DECLS
