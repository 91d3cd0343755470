#pragma once

#include "await.h"
#include "contract-facts.h"
#include "homebox-error.h"
#include "homebox-session.h"

G_BEGIN_DECLS

#define CONTRACT_PASSWORD "correct horse"

/*
 * Contract:
 * @facts: what this server is expected to do
 * @server: its base address
 * @client: asks it
 *
 * The server that is being held to its contract.
 */
typedef struct
{
  const ContractFacts *facts;
  const char *server;
  HomeboxClient *client;
} Contract;

/* Somebody fresh, signed in. */
typedef struct
{
  char *email;
  HomeboxSession *session;
} ContractPerson;

ContractPerson *contract_person_new (Contract *contract, const char *name);
ContractPerson *contract_person_new_invited (Contract *contract,
                                             const char *name,
                                             ContractPerson *host);
void contract_person_free (ContractPerson *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ContractPerson, contract_person_free)

HomeboxRequest *contract_request_new (ContractPerson *person,
                                      const char *method,
                                      const char *path,
                                      const char *json);
HomeboxResponse *contract_send (Contract *contract, HomeboxRequest *request);
HomeboxResponse *contract_ask (Contract *contract,
                               ContractPerson *person,
                               const char *method,
                               const char *path,
                               const char *json);
HomeboxResponse *contract_ask_login (Contract *contract,
                                     const char *email,
                                     const char *password,
                                     gboolean stay);
void contract_assert_answer (HomeboxResponse *response, guint status, const char *text);
JsonObject *contract_get_bare_object (HomeboxResponse *response);

HomeboxSession *contract_sign_in (Contract *contract,
                                  const char *email,
                                  const char *password,
                                  GError **error);
gboolean contract_load_user (HomeboxSession *session, GError **error);

void contract_add_status_tests (Contract *contract);
void contract_add_sign_in_tests (Contract *contract);
void contract_add_session_tests (Contract *contract);
void contract_add_profile_tests (Contract *contract);
void contract_add_password_tests (Contract *contract);
void contract_add_settings_tests (Contract *contract);
void contract_add_homes_tests (Contract *contract);
void contract_add_deletion_tests (Contract *contract);
void contract_add_events_tests (Contract *contract);
void contract_add_joining_tests (Contract *contract);
void contract_add_api_keys_tests (Contract *contract);
void contract_add_reset_tests (Contract *contract);
void contract_add_limit_tests (Contract *contract);

G_END_DECLS
