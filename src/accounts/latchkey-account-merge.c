#include "latchkey-account-merge.h"

/*
 * Merge:
 * @base: what both sides began with
 * @mine: what this side made of it, saved last
 * @theirs: what the other side made of it, saved already
 * @merged: (element-type utf8 JsonNode): the records that stay, by owner
 */
typedef struct
{
  LatchkeyAccountDocument *base;
  LatchkeyAccountDocument *mine;
  LatchkeyAccountDocument *theirs;
  GHashTable *merged;
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
merge_elements (JsonNode *base, JsonNode *mine, JsonNode *theirs)
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
  else if (g_str_equal (member, "addresses") || g_str_equal (member, "own-keys"))
    result = merge_elements (before, here, there);
  else if (is_same (here, before))
    result = there != NULL ? json_node_copy (there) : NULL;
  else
    result = here != NULL ? json_node_copy (here) : NULL;
  if (result != NULL)
    json_object_set_member (merged, member, result);
}

/* Both sides may have made a record of the same account, each with an id of its own: the one that
 * is saved already stays. */
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

static JsonNode *
copy_record (JsonObject *record)
{
  JsonNode *node = json_node_alloc ();

  json_node_init_object (node, record);
  return node;
}

static void
merge_all (Merge *merge, LatchkeyAccountDocument *side)
{
  for (guint i = 0; i < side->records->len; i++)
    {
      g_autofree char *owner
          = latchkey_account_record_dup_owner (latchkey_account_document_get_record (side, i));
      JsonObject *before = latchkey_account_document_find_owner (merge->base, owner);
      JsonObject *here = latchkey_account_document_find_owner (merge->mine, owner);
      JsonObject *there = latchkey_account_document_find_owner (merge->theirs, owner);
      JsonObject *only = here != NULL ? here : there;
      JsonNode *result = NULL;

      if (here != NULL && there != NULL)
        result = merge_records (before, here, there);
      else if (before == NULL || is_signed_in_anew (before, only))
        result = copy_record (only);
      if (result != NULL)
        g_hash_table_replace (merge->merged, g_steal_pointer (&owner), result);
    }
}

/* Returns: (transfer full): the owners in @document that the two others have as well. */
static GPtrArray *
list_common (LatchkeyAccountDocument *document,
             LatchkeyAccountDocument *second,
             LatchkeyAccountDocument *third)
{
  GPtrArray *owners = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < document->records->len; i++)
    {
      g_autofree char *owner
          = latchkey_account_record_dup_owner (latchkey_account_document_get_record (document, i));

      if (latchkey_account_document_find_owner (second, owner) != NULL
          && latchkey_account_document_find_owner (third, owner) != NULL)
        g_ptr_array_add (owners, g_steal_pointer (&owner));
    }
  return owners;
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

/* Two accounts with one id: nobody makes them, and neither may get lost for it. */
static JsonNode *
with_another_id (JsonNode *record)
{
  g_autoptr (JsonObject) copy = json_object_new ();
  g_autofree char *id = g_uuid_string_random ();
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;

  json_object_iter_init_ordered (&iter, json_node_get_object (record));
  while (json_object_iter_next_ordered (&iter, &member, &node))
    json_object_set_member (copy, member, json_node_copy (node));
  json_object_set_string_member (copy, "id", id);
  json_node_unref (record);
  return copy_record (copy);
}

/* Moves the records that stay into the result, in the order of @document. */
static void
take_in_order (Merge *merge, LatchkeyAccountDocument *document, LatchkeyAccountDocument *result)
{
  for (guint i = 0; i < document->records->len; i++)
    {
      g_autofree char *owner
          = latchkey_account_record_dup_owner (latchkey_account_document_get_record (document, i));
      g_autofree char *known_owner = NULL;
      JsonNode *record = NULL;

      if (!g_hash_table_steal_extended (merge->merged, owner, (gpointer *) &known_owner,
                                        (gpointer *) &record))
        continue;
      if (latchkey_account_document_find (
              result, latchkey_account_record_get_id (json_node_get_object (record)))
          != NULL)
        record = with_another_id (record);
      latchkey_account_document_add (result, record);
    }
}

/* Returns: (nullable): the id that an account of @side has in the result. */
static const char *
find_current (LatchkeyAccountDocument *side, LatchkeyAccountDocument *result)
{
  JsonObject *record = latchkey_account_document_find (side, side->current);
  g_autofree char *owner = record != NULL ? latchkey_account_record_dup_owner (record) : NULL;
  JsonObject *there = owner != NULL ? latchkey_account_document_find_owner (result, owner) : NULL;

  return there != NULL ? latchkey_account_record_get_id (there) : NULL;
}

static void
choose_current (Merge *merge, LatchkeyAccountDocument *result)
{
  const char *current = NULL;

  if (g_strcmp0 (merge->mine->current, merge->base->current) != 0)
    current = find_current (merge->mine, result);
  if (current == NULL)
    current = find_current (merge->theirs, result);
  if (current == NULL && result->records->len > 0)
    current
        = latchkey_account_record_get_id (latchkey_account_document_get_record (result, 0));
  result->current = g_strdup (current);
}

/**
 * latchkey_account_merge:
 * @base: what was last read or written by this process
 * @mine: what this process has
 * @theirs: what the file says by now
 *
 * The three-way merge of two lists of accounts. #LatchkeyAccountStore says by which rules. What
 * this version does not know is as in @theirs.
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
  Merge merge = { base, mine, theirs, merged };
  LatchkeyAccountDocument *result = latchkey_account_document_new_like (theirs);

  merge_all (&merge, theirs);
  merge_all (&merge, mine);
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
