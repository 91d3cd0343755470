#include "contract.h"

#include "homebox-json.h"

#include <string.h>

/* In days, and how much of a day a clock may be off. */
#define SHORT_SESSION 7
#define LONG_SESSION 28

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

static gboolean
sets_cookie (HomeboxResponse *response, const char *name)
{
  g_autofree char *start = g_strconcat (name, "=", NULL);
  SoupMessageHeadersIter iter;
  const char *header, *value;

  soup_message_headers_iter_init (&iter, homebox_response_get_headers (response));
  while (soup_message_headers_iter_next (&iter, &header, &value))
    if (g_ascii_strcasecmp (header, "Set-Cookie") == 0 && g_str_has_prefix (value, start))
      return TRUE;

  return FALSE;
}

static void
test_answer (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxResponse) brief = NULL;
  g_autoptr (GDateTime) expires_at = NULL;
  g_autoptr (GDateTime) brief_expires_at = NULL;
  JsonObject *object;

  response = contract_ask_login (contract, ann->email, CONTRACT_PASSWORD, TRUE);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  object = contract_get_bare_object (response);
  g_assert_true (g_str_has_prefix (json_object_get_string_member (object, "token"), "Bearer "));
  g_assert_true (json_object_has_member (object, "attachmentToken"));
  expires_at = homebox_json_get_time (object, "expiresAt");
  assert_days_left (expires_at, LONG_SESSION);
  g_assert_true (sets_cookie (response, "hb.auth.token"));
  g_assert_true (sets_cookie (response, "hb.auth.session"));

  brief = contract_ask_login (contract, ann->email, CONTRACT_PASSWORD, FALSE);
  object = contract_get_bare_object (brief);
  brief_expires_at = homebox_json_get_time (object, "expiresAt");
  assert_days_left (brief_expires_at, SHORT_SESSION);
}

static void
test_session (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  HomeboxToken *token = homebox_session_get_token (ann->session);
  HomeboxUser *user = homebox_session_get_user (ann->session);

  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_ACTIVE);
  g_assert_cmpint (homebox_token_get_kind (token), ==, HOMEBOX_TOKEN_SESSION);
  assert_days_left (homebox_token_get_expires_at (token), SHORT_SESSION);
  g_assert_cmpstr (homebox_user_get_email (user), ==, ann->email);
  g_assert_cmpstr (homebox_user_get_name (user), ==, "ann");
}

static void
test_typed_email (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autofree char *upper = g_ascii_strup (ann->email, -1);
  g_autofree char *typed = g_strdup_printf ("  %s\n", upper);
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;

  session = contract_sign_in (contract, typed, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);
}

static void
test_spaces (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autofree char *padded = g_strdup_printf (" %s ", ann->email);
  g_autoptr (HomeboxResponse) response = NULL;

  response = contract_ask_login (contract, padded, CONTRACT_PASSWORD, FALSE);
  if (contract->facts->trims_sign_in)
    g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  else
    contract_assert_answer (response, contract->facts->wrong_credentials,
                            contract->facts->wrong_credentials_text);
}

static void
test_wrong_password (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;

  response = contract_ask_login (contract, ann->email, "wrong horse", FALSE);
  contract_assert_answer (response, contract->facts->wrong_credentials,
                          contract->facts->wrong_credentials_text);

  session = contract_sign_in (contract, ann->email, "wrong horse", &error);
  g_assert_null (session);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_WRONG_CREDENTIALS);
}

static void
test_unknown_email (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;

  response = contract_ask_login (contract, "nobody@example.org", CONTRACT_PASSWORD, FALSE);
  contract_assert_answer (response, contract->facts->wrong_credentials,
                          contract->facts->wrong_credentials_text);
}

static void
test_charset (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autofree char *json = NULL;

  json = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"%s\",\"stayLoggedIn\":false}",
                          ann->email, CONTRACT_PASSWORD);
  response = contract_ask (contract, NULL, "POST", "/users/login", json);
  contract_assert_answer (response, contract->facts->charset_login,
                          contract->facts->charset_login_text);
}

static void
test_bare_token (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  HomeboxSecret *bare = homebox_token_get_secret (homebox_session_get_token (ann->session));
  g_autoptr (HomeboxRequest) request = contract_request_new (NULL, "GET", "/users/self", NULL);
  g_autoptr (HomeboxResponse) response = NULL;

  homebox_request_set_header (request, "Authorization", homebox_secret_peek (bare));
  response = contract_send (contract, request);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
}

/* This is why there is no cookie jar. */
static void
test_cookie_wins (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (ContractPerson) bea = contract_person_new (contract, "bea");
  HomeboxSecret *bare = homebox_token_get_secret (homebox_session_get_token (ann->session));
  g_autoptr (HomeboxRequest) request = contract_request_new (bea, "GET", "/users/self", NULL);
  g_autoptr (HomeboxResponse) response = NULL;
  g_autofree char *cookies = NULL;
  JsonObject *object;

  cookies = g_strdup_printf ("hb.auth.token=%s; hb.auth.remember=true; hb.auth.session=true",
                             homebox_secret_peek (bare));
  homebox_request_set_header (request, "Cookie", cookies);
  response = contract_send (contract, request);
  object = homebox_response_get_object (response, NULL);
  g_assert_nonnull (object);
  g_assert_cmpstr (json_object_get_string_member (object, "email"), ==, ann->email);
}

