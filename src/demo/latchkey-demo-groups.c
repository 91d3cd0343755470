#include "latchkey-demo-endpoints.h"

#include "latchkey-demo-text.h"

/**
 * latchkey_demo_groups_build:
 * @builder: a body being built
 * @group: a home
 *
 * Adds the home as an object.
 */
void
latchkey_demo_groups_build (JsonBuilder *builder, LatchkeyDemoGroup *group)
{
  g_autofree char *created = latchkey_demo_text_format_time (group->created);
  g_autofree char *updated = latchkey_demo_text_format_time (group->updated);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, group->id);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, group->name);
  json_builder_set_member_name (builder, "createdAt");
  json_builder_add_string_value (builder, created);
  json_builder_set_member_name (builder, "updatedAt");
  json_builder_add_string_value (builder, updated);
  json_builder_set_member_name (builder, "currency");
  json_builder_add_string_value (builder, group->currency);
  json_builder_end_object (builder);
}

static void
reply_group (LatchkeyDemoExchange *exchange, guint status, LatchkeyDemoGroup *group)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  latchkey_demo_groups_build (builder, group);
  latchkey_demo_exchange_reply_json (exchange, status, builder);
}

/**
 * latchkey_demo_groups_get:
 * @exchange: `GET /groups`
 *
 * Tells about the home the request is about.
 */
void
latchkey_demo_groups_get (LatchkeyDemoExchange *exchange)
{
  reply_group (exchange, SOUP_STATUS_OK, exchange->group);
}

/**
 * latchkey_demo_groups_list:
 * @exchange: `GET /groups/all` (not on v0.21)
 *
 * Lists the homes of the person.
 */
void
latchkey_demo_groups_list (LatchkeyDemoExchange *exchange)
{
  g_autoptr (GPtrArray) groups
      = latchkey_demo_store_list_groups (exchange->store, exchange->person);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < groups->len; i++)
    latchkey_demo_groups_build (builder, g_ptr_array_index (groups, i));
  json_builder_end_array (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_groups_create:
 * @exchange: `POST /groups` (not on v0.21)
 *
 * Makes a home with nothing in it, whose owner is the person.
 */
void
latchkey_demo_groups_create (LatchkeyDemoExchange *exchange)
{
  g_autofree char *name = g_strdup ("");
  g_autofree char *problem = NULL;
  LatchkeyDemoGroup *group;

  if (!latchkey_demo_exchange_decode (
          exchange, "CreateRequest", &problem, "name", G_TYPE_STRING, &name, NULL))
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }
  if (*name == '\0')
    {
      latchkey_demo_exchange_reply_field_error (exchange,
                                                "Name",
                                                "Key: 'CreateRequest.Name' Error:Field validation "
                                                "for 'Name' failed on the 'required' tag");
      return;
    }

  group = latchkey_demo_group_new (NULL, name);
  latchkey_demo_store_add_group (exchange->store, group, exchange->person);
  reply_group (exchange, SOUP_STATUS_CREATED, group);
}

/**
 * latchkey_demo_groups_update:
 * @exchange: `PUT /groups`
 *
 * Changes name and currency. v0.21 ignores an empty name.
 */
void
latchkey_demo_groups_update (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoGroup *group = exchange->group;
  g_autofree char *name = g_strdup ("");
  g_autofree char *currency = g_strdup ("");
  g_autofree char *problem = NULL;

  if (!latchkey_demo_exchange_decode (exchange,
                                      "GroupUpdate",
                                      &problem,
                                      "name",
                                      G_TYPE_STRING,
                                      &name,
                                      "currency",
                                      G_TYPE_STRING,
                                      &currency,
                                      NULL))
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }
  if (strlen (currency) != 3 || strcmp (currency, "ZZZ") == 0)
    {
      g_autofree char *text = g_strdup_printf ("currency '%s' is not supported", currency);

      latchkey_demo_exchange_reply_field_error (exchange, "currency", text);
      return;
    }
  if (*name == '\0' && exchange->version >= LATCHKEY_DEMO_VERSION_0_25)
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }

  if (*name != '\0')
    {
      g_free (group->name);
      group->name = g_steal_pointer (&name);
    }
  g_free (group->currency);
  group->currency = g_steal_pointer (&currency);
  group->updated = g_get_real_time ();
  reply_group (exchange, SOUP_STATUS_OK, group);
}

