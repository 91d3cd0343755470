#include "latchkey-account-merge.h"

#include "homebox-json.h"

/*
 * Merge:
 * @base: what both sides began with
 * @mine: what this side made of it, saved last
 * @theirs: what the other side made of it, saved already
 * @merged: (element-type utf8 JsonNode): the records that stay, by id
 * @renamed: (element-type utf8 utf8): from ids of mine to ids of theirs, where both are one account
 */
typedef struct
{
  LatchkeyAccountDocument *base;
  LatchkeyAccountDocument *mine;
  LatchkeyAccountDocument *theirs;
  GHashTable *merged;
  GHashTable *renamed;
} Merge;

static gboolean
is_same (JsonNode *a, JsonNode *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return json_node_equal (a, b);
}

static JsonNode *
get (JsonObject *record, const char *member)
{
  return record != NULL ? json_object_get_member (record, member) : NULL;
}

static gboolean
has_element (JsonNode *array, JsonNode *element)
{
  if (array == NULL || !JSON_NODE_HOLDS_ARRAY (array))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (array)); i++)
    {
      if (json_node_equal (json_array_get_element (json_node_get_array (array), i), element))
        return TRUE;
    }
  return FALSE;
}

/* Adds what is in @from unless @except has it, or it is there already. */
static void
add_elements (JsonNode *to, JsonNode *from, JsonNode *except, JsonNode *unless_in)
{
  if (from == NULL || !JSON_NODE_HOLDS_ARRAY (from))
    return;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (from)); i++)
    {
      JsonNode *element = json_array_get_element (json_node_get_array (from), i);

      if (has_element (to, element)
          || (has_element (except, element) && !has_element (unless_in, element)))
        continue;
      json_array_add_element (json_node_get_array (to), json_node_copy (element));
    }
}

/* What either side added is there, and what either took away is not. */
static JsonNode *
merge_addresses (JsonNode *base, JsonNode *mine, JsonNode *theirs)
{
  g_autoptr (JsonArray) array = json_array_new ();
  JsonNode *merged = json_node_alloc ();

  json_node_init_array (merged, array);
  add_elements (merged, theirs, base, mine);
  add_elements (merged, mine, base, theirs);
  if (json_array_get_length (array) == 0)
    g_clear_pointer (&merged, json_node_unref);
  return merged;
}

static void
merge_member (JsonObject *merged,
              const char *member,
              JsonObject *base,
              JsonObject *mine,
              JsonObject *theirs)
{
  JsonNode *before = get (base, member);
  JsonNode *here = get (mine, member);
  JsonNode *there = get (theirs, member);
  JsonNode *result = NULL;

  if (json_object_has_member (merged, member))
    return;
  if (g_str_equal (member, "id"))
    result = json_node_copy (there);
  else if (g_str_equal (member, "addresses"))
    result = merge_addresses (before, here, there);
  else if (is_same (here, before))
    result = there != NULL ? json_node_copy (there) : NULL;
  else
    result = here != NULL ? json_node_copy (here) : NULL;
  if (result != NULL)
    json_object_set_member (merged, member, result);
}

static JsonNode *
merge_records (JsonObject *base, JsonObject *mine, JsonObject *theirs)
{
  g_autoptr (JsonObject) merged = json_object_new ();
  JsonNode *node = json_node_alloc ();
  JsonObjectIter iter;
  const char *member = NULL;

  json_object_iter_init_ordered (&iter, theirs);
  while (json_object_iter_next_ordered (&iter, &member, NULL))
    merge_member (merged, member, base, mine, theirs);
  json_object_iter_init_ordered (&iter, mine);
  while (json_object_iter_next_ordered (&iter, &member, NULL))
    merge_member (merged, member, base, mine, theirs);
  json_node_init_object (node, merged);
  return node;
}

/* Whether the side that still has a record signed in to it since: then that the other side took it
 * off the list is older news. */
static gboolean
is_signed_in_anew (JsonObject *base, JsonObject *record)
{
  return !is_same (get (base, "signed-in-at"), get (record, "signed-in-at"));
}

static void
keep (Merge *merge, const char *id, JsonNode *record)
{
  g_hash_table_insert (merge->merged, g_strdup (id), record);
}

static JsonNode *
copy_record (JsonObject *record)
{
  JsonNode *node = json_node_alloc ();

  json_node_init_object (node, record);
  return node;
}

static void
merge_theirs (Merge *merge)
{
  for (guint i = 0; i < merge->theirs->records->len; i++)
    {
      JsonObject *there = latchkey_account_document_get_record (merge->theirs, i);
      const char *id = latchkey_account_record_get_id (there);
      JsonObject *before = latchkey_account_document_find (merge->base, id);
      JsonObject *here = latchkey_account_document_find (merge->mine, id);

      if (here != NULL)
        keep (merge, id, merge_records (before, here, there));
      else if (before == NULL || is_signed_in_anew (before, there))
        keep (merge, id, copy_record (there));
    }
}

