#include "latchkey-demo-endpoints.h"

#define LONGEST_TEXT 255

static void
build_groups (JsonBuilder *builder, LatchkeyDemoExchange *exchange)
{
  g_autoptr (GPtrArray) groups
      = latchkey_demo_store_list_groups (exchange->store, exchange->person);

  json_builder_set_member_name (builder, "defaultGroupId");
  json_builder_add_string_value (builder, exchange->person->default_group_id);
  json_builder_set_member_name (builder, "groupIds");
  json_builder_begin_array (builder);
  for (guint i = 0; i < groups->len; i++)
    json_builder_add_string_value (builder,
                                   ((LatchkeyDemoGroup *) g_ptr_array_index (groups, i))->id);
  json_builder_end_array (builder);
}

static void
reply_person (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoPerson *person = exchange->person;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "item");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, person->id);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, person->name);
  json_builder_set_member_name (builder, "email");
  json_builder_add_string_value (builder, person->email);
  json_builder_set_member_name (builder, "isSuperuser");
  json_builder_add_boolean_value (builder, person->is_superuser);

  if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    build_groups (builder, exchange);
  else
    {
      json_builder_set_member_name (builder, "groupId");
      json_builder_add_string_value (builder, exchange->group->id);
      json_builder_set_member_name (builder, "groupName");
      json_builder_add_string_value (builder, exchange->group->name);
    }
  if (exchange->version < LATCHKEY_DEMO_VERSION_CURRENT)
    {
      json_builder_set_member_name (builder, "isOwner");
      json_builder_add_boolean_value (builder, person->is_owner);
    }
  if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    {
      json_builder_set_member_name (builder, "oidcIssuer");
      json_builder_add_string_value (builder, person->oidc_issuer);
      json_builder_set_member_name (builder, "oidcSubject");
      json_builder_add_string_value (builder, person->oidc_subject);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

static gboolean
validate_length (LatchkeyDemoExchange *exchange,
                 guint status,
                 const char *field,
                 const char *value)
{
  g_autofree char *text = NULL;

  /* In bytes, as the server counts. */
  if (*value != '\0' && strlen (value) <= LONGEST_TEXT)
    return TRUE;

  text = g_strdup_printf (
      "ent: validator failed for field \"User.%s\": value is %s than the required length",
      field,
      *value == '\0' ? "less" : "greater");
  latchkey_demo_exchange_reply_error (exchange, status, text);

  return FALSE;
}

/**
 * latchkey_demo_profile_validate:
 * @exchange: a request that stores a name and an email
 * @status: how to refuse them
 * @name: the name
 * @email: the email, as it would be stored
 * @person: (nullable): who may have that email already
 *
 * Checks what Homebox checks: 1 to 255 bytes each, and an email that nobody else has. Otherwise
 * answers with the text of its database layer, in the wording of SQLite or PostgreSQL.
 *
 * Returns: whether they may be stored
 */
gboolean
latchkey_demo_profile_validate (LatchkeyDemoExchange *exchange,
                                guint status,
                                const char *name,
                                const char *email,
                                LatchkeyDemoPerson *person)
{
  if (!validate_length (exchange, status, "name", name)
      || !validate_length (exchange, status, "email", email))
    return FALSE;

  if (latchkey_demo_store_is_email_taken (exchange->store, email, person))
    {
      latchkey_demo_exchange_reply_error (
          exchange,
          status,
          exchange->flags & LATCHKEY_DEMO_POSTGRES
              ? "ent: constraint failed: pq: duplicate key value violates unique constraint "
                "\"users_email_key\""
              : "ent: constraint failed: constraint failed: UNIQUE constraint failed: "
                "users.email (2067)");
      return FALSE;
    }

  return TRUE;
}

/**
 * latchkey_demo_profile_store_email:
 * @exchange: a request that stores an email
 * @email: what was sent
 *
 * Current servers trim and lower-case an email, v0.21 and v0.25 take it as it is.
 *
 * Returns: (transfer full): how it is stored
 */
char *
latchkey_demo_profile_store_email (LatchkeyDemoExchange *exchange, const char *email)
{
  char *stored = exchange->version >= LATCHKEY_DEMO_VERSION_CURRENT ? g_utf8_strdown (email, -1)
                                                                    : NULL;

  return stored != NULL ? g_strstrip (stored) : g_strdup (email);
}

/**
 * latchkey_demo_profile_get:
 * @exchange: `GET /users/self`
 *
 * Tells who is signed in.
 */
void
latchkey_demo_profile_get (LatchkeyDemoExchange *exchange)
{
  reply_person (exchange);
}

/**
 * latchkey_demo_profile_put:
 * @exchange: `PUT /users/self`
 *
 * Stores name and email, both always: one that is missing is an empty one.
 */
void
latchkey_demo_profile_put (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoPerson *person = exchange->person;
  g_autofree char *name = g_strdup ("");
  g_autofree char *email = g_strdup ("");
  g_autofree char *stored_email = NULL;
  g_autofree char *problem = NULL;

  if (!latchkey_demo_exchange_decode (exchange,
                                      "repo.UserUpdate",
                                      &problem,
                                      "name",
                                      G_TYPE_STRING,
                                      &name,
                                      "email",
                                      G_TYPE_STRING,
                                      &email,
                                      NULL))
    {
      latchkey_demo_exchange_reply_error (exchange, 400, problem);
      return;
    }
  stored_email = latchkey_demo_profile_store_email (exchange, email);
  if (!latchkey_demo_profile_validate (exchange, 500, name, stored_email, person))
    return;

  g_free (person->name);
  person->name = g_steal_pointer (&name);
  g_free (person->email);
  person->email = g_steal_pointer (&stored_email);
  reply_person (exchange);
}

/**
 * latchkey_demo_profile_delete:
 * @exchange: `DELETE /users/self`
 *
 * Deletes the account. Its homes stay, without an owner or without anybody.
 */
void
latchkey_demo_profile_delete (LatchkeyDemoExchange *exchange)
{
  if (exchange->flags & LATCHKEY_DEMO_DEMO_MODE)
    {
      latchkey_demo_exchange_reply_demo_refusal (exchange);
      return;
    }

  latchkey_demo_store_remove_person (exchange->store, exchange->person);
  exchange->person = NULL;
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}
