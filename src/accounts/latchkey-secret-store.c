#include "latchkey-secret-store.h"

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (latchkey-secret-error-quark, latchkey_secret_error)

G_DEFINE_INTERFACE (LatchkeySecretStore, latchkey_secret_store, G_TYPE_OBJECT)

static guint unlocked_signal;

static void
latchkey_secret_store_default_init (LatchkeySecretStoreInterface *iface)
{
  unlocked_signal = g_signal_new ("unlocked", LATCHKEY_TYPE_SECRET_STORE, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static const char *
message_for (LatchkeySecretError code)
{
  switch (code)
    {
    case LATCHKEY_SECRET_ERROR_NO_SERVICE:
      return _("No keyring is running on this computer. Start or install one, such as GNOME "
               "Keyring, then try again.");
    case LATCHKEY_SECRET_ERROR_NO_KEYRING:
      return _("The keyring on this computer is not set up yet. Create a password keyring in "
               "Passwords and Keys and make it the default, then try again.");
    case LATCHKEY_SECRET_ERROR_LOCKED:
      return _("The keyring is locked and could not be unlocked here. Unlock it in Passwords and "
               "Keys, then try again.");
    case LATCHKEY_SECRET_ERROR_DISMISSED:
      return _("The keyring is still locked because its password was not entered. Try again and "
               "enter it.");
    case LATCHKEY_SECRET_ERROR_NO_ANSWER:
      return _("The keyring was not unlocked in time. Try again, and enter its password when you "
               "are asked for it.");
    case LATCHKEY_SECRET_ERROR_GONE:
      return _("The keyring does not hold your sign-in for this account any more. Sign in again.");
    case LATCHKEY_SECRET_ERROR_UNREADABLE:
      return _("What the keyring holds of your sign-in for this account is damaged. Sign in "
               "again.");
    case LATCHKEY_SECRET_ERROR_CANCELLED:
      return _("You cancelled before the keyring answered.");
    case LATCHKEY_SECRET_ERROR_FAILED:
    default:
      return _("The keyring ran into a problem. Try again; if that does not help, log out of this "
               "computer and in again.");
    }
}

/**
 * latchkey_secret_error_new:
 * @code: what went wrong
 *
 * Makes an error of the domain with the message that belongs to it.
 *
 * Returns: (transfer full): a new error with a message for the person
 */
GError *
latchkey_secret_error_new (LatchkeySecretError code)
{
  return g_error_new_literal (LATCHKEY_SECRET_ERROR, code, message_for (code));
}

/**
 * latchkey_secret_store_lookup_async:
 * @self: a secret store
 * @account: whose token to find
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: data for @callback
 *
 * Looks for the token of an account, by its server, user id and kind. This may show the keyring's
 * prompt and wait for the person.
 */
void
latchkey_secret_store_lookup_async (LatchkeySecretStore *self,
                                    LatchkeyAccount *account,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (LATCHKEY_IS_SECRET_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));

  LATCHKEY_SECRET_STORE_GET_IFACE (self)->lookup_async (self, account, cancellable, callback,
                                                        user_data);
}

/**
 * latchkey_secret_store_lookup_finish:
 * @self: a secret store
 * @result: the result that the callback got
 * @error: return location for an error of the #LatchkeySecretError domain
 *
 * Fails with %LATCHKEY_SECRET_ERROR_GONE when there is nothing for the account, and with the other
 * codes as they say.
 *
 * Returns: (transfer full) (nullable): the token, with the kind and the end that the account has,
 *   or %NULL
 */
HomeboxToken *
latchkey_secret_store_lookup_finish (LatchkeySecretStore *self,
                                     GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (LATCHKEY_IS_SECRET_STORE (self), NULL);

  return LATCHKEY_SECRET_STORE_GET_IFACE (self)->lookup_finish (self, result, error);
}

/**
 * latchkey_secret_store_store_async:
 * @self: a secret store
 * @account: whose token it is
 * @token: the token; its kind must be the account's
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: data for @callback
 *
 * Keeps a token. An account has one: what was kept for it before, of whatever kind, is replaced.
 * This may show the keyring's prompt and wait for the person.
 */
void
latchkey_secret_store_store_async (LatchkeySecretStore *self,
                                   LatchkeyAccount *account,
                                   HomeboxToken *token,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (LATCHKEY_IS_SECRET_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));
  g_return_if_fail (token != NULL);
  g_return_if_fail (homebox_token_get_kind (token) == latchkey_account_get_kind (account));

  LATCHKEY_SECRET_STORE_GET_IFACE (self)->store_async (self, account, token, cancellable, callback,
                                                       user_data);
}