/* The default home moves by itself when it goes away. */
static void
move_default (LatchkeyDemoExchange *exchange, LatchkeyDemoPerson *person, LatchkeyDemoGroup *gone)
{
  g_autoptr (GPtrArray) groups = latchkey_demo_store_list_groups (exchange->store, person);

  if (g_strcmp0 (person->default_group_id, gone->id) != 0)
    return;

  for (guint i = 0; i < groups->len; i++)
    {
      LatchkeyDemoGroup *group = g_ptr_array_index (groups, i);

      if (group == gone)
        continue;
      g_free (person->default_group_id);
      person->default_group_id = g_strdup (group->id);
      return;
    }
}

/**
 * latchkey_demo_groups_delete:
 * @exchange: `DELETE /groups` (not on v0.21)
 *
 * Deletes a home with everything in it, unless it is the only one the person belongs to.
 */
void
latchkey_demo_groups_delete (LatchkeyDemoExchange *exchange)
{
  g_autoptr (GPtrArray) groups
      = latchkey_demo_store_list_groups (exchange->store, exchange->person);

  if (groups->len <= 1)
    {
      latchkey_demo_exchange_reply_error (
          exchange, 400, "cannot delete the only group you are a member of");
      return;
    }

  move_default (exchange, exchange->person, exchange->group);
  latchkey_demo_store_remove_group (exchange->store, exchange->group);
  exchange->group = NULL;
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}

/**
 * latchkey_demo_groups_get_statistics:
 * @exchange: `GET /groups/statistics`
 *
 * Counts what is in the home.
 */
void
latchkey_demo_groups_get_statistics (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoGroup *group = exchange->group;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "totalUsers");
  json_builder_add_int_value (builder, group->members->len);
  json_builder_set_member_name (builder, "totalItems");
  json_builder_add_int_value (builder, group->n_items);
  json_builder_set_member_name (builder, "totalLocations");
  json_builder_add_int_value (builder, group->n_locations);
  json_builder_set_member_name (
      builder, exchange->version >= LATCHKEY_DEMO_VERSION_0_25 ? "totalTags" : "totalLabels");
  json_builder_add_int_value (builder, group->n_tags);
  json_builder_set_member_name (builder, "totalItemPrice");
  /* json-glib would write 12 as 12.0. */
  if (group->total_price == (gint64) group->total_price)
    json_builder_add_int_value (builder, group->total_price);
  else
    json_builder_add_double_value (builder, group->total_price);
  json_builder_set_member_name (builder, "totalWithWarranty");
  json_builder_add_int_value (builder, group->n_with_warranty);
  json_builder_end_object (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_groups_list_members:
 * @exchange: `GET /groups/members` (not on v0.21)
 *
 * Lists who is in the home. Who owns it is told by v0.25 only.
 */
void
latchkey_demo_groups_list_members (LatchkeyDemoExchange *exchange)
{
  GPtrArray *members = exchange->group->members;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < members->len; i++)
    {
      LatchkeyDemoPerson *person = g_ptr_array_index (members, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, person->name);
      json_builder_set_member_name (builder, "email");
      json_builder_add_string_value (builder, person->email);
      if (exchange->version < LATCHKEY_DEMO_VERSION_CURRENT)
        {
          json_builder_set_member_name (builder, "isOwner");
          json_builder_add_boolean_value (builder, person->is_owner);
        }
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, person->id);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  latchkey_demo_exchange_reply_json (exchange, SOUP_STATUS_OK, builder);
}

/**
 * latchkey_demo_groups_remove_member:
 * @exchange: `DELETE /groups/members/{id}` (not on v0.21)
 *
 * Takes somebody out of the home. When that was the person's only home the answer is 500, and it
 * is done all the same.
 */
void
latchkey_demo_groups_remove_member (LatchkeyDemoExchange *exchange)
{
  LatchkeyDemoGroup *group = exchange->group;
  LatchkeyDemoPerson *person;
  g_autoptr (GPtrArray) left = NULL;

  if (!g_uuid_string_is_valid (exchange->parameter))
    {
      latchkey_demo_exchange_reply_error (exchange, 400, "invalid route key: user_id");
      return;
    }
  person = latchkey_demo_store_find_person (exchange->store, exchange->parameter);
  if (person == exchange->person)
    {
      latchkey_demo_exchange_reply_error (exchange, 400, "cannot remove yourself from the group");
      return;
    }
  if (group->members->len <= 1)
    {
      latchkey_demo_exchange_reply_error (
          exchange, 400, "cannot remove the last member from the group");
      return;
    }
  if (person == NULL)
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }

  latchkey_demo_group_remove_member (group, person);
  left = latchkey_demo_store_list_groups (exchange->store, person);
  if (left->len == 0)
    {
      latchkey_demo_exchange_reply_error (exchange, 500, "Unknown Error");
      return;
    }
  move_default (exchange, person, group);
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}
