#include "latchkey-demo-grant.h"

#include "latchkey-demo-text.h"

#define LIFETIME (10 * G_TIME_SPAN_MINUTE)

/**
 * latchkey_demo_grant_new:
 * @person: who signed in
 * @request: the parameters of the authorization request (RFC 6749, section 4.1.1)
 *
 * Returns: (transfer full): a grant that has yet to be allowed
 */
LatchkeyDemoGrant *
latchkey_demo_grant_new (LatchkeyDemoPerson *person, GHashTable *request)
{
  LatchkeyDemoGrant *self = g_new0 (LatchkeyDemoGrant, 1);

  self->secret = latchkey_demo_text_new_token ();
  self->person = person;
  self->redirect_uri = g_strdup (g_hash_table_lookup (request, "redirect_uri"));
  self->challenge = g_strdup (g_hash_table_lookup (request, "code_challenge"));
  self->nonce = g_strdup (g_hash_table_lookup (request, "nonce"));
  self->expires = g_get_real_time () + LIFETIME;

  return self;
}

/**
 * latchkey_demo_grant_free:
 * @self: (nullable) (transfer full): a grant
 *
 * Frees it.
 */
void
latchkey_demo_grant_free (LatchkeyDemoGrant *self)
{
  if (self == NULL)
    return;

  g_free (self->secret);
  g_free (self->redirect_uri);
  g_free (self->challenge);
  g_free (self->nonce);
  g_free (self);
}

/**
 * latchkey_demo_grant_allow:
 * @self: a grant
 *
 * Makes its secret an authorization code, other than what the page knew.
 */
void
latchkey_demo_grant_allow (LatchkeyDemoGrant *self)
{
  g_free (self->secret);
  self->secret = latchkey_demo_text_new_token ();
  self->is_allowed = TRUE;
}
