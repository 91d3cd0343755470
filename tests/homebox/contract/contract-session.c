#include "contract.h"

#include "homebox-json.h"

#include <string.h>

/* In days. */
#define REFRESHED_SESSION 7

static void
assert_days_left (GDateTime *expires_at, int days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  GTimeSpan left;

  g_assert_nonnull (expires_at);
  left = g_date_time_difference (expires_at, now);
  g_assert_cmpint (left, >, days * G_TIME_SPAN_DAY - G_TIME_SPAN_HOUR);
  g_assert_cmpint (left, <, days * G_TIME_SPAN_DAY + G_TIME_SPAN_HOUR);
}

static HomeboxResponse *
ask_with (Contract *contract, HomeboxToken *token, const char *method, const char *path)
{
  g_autoptr (HomeboxRequest) request = homebox_request_new (method, path, HOMEBOX_REQUEST_ONCE);

  homebox_request_set_token (request, token);

  return contract_send (contract, request);
}

static void
assert_accepted (Contract *contract, HomeboxToken *token, gboolean accepted)
{
  g_autoptr (HomeboxResponse) response = ask_with (contract, token, "GET", "/users/self");

  if (accepted)
    g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  else
    contract_assert_answer (response, 401, "valid authorization token is required");
}

static gboolean
refresh (HomeboxSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_refresh_async (session, NULL, NULL, await_store, &result);

  return homebox_session_refresh_finish (session, await (&result), NULL, error);
}

static gboolean
sign_out_everywhere (HomeboxSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_sign_out_everywhere_async (session, NULL, await_store, &result);

  return homebox_session_sign_out_everywhere_finish (session, await (&result), error);
}

static void
test_refresh_answer (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GDateTime) expires_at = NULL;
  JsonObject *object;

  response = ask_with (contract, homebox_session_get_token (ann->session), "GET", "/users/refresh");
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  object = contract_get_bare_object (response);
  g_assert_nonnull (homebox_json_get_string (object, "raw"));
  g_assert_false (g_str_has_prefix (homebox_json_get_string (object, "raw"), "Bearer"));
  g_assert_false (json_object_has_member (object, "token"));
  expires_at = homebox_json_get_time (object, "expiresAt");
  assert_days_left (expires_at, REFRESHED_SESSION);
}

static void
test_refresh (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxToken) old = homebox_token_ref (homebox_session_get_token (ann->session));
  g_autoptr (GError) error = NULL;
  HomeboxToken *new;

  g_assert_true (refresh (ann->session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_ACTIVE);

  new = homebox_session_get_token (ann->session);
  g_assert_false (homebox_secret_equal (homebox_token_get_secret (old),
                                        homebox_token_get_secret (new)));
  assert_days_left (homebox_token_get_expires_at (new), REFRESHED_SESSION);
  assert_accepted (contract, new, TRUE);
  assert_accepted (contract, old, !contract->facts->rotates);
  g_assert_true (contract_load_user (ann->session, &error));
  g_assert_no_error (error);

  /* And again, with what the first one gave. */
  g_assert_true (refresh (ann->session, &error));
  g_assert_no_error (error);
  g_assert_true (contract_load_user (ann->session, &error));
  g_assert_no_error (error);
}

/* This is why a long session is not refreshed early. */
static void
test_refresh_shortens (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxSecret) password = homebox_secret_new (CONTRACT_PASSWORD);
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_sign_in_async (contract->client, ann->email, password, TRUE, NULL, await_store,
                                 &result);
  session = homebox_session_sign_in_finish (contract->client, await (&result), &error);
  g_assert_no_error (error);
  assert_days_left (homebox_token_get_expires_at (homebox_session_get_token (session)), 28);
  g_assert_true (refresh (session, &error));
  g_assert_no_error (error);
  assert_days_left (homebox_token_get_expires_at (homebox_session_get_token (session)),
                    REFRESHED_SESSION);
}

static void
test_refresh_of_dead_token (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = contract_ask (contract, ann, "POST", "/users/logout", NULL);
  contract_assert_answer (response, 204, NULL);
  g_assert_false (refresh (ann->session, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_ENDED);
}

/* The answer got lost, as far as the session knows. */
static void
test_refresh_unseen (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = ask_with (contract, homebox_session_get_token (ann->session), "GET", "/users/refresh");
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);

  if (contract->facts->rotates)
    {
      g_assert_false (contract_load_user (ann->session, &error));
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
    }
  else
    {
      g_assert_true (contract_load_user (ann->session, &error));
      g_assert_no_error (error);
    }
}

static void
test_refresh_keeps_others (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxSession) other = NULL;
  g_autoptr (GError) error = NULL;

  other = contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_true (refresh (ann->session, &error));
  g_assert_no_error (error);
  g_assert_true (contract_load_user (other, &error));
  g_assert_no_error (error);
}

