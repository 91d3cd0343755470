#include "latchkey-demo-endpoints.h"

#include "latchkey-demo-text.h"

#define MOST_USES 100

static void
build_invitation (JsonBuilder *builder,
                  LatchkeyDemoExchange *exchange,
                  LatchkeyDemoInvitation *invitation,
                  gboolean with_token)
{
  g_autofree char *expires = latchkey_demo_text_format_time (invitation->expires);

  json_builder_begin_object (builder);
  if (exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    {
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, invitation->id);
    }
  if (with_token)
    {
      json_builder_set_member_name (builder, "token");
      json_builder_add_string_value (builder, invitation->token);
    }
  json_builder_set_member_name (builder, "expiresAt");
  json_builder_add_string_value (builder, expires);
  json_builder_set_member_name (builder, "uses");
  json_builder_add_int_value (builder, invitation->uses);
  if (!with_token)
    {
      json_builder_set_member_name (builder, "group");
      latchkey_demo_groups_build (builder, invitation->group);
    }
  json_builder_end_object (builder);
}

/**
 * latchkey_demo_invitations_list:
 * @exchange: `GET /groups/invitations` (not on v0.21)
 *
 * Lists the invitations into the home, without their secrets.
 */
void
latchkey_demo_invitations_list (LatchkeyDemoExchange *exchange)
{
  GPtrArray *invitations = exchange->store->invitations;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < invitations->len; i++)
    {
      LatchkeyDemoInvitation *invitation = g_ptr_array_index (invitations, i);

      if (invitation->group == exchange->group)
        build_invitation (builder, exchange, invitation, FALSE);
    }
  json_builder_end_array (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_invitations_create:
 * @exchange: `POST /groups/invitations`
 *
 * Makes an invitation. Its secret is shown this once; without a time it lasts a day.
 */
void
latchkey_demo_invitations_create (LatchkeyDemoExchange *exchange)
{
  g_autofree char *expires = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  LatchkeyDemoInvitation *invitation;
  gint64 time = g_get_real_time () + G_TIME_SPAN_DAY;
  int uses = 0;

  if (!latchkey_demo_exchange_decode (exchange,
                                      "GroupInvitationCreate",
                                      &problem,
                                      "uses",
                                      G_TYPE_INT,
                                      &uses,
                                      "expiresAt",
                                      G_TYPE_STRING,
                                      &expires,
                                      NULL)
      || (expires != NULL && !latchkey_demo_text_parse_time (expires, &time)))
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }
  if (uses < 1 || uses > MOST_USES)
    {
      g_autofree char *text
          = g_strdup_printf ("Key: 'GroupInvitationCreate.Uses' Error:Field validation for "
                             "'Uses' failed on the '%s' tag",
                             uses == 0  ? "required"
                             : uses < 0 ? "min"
                                        : "max");

      latchkey_demo_exchange_reply_field_error (exchange, "Uses", text);
      return;
    }

  invitation = latchkey_demo_invitation_new (exchange->group, uses, time);
  g_ptr_array_add (exchange->store->invitations, invitation);
  builder = json_builder_new ();
  build_invitation (builder, exchange, invitation, TRUE);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_CREATED, builder);
}

/**
 * latchkey_demo_invitations_delete:
 * @exchange: `DELETE /groups/invitations/{id}` (not on v0.21)
 *
 * Takes an invitation back. For one that is not there the answer tells an owner (404) from other
 * members (403), on current servers.
 */
void
latchkey_demo_invitations_delete (LatchkeyDemoExchange *exchange)
{
  GPtrArray *invitations = exchange->store->invitations;

  if (!g_uuid_string_is_valid (exchange->parameter))
    {
      latchkey_demo_exchange_reply_error (exchange, 400, "invalid route key: id");
      return;
    }
  for (guint i = 0; i < invitations->len; i++)
    {
      LatchkeyDemoInvitation *invitation = g_ptr_array_index (invitations, i);

      if (invitation->group == exchange->group
          && g_ascii_strcasecmp (invitation->id, exchange->parameter) == 0)
        {
          g_ptr_array_remove_index (invitations, i);
          latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
          return;
        }
    }
  latchkey_demo_exchange_reply_error (exchange, 404, "Not Found");
}

/**
 * latchkey_demo_invitations_accept:
 * @exchange: `POST /groups/invitations/{token}` (not on v0.21)
 *
 * Lets the person into another home. Expired, spent, already a member: all the same 500.
 */
void
latchkey_demo_invitations_accept (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoInvitation *invitation
      = latchkey_demo_store_find_invitation (exchange->store, exchange->parameter);
  g_autoptr (JsonBuilder) builder = NULL;

  if (invitation == NULL)
    {
      latchkey_demo_exchange_reply_error (exchange, 404, "Not Found");
      return;
    }
  if (invitation->uses <= 0 || invitation->expires < g_get_real_time ()
      || latchkey_demo_group_has_member (invitation->group, exchange->person))
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }

  invitation->uses--;
  latchkey_demo_store_join (exchange->store, invitation->group, exchange->person);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, invitation->group->id);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, invitation->group->name);
  json_builder_end_object (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}
