#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A server that is not in the local network, as far as anybody here can tell. */
#define FAR_SERVER "http://home.test:7745"

gboolean far_server_is_possible (void);
void far_server_begin (const char *uri);
void far_server_end (void);

G_END_DECLS
