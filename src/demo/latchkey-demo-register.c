#include "latchkey-demo-endpoints.h"

#define SHORTEST_PASSWORD 6
#define LONGEST_NAME 255

/* What Homebox puts into a new home. */
#define N_NEW_LOCATIONS 8
#define N_NEW_TAGS 6

static char *
make_group_name (LatchkeyDemoVersion version, const char *name)
{
  switch (version)
    {
    case LATCHKEY_DEMO_VERSION_0_21:
      return g_strdup ("Home");
    case LATCHKEY_DEMO_VERSION_0_25:
      return g_strdup_printf ("%ss' Home", name);
    case LATCHKEY_DEMO_VERSION_CURRENT:
    default:
      return g_strdup_printf ("%s's Home", name);
    }
}

static LatchkeyDemoInvitation *
check_invitation (LatchkeyDemoExchange *exchange, const char *token)
{
  LatchkeyDemoInvitation *invitation
      = latchkey_demo_store_find_invitation (exchange->store, token);
  const char *problem = NULL;

  if (invitation == NULL)
    problem = "ent: group_invitation_token not found";
  else if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25
           && invitation->expires < g_get_real_time ())
    problem = "invitation expired";
  else if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25 && invitation->uses <= 0)
    problem = "invitation used up";

  if (problem != NULL)
    {
      latchkey_demo_exchange_reply_error (exchange, 500, problem);
      return NULL;
    }

  return invitation;
}

/**
 * latchkey_demo_register_move_in:
 * @exchange: a request that made an account
 * @person: whose account it is
 * @group_name: what to call the home
 *
 * Gives somebody a home of their own, with the places and tags that Homebox puts into a new one.
 */
void
latchkey_demo_register_move_in (LatchkeyDemoExchange *exchange,
                                LatchkeyDemoPerson *person,
                                const char *group_name)
{
  LatchkeyDemoGroup *group = latchkey_demo_group_new (NULL, group_name);

  group->n_locations = N_NEW_LOCATIONS;
  group->n_tags = N_NEW_TAGS;
  person->is_owner = TRUE;
  latchkey_demo_store_add_group (exchange->store, group, person);
}

/**
 * latchkey_demo_register_post:
 * @exchange: `POST /users/register`
 *
 * Makes an account, either with a home of its own or, with an invitation, in another one. v0.21
 * takes expired and spent invitations, and only current servers check the password's length.
 */
void
latchkey_demo_register_post (LatchkeyDemoExchange *exchange)
{
  g_autofree char *name = g_strdup ("");
  g_autofree char *email = g_strdup ("");
  g_autofree char *password = g_strdup ("");
  g_autofree char *token = g_strdup ("");
  g_autofree char *stored_email = NULL;
  g_autofree char *group_name = NULL;
  g_autofree char *problem = NULL;
  LatchkeyDemoInvitation *invitation = NULL;
  LatchkeyDemoPerson *person;

  if (exchange->flags & LATCHKEY_DEMO_NO_LOCAL_LOGIN
      && exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    {
      latchkey_demo_exchange_reply_error (exchange, 403, "local login is not enabled");
      return;
    }
  if (!latchkey_demo_exchange_decode (exchange,
                                      "services.UserRegistration",
                                      &problem,
                                      "name",
                                      G_TYPE_STRING,
                                      &name,
                                      "email",
                                      G_TYPE_STRING,
                                      &email,
                                      "password",
                                      G_TYPE_STRING,
                                      &password,
                                      "token",
                                      G_TYPE_STRING,
                                      &token,
                                      NULL))
    {
      latchkey_demo_exchange_reply_error (exchange, 500, problem);
      return;
    }
  if (exchange->flags & LATCHKEY_DEMO_NO_REGISTRATION && *token == '\0')
    {
      latchkey_demo_exchange_reply_error (exchange, 403, "user registration disabled");
      return;
    }
  if (exchange->version >= LATCHKEY_DEMO_VERSION_CURRENT
      && strlen (password) < SHORTEST_PASSWORD)
    {
      latchkey_demo_exchange_reply_error (
          exchange, 500, "password must be at least 6 characters");
      return;
    }
  if (*token != '\0' && (invitation = check_invitation (exchange, token)) == NULL)
    return;

  /* The home is made before the person: that is what a refused registration leaves behind. */
  group_name = make_group_name (exchange->version, name);
  if (invitation == NULL && strlen (group_name) > LONGEST_NAME)
    {
      latchkey_demo_exchange_reply_error (exchange,
                                          500,
                                          "ent: validator failed for field \"Group.name\": value "
                                          "is greater than the required length");
      return;
    }
  stored_email = latchkey_demo_profile_store_email (exchange, email);
  if (!latchkey_demo_profile_validate (exchange, 500, name, stored_email, NULL))
    return;

  person = latchkey_demo_person_new (NULL, name, stored_email);
  latchkey_demo_person_set_password (person, password);
  latchkey_demo_store_add_person (exchange->store, person);
  if (invitation != NULL)
    {
      invitation->uses--;
      latchkey_demo_store_join (exchange->store, invitation->group, person);
    }
  else
    latchkey_demo_register_move_in (exchange, person, group_name);

  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}
