#pragma once

#include "latchkey-demo-exchange.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoAccess:
 * @LATCHKEY_DEMO_ACCESS_ANYBODY: needs no token
 * @LATCHKEY_DEMO_ACCESS_LIMITED: needs no token, but too many failures close it for a while
 * @LATCHKEY_DEMO_ACCESS_OIDC: the same, on servers with OIDC only; others do not have it
 * @LATCHKEY_DEMO_ACCESS_MEMBER: needs a token, and a home that the person is in
 * @LATCHKEY_DEMO_ACCESS_OWNER: also to own that home; before the current version, to be in it
 *
 * Who may use an endpoint.
 */
typedef enum
{
  LATCHKEY_DEMO_ACCESS_ANYBODY,
  LATCHKEY_DEMO_ACCESS_LIMITED,
  LATCHKEY_DEMO_ACCESS_OIDC,
  LATCHKEY_DEMO_ACCESS_MEMBER,
  LATCHKEY_DEMO_ACCESS_OWNER,
} LatchkeyDemoAccess;

/**
 * LatchkeyDemoRoute:
 * @method: the HTTP method
 * @path: the path below `/api/v1`, in which `*` stands for one variable part
 * @since: the first version that has it
 * @access: who may use it
 * @handler: what answers
 *
 * An endpoint.
 */
typedef struct
{
  const char *method;
  const char *path;
  LatchkeyDemoVersion since;
  LatchkeyDemoAccess access;
  void (*handler) (LatchkeyDemoExchange *exchange);
} LatchkeyDemoRoute;

const LatchkeyDemoRoute *latchkey_demo_route_find (LatchkeyDemoVersion version,
                                                   LatchkeyDemoFlags flags,
                                                   const char *method,
                                                   const char *path,
                                                   char **parameter,
                                                   GStrv *allowed);

G_END_DECLS
