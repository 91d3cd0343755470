#include "latchkey-account-private.h"
#include "latchkey-account-store-private.h"

/*
 * latchkey_account_store_describe:
 * @self: a store
 *
 * Returns: (transfer full): what the list is now
 */
LatchkeyAccountDocument *
latchkey_account_store_describe (LatchkeyAccountStore *self)
{
  LatchkeyAccountDocument *document = latchkey_account_document_new_like (self->base);
  LatchkeyAccount *current = latchkey_account_store_get_current (self);

  for (guint i = 0; i < self->accounts->len; i++)
    latchkey_account_document_add (
        document, latchkey_account_to_json (g_ptr_array_index (self->accounts, i)));
  /* Which one another process uses is none of our business, unless it is gone. */
  if (!self->current_chosen
      && latchkey_account_document_find (document, self->base->current) != NULL)
    document->current = g_strdup (self->base->current);
  else if (current != NULL)
    document->current = g_strdup (latchkey_account_get_id (current));
  return document;
}

static void
remove_runs (LatchkeyAccountStore *self, GPtrArray *wanted)
{
  g_autoptr (GHashTable) stays = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < wanted->len; i++)
    g_hash_table_add (stays, g_ptr_array_index (wanted, i));
  for (guint end = self->accounts->len; end > 0; end--)
    {
      guint start = end;

      while (start > 0
             && !g_hash_table_contains (stays, g_ptr_array_index (self->accounts, start - 1)))
        start--;
      if (start == end)
        continue;
      g_ptr_array_remove_range (self->accounts, start, end - start);
      g_list_model_items_changed (G_LIST_MODEL (self), start, end - start, 0);
      end = start + 1;
    }
}

/* Says exactly what changed: what is gone, run by run, then the one stretch in which something came
 * or moved. */
static void
replace_list (LatchkeyAccountStore *self, GPtrArray *wanted)
{
  guint n_before = 0;
  guint start = 0;
  guint end = 0;

  remove_runs (self, wanted);
  n_before = self->accounts->len;
  while (start < n_before
         && g_ptr_array_index (self->accounts, start) == g_ptr_array_index (wanted, start))
    start++;
  while (end < n_before - start
         && g_ptr_array_index (self->accounts, n_before - 1 - end)
                == g_ptr_array_index (wanted, wanted->len - 1 - end))
    end++;

  g_ptr_array_unref (self->accounts);
  self->accounts = g_ptr_array_ref (wanted);
  if (n_before - start - end > 0 || wanted->len - start - end > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, n_before - start - end,
                                wanted->len - start - end);
}

static char *
dup_owner (LatchkeyAccount *account)
{
  return g_strconcat (account->server, "\n", account->user_id, NULL);
}

/*
 * latchkey_account_store_show:
 * @self: a store
 * @document: what the list shall be
 *
 * Changes the list to that. An account that is still there stays the same object.
 */
void
latchkey_account_store_show (LatchkeyAccountStore *self, LatchkeyAccountDocument *document)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (LatchkeyAccount) before = latchkey_account_store_dup_current (self);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      LatchkeyAccount *account = g_ptr_array_index (self->accounts, i);

      g_hash_table_insert (known, dup_owner (account), account);
    }
  for (guint i = 0; i < document->records->len; i++)
    {
      LatchkeyAccount *record = latchkey_account_new_from_json (
          latchkey_account_document_get_record (document, i), NULL);
      g_autofree char *owner = dup_owner (record);
      LatchkeyAccount *account = g_hash_table_lookup (known, owner);

      g_ptr_array_add (records, record);
      g_ptr_array_add (wanted, g_object_ref (account != NULL ? account : record));
    }
  replace_list (self, wanted);
  for (guint i = 0; i < wanted->len; i++)
    {
      if (g_ptr_array_index (wanted, i) != g_ptr_array_index (records, i))
        latchkey_account_take_over (g_ptr_array_index (wanted, i), g_ptr_array_index (records, i));
    }
  if (self->current == NULL)
    {
      for (guint i = 0; i < self->accounts->len && document->current != NULL; i++)
        {
          LatchkeyAccount *account = g_ptr_array_index (self->accounts, i);

          if (g_str_equal (account->id, document->current))
            g_set_object (&self->current, account);
        }
    }
  latchkey_account_store_notify_current (self, before);
}
