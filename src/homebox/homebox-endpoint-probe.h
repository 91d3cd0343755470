#pragma once

#include "homebox-client.h"

G_BEGIN_DECLS

/* Where somebody asks for a mail to set a new password; only ever sent to with POST. It is also
 * the sign by which a server that signs other sessions out after a change of password is known:
 * that came with it, and no answer speaks of it. */
#define HOMEBOX_ENDPOINT_FORGOT_PASSWORD "/users/forgot-password"

/* The person's API keys, and the end of all sessions; current servers have both. */
#define HOMEBOX_ENDPOINT_API_KEYS "/users/self/api-keys"
#define HOMEBOX_ENDPOINT_SIGN_OUT_EVERYWHERE "/users/logout/all"

void homebox_endpoint_probe_run_async (HomeboxClient *client,
                                       const char *path,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean homebox_endpoint_probe_run_finish (HomeboxClient *client,
                                            GAsyncResult *result,
                                            gboolean *exists,
                                            GError **error);

G_END_DECLS
