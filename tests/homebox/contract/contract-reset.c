#include "contract.h"

#include "homebox-password-reset.h"

static gboolean
redeem (Contract *contract, const char *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HomeboxSecret) secret = homebox_secret_new (token);
  g_autoptr (HomeboxSecret) password = homebox_secret_new ("battery staple");

  homebox_password_reset_redeem_async (contract->client, secret, password, NULL, await_store,
                                       &result);

  return homebox_password_reset_redeem_finish (contract->client, await (&result), error);
}

static gboolean
request (Contract *contract, const char *email, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  homebox_password_reset_request_async (contract->client, email, NULL, await_store, &result);

  return homebox_password_reset_request_finish (contract->client, await (&result), error);
}

static void
test_offered (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (GAsyncResult) result = NULL;
  gboolean is_offered = FALSE;
  g_autoptr (GError) error = NULL;

  homebox_password_reset_probe_async (contract->client, NULL, await_store, &result);
  g_assert_true (homebox_password_reset_probe_finish (contract->client, await (&result),
                                                      &is_offered, &error));
  g_assert_cmpint (is_offered, ==, contract->facts->has_password_reset);
}

/* The same for those who have an account and those who do not. */
static void
test_request (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  const char *const emails[] = { ann->email, "nobody@example.org", "notanemail" };

  for (gsize i = 0; i < G_N_ELEMENTS (emails); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean understood = request (contract, emails[i], &error);

      if (contract->facts->has_password_reset)
        g_assert_no_error (error);
      else
        g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      g_assert_cmpint (understood, ==, contract->facts->has_password_reset);
    }
}

static void
test_spent (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (redeem (contract, "AYQ4W4K5MT4CZOPB2PZRCZ4PTY", &error));

  if (!contract->facts->has_password_reset)
    {
      g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD);
      return;
    }

  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_RESET_LINK_SPENT);
  g_clear_error (&error);

  response = contract_ask (contract, NULL, "POST", "/users/reset-password",
                           "{\"token\":\"x\",\"password\":\"short\"}");
  g_assert_false (homebox_response_check (response, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_INVALID_INPUT);
  g_assert_cmpint (homebox_error_get_field (error), ==, HOMEBOX_FIELD_PASSWORD);
}

/*
 * contract_add_reset_tests:
 * @contract: the server
 *
 * Forgotten passwords, as far as it goes without a mail.
 */
void
contract_add_reset_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/reset/is-it-offered", contract, test_offered);
  g_test_add_data_func ("/contract/reset/request-says-nothing", contract, test_request);
  g_test_add_data_func ("/contract/reset/unknown-token", contract, test_spent);
}
