#pragma once

#include "homebox-request.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

gboolean homebox_request_check (HomeboxRequest *self, GError **error);
SoupMessage *homebox_request_make_message (HomeboxRequest *self, GUri *uri);
void homebox_request_tell_network (HomeboxRequest *self,
                                   GSocketClientEvent event,
                                   GIOStream *connection);

G_END_DECLS
