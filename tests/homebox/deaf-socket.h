#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSocket *deaf_socket_new (guint16 *port);

G_END_DECLS
