#pragma once

#include "homebox-client.h"
#include "homebox-secret.h"

G_BEGIN_DECLS

HomeboxSecret *latchkey_reset_link_read (const char *text,
                                         HomeboxClient *client,
                                         char **elsewhere,
                                         GError **error);

G_END_DECLS
