#pragma once

#include "homebox-secret.h"
#include "latchkey-password-reset.h"

G_BEGIN_DECLS

/*
 * LatchkeyPasswordResetSent:
 * @email: as typed
 *
 * What the new password is to be used with, as long as somebody may want to know whether it counts.
 */
typedef struct
{
  char *email;
  HomeboxSecret *password;
  gboolean stay_signed_in;
} LatchkeyPasswordResetSent;

struct _LatchkeyPasswordReset
{
  GObject parent_instance;

  LatchkeyVault *vault;
  HomeboxClient *client;
  /* The account that the person signs in to again, if it is one. */
  LatchkeyConnection *connection;

  LatchkeyPasswordResetState state;
  /* Where a mail was asked for from, and where a refusal of it is told. */
  LatchkeyPasswordResetState asked_from;
  GError *error;
  char *mailed_to;
  LatchkeyPasswordResetSent *sent;
  /* Of what goes on; a late answer of something older finds another. */
  GCancellable *cancellable;
  gboolean closed;
};

void latchkey_password_reset_set_state (LatchkeyPasswordReset *self,
                                        LatchkeyPasswordResetState state,
                                        const GError *error);
void latchkey_password_reset_begin (LatchkeyPasswordReset *self, LatchkeyPasswordResetState state);
void latchkey_password_reset_succeed (LatchkeyPasswordReset *self, LatchkeyConnection *connection);

G_END_DECLS
