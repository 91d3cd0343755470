#include "latchkey-keyring-private.h"

static void clear_again (LatchkeyKeyringCall *call);

static GHashTable *
attributes_of_all (LatchkeyAccount *account)
{
  return secret_attributes_build (&latchkey_keyring_schema, "server",
                                  latchkey_account_get_server (account), "user",
                                  latchkey_account_get_user_id (account), NULL);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;

  secret_password_clear_finish (result, &problem);
  if (problem != NULL)
    latchkey_keyring_call_fail_for (call, problem);
  else
    latchkey_keyring_call_return_done (call);
}

static void
finish_without_keyring (LatchkeyKeyringCall *call)
{
  latchkey_keyring_call_return_done (call);
  latchkey_keyring_call_drop (call);
}

static void
clear_found (LatchkeyKeyringCall *owned, GAsyncResult *result, gboolean again)
{
  g_autoptr (LatchkeyKeyringCall) call = owned;
  g_autoptr (GError) problem = NULL;
  g_autolist (SecretRetrievable) items = secret_password_search_finish (result, &problem);
  g_autoptr (GList) locked = latchkey_keyring_list_locked (items);

  if (latchkey_keyring_call_is_over (call))
    return;
  if (problem != NULL)
    latchkey_keyring_call_fail_for (call, problem);
  else if (locked != NULL && again)
    latchkey_keyring_call_fail (call, LATCHKEY_SECRET_ERROR_LOCKED);
  else if (locked != NULL)
    latchkey_keyring_call_unlock (g_steal_pointer (&call), locked, clear_again);
  else if (items != NULL)
    {
      g_autoptr (GHashTable) attributes
          = attributes_of_all (latchkey_keyring_call_get_account (call));

      secret_password_clearv (&latchkey_keyring_schema, attributes, NULL, on_cleared,
                              g_steal_pointer (&call));
    }
  else if (again)
    latchkey_keyring_call_return_done (call);
  else
    latchkey_keyring_call_open_default (g_steal_pointer (&call), clear_again,
                                        finish_without_keyring);
}

static void
on_clear_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  clear_found (user_data, result, FALSE);
}

static void
on_clear_found_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  clear_found (user_data, result, TRUE);
}

static void
search_all (LatchkeyKeyringCall *call, GAsyncReadyCallback callback)
{
  g_autoptr (GHashTable) attributes = attributes_of_all (latchkey_keyring_call_get_account (call));

  secret_password_searchv (&latchkey_keyring_schema, attributes, SECRET_SEARCH_ALL, NULL, callback,
                           call);
}

/* secret_password_clear() passes over locked items and calls that success. */
static void
clear_items (LatchkeyKeyringCall *call)
{
  search_all (call, on_clear_found);
}

static void
clear_again (LatchkeyKeyringCall *call)
{
  search_all (call, on_clear_found_again);
}

void
latchkey_keyring_clear_async (LatchkeySecretStore *store,
                              LatchkeyAccount *account,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  clear_items (latchkey_keyring_new_call (store, account, cancellable, callback, user_data,
                                          latchkey_keyring_clear_async));
}
