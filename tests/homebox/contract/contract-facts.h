#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * ContractFacts:
 * @version: which servers this is about
 * @has_oidc: `GET /status` tells about OIDC
 * @wrong_credentials: status for a wrong email or password
 * @wrong_credentials_text: and what the server says
 * @charset_login: status for a sign-in whose content type has a charset
 * @charset_login_text: and what the server says
 * @trims_sign_in: spaces around the email do not matter when signing in
 * @limits_sign_in: too many failures are answered with 429
 * @has_logout_all: there is `POST /users/logout/all`
 * @rotates: a refresh kills the token that asked for it
 * @has_api_keys: there are API keys
 * @has_group_ids: a user has `defaultGroupId`, `groupIds` and the OIDC members; `groupId` and
 *   `groupName` otherwise
 * @has_is_owner: a user has `isOwner`
 * @folds_stored_email: a new email is stored trimmed and in lower case
 * @wrong_password_text: (nullable): what comes with the 500 for a wrong current password; %NULL for
 *   an empty body
 * @password_ends_other_sessions: a new password ends the person's other sessions
 * @has_settings: there is `/users/self/settings`; before it nothing tells of a `user.mutation`
 * @has_many_homes: there can be more than one home: `/groups/all`, `/groups/members`, `X-Tenant`
 * @owner_no_invitation: status for the owner who takes back an invitation that there is not
 * @member_no_invitation: status for anybody else
 * @asks_for_owner: only the owner may invite and administer
 * @invitations_end: an invitation can be used up, and be too old
 * @names_home_after_person: a new home is called after the person who registers
 * @checks_registered_password: too short a password is refused when registering
 * @has_password_reset: a forgotten password can be replaced by mail
 *
 * What differs between servers, in one place: the real ones and the demo are held to the same.
 */
typedef struct
{
  const char *version;

  gboolean has_oidc;

  guint wrong_credentials;
  const char *wrong_credentials_text;
  guint charset_login;
  const char *charset_login_text;
  gboolean trims_sign_in;
  gboolean limits_sign_in;
  gboolean has_logout_all;
  gboolean rotates;
  gboolean has_api_keys;

  gboolean has_group_ids;
  gboolean has_is_owner;
  gboolean folds_stored_email;
  const char *wrong_password_text;
  gboolean password_ends_other_sessions;

  gboolean has_settings;
  gboolean has_many_homes;
  guint owner_no_invitation;
  guint member_no_invitation;
  gboolean asks_for_owner;

  gboolean invitations_end;
  gboolean names_home_after_person;
  gboolean checks_registered_password;
  gboolean has_password_reset;
} ContractFacts;

const ContractFacts *contract_facts_find (const char *version);

G_END_DECLS
