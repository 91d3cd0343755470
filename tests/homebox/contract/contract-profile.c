#include "contract.h"

#include <string.h>

static gboolean
update (HomeboxSession *session, const char *name, const char *email, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_update_profile_async (session, name, email, NULL, await_store, &result);

  return homebox_session_update_profile_finish (session, await (&result), error);
}

static void
test_self (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  const ContractFacts *facts = contract->facts;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  const char *text;
  JsonObject *object;

  response = contract_ask (contract, ann, "GET", "/users/self", NULL);
  text = g_bytes_get_data (homebox_response_get_body (response), NULL);
  g_assert_true (g_str_has_prefix (text, "{\"item\":{"));

  object = homebox_response_get_object (response, NULL);
  g_assert_nonnull (object);
  g_assert_true (json_object_has_member (object, "id"));
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, "ann");
  g_assert_cmpstr (json_object_get_string_member (object, "email"), ==, ann->email);
  g_assert_false (json_object_get_boolean_member (object, "isSuperuser"));
  g_assert_cmpint (json_object_has_member (object, "defaultGroupId"), ==, facts->has_group_ids);
  g_assert_cmpint (json_object_has_member (object, "groupIds"), ==, facts->has_group_ids);
  g_assert_cmpint (json_object_has_member (object, "oidcIssuer"), ==, facts->has_group_ids);
  g_assert_cmpint (json_object_has_member (object, "oidcSubject"), ==, facts->has_group_ids);
  g_assert_cmpint (json_object_has_member (object, "groupId"), !=, facts->has_group_ids);
  g_assert_cmpint (json_object_has_member (object, "groupName"), !=, facts->has_group_ids);
  g_assert_cmpint (json_object_has_member (object, "isOwner"), ==, facts->has_is_owner);
}

static void
test_user (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  HomeboxUser *user = homebox_session_get_user (ann->session);
  const char *const *ids = homebox_user_get_group_ids (user);

  g_assert_true (g_uuid_string_is_valid (homebox_user_get_id (user)));
  g_assert_cmpuint (g_strv_length ((char **) ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, homebox_user_get_default_group_id (user));
  g_assert_cmpint (homebox_user_get_ownership (user), ==,
                   contract->facts->has_is_owner ? HOMEBOX_OWNERSHIP_OWNER
                                                 : HOMEBOX_OWNERSHIP_UNKNOWN);
  g_assert_null (homebox_user_get_oidc_issuer (user));
}

static void
test_update (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  HomeboxUser *user = homebox_session_get_user (ann->session);
  g_autofree char *upper = g_ascii_strup (ann->email, -1);
  g_autofree char *typed = g_strdup_printf (" new-%s ", upper);
  g_autofree char *stored = g_strdup_printf ("new-%s", ann->email);
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (update (ann->session, " Ann “👩‍👧” שלום \n", typed, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (homebox_user_get_name (user), ==, "Ann “👩‍👧” שלום");
  g_assert_cmpstr (homebox_user_get_email (user), ==, stored);

  g_assert_true (contract_load_user (ann->session, &error));
  g_assert_cmpstr (homebox_user_get_name (user), ==, "Ann “👩‍👧” שלום");
  g_assert_cmpstr (homebox_user_get_email (user), ==, stored);

  session = contract_sign_in (contract, stored, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);
}

/* The server takes any text: it is for the client to check. */
static void
test_unchecked (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autofree char *upper = g_ascii_strup (ann->email, -1);
  g_autofree char *padded = g_strdup_printf (" %s ", upper);
  g_autofree char *json = g_strdup_printf ("{\"name\":\" Ann \",\"email\":\"%s\"}", padded);
  g_autofree char *nope = g_strdup_printf ("nope-%.8s", ann->email + strlen ("ann-"));
  g_autofree char *nope_json = g_strdup_printf ("{\"name\":\"Ann\",\"email\":\"%s\"}", nope);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxResponse) nope_response = NULL;
  JsonObject *object;

  response = contract_ask (contract, ann, "PUT", "/users/self", json);
  object = homebox_response_get_object (response, NULL);
  g_assert_nonnull (object);
  g_assert_cmpstr (json_object_get_string_member (object, "name"), ==, " Ann ");
  g_assert_cmpstr (json_object_get_string_member (object, "email"), ==,
                   contract->facts->folds_stored_email ? ann->email : padded);

  nope_response = contract_ask (contract, ann, "PUT", "/users/self", nope_json);
  object = homebox_response_get_object (nope_response, NULL);
  g_assert_nonnull (object);
  g_assert_cmpstr (json_object_get_string_member (object, "email"), ==, nope);
}

static void
test_missing_member (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) no_email = NULL;
  g_autoptr (HomeboxResponse) no_name = NULL;
  g_autofree char *json = g_strdup_printf ("{\"email\":\"%s\"}", ann->email);
  g_autoptr (GError) error = NULL;

  no_email = contract_ask (contract, ann, "PUT", "/users/self", "{\"name\":\"Ann\"}");
  contract_assert_answer (no_email, 500,
                          "ent: validator failed for field \"User.email\": value is less than the "
                          "required length");
  g_assert_false (homebox_response_check (no_email, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EMAIL);
  g_clear_error (&error);

  no_name = contract_ask (contract, ann, "PUT", "/users/self", json);
  g_assert_false (homebox_response_check (no_name, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_NAME);
}

static void
test_length (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autoptr (GString) emoji = g_string_new (NULL);
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (update (ann->session, longest, ann->email, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (homebox_user_get_name (homebox_session_get_user (ann->session)), ==, longest);

  /* 256 bytes in 64 characters. */
  for (int i = 0; i < 64; i++)
    g_string_append (emoji, "😀");
  json = g_strdup_printf ("{\"name\":\"%s\",\"email\":\"%s\"}", emoji->str, ann->email);
  response = contract_ask (contract, ann, "PUT", "/users/self", json);
  contract_assert_answer (response, 500,
                          "ent: validator failed for field \"User.name\": value is greater than "
                          "the required length");
}

static void
test_email_taken (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new (contract, "bea");
  HomeboxUser *user = homebox_session_get_user (ann->session);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autofree char *json = g_strdup_printf ("{\"name\":\"ann\",\"email\":\"%s\"}", bea->email);
  g_autoptr (GError) error = NULL;

  response = contract_ask (contract, ann, "PUT", "/users/self", json);
  contract_assert_answer (response, 500,
                          "ent: constraint failed: constraint failed: UNIQUE constraint failed: "
                          "users.email (2067)");

  g_assert_false (update (ann->session, "Ann", bea->email, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_EMAIL_TAKEN);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_EMAIL);
  g_assert_cmpstr (homebox_user_get_name (user), ==, "ann");
  g_assert_cmpstr (homebox_user_get_email (user), ==, ann->email);
}

/*
 * contract_add_profile_tests:
 * @contract: the server
 *
 * Name and email.
 */
void
contract_add_profile_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/profile/shape", contract, test_self);
  g_test_add_data_func ("/contract/profile/user", contract, test_user);
  g_test_add_data_func ("/contract/profile/update", contract, test_update);
  g_test_add_data_func ("/contract/profile/server-checks-nothing", contract, test_unchecked);
  g_test_add_data_func ("/contract/profile/both-members-always", contract, test_missing_member);
  g_test_add_data_func ("/contract/profile/length-in-bytes", contract, test_length);
  g_test_add_data_func ("/contract/profile/email-taken", contract, test_email_taken);
}