/**
 * latchkey_secret_store_store_finish:
 * @self: a secret store
 * @result: the result that the callback got
 * @error: return location for an error of the #LatchkeySecretError domain
 *
 * Returns: whether the token is kept. If not, nothing was written anywhere
 */
gboolean
latchkey_secret_store_store_finish (LatchkeySecretStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (LATCHKEY_IS_SECRET_STORE (self), FALSE);

  return LATCHKEY_SECRET_STORE_GET_IFACE (self)->store_finish (self, result, error);
}

/**
 * latchkey_secret_store_clear_async:
 * @self: a secret store
 * @account: whose token to forget
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: data for @callback
 *
 * Forgets whatever is kept for an account, of whatever kind. This may show the keyring's prompt and
 * wait for the person.
 */
void
latchkey_secret_store_clear_async (LatchkeySecretStore *self,
                                   LatchkeyAccount *account,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (LATCHKEY_IS_SECRET_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));

  LATCHKEY_SECRET_STORE_GET_IFACE (self)->clear_async (self, account, cancellable, callback,
                                                       user_data);
}

/**
 * latchkey_secret_store_clear_finish:
 * @self: a secret store
 * @result: the result that the callback got
 * @error: return location for an error of the #LatchkeySecretError domain
 *
 * Returns: whether nothing is kept for the account any more; also %TRUE when there was nothing
 */
gboolean
latchkey_secret_store_clear_finish (LatchkeySecretStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (LATCHKEY_IS_SECRET_STORE (self), FALSE);

  return LATCHKEY_SECRET_STORE_GET_IFACE (self)->clear_finish (self, result, error);
}

/**
 * latchkey_secret_store_list_async:
 * @self: a secret store
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: data for @callback
 *
 * Lists what is kept, for any account. No secret is read, and no prompt is shown: what is locked
 * cannot be listed.
 */
void
latchkey_secret_store_list_async (LatchkeySecretStore *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (LATCHKEY_IS_SECRET_STORE (self));

  LATCHKEY_SECRET_STORE_GET_IFACE (self)->list_async (self, cancellable, callback, user_data);
}

/**
 * latchkey_secret_store_list_finish:
 * @self: a secret store
 * @result: the result that the callback got
 * @error: return location for an error of the #LatchkeySecretError domain
 *
 * Returns: (transfer full) (element-type LatchkeyFoundSecret) (nullable): what is kept, maybe
 *   nothing, each person on each server once; or %NULL
 */
GPtrArray *
latchkey_secret_store_list_finish (LatchkeySecretStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (LATCHKEY_IS_SECRET_STORE (self), NULL);

  return LATCHKEY_SECRET_STORE_GET_IFACE (self)->list_finish (self, result, error);
}

/**
 * latchkey_secret_store_check_writable_async:
 * @self: a secret store
 * @cancellable: (nullable): ends the call early
 * @callback: called with the answer
 * @user_data: data for @callback
 *
 * Finds out whether a token could be stored right now without asking the person. No prompt is
 * shown, and what is kept stays as it is.
 */
void
latchkey_secret_store_check_writable_async (LatchkeySecretStore *self,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_return_if_fail (LATCHKEY_IS_SECRET_STORE (self));

  LATCHKEY_SECRET_STORE_GET_IFACE (self)->check_writable_async (self, cancellable, callback,
                                                                user_data);
}

/**
 * latchkey_secret_store_check_writable_finish:
 * @self: a secret store
 * @result: the result that the callback got
 * @error: return location for an error of the #LatchkeySecretError domain
 *
 * Fails with %LATCHKEY_SECRET_ERROR_LOCKED when it is locked, and with the other codes as they say.
 *
 * Returns: whether a token could be stored
 */
gboolean
latchkey_secret_store_check_writable_finish (LatchkeySecretStore *self,
                                             GAsyncResult *result,
                                             GError **error)
{
  g_return_val_if_fail (LATCHKEY_IS_SECRET_STORE (self), FALSE);

  return LATCHKEY_SECRET_STORE_GET_IFACE (self)->check_writable_finish (self, result, error);
}

/**
 * latchkey_secret_store_emit_unlocked:
 * @self: a secret store
 *
 * Emits #LatchkeySecretStore::unlocked.
 */
void
latchkey_secret_store_emit_unlocked (LatchkeySecretStore *self)
{
  g_return_if_fail (LATCHKEY_IS_SECRET_STORE (self));

  g_signal_emit (self, unlocked_signal, 0);
}
