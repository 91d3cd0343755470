#pragma once

#include "latchkey-demo-person.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoApiKey:
 * @id: a UUID
 * @name: what the person calls it
 * @token: the secret, `hb_…`
 * @person: on whose behalf it acts
 * @created: when it was made, in microseconds of real time
 * @expires: when it ends
 * @last_used: when it was used last, or 0
 *
 * A key with which a program acts as a person.
 */
typedef struct
{
  char *id;
  char *name;
  char *token;
  LatchkeyDemoPerson *person;
  gint64 created;
  gint64 expires;
  gint64 last_used;
} LatchkeyDemoApiKey;

LatchkeyDemoApiKey *
latchkey_demo_api_key_new (LatchkeyDemoPerson *person, const char *name, gint64 expires);
void latchkey_demo_api_key_free (LatchkeyDemoApiKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoApiKey, latchkey_demo_api_key_free)

G_END_DECLS
