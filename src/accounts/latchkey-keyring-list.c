#include "latchkey-keyring-private.h"

/* Returns: (transfer full) (nullable): what the item says about itself. */
static LatchkeyFoundSecret *
describe (SecretRetrievable *item)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);
  g_autofree char *label = secret_retrievable_get_label (item);
  const char *kind = g_hash_table_lookup (attributes, "kind");
  HomeboxTokenKind token_kind = HOMEBOX_TOKEN_SESSION;

  if (g_strcmp0 (kind, "api-key") == 0)
    token_kind = HOMEBOX_TOKEN_API_KEY;
  else if (g_strcmp0 (kind, "session") != 0)
    return NULL;
  return latchkey_found_secret_new (g_hash_table_lookup (attributes, "server"),
                                    g_hash_table_lookup (attributes, "user"), token_kind, label);
}

static gboolean
has_same_owner (gconstpointer a, gconstpointer b)
{
  LatchkeyFoundSecret *one = LATCHKEY_FOUND_SECRET ((gpointer) a);
  LatchkeyFoundSecret *other = LATCHKEY_FOUND_SECRET ((gpointer) b);

  return g_str_equal (latchkey_found_secret_get_server (one),
                      latchkey_found_secret_get_server (other))
         && g_str_equal (latchkey_found_secret_get_user_id (one),
                         latchkey_found_secret_get_user_id (other));
}

static gint
compare_age (gconstpointer a, gconstpointer b)
{
  guint64 one = secret_retrievable_get_modified (SECRET_RETRIEVABLE ((gpointer) a));
  guint64 other = secret_retrievable_get_modified (SECRET_RETRIEVABLE ((gpointer) b));

  return one < other ? 1 : one > other ? -1 : 0;
}

static GPtrArray *
describe_all (GList *items)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GList) newest_first = g_list_sort (g_list_copy (items), compare_age);

  for (GList *item = newest_first; item != NULL; item = item->next)
    {
      g_autoptr (LatchkeyFoundSecret) secret = describe (item->data);

      /* A kind that could not be cleared when it was replaced is older than the other. */
      if (secret != NULL && !g_ptr_array_find_with_equal_func (found, secret, has_same_owner, NULL))
        g_ptr_array_add (found, g_steal_pointer (&secret));
    }
  return found;
}

static void
return_nothing (LatchkeyKeyringCall *call)
{
  latchkey_keyring_call_return_found (call, g_ptr_array_new_with_free_func (g_object_unref));
  latchkey_keyring_call_drop (call);
}

static void
on_all_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;
  g_autolist (SecretRetrievable) items = secret_password_search_finish (result, &problem);
  g_autoptr (GList) locked = latchkey_keyring_list_locked (items);

  if (latchkey_keyring_call_is_over (call))
    return;
  if (problem != NULL)
    latchkey_keyring_call_fail_for (call, problem);
  else if (locked != NULL)
    latchkey_keyring_call_fail (call, LATCHKEY_SECRET_ERROR_LOCKED);
  else if (items != NULL)
    latchkey_keyring_call_return_found (call, describe_all (items));
  else
    /* A service may hide the items of a locked keyring: "nothing" is said about an open one only. */
    latchkey_keyring_call_look_at_default (g_steal_pointer (&call), return_nothing, return_nothing);
}

void
latchkey_keyring_list_async (LatchkeySecretStore *store,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);

  /* The secrets are not loaded. */
  secret_password_searchv (&latchkey_keyring_schema, all, SECRET_SEARCH_ALL, NULL, on_all_found,
                           latchkey_keyring_new_call (store, NULL, cancellable, callback, user_data,
                                                      latchkey_keyring_list_async));
}
