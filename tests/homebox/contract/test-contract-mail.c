#include "contract.h"

#include "homebox-link.h"
#include "homebox-password-reset.h"
#include "homebox-registration.h"

#include <string.h>

/* The one who has mail in HOMEBOX_TEST_MAILBOX. */
#define EMAIL "forgetful@example.org"

#define NEW_PASSWORD "battery staple"

static HomeboxSession *
register_forgetful (Contract *contract)
{
  g_autoptr (HomeboxRegistration) registration = homebox_registration_new (contract->client, NULL);
  g_autoptr (HomeboxSecret) password = homebox_secret_new (CONTRACT_PASSWORD);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxSession *session;

  homebox_registration_run_async (registration, "Forgetful", EMAIL, password, NULL, FALSE, NULL,
                                  await_store, &result);
  session = homebox_registration_run_finish (registration, await (&result), &error);
  g_assert_no_error (error);

  return session;
}

static HomeboxLink *
read_mail (void)
{
  g_autoptr (GFile) mailbox = g_file_new_for_path (g_getenv ("HOMEBOX_TEST_MAILBOX"));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *text = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  HomeboxLink *link;

  g_file_load_contents_async (mailbox, NULL, await_store, &result);
  g_file_load_contents_finish (mailbox, await (&result), &text, NULL, NULL, &error);
  g_assert_no_error (error);

  regex = g_regex_new ("https?://\\S+/reset-password\\?token=[^\\s\"<]+", 0, 0, NULL);
  g_assert_true (g_regex_match (regex, text, 0, &match));
  found = g_match_info_fetch (match, 0);
  link = homebox_link_parse (found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (homebox_link_get_kind (link), ==, HOMEBOX_LINK_PASSWORD_RESET);

  return link;
}

static HomeboxSession *
redeem (Contract *contract, HomeboxLink *link, HomeboxResetOutcome *outcome, GError **error)
{
  g_autoptr (HomeboxSecret) password = homebox_secret_new (NEW_PASSWORD);
  g_autoptr (GAsyncResult) result = NULL;

  homebox_password_reset_redeem_and_sign_in_async (contract->client, homebox_link_get_token (link),
                                                   "Forgetful@Example.org", password, TRUE, NULL,
                                                   await_store, &result);

  return homebox_password_reset_redeem_and_sign_in_finish (contract->client, await (&result),
                                                           outcome, error);
}

static void
test_forgotten (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxSession) before = register_forgetful (contract);
  g_autoptr (HomeboxSession) after = NULL;
  g_autoptr (HomeboxLink) link = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  HomeboxResetOutcome outcome = HOMEBOX_RESET_NOT_DONE;
  g_autoptr (GError) error = NULL;

  homebox_password_reset_request_async (contract->client, EMAIL, NULL, await_store, &result);
  g_assert_true (
      homebox_password_reset_request_finish (contract->client, await (&result), &error));
  link = read_mail ();

  after = redeem (contract, link, &outcome, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_DONE);
  g_assert_cmpstr (homebox_user_get_email (homebox_session_get_user (after)), ==, EMAIL);

  /* Whoever was signed in is out. */
  g_assert_false (contract_load_user (before, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SESSION_ENDED);
  g_clear_error (&error);

  /* It works once. */
  g_assert_null (redeem (contract, link, &outcome, &error));
  g_assert_error (error, HOMEBOX_ERROR, HOMEBOX_ERROR_RESET_LINK_SPENT);
  g_assert_cmpint (outcome, ==, HOMEBOX_RESET_NOT_DONE);
}

int
main (int argc, char **argv)
{
  const char *server = g_getenv ("HOMEBOX_TEST_SERVER");
  g_autoptr (HomeboxClient) client = NULL;
  Contract contract = { 0 };

  if (server == NULL || g_getenv ("HOMEBOX_TEST_MAILBOX") == NULL)
    {
      g_print ("1..0 # SKIP there is no server that sends mail\n");
      return 0;
    }

  client = homebox_client_new (server);
  contract.server = server;
  contract.client = client;

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/mail/forgotten-password", &contract, test_forgotten);

  return g_test_run ();
}
