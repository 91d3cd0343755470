#include "latchkey-demo-store.h"

/**
 * latchkey_demo_store_new:
 *
 * Returns: (transfer full): a store with nobody in it
 */
LatchkeyDemoStore *
latchkey_demo_store_new (void)
{
  LatchkeyDemoStore *self = g_new0 (LatchkeyDemoStore, 1);

  self->people = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_person_free);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_group_free);
  self->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_session_free);
  self->api_keys = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_api_key_free);
  self->invitations
      = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_invitation_free);
  self->exports = g_ptr_array_new_with_free_func ((GDestroyNotify) latchkey_demo_export_free);

  return self;
}

/**
 * latchkey_demo_store_free:
 * @self: (nullable) (transfer full): a store
 *
 * Forgets everything.
 */
void
latchkey_demo_store_free (LatchkeyDemoStore *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->exports);
  g_ptr_array_unref (self->sessions);
  g_ptr_array_unref (self->api_keys);
  g_ptr_array_unref (self->invitations);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->people);
  g_free (self);
}

/**
 * latchkey_demo_store_add_person:
 * @self: a store
 * @person: (transfer full): a new account
 *
 * Adds an account.
 */
void
latchkey_demo_store_add_person (LatchkeyDemoStore *self, LatchkeyDemoPerson *person)
{
  g_ptr_array_add (self->people, person);
}

/**
 * latchkey_demo_store_lock_out:
 * @self: a store
 * @person: somebody
 *
 * Takes @person out of every home. Such an account can still sign in, but everything else is
 * refused with 403.
 */
void
latchkey_demo_store_lock_out (LatchkeyDemoStore *self, LatchkeyDemoPerson *person)
{
  for (guint i = 0; i < self->groups->len; i++)
    latchkey_demo_group_remove_member (g_ptr_array_index (self->groups, i), person);
}

/**
 * latchkey_demo_store_remove_person:
 * @self: a store
 * @person: somebody
 *
 * Deletes the account with its sessions, API keys and memberships. The homes stay.
 */
void
latchkey_demo_store_remove_person (LatchkeyDemoStore *self, LatchkeyDemoPerson *person)
{
  latchkey_demo_store_lock_out (self, person);
  latchkey_demo_store_close_sessions (self, person, NULL);
  for (guint i = self->api_keys->len; i > 0; i--)
    {
      LatchkeyDemoApiKey *key = g_ptr_array_index (self->api_keys, i - 1);

      if (key->person == person)
        g_ptr_array_remove_index (self->api_keys, i - 1);
    }
  g_ptr_array_remove (self->people, person);
}

/**
 * latchkey_demo_store_find_person:
 * @self: a store
 * @id: a UUID
 *
 * Returns: (nullable) (transfer none): who has that id
 */
LatchkeyDemoPerson *
latchkey_demo_store_find_person (LatchkeyDemoStore *self, const char *id)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      LatchkeyDemoPerson *person = g_ptr_array_index (self->people, i);

      if (g_ascii_strcasecmp (person->id, id) == 0)
        return person;
    }

  return NULL;
}

/**
 * latchkey_demo_store_find_email:
 * @self: a store
 * @email: an email
 *
 * Looks somebody up as sign-in does: regardless of case, and in vain when two accounts differ
 * in case only, which v0.21 and v0.25 let happen.
 *
 * Returns: (nullable) (transfer none): who has that email
 */
LatchkeyDemoPerson *
latchkey_demo_store_find_email (LatchkeyDemoStore *self, const char *email)
{
  LatchkeyDemoPerson *found = NULL;

  for (guint i = 0; i < self->people->len; i++)
    {
      LatchkeyDemoPerson *person = g_ptr_array_index (self->people, i);

      if (g_ascii_strcasecmp (person->email, email) != 0)
        continue;
      if (found != NULL)
        return NULL;
      found = person;
    }

  return found;
}

