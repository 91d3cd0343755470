#include "latchkey-demo-person.h"

/**
 * latchkey_demo_person_new:
 * @id: (nullable): a UUID, or %NULL for a new one
 * @name: the name
 * @email: the email
 *
 * Makes an account without a password and without a home.
 *
 * Returns: (transfer full): the person
 */
LatchkeyDemoPerson *
latchkey_demo_person_new (const char *id, const char *name, const char *email)
{
  LatchkeyDemoPerson *self = g_new0 (LatchkeyDemoPerson, 1);

  self->id = id != NULL ? g_strdup (id) : g_uuid_string_random ();
  self->name = g_strdup (name);
  self->email = g_strdup (email);
  self->salt = g_uuid_string_random ();

  return self;
}

/**
 * latchkey_demo_person_free:
 * @self: (nullable) (transfer full): a person
 *
 * Frees it.
 */
void
latchkey_demo_person_free (LatchkeyDemoPerson *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->email);
  g_free (self->default_group_id);
  g_free (self->settings);
  g_free (self->salt);
  g_free (self->password_hash);
  g_free (self->oidc_issuer);
  g_free (self->oidc_subject);
  g_free (self->reset_token);
  g_free (self);
}

static char *
hash_password (LatchkeyDemoPerson *self, const char *password)
{
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256,
                                    (const guchar *) self->salt,
                                    strlen (self->salt),
                                    password,
                                    -1);
}

/**
 * latchkey_demo_person_set_password:
 * @self: a person
 * @password: the new password; no length is too short for the server
 *
 * Sets the password. Only a salted hash of it is kept: people may well type a real one here.
 */
void
latchkey_demo_person_set_password (LatchkeyDemoPerson *self, const char *password)
{
  g_free (self->password_hash);
  self->password_hash = hash_password (self, password);
}

/**
 * latchkey_demo_person_check_password:
 * @self: a person
 * @password: what was entered
 *
 * Returns: whether that is the person's password
 */
gboolean
latchkey_demo_person_check_password (LatchkeyDemoPerson *self, const char *password)
{
  g_autofree char *hash = hash_password (self, password);

  return g_strcmp0 (hash, self->password_hash) == 0;
}

/**
 * latchkey_demo_person_set_oidc:
 * @self: a person
 * @issuer: the provider
 * @subject: who the person is there
 *
 * Makes the account the one that a sign-in through the provider opens.
 */
void
latchkey_demo_person_set_oidc (LatchkeyDemoPerson *self, const char *issuer, const char *subject)
{
  g_free (self->oidc_issuer);
  self->oidc_issuer = g_strdup (issuer);
  g_free (self->oidc_subject);
  self->oidc_subject = g_strdup (subject);
}
