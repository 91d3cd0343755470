#pragma once

#include "latchkey-demo-person.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoGrant:
 * @secret: what it is found by: on the page that asks for consent, and then, anew, as the
 *   authorization code
 * @is_allowed: whether @secret is an authorization code
 * @person: who signed in at the provider
 * @redirect_uri: where the code goes
 * @challenge: what the verifier has to hash to (PKCE, RFC 7636)
 * @nonce: (nullable): what goes into the identity, so that nobody can pass one on
 * @expires: until when it is good, in microseconds of real time
 *
 * What somebody who signed in at a #LatchkeyDemoProvider lets Homebox know.
 */
typedef struct
{
  char *secret;
  gboolean is_allowed;
  LatchkeyDemoPerson *person;
  char *redirect_uri;
  char *challenge;
  char *nonce;
  gint64 expires;
} LatchkeyDemoGrant;

LatchkeyDemoGrant *latchkey_demo_grant_new (LatchkeyDemoPerson *person, GHashTable *request);
void latchkey_demo_grant_free (LatchkeyDemoGrant *self);

void latchkey_demo_grant_allow (LatchkeyDemoGrant *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoGrant, latchkey_demo_grant_free)

G_END_DECLS
