#include "latchkey-demo-session.h"

#include "latchkey-demo-text.h"

/**
 * latchkey_demo_session_new:
 * @person: whose session it is
 * @days: how long it lasts
 *
 * Returns: (transfer full): a session with new tokens
 */
LatchkeyDemoSession *
latchkey_demo_session_new (LatchkeyDemoPerson *person, guint days)
{
  LatchkeyDemoSession *self = g_new0 (LatchkeyDemoSession, 1);

  self->token = latchkey_demo_text_new_token ();
  self->attachment_token = latchkey_demo_text_new_token ();
  self->person = person;
  self->expires = g_get_real_time () + days * G_TIME_SPAN_DAY;

  return self;
}

/**
 * latchkey_demo_session_free:
 * @self: (nullable) (transfer full): a session
 *
 * Frees it.
 */
void
latchkey_demo_session_free (LatchkeyDemoSession *self)
{
  if (self == NULL)
    return;

  g_free (self->token);
  g_free (self->attachment_token);
  g_free (self);
}
