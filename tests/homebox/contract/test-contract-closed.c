#include "contract.h"

#include "homebox-password-reset.h"
#include "homebox-registration.h"

/* What a server refuses because of how it is set up. Runs against the server in
 * HOMEBOX_TEST_SERVER, whose `GET /status` says what that is: a demo, without registration, or
 * without passwords. */

static HomeboxServerInfo *
fetch_info (Contract *contract)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxServerInfo *info;

  homebox_server_info_fetch_async (contract->client, NULL, await_store, &result);
  info = homebox_server_info_fetch_finish (contract->client, await (&result), &error);
  g_assert_no_error (error);

  return info;
}

static HomeboxError
get_register_error (HomeboxServerInfo *info)
{
  return homebox_server_info_get_allow_local_login (info) ? HOMEBOX_ERROR_REGISTRATION_OFF
                                                          : HOMEBOX_ERROR_LOCAL_LOGIN_OFF;
}

static void
run_registration (Contract *contract, HomeboxServerInfo *told, GError **error)
{
  g_autoptr (HomeboxRegistration) registration = homebox_registration_new (contract->client, told);
  g_autoptr (HomeboxSecret) password = homebox_secret_new (CONTRACT_PASSWORD);
  g_autoptr (GAsyncResult) result = NULL;

  homebox_registration_run_async (registration, "Ann", "ann@example.org", password, NULL, FALSE,
                                  NULL, await_store, &result);
  g_assert_null (homebox_registration_run_finish (registration, await (&result), error));
  g_assert_cmpint (homebox_registration_get_fate (registration), ==,
                   HOMEBOX_REGISTRATION_NOT_MADE);
}

static void
test_register (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxServerInfo) info = fetch_info (contract);
  g_autoptr (GError) error = NULL;

  if (homebox_registration_check_open (info, FALSE, NULL))
    {
      g_test_skip ("this server makes accounts");
      return;
    }

  /* Not asked, and asked all the same. */
  run_registration (contract, info, &error);
  g_assert_error (error, HOMEBOX_ERROR, (int) get_register_error (info));
  g_clear_error (&error);
  run_registration (contract, NULL, &error);
  g_assert_error (error, HOMEBOX_ERROR, (int) get_register_error (info));
}

static void
test_reset (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxServerInfo) info = fetch_info (contract);
  g_autoptr (GAsyncResult) requested = NULL;
  g_autoptr (GAsyncResult) redeemed = NULL;
  g_autoptr (HomeboxSecret) token = homebox_secret_new ("AYQ4W4K5MT4CZOPB2PZRCZ4PTY");
  g_autoptr (HomeboxSecret) password = homebox_secret_new ("battery staple");
  g_autoptr (GError) error = NULL;
  HomeboxError code;

  if (homebox_server_info_get_demo (info))
    code = HOMEBOX_ERROR_DEMO_SERVER;
  else if (!homebox_server_info_get_allow_local_login (info))
    code = HOMEBOX_ERROR_LOCAL_LOGIN_OFF;
  else
    code = HOMEBOX_ERROR_RESET_LINK_SPENT;

  homebox_password_reset_redeem_async (contract->client, token, password, NULL, await_store,
                                       &redeemed);
  g_assert_false (
      homebox_password_reset_redeem_finish (contract->client, await (&redeemed), &error));
  g_assert_error (error, HOMEBOX_ERROR, (int) code);
  g_clear_error (&error);

  homebox_password_reset_request_async (contract->client, "ann@example.org", NULL, await_store,
                                        &requested);
  if (code == HOMEBOX_ERROR_RESET_LINK_SPENT)
    {
      g_assert_true (
          homebox_password_reset_request_finish (contract->client, await (&requested), &error));
      return;
    }

  g_assert_false (
      homebox_password_reset_request_finish (contract->client, await (&requested), &error));
  g_assert_error (error, HOMEBOX_ERROR, (int) code);
}

int
main (int argc, char **argv)
{
  const char *server = g_getenv ("HOMEBOX_TEST_SERVER");
  g_autoptr (HomeboxClient) client = NULL;
  Contract contract = { 0 };

  if (server == NULL)
    {
      g_print ("1..0 # SKIP HOMEBOX_TEST_SERVER is not set\n");
      return 0;
    }

  client = homebox_client_new (server);
  contract.server = server;
  contract.client = client;

  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/closed/register", &contract, test_register);
  g_test_add_data_func ("/closed/reset", &contract, test_reset);

  return g_test_run ();
}