/* Returns: (nullable): the record of the same person on the same server, among those that stay. */
static JsonObject *
find_same_owner (Merge *merge, JsonObject *record)
{
  for (guint i = 0; i < merge->theirs->records->len; i++)
    {
      JsonObject *there = latchkey_account_document_get_record (merge->theirs, i);

      if (is_same (get (there, "server"), get (record, "server"))
          && is_same (get (there, "user-id"), get (record, "user-id"))
          && g_hash_table_contains (merge->merged, latchkey_account_record_get_id (there)))
        return there;
    }
  return NULL;
}

static void
merge_only_mine (Merge *merge)
{
  for (guint i = 0; i < merge->mine->records->len; i++)
    {
      JsonObject *here = latchkey_account_document_get_record (merge->mine, i);
      const char *id = latchkey_account_record_get_id (here);
      JsonObject *before = latchkey_account_document_find (merge->base, id);
      JsonObject *same = NULL;

      if (latchkey_account_document_find (merge->theirs, id) != NULL)
        continue;
      if (before != NULL && !is_signed_in_anew (before, here))
        continue;
      same = find_same_owner (merge, here);
      if (same != NULL)
        {
          const char *other_id = latchkey_account_record_get_id (same);

          keep (merge, other_id, merge_records (NULL, here, same));
          g_hash_table_insert (merge->renamed, g_strdup (id), g_strdup (other_id));
        }
      else
        keep (merge, id, copy_record (here));
    }
}

static const char *
rename_id (Merge *merge, const char *id)
{
  const char *renamed = id != NULL ? g_hash_table_lookup (merge->renamed, id) : NULL;

  return renamed != NULL ? renamed : id;
}

/* Returns: (transfer container): the ids of @document that the two others have as well. */
static GPtrArray *
list_common (LatchkeyAccountDocument *document,
             LatchkeyAccountDocument *second,
             LatchkeyAccountDocument *third)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < document->records->len; i++)
    {
      const char *id = latchkey_account_record_get_id (
          latchkey_account_document_get_record (document, i));

      if (latchkey_account_document_find (second, id) != NULL
          && latchkey_account_document_find (third, id) != NULL)
        g_ptr_array_add (ids, (gpointer) id);
    }
  return ids;
}

static gboolean
is_moved (Merge *merge)
{
  g_autoptr (GPtrArray) before = list_common (merge->base, merge->mine, merge->theirs);
  g_autoptr (GPtrArray) here = list_common (merge->mine, merge->base, merge->theirs);

  for (guint i = 0; i < here->len; i++)
    {
      if (!g_str_equal (g_ptr_array_index (here, i), g_ptr_array_index (before, i)))
        return TRUE;
    }
  return FALSE;
}

/* Moves the records that stay into the result, in the order of @document. */
static void
take_in_order (Merge *merge, LatchkeyAccountDocument *document, LatchkeyAccountDocument *result)
{
  for (guint i = 0; i < document->records->len; i++)
    {
      JsonObject *record = latchkey_account_document_get_record (document, i);
      const char *id = rename_id (merge, latchkey_account_record_get_id (record));
      gpointer owned_id = NULL;
      gpointer node = NULL;

      if (!g_hash_table_steal_extended (merge->merged, id, &owned_id, &node))
        continue;
      g_ptr_array_add (result->records, node);
      g_free (owned_id);
    }
}

static void
choose_current (Merge *merge, LatchkeyAccountDocument *result)
{
  const char *choices[] = {
    g_strcmp0 (merge->mine->current, merge->base->current) != 0
        ? rename_id (merge, merge->mine->current)
        : merge->theirs->current,
    merge->theirs->current,
    result->records->len > 0
        ? latchkey_account_record_get_id (latchkey_account_document_get_record (result, 0))
        : NULL,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (choices) && result->current == NULL; i++)
    {
      if (latchkey_account_document_find (result, choices[i]) != NULL)
        result->current = g_strdup (choices[i]);
    }
}

/**
 * latchkey_account_merge:
 * @base: what was last read or written by this process
 * @mine: what this process has
 * @theirs: what the file says by now
 *
 * The three-way merge of two lists of accounts. #LatchkeyAccountStore says by which rules. What this
 * version does not know is as in @theirs.
 *
 * Returns: (transfer full): the list that has the changes of both
 */
LatchkeyAccountDocument *
latchkey_account_merge (LatchkeyAccountDocument *base,
                        LatchkeyAccountDocument *mine,
                        LatchkeyAccountDocument *theirs)
{
  g_autoptr (GHashTable) merged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                         (GDestroyNotify) json_node_unref);
  g_autoptr (GHashTable) renamed
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Merge merge = { base, mine, theirs, merged, renamed };
  LatchkeyAccountDocument *result = latchkey_account_document_new_like (theirs);

  merge_theirs (&merge);
  merge_only_mine (&merge);
  if (is_moved (&merge))
    {
      take_in_order (&merge, mine, result);
      take_in_order (&merge, theirs, result);
    }
  else
    {
      take_in_order (&merge, theirs, result);
      take_in_order (&merge, mine, result);
    }
  choose_current (&merge, result);
  return result;
}
