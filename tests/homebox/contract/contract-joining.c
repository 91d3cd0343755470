#include "contract.h"

#include "homebox-link.h"
#include "homebox-registration.h"
#include "homebox-session-invitations.h"

#include <string.h>

static HomeboxSession *
register_as (Contract *contract,
             const char *name,
             const char *email,
             HomeboxSecret *invitation,
             HomeboxRegistrationFate *fate,
             GError **error)
{
  g_autoptr (HomeboxRegistration) registration = homebox_registration_new (contract->client, NULL);
  g_autoptr (HomeboxSecret) password = homebox_secret_new (CONTRACT_PASSWORD);
  g_autoptr (GAsyncResult) result = NULL;
  HomeboxSession *session;

  homebox_registration_run_async (registration, name, email, password, invitation, FALSE, NULL,
                                  await_store, &result);
  session = homebox_registration_run_finish (registration, await (&result), error);
  *fate = homebox_registration_get_fate (registration);

  return session;
}

static char *
new_email (const char *name)
{
  g_autofree char *id = g_uuid_string_random ();

  return g_strdup_printf ("%s-%.8s@example.org", name, id);
}

static HomeboxGroup *
load_home (HomeboxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) groups = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_list_groups_async (session, NULL, await_store, &result);
  groups = homebox_session_list_groups_finish (session, await (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 1);

  return g_list_model_get_item (groups, 0);
}

static HomeboxInvitation *
invite (HomeboxSession *session, HomeboxGroup *group, guint uses, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, 7);

  homebox_session_create_invitation_async (session, group, uses, then, NULL, await_store, &result);

  return homebox_session_create_invitation_finish (session, await (&result), error);
}

static GListModel *
list_invitations (HomeboxSession *session, HomeboxGroup *group, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_list_invitations_async (session, group, NULL, await_store, &result);

  return homebox_session_list_invitations_finish (session, await (&result), error);
}

static gboolean
withdraw (HomeboxSession *session,
          HomeboxGroup *group,
          HomeboxInvitation *invitation,
          GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_withdraw_invitation_async (session, group, invitation, NULL, await_store,
                                             &result);

  return homebox_session_withdraw_invitation_finish (session, await (&result), error);
}

static HomeboxGroup *
join (HomeboxSession *session, HomeboxSecret *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_join_home_async (session, token, NULL, await_store, &result);

  return homebox_session_join_home_finish (session, await (&result), error);
}

static GListModel *
list_members (HomeboxSession *session, HomeboxGroup *group)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *members;

  homebox_session_list_members_async (session, group, NULL, await_store, &result);
  members = homebox_session_list_members_finish (session, await (&result), &error);
  g_assert_no_error (error);

  return members;
}

static HomeboxMember *
find_member (GListModel *members, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr (HomeboxMember) member = g_list_model_get_item (members, i);

      if (g_strcmp0 (homebox_member_get_id (member), id) == 0)
        return g_steal_pointer (&member);
    }

  return NULL;
}

static const char *
get_id (HomeboxSession *session)
{
  return homebox_user_get_id (homebox_session_get_user (session));
}

static gboolean
remove_member (HomeboxSession *session, HomeboxGroup *group, HomeboxMember *member, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_remove_member_async (session, group, member, NULL, await_store, &result);

  return homebox_session_remove_member_finish (session, await (&result), error);
}

static void
test_register (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autofree char *email = new_email ("Ann");
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (HomeboxSession) again = NULL;
  HomeboxRegistrationFate fate;
  g_autoptr (GError) error = NULL;

  session = register_as (contract, " Ann Ö. ", email, NULL, &fate, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fate, ==, HOMEBOX_REGISTRATION_MADE);
  g_assert_cmpstr (homebox_user_get_name (homebox_session_get_user (session)), ==, "Ann Ö.");

  again = register_as (contract, "Ann", email, NULL, &fate, &error);
  g_assert_null (again);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_EMAIL_TAKEN);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EMAIL);
  g_assert_cmpint (fate, ==, HOMEBOX_REGISTRATION_NOT_MADE);
}

