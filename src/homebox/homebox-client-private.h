#pragma once

#include "homebox-client.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

SoupSession *homebox_client_get_soup_session (HomeboxClient *self);
SoupMessage *
homebox_client_make_message (HomeboxClient *self, HomeboxRequest *request, GError **error);

G_END_DECLS
