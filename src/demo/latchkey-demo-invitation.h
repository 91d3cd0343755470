#pragma once

#include "latchkey-demo-group.h"

G_BEGIN_DECLS

/**
 * LatchkeyDemoInvitation:
 * @id: a UUID
 * @token: the secret that lets in
 * @group: into which home
 * @expires: when it ends, in microseconds of real time; the past is taken as it is
 * @uses: how many people may still use it
 *
 * An invitation into a home.
 */
typedef struct
{
  char *id;
  char *token;
  LatchkeyDemoGroup *group;
  gint64 expires;
  int uses;
} LatchkeyDemoInvitation;

LatchkeyDemoInvitation *
latchkey_demo_invitation_new (LatchkeyDemoGroup *group, int uses, gint64 expires);
void latchkey_demo_invitation_free (LatchkeyDemoInvitation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoInvitation, latchkey_demo_invitation_free)

G_END_DECLS