static void
test_patience (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxSession) fresh = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  homebox_session_set_patient (ann->session, TRUE);
  response = contract_ask (contract, ann, "POST", "/users/logout", NULL);
  contract_assert_answer (response, 204, NULL);

  homebox_session_update_profile_async (ann->session, "Ann Twice", ann->email, NULL, await_store,
                                        &result);
  while (homebox_session_get_state (ann->session) != HOMEBOX_SESSION_ENDED)
    g_main_context_iteration (NULL, TRUE);

  homebox_session_begin_resume (ann->session);
  fresh = contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (homebox_user_get_name (homebox_session_get_user (fresh)), ==, "ann");
  g_assert_true (homebox_session_resume (ann->session, homebox_session_get_token (fresh)));
  g_assert_true (homebox_session_update_profile_finish (ann->session, await (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (homebox_user_get_name (homebox_session_get_user (ann->session)), ==,
                   "Ann Twice");
}

static void
test_sign_out_everywhere (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new_invited (contract, "bea", ann);
  g_autoptr (HomeboxSession) other = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  other = contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);
  done = sign_out_everywhere (ann->session, &error);

  if (contract->facts->has_logout_all)
    {
      g_assert_no_error (error);
      g_assert_true (done);
      g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_SIGNED_OUT);
    }
  else
    {
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_ACTIVE);
    }

  assert_accepted (contract, homebox_session_get_token (ann->session), !done);
  assert_accepted (contract, homebox_session_get_token (other), !done);
  assert_accepted (contract, homebox_session_get_token (bea->session), TRUE);
}

static HomeboxToken *
make_api_key (Contract *contract, ContractPerson *person)
{
  g_autoptr (HomeboxResponse) response = NULL;
  JsonObject *object;

  response = contract_ask (contract, person, "POST", "/users/self/api-keys", "{\"name\":\"key\"}");
  g_assert_cmpuint (homebox_response_get_status (response), ==, 201);
  object = contract_get_bare_object (response);

  return homebox_token_new (homebox_json_get_string (object, "token"), HOMEBOX_TOKEN_API_KEY, NULL);
}

static void
test_api_key (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = NULL;
  g_autoptr (HomeboxToken) key = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (HomeboxResponse) refreshed = NULL;
  g_autoptr (GError) error = NULL;

  if (!contract->facts->has_api_keys)
    {
      g_test_skip ("there are no API keys");
      return;
    }

  ann = contract_person_new (contract, "ann");
  key = make_api_key (contract, ann);
  session = homebox_session_new (contract->client, key);

  /* What the session does not even ask for. */
  refreshed = ask_with (contract, key, "GET", "/users/refresh");
  contract_assert_answer (refreshed, 400, "API keys do not require refresh");
  g_assert_false (refresh (session, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_clear_error (&error);

  g_assert_true (sign_out_everywhere (session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (session), ==, HOMEBOX_SESSION_ACTIVE);
  assert_accepted (contract, homebox_session_get_token (ann->session), FALSE);
  assert_accepted (contract, key, TRUE);
}

static void
test_sign_out_everywhere_keeps_keys (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = NULL;
  g_autoptr (HomeboxToken) key = NULL;
  g_autoptr (GError) error = NULL;

  if (!contract->facts->has_api_keys)
    {
      g_test_skip ("there are no API keys");
      return;
    }

  ann = contract_person_new (contract, "ann");
  key = make_api_key (contract, ann);
  g_assert_true (sign_out_everywhere (ann->session, &error));
  g_assert_no_error (error);
  assert_accepted (contract, key, TRUE);
}

/*
 * contract_add_session_tests:
 * @contract: the server
 *
 * What becomes of a session: refreshed, ended and resumed, signed out everywhere.
 */
void
contract_add_session_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/refresh/answer", contract, test_refresh_answer);
  g_test_add_data_func ("/contract/refresh/exchanges-the-token", contract, test_refresh);
  g_test_add_data_func ("/contract/refresh/shortens-a-long-session", contract,
                        test_refresh_shortens);
  g_test_add_data_func ("/contract/refresh/of-a-dead-token", contract, test_refresh_of_dead_token);
  g_test_add_data_func ("/contract/refresh/whose-answer-nobody-saw", contract,
                        test_refresh_unseen);
  g_test_add_data_func ("/contract/refresh/keeps-other-sessions", contract,
                        test_refresh_keeps_others);
  g_test_add_data_func ("/contract/session/resumes-what-was-refused", contract, test_patience);
  g_test_add_data_func ("/contract/sign-out-everywhere/ends-all-sessions", contract,
                        test_sign_out_everywhere);
  g_test_add_data_func ("/contract/sign-out-everywhere/keeps-api-keys", contract,
                        test_sign_out_everywhere_keeps_keys);
  g_test_add_data_func ("/contract/sign-out-everywhere/with-an-api-key", contract, test_api_key);
}
