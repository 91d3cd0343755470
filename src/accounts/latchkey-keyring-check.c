#include "latchkey-keyring-private.h"

#include <glib/gi18n-lib.h>

/* An item of its own, which holds no secret and looks like that of no account. It is not there long
 * enough to be seen; one that stays, since the process died, is used by the next check. */
static GHashTable *
attributes_of_check (void)
{
  return secret_attributes_build (&latchkey_keyring_schema, "kind", "check", "version",
                                  LATCHKEY_KEYRING_ITEM_VERSION, NULL);
}

static void
on_check_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
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
on_check_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (GHashTable) attributes = NULL;

  if (!secret_password_store_finish (result, &problem))
    {
      latchkey_keyring_call_fail_for (call, problem);
      return;
    }
  /* Also when nobody waits any more. */
  attributes = attributes_of_check ();
  secret_password_clearv (&latchkey_keyring_schema, attributes, NULL, on_check_cleared,
                          g_steal_pointer (&call));
}

/* A keyring that is open may still be on a disk that is full, and its service says so only when it
 * writes. */
static void
write_check (LatchkeyKeyringCall *call)
{
  g_autoptr (GHashTable) attributes = attributes_of_check ();

  secret_password_storev (&latchkey_keyring_schema, attributes, SECRET_COLLECTION_DEFAULT,
                          /* Translators: how a keyring item is listed in Passwords and Keys, for
                           * the moment that it is there */
                          _("Latchkey: a check that the keyring can be written to"), "check", NULL,
                          on_check_stored, call);
}

static void
fail_without_keyring (LatchkeyKeyringCall *call)
{
  latchkey_keyring_call_fail (call, LATCHKEY_SECRET_ERROR_NO_KEYRING);
  latchkey_keyring_call_drop (call);
}

void
latchkey_keyring_check_writable_async (LatchkeySecretStore *store,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  latchkey_keyring_call_look_at_default (
      latchkey_keyring_new_call (store, NULL, cancellable, callback, user_data,
                                 latchkey_keyring_check_writable_async),
      write_check, fail_without_keyring);
}
