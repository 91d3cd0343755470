#include "contract-facts.h"

static const ContractFacts all[] = {
  {
    .version = "current",
    .has_oidc = TRUE,
    .wrong_credentials = 401,
    .wrong_credentials_text = "unauthorized",
    .charset_login = 401,
    .charset_login_text = "unauthorized",
    .trims_sign_in = TRUE,
    .limits_sign_in = TRUE,
    .has_logout_all = TRUE,
    .rotates = TRUE,
    .has_api_keys = TRUE,
    .has_group_ids = TRUE,
    .has_is_owner = FALSE,
    .folds_stored_email = TRUE,
    .wrong_password_text = "Internal Server Error",
    .password_ends_other_sessions = TRUE,
    .has_settings = TRUE,
    .has_many_homes = TRUE,
    .owner_no_invitation = 404,
    .member_no_invitation = 403,
    .asks_for_owner = TRUE,
    .invitations_end = TRUE,
    .names_home_after_person = TRUE,
    .checks_registered_password = TRUE,
    .has_password_reset = TRUE,
  },
  {
    .version = "v0.25",
    .has_oidc = TRUE,
    .wrong_credentials = 401,
    .wrong_credentials_text = "unauthorized",
    .charset_login = 401,
    .charset_login_text = "unauthorized",
    .trims_sign_in = FALSE,
    .limits_sign_in = TRUE,
    .has_logout_all = FALSE,
    .rotates = FALSE,
    .has_api_keys = FALSE,
    .has_group_ids = TRUE,
    .has_is_owner = TRUE,
    .folds_stored_email = FALSE,
    .wrong_password_text = NULL,
    .password_ends_other_sessions = FALSE,
    .has_settings = TRUE,
    .has_many_homes = TRUE,
    .owner_no_invitation = 404,
    .member_no_invitation = 404,
    .asks_for_owner = FALSE,
    .invitations_end = TRUE,
    .names_home_after_person = TRUE,
    .checks_registered_password = FALSE,
    .has_password_reset = FALSE,
  },
  {
    .version = "v0.21",
    .has_oidc = FALSE,
    .wrong_credentials = 500,
    .wrong_credentials_text = "invalid username or password",
    .charset_login = 500,
    .charset_login_text = "invalid content type",
    .trims_sign_in = FALSE,
    .limits_sign_in = FALSE,
    .has_logout_all = FALSE,
    .rotates = FALSE,
    .has_api_keys = FALSE,
    .has_group_ids = FALSE,
    .has_is_owner = TRUE,
    .folds_stored_email = FALSE,
    .wrong_password_text = NULL,
    .password_ends_other_sessions = FALSE,
    .has_settings = FALSE,
    .has_many_homes = FALSE,
    .owner_no_invitation = 404,
    .member_no_invitation = 404,
    .asks_for_owner = FALSE,
    .invitations_end = FALSE,
    .names_home_after_person = FALSE,
    .checks_registered_password = FALSE,
    .has_password_reset = FALSE,
  },
};

/*
 * contract_facts_find:
 * @version: `current`, `v0.25` or `v0.21`
 *
 * Returns: (transfer none) (nullable): what holds for servers of that version
 */
const ContractFacts *
contract_facts_find (const char *version)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (all[i].version, version) == 0)
      return &all[i];

  return NULL;
}
