#include "contract.h"

#include "homebox-server-check.h"
#include "homebox-server-info.h"

static HomeboxServerInfo *
fetch (HomeboxClient *client, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_server_info_fetch_async (client, NULL, await_store, &result);

  return homebox_server_info_fetch_finish (client, await (&result), error);
}

static void
test_status (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxServerInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;

  response = contract_ask (contract, NULL, "GET", "/status", NULL);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  object = contract_get_bare_object (response);
  g_assert_cmpstr (json_object_get_string_member (object, "title"), ==, "Homebox");
  g_assert_true (json_object_get_boolean_member (object, "health"));
  g_assert_true (json_object_has_member (object, "demo"));
  g_assert_true (json_object_get_boolean_member (object, "allowRegistration"));
  g_assert_cmpint (json_object_has_member (object, "oidc"), ==, contract->facts->has_oidc);

  info = fetch (contract->client, &error);
  g_assert_no_error (error);
  g_assert_nonnull (homebox_server_info_get_version (info));
  g_assert_true (homebox_server_info_get_allow_registration (info));
  g_assert_true (homebox_server_info_get_allow_local_login (info));
  g_assert_false (homebox_server_info_get_oidc_enabled (info));
}

/* A path outside of /api is the web page: a wrong base address looks like a success. */
static void
test_wrong_base (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autofree char *base_uri = g_strconcat (contract->server, "/elsewhere", NULL);
  g_autoptr (HomeboxClient) client = homebox_client_new (base_uri);
  Contract elsewhere = { contract->facts, base_uri, client };
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (HomeboxServerInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  response = contract_ask (&elsewhere, NULL, "GET", "/status", NULL);
  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
  g_assert_cmpstr (soup_message_headers_get_content_type (homebox_response_get_headers (response),
                                                          NULL),
                   ==, "text/html");

  info = fetch (client, &error);
  g_assert_null (info);
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_HOMEBOX);
}

static void
test_unknown_path (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  response = contract_ask (contract, NULL, "GET", "/nothing/here", NULL);
  contract_assert_answer (response, 404, "404 page not found");
  g_assert_cmpstr (soup_message_headers_get_content_type (homebox_response_get_headers (response),
                                                          NULL),
                   ==, "text/plain");
  g_assert_false (homebox_response_check (response, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
}

static void
test_wrong_method (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxResponse) response = NULL;

  response = contract_ask (contract, NULL, "POST", "/status", "{}");
  contract_assert_answer (response, 405, NULL);
}

static void
test_no_token (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxResponse) response = NULL;

  response = contract_ask (contract, NULL, "GET", "/users/self", NULL);
  contract_assert_answer (response, 401, "authorization header or query is required");
}

static void
test_unknown_token (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxToken) token = homebox_token_new ("NOSUCHTOKEN", HOMEBOX_TOKEN_SESSION, NULL);
  g_autoptr (HomeboxRequest) request = NULL;
  g_autoptr (HomeboxResponse) response = NULL;

  request = homebox_request_new ("GET", "/users/self", HOMEBOX_REQUEST_DEFAULT);
  homebox_request_set_token (request, token);
  response = contract_send (contract, request);
  contract_assert_answer (response, 401, "valid authorization token is required");
}

static void
test_check (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxServerCheck) check = homebox_server_check_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  HomeboxFeatures expected = HOMEBOX_FEATURES_NONE;
  g_autoptr (GError) error = NULL;

  homebox_server_check_run_async (check, contract->server, NULL, await_store, &result);
  g_assert_true (homebox_server_check_run_finish (check, await (&result), &error));
  g_assert_no_error (error);

  if (contract->facts->has_many_homes)
    expected |= HOMEBOX_FEATURE_SEVERAL_HOMES | HOMEBOX_FEATURE_SETTINGS;
  if (contract->facts->has_api_keys)
    expected |= HOMEBOX_FEATURE_API_KEYS;
  if (contract->facts->has_password_reset)
    expected |= HOMEBOX_FEATURE_PASSWORD_RESET;
  if (contract->facts->has_logout_all)
    expected |= HOMEBOX_FEATURE_SIGN_OUT_EVERYWHERE;

  g_assert_cmpint (homebox_server_check_get_features (check), ==, expected);
}

/* Whatever is not below `/api` is the web page, which looks like success. */
static void
test_check_path (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxServerCheck) check = homebox_server_check_new (NULL);
  g_autofree char *typed = g_strconcat (contract->server, "/items/archive", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxCheckStep *step;

  homebox_server_check_run_async (check, typed, NULL, await_store, &result);
  g_assert_false (homebox_server_check_run_finish (check, await (&result), &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_HOMEBOX);
  step = homebox_server_check_get_failed_step (check);
  g_assert_cmpint (homebox_check_step_get_kind (step), ==, HOMEBOX_CHECK_HOMEBOX);
  g_assert_cmpint (homebox_check_step_get_fix (step), ==, HOMEBOX_CHECK_FIX_ADDRESS);
  g_assert_cmpstr (homebox_check_step_get_suggestion (step), ==, contract->server);
}

/*
 * contract_add_status_tests:
 * @contract: the server
 *
 * What a server says about itself, and to what it does not know.
 */
void
contract_add_status_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/status/tells-what-it-is", contract, test_status);
  g_test_add_data_func ("/contract/status/wrong-base-is-a-web-page", contract, test_wrong_base);
  g_test_add_data_func ("/contract/status/unknown-path", contract, test_unknown_path);
  g_test_add_data_func ("/contract/status/wrong-method", contract, test_wrong_method);
  g_test_add_data_func ("/contract/status/no-token", contract, test_no_token);
  g_test_add_data_func ("/contract/status/unknown-token", contract, test_unknown_token);
  g_test_add_data_func ("/contract/status/check", contract, test_check);
  g_test_add_data_func ("/contract/status/check-with-too-long-a-path", contract, test_check_path);
}
