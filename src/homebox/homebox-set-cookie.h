#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Homebox hands out what a web page needs in cookies, of which this client reads single ones. */
SoupCookie *homebox_set_cookie_find (SoupMessageHeaders *headers, const char *name);

G_END_DECLS
