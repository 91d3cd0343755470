#pragma once

#include "homebox-request.h"
#include "homebox-response.h"
#include "homebox-trust.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How large an answer may be, in bytes. */
#define HOMEBOX_EXCHANGE_LIMIT (1024 * 1024)

/* How often a read follows a redirect within its origin. */
#define HOMEBOX_EXCHANGE_MAX_REDIRECTS 5

/* How often a read goes out again after its connection was dropped. */
#define HOMEBOX_EXCHANGE_MAX_REPEATS 2

void homebox_exchange_start (GTask *task,
                             SoupSession *session,
                             HomeboxTrust *trust,
                             HomeboxRequest *request,
                             GUri *uri,
                             gboolean speaks_http,
                             guint timeout);

G_END_DECLS
