#include "contract.h"

#include "homebox-events-private.h"

static HomeboxEvents *
open_events (HomeboxSession *session)
{
  HomeboxEvents *events = homebox_events_new (session);

  homebox_events_set_active (events, TRUE);
  while (homebox_events_get_state (events) == HOMEBOX_EVENTS_CONNECTING)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_OPEN);

  return events;
}

/* A request of the events that was given up still refers to the session for a moment. */
static void
close_events (HomeboxEvents *events)
{
  HomeboxSession *session = homebox_events_get_session (events);

  g_object_ref (session);
  g_assert_finalize_object (events);
  while (G_OBJECT (session)->ref_count > 2)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (session);
}

static void
note (HomeboxEvents *events, gboolean *heard)
{
  *heard = TRUE;
}

static void
save_settings (Contract *contract, ContractPerson *person)
{
  g_autoptr (HomeboxResponse) response
      = contract_ask (contract, person, "PUT", "/users/self/settings", "{\"theme\":\"dark\"}");

  g_assert_cmpuint (homebox_response_get_status (response), ==, 200);
}

/* What the deadline of a silent connection rests on: it comes well before that. */
static void
test_ping (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = contract_person_new (contract, "ann");
  HomeboxEvents *events = open_events (ann->session);

  while (!events->heard && homebox_events_get_state (events) == HOMEBOX_EVENTS_OPEN)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (events->heard);
  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_OPEN);
  close_events (events);
}

static void
test_mutation (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = NULL;
  HomeboxEvents *events;
  gboolean heard = FALSE;

  if (!contract->facts->has_settings)
    {
      g_test_skip ("no settings");
      return;
    }

  ann = contract_person_new (contract, "ann");
  events = open_events (ann->session);
  g_signal_connect (events, "user-mutation", G_CALLBACK (note), &heard);
  save_settings (contract, ann);
  while (!heard)
    g_main_context_iteration (NULL, TRUE);
  close_events (events);
}

static void
test_refused (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (HomeboxToken) token = homebox_token_new ("XTOKENX", HOMEBOX_TOKEN_SESSION, NULL);
  HomeboxSession *session = homebox_session_new (contract->client, token);
  HomeboxEvents *events = homebox_events_new (session);

  homebox_events_set_active (events, TRUE);
  while (homebox_events_get_state (events) == HOMEBOX_EVENTS_CONNECTING)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_ENDED);
  g_assert_cmpint (homebox_session_get_state (session), ==, HOMEBOX_SESSION_ENDED);
  close_events (events);
  g_assert_finalize_object (session);
}

/* An open connection says nothing about the session. */
static void
test_revoked (gconstpointer data)
{
  Contract *contract = (Contract *) data;
  g_autoptr (ContractPerson) ann = NULL;
  g_autoptr (ContractPerson) bob = NULL;
  g_autoptr (HomeboxResponse) response = NULL;
  HomeboxEvents *events;
  gboolean heard = FALSE;

  if (!contract->facts->has_settings)
    {
      g_test_skip ("no settings");
      return;
    }

  ann = contract_person_new (contract, "ann");
  bob = contract_person_new_invited (contract, "bob", ann);
  events = open_events (ann->session);
  g_signal_connect (events, "user-mutation", G_CALLBACK (note), &heard);

  response = contract_ask (contract, ann, "POST", "/users/logout", NULL);
  contract_assert_answer (response, 204, NULL);
  save_settings (contract, bob);
  while (!heard)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (homebox_events_get_state (events), ==, HOMEBOX_EVENTS_OPEN);
  g_assert_cmpint (homebox_session_get_state (ann->session), ==, HOMEBOX_SESSION_ACTIVE);
  close_events (events);
}

void
contract_add_events_tests (Contract *contract)
{
  g_test_add_data_func ("/contract/events/ping", contract, test_ping);
  g_test_add_data_func ("/contract/events/user-mutation", contract, test_mutation);
  g_test_add_data_func ("/contract/events/refused-token", contract, test_refused);
  g_test_add_data_func ("/contract/events/open-after-the-token-was-revoked", contract,
                        test_revoked);
}
