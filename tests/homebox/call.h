#pragma once

#include "homebox-client.h"

G_BEGIN_DECLS

HomeboxResponse *call (HomeboxClient *client,
                       HomeboxRequest *request,
                       GCancellable *cancellable,
                       GError **error);
HomeboxResponse *call_path (HomeboxClient *client,
                            const char *method,
                            const char *path,
                            GError **error);

#define assert_homebox_error(error, c) g_assert_error ((error), HOMEBOX_ERROR, (int) (c))

G_END_DECLS
