#include "latchkey-account-document.h"

#include "homebox-json.h"
#include "latchkey-account.h"

#include <string.h>

#define FILE_VERSION 1

/**
 * latchkey_account_document_new:
 *
 * Returns: (transfer full): a document without accounts
 */
LatchkeyAccountDocument *
latchkey_account_document_new (void)
{
  LatchkeyAccountDocument *self = g_new0 (LatchkeyAccountDocument, 1);

  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_owner = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->foreign = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->members = json_object_new ();
  return self;
}

static gpointer
ref_node (gconstpointer node, gpointer user_data)
{
  return json_node_ref ((JsonNode *) node);
}

/**
 * latchkey_account_document_new_like:
 * @other: a document
 *
 * Returns: (transfer full): a document without accounts that has what is not known here from @other
 */
LatchkeyAccountDocument *
latchkey_account_document_new_like (LatchkeyAccountDocument *other)
{
  LatchkeyAccountDocument *self = latchkey_account_document_new ();

  g_ptr_array_extend (self->foreign, other->foreign, ref_node, NULL);
  json_object_unref (self->members);
  self->members = json_object_ref (other->members);
  return self;
}

/**
 * latchkey_account_document_free:
 * @self: (transfer full): a document
 */
void
latchkey_account_document_free (LatchkeyAccountDocument *self)
{
  g_free (self->current);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_owner);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->foreign);
  json_object_unref (self->members);
  g_free (self);
}

const char *
latchkey_account_record_get_id (JsonObject *record)
{
  return json_object_get_string_member (record, "id");
}

/**
 * latchkey_account_record_dup_owner:
 * @record: the record of an account
 *
 * Returns: (transfer full): whose it is and where, as one text to compare
 */
char *
latchkey_account_record_dup_owner (JsonObject *record)
{
  return g_strconcat (json_object_get_string_member (record, "server"), "\n",
                      json_object_get_string_member (record, "user-id"), NULL);
}

JsonObject *
latchkey_account_document_get_record (LatchkeyAccountDocument *self, guint position)
{
  return json_node_get_object (g_ptr_array_index (self->records, position));
}

/**
 * latchkey_account_document_find:
 * @self: a document
 * @id: (nullable): the id of an account
 *
 * Returns: (transfer none) (nullable): its record, or %NULL
 */
JsonObject *
latchkey_account_document_find (LatchkeyAccountDocument *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

/**
 * latchkey_account_document_find_owner:
 * @self: a document
 * @owner: what latchkey_account_record_dup_owner() gave
 *
 * Returns: (transfer none) (nullable): the record of that owner, or %NULL
 */
JsonObject *
latchkey_account_document_find_owner (LatchkeyAccountDocument *self, const char *owner)
{
  return g_hash_table_lookup (self->by_owner, owner);
}

/**
 * latchkey_account_document_add:
 * @self: a document that is being made
 * @record: (transfer full): the record of an account
 *
 * Adds a record to the end, unless its id or its owner is taken.
 *
 * Returns: whether it was added
 */
gboolean
latchkey_account_document_add (LatchkeyAccountDocument *self, JsonNode *record)
{
  JsonObject *object = json_node_get_object (record);
  const char *id = latchkey_account_record_get_id (object);
  g_autofree char *owner = latchkey_account_record_dup_owner (object);

  if (g_hash_table_contains (self->by_id, id) || g_hash_table_contains (self->by_owner, owner))
    {
      json_node_unref (record);
      return FALSE;
    }
  g_hash_table_insert (self->by_id, g_strdup (id), object);
  g_hash_table_insert (self->by_owner, g_steal_pointer (&owner), object);
  g_ptr_array_add (self->records, record);
  return TRUE;
}

static gboolean
read_records (LatchkeyAccountDocument *self, JsonArray *records)
{
  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      JsonNode *record = json_array_get_element (records, i);
      g_autoptr (LatchkeyAccount) account = NULL;
      g_autoptr (GError) problem = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (record))
        return FALSE;
      account = latchkey_account_new_from_json (json_node_get_object (record), &problem);
      /* As it is written here, so that what only looks different is not taken for a change. */
      if (account != NULL
          && latchkey_account_document_add (self, latchkey_account_to_json (account)))
        continue;
      /* One record that is not understood here costs neither itself nor the others. */
      g_debug ("Keeping an account that is not understood: %s",
               problem != NULL ? problem->message : "there is another one");
      g_ptr_array_add (self->foreign, json_node_copy (record));
    }
  return TRUE;
}

/**
 * latchkey_account_document_parse:
 * @content: what is in the file
 * @newer: (out): whether a later version of Latchkey wrote it
 *
 * Returns: (transfer full) (nullable): a document, or %NULL if @content is no list of accounts, or
 *   one of a later version
 */
LatchkeyAccountDocument *
latchkey_account_document_parse (GBytes *content, gboolean *newer)
{
  g_autoptr (LatchkeyAccountDocument) self = latchkey_account_document_new ();
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  JsonNode *records = NULL;
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;
  gint64 version = 0;
  gsize length = 0;
  const char *text = g_bytes_get_data (content, &length);

  *newer = FALSE;
  root = homebox_json_parse (text, length, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  object = json_node_get_object (root);
  if (!homebox_json_get_count (object, "version", &version) || version < 1)
    return NULL;
  *newer = version > FILE_VERSION;
  if (*newer)
    return NULL;
  records = json_object_get_member (object, "accounts");
  if (records == NULL || !JSON_NODE_HOLDS_ARRAY (records)
      || !read_records (self, json_node_get_array (records)))
    return NULL;

  self->current = g_strdup (homebox_json_get_string (object, "current"));
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      if (!g_str_equal (member, "version") && !g_str_equal (member, "current")
          && !g_str_equal (member, "accounts"))
        json_object_set_member (self->members, member, json_node_copy (node));
    }
  return g_steal_pointer (&self);
}

static void
add_all (JsonArray *array, GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    json_array_add_element (array, json_node_copy (g_ptr_array_index (nodes, i)));
}

/**
 * latchkey_account_document_serialize:
 * @self: a document
 *
 * Returns: (transfer full): what to put into the file
 */
GBytes *
latchkey_account_document_serialize (LatchkeyAccountDocument *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_alloc ();
  JsonArray *records = json_array_new ();
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;
  char *text = NULL;

  json_object_set_int_member (object, "version", FILE_VERSION);
  if (self->current != NULL)
    json_object_set_string_member (object, "current", self->current);
  add_all (records, self->records);
  add_all (records, self->foreign);
  json_object_set_array_member (object, "accounts", records);

  json_object_iter_init_ordered (&iter, self->members);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    json_object_set_member (object, member, json_node_copy (node));

  json_node_init_object (root, object);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}