static gboolean
sign_out (HomeboxSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_session_sign_out_async (session, NULL, await_store, &result);

  return homebox_session_sign_out_finish (session, await (&result), error);
}

static void
test_sign_out (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxSession) other = NULL;
  g_autoptr (HomeboxResponse) again = NULL;
  g_autoptr (HomeboxResponse) after = NULL;
  g_autoptr (GError) error = NULL;

  other = contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error);
  g_assert_no_error (error);

  g_assert_true (sign_out (ann->session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_SIGNED_OUT);

  again = contract_ask (contract, ann, "POST", "/users/logout", NULL);
  contract_assert_answer (again, 401, "valid authorization token is required");
  after = contract_ask (contract, ann, "GET", "/users/self", NULL);
  contract_assert_answer (after, 401, "valid authorization token is required");

  g_assert_true (contract_load_user (other, &error));
  g_assert_no_error (error);
}

static void
test_session_ends (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = contract_ask (contract, ann, "POST", "/users/logout", NULL);
  contract_assert_answer (response, 204, NULL);

  g_assert_false (contract_load_user (ann->session, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_ENDED);
  g_clear_error (&error);

  g_assert_true (sign_out (ann->session, &error));
  g_assert_no_error (error);
}

static void
test_logout_all (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxResponse) probe = NULL;

  probe = contract_ask (contract, ann, "GET", "/users/logout/all", NULL);
  if (contract->facts->has_logout_all)
    contract_assert_answer (probe, 405, NULL);
  else
    contract_assert_answer (probe, 404, "404 page not found");
}

/*
 * contract_add_sign_in_tests:
 * @contract: the server
 *
 * Signing in and out. Every failure is between two successes, so that the limit is not met.
 */
void
contract_add_sign_in_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/sign-in/answer", contract, test_answer);
  g_test_add_data_func ("/contract/sign-in/makes-a-session", contract, test_session);
  g_test_add_data_func ("/contract/sign-in/email-as-typed", contract, test_typed_email);
  g_test_add_data_func ("/contract/sign-in/spaces-around-the-email", contract, test_spaces);
  g_test_add_data_func ("/contract/sign-in/wrong-password", contract, test_wrong_password);
  g_test_add_data_func ("/contract/sign-in/unknown-email", contract, test_unknown_email);
  g_test_add_data_func ("/contract/sign-in/charset-is-refused", contract, test_charset);
  g_test_add_data_func ("/contract/sign-in/token-without-bearer", contract, test_bare_token);
  g_test_add_data_func ("/contract/sign-in/cookie-wins-over-header", contract, test_cookie_wins);
  g_test_add_data_func ("/contract/sign-out/ends-this-token-only", contract, test_sign_out);
  g_test_add_data_func ("/contract/sign-out/refused-token-ends-session", contract,
                        test_session_ends);
  g_test_add_data_func ("/contract/sign-out/everywhere", contract, test_logout_all);
}

static void
test_limit (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  g_autoptr (HomeboxSession) session = NULL;
  g_autoptr (GError) error = NULL;
  guint failures = 0;
  guint status = 0;

  while (status != 429 && failures < 12)
    {
      g_autoptr (HomeboxResponse) response = NULL;

      response = contract_ask_login (contract, ann->email, "wrong horse", FALSE);
      status = homebox_response_get_status (response);
      failures++;

      if (status == 429)
        {
          SoupMessageHeaders *headers = homebox_response_get_headers (response);
          const char *retry_after = soup_message_headers_get_one (headers, "Retry-After");

          g_assert_nonnull (retry_after);
          g_assert_true (g_ascii_string_to_unsigned (retry_after, 10, 1, 120, NULL, NULL));
          contract_assert_answer (response, 429, "too many authentication attempts");
        }
      else
        {
          contract_assert_answer (response, contract->facts->wrong_credentials,
                                  contract->facts->wrong_credentials_text);
        }
    }

  session = contract_sign_in (contract, ann->email, CONTRACT_PASSWORD, &error);

  if (!contract->facts->limits_sign_in)
    {
      g_assert_cmpuint (failures, ==, 12);
      g_assert_no_error (error);
      return;
    }

  g_assert_cmpuint (status, ==, 429);
  g_assert_cmpuint (failures, >=, 6);
  g_assert_cmpuint (failures, <=, 7);
  g_assert_null (session);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_TOO_MANY_ATTEMPTS);
  g_assert_cmpuint (homebox_error_get_retry_after (error), >=, 1);
}

/*
 * contract_add_limit_tests:
 * @contract: the server
 *
 * The limit of failed sign-ins. Nobody can sign in from here for a while afterwards.
 */
void
contract_add_limit_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/limit/too-many-failed-sign-ins", contract, test_limit);
}
