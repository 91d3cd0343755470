#include "contract.h"

/* Runs against the server in HOMEBOX_TEST_SERVER, which is of the version in HOMEBOX_TEST_VERSION:
 * the real ones and the demo alike. */
int
main (int argc, char **argv)
{
  const char *server = g_getenv ("HOMEBOX_TEST_SERVER");
  const char *version = g_getenv ("HOMEBOX_TEST_VERSION");
  g_autoptr (HomeboxClient) client = NULL;
  Contract contract = { 0 };

  if (server == NULL)
    {
      g_print ("1..0 # SKIP HOMEBOX_TEST_SERVER is not set\n");
      return 0;
    }

  contract.facts = contract_facts_find (version != NULL ? version : "current");
  if (contract.facts == NULL)
    g_error ("No facts about Homebox %s", version);

  client = homebox_client_new (server);
  contract.server = server;
  contract.client = client;

  g_test_init (&argc, &argv, NULL);

  contract_add_status_tests (&contract);
  contract_add_sign_in_tests (&contract);
  contract_add_session_tests (&contract);
  contract_add_profile_tests (&contract);
  contract_add_password_tests (&contract);
  contract_add_settings_tests (&contract);
  contract_add_homes_tests (&contract);
  contract_add_deletion_tests (&contract);
  contract_add_events_tests (&contract);
  contract_add_joining_tests (&contract);
  contract_add_api_keys_tests (&contract);
  contract_add_reset_tests (&contract);

  /* Last: afterwards nobody can sign in from here for a while. */
  contract_add_limit_tests (&contract);

  return g_test_run ();
}
