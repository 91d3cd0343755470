#pragma once

#include "latchkey-demo-person.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoSession:
 * @token: the secret, without the word `Bearer`
 * @attachment_token: a second secret that only opens attachments: 403 for everything else
 * @person: whose session it is
 * @expires: when it ends, in microseconds of real time
 *
 * Somebody who is signed in.
 */
typedef struct
{
  char *token;
  char *attachment_token;
  LatchkeyDemoPerson *person;
  gint64 expires;
} LatchkeyDemoSession;

LatchkeyDemoSession *latchkey_demo_session_new (LatchkeyDemoPerson *person, guint days);
void latchkey_demo_session_free (LatchkeyDemoSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoSession, latchkey_demo_session_free)

G_END_DECLS
