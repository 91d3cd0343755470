#include "contract.h"

#include "homebox-endpoint-probe.h"

static gboolean
change (HomeboxSession *session, const char *current, const char *new, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) current_password = homebox_secret_new (current);
  g_autoptr (HomeboxSecret) new_password = homebox_secret_new (new);

  homebox_session_change_password_async (session, current_password, new_password, NULL, await_store,
                                         &result);

  return homebox_session_change_password_finish (session, await (&result), error);
}

static void
test_change (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxSession) other = NULL;
  g_autoptr (HomeboxSession) later = NULL;
  g_autofree char *new = g_strnfill (500, 'x');
  g_autoptr (GError) error = NULL;

  other = contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);

  g_assert_true (change (ann->session, CONTRACT_PASSWORD, new, &error));
  g_assert_no_error (error);

  g_assert_true (contract_load_user (ann->session, &error));
  g_assert_no_error (error);

  g_assert_cmpint (contract_load_user (other, &error), !=,
                   contract->facts->password_ends_other_sessions);
  if (contract->facts->password_ends_other_sessions)
    g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_clear_error (&error);

  g_assert_null (contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS);
  g_clear_error (&error);
  later = contract_sign_in (contract, ann->email, new, &error);
  g_assert_no_error (error);
}

static void
test_text (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxSession) later = NULL;
  const char *new = "\"q\\uote\\\" \t😀 ß </script>";
  g_autoptr (GError) error = NULL;

  g_assert_true (change (ann->session, CONTRACT_PASSWORD, new, &error));
  g_assert_no_error (error);
  later = contract_sign_in (contract, ann->email, new, &error);
  g_assert_no_error (error);
}

static void
test_wrong (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = contract_ask (contract, ann, "PUT", "/users/self/change-password",
                           "{\"current\":\"wrong horse\",\"new\":\"battery staple\"}");
  contract_assert_answer (response, 500, contract->facts->wrong_password_text);

  g_assert_false (change (ann->session, "wrong horse", "battery staple", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD);
  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_ACTIVE);
}

/* The server takes any new password: it is for the client to check. */
static void
test_short (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (change (ann->session, CONTRACT_PASSWORD, "short", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_PASSWORD);

  response = contract_ask (contract, ann, "PUT", "/users/self/change-password",
                           "{\"current\":\"" CONTRACT_PASSWORD "\",\"new\":\"x\"}");
  contract_assert_answer (response, 204, NULL);
}

static void
test_other_path (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;

  response = contract_ask (contract, ann, "PUT", "/users/change-password",
                           "{\"current\":\"" CONTRACT_PASSWORD "\",\"new\":\"battery staple\"}");
  contract_assert_answer (response, 404, "404 page not found");
}

/* How to learn whether a change whose answer was lost has happened. */
static void
test_into_itself (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxSession) later = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (change (ann->session, "battery staple", "battery staple", &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CURRENT_PASSWORD);
  g_clear_error (&error);

  g_assert_true (change (ann->session, CONTRACT_PASSWORD, CONTRACT_PASSWORD, &error));
  g_assert_no_error (error);
  later = contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);
}

/* No answer says what becomes of other sessions; that the server knows forgotten passwords does. */
static void
test_sign_of_ending_sessions (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean exists = FALSE;

  homebox_endpoint_probe_run_async (contract->client, HOMEBOX_ENDPOINT_FORGOT_PASSWORD, NULL,
                                    await_store, &result);
  g_assert_true (homebox_endpoint_probe_run_finish (contract->client, await (&result), &exists,
                                                    &error));
  g_assert_no_error (error);
  g_assert_cmpint (exists, ==, contract->facts->password_ends_other_sessions);
}

/*
 * contract_add_password_tests:
 * @contract: the server
 *
 * Changing the password.
 */
void
contract_add_password_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/password/change", contract, test_change);
  g_test_add_data_func ("/contract/password/any-text", contract, test_text);
  g_test_add_data_func ("/contract/password/wrong-current-one", contract, test_wrong);
  g_test_add_data_func ("/contract/password/server-checks-no-length", contract, test_short);
  g_test_add_data_func ("/contract/password/other-path-is-not-there", contract, test_other_path);
  g_test_add_data_func ("/contract/password/into-itself-tells-whether-it-is-in-use", contract,
                        test_into_itself);
  g_test_add_data_func ("/contract/password/sign-of-ending-other-sessions", contract,
                        test_sign_of_ending_sessions);
}