/**
 * latchkey_demo_store_find_oidc:
 * @self: a store
 * @issuer: a provider
 * @subject: who somebody is there
 *
 * Returns: (nullable) (transfer none): who signed in through that provider before
 */
LatchkeyDemoPerson *
latchkey_demo_store_find_oidc (LatchkeyDemoStore *self, const char *issuer, const char *subject)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      LatchkeyDemoPerson *person = g_ptr_array_index (self->people, i);

      if (g_strcmp0 (person->oidc_issuer, issuer) == 0
          && g_strcmp0 (person->oidc_subject, subject) == 0)
        return person;
    }

  return NULL;
}

/**
 * latchkey_demo_store_is_email_taken:
 * @self: a store
 * @email: an email, as it would be stored
 * @except: (nullable): an account that may have it
 *
 * Returns: whether another account has exactly that email
 */
gboolean
latchkey_demo_store_is_email_taken (LatchkeyDemoStore *self,
                                    const char *email,
                                    LatchkeyDemoPerson *except)
{
  for (guint i = 0; i < self->people->len; i++)
    {
      LatchkeyDemoPerson *person = g_ptr_array_index (self->people, i);

      if (person != except && strcmp (person->email, email) == 0)
        return TRUE;
    }

  return FALSE;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const LatchkeyDemoGroup *one = *(LatchkeyDemoGroup *const *) a;
  const LatchkeyDemoGroup *other = *(LatchkeyDemoGroup *const *) b;

  return strcmp (one->id, other->id);
}

/**
 * latchkey_demo_store_add_group:
 * @self: a store
 * @group: (transfer full): a new home
 * @owner: its owner and first member
 *
 * Adds a home. Homebox lists homes in the order of their ids.
 */
void
latchkey_demo_store_add_group (LatchkeyDemoStore *self,
                               LatchkeyDemoGroup *group,
                               LatchkeyDemoPerson *owner)
{
  g_ptr_array_add (self->groups, group);
  g_ptr_array_sort (self->groups, compare_groups);
  group->owner = owner;
  latchkey_demo_store_join (self, group, owner);
}

/**
 * latchkey_demo_store_join:
 * @self: a store
 * @group: a home
 * @person: somebody who is not in it yet
 *
 * Lets @person in. A first home becomes the default one.
 */
void
latchkey_demo_store_join (LatchkeyDemoStore *self,
                          LatchkeyDemoGroup *group,
                          LatchkeyDemoPerson *person)
{
  latchkey_demo_group_add_member (group, person);
  if (person->default_group_id == NULL)
    person->default_group_id = g_strdup (group->id);
}

/**
 * latchkey_demo_store_remove_group:
 * @self: a store
 * @group: a home
 *
 * Deletes the home, everything in it, and the invitations into it.
 */
void
latchkey_demo_store_remove_group (LatchkeyDemoStore *self, LatchkeyDemoGroup *group)
{
  for (guint i = self->invitations->len; i > 0; i--)
    {
      LatchkeyDemoInvitation *invitation = g_ptr_array_index (self->invitations, i - 1);

      if (invitation->group == group)
        g_ptr_array_remove_index (self->invitations, i - 1);
    }
  g_ptr_array_remove (self->groups, group);
}

/**
 * latchkey_demo_store_find_group:
 * @self: a store
 * @id: a UUID
 *
 * Returns: (nullable) (transfer none): the home with that id
 */
LatchkeyDemoGroup *
latchkey_demo_store_find_group (LatchkeyDemoStore *self, const char *id)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      LatchkeyDemoGroup *group = g_ptr_array_index (self->groups, i);

      if (g_ascii_strcasecmp (group->id, id) == 0)
        return group;
    }

  return NULL;
}

/**
 * latchkey_demo_store_list_groups:
 * @self: a store
 * @person: somebody
 *
 * Returns: (transfer container) (element-type LatchkeyDemoGroup): the homes @person is in
 */
