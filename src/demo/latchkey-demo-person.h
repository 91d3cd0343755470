#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LatchkeyDemoPerson:
 * @id: a UUID
 * @name: as entered
 * @email: as this version stores it
 * @default_group_id: the home that a request without `X-Tenant` is about
 * @settings: the settings as canonical JSON text, or %NULL when never saved
 * @is_superuser: whether the person administers the server
 * @is_owner: the role that v0.21 and v0.25 tell as `isOwner`; not used by current servers
 * @salt: what is hashed together with the password
 * @password_hash: (nullable): never the password itself; %NULL when there is none
 * @oidc_issuer: (nullable): the provider through which the person signs in
 * @oidc_subject: (nullable): who the person is there
 * @reset_token: (nullable): the secret of the link that sets a new password
 * @reset_expires: until when that is good, in microseconds of real time
 *
 * An account.
 */
typedef struct
{
  char *id;
  char *name;
  char *email;
  char *default_group_id;
  char *settings;
  gboolean is_superuser;
  gboolean is_owner;
  char *salt;
  char *password_hash;
  char *oidc_issuer;
  char *oidc_subject;
  char *reset_token;
  gint64 reset_expires;
} LatchkeyDemoPerson;

LatchkeyDemoPerson *latchkey_demo_person_new (const char *id, const char *name, const char *email);
void latchkey_demo_person_free (LatchkeyDemoPerson *self);

void latchkey_demo_person_set_password (LatchkeyDemoPerson *self, const char *password);
gboolean latchkey_demo_person_check_password (LatchkeyDemoPerson *self, const char *password);
void latchkey_demo_person_set_oidc (LatchkeyDemoPerson *self,
                                    const char *issuer,
                                    const char *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoPerson, latchkey_demo_person_free)

G_END_DECLS
