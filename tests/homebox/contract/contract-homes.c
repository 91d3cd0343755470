#include "contract.h"

#include "homebox-home-survey.h"

#define FOREIGN_HOME "11111111-1111-1111-1111-111111111111"
#define NO_INVITATION "/groups/invitations/00000000-0000-0000-0000-000000000000"

static GListModel *
survey (ContractPerson *person)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *groups;

  homebox_home_survey_run_async (person->session, NULL, await_store, &result);
  groups = homebox_home_survey_run_finish (person->session, await (&result), &error);
  g_assert_no_error (error);

  return groups;
}

static HomeboxGroup *
find_group (GListModel *groups, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (groups); i++)
    {
      g_autoptr (HomeboxGroup) group = g_list_model_get_item (groups, i);

      if (g_strcmp0 (homebox_group_get_id (group), id) == 0)
        return group;
    }

  g_assert_not_reached ();
}

static const char *
default_id (ContractPerson *person)
{
  return homebox_user_get_default_group_id (homebox_session_get_user (person->session));
}

static void
test_groups (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) one = NULL;
  g_autoptr (HomeboxResponse) every = NULL;
  JsonObject *object;
  JsonArray *array;

  one = contract_ask (contract, ann, "GET", "/groups", NULL);
  g_assert_cmpuint (homebox_response_get_status (one), ==, 200);
  object = contract_get_bare_object (one);
  g_assert_cmpstr (json_object_get_string_member (object, "id"), ==, default_id (ann));
  g_assert_true (json_object_has_member (object, "name"));
  g_assert_true (json_object_has_member (object, "currency"));

  every = contract_ask (contract, ann, "GET", "/groups/all", NULL);
  if (!contract->facts->has_many_homes)
    {
      contract_assert_answer (every, 404, "404 page not found");
      return;
    }

  array = homebox_response_get_array (every, NULL);
  g_assert_nonnull (array);
  g_assert_cmpuint (json_array_get_length (array), ==, 1);
}

static void
test_statistics (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  JsonObject *object;

  response = contract_ask (contract, ann, "GET", "/groups/statistics", NULL);
  object = contract_get_bare_object (response);
  g_assert_cmpint (json_object_get_int_member (object, "totalUsers"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "totalItems"), ==, 0);
  g_assert_true (json_object_has_member (object, "totalLocations"));
  g_assert_cmpint (json_object_has_member (object, "totalTags"), ==,
                   contract->facts->has_many_homes);
  g_assert_cmpint (json_object_has_member (object, "totalLabels"), !=,
                   contract->facts->has_many_homes);
}

static void
test_foreign_home (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;

  request = contract_request_new (ann, "GET", "/groups/statistics", NULL);
  homebox_request_set_home (request, FOREIGN_HOME);
  response = contract_send (contract, request);

  if (contract->facts->has_many_homes)
    contract_assert_answer (response, 403, "user does not have access to the requested tenant");
  else
    g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
}

static void
test_alone (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (GListModel) groups = survey (ann);
  HomeboxGroup *group;

  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 1);
  group = find_group (groups, default_id (ann));
  g_assert_cmpint (homebox_group_get_n_members (group), ==, 1);
  g_assert_cmpint (homebox_group_get_n_items (group), ==, 0);
  g_assert_cmpint (homebox_group_get_n_locations (group), >=, 0);
  g_assert_cmpint (homebox_group_get_ownership (group), ==, HOMEBOX_OWNERSHIP_OWNER);
  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_ACTIVE);
}

static void
test_members (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new_invited (contract, "bea", ann);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GListModel) groups = survey (bea);
  HomeboxGroup *group;
  JsonArray *array;

  g_assert_cmpstr (default_id (bea), ==, default_id (ann));
  group = find_group (groups, default_id (ann));
  g_assert_cmpint (homebox_group_get_n_members (group), ==, 2);
  g_assert_cmpint (homebox_group_get_ownership (group), ==, HOMEBOX_OWNERSHIP_MEMBER);

  response = contract_ask (contract, bea, "GET", "/groups/members", NULL);
  if (!contract->facts->has_many_homes)
    {
      contract_assert_answer (response, 404, "404 page not found");
      return;
    }

  array = homebox_response_get_array (response, NULL);
  g_assert_nonnull (array);
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *member = json_array_get_object_element (array, i);

      g_assert_true (json_object_has_member (member, "id"));
      g_assert_true (json_object_has_member (member, "name"));
      g_assert_true (json_object_has_member (member, "email"));
    }
}

static void
test_no_invitation (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new_invited (contract, "bea", ann);
  const ContractFacts *facts = contract->facts;
  const char *not_found = facts->has_many_homes ? "Not Found" : "404 page not found";
  g_autoptr (HomeboxResponse) owner = NULL;
  g_autoptr (HomeboxResponse) member = NULL;

  owner = contract_ask (contract, ann, "DELETE", NO_INVITATION, NULL);
  contract_assert_answer (owner, facts->owner_no_invitation, not_found);

  member = contract_ask (contract, bea, "DELETE", NO_INVITATION, NULL);
  contract_assert_answer (member, facts->member_no_invitation,
                          facts->asks_for_owner
                              ? "only the owner of this collection can perform this action"
                              : not_found);
}

