#include "latchkey-account-private.h"

#include "homebox-json.h"

/* `addresses` holds those that the person added: an older version, which does not know it, goes on
 * with `server` alone. */
static const char *const known_members[] = {
  "id",           "server",          "user-id",   "name",         "email", "kind", "expires-at",
  "signed-in-at", "last-refresh-at", "addresses", "last-address", "own-keys", NULL,
};

static const char *
kind_to_string (HomeboxTokenKind kind)
{
  return kind == HOMEBOX_TOKEN_API_KEY ? "api-key" : "session";
}

static gboolean
kind_from_string (const char *text, HomeboxTokenKind *kind)
{
  if (g_strcmp0 (text, "session") == 0)
    *kind = HOMEBOX_TOKEN_SESSION;
  else if (g_strcmp0 (text, "api-key") == 0)
    *kind = HOMEBOX_TOKEN_API_KEY;
  else
    return FALSE;
  return TRUE;
}

static void
read_text (JsonObject *object, const char *member, char **place)
{
  const char *text = homebox_json_get_string (object, member);

  if (text == NULL)
    return;
  g_free (*place);
  *place = g_strdup (text);
}

static void
write_time (JsonObject *object, const char *member, GDateTime *time)
{
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

static void
read_addresses (LatchkeyAccount *self, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "addresses");
  JsonArray *addresses = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  addresses = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (addresses); i++)
    {
      JsonNode *element = json_array_get_element (addresses, i);
      const char *address = JSON_NODE_HOLDS_VALUE (element)
                                    && json_node_get_value_type (element) == G_TYPE_STRING
                                ? json_node_get_string (element)
                                : NULL;

      if (latchkey_account_is_address (address))
        latchkey_account_add_address (self, address);
      else
        g_ptr_array_add (self->foreign_addresses, json_node_copy (element));
    }
}

static void
write_addresses (LatchkeyAccount *self, JsonObject *object)
{
  const char *const *addresses = latchkey_account_get_addresses (self);
  JsonArray *added = NULL;

  if (addresses[1] == NULL && self->foreign_addresses->len == 0)
    return;
  added = json_array_new ();
  for (gsize i = 1; addresses[i] != NULL; i++)
    json_array_add_string_element (added, addresses[i]);
  for (guint i = 0; i < self->foreign_addresses->len; i++)
    json_array_add_element (added,
                            json_node_copy (g_ptr_array_index (self->foreign_addresses, i)));
  json_object_set_array_member (object, "addresses", added);
}

/**
 * latchkey_account_new_from_json:
 * @object: a record as latchkey_account_to_json() wrote it
 * @error: return location for an error
 *
 * Reads an account from its record. Members that this version does not know are kept and written
 * back by latchkey_account_to_json().
 *
 * Fails with %G_IO_ERROR_INVALID_DATA when the record has no id, no usable server, no user id, or a
 * kind that this version does not know. The message is for the log, not for the person.
 *
 * Returns: (transfer full) (nullable): a new account, or %NULL
 */
LatchkeyAccount *
latchkey_account_new_from_json (JsonObject *object, GError **error)
{
  g_autoptr (LatchkeyAccount) self = NULL;
  const char *id = NULL;
  const char *server = NULL;
  const char *user_id = NULL;
  HomeboxTokenKind kind = HOMEBOX_TOKEN_SESSION;
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  id = homebox_json_get_string (object, "id");
  server = homebox_json_get_string (object, "server");
  user_id = homebox_json_get_string (object, "user-id");
  if (id == NULL || *id == '\0' || !latchkey_account_is_address (server) || user_id == NULL
      || *user_id == '\0'
      || !kind_from_string (homebox_json_get_string (object, "kind"), &kind))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "This is no record of an account");
      return NULL;
    }

  self = latchkey_account_new_bare (id, server, user_id, kind);
  read_text (object, "name", &self->name);
  read_text (object, "email", &self->email);
  self->expires_at = homebox_json_get_time (object, "expires-at");
  self->signed_in_at = homebox_json_get_time (object, "signed-in-at");
  self->last_refresh_at = homebox_json_get_time (object, "last-refresh-at");
  read_addresses (self, object);
  latchkey_account_read_own_keys (self, object);
  latchkey_account_set_last_address (self, homebox_json_get_string (object, "last-address"));

  self->unknown = json_object_new ();
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      if (!g_strv_contains (known_members, member))
        json_object_set_member (self->unknown, member, json_node_copy (node));
    }
  return g_steal_pointer (&self);
}

/**
 * latchkey_account_to_json:
 * @self: an account
 *
 * The record of the account as it goes into the file. It holds no secret.
 *
 * Returns: (transfer full): a node that holds an object
 */
JsonNode *
latchkey_account_to_json (LatchkeyAccount *self)
{
  JsonObject *object = NULL;
  JsonNode *record = NULL;
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);

  object = json_object_new ();
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "server", self->server);
  json_object_set_string_member (object, "user-id", self->user_id);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_string_member (object, "email", self->email);
  json_object_set_string_member (object, "kind", kind_to_string (self->kind));
  write_time (object, "expires-at", self->expires_at);
  write_time (object, "signed-in-at", self->signed_in_at);
  write_time (object, "last-refresh-at", self->last_refresh_at);
  write_addresses (self, object);
  latchkey_account_write_own_keys (self, object);
  if (self->last_address != NULL)
    json_object_set_string_member (object, "last-address", self->last_address);

  if (self->unknown != NULL)
    {
      json_object_iter_init_ordered (&iter, self->unknown);
      while (json_object_iter_next_ordered (&iter, &member, &node))
        json_object_set_member (object, member, json_node_copy (node));
    }

  record = json_node_alloc ();
  json_node_init_object (record, object);
  json_object_unref (object);
  return record;
}
