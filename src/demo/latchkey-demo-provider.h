#pragma once

#include "latchkey-demo-grant.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LATCHKEY_DEMO_PROVIDER_PATH:
 *
 * Where the pages of the provider are.
 */
#define LATCHKEY_DEMO_PROVIDER_PATH "/provider"

/**
 * LATCHKEY_DEMO_PROVIDER_CLIENT_ID:
 *
 * As whom the provider knows Homebox.
 */
#define LATCHKEY_DEMO_PROVIDER_CLIENT_ID "homebox"

/**
 * LATCHKEY_DEMO_PROVIDER_CALLBACK:
 *
 * The path in Homebox that people are sent back to.
 */
#define LATCHKEY_DEMO_PROVIDER_CALLBACK "/api/v1/users/login/oidc/callback"

/**
 * LatchkeyDemoProviderMode:
 * @LATCHKEY_DEMO_PROVIDER_PLAIN: who signs in is sent back at once
 * @LATCHKEY_DEMO_PROVIDER_CONSENT: who signs in is asked whether Homebox may know
 * @LATCHKEY_DEMO_PROVIDER_DENY: who signs in is sent back with `access_denied`
 * @LATCHKEY_DEMO_PROVIDER_ERROR: who signs in is sent back with `server_error`
 * @LATCHKEY_DEMO_PROVIDER_REFUSE: no redirect URI is known here
 * @LATCHKEY_DEMO_PROVIDER_WRONG_STATE: who signs in is sent back with a state of nobody's
 *
 * How a #LatchkeyDemoProvider behaves.
 */
typedef enum
{
  LATCHKEY_DEMO_PROVIDER_PLAIN,
  LATCHKEY_DEMO_PROVIDER_CONSENT,
  LATCHKEY_DEMO_PROVIDER_DENY,
  LATCHKEY_DEMO_PROVIDER_ERROR,
  LATCHKEY_DEMO_PROVIDER_REFUSE,
  LATCHKEY_DEMO_PROVIDER_WRONG_STATE,
} LatchkeyDemoProviderMode;

/**
 * LatchkeyDemoProvider:
 *
 * A small OpenID Connect provider: a page to sign in on, and codes that Homebox, in the same
 * process, exchanges for who that was.
 */
typedef struct _LatchkeyDemoProvider LatchkeyDemoProvider;

LatchkeyDemoProvider *latchkey_demo_provider_new (void);
void latchkey_demo_provider_free (LatchkeyDemoProvider *self);

gboolean latchkey_demo_provider_parse_mode (const char *name, LatchkeyDemoProviderMode *mode);
void latchkey_demo_provider_set_mode (LatchkeyDemoProvider *self, LatchkeyDemoProviderMode mode);

void latchkey_demo_provider_set_addresses (LatchkeyDemoProvider *self,
                                           const char *uri,
                                           const char *server_uri);
const char *latchkey_demo_provider_get_issuer (LatchkeyDemoProvider *self);

void latchkey_demo_provider_execute (LatchkeyDemoProvider *self,
                                     SoupServerMessage *message,
                                     const char *path);
LatchkeyDemoGrant *latchkey_demo_provider_redeem (LatchkeyDemoProvider *self,
                                                  const char *code,
                                                  const char *redirect_uri,
                                                  const char *verifier);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoProvider, latchkey_demo_provider_free)

G_END_DECLS