/* The longest names that a server takes are those that are let through. */
static void
test_register_long_name (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autofree char *email = new_email ("long");
  g_autofree char *name = g_strnfill (248, 'x');
  g_autofree char *too_long = g_strnfill (249, 'x');
  g_autofree char *json = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  HomeboxRegistrationFate fate;
  g_autoptr (GError) error = NULL;

  session = register_as (contract, name, email, NULL, &fate, &error);
  g_assert_no_error (error);

  json = g_strdup_printf ("{\"name\":\"%s\",\"email\":\"x%s\",\"password\":\"%s\",\"token\":\"\"}",
                          too_long, email, CONTRACT_PASSWORD);
  response = contract_ask (contract, NULL, "POST", "/users/register", json);
  if (contract->facts->names_home_after_person)
    {
      g_assert_false (homebox_response_check (response, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
      g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_NAME);
    }
  else
    {
      contract_assert_answer (response, 204, NULL);
    }
}

static void
test_register_short_password (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autofree char *email = new_email ("short");
  g_autofree char *json = NULL;
  g_autoptr (HomeboxResponse) response = NULL;

  json = g_strdup_printf ("{\"name\":\"x\",\"email\":\"%s\",\"password\":\"12345\",\"token\":\"\"}",
                          email);
  response = contract_ask (contract, NULL, "POST", "/users/register", json);
  if (contract->facts->checks_registered_password)
    contract_assert_answer (response, 500, "password must be at least 6 characters");
  else
    contract_assert_answer (response, 204, NULL);
}

static void
test_register_unknown_invitation (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autofree char *email = new_email ("ann");
  g_autoptr (HomeboxSecret) token = homebox_secret_new ("AYQ4W4K5MT4CZOPB2PZRCZ4PTY");
  HomeboxRegistrationFate fate;
  g_autoptr (GError) error = NULL;

  g_assert_null (register_as (contract, "Ann", email, token, &fate, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVITATION_UNKNOWN);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_INVITATION);
  g_assert_cmpint (fate, ==, HOMEBOX_REGISTRATION_NOT_MADE);
}

/* From the owner's link to a member of that home, as a family does it. */
static void
test_link_to_member (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxGroup) home = load_home (ann->session);
  g_autofree char *email = new_email ("bea");
  g_autofree char *second_email = new_email ("cem");
  g_autoptr (HomeboxInvitation) invitation = NULL;
  g_autoptr (HomeboxSecret) text = NULL;
  g_autoptr (HomeboxLink) link = NULL;
  g_autoptr (HomeboxSession) bea = NULL;
  g_autoptr (HomeboxSession) cem = NULL;
  g_autoptr (HomeboxGroup) home_of_bea = NULL;
  g_autofree char *base_uri = NULL;
  HomeboxRegistrationFate fate;
  g_autoptr (GError) error = NULL;

  invitation = invite (ann->session, home, 1, &error);
  g_assert_no_error (error);
  text = homebox_link_write_invitation (homebox_client_get_base_uri (contract->client),
                                        homebox_invitation_get_token (invitation));
  link = homebox_link_parse (homebox_secret_peek (text), &error);
  g_assert_no_error (error);
  base_uri = homebox_address_dup_base_uri (homebox_link_get_address (link), NULL);
  g_assert_cmpstr (base_uri, ==, homebox_client_get_base_uri (contract->client));

  bea = register_as (contract, "Bea", email, homebox_link_get_token (link), &fate, &error);
  g_assert_no_error (error);
  home_of_bea = load_home (bea);
  g_assert_cmpstr (homebox_group_get_id (home_of_bea), ==, homebox_group_get_id (home));

  /* v0.21 counts neither uses nor time. */
  cem = register_as (contract, "Cem", second_email, homebox_link_get_token (link), &fate, &error);
  if (contract->facts->invitations_end)
    {
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVITATION_SPENT);
      g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_INVITATION);
      g_assert_cmpint (fate, ==, HOMEBOX_REGISTRATION_NOT_MADE);
    }
  else
    {
      g_assert_no_error (error);
    }
}