static void
test_member_invites (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new_invited (contract, "bea", ann);
  g_autoptr (HomeboxResponse) response = NULL;

  response = contract_ask (contract, bea, "POST", "/groups/invitations",
                           "{\"uses\":1,\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
  if (contract->facts->asks_for_owner)
    contract_assert_answer (response, 403,
                            "only the owner of this collection can perform this action");
  else
    g_assert_cmpuint (homebox_response_get_status (response), ==, 201);
}

static void
test_second_home (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GListModel) groups = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxGroup *second;
  JsonObject *object;
  const char *const *ids;

  response = contract_ask (contract, ann, "POST", "/groups", "{\"name\":\"Second\"}");
  if (!contract->facts->has_many_homes)
    {
      contract_assert_answer (response, 405, NULL);
      return;
    }

  g_assert_cmpuint (homebox_response_get_status (response), ==, 201);
  object = contract_get_bare_object (response);

  groups = survey (ann);
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 2);
  second = find_group (groups, json_object_get_string_member (object, "id"));
  g_assert_cmpstr (homebox_group_get_name (second), ==, "Second");
  g_assert_cmpint (homebox_group_get_n_members (second), ==, 1);
  g_assert_cmpint (homebox_group_get_n_items (second), ==, 0);

  /* What `isOwner` says is about the default home. */
  g_assert_cmpint (homebox_group_get_ownership (second), ==,
                   contract->facts->has_is_owner ? HOMEBOX_OWNERSHIP_UNKNOWN
                                                 : HOMEBOX_OWNERSHIP_OWNER);

  g_assert_true (contract_load_user (ann->session, &error));
  ids = homebox_user_get_group_ids (homebox_session_get_user (ann->session));
  g_assert_cmpuint (g_strv_length ((char **) ids), ==, 2);
}

static void
assert_no_home (Contract *contract, ContractPerson *person, const char *method, const char *path)
{
  g_autoptr (HomeboxResponse) response = NULL;

  response = contract_ask (contract, person, method, path,
                           g_str_equal (method, "PUT") ? "{}" : NULL);
  contract_assert_answer (response, 403, "user does not have access to the requested tenant");
}

static void
test_no_home (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new_invited (contract, "bea", ann);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxResponse) removed = NULL;
  g_autoptr (HomeboxResponse) login = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  path = g_strconcat ("/groups/members/",
                      homebox_user_get_id (homebox_session_get_user (bea->session)), NULL);
  removed = contract_ask (contract, ann, "DELETE", path, NULL);
  if (!contract->facts->has_many_homes)
    {
      contract_assert_answer (removed, 404, "404 page not found");
      return;
    }

  /* An error, and done all the same. */
  contract_assert_answer (removed, 500, "Unknown Error");

  login = contract_ask_login (contract, bea->email, CONTRACT_PASSWORD, FALSE);
  g_assert_cmpuint (homebox_response_get_status (login), ==, 200);

  assert_no_home (contract, bea, "GET", "/users/self");
  assert_no_home (contract, bea, "GET", "/groups/all");
  assert_no_home (contract, bea, "DELETE", "/users/self");
  assert_no_home (contract, bea, "PUT", "/users/self/change-password");
  assert_no_home (contract, bea, "POST", "/users/logout");

  g_assert_null (contract_sign_in (contract, bea->email, CONTRACT_PASSWORD, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME);
  g_clear_error (&error);

  g_assert_false (contract_load_user (bea->session, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NO_HOME);
  g_assert_cmpint (homebox_session_get_state (bea->session), ==, HOMEBOX_SESSION_ACTIVE);
  g_clear_error (&error);

  homebox_session_sign_out_async (bea->session, NULL, await_store, &result);
  g_assert_true (homebox_session_sign_out_finish (bea->session, await (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (bea->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
}

/*
 * contract_add_homes_tests:
 * @contract: the server
 *
 * Homes, who is in them, and who owns them.
 */
void
contract_add_homes_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/homes/groups", contract, test_groups);
  g_test_add_data_func ("/contract/homes/statistics", contract, test_statistics);
  g_test_add_data_func ("/contract/homes/foreign-home", contract, test_foreign_home);
  g_test_add_data_func ("/contract/homes/survey-of-somebody-alone", contract, test_alone);
  g_test_add_data_func ("/contract/homes/survey-of-a-member", contract, test_members);
  g_test_add_data_func ("/contract/homes/survey-of-two-homes", contract, test_second_home);
  g_test_add_data_func ("/contract/homes/no-such-invitation", contract, test_no_invitation);
  g_test_add_data_func ("/contract/homes/may-a-member-invite", contract, test_member_invites);
  g_test_add_data_func ("/contract/homes/removed-member-has-no-home", contract, test_no_home);
}
