#include "latchkey-account-private.h"

#include "homebox-json.h"

/*
 * OwnKey:
 * @name: what the key is called on the server; no other has that name
 * @token_hash: (nullable): by which its token is known again; %NULL before there is one
 */
typedef struct
{
  char *name;
  char *token_hash;
} OwnKey;

static OwnKey *
own_key_new (const char *name, const char *token_hash)
{
  OwnKey *key = g_new0 (OwnKey, 1);

  key->name = g_strdup (name);
  key->token_hash = g_strdup (token_hash);
  return key;
}

static void
own_key_free (gpointer data)
{
  OwnKey *key = data;

  g_free (key->name);
  g_free (key->token_hash);
  g_free (key);
}

static gpointer
own_key_copy (gconstpointer key, gpointer user_data)
{
  return own_key_new (((const OwnKey *) key)->name, ((const OwnKey *) key)->token_hash);
}

/* Of a random text of 256 bits, which cannot be guessed; with the name in it, it says nothing about
 * any other record. */
static char *
hash (const char *name, HomeboxToken *token)
{
  HomeboxSecret *secret = homebox_token_get_secret (token);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, (const guchar *) homebox_secret_peek (secret),
                     (gssize) homebox_secret_get_length (secret));
  return g_strndup (g_checksum_get_string (checksum), 32);
}

static OwnKey *
find (LatchkeyAccount *self, const char *name, guint *position)
{
  for (guint i = 0; i < self->own_keys->len; i++)
    {
      OwnKey *key = g_ptr_array_index (self->own_keys, i);

      if (!g_str_equal (key->name, name))
        continue;
      if (position != NULL)
        *position = i;
      return key;
    }
  return NULL;
}

/*
 * latchkey_account_new_own_keys:
 *
 * Returns: (transfer full): a list of own keys, without one
 */
GPtrArray *
latchkey_account_new_own_keys (void)
{
  return g_ptr_array_new_with_free_func (own_key_free);
}

/*
 * latchkey_account_copy_own_keys:
 * @self: an account
 * @other: another record of the same account
 *
 * Makes the own keys of @self those of @other.
 */
void
latchkey_account_copy_own_keys (LatchkeyAccount *self, LatchkeyAccount *other)
{
  g_ptr_array_unref (self->own_keys);
  self->own_keys = g_ptr_array_copy (other->own_keys, own_key_copy, NULL);
}

/*
 * latchkey_account_read_own_keys:
 * @self: an account
 * @object: its record
 *
 * Reads its own keys.
 */
void
latchkey_account_read_own_keys (LatchkeyAccount *self, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "own-keys");
  JsonArray *array = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      const char *name = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element))
        name = homebox_json_get_string (json_node_get_object (element), "name");
      if (name != NULL && *name != '\0' && find (self, name, NULL) == NULL)
        g_ptr_array_add (self->own_keys,
                         own_key_new (name, homebox_json_get_string (json_node_get_object (element),
                                                                     "token-hash")));
    }
}

/*
 * latchkey_account_write_own_keys:
 * @self: an account
 * @object: its record
 *
 * Writes its own keys.
 */
void
latchkey_account_write_own_keys (LatchkeyAccount *self, JsonObject *object)
{
  JsonArray *array = NULL;

  if (self->own_keys->len == 0)
    return;
  array = json_array_new ();
  for (guint i = 0; i < self->own_keys->len; i++)
    {
      OwnKey *key = g_ptr_array_index (self->own_keys, i);
      JsonObject *element = json_object_new ();

      json_object_set_string_member (element, "name", key->name);
      if (key->token_hash != NULL)
        json_object_set_string_member (element, "token-hash", key->token_hash);
      json_array_add_object_element (array, element);
    }
  json_object_set_array_member (object, "own-keys", array);
}

/**
 * latchkey_account_add_own_key:
 * @self: an account
 * @name: what a key is going to be called
 *
 * Notes that Latchkey is about to make an API key for this account. It has to be on the disk before
 * the server is asked: whatever happens then, the key is known for what it is.
 */
void
latchkey_account_add_own_key (LatchkeyAccount *self, const char *name)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (self));
  g_return_if_fail (name != NULL && *name != '\0');

  if (find (self, name, NULL) == NULL)
    g_ptr_array_add (self->own_keys, own_key_new (name, NULL));
}

/**
 * latchkey_account_set_own_key_token:
 * @self: an account
 * @name: one of its own keys
 * @token: that key
 *
 * Notes by what the key is known again. That has to be on the disk before the key is put into the
 * keyring.
 */
void
latchkey_account_set_own_key_token (LatchkeyAccount *self, const char *name, HomeboxToken *token)
{
  OwnKey *key = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (token != NULL);

  key = find (self, name, NULL);
  g_return_if_fail (key != NULL);
  g_free (key->token_hash);
  key->token_hash = hash (name, token);
}

/**
 * latchkey_account_remove_own_key:
 * @self: an account
 * @name: the name of a key
 *
 * Notes that there is no such key on the server any more.
 *
 * Returns: whether it was one of its own
 */
gboolean
latchkey_account_remove_own_key (LatchkeyAccount *self, const char *name)
{
  guint position = 0;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (find (self, name, &position) == NULL)
    return FALSE;
  g_ptr_array_remove_index (self->own_keys, position);
  return TRUE;
}

/**
 * latchkey_account_dup_own_keys:
 * @self: an account
 *
 * Returns: (transfer full): the names of the API keys that Latchkey made for this account, or was
 *   about to make, and did not revoke
 */
GStrv
latchkey_account_dup_own_keys (LatchkeyAccount *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);

  for (guint i = 0; i < self->own_keys->len; i++)
    g_strv_builder_add (builder, ((OwnKey *) g_ptr_array_index (self->own_keys, i))->name);
  return g_strv_builder_end (builder);
}

/**
 * latchkey_account_dup_own_key_name:
 * @self: an account
 * @token: what the account is used with
 *
 * Returns: (transfer full) (nullable): what that key is called, or %NULL when it is none of those
 *   that Latchkey made: then it is the person's, who decides about it
 */
char *
latchkey_account_dup_own_key_name (LatchkeyAccount *self, HomeboxToken *token)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (self), NULL);
  g_return_val_if_fail (token != NULL, NULL);

  for (guint i = 0; i < self->own_keys->len; i++)
    {
      OwnKey *key = g_ptr_array_index (self->own_keys, i);
      g_autofree char *token_hash = hash (key->name, token);

      if (g_strcmp0 (key->token_hash, token_hash) == 0)
        return g_strdup (key->name);
    }
  return NULL;
}
