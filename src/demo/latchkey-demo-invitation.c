#include "latchkey-demo-invitation.h"

#include "latchkey-demo-text.h"

/**
 * latchkey_demo_invitation_new:
 * @group: into which home
 * @uses: for how many people
 * @expires: when it ends, in microseconds of real time
 *
 * Returns: (transfer full): an invitation with a new secret
 */
LatchkeyDemoInvitation *
latchkey_demo_invitation_new (LatchkeyDemoGroup *group, int uses, gint64 expires)
{
  LatchkeyDemoInvitation *self = g_new0 (LatchkeyDemoInvitation, 1);

  self->id = g_uuid_string_random ();
  self->token = latchkey_demo_text_new_token ();
  self->group = group;
  self->uses = uses;
  self->expires = expires;

  return self;
}

/**
 * latchkey_demo_invitation_free:
 * @self: (nullable) (transfer full): an invitation
 *
 * Frees it.
 */
void
latchkey_demo_invitation_free (LatchkeyDemoInvitation *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->token);
  g_free (self);
}
