#pragma once

#include "homebox-address.h"

G_BEGIN_DECLS

/*
 * @scheme: (nullable): as typed
 * @host: in lower case and ASCII, an IPv6 address without brackets
 * @port: -1 when there is none
 * @path: of the base, escaped; empty, or with a `/` before it and none behind it
 */
struct _HomeboxAddress
{
  char *scheme;
  char *host;
  int port;
  char *path;
};

G_END_DECLS
