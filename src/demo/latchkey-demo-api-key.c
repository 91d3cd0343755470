#include "latchkey-demo-api-key.h"

#include "latchkey-demo-text.h"

/**
 * latchkey_demo_api_key_new:
 * @person: on whose behalf it acts
 * @name: what the person calls it
 * @expires: when it ends, in microseconds of real time; the past is taken as it is
 *
 * Returns: (transfer full): a key with a new secret
 */
LatchkeyDemoApiKey *
latchkey_demo_api_key_new (LatchkeyDemoPerson *person, const char *name, gint64 expires)
{
  LatchkeyDemoApiKey *self = g_new0 (LatchkeyDemoApiKey, 1);
  g_autofree char *secret = latchkey_demo_text_new_secret ();

  self->id = g_uuid_string_random ();
  self->name = g_strdup (name);
  self->token = g_strconcat ("hb_", secret, NULL);
  self->person = person;
  self->created = g_get_real_time ();
  self->expires = expires;

  return self;
}

/**
 * latchkey_demo_api_key_free:
 * @self: (nullable) (transfer full): a key
 *
 * Frees it.
 */
void
latchkey_demo_api_key_free (LatchkeyDemoApiKey *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->token);
  g_free (self);
}