GPtrArray *
latchkey_demo_store_list_groups (LatchkeyDemoStore *self, LatchkeyDemoPerson *person)
{
  GPtrArray *groups = g_ptr_array_new ();

  for (guint i = 0; i < self->groups->len; i++)
    {
      LatchkeyDemoGroup *group = g_ptr_array_index (self->groups, i);

      if (latchkey_demo_group_has_member (group, person))
        g_ptr_array_add (groups, group);
    }

  return groups;
}

/**
 * latchkey_demo_store_open_session:
 * @self: a store
 * @person: somebody
 * @days: for how long
 *
 * Signs @person in.
 *
 * Returns: (transfer none): the new session
 */
LatchkeyDemoSession *
latchkey_demo_store_open_session (LatchkeyDemoStore *self, LatchkeyDemoPerson *person, guint days)
{
  LatchkeyDemoSession *session = latchkey_demo_session_new (person, days);

  g_ptr_array_add (self->sessions, session);

  return session;
}

/**
 * latchkey_demo_store_find_session:
 * @self: a store
 * @token: a token, without `Bearer`
 *
 * Returns: (nullable) (transfer none): the session that @token opens, also as its attachment token
 */
LatchkeyDemoSession *
latchkey_demo_store_find_session (LatchkeyDemoStore *self, const char *token)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      LatchkeyDemoSession *session = g_ptr_array_index (self->sessions, i);

      if (session->expires > g_get_real_time ()
          && (strcmp (session->token, token) == 0
              || strcmp (session->attachment_token, token) == 0))
        return session;
    }

  return NULL;
}

/**
 * latchkey_demo_store_close_session:
 * @self: a store
 * @token: its token
 *
 * Ends one session.
 */
void
latchkey_demo_store_close_session (LatchkeyDemoStore *self, const char *token)
{
  LatchkeyDemoSession *session = latchkey_demo_store_find_session (self, token);

  if (session != NULL)
    g_ptr_array_remove (self->sessions, session);
}

/**
 * latchkey_demo_store_close_sessions:
 * @self: a store
 * @person: somebody
 * @except_token: (nullable): the token of a session that stays
 *
 * Ends the sessions of @person.
 */
void
latchkey_demo_store_close_sessions (LatchkeyDemoStore *self,
                                    LatchkeyDemoPerson *person,
                                    const char *except_token)
{
  for (guint i = self->sessions->len; i > 0; i--)
    {
      LatchkeyDemoSession *session = g_ptr_array_index (self->sessions, i - 1);

      if (session->person == person && g_strcmp0 (session->token, except_token) != 0)
        g_ptr_array_remove_index (self->sessions, i - 1);
    }
}

/**
 * latchkey_demo_store_expire_sessions:
 * @self: a store
 *
 * Ends all sessions of everybody.
 */
void
latchkey_demo_store_expire_sessions (LatchkeyDemoStore *self)
{
  g_ptr_array_set_size (self->sessions, 0);
}

/**
 * latchkey_demo_store_find_api_key:
 * @self: a store
 * @token: a secret
 *
 * Returns: (nullable) (transfer none): the key with that secret, unless it expired
 */
LatchkeyDemoApiKey *
latchkey_demo_store_find_api_key (LatchkeyDemoStore *self, const char *token)
{
  for (guint i = 0; i < self->api_keys->len; i++)
    {
      LatchkeyDemoApiKey *key = g_ptr_array_index (self->api_keys, i);

      if (key->expires > g_get_real_time () && strcmp (key->token, token) == 0)
        return key;
    }

  return NULL;
}

/**
 * latchkey_demo_store_find_invitation:
 * @self: a store
 * @token: a secret
 *
 * Returns: (nullable) (transfer none): the invitation, spent or expired or not
 */
LatchkeyDemoInvitation *
latchkey_demo_store_find_invitation (LatchkeyDemoStore *self, const char *token)
{
  for (guint i = 0; i < self->invitations->len; i++)
    {
      LatchkeyDemoInvitation *invitation = g_ptr_array_index (self->invitations, i);

      if (strcmp (invitation->token, token) == 0)
        return invitation;
    }

  return NULL;
}
