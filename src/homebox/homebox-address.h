#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HomeboxReach:
 * @HOMEBOX_REACH_LOOPBACK: this very computer
 * @HOMEBOX_REACH_LOCAL: every resolved address is loopback, RFC 1918, fc00::/7 or link-local
 * @HOMEBOX_REACH_PUBLIC: anything else
 *
 * How far away a server is, which decides whether plain http may be considered for it.
 */
typedef enum
{
  HOMEBOX_REACH_LOOPBACK,
  HOMEBOX_REACH_LOCAL,
  HOMEBOX_REACH_PUBLIC,
} HomeboxReach;

/**
 * HomeboxAddress:
 *
 * A server address as people type it: `home.lan:7745`, `https://x/homebox/`, `http://[::1]:7745`,
 * with or without a trailing `/`, `/api`, `/api/v1` or `/home`.
 */
typedef struct _HomeboxAddress HomeboxAddress;

#define HOMEBOX_TYPE_ADDRESS (homebox_address_get_type ())

GType homebox_address_get_type (void);

HomeboxAddress *homebox_address_parse (const char *typed, GError **error);
HomeboxAddress *homebox_address_copy (HomeboxAddress *self);
void homebox_address_free (HomeboxAddress *self);

const char *homebox_address_get_scheme (HomeboxAddress *self);
const char *homebox_address_get_host (HomeboxAddress *self);
gboolean homebox_address_has_port (HomeboxAddress *self);
char *homebox_address_dup_base_uri (HomeboxAddress *self, const char *scheme);

void homebox_address_find_reach_async (HomeboxAddress *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean homebox_address_find_reach_finish (HomeboxAddress *self,
                                            GAsyncResult *result,
                                            HomeboxReach *reach,
                                            GError **error);

HomeboxReach homebox_address_reach_of (GInetAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomeboxAddress, homebox_address_free)

G_END_DECLS