static void
test_register_expired (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autofree char *email = new_email ("bea");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxSecret) token = NULL;
  g_autoptr (HomeboxSession) bea = NULL;
  HomeboxRegistrationFate fate;
  g_autoptr (GError) error = NULL;

  /* The server takes the past as it is. */
  response = contract_ask (contract, ann, "POST", "/groups/invitations",
                           "{\"uses\":1,\"expiresAt\":\"2020-01-01T00:00:00Z\"}");
  g_assert_cmpuint (homebox_response_get_status (response), ==, 201);
  token = homebox_secret_new (
      json_object_get_string_member (contract_get_bare_object (response), "token"));

  bea = register_as (contract, "Bea", email, token, &fate, &error);
  if (contract->facts->invitations_end)
    g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVITATION_SPENT);
  else
    g_assert_no_error (error);
}

static void
test_invitations (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxGroup) home = load_home (ann->session);
  g_autoptr (HomeboxInvitation) made = NULL;
  g_autoptr (HomeboxInvitation) listed = NULL;
  g_autoptr (GListModel) invitations = NULL;
  g_autoptr (GListModel) left = NULL;
  g_autoptr (HomeboxResponse) too_many = NULL;
  g_autoptr (GError) error = NULL;

  made = invite (ann->session, home, HOMEBOX_INVITATION_MAX_USES, &error);
  g_assert_no_error (error);
  g_assert_true (homebox_invitation_is_open (made));
  g_assert_cmpuint (homebox_invitation_get_uses_left (made), ==, HOMEBOX_INVITATION_MAX_USES);

  too_many = contract_ask (contract, ann, "POST", "/groups/invitations",
                           "{\"uses\":101,\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
  g_assert_cmpuint (homebox_response_get_status (too_many), ==, 422);
  g_assert_false (homebox_response_check (too_many, &error));
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_USES);
  g_clear_error (&error);

  invitations = list_invitations (ann->session, home, &error);
  if (!contract->facts->has_many_homes)
    {
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      g_clear_error (&error);
      g_assert_false (withdraw (ann->session, home, made, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (invitations), ==, 1);
  listed = g_list_model_get_item (invitations, 0);
  g_assert_cmpstr (homebox_invitation_get_id (listed), ==, homebox_invitation_get_id (made));
  g_assert_null (homebox_invitation_get_token (listed));

  g_assert_true (withdraw (ann->session, home, listed, &error));
  g_assert_true (withdraw (ann->session, home, listed, &error));
  g_assert_no_error (error);
  left = list_invitations (ann->session, home, &error);
  g_assert_cmpuint (g_list_model_get_n_items (left), ==, 0);
}

static void
test_join (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new (contract, "bea");
  g_autoptr (ContractPerson) cem = contract_person_new (contract, "cem");
  g_autoptr (HomeboxGroup) home = load_home (ann->session);
  g_autoptr (HomeboxSecret) unknown = homebox_secret_new ("AYQ4W4K5MT4CZOPB2PZRCZ4PTY");
  g_autoptr (HomeboxInvitation) invitation = NULL;
  g_autoptr (HomeboxInvitation) of_member = NULL;
  g_autoptr (GListModel) seen_by_member = NULL;
  g_autoptr (HomeboxGroup) joined = NULL;
  g_autoptr (GError) error = NULL;

  invitation = invite (ann->session, home, 1, &error);
  g_assert_no_error (error);

  joined = join (bea->session, homebox_invitation_get_token (invitation), &error);
  if (!contract->facts->has_many_homes)
    {
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      return;
    }

  g_assert_no_error (error);
  g_assert_cmpstr (homebox_group_get_id (joined), ==, homebox_group_get_id (home));
  g_assert_cmpstr (homebox_group_get_currency (joined), ==, homebox_group_get_currency (home));

  /* A member already, and spent: it is all the same to the server. */
  g_assert_null (join (bea->session, homebox_invitation_get_token (invitation), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVITATION_SPENT);
  g_clear_error (&error);
  g_assert_null (join (cem->session, homebox_invitation_get_token (invitation), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVITATION_SPENT);
  g_clear_error (&error);
  g_assert_null (join (cem->session, unknown, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVITATION_UNKNOWN);
  g_clear_error (&error);

  /* A member sees who is invited, and may do nothing about it. */
  seen_by_member = list_invitations (bea->session, home, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (seen_by_member), ==, 1);
  if (contract->facts->asks_for_owner)
    {
      of_member = invite (bea->session, home, 1, &error);
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_OWNER);
      g_clear_error (&error);
      g_assert_false (withdraw (bea->session, home, invitation, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_OWNER);
    }
}

static void
test_remove (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new (contract, "bea");
  g_autoptr (ContractPerson) cem = NULL;
  g_autoptr (HomeboxGroup) home = load_home (ann->session);
  g_autoptr (HomeboxInvitation) invitation = NULL;
  g_autoptr (HomeboxGroup) joined = NULL;
  g_autoptr (GListModel) members = NULL;
  g_autoptr (GListModel) left = NULL;
  g_autoptr (HomeboxMember) member_ann = NULL;
  g_autoptr (HomeboxMember) member_bea = NULL;
  g_autoptr (HomeboxMember) member_cem = NULL;
  g_autoptr (GError) error = NULL;

  if (!contract->facts->has_many_homes)
    {
      g_test_skip ("one home for ever");
      return;
    }

  invitation = invite (ann->session, home, 1, &error);
  joined = join (bea->session, homebox_invitation_get_token (invitation), &error);
  g_assert_no_error (error);
  cem = contract_person_new_invited (contract, "cem", ann);

  members = list_members (ann->session, home);
  g_assert_cmpuint (g_list_model_get_n_items (members), ==, 3);
  member_ann = find_member (members, get_id (ann->session));
  member_bea = find_member (members, get_id (bea->session));
  member_cem = find_member (members, get_id (cem->session));

  if (contract->facts->asks_for_owner)
    {
      g_assert_false (remove_member (bea->session, home, member_ann, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_OWNER);
      g_clear_error (&error);
    }

  /* Of several homes (204), of the only one (500), and both once more. */
  g_assert_true (remove_member (ann->session, home, member_bea, &error));
  g_assert_no_error (error);
  g_assert_true (remove_member (ann->session, home, member_cem, &error));
  g_assert_no_error (error);
  g_assert_true (remove_member (ann->session, home, member_bea, &error));
  g_assert_true (remove_member (ann->session, home, member_cem, &error));
  g_assert_no_error (error);

  left = list_members (ann->session, home);
  g_assert_cmpuint (g_list_model_get_n_items (left), ==, 1);
  g_assert_true (contract_load_user (bea->session, &error));
  g_assert_false (contract_load_user (cem->session, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME);
}

/*
 * contract_add_joining_tests:
 * @contract: the server
 *
 * Registering, inviting, joining and removing.
 */
void
contract_add_joining_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/joining/register/and-sign-in", contract,
                        test_register);
  g_test_add_data_func ("/contract/joining/register/longest-name", contract,
                        test_register_long_name);
  g_test_add_data_func ("/contract/joining/register/who-checks-the-password", contract,
                        test_register_short_password);
  g_test_add_data_func ("/contract/joining/register/unknown-invitation", contract,
                        test_register_unknown_invitation);
  g_test_add_data_func ("/contract/joining/register/expired-invitation", contract,
                        test_register_expired);
  g_test_add_data_func ("/contract/joining/from-a-link-to-a-member", contract,
                        test_link_to_member);
  g_test_add_data_func ("/contract/joining/invitations", contract, test_invitations);
  g_test_add_data_func ("/contract/joining/join", contract, test_join);
  g_test_add_data_func ("/contract/joining/remove", contract, test_remove);
}
