#include "contract.h"

static gboolean
delete_account (HomeboxSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_delete_account_async (session, NULL, await_store, &result);

  return homebox_session_delete_account_finish (session, await (&result), error);
}

static void
test_delete (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxSession) other = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  other = contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);

  g_assert_true (delete_account (ann->session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_SIGNED_OUT);

  response = contract_ask (contract, ann, "GET", "/users/self", NULL);
  contract_assert_answer (response, 401, "valid authorization token is required");
  g_assert_false (contract_load_user (other, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_clear_error (&error);

  g_assert_null (contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS);
}

static void
test_answer (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;

  response = contract_ask (contract, ann, "DELETE", "/users/self", NULL);
  contract_assert_answer (response, 204, NULL);
}

static void
test_email_is_free (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (delete_account (ann->session, &error));
  g_assert_no_error (error);

  json = g_strdup_printf ("{\"name\":\"ann\",\"email\":\"%s\",\"password\":\"%s\",\"token\":\"\"}",
                          ann->email, CONTRACT_PASSWORD);
  response = contract_ask (contract, NULL, "POST", "/users/register", json);
  contract_assert_answer (response, 204, NULL);
}

/* The others keep the home, and nobody owns it any more. */
static void
test_home_stays (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new_invited (contract, "bea", ann);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxResponse) invitation = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  g_assert_true (delete_account (ann->session, &error));
  g_assert_no_error (error);

  response = contract_ask (contract, bea, "GET", "/groups/statistics", NULL);
  object = contract_get_bare_object (response);
  g_assert_cmpint (json_object_get_int_member (object, "totalUsers"), ==, 1);

  invitation = contract_ask (contract, bea, "POST", "/groups/invitations",
                             "{\"uses\":1,\"expiresAt\":\"2099-01-01T00:00:00Z\"}");
  if (contract->facts->asks_for_owner)
    contract_assert_answer (invitation, 403,
                            "only the owner of this collection can perform this action");
  else
    g_assert_cmpuint (homebox_response_get_status (invitation), ==, 201);
}

/*
 * contract_add_deletion_tests:
 * @contract: the server
 *
 * Deleting an account.
 */
void
contract_add_deletion_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/deletion/ends-everything", contract, test_delete);
  g_test_add_data_func ("/contract/deletion/answer", contract, test_answer);
  g_test_add_data_func ("/contract/deletion/email-is-free-again", contract, test_email_is_free);
  g_test_add_data_func ("/contract/deletion/home-stays-without-owner", contract, test_home_stays);
}
